"""Layers and days: what is shown changes, what is stored never does."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.features.tags.act import tag
from tests.builders import note, tagging
from tests.screen.driver import Driver, flat

EXTRA = [
    note("a.bens", "c.vote", "Ben saw the agenda.", by="ben"),
    tagging("a.bens-tag", "c.vote", "t.unasked", by="ben"),
]


pytestmark = pytest.mark.opens(extra=EXTRA, size=(100, 30), press=("go-claims",), at="c.vote")


async def test_only_mine_hides_what_others_wrote_and_says_so(driver: Driver) -> None:
    assert "Ben saw the agenda." in driver.whole_page()
    assert "#unasked" in driver.cursor_row("claims") + driver.whole_page()
    await driver.command("layer mine")
    assert "Ben saw the agenda." not in driver.whole_page()
    assert "#unasked" not in driver.whole_page()
    assert "[only ada]" in driver.bar("strip")
    await driver.command("layer everybody")
    assert "Ben saw the agenda." in driver.whole_page()
    assert "[only" not in driver.bar("strip")


async def test_the_prompt_offers_everybody_mine_and_each_author(driver: Driver) -> None:
    await driver.command("layer")
    shown = driver.text()
    assert "everybody" in shown
    assert "mine" in shown
    assert "ben" in shown
    await driver.enter("be")
    assert "[only ben]" in driver.bar("strip")


async def test_an_edit_under_a_layer_keeps_what_is_not_shown(driver: Driver, folder: Path) -> None:
    await driver.command("layer mine")
    await driver.press("tag")
    await driver.enter("agenda")
    assert "#agenda" in driver.whole_page()
    await driver.command("layer everybody")
    assert "#agenda" in driver.whole_page()
    assert "Ben saw the agenda." in driver.whole_page()
    with Dossier.open(folder) as stored:
        assert "a.bens" in stored.annotations


async def test_anothers_annotation_is_not_taken_off(driver: Driver) -> None:
    await driver.press("tag")
    await driver.enter("-unasked")
    assert "#unasked" in driver.whole_page()


async def test_a_filter_knows_only_the_layer(driver: Driver) -> None:
    await driver.press("filter")
    await driver.enter("tag:unasked")
    assert driver.box().items == ("c.vote",)
    await driver.command("layer mine")
    assert driver.box().items == ()


async def test_a_day_leaves_out_what_was_published_later_and_keeps_the_undated(driver: Driver) -> None:
    await driver.press("go-sources")
    assert set(driver.box().items) == {"s.courier", "s.minutes", "s.daily"}
    await driver.press("as-of")
    await driver.type("2024-04")
    assert "1 undated source kept and marked" in driver.bar("prompt-heading")
    await driver.keys("enter")
    assert set(driver.box().items) == {"s.courier", "s.minutes"}
    assert "[as of 2024-04]" in driver.bar("strip")
    await driver.press("as-of")
    await driver.keys("ctrl+u", "enter")
    assert set(driver.box().items) == {"s.courier", "s.minutes", "s.daily"}


async def test_a_date_that_does_not_read_says_what_does_and_is_asked_for_again(driver: Driver) -> None:
    await driver.press("as-of")
    await driver.type("yesterday")
    assert driver.bar("prompt-heading").lstrip("─ ").startswith("!")
    await driver.keys("enter")
    assert driver.browser.prompt.input.value == "yesterday"
    assert not driver.browser.dossier.lens


async def test_others_edits_are_taken_in_under_a_layer(driver: Driver, folder: Path) -> None:
    await driver.command("layer ben")
    with Dossier.open(folder, by="ben") as other:
        tag(other, ["c.vote"], ["live"], [])
    await driver.until(lambda: "#live" in driver.whole_page(), "Ben's tag")


async def test_a_source_is_withdrawn_what_it_costs_is_listed_and_it_is_put_back(
    driver: Driver, folder: Path
) -> None:
    await driver.press("go-sources")
    driver.browser.update(driver.place.at("sources", "s.courier"))
    await driver.press("withdraw")
    page = flat(driver.whole_page())
    assert "last quote The council votes on 12 June 2024." in page
    assert "[without 1 source]" in driver.bar("strip")
    assert driver.browser.dossier.quotes_of("c.vote") == ()
    assert driver.place.focus == "list"
    with Dossier.open(folder) as stored:
        assert stored.quotes_of("c.vote") == ("q.vote",)
    await driver.press("withdraw")
    assert driver.browser.state.sheet is None, "what it cost is no longer so"
    assert "[without" not in driver.bar("strip")
    assert driver.browser.dossier.quotes_of("c.vote") == ("q.vote",)


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 36)])
async def test_what_is_left_out_is_said_on_every_screen(driver: Driver, size: tuple[int, int]) -> None:
    await driver.resize(*size)
    await driver.press("go-sources")
    driver.browser.update(driver.place.at("sources", "s.courier"))
    await driver.press("withdraw")
    await driver.command("as-of 2024-06")
    for pane in ("go-entities", "go-claims", "go-timeline", "go-notes", "go-conflicts", "go-figures", "log"):
        await (driver.command(pane) if pane == "log" else driver.press(pane))
        assert "[as of 2024-06, without 1 source]" in driver.bar("strip"), (pane, driver.bar("strip"))


async def test_a_withdrawn_source_can_be_put_back_though_an_entity_is_chosen(driver: Driver) -> None:
    await driver.press("go-entities")
    driver.browser.reveal("e.nordlink")
    await driver.press("in", "go-sources")
    assert driver.box().items == ("s.courier",)
    await driver.press("withdraw")
    assert driver.box().items == ("s.courier",)
    await driver.press("withdraw")
    assert driver.browser.dossier.quotes_of("c.vote") == ("q.vote",)


async def test_marked_sources_are_withdrawn_together(driver: Driver) -> None:
    await driver.press("go-sources", "mark-all", "withdraw")
    assert "[without 3 sources]" in driver.bar("strip")
    assert all(driver.browser.dossier.quotes_of(claim) == () for claim in driver.browser.dossier.claims.ids())
