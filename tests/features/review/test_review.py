"""`gq`: a pass over what is undecided, one key a decision; left and resumed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.evidence.judgements import badge_of, status_mark
from dossier.features.notes.act import ask_question
from tests.builders import STAMP, build, claim, quote, source
from tests.screen.driver import Driver, ended, opened

QUESTION = {
    "id": "a.question", "target": "c.vote", "motivation": "questioning",
    "body": {"text": "Which council?", "format": "text/markdown"}, **STAMP,
}  # fmt: skip


pytestmark = pytest.mark.opens(extra=[QUESTION], press=("go-review",))


def queue(driver: Driver) -> tuple[str, ...]:
    return driver.browser.panes.items("review", driver.place)


async def test_it_lists_what_is_undecided_and_says_what_lacks(driver: Driver) -> None:
    assert len(queue(driver)) == 10
    row = driver.browser.panes.draw("review", "c.vote", 78, 1)[0].plain
    assert row.endswith("grade, status, origin, answer")
    assert "grade" in driver.cursor_row("review")
    assert "0 of 10 done" in driver.bar("heading-side")
    assert "TO DECIDE" in driver.page()
    driver.browser.update(driver.place.at("review", "c.vote"))
    await driver.settle()
    assert "- " in driver.page().splitlines()[1]
    assert "origin" in driver.page().split("supported")[0]


async def test_what_every_claim_lacks_is_said_once_and_quietly(driver: Driver, tmp_path: Path) -> None:
    assert "- as with all 10 claims: one origin, no primary document" in driver.page()
    assert "no primary document supports it" not in driver.page()
    docs = [
        source("s.tape", kind="transcript"),
        quote("q.tape", "was not asked", "s.tape"),
        claim("c.tape", "Taped.", "q.tape"),
    ]
    async with opened(build(tmp_path / "more", extra=docs)) as other:
        await other.press("go-review")
        assert "no primary document supports it" in other.page()
        assert "- as with all 11 claims: one origin\n" in other.page()


async def test_one_key_decides_and_goes_on(driver: Driver) -> None:
    first, second = queue(driver)[:2]
    await driver.press("review-supported")
    assert status_mark(driver.browser.dossier, first) == "+"
    assert driver.box().item == second
    await driver.press("review-disputed")
    assert status_mark(driver.browser.dossier, second) == "~"
    await driver.press("undo")
    assert status_mark(driver.browser.dossier, second) == ""


async def test_it_is_filtered_like_claims(driver: Driver) -> None:
    everything = queue(driver)
    await driver.press("filter")
    await driver.enter("kind:figure")
    figures = queue(driver)
    assert 0 < len(figures) < len(everything)
    assert all(driver.browser.dossier.peek(claim)["kind"] == "figure" for claim in figures)
    await driver.press("review-supported")
    assert set(queue(driver)) <= set(figures)


async def test_what_is_decided_leaves_the_queue_and_is_counted(driver: Driver) -> None:
    first = queue(driver)[0]
    await driver.press("review-leave")
    assert first not in queue(driver)
    assert "1 of 10 done" in driver.bar("heading-side")
    assert "left as it is" in driver.status()


async def test_what_was_left_is_back_when_it_lacks_something_else(driver: Driver) -> None:
    dossier = driver.browser.dossier
    claim = next(claim for claim in queue(driver) if claim == "c.cost")
    driver.browser.update(driver.place.at("review", claim))
    await driver.press("grade")
    await driver.keys("2")
    assert badge_of(dossier, claim).text.endswith("2")
    driver.browser.update(driver.place.at("review", claim))
    await driver.press("review-leave")
    assert claim not in queue(driver)
    question = {**QUESTION, "id": "a.another", "target": claim}
    await driver.browser.life.edit(lambda: dossier.edit("asked", lambda draft: draft.put(question)))
    assert claim in queue(driver)


async def test_marks_are_decided_together(driver: Driver) -> None:
    first, second, third = queue(driver)[:3]
    await driver.press("mark", "mark", "mark", "review-refuted")
    dossier = driver.browser.dossier
    assert [status_mark(dossier, claim) for claim in (first, second, third)] == ["-", "-", "-"]


async def test_a_chosen_entity_narrows_the_review(driver: Driver) -> None:
    await driver.press("go-entities")
    driver.browser.reveal("e.nordlink")
    await driver.press("in", "go-review")
    assert set(queue(driver)) < set(driver.browser.dossier.claims_about("e.nordlink")) | {"?"}
    assert f"of {len(driver.browser.dossier.claims_about('e.nordlink'))} done" in driver.bar("heading-side")


async def test_enter_reads_the_quotes_and_back_returns(driver: Driver) -> None:
    await driver.press("down", "in")
    assert driver.place.quotes
    await driver.press("back")
    assert driver.place.pane == "review"


async def test_left_and_resumed(folder: Path) -> None:
    async with opened(folder) as driver:
        await driver.press("go-review", "review-leave", "down")
        here, rest = driver.box().item, queue(driver)
        await driver.press("quit")
        await ended(driver)
    async with opened(folder) as driver:
        assert driver.place.pane == "review"
        assert driver.box().item == here
        assert queue(driver) == rest


async def test_an_empty_queue_says_so(driver: Driver) -> None:
    await driver.press("mark-all", "review-leave")
    assert "All 10 claims shown in Claims are decided or were left as they are." in driver.text()


async def test_an_undo_stays_in_the_review(driver: Driver) -> None:
    first = queue(driver)[0]
    await driver.press("review-supported", "grade")
    await driver.keys("3")
    await driver.press("undo")
    assert driver.place.pane == "review"
    await driver.press("undo")
    assert (driver.place.pane, driver.browser.subject) == ("review", first)
    assert "undone: status supported" in driver.status()


async def test_undo_takes_back_what_was_left_and_only_that(driver: Driver) -> None:
    first, second = queue(driver)[:2]
    await driver.press("review-supported")
    await driver.press("review-leave")
    assert second not in queue(driver)
    await driver.press("undo")
    assert (driver.browser.subject, driver.place.pane) == (second, "review")
    assert "1 claim to review again" in driver.status()
    assert status_mark(driver.browser.dossier, first) == "+"
    await driver.press("undo")
    assert status_mark(driver.browser.dossier, first) == ""


async def test_what_is_left_a_second_time_leaves_the_queue(driver: Driver) -> None:
    first = queue(driver)[0]
    await driver.press("review-leave")
    assert first not in queue(driver)
    ask_question(driver.browser.dossier, [first], "Since when?")
    driver.browser.changed()
    assert first in queue(driver)
    driver.browser.update(driver.place.at("review", first))
    await driver.press("review-leave")
    assert first not in queue(driver)
