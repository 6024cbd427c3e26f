"""Undo and redo: one step a user action, and the cursor goes to what changed. And the last act again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from dossier.evidence.judgements import subject_of
from dossier.records.problems import EditRefused, NotSaved
from dossier.screen.acts import perform
from dossier.screen.chosen_words import chosen, let_go
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.store.history import Edit


_MANY = 20
"""An edit of an earlier session with more records is named before it is undone."""
_LOOKED_AT = 1_000
"""Changes of one edit that the cursor may go to."""


async def undo(browser: Browser, count: int | None) -> None:
    """u."""
    side = browser.side_list
    if side is not None and (done := side.take_back()):
        browser.say(done)
        return
    if _warn_of_earlier(browser):
        return
    edit = await _take_steps(browser, browser.dossier.undo, count)
    if edit is None:
        browser.say("nothing of yours to undo")
    else:
        show_edit(browser, edit)
        browser.say(
            f"undone: {one_line(edit.label)}{_describe_size(len(edit.changes))}",
            f"{browser.key('redo')} redo",
        )


def _warn_of_earlier(browser: Browser) -> bool:
    """Name a large edit of an earlier session before it is undone; the same key then undoes it."""
    step = browser.dossier.undo_of_earlier_session
    if step is None or step.records <= _MANY or browser.state.warned_of == step.id:
        return False
    browser.state.warned_of = step.id
    what = f"from an earlier session: {one_line(step.label)}{_describe_size(step.records)}"
    browser.say(what, f"{browser.key('undo')} again to undo it")
    return True


def _describe_size(records: int) -> str:
    """How many records go with an edit, where it is more than one."""
    return f" ({plural(records, 'record')})" if records > 1 else ""


async def redo(browser: Browser, count: int | None) -> None:
    """ctrl+r."""
    edit = await _take_steps(browser, browser.dossier.redo, count)
    if edit is None:
        browser.say("nothing to redo")
    else:
        show_edit(browser, edit)
        browser.say(f"redone: {one_line(edit.label)}", f"{browser.key('undo')} undo")


async def _take_steps(browser: Browser, step: Callable[[], Edit | None], count: int | None) -> Edit | None:
    """Take `count` steps, or as many as there are; the last one taken."""
    last = None
    for _ in range(count or 1):
        try:
            edit = await browser.life.edit(step)
        except NotSaved:
            raise
        except EditRefused as error:
            revert = browser.key("revert")
            raise EditRefused(f"{error} - {revert} in :log takes back another one") from None
        if edit is None:
            break
        last = edit
    return last


def show_edit(browser: Browser, edit: Edit) -> bool:
    """Move the cursor to what changed, if it is not there already; whether it is to be seen.

    A list beside the panes that has it is not left for it: the review, the codebook, the notes.
    """
    changed = _list_changed(browser, edit)
    place = browser.place
    if browser.subject in changed or (place.quotes and place.claim in changed):
        return True
    rows = _side_rows(browser)
    if listed := next((record for record in changed if record in rows), None):
        browser.update(place.at(place.pane, listed))
        return True
    if found := next((id_ for id_ in changed if id_ in browser.dossier and id_[0] in "ecsvq"), None):
        browser.reveal(found)
        return True
    return False


def _list_changed(browser: Browser, edit: Edit) -> dict[str, None]:
    """What an edit changed, and what the annotations among that are on, in order."""
    found: dict[str, None] = {}
    for _, record_id, before, after in edit.changes[:_LOOKED_AT]:
        doc = after or before or {}
        found |= {record_id: None, subject_of(browser.dossier, doc.get("target") or record_id): None}
    return found


def _side_rows(browser: Browser) -> Collection[str]:
    """The records that the list beside the panes has, where one is open."""
    if browser.place.pane == "notes":
        return browser.dossier.annotations.docs
    side = browser.side_list
    return frozenset(side.kept()) if side else ()


async def repeat(browser: Browser) -> None:
    """.: the last act on the words chosen, on what is marked or under the cursor now."""
    act = browser.state.last_act
    if act is None:
        return
    if on := chosen(browser):
        if act.on_words is None:
            drop = f"{browser.key('escape')} lets the words go"
            browser.say(f"{one_line(act.words)} is for whole records", drop)
        else:
            await perform(browser, act.on_words(on), [on.record])
            let_go(browser)
        return
    targets = browser.targets()
    if act.letters and any(record[0] not in act.letters for record in targets):
        browser.say(f"{one_line(act.words)} is not for this kind of record")
    else:
        await perform(browser, act, targets)
