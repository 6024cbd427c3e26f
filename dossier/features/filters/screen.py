"""Ways to choose: a sort, a facet, a place to go to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.features.filters.goto import Destination, rank_destinations
from dossier.keys.commands import MOVE, keys_words, order_for_choice
from dossier.query.facets import Facet, Facets
from dossier.query.sorting import SORTS
from dossier.screen import chrome
from dossier.screen.items import is_heading
from dossier.screen.one_key import OneKey
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.next_keys import NextKey
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import labels, roles
from dossier.show.kit.roles import join, styled
from dossier.text import one_line, pad, plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser

_FACET_NAMES = {"src": "source", "date": "year"}
_SHOWN = 60


@dataclass(eq=False)
class ChooseSort(OneKey):
    """`S`: one letter; the letter of the sort that is on turns it round."""

    pane: str

    title = "SORT BY"
    keys_hint = "a letter sorts, the same letter again reverses   Esc cancel"

    def next_keys(self) -> list[NextKey]:
        """Every way to sort this pane, and which one is on."""
        on, reverse = self._sort_that_is_on()
        cells = []
        for sort in SORTS[self.pane]:
            state = ""
            if sort.name == on:
                state = " (now, reversed)" if reverse else " (now)"
            cells.append(NextKey(sort.letter, sort.name + state, sort.help))
        return cells

    def _sort_that_is_on(self) -> tuple[str, bool]:
        name, reverse = self.browser.place.sort(self.pane)
        return name or SORTS[self.pane][0].name, reverse

    def choose(self, key: str) -> None:
        """Sort, in slices, and then show it with the cursor on its record."""
        browser = self.browser
        chosen = next(sort.name for sort in SORTS[self.pane] if sort.letter == key)
        on, was_reversed = self._sort_that_is_on()
        reverse = chosen == on and not was_reversed
        place = browser.place.sorted_by(self.pane, chosen, reverse=reverse)

        def show() -> None:
            browser.go(place)
            browser.say(f"sorted by {chosen}{', reversed' if reverse else ''}")

        browser.life.work_off(browser.panes.sorting(self.pane, place).run, show)


@dataclass
class AskFacets(Ask):
    """`F`: what the rows shown are spread over; Enter narrows to one, and the counts follow."""

    pane: str
    label: str = "show only"
    rows: list[tuple[str, Candidate]] = field(default_factory=list, init=False)

    def count(self) -> None:
        """Count the rows shown, in slices."""
        browser = self.browser
        items = browser.panes.items(self.pane, browser.place)
        ids = tuple(item for item in items if not is_heading(item))
        facets = Facets(browser.dossier, self.pane, ids)

        def show() -> None:
            self.rows = [
                (facet.label.casefold(), self._row(key, facet))
                for key, group in facets.groups.items()
                for facet in group
            ]
            self.offer_again()

        browser.life.work_off(facets.run, show)

    def _row(self, key: str, facet: Facet) -> Candidate:
        words = join(
            styled(pad(_FACET_NAMES.get(key, key), 9), roles.DIM),
            styled(f"{facet.count:>7,}  ", roles.FIGURE),
            styled("  " * facet.depth + one_line(facet.label)),
        )
        return Candidate(facet.term, words)

    def offer(self, text: str) -> Offer:
        """Saved filters of this pane, then the facets that hold what is typed."""
        words = text.casefold().split()
        saved = [
            (each.name.casefold(), Candidate(each.query, _saved_row(each.name)))
            for each in self.browser.dossier.filters
            if each.pane == self.pane and not self.browser.place.filter(self.pane)
        ]
        rows = [row for label, row in (*saved, *self.rows) if all(word in label for word in words)]
        count = self.browser.panes.records(self.pane, self.browser.place)
        return Offer(f"{plural(count, 'row')} by tag, source, speaker, grade, status, year, kind", rows)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Add the term to the filter and count again; Esc ends it."""
        if choice is None:
            return
        browser = self.browser
        query = f"{browser.place.filter(self.pane)} {choice.value}".strip()
        browser.panes.filtering(self.pane, browser.place, query)
        browser.go(replace(browser.place.filtered(self.pane, query), focus="list"))
        browser.state.remember_query(query)
        open_facets(browser, self.pane)


def _saved_row(name: str) -> Text:
    return join(styled(pad("saved", 9), roles.DIM), styled(one_line(name)))


