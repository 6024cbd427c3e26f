"""Going to the rows and lines that have the words looked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.keys.commands import WORDS_TO_FIND
from dossier.query.language.grammar import QueryError

if TYPE_CHECKING:
    from dossier.screen.browser import Browser


def find_hit(browser: Browser, step: int, *, first: bool = False) -> None:
    """Go to the next hit; `first` may stay where it is."""
    if not browser.state.found:
        browser.say(WORDS_TO_FIND.missing.format(find=browser.key("find")))
    elif browser.place.focus == "reader":
        _in_reader(browser, step, first)
    else:
        _in_list(browser, step, first)


def _in_reader(browser: Browser, step: int, first: bool) -> None:
    reader = browser.reader
    reader.found = browser.state.found
    line = reader.find(browser.state.found, reader.top - (1 if first else 0), forward=step > 0)
    if line is None:
        browser.say(f'no line has "{browser.state.found}"')
    else:
        reader.scroll_to_line(line)
    browser.redraw_bars()


def _in_list(browser: Browser, step: int, first: bool) -> None:
    place = browser.place
    items = browser.panes.items(place.depth, place)
    try:
        fitting = set(browser.panes.finding(place.depth, place, browser.state.found).finish())
    except QueryError as error:
        browser.fail(error.message)
        return
    hits = [number for number, item in enumerate(items) if item in fitting]
    here = items.index(browser.subject) if browser.subject in items else -1
    if not hits:
        browser.say(f'no row has "{browser.state.found}"')
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
    browser.say(f'"{browser.state.found}" {hits.index(hit) + 1}/{len(hits)}')


def find_next(browser: Browser, count: int | None) -> None:
    """n."""
    find_hit(browser, count or 1)


def find_previous(browser: Browser, count: int | None) -> None:
    """N."""
    find_hit(browser, -(count or 1))
