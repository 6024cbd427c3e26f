"""What every widget here is made of: lines drawn through the Line API, with their own scrolling."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget

from dossier.tui.themes import Palette


class Lines(Widget):
    """A widget that draws one line at a time. It never takes the keyboard: the browser has it.

    `top` is the first line shown. Text must have come through dossier.text already.
    """

    can_focus = False
    ALLOW_SELECT = False
    palette: Palette

    def __init__(self, palette: Palette, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.palette = palette
        self.top = 0

    def strip(self, text: Text, width: int, style: Style | None = None) -> Strip:
        """`text` as a strip of exactly `width` cells, with every segment styled."""
        base = self.rich_style + style if style else self.rich_style
        segments = [
            Segment(segment.text, base + segment.style if segment.style else base)
            for segment in text.render(self.palette.console)
            if segment.text
        ]
        if style is not None and style.bgcolor is not None:  # the cursor's background wins
            over = Style(bgcolor=style.bgcolor)
            segments = [Segment(s.text, (s.style or base) + over) for s in segments]
        return Strip(segments).adjust_cell_length(width, base)

    def blank(self, width: int) -> Strip:
        """An empty line; styled, because Textual 8.2.8 cannot take one without under NO_COLOR."""
        return Strip([Segment(" " * width, self.rich_style)], width)

    def repaint(self) -> None:
        """Draw again from what the widget now holds."""
        self.refresh()
