"""Tags: the analyst's codebook. `/` in a path makes a hierarchy."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from dossier.records.base import Record

_SIGNS = frozenset("_.&+'’-")
_JOINERS = frozenset("\u200c\u200d")
EXPECTED = "a word that starts with a letter, or several joined by '/', such as money/training-cost"


def require_tag_path(text: str) -> str:
    """`text` if it is valid as a tag's path; ValueError says what is."""
    steps = text.split("/")
    if not text[:1].isalpha() or not all(map(_is_step, steps)):
        raise ValueError(f"{text!r} cannot be a tag; expected {EXPECTED}")
    return text


def _is_step(step: str) -> bool:
    """Whether a word is made of letters with their marks, digits and some signs (Unicode UAX 31, roughly)."""
    if not step or _is_mark(step[0]):
        return False
    return all(
        character.isalnum() or character in _SIGNS or _is_mark(character) or _joins(step, at)
        for at, character in enumerate(step)
    )


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _joins(step: str, at: int) -> bool:
    """Whether a joiner stands there between two letters or their marks, as in Persian and Indic words."""
    return step[at] in _JOINERS and _is_letter(step[at - 1 : at]) and _is_letter(step[at + 1 : at + 2])


def _is_letter(character: str) -> bool:
    return character.isalpha() or (character != "" and _is_mark(character))


def fold_tag_name(name: str) -> str:
    """`name` in the form in which tag names are compared: composed (NFC), without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class Tag(Record):
    """A tag's path and what it stands for. `color` is kept for other programs; it is not shown."""

    path: Annotated[
        str, AfterValidator(require_tag_path), WithJsonSchema({"type": "string", "description": EXPECTED})
    ]
    definition: str | None = None
    color: str | None = None
    aliases: tuple[str, ...] = ()
