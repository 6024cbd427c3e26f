"""`gq`: the claims that still lack a decision. One key decides and goes on; what was left is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import orjson
from rich.text import Text

from dossier.core.derived import advance_work, stamp
from dossier.evidence.gaps import gaps, shared_gaps
from dossier.features.judging.screen import standing
from dossier.features.review.queue import ANSWER, GRADE, ORIGIN, STATUS, Review
from dossier.records.claim import Claim
from dossier.records.kinds import TABLES
from dossier.screen import session
from dossier.screen.acting import perform
from dossier.screen.drilling import quotes_of
from dossier.screen.lists import Side
from dossier.screen.marking import rows_meant
from dossier.screen.moving import move_list
from dossier.show import rows
from dossier.show.claim import claim_page
from dossier.show.kit import roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.roles import styled
from dossier.text import clip, plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler
    from dossier.screen.living import Living

_AT_ONCE = 0.012
_FILE = "left.json"


class ReviewQueue(Side):
    """The claims that the Claims pane shows, as far as something of them is undecided."""

    name: ClassVar[str] = "review"
    noun: ClassVar[tuple[str, str]] = ("claim to review", "claims to review")
    letter: ClassVar[str] = "c"
    tall: ClassVar[bool] = True
    lone: ClassVar[bool] = False

    def __init__(self, stage: Living) -> None:
        super().__init__(stage)
        self.queue: dict[str, tuple[str, ...]] = {}
        self.of = 0
        self.left = _load(stage)
        self._before: tuple[object, dict[str, tuple[str, ...]]] | None = None
        self._items: tuple[str, ...] = ()
        self._looking = False
        self._known: object = None

    def items(self) -> tuple[str, ...]:
        """The queue; worked out anew, beside the screen where that takes long, when something changed."""
        if self.stage.place.pane != self.name or self.stage.loader is not None:
            return self._items
        claims = self.stage.panes.items("claims", self.stage.place)
        key = (id(claims), stamp(self.stage.dossier, *TABLES), id(self.left))
        if key != self._known:
            self._known = key
            review = Review(self.stage.dossier, claims, self.left)
            if review.run(_AT_ONCE):
                self._take(review)
            else:
                self._looking = not self._items
                work = lambda seconds: self._go_on(review, seconds)  # noqa: E731
                self.stage.work_off(work, lambda: self._show(review, looking=False), self.name)
        return self._items

    def _go_on(self, review: Review, seconds: float) -> bool:
        """Of a queue that is not known yet, the first ones are shown at once."""
        done = review.run(seconds)
        if review.queue and not self._items:
            self._show(review, looking=True)
        return done

    def _take(self, review: Review) -> None:
        self.queue, self.of = review.queue, len(review.claims)
        self._items = tuple(review.queue)
        work = shared_gaps(self.stage.dossier).ready()
        if not advance_work(work, _AT_ONCE):
            self.stage.work_off(lambda seconds: advance_work(work, seconds), self._redraw_soon, "gaps")

    def _redraw_soon(self) -> None:
        """Not at once: this may be called while the screen is being drawn."""
        self.stage.call_later(self.stage.redraw)

    def _show(self, review: Review, *, looking: bool) -> None:
        self._looking = looking
        self._take(review)
        self.stage.sync()

    def row(self, item: str, width: int, height: int) -> list[Text]:
        """The claim's row, with what it lacks."""
        claim = self.stage.dossier.find(item)
        if not isinstance(claim, Claim):
            return rows.record_row(self.stage.dossier, item, width, height)
        lacks = styled(", ".join(self.queue.get(item, ())), roles.NOTE)
        return rows.claim_row(self.stage.dossier, claim, width, height, lacks)

    def page(self, item: str) -> Page | None:
        """The claim's evidence, under what is to be decided."""
        claim = self.stage.dossier.find(item)
        if not isinstance(claim, Claim):
            return None
        page = claim_page(self.stage.dossier, claim)
        lacks = ", ".join(_words(self.queue.get(item, ())))
        keys = "  ".join(
            f"{self.stage.key(command)} {words}"
            for command, words in (
                ("review-supported", "supported"),
                ("review-refuted", "refuted"),
                ("review-disputed", "disputed"),
                ("grade", "grade"),
                ("review-leave", "leave as it is"),
            )
        )
        shared = shared_gaps(self.stage.dossier)
        missing = [
            Block(styled(f"- {gap.words}", roles.WARN), hang=2)
            for gap in gaps(self.stage.dossier, item)
            if gap.kind not in shared.kinds
        ]
        if shared.words:
            missing.append(Block(styled(f"- {shared.words}", roles.DIM), hang=2))
        blocks = (
            Block(styled(f"TO DECIDE  {lacks}", roles.KEY)),
            *missing,
            Block(styled(keys, roles.DIM)),
            BLANK,
        )
        return replace(page, blocks=(*blocks, *page.blocks))

    def heading(self) -> str:
        """How far the review has come."""
        if self._looking:
            return "looking .."
        done = self.of - len(self._items)
        return f"{done:,} of {self.of:,} done; the rest lacks" if self.of else ""

    def empty(self) -> str:
        """All is decided, or nothing was there to decide."""
        if self._looking:
            return "Looking for what is undecided .."
        if not self.of:
            return "There is no claim to review here."
        return f"All {plural(self.of, 'claim')} shown in Claims are decided or were left as they are."

    def kept(self) -> Sequence[str]:
        """Claims come and go with what is decided on them."""
        return self.stage.panes.items("claims", self.stage.place)

    async def enter(self, browser: Browser, item: str) -> None:
        """Its quotes; h and q come back."""
        browser.go(quotes_of(browser, browser.place, item))

    def leave(self, claims: list[str]) -> None:
        """Leave these as they are; they are back when they come to lack something else."""
        self._before = stamp(self.stage.dossier, *TABLES), self.left
        self.left = {**self.left, **{claim: self.queue.get(claim, ()) for claim in claims}}
        _save(self.stage, self.left)

    def take_back(self, browser: Browser) -> str:
        """What was left last is to be decided after all, unless something was edited since."""
        before, self._before = self._before, None
        if before is None or before[0] != stamp(self.stage.dossier, *TABLES):
            return ""
        back = [claim for claim, lacks in self.left.items() if before[1].get(claim) != lacks]
        self.left = before[1]
        _save(self.stage, self.left)
        browser.update(browser.place.at(self.name, back[0] if back else None))
        return f"{plural(len(back), 'claim')} to review again"


