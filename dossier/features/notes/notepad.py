"""The docked panel for a note of more than one line. The evidence stays in view above it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import TextArea

from dossier.screen.themes import Palette
from dossier.screen.widgets.bar import Bar, Word
from dossier.show.kit import roles
from dossier.show.kit.roles import styled


class Area(TextArea):
    """What is typed. After ctrl+s or Esc, what comes behind it is the browser's, however fast it comes."""

    spent = False

    async def _on_key(self, event: events.Key) -> None:
        if self.spent:
            event.prevent_default()
        elif event.key in ("ctrl+s", "escape"):
            self.spent = True


class Notepad(Vertical):
    """A heading that names the target, and a plain text area."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(id="notepad")
        self.heading = Bar(palette, "notepad-heading")
        self.area = Area(
            id="notepad-area", show_line_numbers=False, soft_wrap=True, highlight_cursor_line=False
        )
        self.area.cursor_blink = False
        self.given = ""
        self.aside = False
        """Whether keys scroll the passage that is written about."""

    def compose(self) -> ComposeResult:
        """Heading over text."""
        yield self.heading
        yield self.area

    @property
    def open(self) -> bool:
        """Whether the panel is on screen."""
        return self.has_class("-open")

    def start(self, title: str, text: str) -> None:
        """Open with a title and a text to go on from; the keyboard belongs to the panel now."""
        self.title(title)
        self.put(text)
        self.area.spent = self.aside = False
        self.add_class("-open")
        self.screen.set_focus(self.area)

    def step_aside(self, aside: bool) -> None:
        """Leave the keys to the passage, or take them back."""
        self.aside = aside
        self.screen.set_focus(None if aside else self.area)

    def title(self, title: str) -> None:
        """Say what is written, and on what."""
        what, _, on = title.partition(" ")
        words = styled(f"{what.upper()} {on} ", roles.HEADING)
        draft = styled(" draft kept as you type ", roles.DIM)
        self.heading.show([Word(words)], [Word(draft)], fill="─")

    def put(self, text: str) -> None:
        """Another text; the cursor stands at its end."""
        self.given = self.area.text = text
        self.area.move_cursor(self.area.document.end)

    def close(self) -> None:
        """Take the panel off the screen."""
        self.remove_class("-open")
        self.aside = False
        self.screen.set_focus(None)
