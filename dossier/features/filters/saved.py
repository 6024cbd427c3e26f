"""`:save-filter`, `:use-filter`, `:drop-filter`: with a name, or asking which."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.features.filters.act import drop_filter, named, save_filter
from dossier.features.filters.screen import show_filtered
from dossier.records.problems import DossierError
from dossier.screen.asking import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.roles import join, styled
from dossier.text import one_line, pad

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler


def _rows(dossier: Dossier, text: str) -> list[Candidate]:
    """The saved filters whose names or queries have these words, by name."""
    typed = text.strip().casefold()
    found = [each for each in dossier.filters if typed in f"{each.name} {each.query}".casefold()]
    return [
        Candidate(
            each.name,
            join(
                styled(pad(one_line(each.name), 28) + "  "),
                styled(f"{each.pane}  ", roles.DIM),
                styled(one_line(each.query), roles.KEY),
            ),
        )
        for each in sorted(found, key=lambda each: (each.name.casefold(), each.pane))
    ]


@dataclass
class AskFilter(Ask):
    """Which saved filter; `then` is what is done with its name."""

    browser: Browser
    then: Callable[[Browser, str], Awaitable[None]]
    label: str
    text: str = ""

    def offer(self, text: str) -> Offer:
        """Those that fit what is typed."""
        return Offer("saved filters", _rows(self.browser.dossier, text))

    def tab(self, browser: Browser, text: str, choice: Candidate | None) -> str | None:
        """The name of the one that is chosen."""
        return choice.value if choice else None

    async def submit(self, browser: Browser, text: str, choice: Candidate | None) -> None:
        """Do it with what was typed in full, else with what is chosen."""
        if not text.strip() and choice is None:
            return
        exact = named(browser.dossier, text) is not None
        await self.then(browser, choice.value if choice and not exact else text)

    def keep(self, browser: Browser, text: str) -> None:
        """A name that is none can be mended."""
        browser.ask(replace(self, text=text))


@dataclass
class AskName(Ask):
    """What the filter that is on is to be called."""

    browser: Browser
    text: str = ""
    label: str = "save as"
    keys = "Enter save   Esc none"

    def offer(self, text: str) -> Offer:
        """The filter; and those that there are, of which one with this name would be replaced."""
        pane = self.browser.place.pane
        saved = _rows(self.browser.dossier, text) if text.strip() else []
        return Offer(f"a name for {one_line(self.browser.place.filter(pane))}", saved, -1)

    async def submit(self, browser: Browser, text: str, choice: Candidate | None) -> None:
        """Save it."""
        if text.strip():
            await save_as(browser, None, text)
        else:
            browser.say("not saved: a filter needs a name")

    def keep(self, browser: Browser, text: str) -> None:
        """A name that cannot be one is mended."""
        browser.ask(replace(self, text=text))


async def save_as(browser: Browser, count: int | None, words: str) -> None:
    """:save-filter NAME."""
    pane = browser.place.pane
    if pane in browser.panes.sides:
        browser.say(f"a filter of the {pane} is words alone, and is not saved")
        return
    query = browser.place.filter(pane)
    if not query:
        raise DossierError(f"there is no filter on this list to save - {browser.key('filter')} filters it")
    if not words.strip():
        browser.ask(AskName(browser))
        return
    edit = await browser.edit(lambda: save_filter(browser.dossier, words, pane, query))
    browser.say_edit(edit, "that filter is saved already")


async def _use(browser: Browser, name: str) -> None:
    saved = named(browser.dossier, name)
    if saved is None:
        raise DossierError(f"there is no saved filter {one_line(name)}")
    show_filtered(browser, saved.pane, saved.query)


async def _drop(browser: Browser, name: str) -> None:
    browser.say_edit(await browser.edit(lambda: drop_filter(browser.dossier, name)), "nothing dropped")


def _with(label: str, then: Callable[[Browser, str], Awaitable[None]]) -> Handler:
    async def handle(browser: Browser, count: int | None, words: str) -> None:
        if words.strip():
            await then(browser, words)
        elif not len(browser.dossier.filters):
            browser.say("no filter is saved yet")
        else:
            browser.ask(AskFilter(browser, then, label))

    return handle


HANDLERS: dict[str, Handler] = {
    "save-filter": save_as,
    "use-filter": _with("use filter", _use),
    "drop-filter": _with("drop filter", _drop),
}
