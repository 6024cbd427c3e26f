"""One line of words, some of which can be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message

from dossier.screen.themes import Palette
from dossier.screen.widgets.lines import Lines
from dossier.text import clip


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a bar; `action` is what a click on it asks for."""

    text: Text
    action: str = ""


class Bar(Lines):
    """A line: words from the left, and others held at the right end; above it what takes more than that."""

    @dataclass
    class Clicked(Message):
        """A word with an action was clicked."""

        action: str

    def __init__(self, palette: Palette, id: str) -> None:
        super().__init__(palette, id=id)
        self.left: Sequence[Word] = ()
        self.right: Sequence[Word] = ()
        self.above: Sequence[Text] = ()
        self.fill = " "

    def show(
        self, left: Sequence[Word], right: Sequence[Word] = (), fill: str = " ", above: Sequence[Text] = ()
    ) -> None:
        """New words. What is on the right stays whole; the left gives way, last word first."""
        self.left, self.right, self.fill = left, right, fill
        if len(above) != len(self.above):
            self.styles.height = 1 + len(above)
        self.above = above
        self.repaint()

    def _placed(self) -> list[tuple[int, Word]]:
        width = self.size.width
        right = sum(word.text.cell_len for word in self.right)
        placed, x = [], 0
        for word in self.left:
            cells = word.text.cell_len
            room = width - right - x - (1 if right else 0)
            if cells > room:
                if room > 6:
                    short = Word(Text(clip(word.text.plain, room), style=word.text.style), word.action)
                    placed.append((x, short))
                break
            placed.append((x, word))
            x += cells
        x = max(width - right, 0)
        for word in self.right:
            placed.append((x, word))
            x += word.text.cell_len
        return placed

    def line(self, y: int) -> tuple[Text, Style | None]:
        """The line, or one of those above it."""
        if y < len(self.above):
            return self.above[y], None
        text = Text(end="")
        for x, word in self._placed():
            text.append(self.fill * max(x - text.cell_len, 0), style="dim")
            text.append_text(word.text)
        text.append(self.fill * max(self.size.width - text.cell_len, 0), style="dim")
        return text, None

    def on_click(self, event: events.Click) -> None:
        """Act on the word under the mouse."""
        event.stop()
        if event.y < len(self.above):
            return
        for x, word in self._placed():
            if word.action and x <= event.x < x + word.text.cell_len:
                self.post_message(self.Clicked(word.action))
                return
