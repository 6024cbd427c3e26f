"""Drafts of notes: kept outside the dossier as they are typed, resumed after a crash."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.acts.noting import note
from dossier.records.problems import DossierError, NotSaved
from dossier.text import clip
from dossier.tui import session
from dossier.views import labels

if TYPE_CHECKING:
    from dossier.store.history import Edit
    from dossier.tui.browser import Browser


@dataclass(frozen=True, slots=True)
class Draft:
    """A note that is being written in the panel."""

    target: str


def target_words(browser: Browser, target: str) -> str:
    """What a note is on, as the prompt and the panel name it."""
    return f"{labels.kind(target)} {clip(labels.name(browser.dossier, target), 48)}"


def _file(browser: Browser, target: str) -> Path:
    name = hashlib.sha256(target.encode()).hexdigest()[:16]
    return session.folder(browser.dossier) / "drafts" / f"{name}.txt"


def kept(browser: Browser, target: str) -> str:
    """The draft for a record, as of this session or of an earlier one; empty where there is none."""
    if target in browser.drafts:
        return browser.drafts[target]
    try:
        return _file(browser, target).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def keep(browser: Browser, target: str, text: str) -> str:
    """Keep a draft, in memory and on disk; an empty one is dropped. Answers how far it is kept."""
    if not text.strip():
        drop(browser, target)
        return ""
    browser.drafts[target] = text
    try:
        session.write(_file(browser, target), text.encode("utf-8", errors="replace"))
    except OSError as error:
        return f"draft kept only until you quit ({error.strerror})"
    return "draft kept"


def drop(browser: Browser, target: str) -> None:
    """The draft has become a note, or nothing."""
    browser.drafts.pop(target, None)
    with suppress(OSError):
        _file(browser, target).unlink()


def refusal(error: Exception) -> str:
    """Why an act was refused; what the disk did not take is said first."""
    return f"NOT SAVED: {error}" if isinstance(error, NotSaved) else str(error)


def open_panel(browser: Browser, target: str, text: str) -> None:
    """Write on in the docked panel."""
    browser.noting = Draft(target)
    browser.notepad.start(target_words(browser, target), text)
    browser.sync_hints()


async def save(browser: Browser) -> None:
    """ctrl+s: the panel's text becomes a note. If that is refused, panel and text stay."""
    draft = browser.noting
    if draft is None:
        return
    text = browser.notepad.area.text
    keep(browser, draft.target, text)
    if not text.strip():
        close(browser)
        return
    try:
        edit = await browser.edit(lambda: note(browser.dossier, [draft.target], text))
    except (DossierError, OSError) as error:
        browser.fail(refusal(error))
        return
    drop(browser, draft.target)
    browser.noting = None
    browser.notepad.close()
    written(browser, edit)


def written(browser: Browser, edit: Edit | None) -> None:
    """A note was written: bring it into view, where its page has it."""
    browser.sync()
    browser.say_edit(edit, "nothing written")
    for record_id in edit.records if edit else ():
        browser.reader.reveal(record_id)


def close(browser: Browser) -> None:
    """Esc: the panel goes, the draft stays."""
    draft = browser.noting
    if draft is None:
        return
    text = browser.notepad.area.text
    how = keep(browser, draft.target, text)
    browser.noting = None
    browser.notepad.close()
    browser.sync()
    if how:
        browser.say(how, "a goes on with it")
