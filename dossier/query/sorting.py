"""Sort the records of a pane: stable, reversible, in slices.

A record without a value to sort by comes last, whichever way round the others are.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dossier.core.derived import CHUNK, Derived, advance_work
from dossier.evidence.judgements import grade_order
from dossier.query.engine.index import Index, index_of
from dossier.query.engine.sieves import make_ready
from dossier.query.language.folding import fold_text
from dossier.records.base import Doc
from dossier.records.raw import age_of, string_or_empty
from dossier.records.vocabulary import SCALES

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_RUN, _LONG = 4096, 65_536
"""How many records are sorted at once, and up to how many runs are merged two by two."""

SortPlace = tuple[int, Any]
"""The group of a record, and its key within it. A reversed sort turns the keys round, never the groups."""

LAST: SortPlace = (9, 0)
"""The place of a record without a value to sort by."""
DESCENDING = frozenset({"changed", "newest"})
"""Sorts whose largest key comes first, where the key cannot be negated."""
_STATUSES = {status: number for number, status in enumerate(SCALES["status"])}


@dataclass(frozen=True, slots=True)
class Sort:
    """One way to sort a pane: its name, the letter that picks it, and a line of help."""

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
    """The sorting of some records: `run(seconds)` until it is done, then `ids` has them in order."""

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
        self._work = self._sort()

    def run(self, seconds: float) -> bool:
        """Go on for about `seconds`; True when it is sorted."""
        self.done = advance_work(self._work, seconds)
        return self.done

    def finish(self) -> tuple[str, ...]:
        """Sort to the end, however long it takes."""
        while not self.run(1.0):
            pass
        return self.ids

    def _sort(self) -> Iterator[None]:
        index = index_of(self.dossier)
        keys = SortKeys(index, self.pane, self.by)
        yield from keys.ready()
        slots: list[int] = []
        for known in index.find_slots(self.pane, self.given):
            slots = known or slots
            yield

        groups: dict[int, tuple[list[Any], list[int]]] = {}
        size = CHUNK // 16 if keys.slow else CHUNK
        for start in range(0, len(slots), size):
            for slot in slots[start : start + size]:
                group, key = keys.of(slot)
                group_keys, members = groups.setdefault(group, ([], []))
                group_keys.append(key)
                members.append(slot)
            yield

        found: list[str] = []
        names = index.rows[self.pane].ids
        reverse = self.reverse != (self.by in DESCENDING)
        for group in sorted(groups):
            group_keys, members = groups[group]
            places = list(range(len(members)))
            yield from _sort_in_slices(places, group_keys, reverse)
            for start in range(0, len(places), _RUN):
                found += [names[members[place]] for place in places[start : start + _RUN]]
                yield
        self.ids = tuple(found)


def _sort_in_slices(places: list[int], keys: list[Any], reverse: bool) -> Iterator[None]:
    """Sort in place by key, in slices: short runs first, then two at a time, then all long ones."""
    key, size = keys.__getitem__, _RUN
    for start in range(0, len(places), size):
        places[start : start + size] = sorted(places[start : start + size], key=key, reverse=reverse)
        yield
    while size < min(len(places), _LONG):
        for start in range(0, len(places), size * 2):
            # sorted() finds the two runs in it and merges them
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


class SortKeys:
    """The sort keys of the records of one pane, for one way of sorting."""

    def __init__(self, index: Index, pane: str, by: str) -> None:
        self.index, self.pane, self.by = index, pane, by
        self.rows = index.rows[pane]
        self.focus = index.dossier.info.focus
        self.of: Callable[[int], SortPlace] = self._readers()[by]
        self.slow = by in ("origins", "quotes", "weight") or (by == "claims" and pane != "quotes")

    def _readers(self) -> dict[str, Callable[[int], SortPlace]]:
        return {
            "by": self._author,
            "changed": self._last_change,
            "claims": self._claim_count,
            "date": self._date,
            "evidence": self._quotes_named,
            "grade": self._grade,
            "id": self._id,
            "kind": self._kind,
            "name": self._name,
            "newest": self._age,
            "oldest": self._age,
            "origins": self._origin_count,
            "place": self._place_in_source,
            "published": self._date,
            "quotes": self._quote_count,
            "reliability": self._letter,
            "status": self._status,
            "text": self._text,
            "title": self._title,
            "weight": self._weight,
        }

    def ready(self) -> Iterator[None]:
        """Bring what the keys rest on up to date."""
        index = self.index
        parts: dict[str, Derived] = {
            "grade": index.grades,
            "status": index.grades,
            "reliability": index.grades,
            "origins": index.origins,
            "changed": index.annotations,
            "text": index.texts[self.pane],
        }
        yield from make_ready(self.rows, index.rows["sources"], parts.get(self.by, index.reach))

    def _doc(self, slot: int) -> Doc:
        return self.rows.docs[slot]

    def _folded(self, slot: int, field: str) -> str:
        return fold_text(string_or_empty(self._doc(slot).get(field)))

    def _id(self, slot: int) -> SortPlace:
        return 0, self.rows.ids[slot]

    def _name(self, slot: int) -> SortPlace:
        return 0, self._folded(slot, "name")

    def _title(self, slot: int) -> SortPlace:
        return 0, self._folded(slot, "title")

    def _text(self, slot: int) -> SortPlace:
        return 0, self.index.texts[self.pane].folded[slot]

    def _kind(self, slot: int) -> SortPlace:
        return 0, (self._folded(slot, "kind"), self._folded(slot, "name"))

    def _date(self, slot: int) -> SortPlace:
        date = self.index.date_of(self.pane, self._doc(slot))
        return (0, date) if date else LAST

    def _place_in_source(self, slot: int) -> SortPlace:
        quote = self._doc(slot)
        source, start = string_or_empty(quote.get("source")), quote.get("start")
        title = fold_text(string_or_empty(self.index.dossier.peek(source).get("title")))
        return 0, (title, source, start if isinstance(start, int) else 0)

    def _age(self, slot: int) -> SortPlace:
        return 0, age_of(self._doc(slot))

    def _author(self, slot: int) -> SortPlace:
        """By author, each one's newest first: what cannot be negated is turned round letter by letter."""
        moment, fraction, _ = age_of(self._doc(slot))
        newest_first = [-ord(char) for char in moment]
        return 0, (self._folded(slot, "by"), newest_first, -fraction)

    def _grade(self, slot: int) -> SortPlace:
        grade = self.index.grades.badges[slot]
        return (0, grade_order(grade)) if grade else LAST

    def _letter(self, slot: int) -> SortPlace:
        letter = self.index.grades.letter.get(self.rows.ids[slot])
        return (0, letter) if letter else LAST

    def _status(self, slot: int) -> SortPlace:
        status = self.index.grades.statuses[slot]
        return (0, _STATUSES[status]) if status else LAST

    def _last_change(self, slot: int) -> SortPlace:
        latest = string_or_empty(self._doc(slot).get("modified"))
        for annotation in self.index.annotations.on.get(self.rows.ids[slot], ()):
            latest = max(latest, string_or_empty(annotation.get("modified")))
        return 0, latest

    def _quotes_named(self, slot: int) -> SortPlace:
        return 0, -self.index.chain.counts[slot]

    def _origin_count(self, slot: int) -> SortPlace:
        return 0, -self.index.origins.count_origins(slot)

    def _claim_count(self, slot: int) -> SortPlace:
        return 0, -len(self.index.reach.claims_of(self.rows.ids[slot]))

    def _quote_count(self, slot: int) -> SortPlace:
        return 0, -len(self.index.reach.quotes_of(self.rows.ids[slot]))

    def _weight(self, slot: int) -> SortPlace:
        entity = self.rows.ids[slot]
        claims = len(self.index.reach.claims_of(entity))
        return int(entity != self.focus), (-claims, self._folded(slot, "name"))
