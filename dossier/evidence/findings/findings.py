"""Everything that was computed or stated of pairs of records, ranked by how much hangs on it.

Work is done in slices; what is stated comes first, then figures, conflicts and echoes. An edit costs what it
touches. What was decided is a relation in the dossier, so that a dismissal is remembered.
"""

from __future__ import annotations

import time
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from heapq import merge
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from dossier.core.derived import WHOLE_DOSSIER, Derived, Watch, rows_of, stamp_tables
from dossier.evidence.echoes.echoes import EchoFinder, echoes_of
from dossier.evidence.echoes.utterances import utterances_of
from dossier.evidence.figures import groups
from dossier.evidence.finding import Finding, FindingMethod
from dossier.evidence.findings.attributions import AttributionQuestions
from dossier.evidence.findings.dates import DateQuestions
from dossier.evidence.findings.questions import FindingBoard, Question, Questions, RecordPair
from dossier.evidence.findings.stances import StanceQuestions
from dossier.evidence.findings.stated import StatedRelations
from dossier.evidence.findings.weighing import weigh_pair
from dossier.records.base import Doc
from dossier.records.raw import support_of, supporting_quotes
from dossier.records.vocabulary import State

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

STATES: tuple[State, ...] = ("candidate", "confirmed", "dismissed")
_STEP = 32
_MOMENT = 0.002
_OFTEN = 256


class _Rank(NamedTuple):
    """A sort key: the finding with most weight first."""

    weight: int
    pair: RecordPair
    type: str
    finding: Finding


class FigureQuestions(Questions):
    """Asks of each group of figures which of them agree and which do not."""

    tables = ("claims",)
    method = FindingMethod.FIGURES

    def questions_of_change(self, table: str, before: Doc, after: Doc) -> Iterable[Question]:
        """The group that the claim was in and the one that it is in now."""
        return [
            group for doc in (before, after) if doc and (group := groups.figure_group_of(doc)) is not None
        ]

    def find_answer(self, question: Question) -> Iterator[Finding | None]:
        """What the figures of one group say."""
        for number, finding in enumerate(groups.find_in_group(self.dossier, str(question))):
            if number % _STEP == _STEP - 1:
                yield None
            yield finding


OF_CLAIMS = (FigureQuestions, StanceQuestions, DateQuestions, AttributionQuestions)
"""What is asked of claims. A false alarm costs trust, so each asks for more than it would need."""


class _PairFinder(Protocol):
    """A part that keeps findings of its own, by source pair or speaker."""

    @property
    def findings(self) -> Mapping[Any, Finding | list[Finding]]:
        """What it found so far."""
        ...

    def ready(self) -> Iterator[None]:
        """Brings it up to date."""
        ...


class FinderRelay(Derived):
    """Hands the findings of another part to the board while that part is at work."""

    def __init__(
        self, dossier: Dossier, board: FindingBoard, finder: _PairFinder, tables: tuple[str, ...]
    ) -> None:
        super().__init__(dossier)
        self.tables = tables
        self._board, self._finder = board, finder
        self._told: dict[object, tuple[Finding, ...]] = {}

    def update(self) -> Iterator[None]:
        """Run the other part, and hand over its findings now and then."""
        for number, _ in enumerate(self._finder.ready(), 1):
            if number % _OFTEN == 0:
                self._hand_over()
            yield
        self._hand_over()

    def _hand_over(self) -> None:
        found = {
            what: (each,) if isinstance(each, Finding) else tuple(each)
            for what, each in self._finder.findings.items()
        }
        for what in {**self._told, **found}:
            if self._told.get(what, ()) != found.get(what, ()):
                self._board.put_answer((id(self), what), found.get(what, ()))
        self._told = found


class StaleWeights(Derived):
    """Marks pairs stale when a record that counts toward their weight changes."""

    tables = ("claims", "quotes", "events", "annotations")

    def __init__(self, dossier: Dossier, board: FindingBoard, pairs: Mapping[str, set[RecordPair]]) -> None:
        super().__init__(dossier)
        self._board, self._pairs = board, pairs
        self._watches = [Watch(rows_of(dossier, table)) for table in self.tables]
        self._loaded = False
        self._again: list[Doc] = []

    def update(self) -> Iterator[None]:
        """Mark the pairs that changed records count for; at first nothing is weighed, so nothing is stale."""
        told = self._again
        self._mark_stale(told)
        for watch in self._watches:
            for changes in watch.find_changes():
                if self._loaded:
                    docs = [doc for _, before, after in changes for doc in (before, after) if doc]
                    self._mark_stale(docs)
                    told += docs
                yield
        self._loaded = True
        self._again = [] if self.unchanged_so_far else told

    def _mark_stale(self, docs: Iterable[Doc]) -> None:
        for each in {each for doc in docs for each in self._records_affected(doc)}:
            self._board.stale.update(dict.fromkeys(self._pairs.get(each, ())))

    def _records_affected(self, doc: Doc) -> Iterator[str]:
        """The records whose weight a record adds to: itself, and those that it refers to."""
        claims = doc.get("claims")
        quotes = [quote for quote, _ in support_of(doc)]
        sources = (self.dossier.peek(quote).get("source") for quote in quotes)
        own = doc.get("id"), doc.get("target"), doc.get("source")
        for each in (*own, *(claims if isinstance(claims, list) else ()), *quotes, *sources):
            if isinstance(each, str):
                yield each


