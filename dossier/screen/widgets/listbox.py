"""The one virtual list: any number of rows, of which only those on screen are drawn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message

from dossier.screen.items import is_heading, nearest_row
from dossier.screen.themes import Palette
from dossier.screen.widgets.lines import Lines
from dossier.show.kit.page import Block, layout

Draw = Callable[[str, str, int, int], list[Text]]
"""(pane, item, width, height) to at most `height` lines."""

_MARGIN = 2
_KEPT = 2000


class RowLine(NamedTuple):
    """A line of the screen: line `number` of the row at a position."""

    position: int
    number: int
    text: Text


class ListBox(Lines):
    """Rows under a cursor that stays on its record whatever happens around it."""

    @dataclass
    class Chosen(Message):
        """A row was clicked, twice if `into`."""

        pane: str
        item: str
        into: bool

    @dataclass
    class Wheeled(Message):
        """The wheel was turned over this list."""

        pane: str
        by: int

    def __init__(self, palette: Palette, draw: Draw, pane: str) -> None:
        super().__init__(palette, id=f"list-{pane}")
        self.pane = pane
        self.draw = draw
        self.items: Sequence[str] = ()
        self.cursor = 0
        self.row_height = 1
        """The most lines that a row may take."""
        self.live = False
        self.empty: Text = Text("")
        self.marked: Collection[str] = ()
        self._cache: dict[tuple[str, int, int], list[Text]] = {}
        self._height = 0
        self._before_shrinking: tuple[int, int, str | None] | None = None
        """Height, first row and item under the cursor before something took lines off the list."""
        self._fresh: object = None
        self._shown: list[RowLine] = []

    @property
    def item(self) -> str | None:
        """The record under the cursor."""
        return self.items[self.cursor] if self.items else None

    def show(self, items: Sequence[str], position: int | None, *, empty: Text, fresh: object) -> None:
        """New rows with the cursor at a position, or as near as can be to where it was.

        Rows are drawn again when `fresh` is another value than last time.
        """
        self.items = items
        self.empty = empty
        if fresh != self._fresh:
            self._fresh = fresh
            self._cache.clear()
        if items:
            self.cursor = nearest_row(items, self.cursor if position is None else position)
        else:
            self.cursor = self.top = 0
        self.scroll_into_view()
        self.repaint()

    @property
    def page(self) -> int:
        """How many rows are on the screen, whole."""
        if not self._shown:
            return 1
        last = self._shown[-1]
        is_whole = last.number + 1 == self._count_lines(last.position)
        return max(last.position - self.top + is_whole, 1)

    def count_page(self, *, down: bool) -> int:
        """How many rows a page moves the cursor: so many that no row is skipped, however tall they are."""
        rows, last, margin = max(self.page - 1, 1), len(self.items) - 1, self._margin()
        if down:
            next_row = min(self.top + self.page, last)
            while rows > 1 and self._top_for(min(self.cursor + rows + margin, last)) > next_row:
                rows -= 1
        else:
            first = self._top_for(max(self.top - 1, 0))
            while rows > 1 and max(self.cursor - rows - margin, 0) < first:
                rows -= 1
        return rows

    def scroll_into_view(self) -> None:
        """Scroll so that the cursor has rows around it, as far as there are any."""
        last, margin = len(self.items) - 1, self._margin()
        if last >= 0 and self.size.height:
            self.top = min(self.top, max(self.cursor - margin, 0))
            self.top = max(self.top, self._top_for(min(self.cursor + margin, last)))
            if self.top + self.size.height > last:
                self.top = min(self.top, self._top_for(last))
        self._shown = self._lay_out_rows()

    def _margin(self) -> int:
        """How many rows can stand both above the cursor and below it."""
        for margin in range(_MARGIN, 0, -1):
            first, last = max(self.cursor - margin, 0), min(self.cursor + margin + 1, len(self.items))
            if sum(self._count_lines(position) for position in range(first, last)) <= self.size.height:
                return margin
        return 0

    def _top_for(self, last: int) -> int:
        """The first row on the screen when row `last` is the last one."""
        top, room = last, self.size.height - self._count_lines(last)
        while top > 0 and (room := room - self._count_lines(top - 1)) >= 0:
            top -= 1
        return top

    def _count_lines(self, position: int) -> int:
        return len(self._row(self.items[position]))

    def _lay_out_rows(self) -> list[RowLine]:
        """The lines of the rows from the top on; of the last one as many as there is room for."""
        height, lines = self.size.height, list[RowLine]()
        position = self.top
        while position < len(self.items) and len(lines) < height:
            texts = self._row(self.items[position])
            lines += (RowLine(position, number, text) for number, text in enumerate(texts))
            position += 1
        return lines[:height]

    def on_resize(self) -> None:
        """Another size; the cursor stays in view. Rows are kept by their width and height.

        What took lines off the list and gives them back, as a prompt does, leaves it where it was.
        """
        height, before = self.size.height, self._height
        self._height = height
        if height < before and self._before_shrinking is None:
            self._before_shrinking = before, self.top, self.item
        elif self._before_shrinking is not None and height >= self._before_shrinking[0]:
            _, top, item = self._before_shrinking
            self._before_shrinking = None
            if item == self.item:
                self.top = top
        self.scroll_into_view()
        self.repaint()

    def restyle(self) -> None:
        """Forget drawn rows (another theme, another row height)."""
        self._cache.clear()
        self.scroll_into_view()
        self.repaint()

    def line(self, y: int) -> tuple[Text, Style | None]:
        """A line of a row."""
        if not self.items:
            lines = layout([Block(self.empty, indent=2)], self.size.width)
            return lines[y].text if y < len(lines) else Text(), None
        if y >= len(self._shown):
            return Text(), None
        position, number, words = self._shown[y]
        here = position == self.cursor
        cursor = ">" if here and number == 0 else " "
        mark = "*" if number == 0 and self.items[position] in self.marked else " "
        text = Text(end="").append(cursor + mark, style="key").append_text(words)
        style = None
        if here:
            style = self.palette.cursor if self.live else self.palette.cursor_away
        return text, style

    def _row(self, item: str) -> list[Text]:
        """The lines of a row, no more than the list has."""
        row = self._draw_row(item, self.row_height)
        most = max(self.size.height, 1)
        return row if len(row) <= most else self._draw_row(item, most)

    def _draw_row(self, item: str, height: int) -> list[Text]:
        """Draw a row in at most `height` lines; one that was drawn is kept by its width and height."""
        width = max(self.size.width - 2, 1)
        key = (item, width, height)
        if (row := self._cache.get(key)) is None:
            if len(self._cache) > _KEPT:
                self._cache.clear()
            row = self._cache[key] = self.draw(self.pane, item, width, height)
        return row

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse; a second click goes in."""
        event.stop()
        item = self.items[self._shown[event.y].position] if event.y < len(self._shown) else ""
        if is_heading(item):
            item = ""
        self.post_message(self.Chosen(self.pane, item, into=bool(item) and event.chain > 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll on."""
        event.stop()
        self.post_message(self.Wheeled(self.pane, 3))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self.post_message(self.Wheeled(self.pane, -3))
