"""Marks from the keyboard, and what an act works on: the marks, else the record under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.evidence.judgements import subject_of
from dossier.evidence.spans import words_at
from dossier.screen.lists import Side
from dossier.screen.marks import is_row
from dossier.screen.moving import move_list
from dossier.show.kit import labels
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.records.annotation import Span
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler
    from dossier.screen.stage import Stage


_FEW = 100
"""Records that are held against their model before the prompt opens; of more, the act itself does it."""


def keep_range(stage: Stage) -> None:
    """End a range, if there is one: its rows are marked."""
    if stage.marks.anchor:
        stage.marks.keep_range(stage.panes.items(stage.place.depth, stage.place))


def marked(stage: Stage) -> list[str]:
    """The marks that an act here would work on."""
    keep_range(stage)
    return stage.marks.of(stage.letter)


def rows_meant(stage: Stage) -> list[str]:
    """The rows that a command here is for: the marks, else the one under the cursor."""
    return marked(stage) or ([stage.subject] if stage.subject else [])


def targets(browser: Browser) -> list[str]:
    """What is annotated: the marks, else the record under the cursor; of a note, what the note is on.

    Where there is nothing, or it is frozen, that is said and the list is empty.
    """
    chosen = rows_meant(browser)
    few = len(chosen) <= _FEW
    found: dict[str, None] = {}
    for item in chosen:
        if item in browser.panes.broken or (few and browser.dossier.frozen(item)):
            browser.say(f"this {labels.kind(item)} is frozen: mend its line in the file first")
            return []
        record = target(browser, item)
        if record is not None:
            found[record] = None
    if not found:
        side = browser.panes.sides.get(browser.place.pane)
        browser.say((side or Side).untaken)
    return list(found)


def target(browser: Browser, item: str) -> str | None:
    """The record that an act on a row goes to."""
    if side := browser.panes.sides.get(browser.place.pane):
        return side.target(item)
    return subject_of(browser.dossier, item)


def target_words(
    browser: Browser, records: Sequence[str], cells: int = 48, selector: Span | None = None
) -> str:
    """What an act is on, as every prompt names it: `claim The lab was founded ..`, `3 MARKED claims`.

    Of the words chosen in one: `"was founded" in claim The lab ..`.
    """
    if selector is not None:
        words = clip(one_line(words_at(browser.dossier, records[0], selector)), cells * 2 // 3)
        return f'"{words}" in {target_words(browser, records, cells // 2)}'
    if len(records) == 1:
        name = clip(labels.name(browser.dossier, records[0]), cells)
        return f"{labels.kind(records[0])} {name}"
    letters = {record[0] for record in records}
    noun = labels.kind(letters.pop()) if len(letters) == 1 else "record"
    many = {"entity": "entities"}.get(noun, f"{noun}s")
    return f"{len(records):,} MARKED {many}"


async def mark(browser: Browser, count: int | None, words: str) -> None:
    """Space: mark, and on to the next row; at the end of a range keep all of it, and on."""
    if not browser.letter:
        browser.say("these rows are not marked")
        return
    if browser.marks.anchor:
        keep_range(browser)
        move_list(browser, 1)
        browser.sync()
        return
    for _ in range(count or 1):
        item = browser.subject
        if item is None or not is_row(item):
            break
        browser.marks.toggle(item)
        move_list(browser, 1)
        if browser.subject == item:
            break
    browser.sync()


async def mark_range(browser: Browser, count: int | None, words: str) -> None:
    """v: from here to wherever the cursor goes; v again keeps it."""
    marks = browser.marks
    if marks.anchor:
        keep_range(browser)
        browser.say(
            browser.marks.words(_items(browser)), f"an act takes them, {browser.key('mark')} takes one off"
        )
    elif browser.subject is None or not browser.letter:
        browser.say("these rows are not marked")
    else:
        marks.anchor = browser.subject
        keep, drop = browser.key("mark-range"), browser.key("escape")
        browser.say(f"range: move, then act on it; {keep} keeps it", f"{drop} drops it")
    browser.sync()


async def mark_all(browser: Browser, count: int | None, words: str) -> None:
    """V: all rows shown; where all are marked, none."""
    if not browser.letter:
        browser.say("these rows are not marked")
        return
    browser.marks.anchor = ""
    shown = [item for item in _items(browser) if is_row(item)]
    if not shown:
        browser.say("no rows are shown")
        return
    on = browser.marks.all(shown)
    browser.say(f"{plural(len(shown), 'row')} {'marked' if on else 'no longer marked'}")
    browser.sync()


async def mark_again(browser: Browser, count: int | None, words: str) -> None:
    """gv: what was marked before the last act."""
    found = browser.marks.again()
    browser.say(f"{plural(found, 'row')} marked again" if found else "nothing was marked before")
    browser.sync()


def _items(browser: Browser) -> Sequence[str]:
    return browser.panes.items(browser.place.depth, browser.place)


HANDLERS: dict[str, Handler] = {
    "mark": mark,
    "mark-range": mark_range,
    "mark-all": mark_all,
    "mark-again": mark_again,
}
