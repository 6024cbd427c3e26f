"""Marked rows: what the next act works on. Spent by it, and brought back by gv."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from dossier.screen.items import is_record, kind_of
from dossier.text import plural

Ids = dict[str, None]


@dataclass(slots=True)
class Marks:
    """The ids that are marked, in the order of marking. Those of one kind (letter) are acted on together.

    `anchor` is where a range began that still follows the cursor (`here`). A list of items is told from
    another by what it is, and not read again: each key asks of it, and there may be 100,000.
    """

    last: tuple[str, ...] = ()
    anchor: str = ""
    here: str = ""
    _of: dict[str, Ids] = field(default_factory=dict)
    _there: tuple[Sequence[str], frozenset[str]] = ((), frozenset())
    _ranged: tuple[Sequence[str], str, str, Ids] = ((), "", "", field(default_factory=dict))

    def __iter__(self) -> Iterator[str]:
        """All of them, kind by kind."""
        return chain.from_iterable(self._of.values())

    def toggle(self, item: str) -> None:
        """Mark a row, or take its mark off."""
        marked = self._of.setdefault(item[:1], {})
        if item in marked:
            del marked[item]
        else:
            marked[item] = None

    def all(self, items: Sequence[str]) -> bool:
        """Mark all of these, or none where all are marked; whether they are marked now."""
        there = set(self)
        if there.issuperset(items):
            self._forget(items)
            return False
        self._add(items)
        return True

    def _add(self, items: Iterable[str]) -> None:
        for item in items:
            self._of.setdefault(item[:1], {})[item] = None

    def _forget(self, items: Iterable[str]) -> None:
        for item in items:
            self._of.get(item[:1], {}).pop(item, None)

    def range(self, items: Sequence[str]) -> Ids:
        """The rows from the anchor to the cursor; none where there is no range."""
        if not self.anchor or kind_of(items) != self.anchor[0]:
            return {}
        seen, anchor, here, known = self._ranged
        if seen is not items or (anchor, here) != (self.anchor, self.here):
            known = self._between(items)
            self._ranged = items, self.anchor, self.here, known
        return known

    def _between(self, items: Sequence[str]) -> Ids:
        try:
            first, last = sorted((items.index(self.anchor), items.index(self.here)))
        except ValueError:
            return {}
        return dict.fromkeys(item for item in items[first : last + 1] if is_record(item))

    def keep_range(self, items: Sequence[str]) -> None:
        """End the range; what it held is marked."""
        self._add(self.range(items))
        self.anchor = ""

    def shown(self, items: Sequence[str]) -> Collection[str]:
        """What is drawn as marked: marks, and the rows of a range."""
        return ChainMap(self._of.get(kind_of(items), {}), self.range(items))

    def of(self, letter: str) -> list[str]:
        """The marks of one kind."""
        return list(self._of.get(letter, ()))

    def spend(self, items: Iterable[str]) -> None:
        """An act was done to these: their marks go, `again` brings them back."""
        spent = tuple(item for item in items if item in self._of.get(item[:1], ()))
        if spent:
            self.last = spent
        self._forget(spent)

    def again(self) -> int:
        """Mark what was marked last; how many that is."""
        self._add(self.last)
        return len(self.last)

    def words(self, items: Sequence[str]) -> str:
        """`3 marked (1 hidden)` over a list; nothing where no mark is of its kind."""
        if not items:
            hidden = sum(map(len, self._of.values()))
            return f"{plural(hidden, 'mark')} hidden" if hidden else ""
        marked, ranged = self._of.get(kind_of(items), {}), self.range(items)
        count = len(marked.keys() | ranged) if ranged else len(marked)
        if not count:
            return ""
        hidden = len(marked) - sum(map(self._all(items).__contains__, marked))
        return f"{count:,} marked" + (f" ({hidden:,} hidden)" if hidden else "")

    def _all(self, items: Sequence[str]) -> frozenset[str]:
        if self._there[0] is not items:
            self._there = items, frozenset(items)
        return self._there[1]
