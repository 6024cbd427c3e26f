"""A page that is read: laid out for the width there is, scrolled by lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from dossier.tui.themes import Palette
from dossier.tui.widgets.lines import Lines
from dossier.views.page import Line, Page, layout


class Reader(Lines):
    """Shows one Page. The lines of `here` (a quote's id) can be scrolled to."""

    @dataclass
    class Clicked(Message):
        """A line was clicked; `item` is the record it belongs to."""

        slot: str
        item: str | None
        into: bool

    @dataclass
    class Scrolled(Message):
        """Other lines are on screen now."""

        slot: str

    def __init__(self, palette: Palette, slot: str) -> None:
        super().__init__(palette, id=f"reader-{slot}")
        self.slot = slot
        self.page: Page | None = None
        self.lines: list[Line] = []
        self.found: str = ""
        self._key: object = None
        self._here: str | None = None
        self._laid: Size | None = None
        self._rows = 0

    def show(self, page: Page | None, key: object, here: str | None = None) -> None:
        """Show a page. A new `key` (another record) starts at its top, or at the quote `here`."""
        same = page is self.page and self.size == self._laid
        self.page = page
        moved = key != self._key or here != self._here
        if key != self._key:
            self.top = 0
        self._key, self._here = key, here
        if not self.size:  # not on the screen: set when it is, where it was left
            self.lines = [] if moved else self.lines
            return
        if not same:
            self._lay()
        if moved and here is not None:
            self.reveal(here)
        self.scroll_to_line(self.top)

    def _lay(self) -> None:
        """Set the page in the size there is, and keep what was at the top there as well as can be.

        The quote being read stays in view if it was; who has read on is not taken back to it.
        """
        width = self.size.width - 2
        resized, self._laid = self.size != self._laid, self.size
        followed = not self.lines or self._begins_in(self.lines[self.top : self.top + self._rows])
        share = self.top / max(len(self.lines), 1)
        self._rows = self.size.height
        self.lines = layout(self.page.blocks, width) if self.page and width > 4 else []
        if not resized:
            return
        self.scroll_to_line(round(share * len(self.lines)))
        if self._here and followed and not self._begins_in(self.lines[self.top : self.top + self._rows]):
            self.reveal(self._here)

    def _begins_in(self, lines: Sequence[Line]) -> bool:
        return any(self._here in line.begins for line in lines)

    def reveal(self, item: str) -> None:
        """Scroll so that what begins `item` stands in the upper third."""
        for number, line in enumerate(self.lines):
            if item in line.begins:
                self.scroll_to_line(number - max(self.size.height // 3, 1))
                return

    def on_resize(self) -> None:
        """Another size."""
        if self.size:
            self._lay()
            self.scroll_to_line(self.top)

    def scroll_to_line(self, line: int) -> bool:
        """Show `line` at the top, as far as the page goes; whether anything moved."""
        was = self.top
        self.top = max(min(line, len(self.lines) - self.size.height), 0)
        self.repaint()
        if self.top != was:
            self.post_message(self.Scrolled(self.slot))
        return self.top != was

    @property
    def share(self) -> str:
        """How far the page is read: `all`, `top`, `45%` or `end`."""
        rest = len(self.lines) - self.size.height
        if rest <= 0:
            return "all"
        return "top" if self.top == 0 else "end" if self.top >= rest else f"{100 * self.top // rest}%"

    def find(self, words: str, after: int, *, forward: bool = True) -> int | None:
        """The next line that holds `words`, round the end if need be."""
        folded = words.casefold()
        count = len(self.lines)
        for offset in range(1, count + 1):
            number = (after + (offset if forward else -offset)) % count
            if folded in self.lines[number].text.plain.casefold():
                return number
        return None

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        number = self.top + y
        if number >= len(self.lines):
            return self.blank(width)
        text = Text(" ", end="").append_text(self.lines[number].text)
        if self.found:
            text.highlight_words([self.found], "found", case_sensitive=False)
        return self.strip(text, width)

    def on_click(self, event: events.Click) -> None:
        """Tell which record the line belongs to."""
        event.stop()
        number = self.top + event.y
        item = self.lines[number].item if number < len(self.lines) else None
        self.post_message(self.Clicked(self.slot, item, event.chain > 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll on."""
        event.stop()
        self.scroll_to_line(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self.scroll_to_line(self.top - 3)
