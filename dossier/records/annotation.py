"""Annotations: what an analyst adds. One annotation is one act."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from dossier.records.base import AnyId, Model, QuoteId, Record, TagId
from dossier.records.dates import Moment
from dossier.records.vocabulary import SCALES, Motivation, Scheme


class Span(Model):
    """Code points `start` to `end` of the target's own text (W3C TextPositionSelector)."""

    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"end {self.end} is not behind start {self.start}")
        return self


class TagBody(Model):
    """Puts a tag on the target."""

    tag: TagId


class TextBody(Model):
    """A note, a question or a reply."""

    text: str
    format: Literal["text/plain", "text/markdown"] = "text/markdown"


class GradeBody(Model):
    """A judgement on one scale, with its reason."""

    scheme: Scheme
    value: str
    reason: str | None = None

    @model_validator(mode="after")
    def _on_scale(self) -> Self:
        if self.value not in SCALES[self.scheme]:
            raise ValueError(
                f"{self.value!r} is not on the scale {self.scheme}: {', '.join(SCALES[self.scheme])}"
            )
        return self


class MarkBody(Model):
    """A bookmark or a highlight: it has no content."""


Body = TagBody | TextBody | GradeBody | MarkBody
_BODIES: dict[str, type[Model]] = {
    "tagging": TagBody,
    "assessing": GradeBody,
    "commenting": TextBody,
    "questioning": TextBody,
    "replying": TextBody,
    "bookmarking": MarkBody,
    "highlighting": MarkBody,
}


class Annotation(Record):
    """One act on one record: on `target`, or on its support by `quote`, or on a span of its text."""

    target: AnyId
    quote: QuoteId | None = None
    motivation: Motivation
    body: Body = MarkBody()
    selector: Span | None = None
    resolved: Moment | None = None

    @field_validator("body", mode="before")
    @classmethod
    def _of_its_motivation(cls, value: Any, info: ValidationInfo) -> Any:
        model = _BODIES.get(info.data.get("motivation", ""))
        if model is None or isinstance(value, model):
            return value
        return model.model_validate(value)

    @model_validator(mode="after")
    def _has_body(self) -> Self:
        model = _BODIES[self.motivation]
        if not isinstance(self.body, model):
            raise ValueError(f"an annotation for {self.motivation} needs the body of one")
        return self
