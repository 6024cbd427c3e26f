"""Grades, status and weight: prompts that take one key a judgement and need no Enter."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from dossier.core.annotating import ActOutcome
from dossier.features.judging import act
from dossier.features.judging.act import What, clear_judgement, give_reason, sources_to_grade
from dossier.features.judging.view import NO_BREAK, scale_ends, scale_legend
from dossier.records.problems import DossierError, EditRefused, describe_refusal
from dossier.records.vocabulary import STATUS_MARKS, Scheme
from dossier.screen.acts import Act, perform, target_words
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import labels, roles
from dossier.show.kit.roles import join, styled
from dossier.text import clip, one_line

if TYPE_CHECKING:
    from rich.text import Text

    from dossier.core.dossier import Dossier
    from dossier.screen.browser import Browser
    from dossier.store.history import Edit

CLEAR = "-"


def _read_keys(text: str) -> str:
    """What is typed as the keys that were meant: `Ｂ２` and `～` of a Chinese keyboard too."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


@dataclass
class Judging(Ask):
    """A prompt of single keys. What a key cannot mean is said, taken off the line, and changes nothing."""

    targets: list[str]
    wrong: str = field(default="", init=False)
    schemes: ClassVar[tuple[Scheme, ...]] = ()
    what: ClassVar[What] = "grade"
    keys = "Enter done   - clear mine   Esc cancel"
    single_keys = True

    def steps(self) -> tuple[str, ...]:
        """The keys allowed in each position; a later position's keys may come first."""
        raise NotImplementedError

    def offer(self, text: str) -> Offer:
        """The legend, and what was typed that is none of it."""
        width = max(self.browser.size.width - 4, 20)
        lines = [line for scheme in self.schemes for line in textwrap.wrap(scale_legend(scheme), width)]
        if len(lines) > self.browser.prompt.room():
            lines = [scale_ends(scheme) for scheme in self.schemes]
        rows = [Candidate("", styled(line.replace(NO_BREAK, " "), roles.DIM)) for line in lines]
        if self.wrong:
            typed = _read_keys(text)
            allowed = ", ".join("/".join(step) for step in self.behind(typed) or ())
            none = "" if typed or CLEAR in allowed else f" (or {CLEAR})"
            behind = f" behind {one_line(text).upper()}" if typed else ""
            return Offer(f"! {one_line(self.wrong)} is not one of {allowed}{none}{behind}", rows, -1)
        return Offer(self.heading(), rows, -1)

    def heading(self) -> str:
        """What is judged."""
        return f"{self.label} {target_words(self.browser.dossier, self.targets, 56)}"

    def fits(self, text: str) -> bool:
        """Whether this can be the beginning of an answer."""
        return text == CLEAR or self.behind(text) is not None

    def behind(self, text: str) -> tuple[str, ...] | None:
        """The keys that may follow, by position; None where this begins no answer."""
        steps = self.steps()
        for char in text:
            at = next((number for number, step in enumerate(steps) if char in step), None)
            if at is None:
                return None
            steps = steps[at + 1 :]
        return steps

    def typed(self, text: str) -> bool:
        """A key that ends the answer does it."""
        lowered = _read_keys(text)
        if not self.fits(lowered):
            self.wrong = text[-1]
            self.retype(text[:-1])
            self.show_offer(text[:-1])
            return False
        if lowered and len(lowered) >= len(self.wrong):
            self.wrong = ""
        return bool(lowered) and (lowered == CLEAR or lowered[-1] in self.steps()[-1])

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Judge, or take the last judgement off."""
        answer = _read_keys(text)
        if not answer:
            self.browser.say("nothing was judged")
        elif answer == CLEAR:
            await perform(self.browser, self.clearing(), self.targets)
        else:
            await self.judge(answer)

    def clearing(self) -> Act:
        """The act of taking one's own judgement off."""
        dossier, what = self.browser.dossier, self.what
        return Act(
            f"clear {what}",
            lambda chosen: clear_judgement(dossier, chosen, what),
            f"no {what} of yours is there",
        )

    async def judge(self, answer: str) -> None:
        """Do it."""
        raise NotImplementedError


