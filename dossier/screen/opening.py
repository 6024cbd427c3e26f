"""The first paint: what is being opened; and, if it cannot be, why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from dossier.text import clean, one_line

_FRAME = 0.02
"""Seconds for the first frame to reach the terminal before opening competes with it for the interpreter."""


class Opening(Screen[None]):
    """Shown while the dossier is read, and instead of it when it cannot be."""

    def __init__(self, path: Path, open_dossier: Callable[[], Awaitable[None]]) -> None:
        super().__init__(id="opening")
        self.path = path
        self.open_dossier = open_dossier
        self.error = ""

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static(Content(f" opening {one_line(str(self.path))} .."), id="opening-words", markup=False)

    def on_mount(self) -> None:
        """Open once this has been painted."""
        self.call_after_refresh(self.set_timer, _FRAME, self._open)

    def _open(self) -> None:
        # The app works it off: a worker of this screen would end with it, in the middle of the switch.
        self.app.run_worker(self.open_dossier(), exclusive=True)

    def failed(self, words: str) -> None:
        """Say what is wrong and what can be done."""
        self.error = words
        self.query_one(Static).styles.height = "auto"
        self.query_one(Static).update(Content(f"! {clean(words)}\n\nR retry   q quit"))

    def on_key(self, event: events.Key) -> None:
        """R tries again, q leaves."""
        event.stop()
        event.prevent_default()
        if event.key == "q" or event.key in ("ctrl+q", "Q"):
            self.app.exit(return_code=2, message=f"dossier: {clean(self.error)}" if self.error else None)
        elif event.key in ("R", "f5") and self.error:
            self.error = ""
            self.query_one(Static).update(Content(f" opening {one_line(str(self.path))} .."))
            self._open()
