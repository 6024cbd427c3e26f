"""Lists beside the four panes: codebook, conflicts ... One at a time, with a reader like theirs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text

from dossier.core.derived import WHOLE_DOSSIER, stamp_tables
from dossier.screen.state import FeatureState
from dossier.show.kit.page import Page

if TYPE_CHECKING:
    from dossier.screen.browser import Browser


class SideList(FeatureState):
    """One list of its own kind. Subclasses say what its rows are and what Enter does with one.

    `letter` is that of the records that its rows are, for marks; empty where rows are none.
    """

    noun: ClassVar[tuple[str, str]]
    letter: ClassVar[str] = ""
    hints: ClassVar[Mapping[str, str]] = {}
    """Commands that stand first on the hint line, each with its word there."""
    cannot_annotate: ClassVar[str] = "there is nothing here to annotate"
    """What is said where a row has no record that takes an annotation."""
    title: ClassVar[str] = ""
    """What its heading calls it, where that is not its name."""
    tall: ClassVar[bool] = False
    """Whether a row takes two lines where the list is narrow."""
    wraps: ClassVar[bool] = False
    """Whether a row takes the lines that its words need, as those of the panes do."""
    decides: ClassVar[bool] = False
    """Whether `s` decides on its rows in a way of its own (`decide`)."""
    keeps_source: ClassVar[bool] = False
    """Whether a source stays beside its page where there is room; else the page takes all of it."""

    def __init__(self, browser: Browser) -> None:
        super().__init__(browser)
        self._items: tuple[str, ...] = ()

    def items(self) -> tuple[str, ...]:
        """The rows: the very same tuple for as long as nothing changed."""
        return self._items

    def refresh(self) -> None:
        """Something changed while this is on screen: see what the rows are now.

        What takes long is worked off beside the screen, and then shown.
        """

    def known_count(self) -> int | None:
        """How many rows it would have if it were gone to, as far as that is known already; else None."""
        return None

    def row(self, item: str, width: int, height: int) -> list[Text]:
        """A row in `height` lines of `width` cells; in at most so many where rows wrap."""
        raise NotImplementedError

    def page(self, item: str) -> Page | None:
        """What the reader shows of it."""
        raise NotImplementedError

    def empty(self) -> str:
        """What is said where there are no rows."""
        raise NotImplementedError

    def heading(self) -> str:
        """What the list's heading says besides its count."""
        return ""

    def hints_on(self, item: str | None) -> Mapping[str, str]:
        """The hints that are true of a row."""
        return self.hints

    def target(self, item: str) -> str | None:
        """The record that tags, notes and grades go on; None where there is none."""
        return item if self.letter else None

    def records(self, item: str) -> Sequence[str]:
        """The records that are taken away with a row."""
        return (item,) if self.letter else ()

    def kept(self) -> Sequence[str]:
        """The records that are its rows, or were until they were decided."""
        return self.items()

    def take_back(self) -> str:
        """Take back what was done here last and is no edit; what that was, empty where there is nothing."""
        return ""

    async def decide(self, words: str) -> None:
        """`s`: decide on the row."""

    async def enter(self, item: str) -> None:
        """Enter."""
        raise NotImplementedError


class RowFilter:
    """The rows that hold all words of a query: how such a list is filtered and searched. Goes in slices."""

    possible: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, items: Sequence[str], query: str, text_of: Callable[[str], str]) -> None:
        self.items, self.query = items, query
        self._left = iter(items)
        self._words = query.casefold().split()
        self._text_of = text_of
        self.hits: list[str] = []

    def run(self, seconds: float) -> bool:
        """Go on for so long; whether it is done."""
        deadline = time.perf_counter() + seconds
        for item in self._left:
            text = self._text_of(item)
            if all(word in text for word in self._words):
                self.hits.append(item)
            if time.perf_counter() > deadline:
                return False
        return True

    def finish(self) -> tuple[str, ...]:
        """All rows that fit."""
        while not self.run(1.0):
            pass
        return tuple(self.hits)

    def describe_hit(self, item: str) -> str:
        """A row shows all that it was found by."""
        return ""


class RowFilters:
    """The filters of one list as they are typed: rows are drawn once, and the last filter is kept."""

    def __init__(self, rows: SideList) -> None:
        self._rows = rows
        self._when: object = None
        self._texts: dict[str, str] = {}
        self._last = RowFilter((), "", self._text_of)

    def of(self, items: Sequence[str], query: str) -> RowFilter:
        """A filter of these rows; the very one of before, where it still holds."""
        if (now := stamp_tables(self._rows.browser.dossier, *WHOLE_DOSSIER)) != self._when:
            self._when, self._texts = now, {}
            self._last = RowFilter((), "", self._text_of)
        if self._last.items is not items or self._last.query != query:
            self._last = RowFilter(items, query, self._text_of)
        return self._last

    def _text_of(self, item: str) -> str:
        if item not in self._texts:
            row = self._rows.row(item, 400, 1)
            self._texts[item] = " ".join(line.plain for line in row).casefold()
        return self._texts[item]
