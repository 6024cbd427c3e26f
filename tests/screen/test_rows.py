"""Lists on the screen: whole claims, and events that fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.records.event import Event
from dossier.screen.chrome import Arrangement
from tests.builders import claim, tagging
from tests.screen.driver import Driver, bundled, ended, flat, opened

LONG = (
    "The harbour board of Orsund had the ferry terminal moved to the north quay in the year after the line "
    "was told of it by the newspaper, and none of those who use it each day was asked, as the line said"
)
"""A claim of 200 characters."""
EXTRA = (claim("c.long", LONG, "q.cost"), tagging("a.long", "c.long", "t.cost"))


@pytest.mark.opens(extra=EXTRA, size=(120, 36), press=("go-claims",), at="c.long")
async def test_a_claim_of_200_characters_is_read_whole_in_the_list(driver: Driver) -> None:
    assert len(LONG) == 200
    shown = flat(" ".join(row.lstrip(">") for row in driver.rows("claims")))
    assert LONG in shown


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (160, 45), (200, 60)])
async def test_no_claim_on_the_screen_is_cut(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(bundled(tmp_path), size) as driver:
        await driver.press("go-claims")
        box, dossier = driver.box(), driver.browser.dossier
        for _ in range(12):
            await driver.press("page-down")
            shown = flat(" ".join(driver.rows()))
            for number in range(box.top, box.top + box.page):
                assert flat(dossier.claims[box.items[number]].text) in shown.replace("> ", "")


async def test_a_page_goes_on_as_far_as_rows_were_whole(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path), (120, 36)) as driver:
        await driver.press("go-claims")
        seen: set[str] = set()
        box = driver.box()
        for _ in range(60):
            seen.update(box.items[box.top : box.top + box.page])
            await driver.press("page-down")
        assert seen == set(box.items)


async def test_eight_events_fit_on_a_small_screen(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        await driver.press("go-timeline")
        box, dossier = driver.box(), driver.browser.dossier
        whole = [dossier.find(item) for item in box.items[box.top : box.top + box.page]]
        events = [event for event in whole if isinstance(event, Event)]
        assert len(events) == 8
        shown = flat(" ".join(driver.rows()))
        assert all(event.title in shown for event in events)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_a_date_says_whole_that_it_is_inferred(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(bundled(tmp_path), size) as driver:
        await driver.press("go-timeline")
        await driver.stand_at("v.v3-stir")
        assert driver.cursor_row().startswith("> 2024-12-25 inferred ")


def list_share(driver: Driver) -> int:
    """How much of the screen the lists have, in percent."""
    lists, body = driver.screen.query_one("#panes").region, driver.screen.query_one("#body").region
    if driver.browser.arrangement is Arrangement.STACKED:
        return round(100 * lists.height / body.height)
    return round(100 * lists.width / body.width)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_border_is_moved_and_remembered(tmp_path: Path, size: tuple[int, int]) -> None:
    folder = bundled(tmp_path)
    async with opened(folder, size) as driver:
        await driver.press("go-claims")
        before = list_share(driver)
        await driver.keys("ctrl+right", "ctrl+right")
        moved = list_share(driver)
        assert moved >= before + 4
        await driver.press("quit")
        await ended(driver)
    async with opened(folder, size) as driver:
        assert list_share(driver) == moved
        await driver.keys("ctrl+left", "ctrl+left")
        assert list_share(driver) <= moved - 4
        await driver.press("border-left", count=20)
        assert "as far as it goes" in driver.message
        assert driver.cursor_row()


async def test_a_pane_that_has_the_whole_screen_has_no_border(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path), (120, 36)) as driver:
        await driver.press("zoom")
        await driver.keys("ctrl+right")
        assert "no border" in driver.message
        assert driver.browser.state.list_shares == {}
