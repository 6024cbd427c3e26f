"""Tags: the analyst's codebook. `/` in a path makes a hierarchy."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from dossier.records.base import Record

_STEP = r"[^\W\d_][\w.&+'-]*"
_PATH = re.compile(rf"{_STEP}(/[\w.&+'-]+)*")
EXPECTED = "a word that starts with a letter, or several joined by '/', such as money/training-cost"


def require_tag_path(text: str) -> str:
    """`text` if it is valid as a tag's path; ValueError says what is."""
    if not _PATH.fullmatch(text):
        raise ValueError(f"{text!r} cannot be a tag; expected {EXPECTED}")
    return text


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
