"""A page that is read: laid out for the width there is, scrolled by lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message

from dossier.screen.themes import Palette
from dossier.screen.widgets.lines import Lines
from dossier.screen.widgets.selection import (
    Selection,
    Spot,
    between,
    passage_at,
    renewed,
    shown,
    spot,
    whereabouts,
)
from dossier.show.kit import roles
from dossier.show.kit.page import LaidPage, Page, PageLine

_SLICE = 2000
"""Lines that are laid out at once: a fortieth of a second."""


class Reader(Lines):
    """Shows one Page. The lines of `here` (a quote's id) can be scrolled to."""

    @dataclass
    class Clicked(Message):
        """A line was clicked; `item` is the record it belongs to."""

        slot: str
        item: str | None
        into: bool

    @dataclass
    class Dragged(Message):
        """The mouse chose other words, or, with a click, none."""

        slot: str

    @dataclass
    class Scrolled(Message):
        """Other lines are on screen now."""

        slot: str

    def __init__(self, palette: Palette, slot: str) -> None:
        super().__init__(palette, id=f"reader-{slot}")
        self.slot = slot
        self.page: Page | None = None
        self.lines = LaidPage()
        self.found: str = ""
        self.selection: Selection | None = None
        self.here: str | None = None
        self._key: object = None
        self._pressed: Spot | None = None
        self._dragging = False
        self._laid: Size | None = None
        self._laid_as: tuple[Page | None, int] = None, 0
        self._rows = 0
        self._sought: str | None = None
        """What is still to be scrolled to."""

    def show(self, page: Page | None, key: object, here: str | None = None) -> None:
        """Show a page. A new `key` (another record) starts at its top, or at the quote `here`."""
        same = page is self.page and self.size == self._laid
        self.page = page
        moved = key != self._key or here != self.here
        if key != self._key:
            self.top = 0
        if moved:
            self.selection = self._sought = None
        self._key, self.here = key, here
        if not self.size:  # not on the screen: set when it is, where it was left
            if moved:
                self.lines, self._laid_as = LaidPage(), (None, 0)
            self.repaint()
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
        share = self.top / max(len(self.lines), 1) if resized and self.top else 0
        self._rows = self.size.height
        page_before, width_before = self._laid_as
        if self.page is not page_before or width != width_before:  # another height breaks no line elsewhere
            self._laid_as = self.page, width
            self.lines = LaidPage(self.page.blocks, width) if self.page and width > 4 else LaidPage()
        self.selection = renewed(self.lines, self.selection) if self.selection else None
        if not resized:
            return
        self.scroll_to_line(round(share * len(self.lines)) if share else 0)
        if self.here and followed and not self._begins_in(self.lines[self.top : self.top + self._rows]):
            self.reveal(self.here)
        self.reveal_selection()

    def _begins_in(self, lines: Sequence[PageLine]) -> bool:
        return any(self.here in line.begins for line in lines)

    def reveal(self, item: str) -> None:
        """Scroll so that what begins `item` stands in the upper third.

        Far down in a long text it is looked for a slice at a time: keys are answered in between, and whoever
        scrolls on is not taken there any more.
        """
        self._sought = item
        self._seek(0)

    def _seek(self, first: int) -> None:
        for number in range(first, first + _SLICE):
            if self._sought is None or not self.lines.reaches(number + 1):
                self._sought = None
                return
            if self._sought in self.lines[number].begins:
                self.scroll_to_line(number - max(self.size.height // 3, 1))
                self._sought = None
                return
        self.call_later(self._seek, first + _SLICE)

    def item_at_top(self, items: Collection[str]) -> str | None:
        """Which of some records is being read: the last that begins in the upper third or above.

        None at the top of the page, where nobody has scrolled to any.
        """
        if not self.top:
            return None
        third = self.top + max(self.size.height // 3, 1)
        for line in reversed(self.lines[: third + 1]):
            for item in line.begins:
                if item in items:
                    return item
        return None

    def choose(self, selection: Selection | None) -> None:
        """Mark the words that are chosen, and keep the end that moves in view."""
        self.selection = selection
        self.reveal_selection()
        self.repaint()

    def reveal_selection(self) -> None:
        """Scroll as far as it takes to see the end of the chosen words that moves."""
        if self.selection is None:
            return
        place = whereabouts(self.lines, Spot(self.selection.passage.record, self.selection.moving))
        if place is not None:
            self.scroll_to_line(max(min(self.top, place[0]), place[0] - self.size.height + 1))

    def on_resize(self) -> None:
        """Another size."""
        if self.size:
            self._lay()
            self.scroll_to_line(self.top)

    def scroll_to_line(self, line: int) -> bool:
        """Show `line` at the top, as far as the page goes; whether anything moved."""
        was = self.top
        if line != was:
            self._sought = None
        whole = self.lines.reaches(line + self.size.height)
        self.top = max(line if whole else len(self.lines) - self.size.height, 0)
        self.repaint()
        if self.top != was:
            self.post_message(self.Scrolled(self.slot))
        return self.top != was

    @property
    def share(self) -> str:
        """How far the page is read: `all`, `top`, `45%` or `end`."""
        return self.lines.share(self.top, self.size.height)

    def find(self, words: str, after: int, *, forward: bool = True) -> int | None:
        """The next line that holds `words`, round the end if need be."""
        folded = words.casefold()
        count = len(self.lines)
        for offset in range(1, count + 1):
            number = (after + (offset if forward else -offset)) % count
            if folded in self.lines[number].text.plain.casefold():
                return number
        return None

    def line(self, y: int) -> tuple[Text, Style | None]:
        """A line of the page."""
        number = self.top + y
        if not self.lines.reaches(number + 1):
            return Text(), None
        line = self.lines[number]
        text = Text(" ", end="").append_text(self._with_chosen(line) if self.selection else line.text)
        if self.found:
            text.highlight_words([self.found], "found", case_sensitive=False)
        return text, None

    def _with_chosen(self, line: PageLine) -> Text:
        """A line while words are chosen: they alone stand out, also where there is no colour."""
        assert self.selection is not None  # noqa: S101  (asked by the caller)
        text, chosen = line.text.copy(), self.selection
        here, cited = roles.QUOTE_HERE, roles.QUOTE_CITED
        text.spans = [span._replace(style=cited) if span.style == here else span for span in text.spans]
        record, last = chosen.passage.record, chosen.moving
        for first, end in shown(line, record, chosen.start, chosen.end):
            text.stylize(roles.CHOSEN, first, end)
        for first, end in shown(line, record, last, chosen.passage.ceil(last + 1)):
            text.stylize(roles.CHOSEN_END, first, end)
        return text

    def _spot(self, event: events.MouseEvent) -> Spot | None:
        """The record's character under the mouse, or nearest to it in its line."""
        number = self.top + event.y
        if number < 0 or not self.lines.reaches(number + 1):
            return None
        return spot(self.lines[number], max(event.x - 1, 0), self.here)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Here begins what a drag will choose."""
        if event.button == 1:
            self._pressed, self._dragging = self._spot(event), False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """With the button held: choose from there to here, as far as it is one record's text."""
        if self._pressed is None or event.button != 1:
            return
        if not 0 <= event.y < self.size.height:
            self.scroll_to_line(self.top + (1 if event.y > 0 else -1))
        pressed, here = self._pressed, self._spot(event)
        if here is None or here.record != pressed.record or (here == pressed and not self._dragging):
            return
        self._dragging = True
        selection = between(passage_at(self.lines, pressed), pressed.offset, here.offset)
        if selection != self.selection:
            self.selection = selection
            self.repaint()
            self.post_message(self.Dragged(self.slot))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag ends; what it chose stays."""
        self._pressed = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Tell which record the line belongs to; words chosen before are let go of."""
        event.stop()
        if self._dragging:
            self._dragging = False
            return
        if self.selection is not None:
            self.choose(None)
            self.post_message(self.Dragged(self.slot))
        number = self.top + event.y
        item = self.lines[number].item if self.lines.reaches(number + 1) else None
        self.post_message(self.Clicked(self.slot, item, event.chain > 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll on."""
        event.stop()
        self.scroll_to_line(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self.scroll_to_line(self.top - 3)
