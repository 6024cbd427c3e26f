"""The small window of keys that may come next: after `g`, `y`, `S`, and any sequence of one's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dossier.evidence.findings.findings import findings_of
from dossier.keys.commands import short
from dossier.query.sorting import SORTS
from dossier.registry import REGISTRY
from tests.screen.driver import Driver, bundled, flat, opened, steps_of

pytestmark = pytest.mark.opens(bundled=True)


def window(driver: Driver) -> list[str]:
    """The lines of the window, title first."""
    top = driver.screen.query_one("#next-keys").region.y
    return [line.rstrip() for line in driver.lines()[top:-1]]


async def test_g_shows_every_place_with_its_count(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        await driver.until(lambda: findings_of(driver.browser.dossier).done, "the findings")
        conflicts = findings_of(driver.browser.dossier).count(("contradicts",))
        await driver.keys("g")
        shown = window(driver)
        assert shown[0].startswith("── GO TO ─")
        words = flat(" ".join(shown))
        places = [command for command in REGISTRY.commands if command.opens and command.keys]
        assert len(places) >= 10
        for command in places:
            assert f"{command.keys[0].split()[1]} {short(command).capitalize()} " in f"{words} ", command.id
        tags = len(driver.browser.dossier.tags)
        for counted in ("e Entities 90", "c Claims 266", "t Timeline 31", "n Notes 11", f"T Codebook {tags}"):
            assert counted in words
        assert f"x Conflicts {conflicts} " in words
        assert "q Review .." in words  # only a visit works it out
        assert "/ search everything" in words
        assert not any(line.endswith("..") and "Review" not in line for line in shown)
        assert len(shown) <= 8
        assert driver.status() == "g" + " " * (len(driver.status()) - 11) + "Esc cancel"


async def test_a_count_is_known_once_the_list_was_seen_and_until_something_changes(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        await driver.press("go-review", "go-claims")
        await driver.keys("g")
        assert "q Review 266" in flat(driver.text())
        await driver.press("escape", "status")
        await driver.enter("s")
        await driver.keys("g")
        assert "q Review .." in flat(driver.text())


async def test_the_next_key_goes_there_and_esc_cancels(driver: Driver) -> None:
    before = driver.place
    await driver.keys("g")
    assert driver.shows("#next-keys")
    await driver.keys("escape")
    assert not driver.shows("#next-keys")
    assert driver.place == before
    await driver.keys("g", "c")
    assert driver.place.pane == "claims"
    assert not driver.shows("#next-keys")
    await driver.keys("g", "z")
    assert not driver.shows("#next-keys")
    assert driver.status().startswith("gz is not bound here")


async def test_y_shows_what_can_be_copied(driver: Driver) -> None:
    await driver.keys("y")
    words = flat(" ".join(window(driver)))
    for copied in ("y quote + citation", "q quote", "c claim", "p passage", "l link", "i id"):
        assert f" {copied} " in f" {words} "
    assert driver.status().endswith("Esc cancel")


@pytest.mark.parametrize("pane", ["claims", "entities", "sources", "timeline", "notes"])
async def test_sorting_shows_every_way_and_the_one_that_is_on(driver: Driver, pane: str) -> None:
    await driver.press(f"go-{pane}", "sort")
    words = flat(" ".join(window(driver)))
    for sort in SORTS[pane]:
        assert f" {sort.letter} {sort.name} " in f" {words} "
    assert f"{SORTS[pane][0].name} (now)" in words
    assert not any(line.endswith("..") for line in window(driver))
    await driver.keys("escape")
    assert not driver.shows("#next-keys")
    assert driver.place.sort(pane) == ("", False)


async def test_a_key_that_sorts_nothing_says_so_and_the_keyboard_is_back(driver: Driver) -> None:
    await driver.press("go-claims", "sort")
    await driver.keys("z")
    assert "z is not one of the keys shown" in driver.status()
    assert driver.browser.mode is None
    await driver.press("down")
    assert not driver.shows("#next-keys")


@pytest.mark.parametrize("size", [(50, 10), (60, 16), (80, 24), (120, 36), (200, 60)], ids=str)
async def test_every_key_is_whole_at_every_size(driver: Driver, size: tuple[int, int]) -> None:
    await driver.resize(*size)
    for opening in ("g", "y", "S"):
        driver.browser.update(replace(driver.place, pane="claims"))
        await driver.keys(opening)
        cells = driver.screen.query_one("#next-keys").cells  # type: ignore[attr-defined]
        words = flat(" ".join(window(driver)))
        for cell in cells:
            assert f" {cell.key} {cell.words}" in f" {words}"
        await driver.keys("escape")


async def test_a_click_on_a_key_is_the_key(driver: Driver) -> None:
    await driver.keys("g")
    line = next(line for line in window(driver) if "Sources" in line)
    y = window(driver).index(line)
    await driver.pilot.click("#next-keys", offset=(line.index("Sources"), y))
    await driver.settle()
    assert driver.place.pane == "sources"
    await driver.press("sort")
    line = next(line for line in window(driver) if "title" in line)
    await driver.pilot.click("#next-keys", offset=(line.index("title"), window(driver).index(line)))
    await driver.settle()
    assert driver.place.sort("sources")[0] == "title"


def test_every_place_has_a_key_of_the_window() -> None:
    for command in REGISTRY.commands:
        if command.opens and command.keys:
            assert steps_of(command.id)[0] == "g"
