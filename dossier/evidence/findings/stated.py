"""What relations say of pairs of records: which pairs are decided, and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dossier.core.derived import Derived, Watch, rows_of
from dossier.evidence.finding import Finding, FindingMethod
from dossier.evidence.findings.questions import FindingBoard, RecordPair, pair_of
from dossier.records.base import Doc
from dossier.records.raw import evidence_of
from dossier.records.references import is_of_kinds
from dossier.records.vocabulary import DEPENDENCE, State

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

FINDING_TYPES = (
    "contradicts",
    "rounds",
    "duplicates",
    "supersedes",
    *DEPENDENCE,
    "same-utterance",
    "same-event",
)
"""The relations that are findings: two records are one, come from one another, or cannot both be right."""
_SETTLING = ("duplicates", "rounds", "supersedes", "qualifies", "supports", "contradicts")
_SETTLED_METHODS = (FindingMethod.FIGURES, FindingMethod.STANCES, FindingMethod.ATTRIBUTION)
"""Of a pair of claims whose relation is confirmed, these find nothing more."""
_STATES: tuple[State, ...] = ("confirmed", "candidate", "dismissed")


class StatedRelations(Derived):
    """The relations between claims, sources, quotes or events, by pair."""

    tables = ("relations",)

    def __init__(self, dossier: Dossier, board: FindingBoard) -> None:
        super().__init__(dossier)
        self._board = board
        self._watch = Watch(rows_of(dossier, "relations"))
        self._of: dict[RecordPair, dict[str, Doc]] = {}

    def update(self) -> Iterator[None]:
        """Follow the relations."""
        for changes in self._watch.find_changes():
            for _, before, after in changes:
                for doc, there in ((before, False), (after, True)):
                    one, other = (doc or {}).get("from"), (doc or {}).get("to")
                    if doc and isinstance(one, str) and isinstance(other, str) and is_of_kinds(one, "csqv"):
                        pair = pair_of(one, other)
                        self._board.stale[pair] = None
                        found = self._of.setdefault(pair, {})
                        if there:
                            found[doc["id"]] = doc
                        else:
                            found.pop(doc["id"], None)
            yield

    def join_findings(self, pair: RecordPair, computed: list[Finding]) -> list[Finding]:
        """The findings of a pair: what is stated, and what is computed beyond that.

        A relation of the same type, whichever way round, is the decision on what was computed. Another type
        that was confirmed of two claims has settled how their figures or passages stand to one another.
        """
        relations = sorted(self._of.get(pair, {}).values(), key=_deciding_first)
        decided: dict[str, Finding] = {}
        for doc in relations:
            kind = str(doc.get("type"))
            if kind in FINDING_TYPES:
                alike = [found for found in computed if _decision_of(found.type) == _decision_of(kind)]
                decided.setdefault(_decision_of(kind), _join_decision(doc, alike))
        settled = any(doc.get("state") == "confirmed" and doc.get("type") in _SETTLING for doc in relations)
        for found in computed:
            if not (settled and found.method in _SETTLED_METHODS):
                decided.setdefault(_decision_of(found.type), found)
        return list(decided.values())


def _decision_of(kind: str) -> str:
    """The type that stands for the decision: all types of dependence between sources are one."""
    return DEPENDENCE[0] if kind in DEPENDENCE else kind


def _deciding_first(doc: Doc) -> tuple[int, str]:
    """A sort key: confirmed relations first."""
    state: Any = doc.get("state")
    return _STATES.index(state) if state in _STATES else len(_STATES), doc["id"]


def _join_decision(doc: Doc, alike: list[Finding]) -> Finding:
    kind, reason, state = str(doc["type"]), doc.get("reason"), doc.get("state")
    ends = doc["from"], doc["to"]
    said = Finding(kind, *ends, FindingMethod.STATED, kind, str(reason or ""), evidence_of(doc))
    known = alike[0] if alike else said
    own = said.reason or known.reason
    return replace(
        said,
        method=known.method,
        verdict=known.verdict,
        reason=own,
        computed=known.reason if known.reason != own else "",
        evidence=said.evidence or known.evidence,
        state=state if state in _STATES else "candidate",
        relation=doc["id"],
    )
