"""The prompt: one line at the bottom, its candidates above it. It never covers the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from dossier.screen.themes import Palette
from dossier.screen.widgets.bar import Bar, Word
from dossier.screen.widgets.lines import Lines
from dossier.show.kit import roles
from dossier.show.kit.roles import styled
from dossier.text import clip, width


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that can be chosen: what it stands for and how it is shown."""

    value: str
    text: Text


class Candidates(Lines):
    """The candidates, the chosen one behind `>`."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="prompt-candidates")
        self.items: Sequence[Candidate] = ()
        self.chosen = 0

    def line(self, y: int) -> tuple[Text, Style | None]:
        """One candidate, cut where there is no room, and then it says so."""
        number = self.top + y
        if number >= len(self.items):
            return Text(), None
        here = number == self.chosen
        text = Text(end="").append("> " if here else "  ", style="key").append_text(self.items[number].text)
        if text.cell_len >= self.size.width:
            text.truncate(max(self.size.width - 3, 0))
            text.rstrip()
            text.append("..", style="dim")
        return text, self.palette.cursor if here else None


class Line(Input):
    """What is typed. After Enter or Esc, what comes behind it is the browser's, however fast it comes."""

    @dataclass
    class Pasted(Message):
        """More than one line was pasted, of which a line could only take the first."""

        text: str

    spent = False

    def _on_paste(self, event: events.Paste) -> None:
        if len(event.text.splitlines()) > 1:
            event.stop()
            event.prevent_default()
            self.post_message(self.Pasted(event.text))

    async def _on_key(self, event: events.Key) -> None:
        if self.spent:
            event.prevent_default()
        elif event.key in ("enter", "escape"):
            self.spent = True


class Prompt(Vertical):
    """Asks for one line. The browser opens it, reads it and closes it."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(id="prompt")
        self.heading = Bar(palette, "prompt-heading")
        self.candidates = Candidates(palette)
        self.label = Bar(palette, "prompt-label")
        self.input = Line(id="prompt-input", compact=True, select_on_focus=False)
        self.input.cursor_blink = False

    def compose(self) -> ComposeResult:
        """Heading, candidates, and the line itself."""
        yield self.heading
        yield self.candidates
        with Horizontal(id="prompt-line"):
            yield self.label
            yield self.input

    @property
    def open(self) -> bool:
        """Whether the prompt has the keyboard."""
        return self.has_class("-open")

    def start(self, label: str, text: str) -> None:
        """Take the keyboard, with a label that names the target and a text to go on from."""
        shown = clip(label, max(self.screen.size.width // 2, 8))
        self.label.styles.width = width(shown) + 2
        self.label.show([Word(styled(f"{shown}> ", roles.KEY))])
        with self.prevent(Input.Changed):
            self.input.value = text
        self.input.cursor_position = len(text)
        self.input.spent = False
        self.add_class("-open")
        self.screen.set_focus(self.input)

    def close(self) -> None:
        """Give the keyboard back."""
        self.remove_class("-open")
        self.offer("", ())
        self.screen.set_focus(None)

    def room(self, *, tall: bool = False) -> int:
        """How many candidates can be seen at once."""
        height = self.screen.size.height
        return max(height - 8 if tall else min(8, height // 3), 1)

    def offer(self, heading: str, items: Sequence[Candidate], chosen: int = 0, *, tall: bool = False) -> None:
        """Show candidates under a heading line; none takes no room."""
        self.heading.display = bool(heading)
        self.heading.show([Word(styled(f"── {heading} ", roles.DIM))], fill="─")
        rows = min(len(items), self.room(tall=tall))
        self.candidates.display = rows > 0
        self.candidates.styles.height = rows
        self.candidates.items = items
        self.choose(chosen)

    @property
    def choice(self) -> Candidate | None:
        """The candidate behind `>`."""
        box = self.candidates
        return box.items[box.chosen] if 0 <= box.chosen < len(box.items) else None

    def step(self, by: int) -> None:
        """Move `>` on or back, round the ends."""
        count = len(self.candidates.items)
        here = self.candidates.chosen
        self.choose((here + by if here >= 0 or by > 0 else count - 1) % count if count else -1)

    def choose(self, number: int) -> None:
        """Move `>` to a candidate; -1 is none."""
        box = self.candidates
        box.chosen = number if number < len(box.items) else -1
        rows = int(box.styles.height.value) if box.styles.height else 1
        box.top = min(max(box.top, box.chosen - rows + 1), max(box.chosen, 0))
        box.top = max(min(box.top, len(box.items) - rows), 0)
        box.repaint()
