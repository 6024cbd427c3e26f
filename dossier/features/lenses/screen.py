"""Ways of looking that are no edits: whose annotations, as of which day, without which sources."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.core.lens import Lens
from dossier.evidence import whatif
from dossier.features.lenses.losses import losses_page
from dossier.records.kinds import MAIN_PANES
from dossier.records.problems import DossierError
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.roles import join, styled
from dossier.show.order import order_pane
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.screen.browser import Browser

EVERYBODY, MINE = "everybody", "mine"


async def look_through(browser: Browser, lens: Lens) -> None:
    """Look through another lens: the same place, other records."""
    dossier = browser.dossier

    def change() -> None:
        dossier.look(lens)
        for table in lens.tables:  # found and sorted here, and not while the screen waits
            len(dossier.collection(table))
        for pane in MAIN_PANES:
            order_pane(dossier, pane)

    await browser.life.off_thread(change)
    browser.close_sheet()
    browser.changed()
    browser.say(f"shown: {lens.words}" if lens else "shown: everything, by everybody")


def count_by_author(dossier: Dossier) -> Counter[str]:
    """Who annotated, and how often; whatever is shown."""
    count = lambda: Counter(str(doc.get("by")) for doc in dossier.every("annotations").values())  # noqa: E731
    return dossier.derived("annotations", "authors", count)


@dataclass
class AskLayer(Ask):
    """`:layer`: whose annotations are shown."""

    label: str = "show annotations of"
    keys = "Enter show   Up Down choose   Esc as it is"

    def offer(self, text: str) -> Offer:
        """Everybody, mine, and each author."""
        dossier = self.browser.dossier
        counted = count_by_author(dossier)
        ways = [
            (EVERYBODY, plural(counted.total(), "annotation")),
            (MINE, f"only {one_line(dossier.by)}'s: {counted[dossier.by]:,}"),
            *((name, f"{count:,}") for name, count in counted.most_common() if name != dossier.by),
        ]
        rows = [
            Candidate(name, join(styled(f"{one_line(name):<20} ", roles.TITLE), styled(words, roles.DIM)))
            for name, words in ways
            if text.strip().casefold() in name.casefold()
        ]
        return Offer("layers: whose annotations are shown; hiding them changes nothing", rows)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Show them."""
        if choice is None:
            self.browser.say(f"nobody called {one_line(text)} annotated this dossier")
        else:
            await show_layer(self.browser, choice.value)


async def show_layer(browser: Browser, name: str) -> None:
    """Show everybody's annotations, mine, or one person's."""
    dossier = browser.dossier
    if name in (EVERYBODY, "all"):
        shown = None
    elif name == MINE:
        shown = frozenset((dossier.by,))
    elif name in count_by_author(dossier):
        shown = frozenset((name,))
    else:
        who = ", ".join(map(one_line, count_by_author(dossier))) or "nobody"
        browser.say(f"nobody called {one_line(name)} annotated this dossier; there are: {who}")
        return
    await look_through(browser, replace(dossier.lens, authors=shown))


async def layer(browser: Browser, words: str) -> None:
    """:layer, or `:layer mine`."""
    if words:
        await show_layer(browser, words.strip())
    else:
        browser.ask(AskLayer(browser))


@dataclass
class AskDay(Ask):
    """`D`: the dossier as its sources stood on a day."""

    text: str
    label: str = "as of"
    keys = "Enter show   nothing: today   Esc as it is"

    def offer(self, text: str) -> Offer:
        """What the date comes to, or what is wrong with it."""
        if not text.strip():
            return Offer("a day, month or year such as 2025-01-24: what sources had published by then")
        try:
            lens = Lens(as_of=text.strip())
        except DossierError as error:
            return Offer(f"! {error}")
        last = lens.last_day
        marks = [lens.mark(doc) for doc in self.browser.dossier.every("sources").values()]
        undated = f"; {plural(marks.count('undated'), 'undated source')} kept and marked"
        return Offer(f"to the end of {last[0]}-{last[1]:02}-{last[2]:02}{undated}" if last else "")

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Look; a wrong date is asked for again."""
        await look_through(self.browser, replace(self.browser.dossier.lens, as_of=text.strip() or None))

    def keep(self, text: str) -> None:
        """A date that does not read can be mended."""
        self.browser.ask(AskDay(self.browser, text))


async def as_of(browser: Browser, words: str) -> None:
    """D, or `:as-of 2025-01-24`."""
    if words:
        await look_through(
            browser, replace(browser.dossier.lens, as_of=None if words == "today" else words.strip())
        )
    else:
        browser.ask(AskDay(browser, browser.dossier.lens.as_of or ""))


async def withdraw(browser: Browser) -> None:
    """W: these sources no longer count, and what that costs is listed; W again: they do."""
    dossier = browser.dossier
    chosen = browser.rows_meant()
    out = dossier.lens.withdrawn
    if out.issuperset(chosen):
        await look_through(browser, replace(dossier.lens, withdrawn=out.difference(chosen)))
        browser.say(f"{plural(len(chosen), 'source')} included again")
        return
    losses = await browser.life.off_thread(lambda: whatif.losses_without(dossier, set(chosen) - out))
    await look_through(browser, replace(dossier.lens, withdrawn=out.union(chosen)))
    browser.marks.spend(chosen)
    browser.state.sheet = losses_page(dossier, losses)
    browser.redraw()
    browser.say(losses.words, f"{browser.key('withdraw')} include it again")