class Findings:
    """The findings of a dossier. `run(seconds)` until it is done; what was found so far can be asked for.

    After an edit `run` says again that it is not done, and takes in what was touched. All runs of one dossier
    are on one thread. `letters`: between which records anything is computed.
    """

    def __init__(self, dossier: Dossier, letters: str = "csq") -> None:
        self.dossier = dossier
        self.version = 0
        """Another number whenever something was found, decided or weighed anew."""
        self._board = FindingBoard()
        self._stated = StatedRelations(dossier, self._board)
        self._pairs: dict[str, set[RecordPair]] = {}
        self._of: dict[RecordPair, tuple[Finding, ...]] = {}
        self._ranked: dict[tuple[State, str], list[_Rank]] = {}
        board = self._board
        computing: list[Derived] = []
        if "c" in letters:
            computing += [kind(dossier, board) for kind in OF_CLAIMS]
        if "s" in letters:
            computing.append(FinderRelay(dossier, board, echoes_of(dossier), EchoFinder.tables))
        if "q" in letters:
            computing.append(FinderRelay(dossier, board, utterances_of(dossier), ("quotes",)))
        self._weights = StaleWeights(dossier, board, self._pairs)
        self._parts = (self._stated, *computing)
        self._stamp: tuple[object, ...] = ()
        self._begun: tuple[object, ...] = ()
        self._work: Iterator[None] = iter(())

    @property
    def done(self) -> bool:
        """Whether everything was found, and nothing has changed since."""
        return self._stamp == stamp_tables(self.dossier, *WHOLE_DOSSIER)

    def run(self, seconds: float) -> bool:
        """Work for about `seconds`; True when everything is found."""
        deadline = time.perf_counter() + seconds
        now = stamp_tables(self.dossier, *WHOLE_DOSSIER)
        if self._begun != now:
            self._begun, self._work = now, self._steps()
        for _ in self._work:
            if time.perf_counter() >= deadline:
                return False
        self._stamp = now
        return True

    def all(self) -> tuple[Finding, ...]:
        """Find everything, however long it takes."""
        while not self.run(1.0):
            pass
        return self.ranked()

    def ranked(self, *states: State, types: Iterable[str] = ()) -> tuple[Finding, ...]:
        """What was found so far in some states (any) and of some types (any), most weighty first.

        Under a lens, of what it shows: a relation between sources stays where one of them is left out. A
        claim that only quotes against it are left of was not made by anybody yet, so nothing is found of it.
        """
        wanted, kinds = states or STATES, set(types)
        lists = [
            found
            for (state, kind), found in self._ranked.items()
            if state in wanted and (not kinds or kind in kinds)
        ]
        found = [rank.finding for rank in (lists[0] if len(lists) == 1 else merge(*lists))]
        return tuple(filter(self._is_shown, found) if self.dossier.lens else found)

    def count(self, types: Iterable[str]) -> int:
        """How many were found so far of some types, in any state; a lens does not count."""
        wanted = set(types)
        return sum(len(found) for (_, kind), found in self._ranked.items() if kind in wanted)

    def _is_shown(self, finding: Finding) -> bool:
        return all(self._shows_end(end) for end in (finding.from_, finding.to))

    def _shows_end(self, record_id: str) -> bool:
        """Whether the lens shows a record; of a claim that has support, whether it shows some of that."""
        if not self.dossier.lens or record_id[:1] != "c":
            return self.dossier.shows(record_id)
        if not self.dossier.shows(record_id):
            return False
        if supporting_quotes(self.dossier.peek(record_id)):
            return True
        return not supporting_quotes(self.dossier.every("claims").get(record_id, {}))

    def about(self, record_id: str) -> tuple[Finding, ...]:
        """What was found of a record so far, most weighty first."""
        found: list[Finding] = []
        for pair in self._pairs.get(record_id, ()):
            found += filter(self._is_shown, self._of.get(pair, ()))
        found.sort(key=lambda finding: (-finding.weight, finding.from_, finding.to))
        return tuple(found)

    def _steps(self) -> Iterator[None]:
        yield from self._weights.ready()
        for part in self._parts:
            for _ in part.ready():
                self._rank_stale()
                yield
            while self._board.stale:
                self._rank_stale()
                yield

    def _rank_stale(self) -> None:
        """Re-rank stale pairs, for 2 ms at most."""
        stale, deadline = self._board.stale, time.perf_counter() + _MOMENT
        while stale and time.perf_counter() < deadline:
            pair, _ = stale.popitem()
            found = self._stated.join_findings(pair, self._board.findings_of_pair(pair))
            weight = weigh_pair(self.dossier, *pair) if found else 0
            self._replace_pair(pair, tuple(replace(each, weight=weight) for each in found))

    def _replace_pair(self, pair: RecordPair, found: tuple[Finding, ...]) -> None:
        before = self._of.get(pair, ())
        if found == before:
            return
        self.version += 1
        for finding in before:
            ranked, rank = self._ranked[finding.state, finding.type], _rank_of(pair, finding)
            del ranked[bisect_left(ranked, rank[:3], key=lambda each: each[:3])]
        for finding in found:
            insort(self._ranked.setdefault((finding.state, finding.type), []), _rank_of(pair, finding))
        for record_id in pair:
            if found:
                self._pairs.setdefault(record_id, set()).add(pair)
            else:
                self._pairs.get(record_id, set()).discard(pair)
        if found:
            self._of[pair] = found
        else:
            self._of.pop(pair, None)


def _rank_of(pair: RecordPair, finding: Finding) -> _Rank:
    return _Rank(-finding.weight, pair, finding.type, finding)


def findings_of(dossier: Dossier) -> Findings:
    """The findings of a dossier; the same engine until the dossier is loaded again."""
    return dossier.derived("index", "findings", lambda: Findings(dossier))