@dataclass
class AskGrade(Judging):
    """`c`: a letter for the source, a digit for the information; a digit first keeps the letter that is."""

    claim: str | None = None
    source: str | None = None
    """The one of a claim's several sources that is being read: a letter goes there without a question."""
    label: str = field(default="grade", init=False)

    def heading(self) -> str:
        """The target; and which source a letter is for, where that is not plain from it."""
        if self.source is None:
            return super().heading()
        dossier = self.browser.dossier
        name = clip(labels.name(dossier, self.source), 24)
        return f"{self.label} {target_words(dossier, self.targets, 28)}, a letter is for {name}"

    @property
    def schemes(self) -> tuple[Scheme, ...]:  # type: ignore[override]  # a source has no digit
        """The scales that the targets can be judged on."""
        only_sources = all(target[0] == "s" for target in self.targets)
        return ("admiralty-source",) if only_sources else ("admiralty-source", "admiralty-info")

    def steps(self) -> tuple[str, ...]:
        """A letter, then a digit."""
        return ("abcdef", "123456")[: len(self.schemes)]

    def clearing(self) -> Act:
        """Of the claim, of the source, or of the claim's support by the quote."""
        dossier, claim = self.browser.dossier, self.claim
        return Act(
            "clear grade",
            lambda chosen: clear_judgement(dossier, chosen, claim=_claim_for(chosen, claim)),
            "no grade of yours is there",
        )

    async def judge(self, answer: str) -> None:
        """Give it; where a letter could go to several sources, ask which."""
        letter = next((char for char in answer if char.isalpha()), None)
        digit = next((char for char in answer if char.isdigit()), None)
        browser = self.browser
        if letter and self.source is None:
            which = await browser.life.off_thread(self._find_several_sources)
            if which:
                browser.ask(AskWhich(browser, self.targets, letter, digit, self.claim, which))
                return
        sources = None if self.source is None else [self.source]
        await perform(browser, act_of_grading(browser, letter, digit, self.claim, sources), self.targets)

    def _find_several_sources(self) -> list[str]:
        """The sources that a letter could go to, where for one of the targets there are several."""
        found: dict[str, None] = {}
        for target in self.targets:
            sources = sources_to_grade(self.browser.dossier, target)
            if len(sources) > 1:
                found.update(dict.fromkeys(sources))
        return list(found)


def act_of_grading(
    browser: Browser,
    letter: str | None,
    digit: str | None,
    claim: str | None = None,
    sources: Sequence[str] | None = None,
) -> Act:
    """The act of giving a grade; `claim` is the one whose support by quotes is graded."""
    dossier = browser.dossier

    def do(chosen: Sequence[str]) -> ActOutcome:
        return act.give_grade(
            dossier, chosen, letter, digit, claim=_claim_for(chosen, claim), sources=sources
        )

    return Act(
        f"{letter or ''}{digit or ''}".upper(), do, "that is its grade already", "scq", ask_why=_ask_why
    )


def _claim_for(chosen: Sequence[str], claim: str | None) -> str | None:
    return claim if all(record[0] == "q" for record in chosen) else None


@dataclass
class AskWhich(Ask):
    """Which of several sources a letter is meant for: a number; for several claims also `a`, all of them."""

    targets: list[str]
    letter: str
    digit: str | None
    claim: str | None
    sources: list[str]
    wrong: str = field(default="", init=False)
    single_keys = True

    def __post_init__(self) -> None:
        self.label = f"{self.letter.upper()} rates"
        self._numbers = {str(number): source for number, source in enumerate(self.sources[:9], 1)}
        self._answers = [*self._numbers]
        cancel = "Esc cancel" if self.digit is None else f"Esc only the {self.digit}"
        self.keys = f"a number   {cancel}"
        if len(self.targets) > 1:
            self._answers.append("a")
            self.keys = f"a number   a all of them   {cancel}"

    def offer(self, text: str) -> Offer:
        """The sources, as many as there are digits with a number."""
        rows = []
        for place, source in enumerate(self.sources, 1):
            number = str(place) if str(place) in self._numbers else " "
            words = _source_words(self.browser.dossier, source)
            rows.append(Candidate(source, join(styled(f"{number}  ", roles.KEY), words)))
        if "a" in self._answers:
            rows.append(Candidate("a", styled(f"a  all {len(self.sources)}", roles.KEY)))
        if self.wrong:
            return Offer(f"! {self._refusal(self.wrong)}", rows, 0)
        return Offer(f"{self.letter.upper()} rates a source. Which one?", rows, 0)

    def typed(self, text: str) -> bool:
        """A number that is offered is the whole answer; what is none is said and taken off the line."""
        if not text or _read_keys(text) in self._answers:
            return bool(text)
        self.wrong = text[-1]
        self.retype("")
        self.show_offer("")
        return False

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Grade."""
        answer = _read_keys(text)
        if not answer and choice is not None:
            answer = choice.value
        if answer == "a" and "a" in self._answers:
            chosen = self.sources
        elif answer in self.sources:
            chosen = [answer]
        elif answer in self._numbers:
            chosen = [self._numbers[answer]]
        else:
            raise EditRefused(self._refusal(text))
        act = act_of_grading(self.browser, self.letter, self.digit, self.claim, chosen)
        await perform(self.browser, act, self.targets)

    async def key(self, key: str) -> bool:
        """Esc gives no letter; a digit that was typed with it is given all the same."""
        if key != "escape" or self.digit is None:
            return await super().key(key)
        self.close()
        try:
            await perform(
                self.browser, act_of_grading(self.browser, None, self.digit, self.claim), self.targets
            )
        except (DossierError, OSError) as error:
            self.browser.fail(describe_refusal(error))
        return True

    def keep(self, text: str) -> None:
        """The grade that is to go to one of them is not lost."""
        self.browser.ask(replace(self))

    def _refusal(self, answer: str) -> str:
        """Why an answer is none."""
        return f"{one_line(answer)} is not one of {'/'.join(self._answers)}"


def _source_words(dossier: Dossier, source: str) -> Text:
    """Who published it, where that is known, and its title."""
    publisher, title = labels.source_name(dossier, source), labels.name(dossier, source)
    named = styled(f"{publisher}: ", roles.SOURCE) if publisher != title else ""
    return join(named, styled(clip(title, 60)))


@dataclass
class AskStatus(Judging):
    """`s`: one letter, or its sign."""

    label: str = field(default="status of", init=False)
    schemes: ClassVar[tuple[Scheme, ...]] = ("status",)
    what: ClassVar[What] = "status"
    keys = "x clear mine   Esc cancel"

    def steps(self) -> tuple[str, ...]:
        """A letter, or the sign that the rows show."""
        return ("srdox" + "".join(STATUS_MARKS.values()),)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Here `-` is refuted, so x takes a status off."""
        answer = _read_keys(text)
        if answer == "x":
            await perform(self.browser, self.clearing(), self.targets)
        elif answer:
            await self.judge(answer)
        else:
            self.browser.say("nothing was judged")

    async def judge(self, answer: str) -> None:
        """Say how it stands."""
        await perform(self.browser, act_of_status(self.browser, answer), self.targets)


