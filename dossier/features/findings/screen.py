"""Lists of findings, and the decision on one: confirmed, dismissed with a reason, or open again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text

from dossier.evidence.finding import Finding, FindingMethod
from dossier.evidence.findings.findings import STATES, Findings, findings_of
from dossier.features.findings.act import decide_findings
from dossier.features.findings.echo_page import echo_page
from dossier.records.vocabulary import DEPENDENCE, State
from dossier.screen.lists import SideList
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.findings import finding_row, pair_page
from dossier.show.kit import labels, roles
from dossier.show.kit.page import Page
from dossier.show.kit.relation_words import finding_noun
from dossier.show.kit.roles import styled
from dossier.text import clip, one_line

if TYPE_CHECKING:
    from dossier.screen.browser import Browser

_STATES: dict[str, State] = {"c": "confirmed", "x": "dismissed", "o": "candidate"}


class FindingList(SideList):
    """Findings of some types, the undecided first, each decided with `s`. They come while they are found."""

    letter: ClassVar[str] = "r"
    tall: ClassVar[bool] = True
    types: ClassVar[tuple[str, ...]]
    then: ClassVar[tuple[str, ...]] = ()
    """The types that stand behind those."""
    hints: ClassVar[Mapping[str, str]] = {"status": "decide", "in": "go there"}
    cannot_annotate: ClassVar[str] = (
        "nobody has decided on this yet: what is confirmed or dismissed can be annotated"
    )

    decides: ClassVar[bool] = True

    def __init__(self, browser: Browser) -> None:
        super().__init__(browser)
        self.findings: dict[str, Finding] = {}
        self._undecided = 0
        self._known: object = None

    @property
    def engine(self) -> Findings:
        """What finds them."""
        return findings_of(self.browser.dossier)

    def refresh(self) -> None:
        """Undecided, confirmed, dismissed; by how much hangs on each."""
        self.browser.life.find()
        key = (id(self.engine), self.engine.version, self.browser.dossier.lens)
        if key == self._known:
            return
        self._known = key
        found = [self._found(state) for state in STATES]
        self.findings = {finding.id: finding for finding in chain.from_iterable(found)}
        self._items, self._undecided = tuple(self.findings), len(found[0])

    def _found(self, state: State) -> tuple[Finding, ...]:
        first = self.engine.ranked(state, types=self.types)
        return first + self.engine.ranked(state, types=self.then) if self.then else first

    def row(self, item: str, width: int, height: int) -> list[Text]:
        """Decision, sort, both records."""
        finding = self.findings.get(item)  # none where a filter is still at the list of a moment ago
        return finding_row(self.browser.dossier, finding, width, height) if finding else [Text("")] * height

    def heading(self) -> str:
        """How many are left to decide, and whether more may come."""
        left = f"{self._undecided:,} to decide" if self._undecided else "all decided" if self.findings else ""
        return left if self.engine.done else f"{left}, looking ..".lstrip(", ")

    def known_count(self) -> int | None:
        """All that were found, once no more can come; under a lens that would have to be looked at."""
        if self.browser.dossier.lens or not self.engine.done:
            return None
        return self.engine.count((*self.types, *self.then))

    def target(self, item: str) -> str | None:
        """The relation that holds the decision can be annotated; without a decision there is none."""
        return item if item in self.browser.dossier else None

    def records(self, item: str) -> Sequence[str]:
        """The relation; without a decision there is none, but the two that it would be between."""
        finding = self.findings[item]
        return (item,) if item in self.browser.dossier else (finding.from_, finding.to)

    async def enter(self, item: str) -> None:
        """Its first record."""
        self.browser.reveal(self.findings[item].from_)

    async def decide(self, words: str) -> None:
        """`s`: one letter; x asks why."""
        browser = self.browser
        chosen = [self.findings[item] for item in browser.rows_meant() if item in self.findings]
        if not chosen:
            browser.say("there is nothing to decide here")
        elif words:
            answer, _, reason = words.strip().partition(" ")
            await _decide_chosen(browser, chosen, answer[:1].casefold(), reason)
        else:
            browser.ask(AskDecision(browser, chosen))


class Conflicts(FindingList):
    """`gx`: pairs of claims that cannot both be true."""

    noun: ClassVar[tuple[str, str]] = ("conflict", "conflicts")
    types: ClassVar[tuple[str, ...]] = ("contradicts",)
    hints: ClassVar[Mapping[str, str]] = {**FindingList.hints, "split": "give scopes"}

    def hints_on(self, item: str | None) -> Mapping[str, str]:
        """Scopes are given to figures."""
        finding = self.findings.get(item or "")
        return self.hints if finding and finding.method is FindingMethod.FIGURES else FindingList.hints

    def page(self, item: str) -> Page | None:
        """Both claims with their quotes."""
        finding = self.findings.get(item)
        return pair_page(self.browser.dossier, finding) if finding else None

    def empty(self) -> str:
        """None found."""
        return "No two claims contradict one another." if self.engine.done else "Looking for conflicts .."


class EchoList(FindingList):
    """`gd`: sources that depend on one another, utterances in two wordings, then what is told twice."""

    title: ClassVar[str] = "copies and repeats"
    noun: ClassVar[tuple[str, str]] = ("copy or repeat", "copies and repeats")
    types: ClassVar[tuple[str, ...]] = (*DEPENDENCE, "same-utterance")
    then: ClassVar[tuple[str, ...]] = ("duplicates", "rounds", "supersedes", "same-event")

    def page(self, item: str) -> Page | None:
        """Both wordings, aligned; of claims and events, both side by side."""
        finding = self.findings.get(item)
        if finding is None:
            return None
        page = pair_page if finding.type in self.then else echo_page
        return page(self.browser.dossier, finding)

    def empty(self) -> str:
        """None found."""
        return (
            "No source copies or repeats another."
            if self.engine.done
            else "Looking for copies and repeats .."
        )


async def _decide_chosen(browser: Browser, chosen: Sequence[Finding], answer: str, reason: str) -> None:
    if answer not in _STATES:
        browser.say(f"{one_line(answer)} is not one of c confirm, x dismiss, o open")
        return
    if answer == "x" and not reason:
        browser.ask(AskWhy(browser, list(chosen)))
        return
    state, place, onward = _STATES[answer], browser.place, _find_next(browser, chosen)
    edit = await browser.life.edit(lambda: decide_findings(browser.dossier, chosen, state, reason or None))
    browser.marks.spend([finding.id for finding in chosen])
    browser.life.find()
    if edit is not None and onward is not None and browser.place == place and state != "candidate":
        browser.update(place.at(place.pane, onward))
    browser.say_edit(edit, f"that is {state} already")


def _find_next(browser: Browser, chosen: Sequence[Finding]) -> str | None:
    """The next of the findings shown that is still to be decided once these are: what is decided sinks."""
    side, place = browser.side_list, browser.place
    decided = {finding.id for finding in chosen}
    if not isinstance(side, FindingList) or browser.subject not in decided:
        return None
    shown = browser.panes.items(place.pane, place)
    here = shown.index(browser.subject) if browser.subject in shown else 0
    for item in (*shown[here:], *shown[:here]):
        if item not in decided and side.findings[item].state == "candidate":
            return item
    return None


def _describe_chosen(browser: Browser, chosen: Sequence[Finding]) -> str:
    if len(chosen) > 1:
        return f"{len(chosen):,} MARKED findings"
    names = (clip(labels.name(browser.dossier, end), 28) for end in (chosen[0].from_, chosen[0].to))
    return f"{finding_noun(chosen[0].type)}: {' | '.join(names)}"


@dataclass
class AskDecision(Ask):
    """One letter."""

    chosen: Sequence[Finding]
    label: str = "decide"
    keys = "c confirm   x dismiss (asks why)   o open again   Esc cancel"
    single_keys = True

    def offer(self, text: str) -> Offer:
        """What is decided, and the letters."""
        rows = [
            Candidate("c", styled("c  confirm: it holds", roles.BODY)),
            Candidate("x", styled("x  dismiss, with a reason; it never comes back by itself", roles.BODY)),
            Candidate("o", styled("o  open again", roles.BODY)),
        ]
        return Offer(_describe_chosen(self.browser, self.chosen), rows, -1)

    def typed(self, text: str) -> bool:
        """A letter is the whole answer."""
        if text and text.casefold() not in _STATES:
            self.retype("")
            return False
        return bool(text)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Decide."""
        answer = text.strip().casefold() or (choice.value if choice else "")
        if answer:
            await _decide_chosen(self.browser, self.chosen, answer, "")
        else:
            self.browser.say("nothing was decided")


@dataclass
class AskWhy(Ask):
    """Why a finding is dismissed: it is remembered with the reason."""

    chosen: Sequence[Finding]
    text: str = ""
    label: str = "dismissed because"
    keys = "Enter dismiss   Esc cancel"

    def offer(self, text: str) -> Offer:
        """A reason is needed."""
        return Offer("a reason, for whoever looks at it later")

    def keep(self, text: str) -> None:
        """What was refused can be mended."""
        self.browser.ask(AskWhy(self.browser, self.chosen, text))

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Dismiss."""
        if text.strip():
            await _decide_chosen(self.browser, self.chosen, "x", text.strip())
        else:
            self.browser.say("not dismissed: that takes a reason")
