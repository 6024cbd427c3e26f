"""Find anything by a few letters of its name, the best first.

Textual's own fuzzy search is no substitute: it tries every way to place the letters (a quarter of a second
for twelve letters in one long title) and does not find "Étienne" by "etienne".
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from dossier.query.language.folding import fold_text

_MATCH, _NAME_START, _WORD_START, _ADJACENT = 4, 10, 8, 6
_FARTHEST = 8
"""A gap costs a point for each letter between, but no more than this."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Destination:
    """Something to go to: its name, its kind, its id (or that of a command), and its other names."""

    label: str
    kind: str
    id: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RankedDestination:
    """A destination that has the letters typed: in `name`, its label or an alias, at `positions`."""

    candidate: Destination
    score: int
    name: str
    positions: tuple[int, ...]


class _Way(NamedTuple):
    """One way to place letters in a name."""

    points: int
    positions: tuple[int, ...]


def rank_destinations(
    query: str, candidates: Iterable[Destination], limit: int = 50
) -> list[RankedDestination]:
    """The best destinations for what is typed, at most `limit`. Nothing typed: the first ones as they are.

    The letters have to occur in their order. Those at the start of words and next to one another count more,
    and so do short names, and names over aliases. Equals keep the order in which they were given.
    """
    letters = fold_text("".join(query.split()))
    if not letters:
        unranked = [RankedDestination(each, 0, each.label, ()) for each in candidates]
        return unranked[:limit]

    found: list[tuple[int, int, RankedDestination]] = []
    for order, candidate in enumerate(candidates):
        best = _rank_names(letters, candidate)
        if best is not None:
            found.append((-best.score, order, best))
    return [each for _, _, each in heapq.nsmallest(limit, found, key=lambda entry: entry[:2])]


def _rank_names(letters: str, candidate: Destination) -> RankedDestination | None:
    """The name of a destination that fits best; of equals, its label."""
    best: RankedDestination | None = None
    for name in (candidate.label, *candidate.aliases):
        way = _score_name(letters, name)
        if way is None:
            continue
        score = way.points if name == candidate.label else way.points - 1
        if best is None or score > best.score:
            best = RankedDestination(candidate, score, name, way.positions)
    return best


def _score_name(letters: str, name: str) -> _Way | None:
    """How well a name has some folded letters, and where, in code points; None if it does not have them."""
    name = name[:_LONGEST]
    text = "".join(fold_text(char)[:1] or " " for char in name)
    if not _has_letters(letters, text):
        return None

    starts = _find_word_starts(name)
    best = _place_letters(letters, text, starts)
    if letters in text:
        in_one_piece = _place_together(letters, text, starts)
        if in_one_piece.points > best.points:
            best = in_one_piece

    points = best.points * 4 - len(name) // 4
    if text == letters:
        points += 40
    return _Way(points, best.positions)


def _has_letters(letters: str, text: str) -> bool:
    at = -1
    for letter in letters:
        at = text.find(letter, at + 1)
        if at < 0:
            return False
    return True


def _find_word_starts(name: str) -> frozenset[int]:
    """Word starts, also at CamelCase capitals."""
    found = set()
    for at, char in enumerate(name):
        before = name[at - 1] if at else " "
        if char.isalnum() and (not before.isalnum() or (char.isupper() and before.islower())):
            found.add(at)
    return frozenset(found)


def _score_letter(at: int, starts: frozenset[int]) -> int:
    if at == 0:
        return _MATCH + _NAME_START
    return _MATCH + _WORD_START if at in starts else _MATCH


def _score_gap(last: int, at: int) -> int:
    """What the distance of a letter from the one before it adds."""
    between = at - last - 1
    return -min(between, _FARTHEST) if between else _ADJACENT


def _place_together(letters: str, text: str, starts: frozenset[int]) -> _Way:
    """The letters without a gap: where a word starts with them, else where they occur first."""
    first = text.find(letters)
    for at in sorted(starts):
        if text.startswith(letters, at):
            first = at
            break
    positions = range(first, first + len(letters))
    return _Way(_score_positions(positions, starts), tuple(positions))


def _score_positions(positions: Sequence[int], starts: frozenset[int]) -> int:
    points = sum(_score_letter(at, starts) for at in positions)
    for last, at in pairwise(positions):
        points += _score_gap(last, at)
    return points


def _place_letters(letters: str, text: str, starts: frozenset[int]) -> _Way:
    """The best way to place the letters in their order, letter by letter (dynamic programming).

    `ways` has, for each place of the last letter so far, the best way to get there.
    """
    ways = {at: _Way(_score_letter(at, starts), (at,)) for at, char in enumerate(text) if char == letters[0]}
    for letter in letters[1:]:
        further: dict[int, _Way] = {}
        far: _Way | None = None  # the best way so far that is more than the farthest gap away
        for at, char in enumerate(text):
            left_behind = ways.get(at - _FARTHEST - 1)
            if left_behind and (far is None or left_behind.points > far.points):
                far = left_behind
            if char != letter:
                continue

            best = _Way(far.points - _FARTHEST, far.positions) if far else None
            for last in range(max(at - _FARTHEST, 0), at):
                if last not in ways:
                    continue
                points = ways[last].points + _score_gap(last, at)
                if best is None or points > best.points:
                    best = _Way(points, ways[last].positions)
            if best:
                further[at] = _Way(best.points + _score_letter(at, starts), (*best.positions, at))
        ways = further
    return max(ways.values(), key=lambda way: way.points)
