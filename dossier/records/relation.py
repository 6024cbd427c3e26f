"""Relations: typed links between two records of one kind, with their evidence."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from dossier.records.base import AnyId, QuoteId, Record
from dossier.records.kinds import KIND_BY_LETTER
from dossier.records.vocabulary import RELATION_TYPES, Basis, State


class Relation(Record):
    """`from` has the relation `type` to `to`. Each item of `evidence` is quotes that show it together."""

    from_: AnyId = Field(alias="from")
    to: AnyId
    type: str
    basis: Basis
    evidence: tuple[tuple[QuoteId, ...], ...] = ()
    state: State
    reason: str | None = None

    @model_validator(mode="after")
    def _ends(self) -> Self:
        letter = self.from_[0]
        if letter != self.to[0]:
            raise ValueError(f"{self.from_} and {self.to} are not of one kind")
        allowed = RELATION_TYPES.get(letter)
        if allowed and self.type not in allowed:
            noun = KIND_BY_LETTER[letter].noun
            raise ValueError(f"type {self.type!r} is not one between {noun} and {noun}: {', '.join(allowed)}")
        if letter not in "ecsqv":
            raise ValueError(f"there are no relations between two records like {self.from_}")
        return self
