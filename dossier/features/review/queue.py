"""What of a claim is still to be decided: the review queue, worked out in slices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dossier.core.derived import Derived, Watch, advance_work, rows_of, stamp_tables
from dossier.query.engine.index import index_of
from dossier.records.base import Doc
from dossier.records.raw import target_of

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

GRADE, STATUS, ORIGIN, ANSWER = "grade", "status", "origin", "answer"
"""What a claim can lack: a credibility, a status, a second independent origin, an answer to a question."""

_STEP = 128
_RESTS_ON = ("claims", "quotes", "relations", "sources", "entities")


class Lacks(Derived):
    """What each claim lacks, worked out when first asked for. A decision costs the claim that it is on."""

    tables = (*_RESTS_ON, "annotations")

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier)
        self._index = index_of(dossier)
        self._news = Watch(rows_of(dossier, "annotations"))
        self._known: dict[str, tuple[str, ...]] = {}
        self._rests_on: tuple[object, ...] = ()

    def update(self) -> Iterator[None]:
        """Forget what may be another now."""
        for part in (self._index.grades, self._index.origins):
            for _ in part.ready():
                yield
        if (now := stamp_tables(self.dossier, *_RESTS_ON)) != self._rests_on:
            self._known, self._rests_on = {}, now
        for changes in self._news.find_changes():
            for _, before, after in changes:
                self._known.pop(target_of(before or {}), None)
                self._known.pop(target_of(after), None)
            yield

    def of(self, claim: str) -> tuple[str, ...]:
        """In the order in which they are named above; nothing for what is no claim."""
        if claim not in self._known:
            self._known[claim] = self._find(claim)
        return self._known[claim]

    def _find(self, claim: str) -> tuple[str, ...]:
        grades, slot = self._index.grades, self._index.rows["claims"].at.get(claim)
        if slot is None:
            return ()
        return (
            *(() if grades.badges[slot][-1:].isdigit() else (GRADE,)),
            *(() if grades.statuses[slot] else (STATUS,)),
            *(() if self._index.origins.count_origins(slot) > 1 else (ORIGIN,)),
            *((ANSWER,) if any(map(_is_open, self._index.annotations.on.get(claim, ()))) else ()),
        )


def _is_open(annotation: Doc) -> bool:
    return annotation.get("motivation") == "questioning" and annotation.get("resolved") is None


class Review:
    """Of some claims, those that lack something and were not left as they are. `run(seconds)` until done.

    `left` holds, by claim, what it lacked when it was left: should it come to lack more, it is back.
    """

    def __init__(self, dossier: Dossier, claims: Sequence[str], left: Mapping[str, Sequence[str]]) -> None:
        self.claims = claims
        self.queue: dict[str, tuple[str, ...]] = {}
        """What each claim in the queue lacks, in the order of the claims."""
        self._lacks = dossier.derived("index", "lacks", lambda: Lacks(dossier))
        self._left = left
        self._work = self._steps()

    def run(self, seconds: float) -> bool:
        """Go on for so long; whether it is done."""
        return advance_work(self._work, seconds)

    def _steps(self) -> Iterator[None]:
        yield from self._lacks.ready()
        for start in range(0, len(self.claims), _STEP):
            for claim in self.claims[start : start + _STEP]:
                lacks, left = self._lacks.of(claim), self._left.get(claim)
                if lacks and (left is None or not set(lacks) <= set(left)):
                    self.queue[claim] = lacks
            yield
