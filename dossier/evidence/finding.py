"""A computed finding: a relation between two records that nobody has stated yet.

It is unconfirmed until somebody confirms or dismisses it, which writes a relation with the same ends.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from dossier.records.vocabulary import State


class FindingMethod(StrEnum):
    """How a finding was found. One of a pair of records counts before another in this order."""

    FIGURES = "figures"
    STANCES = "stances"
    DATES = "dates"
    ATTRIBUTION = "attribution"
    ECHO = "echo"
    UTTERANCE = "utterance"
    STATED = "stated"
    """Nothing was computed: only a relation in the dossier says it."""

    @property
    def words(self) -> str:
        """The method as a row names it."""
        return "speakers" if self is FindingMethod.ATTRIBUTION else self.value


@dataclass(frozen=True, slots=True)
class Finding:
    """Two records of one kind, what holds between them, and why the program thinks so.

    `type` is a relation type of that kind; `evidence` as in a relation: each item is the quotes that show
    it together. `weight` is how many records depend on it, for ranking: never below 0.
    """

    type: str
    from_: str
    to: str
    method: FindingMethod
    verdict: str
    reason: str
    evidence: tuple[tuple[str, ...], ...] = ()
    weight: int = 0
    state: State = "candidate"
    relation: str | None = None
    """The relation that holds the decision, if there is one: its id need not be the computed one."""
    computed: str = ""
    """Why the program thinks so, where the relation gives another reason."""

    @property
    def id(self) -> str:
        """The id of the relation that holds the decision, or would."""
        return self.relation or finding_id(self.type, self.from_, self.to)

    @property
    def computed_reason(self) -> str:
        """Why the program thinks so, whatever was decided; "" if only a relation says it."""
        if self.computed or self.method is FindingMethod.STATED:
            return self.computed
        return self.reason


def finding_id(type_: str, from_: str, to: str) -> str:
    """The same id on every machine for the same statement: a hash of type and both ends (FORMAT)."""
    return f"r.{hashlib.sha256(f'{type_} {from_} {to}'.encode()).hexdigest()[:20]}"