def _words(lacks: tuple[str, ...]) -> list[str]:
    """What is lacking, as a row says it."""
    said = {GRADE: "no grade", ORIGIN: "no second origin", STATUS: "no status", ANSWER: "open question"}
    return [said[each] for each in lacks]


def _load(stage: Living) -> dict[str, tuple[str, ...]]:
    with suppress(OSError, ValueError, AttributeError, TypeError):
        data = orjson.loads((session.folder(stage.dossier) / _FILE).read_bytes())
        return {str(claim): tuple(map(str, lacks)) for claim, lacks in data.items()}
    return {}


def _save(stage: Living, left: dict[str, tuple[str, ...]]) -> None:
    with suppress(OSError):
        session.write(session.folder(stage.dossier) / _FILE, orjson.dumps(left))


def _decide(answer: str) -> Handler:
    async def decide(browser: Browser, count: int | None, words: str) -> None:
        here = browser.subject
        chosen = rows_meant(browser)
        if not chosen:
            browser.say("there is nothing to decide here")
            return
        if answer:
            await perform(browser, standing(browser, answer), chosen)
        else:
            ReviewQueue.on(browser).leave(chosen)
            browser.marks.spend(chosen)
            name = clip(rows.record_row(browser.dossier, chosen[0], 400, 1)[0].plain.strip(), 40)
            browser.say(f"left as {'they are' if len(chosen) > 1 else 'it is'}: {name}")
        browser.sync()
        if browser.subject == here:  # it lacks something else: on to the next, it stays in the queue
            move_list(browser, 1)

    return decide


HANDLERS: dict[str, Handler] = {
    "review-supported": _decide("+"),
    "review-refuted": _decide("-"),
    "review-disputed": _decide("~"),
    "review-leave": _decide(""),
}
