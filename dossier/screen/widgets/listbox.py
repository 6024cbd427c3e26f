"""The one virtual list: any number of rows, of which only those on screen are drawn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message

from dossier.screen.items import is_heading, nearest_row
from dossier.screen.themes import Palette
from dossier.screen.widgets.lines import Lines
from dossier.show.kit.page import Block, layout

Draw = Callable[[str, str, int, int], list[Text]]
"""(pane, item, width, height) to lines."""

_MARGIN = 2


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
        self.live = False
        self.empty: Text = Text("")
        self.marked: Collection[str] = ()
        self._cache: dict[tuple[str, int, int], list[Text]] = {}
        self._fresh: object = None

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
            self.scroll_into_view()
        else:
            self.cursor = self.top = 0
        self.repaint()

    @property
    def page(self) -> int:
        """How many rows fit."""
        return max(self.size.height // self.row_height, 1)

    def scroll_into_view(self) -> None:
        """Scroll so that the cursor has rows around it, as far as there are any."""
        page = self.page
        margin = min(_MARGIN, (page - 1) // 2)
        top = min(max(self.top, self.cursor - page + 1 + margin), max(self.cursor - margin, 0))
        self.top = max(min(top, len(self.items) - page), 0)

    def on_resize(self) -> None:
        """Another size; the cursor stays in view. Rows are kept by their width and height."""
        self.scroll_into_view()
        self.repaint()

    def restyle(self) -> None:
        """Forget drawn rows (another theme, another row height)."""
        self._cache.clear()
        self.repaint()

    def line(self, y: int) -> tuple[Text, Style | None]:
        """A line of a row."""
        width = self.size.width
        if not self.items:
            lines = layout([Block(self.empty, indent=2)], width)
            return lines[y].text if y < len(lines) else Text(), None
        number, line = divmod(y, self.row_height)
        position = self.top + number
        if position >= len(self.items):
            return Text(), None
        item = self.items[position]
        here = position == self.cursor
        texts = self._row(item, width - 2)
        cursor = ">" if here and line == 0 else " "
        mark = "*" if line == 0 and item in self.marked else " "
        text = Text(end="").append(cursor + mark, style="key")
        text.append_text(texts[line] if line < len(texts) else Text(""))
        style = None
        if here:
            style = self.palette.cursor if self.live else self.palette.cursor_away
        return text, style

    def _row(self, item: str, width: int) -> list[Text]:
        key = (item, width, self.row_height)
        if (row := self._cache.get(key)) is None:
            if len(self._cache) > 2000:
                self._cache.clear()
            row = self._cache[key] = self.draw(self.pane, item, width, self.row_height)
        return row

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse; a second click goes in."""
        event.stop()
        position = self.top + event.y // self.row_height
        if position < len(self.items) and not is_heading(self.items[position]):
            self.post_message(self.Chosen(self.pane, self.items[position], event.chain > 1))
        else:
            self.post_message(self.Chosen(self.pane, "", into=False))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll on."""
        event.stop()
        self.post_message(self.Wheeled(self.pane, 3))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self.post_message(self.Wheeled(self.pane, -3))
