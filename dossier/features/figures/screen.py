"""`gf`: the figures bench - what is measured of whom, and whether the figures given for it agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text

from dossier.core.derived import advance_work, stamp_tables
from dossier.evidence.figures.groups import Urgency, claims_by_group, each_group, judge_group
from dossier.evidence.findings.findings import findings_of
from dossier.features.figures import act
from dossier.features.figures.act import NO_FIGURES, can_split
from dossier.features.findings.screen import AskDecision, Conflicts
from dossier.query.language.grammar import quote_value
from dossier.records.claim import Claim
from dossier.screen.lists import SideList
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.figures import figure_row, figures_page
from dossier.show.kit import labels
from dossier.show.kit.page import Page
from dossier.text import clip

if TYPE_CHECKING:
    from dossier.evidence.finding import Finding
    from dossier.screen.browser import Browser

_AT_ONCE = 0.02


class FigureBench(SideList):
    """Groups of figures of one subject and property; what disagrees most stands first."""

    noun: ClassVar[tuple[str, str]] = ("group of figures", "groups of figures")
    hints: ClassVar[Mapping[str, str]] = {"in": "its claims", "status": "decide on the worst pair"}
    tall: ClassVar[bool] = True

    decides: ClassVar[bool] = True

    def __init__(self, browser: Browser) -> None:
        super().__init__(browser)
        self._known: object = None
        self._looking = False

    def refresh(self) -> None:
        """Judge the groups, beside the screen where that takes long, anew when a claim changes."""
        if (key := stamp_tables(self.browser.dossier, "claims")) == self._known:
            return
        self._known = key
        found: list[tuple[Urgency, str]] = []
        work = self._judge(found)
        self._looking = not advance_work(work, _AT_ONCE)
        if self._looking:
            self.browser.life.work_off(
                lambda seconds: advance_work(work, seconds), lambda: self._show(found), "figures"
            )
        else:
            self._take(found)

    def _judge(self, found: list[tuple[Urgency, str]]) -> Iterator[None]:
        for group in each_group(self.browser.dossier):
            found.append((group.urgency, group.id))
            yield

    def _take(self, found: list[tuple[Urgency, str]]) -> None:
        ids = tuple(group for _, group in sorted(found))
        self._items = ids if ids != self._items else self._items

    def _show(self, found: list[tuple[Urgency, str]]) -> None:
        self._looking = False
        self._take(found)
        self.browser.derived_changed()

    def known_count(self) -> int | None:
        """As it was judged last, while no claim has changed."""
        now = stamp_tables(self.browser.dossier, "claims")
        return None if self._looking or self._known != now else len(self._items)

    def row(self, item: str, width: int, height: int) -> list[Text]:
        """What is measured, how many figures, what is wrong."""
        return figure_row(self.browser.dossier, item, width, height)

    def page(self, item: str) -> Page | None:
        """The grid, and every pair with its reason."""
        return figures_page(self.browser.dossier, item)

    def heading(self) -> str:
        """Whether more may come."""
        return "looking .." if self._looking else ""

    def empty(self) -> str:
        """No figure at all."""
        if self._looking:
            return "Judging figures .."
        return "No claim has a figure of a subject and a property: there is nothing to compare."

    def target(self, item: str) -> str | None:
        """A group is no record."""
        return None

    def records(self, item: str) -> Sequence[str]:
        """The claims of the group."""
        return claims_by_group(self.browser.dossier).get(item, ())

    async def enter(self, item: str) -> None:
        """The claims of the group."""
        browser = self.browser
        group = judge_group(browser.dossier, item)
        if group is None:
            return
        subject, measured = (
            quote_value(labels.name(browser.dossier, group.subject)),
            quote_value(group.measured),
        )
        query = f"subject:{subject} property:{measured} has:figure"
        if subject is None or measured is None or group.subject not in browser.dossier:
            query = f"id:={','.join(group.claims)}"
        place = replace(browser.place, pane="claims", entity=None, scope=None, quotes=False, focus="list")
        browser.go(place.filtered("claims", query).at("claims", group.claims[0]))

    async def decide(self, words: str) -> None:
        """`s`: on to the worst pair of the group, the undecided first, where it is decided."""
        browser = self.browser
        group = judge_group(browser.dossier, browser.subject or "")
        claims = set(group.claims) if group else set()
        about = [findings_of(browser.dossier).about(claim) for claim in claims]
        found = [each for each in chain.from_iterable(about) if {each.from_, each.to} <= claims]
        if not found:
            browser.say("no two figures of this group contradict or repeat one another")
            return
        worst = min(found, key=_decision_order)
        pane = "conflicts" if worst.type == "contradicts" else "echoes"
        browser.go(replace(browser.place, pane=pane).at(pane, worst.id))
        if worst.state == "candidate":
            browser.ask(AskDecision(browser, [worst]))


def _decision_order(finding: Finding) -> tuple[bool, bool, int, str]:
    """Sorts first what is to be decided first: the undecided, then conflicts, then by what hangs on it."""
    return finding.state != "candidate", finding.type != "contradicts", -finding.weight, finding.id


@dataclass
class AskScope(Ask):
    """`:split`: what the figure of each of two claims is about, one after the other."""

    claims: tuple[str, str]
    scopes: tuple[str, ...] = ()
    text: str = field(default="", init=False)
    keys = "Enter on   Esc cancel"

    def __post_init__(self) -> None:
        claim = self.browser.dossier.find(self.here)
        self.text = claim.figure.scope or "" if isinstance(claim, Claim) and claim.figure else ""
        self.label = f"scope of {'AB'[len(self.scopes)]}"

    @property
    def here(self) -> str:
        """The claim that is asked about."""
        return self.claims[len(self.scopes)]

    def offer(self, text: str) -> Offer:
        """The claim."""
        name = clip(labels.name(self.browser.dossier, self.here), 60)
        return Offer(f"what its figure is about: {name}")

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Ask for the other, then split."""
        browser = self.browser
        scopes = (*self.scopes, text.strip())
        if len(scopes) < 2:
            browser.ask(AskScope(browser, self.claims, scopes))
            return
        one, other = self.claims
        edit = await browser.life.edit(
            lambda: act.split_figures(browser.dossier, one, scopes[0], other, scopes[1])
        )
        browser.life.find()
        browser.say_edit(edit, "they have these scopes already")


def split(browser: Browser) -> None:
    """:split: give the claims of a conflict distinct scopes."""
    finding = browser.feature(Conflicts).findings.get(browser.subject or "")
    if finding is None or not can_split(browser.dossier, finding.from_, finding.to):
        browser.say(NO_FIGURES)
    else:
        browser.ask(AskScope(browser, (finding.from_, finding.to)))
