"""Doing an act on records: it is one edit, it spends the marks, and `.` does it again elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.features.judging.plan import Judged
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler
    from dossier.screen.selecting import Chosen
    from dossier.store.history import Edit


@dataclass(frozen=True, slots=True)
class Act:
    """What is done to records, apart from which: so it can be repeated.

    `letters` are the kinds of record that it can be done to (empty: any); `otherwise` is said where it
    changed nothing.
    """

    words: str
    do: Callable[[Sequence[str]], Edit | Judged | None]
    otherwise: str = "nothing changed"
    letters: str = ""
    judges: bool = False
    """Whether `a` right after it asks why."""
    on_words: Callable[[Chosen], Act] | None = None
    """The same act on words chosen in one record; None where it is for whole records."""


async def perform(browser: Browser, act: Act, targets: Sequence[str]) -> Edit | None:
    """Do it, say it, and remember it for `.`; the marks of the targets are spent."""
    done = await browser.edit(lambda: act.do(targets))
    edit, told = (done.edit, done.told) if isinstance(done, Judged) else (done, "")
    refused = isinstance(done, Judged) and bool(done.refused)
    browser.marks.spend(targets)
    browser.last_act = act
    browser.sync()
    browser.judged = edit.records if edit and act.judges else ()
    if told and edit:
        browser.say(told, f"{browser.key('undo')} undoes{_why(browser)}", whole=refused)
    elif edit and act.judges:
        browser.say(edit.label, f"{browser.key('undo')} undoes{_why(browser)}")
    else:
        browser.say_edit(edit, told or act.otherwise)
    return edit


def _why(browser: Browser) -> str:
    return f", {browser.key('note')} says why" if browser.judged else ""


async def repeat(browser: Browser, count: int | None, words: str) -> None:
    """`.`: the last act on the words chosen, on what is marked or under the cursor now."""
    from dossier.screen import selecting  # noqa: PLC0415
    from dossier.screen.marking import targets  # noqa: PLC0415

    act = browser.last_act
    if act is None:
        browser.say("there is nothing to repeat yet")
        return
    if on := selecting.chosen(browser):
        if act.on_words is None:
            drop = f"{browser.key('escape')} lets the words go"
            browser.say(f"{one_line(act.words)} is for whole records", drop)
        else:
            await perform(browser, act.on_words(on), [on.record])
            selecting.leave(browser)
        return
    chosen = targets(browser)
    if chosen and act.letters and any(record[0] not in act.letters for record in chosen):
        browser.say(f"{one_line(act.words)} is not for this kind of record")
    elif chosen:
        await perform(browser, act, chosen)


HANDLERS: dict[str, Handler] = {"repeat": repeat}
