"""Going in and out: entity > claim > quote > passage, and back; the places in between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.records.annotation import Annotation
from dossier.screen import sheets
from dossier.screen.place import PANES, SIDES, Place
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler


async def go_in(browser: Browser, count: int | None, words: str) -> None:
    """Enter: one level in. A count opens that quote in its source."""
    place, subject = browser.place, browser.subject
    if sheets.close(browser):
        return
    if subject is None:
        browser.say("there is nothing to go into here")
    elif side := browser.panes.sides.get(place.pane):
        await side.enter(browser, subject)
    elif place.depth in ("claims", "quotes") and count:
        await open_source(browser, count, words)
    elif place.quotes and place.focus == "reader":
        out, following = browser.key("out"), browser.key("follow-down")
        browser.say(f"this is the source - {out} goes out, {following} the next quote")
    else:
        inward(browser, place, subject)


def inward(browser: Browser, place: Place, subject: str) -> None:
    """One level in: entity > claims > quotes > source; of a note to what it is on."""
    if place.quotes:
        browser.go(replace(place, focus="reader"))
    elif place.pane == "entities":
        if subject != place.entity:  # another entity's claims are read from their top
            place = place.at("claims", None)
        browser.go(replace(place, entity=subject, pane="claims", scope=None, focus="list"))
    elif place.pane == "claims":
        browser.go(quotes_of(browser, place, subject))
    elif place.pane in ("sources", "timeline"):
        browser.go(replace(place.at("claims", None), pane="claims", scope=subject, focus="list"))
    elif isinstance(note := browser.dossier.find(subject), Annotation):
        browser.reveal(note.target)


def quotes_of(browser: Browser, place: Place, claim: str, number: int = 1) -> Place:
    """The place inside a claim, on its quote `number`."""
    quotes = browser.dossier.quotes_of(claim)
    quote = quotes[min(number, len(quotes)) - 1] if quotes else None
    return replace(
        place.at("claims", claim), pane="claims", quotes=True, claim=claim, quote=quote, focus="list"
    )


async def go_out(browser: Browser, count: int | None, words: str) -> None:
    """h: reader to list, then up a level."""
    if sheets.close(browser):
        return
    place = outward(browser.place)
    if place is None:
        leave, escape = browser.key("back-or-quit"), browser.key("escape")
        browser.say(f"this is the top - {leave} quits, {escape} shows all again")
    else:
        browser.go(place)


def outward(place: Place) -> Place | None:
    """One level out; None at the top."""
    if place.focus == "reader":
        return replace(place, focus="list")
    if place.quotes:
        return replace(place, quotes=False, quote=None)
    if place.pane == "claims" and place.scope:
        pane = "sources" if place.scope.startswith("s.") else "timeline"
        return replace(place, pane=pane, scope=None)
    if place.pane != "entities":
        return replace(place, pane="entities")
    return None


async def back_or_quit(browser: Browser, count: int | None, words: str) -> None:
    """q: where I was; out of the program where there is no such place."""
    if browser.sheet is None and browser.trail.here == 0:
        await browser.quit()
    else:
        await back(browser, count, words)


async def back(browser: Browser, count: int | None, words: str) -> None:
    """Backspace: where I was."""
    if sheets.close(browser):
        return
    if browser.trail.step(-1):
        browser.sync()
    else:
        browser.say(f"this is where the session began - {browser.key('quit')} quits")


async def history_back(browser: Browser, count: int | None, words: str) -> None:
    """H."""
    sheets.close(browser)
    if not browser.trail.step(-(count or 1)):
        browser.say("this is where the session began")
    browser.sync()


async def history_forward(browser: Browser, count: int | None, words: str) -> None:
    """L."""
    sheets.close(browser)
    if not browser.trail.step(count or 1):
        browser.say("there is no later place")
    browser.sync()


async def open_source(browser: Browser, count: int | None, words: str) -> None:
    """o: the source of the quote under the cursor, or of quote `count`, with the passage in view."""
    place = browser.place
    claim = place.claim if place.quotes else place.cursor("claims")
    if place.pane == "timeline":
        claim = next(iter(browser.dossier.claims_for(browser.subject)), None) if browser.subject else None
    if claim is None:
        browser.say("there is no claim here")
        return
    quotes = browser.dossier.quotes_of(claim)
    if not quotes:
        browser.say("no quote supports this claim yet")
        return
    if count and count > len(quotes):
        browser.say(f"this claim has {plural(len(quotes), 'quote')}")
        return
    if place.quotes and not count:
        browser.go(replace(place, focus="reader"))
        return
    browser.go(replace(quotes_of(browser, place, claim, count or 1), focus="reader"))


def _go(pane: str) -> Handler:
    async def go(browser: Browser, count: int | None, words: str) -> None:
        scope = browser.place.scope if pane == "claims" and browser.place.pane == "claims" else None
        browser.go(replace(browser.place, pane=pane, quotes=False, scope=scope, focus="list"))

    return go


def place_of(browser: Browser, record_id: str) -> Place | None:
    """Where a record is listed. What narrows the panes is taken off only where it hides the record."""
    place = replace(browser.place, quotes=False, focus="list", scope=None)
    dossier = browser.dossier
    if record_id not in dossier:
        return None
    if record_id[0] == "q":
        claims = dossier.claims_of_quote(record_id)
        if not claims:
            return None
        shown = [claim for claim in claims if claim in browser.panes.items("claims", place)]
        claim = next(iter(shown or claims))
        place = _unhidden(browser, place, "claims", claim)
        number = dossier.quotes_of(claim).index(record_id) + 1
        return quotes_of(browser, place, claim, number)
    pane = {"e": "entities", "c": "claims", "s": "sources", "v": "timeline", "a": "notes"}.get(record_id[0])
    if pane is None:
        return None
    return _unhidden(browser, replace(place, pane=pane), pane, record_id).at(pane, record_id)


def _unhidden(browser: Browser, place: Place, pane: str, record_id: str) -> Place:
    if record_id in browser.panes.items(pane, place):
        return place
    place = place.filtered(pane, "")
    return place if record_id in browser.panes.items(pane, place) else replace(place, entity=None)


async def info(browser: Browser, count: int | None, words: str) -> None:
    """i: what the dossier knows of the record itself."""
    if browser.subject is None:
        browser.say("there is nothing here to tell about")
    else:
        sheets.show(browser, sheets.info(browser, browser.subject))


HANDLERS: dict[str, Handler] = {
    "in": go_in,
    "out": go_out,
    "back": back,
    "back-or-quit": back_or_quit,
    "source": open_source,
    "info": info,
    "history-back": history_back,
    "history-forward": history_forward,
    **{f"go-{name}": _go(name) for name in (*PANES, *SIDES) if name != "log"},
    "log": _go("log"),
}
