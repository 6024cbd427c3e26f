"""What of a claim is still to be decided: the review queue, worked out in slices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dossier.following import CHUNK, go_on, stamp
from dossier.query.index import index_of
from dossier.query.raw import target_of
from dossier.records.ids import TABLES

if TYPE_CHECKING:
    from dossier.dossier import Dossier

GRADE, STATUS, ORIGIN, ANSWER = "grade", "status", "origin", "answer"
"""What a claim can lack: a credibility, a status, a second independent origin, an answer to a question."""


def questioned(dossier: Dossier) -> frozenset[str]:
    """The records that carry an open question."""

    def find() -> frozenset[str]:
        docs = dossier.annotations.docs.values()
        return frozenset(
            target_of(doc)
            for doc in list(docs)
            if doc.get("motivation") == "questioning" and doc.get("resolved") is None
        )

    return dossier.derived("annotations", "questioned", find)


class Review:
    """Of some claims, those that lack something and were not left as they are. `run(seconds)` until done.

    `left` holds, by claim, what it lacked when it was left: should it come to lack more, it is back.
    """

    def __init__(self, dossier: Dossier, claims: Sequence[str], left: Mapping[str, Sequence[str]]) -> None:
        self.dossier = dossier
        self.claims = claims
        self.stamp = stamp(dossier, *TABLES)
        self.queue: dict[str, tuple[str, ...]] = {}
        """What each claim in the queue lacks, in the order of the claims."""
        self._left = left
        self._work = self._steps()

    def run(self, seconds: float) -> bool:
        """Go on for so long; whether it is done."""
        return go_on(self._work, seconds)

    def _steps(self) -> Iterator[None]:
        index = index_of(self.dossier)
        grades, origins = index.grades, index.origins
        for part in (grades, origins):
            yield from part.ready()
        questions = questioned(self.dossier)
        at = index.rows["claims"].at
        for start in range(0, len(self.claims), CHUNK):
            for claim in self.claims[start : start + CHUNK]:
                slot = at.get(claim)
                if slot is None:
                    continue
                lacks = (
                    *(() if grades.badges[slot][-1:].isdigit() else (GRADE,)),
                    *(() if grades.statuses[slot] else (STATUS,)),
                    *(() if origins.of(slot) > 1 else (ORIGIN,)),
                    *((ANSWER,) if claim in questions else ()),
                )
                if lacks and not set(lacks) <= set(self._left.get(claim, ())):
                    self.queue[claim] = lacks
            yield
