"""`gT`: the codebook on the screen; each change one step over all uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dossier.evidence.judgements import tags_on
from tests.builders import STAMP, build, tagging
from tests.screen.driver import Driver, flat, opened

EXTRA: list[dict[str, Any]] = [
    {"id": "t.gpu", "path": "money/cost/gpu", "aliases": ["chips"], **STAMP},
    {"id": "t.price", "path": "price", **STAMP},
    tagging("a.price-1", "c.cost-exact", "t.price"),
    tagging("a.price-2", "c.cost", "t.price", by="ben"),
    tagging("a.gpu", "c.vote", "t.gpu"),
]


pytestmark = pytest.mark.opens(extra=EXTRA, press=("go-codebook",))


def paths(driver: Driver) -> list[str]:
    return sorted(tag.path for tag in driver.browser.dossier.tags)


def on(driver: Driver, record: str) -> list[str]:
    return [tag.path for tag in tags_on(driver.browser.dossier, record)]


async def at(driver: Driver, tag: str) -> None:
    driver.browser.update(driver.place.at("codebook", tag))
    await driver.settle()


async def test_tags_stand_under_one_another_with_uses_and_definitions(driver: Driver) -> None:
    rows = driver.rows("codebook")
    assert "#money/cost" in rows[0]
    assert "What the move costs" in rows[0]
    assert "2 uses" in rows[0]
    assert "    #money/cost/gpu" in rows[1]
    assert "used once" in rows[1]
    assert "also chips" in rows[1]
    assert "1 used once" in driver.bar("heading-side")
    assert "claim The move costs about 12 million crowns." in flat(driver.whole_page())


async def test_enter_lists_the_claims_that_bear_it_or_one_below(driver: Driver) -> None:
    await driver.press("in")
    assert driver.place.pane == "claims"
    assert set(driver.box().items) == {"c.cost", "c.vote"}
    await driver.press("back")
    assert driver.place.pane == "codebook"


async def test_a_rename_moves_what_stands_below_in_one_step(driver: Driver) -> None:
    await driver.press("tag-rename")
    assert "1 below it move along" in driver.bar("prompt-heading")
    await driver.keys("ctrl+u")
    await driver.enter("finance")
    assert paths(driver) == ["finance", "finance/gpu", "price", "unasked"]
    await driver.press("undo")
    assert paths(driver) == ["money/cost", "money/cost/gpu", "price", "unasked"]


async def test_marked_tags_are_merged_into_one_and_their_names_become_aliases(driver: Driver) -> None:
    await at(driver, "t.price")
    await driver.press("mark")
    await at(driver, "t.cost")
    await driver.press("tag-merge")
    assert driver.browser.prompt.input.value == "money/cost"
    await driver.keys("enter")
    assert "price" not in paths(driver)
    assert on(driver, "c.cost-exact") == ["money/cost"]
    assert driver.browser.dossier.tags["t.cost"].aliases == ("price",)
    await driver.press("undo")
    assert on(driver, "c.cost-exact") == ["price"]
    assert on(driver, "c.cost") == ["money/cost", "price"]


async def test_a_definition_and_an_alias_are_a_line_each(driver: Driver) -> None:
    await at(driver, "t.price")
    await driver.press("tag-define")
    await driver.enter("What somebody pays.")
    await driver.press("tag-alias")
    await driver.enter("prix")
    tag = driver.browser.dossier.tags["t.price"]
    assert (tag.definition, tag.aliases) == ("What somebody pays.", ("prix",))
    assert "What somebody pays." in driver.page()
    assert "prix" in driver.page()


async def test_a_delete_takes_it_off_every_record_and_undo_puts_it_back(driver: Driver) -> None:
    await at(driver, "t.price")
    await driver.press("tag-delete")
    assert "price" not in paths(driver)
    assert on(driver, "c.cost") == ["money/cost"]
    assert "2 records" in driver.status()
    await driver.press("undo")
    assert on(driver, "c.cost") == ["money/cost", "price"]


async def test_marked_records_get_another_tag_in_its_place(driver: Driver) -> None:
    await at(driver, "t.price")
    await driver.press("tag-split")
    assert "first mark some of those" in driver.status()
    await driver.press("in")
    assert set(driver.box().items) == {"c.cost", "c.cost-exact"}
    driver.browser.update(driver.place.at("claims", "c.cost-exact"))
    await driver.press("mark", "back", "tag-split")
    await driver.enter("exact-price")
    assert on(driver, "c.cost-exact") == ["exact-price"]
    assert "price" in on(driver, "c.cost")


async def test_the_command_line_changes_the_codebook_from_anywhere(driver: Driver) -> None:
    await driver.press("go-claims")
    await driver.command("tag rename price money/price")
    assert "money/price" in paths(driver)
    await driver.command("tag merge money/price into money/cost")
    assert "money/price" not in paths(driver)
    await driver.command("tag delete nothing-like-it")
    assert driver.status().startswith("! ")


async def test_the_filters_of_this_session_follow_a_tag_through_rename_and_undo(driver: Driver) -> None:
    await at(driver, "t.price")
    await driver.press("in")
    shown = driver.box().items
    await driver.command("tag rename price money/fee")
    assert (driver.place.filter("claims"), driver.box().items) == ("tag:money/fee", shown)
    await driver.press("undo")
    assert (driver.place.filter("claims"), driver.box().items) == ("tag:price", shown)


async def test_words_find_tags_that_may_want_tidying(driver: Driver) -> None:
    await driver.press("filter")
    await driver.enter("used once")
    assert driver.box().items == ("t.gpu",)


async def test_an_undo_stays_in_the_codebook(driver: Driver) -> None:
    await at(driver, "t.price")
    await driver.press("tag-merge")
    await driver.enter("money/cost")
    await driver.press("undo")
    assert (driver.place.pane, driver.browser.subject) == ("codebook", "t.price")
    assert "price" in paths(driver)


async def test_an_empty_definition_takes_it_away(driver: Driver) -> None:
    await at(driver, "t.cost")
    await driver.press("tag-define")
    await driver.keys("ctrl+u", "enter")
    assert "took the definition off" in driver.status()
    assert driver.browser.dossier.tags["t.cost"].definition is None


async def test_a_refused_name_can_be_mended_and_why_is_said(driver: Driver) -> None:
    await at(driver, "t.price")
    await driver.press("tag-rename")
    await driver.keys("ctrl+u")
    await driver.enter("money/cost")
    assert "there is a tag money/cost already" in driver.status()
    assert driver.browser.prompt.input.value == "money/cost"
    await driver.enter("-2")
    assert "renamed tag price to money/cost-2" in driver.status()


async def test_of_two_tags_of_one_name_the_one_under_the_cursor_is_meant(tmp_path: Path) -> None:
    twice = [{"id": "t.a", "path": "twice", **STAMP}, {"id": "t.b", "path": "Twice", **STAMP}]
    twice += [tagging("a.a", "c.vote", "t.a"), tagging("a.b", "c.cost", "t.b")]
    async with opened(build(tmp_path / "twice", extra=twice)) as driver:
        await driver.press("go-codebook")
        await at(driver, "t.b")
        await driver.press("tag-define")
        await driver.enter("The second.")
        assert driver.browser.dossier.tags["t.b"].definition == "The second."
        await driver.press("mark")
        await at(driver, "t.a")
        await driver.press("tag-merge")
        await driver.keys("enter")
        assert "Twice" not in paths(driver)
        assert "twice" in on(driver, "c.cost")
