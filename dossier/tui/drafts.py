"""Drafts of notes: kept outside the dossier as they are typed, resumed after a crash."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.acts.noting import note
from dossier.records.problems import DossierError, NotSaved
from dossier.tui import session
from dossier.tui.acting import Act, perform
from dossier.tui.marking import target_words

if TYPE_CHECKING:
    from dossier.store.history import Edit
    from dossier.tui.browser import Browser


@dataclass(frozen=True, slots=True)
class Draft:
    """A note that is being written: on which records."""

    targets: tuple[str, ...]

    @property
    def key(self) -> str:
        """What tells it from other drafts."""
        return " ".join(self.targets)

    def words(self, browser: Browser) -> str:
        """What it is on, as the prompt and the panel name it."""
        return target_words(browser, self.targets)

    def write(self, browser: Browser, text: str) -> Act:
        """The act that makes a note of it."""
        return Act("note", lambda targets: note(browser.dossier, targets, text), "nothing written")


def _file(browser: Browser, draft: Draft) -> Path:
    name = hashlib.sha256(draft.key.encode()).hexdigest()[:16]
    return session.folder(browser.dossier) / "drafts" / f"{name}.txt"


def kept(browser: Browser, draft: Draft) -> str:
    """What was written of it, in this session or an earlier one; empty where nothing was."""
    if draft.key in browser.drafts:
        return browser.drafts[draft.key]
    try:
        return _file(browser, draft).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def keep(browser: Browser, draft: Draft, text: str) -> str:
    """Keep a draft, in memory and on disk; an empty one is dropped. Answers how far it is kept."""
    if not text.strip():
        drop(browser, draft)
        return ""
    browser.drafts[draft.key] = text
    try:
        session.write(_file(browser, draft), text.encode("utf-8", errors="replace"))
    except OSError as error:
        return f"draft kept only until you quit ({error.strerror})"
    return "draft kept"


def drop(browser: Browser, draft: Draft) -> None:
    """The draft has become a note, or nothing."""
    browser.drafts.pop(draft.key, None)
    with suppress(OSError):
        _file(browser, draft).unlink()


def refusal(error: Exception) -> str:
    """Why an act was refused; what the disk did not take is said first."""
    return f"NOT SAVED: {error}" if isinstance(error, NotSaved) else str(error)


def open_panel(browser: Browser, draft: Draft, text: str) -> None:
    """Write on in the docked panel."""
    browser.noting = draft
    browser.notepad.start(draft.words(browser), text)
    browser.sync_hints()


async def save(browser: Browser) -> None:
    """ctrl+s: the panel's text becomes a note. If that is refused, panel and text stay."""
    draft = browser.noting
    if draft is None:
        return
    text = browser.notepad.area.text
    keep(browser, draft, text)
    if not text.strip():
        close(browser)
        return
    try:
        edit = await perform(browser, draft.write(browser, text), draft.targets)
    except (DossierError, OSError) as error:
        browser.fail(refusal(error))
        return
    drop(browser, draft)
    browser.noting = None
    browser.notepad.close()
    written(browser, edit)


def written(browser: Browser, edit: Edit | None) -> None:
    """A note was written: bring it into view, where its page has it."""
    browser.sync()
    for record_id in edit.records if edit else ():
        browser.reader.reveal(record_id)


def close(browser: Browser) -> None:
    """Esc: the panel goes, the draft stays."""
    draft = browser.noting
    if draft is None:
        return
    text = browser.notepad.area.text
    how = keep(browser, draft, text)
    browser.noting = None
    browser.notepad.close()
    browser.sync()
    if how:
        browser.say(how, f"{browser.key('note')} goes on with it")
