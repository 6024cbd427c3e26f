"""Modes: what has the keyboard before the commands do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from dossier.screen.place import Place


class Mode:
    """A prompt, a docked panel, or words that are chosen. Subclasses change what they need to."""

    takes_keys: ClassVar[bool] = True
    """Whether keys go to it; without, they go on being commands."""

    @property
    def contexts(self) -> frozenset[str]:
        """Contexts of commands that it adds."""
        return frozenset()

    def hint(self) -> str:
        """Its keys, for the hint line; empty where the message is to be seen instead."""
        return ""

    async def key(self, key: str) -> bool:
        """A key that its input left over; whether it was one of the mode's own."""
        return False

    def insert(self, character: str) -> None:
        """A character typed before its input had the keyboard."""

    async def changed(self, text: str) -> None:
        """The text of its input has changed."""

    async def paste(self, lines: str) -> None:
        """Several lines were pasted into an input that takes one."""

    def resized(self) -> None:
        """The screen has another size."""

    def moved(self, place: Place) -> None:
        """This is where the analyst is now."""

    def close(self) -> None:
        """Give the keyboard back."""
