"""`:log`: who did what when, newest first. Enter goes to what was changed; U takes one step back out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text

from dossier.features.history import undo as undoing
from dossier.screen.lists import Side
from dossier.show.history import edit_page, edit_row
from dossier.show.kit.page import Page
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler
    from dossier.screen.living import Living
    from dossier.store.history import Edit


class Log(Side):
    """The history. It is read beside the screen, and again when something was edited."""

    name: ClassVar[str] = "log"
    noun: ClassVar[tuple[str, str]] = ("edit", "edits")
    tall: ClassVar[bool] = True
    hints: ClassVar[Mapping[str, str]] = {"in": "go there", "revert": "take back"}

    def __init__(self, stage: Living) -> None:
        super().__init__(stage)
        self.edits: dict[str, Edit] = {}
        self.undoes: dict[str, str | None] = {}
        self._items: tuple[str, ...] = ()
        self._read: int | None = None

    def items(self) -> tuple[str, ...]:
        """The edits read so far; asks for the rest where there may be more."""
        if self.stage.place.pane == self.name and self._read != self.stage.panes.revision:
            self._read = self.stage.panes.revision
            self.stage.run_worker(self._fetch(), group="log", exclusive=True)
        return self._items

    async def _fetch(self) -> None:
        edits = await asyncio.to_thread(lambda: list(self.stage.dossier.history()))
        newest = tuple(edit.id for edit in reversed(edits))
        if newest != self._items and not self.stage.leaving:
            self.edits = {edit.id: edit for edit in edits}
            self.undoes = {edit.id: edit.undoes for edit in edits}
            self._items = newest
            self.stage.beside(self.stage.redraw)

    def row(self, item: str, width: int, height: int) -> list[Text]:
        """When, who, what."""
        return edit_row(self.edits[item], self.undoes, width, height)

    def page(self, item: str) -> Page | None:
        """Every record that it changed."""
        edit = self.edits.get(item)
        return edit_page(self.stage.dossier, edit, self.undoes) if edit else None

    def empty(self) -> str:
        """A dossier that nobody has edited."""
        return "No edit yet. Everything that is done to this dossier will be listed here."

    async def enter(self, browser: Browser, item: str) -> None:
        """Go to what was changed."""
        if not undoing.show(browser, self.edits[item]):
            browser.say("what this edit changed is not listed in a pane")


async def revert(browser: Browser, count: int | None, words: str) -> None:
    """U: take this one step back, whatever came after it; refused where that would undo more."""
    edit = Log.on(browser).edits.get(browser.subject or "")
    if edit is None:
        browser.say("there is no edit here")
        return
    reverted = await browser.edit(lambda: browser.dossier.revert(edit.id))
    if reverted is not None:
        browser.say(f"reverted: {one_line(edit.label)}", f"{browser.key('undo')} undoes")


HANDLERS: dict[str, Handler] = {"revert": revert}
