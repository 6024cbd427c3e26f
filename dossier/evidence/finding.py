"""A computed finding: a relation between two records that nobody has stated yet.

It is a candidate until somebody confirms or dismisses it, which writes a relation with the same ends.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from dossier.records.vocabulary import State

Sort = Literal["figures", "stances", "dates", "attribution", "echo", "utterance", "stated"]
"""Where a finding comes from; `stated` is one that only a relation in the dossier says."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Two records of one kind, what holds between them, and why the program thinks so.

    `type` is a relation type of that kind; `evidence` as in a relation: each item is the quotes that show
    it together. `weight` is how much hangs on it, for ranking: never below 0.
    """

    type: str
    from_: str
    to: str
    sort: Sort
    verdict: str
    reason: str
    evidence: tuple[tuple[str, ...], ...] = ()
    weight: int = 0
    state: State = "candidate"
    relation: str | None = None
    """The relation that holds the decision, where there is one: its id need not be computed."""
    computed: str = ""
    """Why the program thinks so, where the relation gives another reason."""
    id: str = field(init=False)
    """The id of the relation that says it."""

    def __post_init__(self) -> None:
        given = self.relation or finding_id(self.type, self.from_, self.to)
        object.__setattr__(self, "id", given)

    @property
    def found(self) -> str:
        """Why the program thinks so, whatever was decided; nothing where only a relation says it."""
        return self.computed or ("" if self.sort == "stated" else self.reason)


def finding_id(type_: str, from_: str, to: str) -> str:
    """The same id on every machine for the same statement: a hash of type and both ends (FORMAT)."""
    return f"r.{hashlib.sha256(f'{type_} {from_} {to}'.encode()).hexdigest()[:20]}"
