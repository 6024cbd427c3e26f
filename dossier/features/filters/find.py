"""Find in a list or a reader, filter, and the one step out that Esc takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.keys.commands import SELECTION
from dossier.query.language.grammar import QueryError
from dossier.screen import selecting, sheets
from dossier.screen.drilling import outward
from dossier.screen.place import SIDES, Place

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler
    from dossier.screen.stage import Stage


def find(browser: Browser, step: int, *, first: bool = False) -> None:
    """Go to the next hit; `first` may stay where it is."""
    if not browser.found:
        browser.say(f"nothing to find yet - {browser.key('find')} asks for words")
    elif browser.place.focus == "reader":
        _in_reader(browser, step, first)
    else:
        _in_list(browser, step, first)


def _in_reader(browser: Browser, step: int, first: bool) -> None:
    reader = browser.reader
    reader.found = browser.found
    line = reader.find(browser.found, reader.top - (1 if first else 0), forward=step > 0)
    if line is None:
        browser.say(f'no line has "{browser.found}"')
    else:
        reader.scroll_to_line(line)
    browser.sync_chrome()


def _in_list(browser: Browser, step: int, first: bool) -> None:
    place = browser.place
    items = browser.panes.items(place.depth, place)
    try:
        fitting = set(browser.panes.finding(place.depth, place, browser.found).finish())
    except QueryError as error:
        browser.fail(error.message)
        return
    hits = [number for number, item in enumerate(items) if item in fitting]
    here = items.index(browser.subject) if browser.subject in items else -1
    if not hits:
        browser.say(f'no row has "{browser.found}"')
        return
    if step > 0:
        ahead = [n for n in hits if n > here or (first and n == here)] or hits[:1]
        hit = ahead[min(step, len(ahead)) - 1]
    else:
        behind = [n for n in hits if n < here] or hits[-1:]
        hit = behind[-min(-step, len(behind))]
    if place.quotes:
        browser.update(replace(place, quote=items[hit]))
    else:
        browser.update(place.at(place.pane, items[hit]))
    browser.say(f'"{browser.found}" {hits.index(hit) + 1}/{len(hits)}')


async def find_next(browser: Browser, count: int | None, words: str) -> None:
    """n."""
    find(browser, count or 1)


async def find_previous(browser: Browser, count: int | None, words: str) -> None:
    """N."""
    find(browser, -(count or 1))


def escape_step(browser: Stage) -> tuple[str, Place | None]:
    """What Esc will do next (INTERACTION, section 6): its word, and the place it leads to."""
    place = browser.place
    if browser.message.startswith("!"):
        return "dismiss", None
    if SELECTION in browser.contexts:
        return "unselect", None
    if browser.sheet is not None:
        return "close", None
    if browser.marks.anchor:
        return "drop range", None
    if browser.found:
        return "unfind", None
    if browser.zoomed:
        return "unzoom", None
    if place.focus == "list" and not place.quotes and place.filter(place.pane):
        return "unfilter", place.filtered(place.pane, "")
    if place.focus == "reader" or place.quotes or place.scope or place.pane in SIDES:
        return "out", outward(place)
    if place.entity is not None:
        return "all", replace(place, entity=None)
    return "", None


async def escape(browser: Browser, count: int | None, words: str) -> None:
    """Exactly one visible thing, as the hint line said."""
    word, place = escape_step(browser)
    match word:
        case "dismiss":
            browser.message = ""
        case "unselect":
            selecting.leave(browser)
        case "close":
            sheets.close(browser)
        case "drop range":
            browser.marks.anchor = ""
        case "unfind":
            browser.found = browser.reader.found = ""
        case "unzoom":
            browser.zoomed = False
        case _ if place is not None:
            browser.go(place)
    browser.sync()


HANDLERS: dict[str, Handler] = {
    "find-next": find_next,
    "find-previous": find_previous,
    "escape": escape,
}