def act_of_status(browser: Browser, answer: str) -> Act:
    """The act of giving a status."""
    dossier = browser.dossier
    return Act(
        f"status {answer}",
        lambda chosen: act.give_status(dossier, chosen, answer),
        "that is its status already",
        "c",
        ask_why=_ask_why,
    )


@dataclass
class AskWeigh(Judging):
    """`w`: a likelihood 1-7, then a confidence l m h; either may be left out with Enter."""

    label: str = field(default="weigh", init=False)
    schemes: ClassVar[tuple[Scheme, ...]] = ("likelihood", "confidence")
    what: ClassVar[What] = "weight"

    def steps(self) -> tuple[str, ...]:
        """How likely, how sure."""
        return ("1234567", "lmh")

    async def judge(self, answer: str) -> None:
        """Weigh."""
        dossier = self.browser.dossier
        likely = next((char for char in answer if char.isdigit()), None)
        sure = next((char for char in answer if char.isalpha()), None)
        weighing = Act(
            f"weigh {answer}",
            lambda chosen: act.give_weight(dossier, chosen, likely, sure),
            "that is its weight already",
            "c",
            ask_why=_ask_why,
        )
        await perform(self.browser, weighing, self.targets)


@dataclass
class AskReason(Ask):
    """`a` right after a judgement: why."""

    given: Sequence[str]
    text: str = ""
    label = "why"
    keys = "Enter add the reason   Esc no reason (the next one is a note again)"

    def keep(self, text: str) -> None:
        """What was refused is there again."""
        self.text = text
        self.browser.ask(self)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Put the reason into the judgement."""
        if not text.strip():
            self.browser.say("no reason given")
            return
        edit = await self.browser.life.edit(lambda: give_reason(self.browser.dossier, self.given, text))
        self.browser.say_edit(edit, "that is the reason already")


def _ask_why(browser: Browser, edit: Edit) -> Ask:
    """Asks for the reason of the judgements that an edit gave."""
    return AskReason(browser, edit.records)


async def grade(browser: Browser, words: str) -> None:
    """c, or `:grade b2`."""
    claim = browser.place.claim if browser.place.quotes else None
    targets = browser.targets()
    await _ask_or_judge(AskGrade(browser, targets, claim, _source_being_read(browser, targets)), words)


def _source_being_read(browser: Browser, targets: Sequence[str]) -> str | None:
    """Of a claim with several sources, that of the quote which is being read in the reader."""
    if browser.place.focus != "reader" or browser.state.sheet is not None or len(targets) != 1:
        return None
    dossier, claim = browser.dossier, targets[0]
    if claim[0] != "c" or len(dossier.sources_of(claim)) < 2:
        return None
    quote = browser.reader.item_at_top(dossier.quotes_of(claim))
    return dossier.quotes[quote].source if quote else None


async def status(browser: Browser, words: str) -> None:
    """s, or `:status +`; a list of findings decides on the finding."""
    side = browser.side_list
    if side is not None and side.decides:
        await side.decide(words)
    else:
        await _ask_or_judge(AskStatus(browser, browser.targets()), words)


async def weigh(browser: Browser, words: str) -> None:
    """w, or `:weigh 6h`."""
    await _ask_or_judge(AskWeigh(browser, browser.targets()), words)


async def _ask_or_judge(ask: Judging, words: str) -> None:
    """Ask, or take the answer that came with the command's name."""
    if not words:
        ask.browser.ask(ask)
    elif ask.fits(_read_keys(words)):
        await ask.submit(words, None)
    else:
        allowed = ", ".join("/".join(step) for step in ask.steps())
        ask.browser.say(f"{one_line(words)} is not one of {allowed}")
