"""`gq`: the claims that still lack a decision. One key decides and goes on; what was left is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import orjson
from rich.text import Text

from dossier.core.derived import advance_work, stamp_tables
from dossier.evidence.gaps import find_gaps, shared_gaps_of
from dossier.features.judging.screen import act_of_status
from dossier.features.review.queue import ANSWER, GRADE, ORIGIN, STATUS, Review
from dossier.home import NoHome
from dossier.records.claim import Claim
from dossier.records.kinds import TABLES
from dossier.screen import session
from dossier.screen.acts import perform
from dossier.screen.lists import SideList
from dossier.show import rows
from dossier.show.claim import claim_page
from dossier.show.kit import roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.roles import styled
from dossier.text import clip, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.screen.browser import Browser

_AT_ONCE = 0.012
_FILE = "left.json"


class ReviewQueue(SideList):
    """The claims that the Claims pane shows, as far as something of them is undecided."""

    noun: ClassVar[tuple[str, str]] = ("claim to review", "claims to review")
    letter: ClassVar[str] = "c"
    wraps: ClassVar[bool] = True
    keeps_source: ClassVar[bool] = True

    def __init__(self, browser: Browser) -> None:
        super().__init__(browser)
        self.queue: dict[str, tuple[str, ...]] = {}
        self.of = 0
        self.left: dict[str, tuple[str, ...]] = {}
        self._before: tuple[object, dict[str, tuple[str, ...]]] | None = None
        self._looking = False
        self._known: tuple[object, ...] = ()

    def loaded(self) -> None:
        """Take up what was left for later the last time."""
        self.left = _load_left(self.browser)

    def refresh(self) -> None:
        """Work the queue out anew, beside the screen where that takes long, when something changed."""
        browser = self.browser
        claims = browser.panes.items("claims", browser.place)
        key = (id(claims), stamp_tables(browser.dossier, *TABLES), id(self.left))
        if key == self._known:
            return
        self._known = key
        review = Review(browser.dossier, claims, self.left)
        if review.run(_AT_ONCE):
            self._take(review)
        else:
            self._looking = not self._items
            browser.life.work_off(
                lambda seconds: self._go_on(review, seconds),
                lambda: self._show(review, looking=False),
                "review",
            )

    def _go_on(self, review: Review, seconds: float) -> bool:
        """Of a queue that is not known yet, the first ones are shown at once."""
        done = review.run(seconds)
        if review.queue and not self._items:
            self._show(review, looking=True)
        return done

    def _take(self, review: Review) -> None:
        browser = self.browser
        self.queue, self.of = review.queue, len(review.claims)
        self._items = tuple(review.queue)
        work = shared_gaps_of(browser.dossier).ready()
        if not advance_work(work, _AT_ONCE):
            browser.life.work_off(
                lambda seconds: advance_work(work, seconds), browser.derived_changed, "gaps"
            )

    def _show(self, review: Review, *, looking: bool) -> None:
        self._looking = looking
        self._take(review)
        self.browser.derived_changed()

    def known_count(self) -> int | None:
        """As it was worked out last, while nothing has changed."""
        as_it_is = stamp_tables(self.browser.dossier, *TABLES) in self._known
        return len(self._items) if as_it_is and not self._looking else None

    def row(self, item: str, width: int, height: int) -> list[Text]:
        """The claim's row, with what it lacks."""
        claim = self.browser.dossier.find(item)
        if not isinstance(claim, Claim):
            return rows.record_row(self.browser.dossier, item, width, height)
        lacks = styled(", ".join(self.queue.get(item, ())), roles.NOTE)
        row = rows.claim_row(self.browser.dossier, claim, width, height)
        return rows.add_at_end(row, lacks, width, height)

    def page(self, item: str) -> Page | None:
        """The claim's evidence, under what is to be decided."""
        claim = self.browser.dossier.find(item)
        if not isinstance(claim, Claim):
            return None
        page = claim_page(self.browser.dossier, claim)
        lacks = ", ".join(_describe_lacks(self.queue.get(item, ())))
        keys = "  ".join(
            f"{self.browser.key(command)} {words}"
            for command, words in (
                ("review-supported", "supported"),
                ("review-refuted", "refuted"),
                ("review-disputed", "disputed"),
                ("grade", "grade"),
                ("review-leave", "leave as it is"),
            )
        )
        shared = shared_gaps_of(self.browser.dossier)
        missing = [
            Block(styled(f"- {gap.words}", roles.WARN), hang=2)
            for gap in find_gaps(self.browser.dossier, item)
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
        return f"{done:,} of {self.of:,} done, missing:" if self.of else ""

    def empty(self) -> str:
        """All is decided, or nothing was there to decide."""
        if self._looking:
            return "Looking for what is undecided .."
        if not self.of:
            return "There is no claim to review here."
        return f"All {plural(self.of, 'claim')} shown in Claims are decided or were left as they are."

    def kept(self) -> Sequence[str]:
        """Claims come and go with what is decided on them."""
        return self.browser.panes.items("claims", self.browser.place)

    async def enter(self, item: str) -> None:
        """Its quotes; h and q come back."""
        self.browser.go(self.browser.inside_claim(self.browser.place, item))

    def leave(self, claims: list[str]) -> None:
        """Leave these as they are; they are back when they come to lack something else."""
        self._before = stamp_tables(self.browser.dossier, *TABLES), self.left
        self.left = {**self.left, **{claim: self.queue.get(claim, ()) for claim in claims}}
        _save_left(self.browser.dossier, self.left)

    def take_back(self) -> str:
        """What was left last is to be decided after all, unless something was edited since."""
        before, self._before = self._before, None
        if before is None or before[0] != stamp_tables(self.browser.dossier, *TABLES):
            return ""
        back = [claim for claim, lacks in self.left.items() if before[1].get(claim) != lacks]
        self.left = before[1]
        _save_left(self.browser.dossier, self.left)
        self.browser.update(self.browser.place.at("review", back[0] if back else None))
        return f"{plural(len(back), 'claim')} to review again"


def _describe_lacks(lacks: tuple[str, ...]) -> list[str]:
    """What is lacking, as a row says it."""
    said = {GRADE: "no grade", ORIGIN: "no second origin", STATUS: "no status", ANSWER: "open question"}
    return [said[each] for each in lacks]


def _load_left(browser: Browser) -> dict[str, tuple[str, ...]]:
    try:
        path = session.folder(browser.dossier) / _FILE
    except NoHome:
        return {}
    found, notice = session.load_state(path, _parse_left)
    if notice:
        browser.fail(notice)
    return found or {}


def _parse_left(data: Any) -> dict[str, tuple[str, ...]]:
    left = {str(claim): tuple(lacks) for claim, lacks in data.items()}
    if not all(isinstance(each, str) for lacks in left.values() for each in lacks):
        raise TypeError("what a claim lacks is said in words")
    return left


def _save_left(dossier: Dossier, left: dict[str, tuple[str, ...]]) -> None:
    with suppress(OSError):
        session.write(session.folder(dossier) / _FILE, orjson.dumps(left))


async def review_supported(browser: Browser) -> None:
    """+."""
    await _decide_claims(browser, "+")


async def review_refuted(browser: Browser) -> None:
    """-."""
    await _decide_claims(browser, "-")


async def review_disputed(browser: Browser) -> None:
    """~."""
    await _decide_claims(browser, "~")


async def _decide_claims(browser: Browser, answer: str) -> None:
    """Give the claims a status, and go on to the next."""
    here = browser.subject
    await perform(browser, act_of_status(browser, answer), browser.rows_meant())
    _go_on_from(browser, here)


def review_leave(browser: Browser) -> None:
    """=: leave the claims as they are, and go on to the next."""
    here, chosen = browser.subject, browser.rows_meant()
    browser.feature(ReviewQueue).leave(chosen)
    browser.marks.spend(chosen)
    name = clip(rows.record_row(browser.dossier, chosen[0], 400, 1)[0].plain.strip(), 40)
    browser.say(f"left as {'they are' if len(chosen) > 1 else 'it is'}: {name}")
    browser.settle()
    browser.redraw()
    _go_on_from(browser, here)


def _go_on_from(browser: Browser, here: str | None) -> None:
    """On to the next claim where the one decided on lacks something else, and stays in the queue."""
    if browser.subject == here:
        browser.move_cursor(1)
