"""Drawing: the one way from the browser's state to what its widgets show."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING

from rich.text import Text
from textual.css.query import NoMatches

from dossier.evidence.findings.findings import findings_of
from dossier.records.kinds import MAIN_PANES
from dossier.screen import chrome
from dossier.screen.border import place_border
from dossier.screen.chrome import Arrangement
from dossier.screen.place import Place
from dossier.screen.widgets.reader import Reader
from dossier.show.cards import loading_page, problem_page, record_page
from dossier.show.kit.page import Page
from dossier.show.rows import MOST_LINES

if TYPE_CHECKING:
    from dossier.screen.browser import Browser

_PAGES = 16
SIDE = "side"
"""The widget that all lists beside the panes share: one of them is on screen at a time."""


class Stale(IntEnum):
    """How much of the screen no longer shows the state."""

    NOTHING = 0
    HINTS = 1
    BARS = 2
    ALL = 3


def slot_of(pane: str) -> str:
    """The widget that a list is shown in."""
    return pane if pane in MAIN_PANES else SIDE


class Drawing:
    """Draws lists, readers and bars, once for all that asked for it; remembers the pages last made."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._stale = Stale.NOTHING
        self._pages: dict[tuple[object, ...], Page | None] = {}

    def request(self, stale: Stale) -> None:
        """Have this much drawn when the key or message that is being handled has been handled."""
        if self._stale is Stale.NOTHING:
            self.browser.call_next(self.draw_stale)
        self._stale = max(self._stale, stale)

    def resume(self) -> None:
        """A job that had the dossier is done: draw what is stale by now."""
        if self._stale is not Stale.NOTHING:
            self.browser.call_next(self.draw_stale)

    def forget_pages(self) -> None:
        """What pages are made of has changed."""
        self._pages.clear()

    def draw_stale(self) -> None:
        """Draw what no longer shows the state; while a job has the dossier, when that is done."""
        if self._stale is Stale.NOTHING or self.browser.life.away:
            return
        try:
            if self._stale is Stale.ALL:
                self.draw()
            else:
                if self._stale is Stale.BARS:
                    chrome.draw_bars(self.browser)
                chrome.draw_hints(self.browser)
        except NoMatches:  # the screen is being taken down
            self.browser.life.leaving = True
        self._stale = Stale.NOTHING

    def draw(self) -> None:
        """Draw the state: lists, readers, and the bars around them."""
        browser = self.browser
        self._stale = Stale.NOTHING
        place = browser.cursors.settled(browser.place)
        browser.state.trail.update(place)
        for mode in tuple(browser.state.modes):
            mode.moved(place)
        for name in browser.shown_lists:
            self._draw_list(name, place)
        browser.query_one(f"#pane-{SIDE}").set_class(place.pane not in MAIN_PANES, "-here")
        self._draw_readers(place)
        place_border(browser)
        chrome.draw_bars(browser)
        chrome.draw_hints(browser)
        self._stale = Stale.NOTHING  # what a mode asked for on its way out is drawn

    def _draw_list(self, name: str, place: Place) -> None:
        """One list, with its cursor and marks."""
        browser, panes, state = self.browser, self.browser.panes, self.browser.state
        box, here, wide = browser.box_of(name), name == place.pane, browser.arrangement is Arrangement.WIDE
        what = "quotes" if here and place.quotes and not wide else name
        box.row_height = self._most_lines(name, place)
        if name not in MAIN_PANES:
            box.pane = name
        items = panes.items(what, place)
        box.live = here and place.focus == "list" and not (place.quotes and wide)
        box.marked = state.marks.shown(items)
        cursor = place.quote if what == "quotes" else place.cursor(name)
        position = browser.cursors.position(what, items, cursor)
        empty = Text("") if items else panes.empty(what, place)
        box.show(items, position, empty=empty, fresh=self._freshness(what, place))
        browser.query_one(f"#pane-{slot_of(name)}").set_class(here, "-here")

    def _most_lines(self, name: str, place: Place) -> int:
        """How many lines a row of a list may take."""
        browser, side = self.browser, self.browser.lists.get(name)
        if side is not None and not side.wraps:
            alone = place.focus == "list" and (browser.state.zoomed or not browser.state.reader_shown)
            return 2 if side.tall and browser.arrangement is Arrangement.BESIDE and not alone else 1
        if browser.arrangement is Arrangement.WIDE and name != place.pane:
            return 1  # a low list, which is there to show where one is
        return MOST_LINES

    def _freshness(self, what: str, place: Place) -> tuple[object, ...]:
        """What the rows of a list depend on: while it is the same, rows drawn before are kept."""
        revision = self.browser.panes.revision
        if what == "quotes":
            return what, revision, place.claim
        if what == "timeline":
            return what, revision, place.scale, place.clock
        if what in MAIN_PANES:
            return what, revision
        # what was found is known a moment after the edit that it comes from
        return what, revision, findings_of(self.browser.dossier).version

    def row(self, pane: str, item: str, width: int, height: int) -> list[Text]:
        """A row of a list."""
        place = self.browser.place
        return self.browser.panes.draw(pane, item, width, height, place.claim if place.quotes else None)

    def _draw_readers(self, place: Place) -> None:
        """Show level N + 1 beside level N; the wide layout shows the source as well."""
        browser, sheet = self.browser, self.browser.state.sheet
        wide = browser.arrangement is Arrangement.WIDE
        top = place.claim if place.quotes and wide else browser.subject
        here = place.quote if place.quotes else None
        shown = sheet or self.page(top, here)
        key: object = top if wide or not place.quotes else self._source_of(top)
        if sheet is not None:
            key = ("sheet", id(sheet))
        browser.query_one("#reader-evidence", Reader).show(shown, key, here)
        if wide:
            quote = here if place.quotes else next(iter(shown.quotes if shown else ()), None)
            quote = None if place.pane == "sources" and not place.quotes else quote
            source = browser.query_one("#reader-source", Reader)
            source.show(self.page(quote, quote), self._source_of(quote), quote)

    def _source_of(self, quote: str | None) -> str | None:
        """The source that a quote stands in."""
        dossier = self.browser.dossier
        return str(dossier.peek(quote).get("source")) if quote and quote in dossier else None

    def page(self, record_id: str | None, here: str | None) -> Page | None:
        """The page of a record, or of a row of the list on screen; a newcomer's has the keys above it."""
        browser = self.browser
        reading, side = browser.life.reading, browser.side_list
        if record_id is None:
            return None
        if side is not None and not reading and here is None and record_id == browser.subject:
            return self._remembered((browser.place.pane, record_id), lambda: side.page(record_id))
        if record_id not in browser.dossier and record_id not in browser.panes.broken:
            return None
        if reading:
            return loading_page(browser.dossier, record_id)
        return self._remembered((record_id, here), lambda: self._make_page(record_id, here))

    def _remembered(self, what: tuple[str | None, ...], make: Callable[[], Page | None]) -> Page | None:
        key = (*what, self.browser.panes.revision, self.browser.state.newcomer)
        if key not in self._pages:
            if len(self._pages) >= _PAGES:
                self._pages.clear()
            self._pages[key] = make()
        return self._pages[key]

    def _make_page(self, record_id: str, here: str | None) -> Page:
        browser = self.browser
        problem = browser.panes.broken.get(record_id)
        whole = problem_page(problem) if problem else record_page(browser.dossier, record_id, here)
        return chrome.with_first_help(whole, browser.key) if browser.state.newcomer else whole
