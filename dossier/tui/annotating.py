"""Tags, notes, undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dossier.acts.tag_names import parse
from dossier.acts.tagging import tag
from dossier.records.annotation import Annotation
from dossier.text import one_line
from dossier.tui import drafts
from dossier.tui.asking import AskNote, AskTags

if TYPE_CHECKING:
    from dossier.store.history import Edit
    from dossier.tui.browser import Browser
    from dossier.tui.handlers import Handler


def target(browser: Browser) -> str | None:
    """What is annotated: the record under the cursor; of a note, what the note is on."""
    subject = browser.subject
    found = browser.dossier.find(subject) if subject else None
    if subject and (subject in browser.panes.broken or browser.dossier.frozen(subject)):
        browser.say(f"{labels_kind(subject)} is frozen: mend its line in the file first")
        return None
    if subject is None:
        browser.say("there is nothing here to annotate")
    return found.target if isinstance(found, Annotation) else subject


def labels_kind(record_id: str) -> str:
    """`this claim`."""
    from dossier.views.labels import kind  # noqa: PLC0415

    return f"this {kind(record_id)}"


async def tags(browser: Browser, count: int | None, words: str) -> None:
    """t, or `:tag a -b`."""
    record = target(browser)
    if record is None:
        return
    if words:
        add, remove = parse(words)
        edit = await browser.edit(lambda: tag(browser.dossier, [record], add, remove))
        browser.say_edit(edit, "those tags were there already")
    else:
        browser.ask(AskTags(browser, [record]))


async def notes(browser: Browser, count: int | None, words: str) -> None:
    """a: one line, or on with a draft. A draft of several lines opens the panel."""
    record = target(browser)
    if record is None:
        return
    text = words or drafts.kept(browser, record)
    if "\n" in text:
        drafts.open_panel(browser, record, text)
    else:
        browser.ask(AskNote(record, f"note on {drafts.target_words(browser, record)}", text))


async def undo(browser: Browser, count: int | None, words: str) -> None:
    """u."""
    edit = await _steps(browser, browser.dossier.undo, count)
    if edit is None:
        browser.say("nothing of yours to undo")
    else:
        _show(browser, edit)
        browser.say(f"undid: {one_line(edit.label)}", "ctrl+r redo")


async def redo(browser: Browser, count: int | None, words: str) -> None:
    """ctrl+r."""
    edit = await _steps(browser, browser.dossier.redo, count)
    if edit is None:
        browser.say("nothing to redo")
    else:
        _show(browser, edit)
        browser.say(f"redid: {one_line(edit.label)}", "u undoes")


async def _steps(browser: Browser, step: Callable[[], Edit | None], count: int | None) -> Edit | None:
    """Take `count` steps, or as many as there are; the last one taken."""
    last = None
    for _ in range(count or 1):
        edit = await browser.edit(step)
        if edit is None:
            break
        last = edit
    return last


def _show(browser: Browser, edit: Edit) -> None:
    """Move the cursor to what changed, if it is not on screen already."""
    for _, record_id, before, after in edit.changes:
        doc = after or before or {}
        changed = doc.get("target", record_id)
        if changed == browser.subject or (browser.place.quotes and changed == browser.place.claim):
            return
        if changed in browser.dossier and changed[0] in "ecsvq":
            browser.reveal(changed)
            return


HANDLERS: dict[str, Handler] = {"tag": tags, "note": notes, "undo": undo, "redo": redo}