def open_facets(browser: Browser, pane: str) -> None:
    """Open the prompt and begin to count."""
    ask = AskFacets(browser, pane)
    browser.ask(ask)
    ask.count()


@dataclass
class AskGoto(Ask):
    """`ctrl+p`: anything by a few of its letters, best first; commands show their keys."""

    label: str = "go to"

    def __post_init__(self) -> None:
        commands = self.browser.keymap.commands
        self.bindings = {command.id: keys_words(command) or f":{command.id}" for command in commands}
        self.candidates = _list_destinations(self.browser)

    def offer(self, text: str) -> Offer:
        """What fits, with the letters that made it fit."""
        rows = []
        for found in rank_destinations(text, self.candidates, _SHOWN):
            each = found.candidate
            name = styled(one_line(found.name))
            if len(name.plain) == len(found.name):
                for at in found.positions:
                    name.stylize(roles.KEY, at, at + 1)
            beside = self.bindings.get(each.id, "") if each.kind == "command" else ""
            if found.name != each.label:
                beside = f"= {one_line(each.label)}  {beside}".rstrip()
            row = join(styled(pad(each.kind, 9), roles.DIM), name, styled(f"  {beside}", roles.KEY))
            rows.append(Candidate(f"{each.kind} {each.id}", row))
        return Offer("commands, entities, sources, tags, saved filters", rows)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Go there."""
        if choice is None:
            self.browser.say("nothing is called that")
            return
        kind, _, name = choice.value.partition(" ")
        if kind == "command":
            await self.browser.run(name)
        elif kind == "tag":
            path = self.browser.dossier.tags[name].path
            self.browser.go_filtered("claims", f'tag:"{path}"')
        elif kind == "filter":
            saved = self.browser.dossier.filters[name]
            self.browser.go_filtered(saved.pane, saved.query)
        else:
            self.browser.reveal(name)


def _list_destinations(browser: Browser) -> list[Destination]:
    """What can be gone to: commands before records, and cursor moves behind all."""
    dossier = browser.dossier
    acts: list[Destination] = []
    moves: list[Destination] = []
    for command in order_for_choice(browser.keymap.commands):
        names = (command.id, *command.synonyms.split())
        destination = Destination(command.title, "command", command.id, names)
        (moves if command.section == MOVE else acts).append(destination)

    records: list[Destination] = []
    for entity_id, doc in dossier.entities.docs.items():
        aliases = tuple(alias for alias in doc.get("aliases") or () if isinstance(alias, str))
        records.append(Destination(doc.get("name") or entity_id, "entity", entity_id, aliases))
    for source in dossier.sources.ids():
        records.append(Destination(labels.name(dossier, source), "source", source))
    for tag in dossier.tags:
        records.append(Destination(tag.path, "tag", tag.id, tag.aliases))
    for saved in dossier.filters:
        records.append(Destination(saved.name, "filter", saved.id))
    return acts + records + moves


@dataclass
class AskPlace(Ask):
    """`gh`: the places of this session, the latest last; Enter goes to one."""

    label: str = "place"

    def offer(self, text: str) -> Offer:
        """Every place whose crumbs hold what is typed."""
        trail, words = self.browser.state.trail, text.casefold().split()
        rows: list[Candidate] = []
        chosen = 0
        back, forward = map(self.browser.key, ("history-back", "history-forward"))
        for number, place in enumerate(trail.places):
            crumbs = chrome.crumb_words(self.browser, place)
            query = place.filter(place.pane)
            said = f"{crumbs}  f: {one_line(query)}" if query else crumbs
            if all(word in said.casefold() for word in words):
                chosen = len(rows) if number <= trail.here else chosen
                rows.append(Candidate(str(number), styled(said, roles.SOURCE)))
        return Offer(f"places; {back} goes back, {forward} forward", rows, chosen)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Go there without forgetting the places behind it."""
        if choice is not None:
            self.browser.step_trail(int(choice.value) - self.browser.state.trail.here)


def history(browser: Browser) -> None:
    """gh."""
    browser.ask(AskPlace(browser))


def sort(browser: Browser) -> None:
    """S."""
    browser.open(ChooseSort(browser, browser.place.pane))


def facets(browser: Browser) -> None:
    """F."""
    open_facets(browser, browser.place.pane)


def go_anywhere(browser: Browser) -> None:
    """ctrl+p."""
    browser.ask(AskGoto(browser))
