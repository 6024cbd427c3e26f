"""All sources that echo one another, kept up to date in slices."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from dossier.core.derived import Derived, Watch, rows_of, stamp_tables
from dossier.evidence.echoes.alignment import Match
from dossier.evidence.echoes.echo import Echo, compare_sources, describe_echo, match_passages
from dossier.evidence.echoes.readings import SourceText, is_located_quote, read_source, text_versions
from dossier.evidence.echoes.shingles import Seeds, Shingles, select_shingles
from dossier.evidence.echoes.words import CodedText, Vocabulary
from dossier.evidence.finding import Finding, FindingMethod
from dossier.records.base import Doc

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_LocatedQuote = tuple[str, int, int]
"""A quote, and the first word and the end of it in its source."""
_STEP = 16
_SHOWN = 12
_TOGETHER = 3


class EchoFinder(Derived):
    """The pairs of sources that echo one another.

    After an edit `ready` compares, in slices, the sources that it touched or whose text was attached.

    Of each source its words are kept as numbers, with their places: up to 17 bytes a word, 14 MB for a
    thousand reports of 800 words. Of each pair only the finding is kept: `echo_between` works the passages
    of one pair out again from these numbers, for a page that shows them.
    """

    tables = ("sources", "quotes", "texts")

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier)
        self.findings: dict[tuple[str, str], Finding] = {}
        self._pairs: dict[str, set[tuple[str, str]]] = {}
        self._touched: set[str] = set()
        self._news = [Watch(rows_of(dossier, table)) for table in ("sources", "quotes")]
        self._attached = dossier.attached()
        self._clear_index()

    @property
    def is_current(self) -> bool:
        """Whether everything was compared, and nothing has changed since."""
        return self._stamp == stamp_tables(self.dossier, *self.tables)

    def echo_between(self, one: str, other: str) -> Echo | None:
        """The passages that two sources share, as they were when taken in; None if there is no echo."""
        first, second = (self._codes.get(self._number.get(source, -1)) for source in sorted((one, other)))
        if first is None or second is None:
            return None
        return compare_sources(first[0], second[0], first[1], second[1])

    def _clear_index(self) -> None:
        self._vocabulary, self._shingles = Vocabulary(), Shingles()
        self._codes: dict[int, tuple[SourceText, CodedText]] = {}
        self._quotes: dict[int, list[_LocatedQuote]] = {}
        self._number: dict[str, int] = {}
        self._next = 0

    def update(self) -> Iterator[None]:
        """Take in the sources that changed, or whose quotes did."""
        touched = self._touched
        for changes in chain.from_iterable(watch.find_changes() for watch in self._news):
            for _, before, now in changes:
                touched.update(_source_of(before), _source_of(now))
            yield
        if changed := self._attached ^ self.dossier.attached():
            self._attached = self.dossier.attached()
            docs = self.dossier.sources.docs
            touched.update(source for source in docs if not changed.isdisjoint(text_versions(docs[source])))
        if self._next > 2 * len(self._number) + len(touched):  # mostly texts that are no more
            touched.update(self._number)
            self._clear_index()
        for source in sorted(touched):
            yield from self._take_source(source)
            if not self.unchanged_so_far:
                return
            touched.discard(source)

    def _take_source(self, source: str) -> Iterator[None]:
        """Compare a source as it is now with all sources taken in before."""
        former = self._number.pop(source, -1)
        self._codes.pop(former, None)
        self._quotes.pop(former, None)
        for pair in self._pairs.pop(source, ()):
            self.findings.pop(pair, None)
        if source not in self.dossier.sources.docs:
            return
        mine, coded = read_source(self.dossier, source), CodedText()
        for _ in mine.number_words(coded, self._vocabulary):
            yield
        number, self._next = self._next, self._next + 1
        seeds: dict[int, Seeds] = {}
        for some in select_shingles(coded):
            self._shingles.add_source(number, some, seeds)
            yield
        self._codes[number], self._number[source] = (replace(mine, pieces=()), coded), number
        for count, (other, places) in enumerate(seeds.items(), 1):
            if other in self._codes:
                yield from self._compare_pair(other, number, places)
            if count % _STEP == 0:
                yield

    def _compare_pair(self, one: int, other: int, places: Seeds) -> Iterator[None]:
        """Look for an echo between two sources, given where they agree."""
        if self._codes[other][0].source < self._codes[one][0].source:
            one, other, places = other, one, [(second, first) for first, second in places]
        (mine, first), (theirs, second) = self._codes[one], self._codes[other]
        if found := (yield from match_passages(first, second, places)):
            pair = mine.source, theirs.source
            reason = describe_echo(mine, theirs, first, second, found).reason
            yield
            evidence = self._find_evidence(one, other, found)
            self.findings[pair] = Finding(
                "shares-origin", *pair, FindingMethod.ECHO, "text in common", reason, evidence
            )
            for source in pair:
                self._pairs.setdefault(source, set()).add(pair)
            yield

    def _find_evidence(self, one: int, other: int, found: Sequence[Match]) -> tuple[tuple[str, str], ...]:
        """Pairs of quotes with the same words of a passage, those with most words first, no quote twice."""
        together: Counter[tuple[str, str]] = Counter()
        here, there = self._located_quotes(one), self._located_quotes(other)
        longest = sorted(found, key=lambda match: -match.words)[:_SHOWN]
        for run in (run for match in longest for run in match.runs):
            shift = run.one - run.other
            there_too = _quotes_inside(there, run.other, run.length)
            for quote, start, end in _quotes_inside(here, run.one, run.length):
                for their, begin, stop in there_too:
                    first, last = max(start, begin + shift, run.one), min(end, stop + shift)
                    together[quote, their] += max(min(last, run.one + run.length) - first, 0)
        pairs: list[tuple[str, str]] = []
        shown: set[str] = set()
        for pair, shared in sorted(together.items(), key=lambda item: (-item[1], item[0])):
            if shared >= _TOGETHER and shown.isdisjoint(pair):
                pairs.append(pair)
                shown.update(pair)
        return tuple(pairs[:_SHOWN])

    def _located_quotes(self, number: int) -> list[_LocatedQuote]:
        """The quotes that can show an echo of a source as it was taken in."""
        held = self._quotes.get(number)
        if held is None:
            source, coded = self._codes[number]
            quotes = ((quote, self.dossier.peek(quote)) for quote in self.dossier.quotes_in(source.source))
            held = self._quotes[number] = [
                (quote, bisect_left(coded.starts, doc["start"]), bisect_right(coded.ends, doc["end"]))
                for quote, doc in quotes
                if is_located_quote(doc) and doc["text"] == source.version and doc.get("speech") != "direct"
            ]
        return held


def _quotes_inside(quotes: Sequence[_LocatedQuote], start: int, length: int) -> list[_LocatedQuote]:
    return [quote for quote in quotes if quote[1] < start + length and start < quote[2]]


def _source_of(doc: Doc | None) -> Iterator[str]:
    """The source that a raw record is or comes from."""
    source = (doc or {}).get("source", (doc or {}).get("id"))
    if isinstance(source, str) and source[:1] == "s":
        yield source


def echoes_of(dossier: Dossier) -> EchoFinder:
    """The echoes of a dossier; the same finder until the dossier is loaded again."""
    return dossier.derived("index", "echoes", lambda: EchoFinder(dossier))
