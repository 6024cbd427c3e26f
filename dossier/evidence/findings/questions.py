"""Questions that records raise, each answered anew when a record that bears on it changes.

A part reads its tables once, in slices. From then on an edit costs the questions that it touches.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING

from dossier.core.derived import Derived, Watch, rows_of
from dossier.evidence.finding import Finding, FindingMethod
from dossier.records.base import Doc

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

RecordPair = tuple[str, str]
Question = Hashable
_METHODS = tuple(FindingMethod)


def pair_of(one: str, other: str) -> RecordPair:
    """Two records in a fixed order."""
    return (one, other) if one <= other else (other, one)


class FindingBoard:
    """The findings of each pair of records by question, and which pairs are stale."""

    def __init__(self) -> None:
        self.stale: dict[RecordPair, None] = {}
        self._answers: dict[Question, tuple[Finding, ...]] = {}
        self._of: dict[RecordPair, dict[Question, list[Finding]]] = {}

    def findings_of_pair(self, pair: RecordPair) -> list[Finding]:
        """What was computed of two records, in an order that does not depend on when it was found."""
        found = [finding for answer in self._of.get(pair, {}).values() for finding in answer]
        return sorted(found, key=_board_order)

    def put_answer(self, question: Question, found: Iterable[Finding]) -> None:
        """Record the answer to a question, replacing the earlier one."""
        answer = tuple(found)
        before = self._answers.get(question, ())
        if answer == before:
            return
        for finding in before:
            pair = pair_of(finding.from_, finding.to)
            self._of.get(pair, {}).pop(question, None)
            self.stale[pair] = None
        for finding in answer:
            pair = pair_of(finding.from_, finding.to)
            self._of.setdefault(pair, {}).setdefault(question, []).append(finding)
            self.stale[pair] = None
        if answer:
            self._answers[question] = answer
        else:
            self._answers.pop(question, None)


def _board_order(finding: Finding) -> tuple[int, str, str]:
    return _METHODS.index(finding.method), finding.type, finding.reason


class Questions(Derived):
    """One kind of question, asked again when a record of its tables changes."""

    method: FindingMethod

    def __init__(self, dossier: Dossier, board: FindingBoard) -> None:
        super().__init__(dossier)
        self.loaded = False
        """Whether all tables were read once; until then each record arrives by itself."""
        self._board = board
        self._watches = {table: Watch(rows_of(dossier, table)) for table in self.tables}
        self._open: dict[Question, None] = {}
        self._again: list[tuple[str, Doc, Doc]] = []

    def update(self) -> Iterator[None]:
        """Take in what changed, then answer the questions that it raises until something changes again."""
        for change in self._again:
            self._open.update(dict.fromkeys(self.questions_of_change(*change)))
        told = self._again if self.loaded else []
        for table, watch in self._watches.items():
            for changes in watch.find_changes():
                for _, before, after in changes:
                    self._open.update(dict.fromkeys(self.questions_of_change(table, before or {}, after)))
                if self.loaded:
                    told += [(table, before or {}, after) for _, before, after in changes]
                yield
        self.loaded = True
        self._again = [] if self.unchanged_so_far else told
        while self._open and self.unchanged_so_far:
            question = next(reversed(self._open))
            found: list[Finding] = []
            for step in self.find_answer(question):
                if step is None:
                    yield
                else:
                    found.append(step)
            if self.unchanged_so_far:
                del self._open[question]
                self._board.put_answer((self.method, question), found)
            yield

    def questions_of_change(self, table: str, before: Doc, after: Doc) -> Iterable[Question]:
        """The questions that a change of one record affects; an empty record is one that does not exist."""
        raise NotImplementedError

    def find_answer(self, question: Question) -> Iterable[Finding | None]:
        """The findings; None now and then, so that a long answer is given in slices."""
        raise NotImplementedError
