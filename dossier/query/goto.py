"""Go to anything: fuzzy over names, best first. Only for what is seen before it is picked."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dossier.query.language.folding import fold_text

_MATCH, _START, _WORD, _NEXT, _GAP = 4, 10, 8, 6, 1
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Destination:
    """Something to go to: what it is called, what sort of thing it is, and the id or command behind it."""

    label: str
    kind: str
    id: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate that has the letters typed; `name` is the label or alias that has them, at `positions`."""

    candidate: Destination
    score: int
    name: str
    positions: tuple[int, ...]


def rank(query: str, candidates: Iterable[Destination], limit: int = 50) -> list[Ranked]:
    """The best candidates for what is typed, at most `limit`. Nothing typed: the first ones as they are.

    The letters have to occur in their order; those at the start of words, and next to one another, count
    more, so do short names and names over aliases. Equals stay in the order they were given.
    """
    letters = fold_text("".join(query.split()))
    if not letters:
        found = [Ranked(each, 0, each.label, ()) for each in candidates]
        return found[:limit]
    ranked: list[tuple[int, int, Ranked]] = []
    for order, candidate in enumerate(candidates):
        best: Ranked | None = None
        for penalty, name in enumerate((candidate.label, *candidate.aliases)):
            match = score(letters, name)
            if match is not None and (best is None or match[0] - bool(penalty) > best.score):
                best = Ranked(candidate, match[0] - bool(penalty), name, match[1])
        if best is not None:
            ranked.append((-best.score, order, best))
    return [each for _, _, each in heapq.nsmallest(limit, ranked, key=lambda entry: entry[:2])]


def score(letters: str, name: str) -> tuple[int, tuple[int, ...]] | None:
    """How well a name has some folded letters, and at which of its code points; None if it has not."""
    name = name[:_LONGEST]
    folded = [fold_text(char)[:1] or " " for char in name]
    text = "".join(folded)
    if not _has(letters, text):
        return None
    whole = text.find(letters)
    starts = _starts(name)
    best = _walk(letters, text, starts)
    if whole >= 0:
        word = next((at for at in starts if text.startswith(letters, at)), whole)
        block = tuple(range(word, word + len(letters)))
        best = max(best, (_points(block, starts), block), key=lambda found: found[0])
    points, positions = best
    return points * 4 - len(name) // 4 + (40 if text == letters else 0), positions


def _has(letters: str, text: str) -> bool:
    at = -1
    for letter in letters:
        at = text.find(letter, at + 1)
        if at < 0:
            return False
    return True


def _starts(name: str) -> frozenset[int]:
    """Where words start: behind what is no letter or digit, and at the capitals of CamelCase."""
    found = set()
    for at, char in enumerate(name):
        before = name[at - 1] if at else " "
        if char.isalnum() and (not before.isalnum() or (char.isupper() and before.islower())):
            found.add(at)
    return frozenset(found)


def _points(positions: Sequence[int], starts: frozenset[int]) -> int:
    points, last = 0, -2
    for at in positions:
        points += _MATCH
        if at == 0:
            points += _START
        elif at in starts:
            points += _WORD
        if at == last + 1:
            points += _NEXT
        elif last >= 0:
            points -= min(at - last - 1, 8) * _GAP
        last = at
    return points


def _walk(letters: str, text: str, starts: frozenset[int]) -> tuple[int, tuple[int, ...]]:
    """The best way to place the letters, by dynamic programming over their places."""
    ways: dict[int, tuple[int, tuple[int, ...]]] = {}
    for number, letter in enumerate(letters):
        nexts: dict[int, tuple[int, tuple[int, ...]]] = {}
        best_before: tuple[int, tuple[int, ...]] | None = None
        for at, char in enumerate(text):
            if (
                number
                and (before := ways.get(at - 9))
                and (best_before is None or before[0] > best_before[0])
            ):
                best_before = before
            if char != letter:
                continue
            own = _MATCH + (_START if at == 0 else _WORD if at in starts else 0)
            if not number:
                nexts[at] = own, (at,)
                continue
            options = [(best_before[0] - 8 * _GAP, best_before[1])] if best_before else []
            for last in range(max(at - 8, 0), at):
                if last in ways:
                    bonus = _NEXT if last == at - 1 else -(at - last - 1) * _GAP
                    options.append((ways[last][0] + bonus, ways[last][1]))
            if options:
                points, path = max(options, key=lambda option: option[0])
                nexts[at] = points + own, (*path, at)
        ways = nexts
    return max(ways.values(), key=lambda way: way[0])
