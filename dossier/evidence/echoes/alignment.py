"""The longest passages that two texts share, small differences included, and what differs in them.

A passage grows from a run of equal words in both directions. It skips up to five differing words on either
side if at least as many equal ones follow, and no fewer than three. It never crosses words that are masked
differently or not known.
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
    """`length` equal words, from place `one` of the first text and place `other` of the second."""

    one: int
    other: int
    length: int


class AlignedPart(NamedTuple):
    """A part of a passage that is equal or differs: spans of words, later of characters, in both texts."""

    kind: Difference
    one: tuple[int, int]
    other: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """One passage: its runs of equal words in order, how many words these are, and their weight."""

    runs: tuple[Run, ...]
    words: int
    weight: int


def find_matches(one: CodedText, other: CodedText, seeds: Seeds) -> Iterator[Match]:
    """The passages with a long run in them, in the order in which they begin."""
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
    """The runs and the words between them; also the words before them, if an empty run `start` is given."""
    for before, run in pairwise((start or Run(runs[0].one, runs[0].other, 0), *runs)):
        first = before.one + before.length, run.one
        second = before.other + before.length, run.other
        here, there = first[0] < first[1], second[0] < second[1]
        if here and there:
            yield AlignedPart("changed", first, second)
        elif here:
            yield AlignedPart("only here", first, second)
        elif there:
            yield AlignedPart("only there", first, second)
        if run.length:
            yield AlignedPart("equal", (run.one, run.one + run.length), (run.other, run.other + run.length))


class _Aligner:
    """Finds passages of two texts once: each diagonal remembers how far it is settled."""

    def __init__(self, one: CodedText, other: CodedText) -> None:
        self._one, self._other = one, other
        self._forward = one.numbers, other.numbers
        self._backward = one.backward, other.backward
        self._settled: dict[int, int] = {}

    def find_passage(self, first: int, second: int) -> tuple[Run, ...]:
        """The runs of the passage around two places; none if it is known already or has no long run there."""
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
        """The same run in the texts read backward; of a run found backward, in the texts read forward."""
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
    """The runs after this one, each after a few words that differ."""
    while True:
        first, second = run.one + run.length, run.other + run.length
        resumed = _words_to_skip(one[first : first + 2 * _REACH], other[second : second + 2 * _REACH])
        if resumed is None:
            return
        first, second = first + resumed[0], second + resumed[1]
        run = Run(first, second, _count_equal(one, other, first, second))
        yield run


def _words_to_skip(one: array[int], other: array[int]) -> tuple[int, int] | None:
    """How many differing words to skip in each text until they agree again; None if they do not.

    Of two ways the one to more equal words is taken, whichever text comes first.
    """
    if set(one).isdisjoint(other):
        return None
    reach, their_reach = (min(_count_compared(words[:_REACH]), len(words) - 1) for words in (one, other))
    for skipped in range(1, reach + their_reach + 1):
        ways = []
        for mine in range(max(skipped - their_reach, 0), min(skipped, reach) + 1):
            theirs = skipped - mine
            if one[mine] == other[theirs] and _agrees_again(one, other, mine, theirs):
                # sorted, so that it does not matter which text comes first
                left_out = sorted((list(one[:mine]), list(other[:theirs])))
                ways.append((-_count_equal(one, other, mine, theirs), left_out, mine, theirs))
        if ways:
            _, _, mine, theirs = min(ways)
            return mine, theirs
    return None


def _count_compared(words: array[int]) -> int:
    """How many words at the beginning are neither masked nor unknown."""
    return next((at for at, word in enumerate(words) if not 0 <= word < FIRST_MASKED), len(words))


def _agrees_again(one: array[int], other: array[int], mine: int, theirs: int) -> bool:
    needed = max(mine, theirs, _RESUME)
    again = one[mine : mine + needed]
    return again == other[theirs : theirs + needed] and _count_compared(again) == needed
