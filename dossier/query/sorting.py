"""In what order a pane lists its records: by what it shows. Stable, reversible, in slices.

What has no value for a key stands last, whichever way round the others are.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from dossier.core.derived import CHUNK, go_on
from dossier.query.engine.index import index_of
from dossier.query.sort_keys import DESCENDING, Keys

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_RUN, _LONG = 4096, 65_536


@dataclass(frozen=True, slots=True)
class Sort:
    """One way to sort a pane: its name, the letter that picks it, what it says."""

    name: str
    letter: str
    help: str


SORTS: dict[str, tuple[Sort, ...]] = {
    "claims": (
        Sort("evidence", "e", "most quotes first"),
        Sort("origins", "o", "most independent origins first"),
        Sort("grade", "g", "best grade first"),
        Sort("status", "s", "supported, refuted, disputed, open"),
        Sort("text", "t", "by text"),
        Sort("date", "d", "earliest first"),
        Sort("id", "i", "by id"),
        Sort("changed", "c", "changed last first"),
    ),
    "entities": (
        Sort("weight", "w", "focus first, then most claims"),
        Sort("name", "n", "by name"),
        Sort("kind", "k", "by kind, then name"),
        Sort("claims", "c", "most claims first"),
        Sort("quotes", "q", "most quotes first"),
    ),
    "quotes": (
        Sort("place", "p", "by source and place in it"),
        Sort("text", "t", "by words"),
        Sort("date", "d", "earliest source first"),
        Sort("claims", "c", "most claims first"),
    ),
    "sources": (
        Sort("title", "t", "by title"),
        Sort("published", "p", "earliest first"),
        Sort("reliability", "r", "most reliable first"),
        Sort("claims", "c", "most claims first"),
    ),
    "timeline": (Sort("date", "d", "earliest first, undated last"), Sort("title", "t", "by title")),
    "notes": (
        Sort("newest", "n", "newest first"),
        Sort("oldest", "o", "oldest first"),
        Sort("by", "b", "by author, newest first"),
    ),
}
"""The ways to sort each pane; the first is how it is sorted when nothing is said."""


class Sorting:
    """Some records in order. As a filter: `run(seconds)` until it is done, then `ids`."""

    def __init__(
        self, dossier: Dossier, pane: str, ids: Sequence[str], by: str = "", *, reverse: bool = False
    ) -> None:
        names = [sort.name for sort in SORTS[pane]]
        by = by or names[0]
        if by not in names:
            raise ValueError(f"{pane} are not sorted by {by!r}: {', '.join(names)}")
        self.dossier, self.pane, self.by, self.reverse = dossier, pane, by, reverse
        self.given = ids
        self.ids: tuple[str, ...] = ()
        self.done = False
        self._work = self._steps()

    def run(self, seconds: float) -> bool:
        """Go on for about `seconds`; True when it is sorted."""
        self.done = go_on(self._work, seconds)
        return self.done

    def all(self) -> tuple[str, ...]:
        """All of it, however long it takes."""
        while not self.run(1.0):
            pass
        return self.ids

    def _steps(self) -> Iterator[None]:
        index = index_of(self.dossier)
        keys = Keys(index, self.pane, self.by)
        yield from keys.ready()
        slots: list[int] = []
        for known in index.slots(self.pane, self.given):
            slots = known or slots
            yield
        groups: dict[int, tuple[list[Any], list[int]]] = {}
        size = CHUNK // 16 if keys.slow else CHUNK
        for start in range(0, len(slots), size):
            for slot in slots[start : start + size]:
                group, key = keys.of(slot)
                known_keys, members = groups.setdefault(group, ([], []))
                known_keys.append(key)
                members.append(slot)
            yield
        found: list[str] = []
        names = index.rows[self.pane].ids
        for _, (group_keys, members) in sorted(groups.items(), key=itemgetter(0)):
            places = list(range(len(members)))
            yield from _sorted(places, group_keys, self.reverse != (self.by in DESCENDING))
            for start in range(0, len(places), _RUN):
                found += [names[members[place]] for place in places[start : start + _RUN]]
                yield
        self.ids = tuple(found)


def order(
    dossier: Dossier, pane: str, ids: Sequence[str], by: str = "", *, reverse: bool = False
) -> tuple[str, ...]:
    """`ids` in order, at once."""
    return Sorting(dossier, pane, ids, by, reverse=reverse).all()


def _sorted(places: list[int], keys: list[Any], reverse: bool) -> Iterator[None]:
    """Sort in place by key, in slices: short runs first, then two at a time, then all long ones."""
    key, size = keys.__getitem__, _RUN
    for start in range(0, len(places), size):
        places[start : start + size] = sorted(places[start : start + size], key=key, reverse=reverse)
        yield
    while size < min(len(places), _LONG):
        for start in range(0, len(places), size * 2):
            # Two runs behind one another are merged, not sorted anew.
            both = sorted(places[start : start + size * 2], key=key, reverse=reverse)
            places[start : start + size * 2] = both
            yield
        size *= 2
    if size < len(places):
        runs = [places[start : start + size] for start in range(0, len(places), size)]
        merged = heapq.merge(*runs, key=key, reverse=reverse)
        for start in range(0, len(places), _RUN):
            places[start : start + _RUN] = itertools.islice(merged, _RUN)
            yield
