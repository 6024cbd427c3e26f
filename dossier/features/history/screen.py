"""`:log`: who did what when, newest first. Enter goes to what was changed; U takes one step back out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text

from dossier.features.history.undo import show_edit
from dossier.records.problems import DossierError
from dossier.screen.lists import SideList
from dossier.show.history import edit_page, edit_row, find_signs
from dossier.show.kit.page import Page
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.store.history import Edit


class Log(SideList):
    """The history. It is read beside the screen, and again when something was edited."""

    noun: ClassVar[tuple[str, str]] = ("edit", "edits")
    tall: ClassVar[bool] = True
    hints: ClassVar[Mapping[str, str]] = {"in": "go there", "revert": "take back"}

    def __init__(self, browser: Browser) -> None:
        super().__init__(browser)
        self.edits: dict[str, Edit] = {}
        self.signs: dict[str, str] = {}
        self._read: int | None = None

    def refresh(self) -> None:
        """Read the edits where there may be more."""
        if self._read != self.browser.panes.revision:
            self._read = self.browser.panes.revision
            self.browser.run_worker(self._fetch(), group="log", exclusive=True)

    async def _fetch(self) -> None:
        try:
            edits = await asyncio.to_thread(lambda: list(self.browser.dossier.history()))
        except DossierError as error:
            self.browser.fail(str(error))
            return
        newest = tuple(dict.fromkeys(edit.id for edit in reversed(edits)))
        if newest != self._items:
            self.edits = {edit.id: edit for edit in edits}
            self.signs = find_signs(edits)
            self._items = newest
            self.browser.life.show(self.browser.derived_changed)

    def known_count(self) -> int | None:
        """As it was read last, while nothing has changed."""
        return len(self._items) if self._read == self.browser.panes.revision else None

    def row(self, item: str, width: int, height: int) -> list[Text]:
        """When, who, what."""
        return edit_row(self.edits[item], self.signs, width, height)

    def page(self, item: str) -> Page | None:
        """Every record that it changed."""
        edit = self.edits.get(item)
        return edit_page(self.browser.dossier, edit, self.signs) if edit else None

    def empty(self) -> str:
        """A dossier that nobody has edited."""
        return "No edit yet. Everything that is done to this dossier will be listed here."

    async def enter(self, item: str) -> None:
        """Go to what was changed."""
        if not show_edit(self.browser, self.edits[item]):
            self.browser.say("what this edit changed is not listed in a pane")


async def revert(browser: Browser) -> None:
    """U: take this one step back, whatever came after it; refused where that would undo more."""
    edit_id = browser.subject or ""
    label = browser.feature(Log).edits[edit_id].label
    reverted = await browser.life.edit(lambda: browser.dossier.revert(edit_id))
    if reverted is not None:
        browser.say(f"reverted: {one_line(label)}", f"{browser.key('undo')} undo")
