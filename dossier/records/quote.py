"""Quotes: verbatim spans of one source, located by the selectors of W3C Web Annotation."""

from __future__ import annotations

import unicodedata
from typing import Self

from pydantic import Field, model_validator

from dossier.records.base import EntityId, OriginId, Record, Sha256, SourceId
from dossier.records.vocabulary import Speech

NO_WORDS = "has neither letter nor digit; a quote needs words"


def says_something(exact: str) -> bool:
    """Whether words have a letter, a digit or a sign such as an emoji: a blank is evidence of nothing."""
    categories = {unicodedata.category(character) for character in exact}
    return "So" in categories or any(category[0] in "LN" for category in categories)


class Quote(Record):
    """`exact` is `text[start:end]`, in Unicode code points of the text with sha256 `text`.

    `via` is the chain that the words came through, from nearest to the utterance outward.
    TextQuoteSelector and TextPositionSelector: W3C Web Annotation Data Model, 4.2.4 and 4.2.5.
    """

    source: SourceId
    text: Sha256
    exact: str = Field(min_length=1)
    prefix: str = ""
    suffix: str = ""
    start: int = Field(ge=0)
    end: int
    paragraph: int | None = None
    speaker: EntityId | None = None
    speaker_as_written: str | None = None
    via: tuple[OriginId, ...] = ()
    speech: Speech = "narration"
    language: str | None = None
    translation: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.end - self.start != len(self.exact):
            raise ValueError(
                f"start {self.start} to end {self.end} is {self.end - self.start} characters, "
                f"but exact has {len(self.exact)}"
            )
        return self
