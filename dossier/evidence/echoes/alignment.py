"""The longest common passages of two texts, small differences included, and what differs in them.

A passage grows from a run of equal words, both ways: over up to five words that differ on either side, as
long as at least as many equal ones (and no fewer than three) follow. It never crosses what is masked
differently, nor what is not known.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from dossier.evidence.echoes.shingles import LONG_RUN, RUN, Seeds
from dossier.evidence.echoes.words import CHARACTER, FIRST_MASKED, HIDDEN, CodedText

_REACH = 5
_RESUME = 3

Difference = Literal["equal", "changed", "only here", "only there"]


class Run(NamedTuple):
    """`length` equal words from place `one` of the first text and `other` of the second one on."""

    one: int
    other: int
    length: int


class AlignedPart(NamedTuple):
    """What of a passage is equal or not: places of words, later of characters, in both texts."""

    kind: Difference
    one: tuple[int, int]
    other: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """The runs of equal words of one passage in order, and how many words of which weight they are."""

    runs: tuple[Run, ...]
    words: int
    weight: int


def find_matches(one: CodedText, other: CodedText, seeds: Seeds) -> Iterator[Match]:
    """The passages that have a long run in them, those that begin first before the others."""
    aligner = _Aligner(one, other)
    for first, second in sorted(seeds, key=lambda seed: (sum(seed), abs(seed[0] - seed[1]), seed)):
        if runs := aligner.find_passage(first, second):
            yield _measure_match(one, other, runs)


def _measure_match(one: CodedText, other: CodedText, runs: tuple[Run, ...]) -> Match:
    words = mine = theirs = 0
    for run in runs:
        end = run.one + run.length
        words += one.count_words(run.one, end)
        mine += one.sum_weight(run.one, end)
        theirs += other.sum_weight(run.other, run.other + run.length)
    return Match(runs, words, min(mine, theirs))


def align_runs(runs: tuple[Run, ...], start: Run | None = None) -> Iterator[AlignedPart]:
    """The runs and what stands between them, and before them from an empty run `start` on."""
    for before, run in pairwise((start or Run(runs[0].one, runs[0].other, 0), *runs)):
        first = before.one + before.length, run.one
        second = before.other + before.length, run.other
        here, there = first[0] < first[1], second[0] < second[1]
        if here or there:
            yield AlignedPart(
                "changed" if here and there else "only here" if here else "only there", first, second
            )
        if run.length:
            yield AlignedPart("equal", (run.one, run.one + run.length), (run.other, run.other + run.length))


class _Aligner:
    """Two texts, read forward and backward, and up to where each diagonal is settled."""

    def __init__(self, one: CodedText, other: CodedText) -> None:
        self._one, self._other = one, other
        self._forward = one.numbers, other.numbers
        self._backward = one.backward, other.backward
        self._settled: dict[int, int] = {}

    def find_passage(self, first: int, second: int) -> tuple[Run, ...]:
        """The runs of the passage around two places; none if it is known or has no long run there."""
        if self._settled.get(first - second, -1) >= first:
            return ()
        back = _count_equal(*self._backward, len(self._one) - first, len(self._other) - second)
        start = Run(first - back, second - back, back + _count_equal(*self._forward, first, second))
        self._settle_run(start)
        if not self._is_long(start):
            return ()
        before = [self._mirror_run(run) for run in _grow_runs(*self._backward, self._mirror_run(start))]
        after = list(_grow_runs(*self._forward, start))
        for run in after:
            self._settle_run(run)
        return (*reversed(before), start, *after)

    def _mirror_run(self, run: Run) -> Run:
        """Where a run is when both texts are read backward, or, of one found so, forward."""
        length = run.length
        return Run(len(self._one) - run.one - length, len(self._other) - run.other - length, length)

    def _settle_run(self, run: Run) -> None:
        diagonal = run.one - run.other
        self._settled[diagonal] = max(self._settled.get(diagonal, -1), run.one + run.length - 1)

    def _is_long(self, run: Run) -> bool:
        kinds = self._one.kinds[run.one : run.one + run.length]
        needed = LONG_RUN if CHARACTER in kinds else RUN
        return len(kinds) - kinds.count(HIDDEN) >= needed


def _count_equal(one: array[int], other: array[int], first: int, second: int) -> int:
    """How many equal words follow from two places on."""
    begin, step = first, 64
    while True:
        mine, theirs = one[first : first + step], other[second : second + step]
        if mine != theirs or len(mine) < step or -1 in mine:
            break
        first, second = first + step, second + step
    for word, their in zip(mine, theirs, strict=False):
        if word != their or word < 0:
            break
        first += 1
    return first - begin


def _grow_runs(one: array[int], other: array[int], run: Run) -> Iterator[Run]:
    """The runs that follow on one, each behind a few words that differ."""
    while True:
        first, second = run.one + run.length, run.other + run.length
        resumed = _words_to_skip(one[first : first + 2 * _REACH], other[second : second + 2 * _REACH])
        if resumed is None:
            return
        first, second = first + resumed[0], second + resumed[1]
        run = Run(first, second, _count_equal(one, other, first, second))
        yield run


def _words_to_skip(one: array[int], other: array[int]) -> tuple[int, int] | None:
    """Behind how few words of each text, which differ at once, the same words follow again.

    Of two ways the one to more equal words is taken, whichever text comes first.
    """
    if set(one).isdisjoint(other):
        return None
    reach, their_reach = (min(_count_compared(words[:_REACH]), len(words) - 1) for words in (one, other))
    for skipped in range(1, reach + their_reach + 1):
        ways = [
            (mine, skipped - mine)
            for mine in range(max(skipped - their_reach, 0), min(skipped, reach) + 1)
            if one[mine] == other[skipped - mine] and _agrees_again(one, other, mine, skipped - mine)
        ]
        if ways:
            return min(
                ways,
                key=lambda way: (
                    -_count_equal(one, other, *way),
                    sorted((list(one[: way[0]]), list(other[: way[1]]))),
                ),
            )
    return None


def _count_compared(words: array[int]) -> int:
    """How many words begin it that are neither masked nor unknown."""
    return next((at for at, word in enumerate(words) if not 0 <= word < FIRST_MASKED), len(words))


def _agrees_again(one: array[int], other: array[int], mine: int, theirs: int) -> bool:
    needed = max(mine, theirs, _RESUME)
    again = one[mine : mine + needed]
    return again == other[theirs : theirs + needed] and _count_compared(again) == needed
