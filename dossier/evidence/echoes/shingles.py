"""Which sources have words in a row in common: an index of shingles, grown source by source.

Of every three neighbouring shingles one is kept (winnowing: Schleimer, Wilkerson and Aiken, SIGMOD 2003), so
that two texts with `RUN` words or `LONG_RUN` characters in a row in common always have one kept in common.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from dossier.evidence.echoes.words import CHARACTER, CodedText

_WORDS, _CHARACTERS, _WINDOW = 6, 12, 3
RUN, LONG_RUN = _WORDS + _WINDOW - 1, _CHARACTERS + _WINDOW - 1

WIDE = 50
"""A shingle that more sources have leads to the first of them only: the others are found through those."""

_BLOCK = 4_000
_SHELVES = 64
"""One dictionary of all would stop everything for a while whenever it grows."""
_PLACE_BITS, _HASH_BITS = 24, 40
_PLACES, _HASHES = (1 << _PLACE_BITS) - 1, (1 << _HASH_BITS) - 1
_NONE = 1 << (_PLACE_BITS + _HASH_BITS)

Seeds = list[tuple[int, int]]
"""Pairs of places, in one text and another, where the same words begin."""


def select_shingles(coded: CodedText) -> Iterator[list[int]]:
    """The shingles to look for, each with the place where it begins, as one number: hash above place."""
    start, known = 0, min(len(coded), _PLACES)
    while start < known:
        end = min(_next_gap(coded.numbers, start), known)
        for first in range(start, end - RUN + 1, _BLOCK):
            shingles = _make_shingles(coded, first, min(first + _BLOCK + LONG_RUN - 1, end))
            yield sorted({*map(min, *(shingles[shift:] for shift in range(_WINDOW)))} - {_NONE})
        start = end + 1


def _next_gap(numbers: array[int], start: int) -> int:
    try:
        return numbers.index(-1, start)
    except ValueError:
        return len(numbers)


def _make_shingles(coded: CodedText, start: int, end: int) -> list[int]:
    numbers, kinds = coded.numbers[start:end], coded.kinds[start:end]
    hashes = _hash_windows(numbers, _WORDS)
    shingles = [(one & _HASHES) << _PLACE_BITS | place for place, one in enumerate(hashes, start)]
    if CHARACTER in kinds:
        longer = [(one & _HASHES) << _PLACE_BITS for one in _hash_windows(numbers, _CHARACTERS)]
        for at, what in enumerate(kinds[: len(shingles)]):
            if what == CHARACTER:
                shingles[at] = longer[at] | (start + at) if at < len(longer) else _NONE
    return shingles


def _hash_windows(numbers: array[int], size: int) -> Iterable[int]:
    return map(hash, zip(*(numbers[shift:] for shift in range(size)), strict=False))


class Shingles:
    """Which sources have which shingle, and where."""

    def __init__(self) -> None:
        self._shelves: list[dict[int, int | list[int]]] = [{} for _ in range(_SHELVES)]

    def add_source(self, number: int, shingles: Iterable[int], seeds: dict[int, Seeds]) -> None:
        """Take in shingles of the newest source, the one with this number.

        `seeds` receives the places where they agree with each source taken in before. Of what a source
        repeats, the first place counts.
        """
        shelves, here = self._shelves, number << _PLACE_BITS
        for shingle in shingles:
            one, place = shingle >> _PLACE_BITS, shingle & _PLACES
            holders = shelves[one % _SHELVES]
            held = holders.get(one)
            if held is None:
                holders[one] = here | place
                continue
            if isinstance(held, int):
                held = holders[one] = [held]
            if held[-1] >= here:
                continue
            for other in held[:WIDE]:
                seeds.setdefault(other >> _PLACE_BITS, []).append((other & _PLACES, place))
            held.append(here | place)
