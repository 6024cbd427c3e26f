"""Moving the cursor, the reader, and the one that follows the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.screen.chrome import Mode
from dossier.screen.place import PANES
from dossier.screen.widgets.reader import Reader
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler


def move_list(browser: Browser, rows: int) -> None:
    """Move the cursor of the list we are in over `rows` rows."""
    place = browser.place
    if place.quotes:
        quotes = browser.panes.items("quotes", place)
        if quotes:
            browser.sheet = None
            here = quotes.index(place.quote) if place.quote in quotes else 0
            browser.update(replace(place, quote=quotes[min(max(here + rows, 0), len(quotes) - 1)]))
        return
    item = browser.list.move_by(rows)
    if item is not None and item != place.cursor(place.pane):
        browser.sheet = None
        browser.update(place.at(place.pane, item))


def scroll(browser: Browser, reader: Reader, lines: int) -> None:
    """Scroll a reader."""
    reader.scroll_to_line(reader.top + lines)
    browser.sync_chrome()


def _mover(rows_of: Callable[[Browser], int], direction: int) -> Handler:
    async def move(browser: Browser, count: int | None, words: str) -> None:
        rows = rows_of(browser) * (count or 1) * direction
        if browser.place.focus == "reader":
            scroll(browser, browser.reader, rows)
        else:
            move_list(browser, rows)

    return move


def _page(browser: Browser) -> int:
    if browser.place.focus == "reader":
        return max(browser.reader.size.height - 2, 1)
    return max(browser.list.page - 1, 1)


def _half(browser: Browser) -> int:
    return max((_page(browser) + 1) // 2, 1)


def _one(browser: Browser) -> int:
    return 1


def _end(direction: int) -> Handler:
    async def move(browser: Browser, count: int | None, words: str) -> None:
        if browser.place.focus == "reader":
            target = count - 1 if count else 0 if direction < 0 else len(browser.reader.lines)
            browser.reader.scroll_to_line(target)
            browser.sync_chrome()
            return
        box, place = browser.list, browser.place
        if count:
            move_list(browser, -(len(box.items) or 1) - 1)
            move_list(browser, count - 1)
        else:
            move_list(browser, direction * (len(browser.panes.items(place.depth, place)) + 1))

    return move


def _claim(direction: int) -> Handler:
    async def move(browser: Browser, count: int | None, words: str) -> None:
        place = browser.place
        claims = browser.panes.items("claims", place)
        here = place.claim if place.quotes else place.cursor("claims")
        if place.pane != "claims":
            ahead, back = browser.key("next-claim"), browser.key("previous-claim")
            browser.say(f"{ahead} and {back} step through claims; {browser.key('go-claims')} goes to them")
            return
        if not claims:
            return
        position = (claims.index(here) if here in claims else 0) + direction * (count or 1)
        if not 0 <= position < len(claims):
            end = "last" if direction > 0 else "first"
            browser.say(f"this is the {end} of {plural(len(claims), 'claim')}")
            position = min(max(position, 0), len(claims) - 1)
        claim = claims[position]
        moved = place.at("claims", claim)
        if place.quotes:
            quotes = browser.dossier.quotes_of(claim)
            moved = replace(moved, claim=claim, quote=quotes[0] if quotes else None)
        browser.sheet = None
        browser.update(moved)

    return move


def _follow(direction: int) -> Handler:
    async def move(browser: Browser, count: int | None, words: str) -> None:
        steps = direction * (count or 1)
        if browser.place.focus == "reader":
            move_list(browser, steps)
        else:
            scroll(browser, browser.reader, steps * max(browser.reader.size.height // 3, 1))

    return move


async def next_pane(browser: Browser, count: int | None, words: str) -> None:
    """Tab."""
    _tab(browser, 1)


async def previous_pane(browser: Browser, count: int | None, words: str) -> None:
    """Shift+Tab."""
    _tab(browser, -1)


def _tab(browser: Browser, step: int) -> None:
    """The panes on screen in turn; list and reader where only one pane is."""
    place = browser.place
    if browser.mode is not Mode.WIDE or place.pane not in PANES:
        browser.update(replace(place, focus="list" if place.focus == "reader" else "reader"))
        return
    stops = (*PANES, "evidence", "source")
    here = place.pane
    if place.quotes:
        here = "source" if place.focus == "reader" else "evidence"
    elif place.focus == "reader":
        here = "evidence"
    stop = stops[(stops.index(here) + step) % len(stops)]
    if stop == "evidence":
        browser.update(replace(place, focus="list" if place.quotes else "reader"))
    elif stop == "source":
        claim = place.cursor("claims")
        if place.pane == "claims" and claim and not place.quotes:
            place = replace(place, quotes=True, claim=claim, quote=None)
        if not place.quotes:
            stop = stops[(stops.index("source") + step) % len(stops)]
            browser.update(
                replace(place, focus="reader" if stop == "evidence" else "list", pane=_pane(stop, place.pane))
            )
        else:
            browser.update(replace(place, focus="reader"))
    else:
        browser.update(replace(place, pane=stop, focus="list", quotes=False))


def _pane(stop: str, pane: str) -> str:
    return stop if stop in PANES else pane


HANDLERS: dict[str, Handler] = {
    "down": _mover(_one, 1),
    "up": _mover(_one, -1),
    "half-down": _mover(_half, 1),
    "half-up": _mover(_half, -1),
    "page-down": _mover(_page, 1),
    "page-up": _mover(_page, -1),
    "reader-page": _mover(_page, 1),
    "first": _end(-1),
    "last": _end(1),
    "next-claim": _claim(1),
    "previous-claim": _claim(-1),
    "follow-down": _follow(1),
    "follow-up": _follow(-1),
    "next-pane": next_pane,
    "previous-pane": previous_pane,
}
