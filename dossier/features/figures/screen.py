"""`gf`: the figures bench - what is measured of whom, and whether the figures given for it agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text

from dossier.core.derived import advance_work, stamp
from dossier.evidence.figures.groups import Urgency, claims_by_group, each_group, judge_group
from dossier.evidence.findings.findings import findings_of
from dossier.features.findings.screen import AskDecision, Conflicts, Echoes
from dossier.query.language.grammar import quote_value
from dossier.screen.lists import Side
from dossier.show.figures import figure_row, figures_page
from dossier.show.kit import labels
from dossier.show.kit.page import Page

if TYPE_CHECKING:
    from dossier.evidence.finding import Finding
    from dossier.screen.browser import Browser
    from dossier.screen.living import Living

_AT_ONCE = 0.02


class FigureBench(Side):
    """Groups of figures of one subject and property; what disagrees most stands first."""

    name: ClassVar[str] = "figures"
    noun: ClassVar[tuple[str, str]] = ("group of figures", "groups of figures")
    hints: ClassVar[Mapping[str, str]] = {"in": "its claims", "status": "decide on the worst pair"}
    tall: ClassVar[bool] = True

    def __init__(self, stage: Living) -> None:
        super().__init__(stage)
        self._items: tuple[str, ...] = ()
        self._known: object = None
        self._looking = False

    def items(self) -> tuple[str, ...]:
        """The groups; judged beside the screen where that takes long, anew when a claim changes."""
        if self.stage.place.pane != self.name or self.stage.loader is not None:
            return self._items
        if (key := stamp(self.stage.dossier, "claims")) != self._known:
            self._known = key
            found: list[tuple[Urgency, str]] = []
            work = self._judge(found)
            self._looking = not advance_work(work, _AT_ONCE)
            if self._looking:
                judge = lambda seconds: advance_work(work, seconds)  # noqa: E731
                self.stage.work_off(judge, lambda: self._show(found), self.name)
            else:
                self._take(found)
        return self._items

    def _judge(self, found: list[tuple[Urgency, str]]) -> Iterator[None]:
        for group in each_group(self.stage.dossier):
            found.append((group.urgency, group.id))
            yield

    def _take(self, found: list[tuple[Urgency, str]]) -> None:
        ids = tuple(group for _, group in sorted(found))
        self._items = ids if ids != self._items else self._items

    def _show(self, found: list[tuple[Urgency, str]]) -> None:
        self._looking = False
        self._take(found)
        self.stage.sync()

    def row(self, item: str, width: int, height: int) -> list[Text]:
        """What is measured, how many figures, what is wrong."""
        return figure_row(self.stage.dossier, item, width, height)

    def page(self, item: str) -> Page | None:
        """The grid, and every pair with its reason."""
        return figures_page(self.stage.dossier, item)

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
        return claims_by_group(self.stage.dossier).get(item, ())

    async def enter(self, browser: Browser, item: str) -> None:
        """The claims of the group."""
        group = judge_group(browser.dossier, item)
        if group is None:
            return
        subject = quote_value(labels.name(browser.dossier, group.subject))
        measured = quote_value(group.measured)
        query = f"subject:{subject} property:{measured} has:figure"
        if subject is None or measured is None or group.subject not in browser.dossier:
            query = f"id:={','.join(group.claims)}"
        place = replace(browser.place, pane="claims", entity=None, scope=None, quotes=False, focus="list")
        browser.go(place.filtered("claims", query).at("claims", group.claims[0]))

    async def decide(self, browser: Browser, words: str) -> bool:
        """`s`: on to the worst pair of the group, the undecided first, where it is decided."""
        group = judge_group(browser.dossier, browser.subject or "")
        claims = set(group.claims) if group else set()
        about = [findings_of(browser.dossier).about(claim) for claim in claims]
        found = [each for each in chain.from_iterable(about) if {each.from_, each.to} <= claims]
        if not found:
            browser.say("no two figures of this group contradict or repeat one another")
            return True
        worst = min(found, key=_urgency)
        side = Conflicts if worst.type == "contradicts" else Echoes
        browser.go(replace(browser.place, pane=side.name).at(side.name, worst.id))
        if worst.state == "candidate":
            browser.ask(AskDecision(browser, [worst]))
        return True


def _urgency(finding: Finding) -> tuple[bool, bool, int, str]:
    """Sorts first what is to be decided first: the undecided, then conflicts, then by what hangs on it."""
    return finding.state != "candidate", finding.type != "contradicts", -finding.weight, finding.id
