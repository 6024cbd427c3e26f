"""`:save-filter`, `:use-filter`, `:drop-filter`: with a name, or asking which."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.features.filters import act
from dossier.features.filters.act import named
from dossier.records.problems import DossierError
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.roles import join, styled
from dossier.text import one_line, pad

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.screen.browser import Browser

Then = Callable[["Browser", str], Awaitable[None]]
"""What is done with the name of a filter."""


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
class AskSavedFilter(Ask):
    """Which saved filter; `then` is what is done with its name."""

    then: Then
    label: str
    text: str = ""

    def offer(self, text: str) -> Offer:
        """Those that fit what is typed."""
        return Offer("saved filters", _rows(self.browser.dossier, text))

    async def tab(self, text: str, choice: Candidate | None) -> str | None:
        """The name of the one that is chosen."""
        return choice.value if choice else None

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Do it with what was typed in full, else with what is chosen."""
        if not text.strip() and choice is None:
            return
        exact = named(self.browser.dossier, text) is not None
        await self.then(self.browser, choice.value if choice and not exact else text)

    def keep(self, text: str) -> None:
        """A name that is none can be mended."""
        self.browser.ask(replace(self, text=text))


@dataclass
class AskName(Ask):
    """What the filter that is on is to be called."""

    text: str = ""
    label: str = "save as"
    keys = "Enter save   Esc cancel"

    def offer(self, text: str) -> Offer:
        """The filter; and those that there are, of which one with this name would be replaced."""
        pane = self.browser.place.pane
        saved = _rows(self.browser.dossier, text) if text.strip() else []
        return Offer(f"a name for {one_line(self.browser.place.filter(pane))}", saved, -1)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Save it."""
        if text.strip():
            await save_filter(self.browser, text)
        else:
            self.browser.say("not saved: a filter needs a name")

    def keep(self, text: str) -> None:
        """A name that cannot be one is mended."""
        self.browser.ask(replace(self, text=text))


async def save_filter(browser: Browser, words: str) -> None:
    """:save-filter NAME."""
    pane = browser.place.pane
    if not words.strip():
        browser.ask(AskName(browser))
        return
    query = browser.place.filter(pane)
    edit = await browser.life.edit(lambda: act.save_filter(browser.dossier, words, pane, query))
    browser.say_edit(edit, "that filter is saved already")


async def use_filter(browser: Browser, words: str) -> None:
    """:use-filter NAME."""
    await _with_filter(browser, words, "use filter", _use)


async def drop_filter(browser: Browser, words: str) -> None:
    """:drop-filter NAME."""
    await _with_filter(browser, words, "drop filter", _drop)


async def _with_filter(browser: Browser, name: str, label: str, then: Then) -> None:
    """Do something with the filter of a name; without one, ask which."""
    if name.strip():
        await then(browser, name)
    else:
        browser.ask(AskSavedFilter(browser, then, label))


async def _use(browser: Browser, name: str) -> None:
    saved = named(browser.dossier, name)
    if saved is None:
        raise DossierError(f"there is no saved filter {one_line(name)}")
    browser.go_filtered(saved.pane, saved.query)


async def _drop(browser: Browser, name: str) -> None:
    edit = await browser.life.edit(lambda: act.drop_filter(browser.dossier, name))
    browser.say_edit(edit, "nothing dropped")
