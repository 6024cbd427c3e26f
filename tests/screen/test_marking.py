"""Marks: Space, ranges, all, again; what an act works on, and how it is repeated."""

from __future__ import annotations

import pytest

from dossier.evidence.judgements import notes_on, tags_on
from dossier.features.tags import codebook
from tests.screen.driver import Driver

pytestmark = pytest.mark.opens(press=("go-claims",))


def tag_called(driver: Driver, path: str) -> str:
    return next((tag.id for tag in driver.browser.dossier.tags if tag.path == path), "")


def tagged(driver: Driver, name: str) -> list[str]:
    dossier = driver.browser.dossier
    return [claim for claim in dossier.claims.ids() if name in [tag.path for tag in tags_on(dossier, claim)]]


def stars(driver: Driver) -> int:
    return sum(row[1:2] == "*" for row in driver.rows())


async def test_space_marks_and_goes_on(driver: Driver) -> None:
    items = driver.box().items
    await driver.press("mark", "mark")
    assert driver.box().item == items[2]
    assert stars(driver) == 2
    assert "2 marked" in driver.bar("heading-claims")
    await driver.press("up", "mark")
    assert stars(driver) == 1
    await driver.press("mark", count=3)
    assert "4 marked" in driver.bar("heading-claims")


async def test_an_act_works_on_the_marks_names_them_and_spends_them(driver: Driver) -> None:
    items = driver.box().items
    await driver.press("mark", "mark", "mark", "tag")
    assert "tag 3 MARKED claims" in driver.bar("prompt-heading")
    assert driver.bar("prompt-label").startswith("tag 3>")
    await driver.enter("ferry")
    assert tagged(driver, "ferry") == sorted(items[:3])
    assert "3 claims" in driver.status()
    assert stars(driver) == 0
    await driver.press("mark-again")
    assert stars(driver) == 3
    await driver.press("undo")
    assert tagged(driver, "ferry") == []


async def test_a_range_follows_the_cursor(driver: Driver) -> None:
    await driver.press("mark-range", "down", "down")
    assert stars(driver) == 3
    await driver.press("up")
    assert stars(driver) == 2
    assert "drop range" in driver.bar("hints")
    await driver.press("escape")
    assert stars(driver) == 0
    await driver.press("mark-range", "down", "mark-range", "down", "down")
    assert stars(driver) == 2
    await driver.press("mark-range", "down", "tag")
    await driver.enter("ranged")
    assert len(tagged(driver, "ranged")) == 4


async def test_there_may_be_no_rows_to_mark(driver: Driver) -> None:
    await driver.press("filter")
    await driver.enter("nothing-like-it")
    await driver.press("mark-all")
    assert "no rows are shown" in driver.status()


async def test_space_at_the_end_of_a_range_keeps_it(driver: Driver) -> None:
    await driver.press("mark")
    await driver.press("mark-range", "down", "mark")
    assert stars(driver) == 3
    await driver.press("mark")
    assert stars(driver) == 4


async def test_all_shown_are_marked_and_hidden_marks_are_counted(driver: Driver) -> None:
    await driver.press("filter")
    await driver.enter("terminal")
    shown = list(driver.box().items)
    await driver.press("mark-all")
    assert f"{len(shown)} marked" in driver.bar("heading-claims")
    await driver.press("filter")
    await driver.type(" moves")
    await driver.keys("enter")
    assert f"{len(shown)} marked ({len(shown) - 1} hidden)" in driver.bar("heading-claims")
    await driver.press("tag")
    await driver.enter("hidden-too")
    assert tagged(driver, "hidden-too") == sorted(shown)


async def test_all_twice_marks_none(driver: Driver) -> None:
    await driver.press("mark-all", "mark-all")
    assert stars(driver) == 0


async def test_marks_of_claims_are_not_those_of_sources(driver: Driver) -> None:
    await driver.press("mark", "go-sources", "tag")
    assert "tag source " in driver.bar("prompt-heading")
    await driver.keys("escape")
    await driver.press("go-claims")
    assert "1 marked" in driver.bar("heading-claims")


async def test_a_dot_repeats_the_last_act_here(driver: Driver) -> None:
    items = driver.box().items
    await driver.press("tag")
    await driver.enter("again")
    await driver.press("down", "repeat")
    await driver.press("down", "mark", "mark", "repeat")
    assert tagged(driver, "again") == sorted(items[:4])
    await driver.press("note")
    await driver.enter("The same words.")
    await driver.press("up", "repeat")
    noted = [claim for claim in items if notes_on(driver.browser.dossier, claim)]
    assert len(noted) >= 2


async def test_a_tag_is_meant_whatever_it_is_called_by_now(driver: Driver) -> None:
    await driver.press("tag")
    await driver.enter("first-name")
    await driver.command("tag rename first-name second-name")
    await driver.press("down", "repeat")
    assert len(tagged(driver, "second-name")) == 2
    await driver.press("down", "tag")
    codebook.rename(driver.browser.dossier, tag_called(driver, "second-name"), "third-name")
    await driver.keys("1")
    assert len(tagged(driver, "third-name")) == 3
    assert tag_called(driver, "first-name") == tag_called(driver, "second-name") == ""


async def test_nothing_to_repeat_says_so(driver: Driver) -> None:
    await driver.press("repeat")
    assert "nothing to repeat" in driver.status()


async def test_a_note_on_marks_says_so_before_it_is_written(driver: Driver) -> None:
    items = driver.box().items
    await driver.press("mark", "mark", "note")
    assert "2 MARKED claims" in driver.text()
    await driver.enter("On both.")
    for claim in items[:2]:
        words = [
            note.body.text for note in notes_on(driver.browser.dossier, claim) if hasattr(note.body, "text")
        ]
        assert "On both." in words
    await driver.press("undo")
    assert "On both." not in driver.whole_page()


async def test_marks_survive_another_pane_and_escape(driver: Driver) -> None:
    await driver.press("mark", "escape", "go-entities", "go-claims")
    assert "1 marked" in driver.bar("heading-claims")


async def test_a_refused_tag_can_be_mended_and_esc_forgets_it(driver: Driver) -> None:
    await driver.press("go-claims", "tag")
    await driver.enter("-nosuch")
    assert "there is no tag nosuch" in driver.status()
    assert driver.browser.prompt.input.value == "-nosuch"
    await driver.keys("escape")
    await driver.press("tag")
    assert driver.browser.prompt.input.value == ""


async def test_every_new_tag_is_told_before_it_is_made(driver: Driver) -> None:
    await driver.press("go-claims", "tag")
    known = next(iter(driver.browser.dossier.tags)).path
    await driver.type(f"my, {known} own")
    assert "+ new: my ─" in driver.bar("prompt-heading")
    assert '+ create new tag "own"' in driver.text()
    await driver.keys("space")
    assert "+ new: my, own" in driver.bar("prompt-heading")
