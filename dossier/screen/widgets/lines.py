"""What every widget here is made of: lines drawn through the Line API, with their own scrolling."""

from __future__ import annotations

from itertools import groupby, zip_longest

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from dossier.screen.themes import Palette


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
        self._base: Style | None = None
        self._painted: tuple[object, list[object]] = (None, [])

    def line(self, y: int) -> tuple[Text, Style | None]:
        """What stands in one line of the screen, and the style of the whole line."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One line as a strip of exactly the width, with every segment styled."""
        text, style = self.line(y)
        if self._base is None:  # Textual walks up the tree for it
            self._base = self.rich_style
        base = self._base + style if style else self._base
        segments = [
            Segment(segment.text, base + segment.style if segment.style else base)
            for segment in text.render(self.palette.console)
            if segment.text
        ]
        if style is not None and style.bgcolor is not None:  # the cursor's background wins
            over = Style(bgcolor=style.bgcolor)
            segments = [Segment(s.text, (s.style or base) + over) for s in segments]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def notify_style_update(self) -> None:
        """Another theme."""
        self._base = None
        super().notify_style_update()

    def repaint(self) -> None:
        """Draw again the lines that look otherwise than when they were last drawn."""
        self._base = None
        width, height = self.size
        lines: list[object] = []
        for y in range(height):
            text, style = self.line(y)
            lines.append((text.plain, text.style, text.spans, style))
        frame, before = self._painted
        self._painted = (width, height, self.palette), lines
        if self._painted[0] != frame or not height:  # what is hidden may be shown without being asked
            self.refresh()
            return
        changed = [y for y, (one, other) in enumerate(zip_longest(lines, before)) if one != other]
        runs = [[y for _, y in run] for _, run in groupby(enumerate(changed), lambda at: at[1] - at[0])]
        if runs:
            self.refresh(*(Region(0, run[0], width, len(run)) for run in runs))
