"""Ids: one letter that names the table, a dot, a name. A reference is just the id."""

from __future__ import annotations

import re
import secrets
import time

from dossier.records.kinds import KIND_BY_LETTER, LETTERS
from dossier.text import a


def id_pattern(letters: str) -> str:
    """The regular expression of the ids of records with these letters."""
    return rf"[{letters}]\.[a-z0-9][a-z0-9._-]{{0,79}}"


ID_PATTERN = re.compile(id_pattern(LETTERS))
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def name_kinds(letters: str) -> str:
    """`es` as `an entity or a source`."""
    return " or ".join(a(KIND_BY_LETTER[letter].noun) for letter in letters)


def explain_no_id(value: object, letters: str = LETTERS) -> str:
    """Why `value` is not an id, and what the id of a record of these kinds looks like."""
    such = f"such as {'c' if 'c' in letters else letters[0]}.some-name, in lower case"
    if len(letters) > 1:
        meanings = ", ".join(f"{letter}. {KIND_BY_LETTER[letter].noun}" for letter in letters)
        such += f"; the letter says of what: {meanings}"
    if value is None:
        return f"is missing; expected an id {such}"
    return f"{value!r} is not an id {such}"


def is_id(value: object) -> bool:
    """Whether `value` is a well-formed id."""
    return isinstance(value, str) and ID_PATTERN.fullmatch(value) is not None


def table_of(record_id: str) -> str:
    """The table that `record_id` belongs to; KeyError if no kind has its letter."""
    return KIND_BY_LETTER[record_id[:1]].table


def mint_id(letter: str) -> str:
    """A new id: ten characters, time-ordered to the second and random, so copies do not collide.

    Six Crockford base-32 digits hold the seconds since 1970 modulo 2**30 (34 years), four are random.
    """
    bits = (int(time.time()) % (1 << 30)) << 20 | secrets.randbits(20)
    return f"{letter}." + "".join([_ALPHABET[(bits >> shift) & 31] for shift in range(45, -1, -5)])
