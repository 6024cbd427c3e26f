"""The prompts of `f` and `/`: both read the filter language, live, and keep the last good result."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossier.features.filters.find import find_hit
from dossier.query.language.grammar import QueryError
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.roles import styled
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser


@dataclass
class _AskQuery(Ask):
    """A query for one list, read with every character."""

    pane: str
    text: str
    error: QueryError | None = field(default=None, init=False)

    def attempt(self, text: str, then: Callable[[], None]) -> bool:
        """Filter by `text` in slices, then do `then`; where it does not read, only say why."""
        panes = self.browser.panes
        try:
            filtering = panes.filtering(self.pane, self.browser.place, text)
        except QueryError as error:
            self.error = error
            return False
        self.error = None
        self.browser.life.work_off(filtering.run, then)
        return True

    def wrong(self) -> Offer:
        """What is wrong with the query, and under it what is allowed there."""
        if self.error is None:
            return Offer()
        allowed = textwrap.wrap("  ".join(self.error.allowed), max(self.browser.size.width - 4, 20))
        rows = [Candidate("", styled(line, roles.DIM)) for line in allowed[:4]]
        said = self.error.message.split(". Keys:")[0]
        return Offer(f"! {one_line(said)}", rows, -1)

    def recall(self, text: str, step: int) -> str | None:
        """Earlier queries."""
        past = self.browser.state.queries
        here = past.index(text) if text in past else len(past)
        to = here + step
        return past[to] if 0 <= to < len(past) else None


@dataclass
class AskFilter(_AskQuery):
    """`f`: narrows the list with every character; Esc puts back what was."""

    label: str = "filter"

    def __post_init__(self) -> None:
        self.before = self.text

    def offer(self, text: str) -> Offer:
        """How many are left, or what is wrong and what is allowed."""
        if self.error:
            return self.wrong()
        count = self.browser.panes.records(self.pane, self.browser.place)
        words = plural(count, "row") if text else "all rows"
        return Offer(f'{words}   words "phrases" -not tag: date:2015..2024 quotes:>=2   Up earlier')

    def typed(self, text: str) -> bool:
        """Narrow now."""
        query = text.strip()

        def narrow() -> None:
            self.browser.update(self.browser.place.filtered(self.pane, query))
            self.show_offer(text)

        if not self.attempt(query, narrow):
            self.show_offer(text)
        return False

    def cancel(self) -> None:
        """Back to the filter that was."""
        self.browser.update(self.browser.place.filtered(self.pane, self.before))

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Keep it: a filter is a place that H comes back from."""
        browser, query = self.browser, text.strip()
        readable = self.attempt(query, lambda: None)
        browser.update(browser.place.filtered(self.pane, self.before))
        if not readable:
            browser.fail(self.error.message if self.error else "")
            return
        browser.state.remember_query(query)
        browser.go(replace(browser.place.filtered(self.pane, query), focus="list"))


@dataclass
class AskFind(_AskQuery):
    """`/`: goes to the next row or line that fits, with every character. Tab makes it a filter."""

    label: str = "find"

    def __post_init__(self) -> None:
        self.origin = self.browser.place
        self.top = self.browser.reader.top

    def offer(self, text: str) -> Offer:
        """Nothing but what is wrong."""
        return self.wrong()

    def typed(self, text: str) -> bool:
        """Go to the first hit from where it began."""
        browser, state = self.browser, self.browser.state
        browser.update(self.origin)
        browser.reader.top = self.top
        state.found = text.strip()
        if self.origin.focus == "reader" or not state.found:
            find_hit(browser, 1, first=True)
        elif not self.attempt(state.found, lambda: find_hit(browser, 1, first=True)):
            self.show_offer(text)
        return False

    async def tab(self, text: str, choice: Candidate | None) -> str | None:
        """Filter by it instead."""
        browser = self.browser
        browser.state.found = ""
        self.close()
        browser.update(self.origin)
        if not self.origin.quotes:
            ask = AskFilter(browser, self.origin.pane, text)
            browser.ask(ask)
            ask.take(text)
        return None

    def cancel(self) -> None:
        """Back to where it began."""
        self.browser.state.found = self.browser.reader.found = ""
        self.browser.update(self.origin)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Stay; n goes on."""
        browser, state = self.browser, self.browser.state
        if self.error:
            self.cancel()
            browser.fail(self.error.message)
            return
        state.found = text.strip()
        state.remember_query(state.found)
        if not state.found:
            browser.reader.found = ""
        browser.redraw()


def find(browser: Browser, words: str) -> None:
    """/."""
    browser.ask(AskFind(browser, browser.place.depth, words))


def filter(browser: Browser, words: str) -> None:
    """f, or `:filter words`."""
    place = browser.place
    if words:
        browser.panes.filtering(place.pane, place, words)
        browser.go(place.filtered(place.pane, words))
    else:
        browser.ask(AskFilter(browser, place.pane, place.filter(place.pane)))
