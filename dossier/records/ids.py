"""Ids: one letter that names the table, a dot, a name. A reference is just the id."""

from __future__ import annotations

import re
import secrets
import time

from dossier.text import a

TABLES: dict[str, str] = {
    "sources": "s",
    "entities": "e",
    "quotes": "q",
    "claims": "c",
    "events": "v",
    "relations": "r",
    "tags": "t",
    "annotations": "a",
    "filters": "f",
}
"""Every table and its letter, in the order of the JSON export."""

_TABLE_OF = {letter: table for table, letter in TABLES.items()}
NOUNS: dict[str, str] = {
    "s": "source",
    "e": "entity",
    "q": "quote",
    "c": "claim",
    "v": "event",
    "r": "relation",
    "t": "tag",
    "a": "annotation",
    "f": "filter",
}


def id_pattern(letters: str) -> str:
    """The regular expression of the ids of records with these letters."""
    return rf"[{letters}]\.[a-z0-9][a-z0-9._-]{{0,79}}"


ID_PATTERN = re.compile(id_pattern("".join(TABLES.values())))
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def kinds(letters: str) -> str:
    """`es` as `an entity or a source`."""
    return " or ".join(a(NOUNS[letter]) for letter in letters)


def no_id(value: object, letters: str = "".join(TABLES.values())) -> str:
    """Why `value` is no id, and what one is like of a record of these kinds."""
    such = f"such as {'c' if 'c' in letters else letters[0]}.some-name, in lower case"
    if len(letters) > 1:
        such += f"; the letter says of what: {', '.join(f'{letter}. {NOUNS[letter]}' for letter in letters)}"
    return f"is missing; expected an id {such}" if value is None else f"{value!r} is not an id {such}"


def is_id(value: object) -> bool:
    """Whether `value` is a well-formed id."""
    return isinstance(value, str) and ID_PATTERN.fullmatch(value) is not None


def table_of(record_id: str) -> str:
    """The table that `record_id` belongs to; KeyError if its letter is none of ours."""
    return _TABLE_OF[record_id[:1]]


def mint(letter: str) -> str:
    """A new id: ten characters, time-ordered to the second and random, so copies do not collide.

    Six Crockford base-32 digits hold the seconds since 1970 modulo 2**30 (34 years), four are random.
    """
    bits = (int(time.time()) % (1 << 30)) << 20 | secrets.randbits(20)
    return f"{letter}." + "".join([_ALPHABET[(bits >> shift) & 31] for shift in range(45, -1, -5)])
