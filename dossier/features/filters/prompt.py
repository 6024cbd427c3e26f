"""The prompts of `f` and `/`: both read the filter language, live, and keep the last good result."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossier.features.filters import find as finding
from dossier.query.language.grammar import QueryError
from dossier.screen.asking import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.roles import styled
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser


@dataclass
class _Asking(Ask):
    """A query for one list, read with every character."""

    browser: Browser
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
        self.browser.work_off(filtering.run, then)
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
        past = self.browser.queries
        here = past.index(text) if text in past else len(past)
        to = here + step
        return past[to] if 0 <= to < len(past) else None


@dataclass
class AskFilter(_Asking):
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

    def changed(self, browser: Browser, text: str) -> bool:
        """Narrow now."""
        query = text.strip()

        def narrow() -> None:
            browser.update(browser.place.filtered(self.pane, query))
            if browser.asking is self:
                browser.offer(text)

        if not self.attempt(query, narrow):
            browser.offer(text)
        return False

    def cancel(self, browser: Browser) -> None:
        """Back to the filter that was."""
        browser.update(browser.place.filtered(self.pane, self.before))

    async def submit(self, browser: Browser, text: str, choice: Candidate | None) -> None:
        """Keep it: a filter is a place that H comes back from."""
        query = text.strip()
        if not self.attempt(query, lambda: None):
            browser.update(browser.place.filtered(self.pane, self.before))
            browser.fail(self.error.message if self.error else "")
            return
        browser.remember(query)
        place = browser.place.filtered(self.pane, query)
        browser.update(place.filtered(self.pane, self.before))
        browser.go(replace(place, focus="list"))


@dataclass
class AskFind(_Asking):
    """`/`: goes to the next row or line that fits, with every character. Tab makes it a filter."""

    label: str = "find"

    def __post_init__(self) -> None:
        self.origin = self.browser.place
        self.top = self.browser.reader.top

    def offer(self, text: str) -> Offer:
        """Nothing but what is wrong."""
        return self.wrong()

    def changed(self, browser: Browser, text: str) -> bool:
        """Go to the first hit from where it began."""
        browser.trail.update(self.origin)
        browser.reader.top = self.top
        browser.found = text.strip()
        if self.origin.focus == "reader" or not browser.found:
            finding.find(browser, 1, first=True)
        elif not self.attempt(browser.found, lambda: finding.find(browser, 1, first=True)):
            browser.offer(text)
        return False

    def tab(self, browser: Browser, text: str, choice: Candidate | None) -> str | None:
        """Filter by it instead."""
        browser.found = ""
        browser.close_prompt()
        browser.update(self.origin)
        if not self.origin.quotes:
            browser.ask(AskFilter(browser, self.origin.pane, text))
            browser.asking_changed(text)
        return None

    def cancel(self, browser: Browser) -> None:
        """Back to where it began."""
        browser.found = browser.reader.found = ""
        browser.update(self.origin)

    async def submit(self, browser: Browser, text: str, choice: Candidate | None) -> None:
        """Stay; n goes on."""
        if self.error:
            self.cancel(browser)
            browser.fail(self.error.message)
            return
        browser.found = text.strip()
        browser.remember(browser.found)
        if not browser.found:
            browser.reader.found = ""


async def ask_find(browser: Browser, count: int | None, words: str) -> None:
    """/."""
    browser.ask(AskFind(browser, browser.place.depth, words))


async def ask_filter(browser: Browser, count: int | None, words: str) -> None:
    """f, or `:filter words`."""
    place = browser.place
    if place.quotes:
        browser.say(f"the quotes of one claim are not filtered - {browser.key('out')} goes out to the claims")
    elif words:
        browser.panes.filtering(place.pane, place, words)
        browser.go(place.filtered(place.pane, words))
    else:
        browser.ask(AskFilter(browser, place.pane, place.filter(place.pane)))


HANDLERS = {"find": ask_find, "filter": ask_filter}
