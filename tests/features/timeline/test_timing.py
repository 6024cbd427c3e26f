"""The timeline's scale and clock, its lanes and bars."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import event
from tests.screen.driver import Driver, ended, opened

EXTRA = [
    event("v.later", "The quay is named", "2024-06-20", "c.cost"),
    event("v.span", "Works on the quay", "2024-05-20/2024-07-02", "c.cost"),
    {**event("v.words", "A storm took the roof", "", "c.cost"), "date": None, "date_note": "last winter"},
    {**event("v.never", "Somebody paid", "", "c.cost"), "date": None},
]


pytestmark = pytest.mark.opens(extra=EXTRA, size=(100, 40), press=("go-timeline",))


def headings(driver: Driver) -> list[str]:
    return [item[1:] for item in driver.box("timeline").items if item.startswith("#")]


async def test_years_months_days_and_back(driver: Driver) -> None:
    assert headings(driver) == ["2024", "DATED BY WORDS ONLY", "UNDATED"]
    await driver.press("scale-in")
    assert headings(driver)[:3] == ["2024-05", "2024-06", "DATED BY WORDS ONLY"]
    assert "by month" in driver.bar("heading-timeline")
    await driver.press("scale-in")
    assert "by day" in driver.bar("heading-timeline")
    assert headings(driver) == ["DATED BY WORDS ONLY", "UNDATED"]  # no two are of one day
    await driver.press("scale-in")
    assert "the finest" in driver.status()
    await driver.press("scale-out", count=5)
    assert headings(driver)[0] == "2024"


async def test_a_heading_has_a_bar_of_how_much_there_is(driver: Driver) -> None:
    row = next(row for row in driver.rows("timeline") if row.strip().startswith("2024 "))
    assert "━━━━" in row
    assert row.rstrip().endswith("4")
    await driver.press("scale-in")
    rows = driver.rows("timeline")
    may, june = (next(row for row in rows if row.strip().startswith(f"2024-0{month} ")) for month in (5, 6))
    assert may.endswith("  2")
    assert june.endswith("  2 +1")
    assert may.count("━") < june.count("━")


async def test_the_cursor_stays_on_its_event(driver: Driver) -> None:
    driver.browser.update(driver.place.at("timeline", "v.later"))
    await driver.settle()
    await driver.press("scale-in", "swap-clock")
    assert driver.box("timeline").item == "v.later"


async def test_the_other_clock_orders_by_the_first_report(driver: Driver) -> None:
    await driver.press("swap-clock")
    assert "when reported" in driver.bar("heading-timeline")
    assert headings(driver) == ["2024", "NOT KNOWN WHEN REPORTED"]
    await driver.press("swap-clock")
    assert headings(driver)[0] == "2024"


async def test_scale_and_clock_are_there_again_after_a_restart(folder: Path) -> None:
    async with opened(folder) as driver:
        await driver.press("go-timeline", "scale-in", "swap-clock", "quit")
        await ended(driver)
    async with opened(folder) as driver:
        assert (driver.place.scale, driver.place.clock) == ("month", "reported")


async def test_as_of_a_day_keeps_the_undated_and_marks_them(driver: Driver) -> None:
    await driver.command("as-of 2024-04-30")
    assert "v.vote" in driver.box("timeline").items
    row = next(row for row in driver.rows("timeline") if "The council votes" in row)
    assert "? The council votes" in row


async def test_the_only_event_of_a_year_is_not_under_a_heading_that_says_the_same(driver: Driver) -> None:
    rows = driver.rows("timeline")
    assert [row.split()[0] for row in rows if "2025" in row] == ["2025"]
