"""A question that one key answers. The keys stand in the window above the last line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.keys.layouts import read_as_latin
from dossier.screen.modes import Mode
from dossier.screen.widgets.next_keys import NextKey
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.screen.browser import Browser


@dataclass(eq=False)
class OneKey(Mode):
    """Waits for one key, however long. Esc cancels, and so does a key that is none of those shown.

    Subclasses say which keys there are and what each does.
    """

    browser: Browser

    title = ""
    keys_hint = "Esc cancel"

    def next_keys(self) -> Sequence[NextKey]:
        """The keys that answer it."""
        raise NotImplementedError

    def choose(self, key: str) -> None:
        """One of them was pressed."""
        raise NotImplementedError

    def hint(self) -> str:
        """What the last line says."""
        return self.keys_hint

    async def key(self, key: str) -> bool:
        """Esc cancels."""
        if key != "escape":
            return False
        self.close()
        return True

    def insert(self, character: str) -> None:
        """The answer, or a key that is none."""
        self.close()
        keys = {cell.key for cell in self.next_keys()}
        key = character if character in keys else read_as_latin(character)
        if key in keys:
            self.choose(key)
        else:
            self.browser.say(f"{one_line(character)} is not one of the keys shown")

    def close(self) -> None:
        """Give the keyboard back."""
        self.browser.close(self)
