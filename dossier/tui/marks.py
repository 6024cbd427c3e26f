"""Marked rows: what the next act works on. Spent by it, and brought back by gv."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from dossier.text import plural


@dataclass(slots=True)
class Marks:
    """The ids that are marked, in the order of marking. Those of one kind (letter) are acted on together.

    `anchor` is where a range began that still follows the cursor (`here`).
    """

    ids: dict[str, None] = field(default_factory=dict)
    last: tuple[str, ...] = ()
    anchor: str = ""
    here: str = ""
    _there: tuple[Sequence[str], frozenset[str]] = ((), frozenset())

    def toggle(self, item: str) -> None:
        """Mark a row, or take its mark off."""
        if item in self.ids:
            del self.ids[item]
        else:
            self.ids[item] = None

    def all(self, items: Sequence[str]) -> bool:
        """Mark all of these, or none where all are marked; whether they are marked now."""
        marked = not all(item in self.ids for item in items)
        for item in items:
            if marked:
                self.ids[item] = None
            else:
                self.ids.pop(item, None)
        return marked

    def range(self, items: Sequence[str]) -> Sequence[str]:
        """The rows from the anchor to the cursor; none where there is no range."""
        if not self.anchor or self.anchor not in items or self.here not in items:
            return ()
        first, last = sorted((items.index(self.anchor), items.index(self.here)))
        return [item for item in items[first : last + 1] if is_row(item)]

    def keep_range(self, items: Sequence[str]) -> None:
        """End the range; what it held is marked."""
        self.ids.update(dict.fromkeys(self.range(items)))
        self.anchor = ""

    def shown(self, items: Sequence[str]) -> Collection[str]:
        """What is drawn as marked: marks, and the rows of a range."""
        return {*self.ids, *self.range(items)} if self.anchor else self.ids

    def of(self, letter: str) -> list[str]:
        """The marks of one kind."""
        return [item for item in self.ids if item[:1] == letter] if letter else []

    def spend(self, items: Iterable[str]) -> None:
        """An act was done to these: their marks go, `again` brings them back."""
        spent = tuple(item for item in items if item in self.ids)
        if spent:
            self.last = spent
        for item in spent:
            del self.ids[item]

    def again(self) -> int:
        """Mark what was marked last; how many that is."""
        self.ids.update(dict.fromkeys(self.last))
        return len(self.last)

    def words(self, items: Sequence[str]) -> str:
        """`3 marked (1 hidden)` over a list; nothing where no mark is of its kind."""
        shown = self.shown(items)
        if not shown or not items:
            return f"{plural(len(shown), 'mark')} hidden" if shown else ""
        letter = next((item[0] for item in items if is_row(item)), "")
        of_kind = [item for item in shown if item[:1] == letter]
        if not of_kind:
            return ""
        if self._there[0] is not items:
            self._there = items, frozenset(items)
        hidden = sum(item not in self._there[1] for item in of_kind)
        return f"{len(of_kind):,} marked" + (f" ({hidden:,} hidden)" if hidden else "")


def is_row(item: str) -> bool:
    """Whether an item of a list is a record, not a heading or a broken line."""
    return item[:1] not in ("#", "!")
