"""Undo and redo: one step a user action, and the cursor goes to what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dossier.evidence.judgements import subject_of
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.store.history import Edit
    from dossier.tui.browser import Browser
    from dossier.tui.handlers import Handler


async def undo(browser: Browser, count: int | None, words: str) -> None:
    """u."""
    edit = await _steps(browser, browser.dossier.undo, count)
    if edit is None:
        browser.say("nothing of yours to undo")
    else:
        show(browser, edit)
        browser.say(f"undid: {one_line(edit.label)}", f"{browser.key('redo')} redo")


async def redo(browser: Browser, count: int | None, words: str) -> None:
    """ctrl+r."""
    edit = await _steps(browser, browser.dossier.redo, count)
    if edit is None:
        browser.say("nothing to redo")
    else:
        show(browser, edit)
        browser.say(f"redid: {one_line(edit.label)}", f"{browser.key('undo')} undoes")


async def _steps(browser: Browser, step: Callable[[], Edit | None], count: int | None) -> Edit | None:
    """Take `count` steps, or as many as there are; the last one taken."""
    last = None
    for _ in range(count or 1):
        edit = await browser.edit(step)
        if edit is None:
            break
        last = edit
    return last


def show(browser: Browser, edit: Edit) -> bool:
    """Move the cursor to what changed, if it is not on screen already; whether it is to be seen."""
    for _, record_id, before, after in edit.changes:
        if browser.place.pane == "notes" and record_id[:1] == "a":
            browser.update(browser.place.at("notes", record_id))
            return True
        doc = after or before or {}
        changed = subject_of(browser.dossier, doc.get("target", record_id))
        if changed == browser.subject or (browser.place.quotes and changed == browser.place.claim):
            return True
        if changed in browser.dossier and changed[0] in "ecsvq":
            browser.reveal(changed)
            return True
    return False


HANDLERS: dict[str, Handler] = {"undo": undo, "redo": redo}
