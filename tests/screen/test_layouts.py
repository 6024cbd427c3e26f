"""The screen at every size that it has a layout for, with and without colour, in both themes."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from rich.cells import cell_len

from dossier.keys.names import key_words
from dossier.records.kinds import MAIN_PANES
from dossier.registry import REGISTRY
from dossier.screen.chrome import SMALLEST, Arrangement, arrangement_for
from tests.screen.driver import Driver, bundled, opened

SIZES = {
    (44, 8): Arrangement.TINY,
    (50, 10): Arrangement.SINGLE,
    (60, 16): Arrangement.SINGLE,
    (71, 17): Arrangement.SINGLE,
    (72, 24): Arrangement.STACKED,
    (80, 24): Arrangement.STACKED,
    (99, 30): Arrangement.STACKED,
    (100, 30): Arrangement.BESIDE,
    (120, 36): Arrangement.BESIDE,
    (159, 40): Arrangement.BESIDE,
    (160, 40): Arrangement.WIDE,
    (200, 60): Arrangement.WIDE,
}
ONE_EACH = {size: SIZES[size] for size in ((44, 8), (60, 16), (80, 24), (120, 36), (160, 40))}
CHAIN = ("in", "down", "in", "down", "in")
WALK = (*CHAIN, "info", "out", "out", "go-timeline", "go-sources", "go-notes", "go-claims", "in")


def whole(driver: Driver) -> None:
    """What holds on every screen: lines of exactly its width, and the cursor of the list in view."""
    columns, rows = driver.screen.size
    lines = driver.lines()
    assert len(lines) == rows
    assert [cell_len(line) for line in lines] == [columns] * rows


def words_of_hints() -> set[str]:
    """Every word that a hint line may show."""
    words = {"?", "help", "its", "claims", "quotes", "read", "source", "go", "there", "in"}
    steps = ("clear filter", "back", "show all", "close", "dismiss", "end search", "unzoom")
    words |= {"Esc", *" ".join(steps).split()}
    for command in REGISTRY.commands:
        if command.rank:
            words |= {key_words(command.keys[0]), *command.hint.split()}
    return words


def arranged(driver: Driver, mode: Arrangement) -> None:
    """The right widgets are where this arrangement has them."""
    place, screen = driver.place, driver.screen
    reading = place.focus == "reader"
    shown = [name for name in MAIN_PANES if driver.shows(f"#pane-{name}")]
    assert driver.browser.arrangement is mode
    if mode is Arrangement.TINY:
        assert not driver.shows("#body")
        columns, rows = screen.size
        assert f"dossier needs {SMALLEST[0]}x{SMALLEST[1]}, this is {columns}x{rows}" in driver.text()
        return
    strip = driver.bar("strip").casefold()
    assert all(name[:8] in strip for name in MAIN_PANES), strip
    assert not set(driver.status().split()) - words_of_hints()
    readers = screen.query_one("#readers").region
    panes = screen.query_one("#panes").region
    body = screen.query_one("#body").region
    match mode:
        case Arrangement.SINGLE:
            assert driver.shows("#readers") is reading
            assert shown == ([] if reading else [place.pane])
        case Arrangement.STACKED:
            assert shown == [place.pane]
            assert panes.bottom == readers.y
            assert panes.width == readers.width == body.width
            list_share = (1, 1) if place.pane == "timeline" and not place.quotes else (2, 3)
            assert abs(panes.height * list_share[1] - readers.height * list_share[0]) <= 5
        case Arrangement.BESIDE:
            assert shown == [place.pane]
            assert panes.right < readers.x
            assert panes.height == readers.height == body.height
            assert abs(panes.width * 3 - readers.width * 2) <= 5
            assert driver.box().row_height > 1
        case Arrangement.WIDE:
            assert shown == list(MAIN_PANES)
            assert driver.shows("#slot-source")
            heights = {name: screen.query_one(f"#list-{name}").region.height for name in MAIN_PANES}
            assert min(heights.values()) >= 4
            assert heights[place.pane] == max(heights.values())
            assert driver.shows("#slot-evidence")
    assert driver.shows("#slot-source") is (mode is Arrangement.WIDE)


@pytest.mark.parametrize(("size", "mode"), SIZES.items(), ids=str)
async def test_every_place_at_every_size(tmp_path: Path, size: tuple[int, int], mode: Arrangement) -> None:
    async with opened(bundled(tmp_path), size) as driver:
        arranged(driver, mode)
        for command in WALK:
            await driver.press(command)
            whole(driver)
            if driver.place.pane != "notes" and command != "info":
                arranged(driver, mode)
        assert driver.place.depth == "quotes"
        assert driver.place.entity == "e.liang-wenfeng"


@pytest.mark.parametrize("size", [(44, 8), (60, 16), (80, 24), (120, 36), (160, 40)], ids=str)
async def test_without_colour(tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(bundled(tmp_path), size) as driver:
        for command in (*CHAIN, "info", "out", "out", "go-timeline", "go-claims", "in"):
            await driver.press(command)
            whole(driver)
        for command in ("tag", "help"):
            await driver.press(command)
            whole(driver)
            await driver.keys("escape")
        await driver.press("note")
        await driver.keys("tab")
        whole(driver)
        await driver.keys("escape")
        if size[0] > SMALLEST[0]:
            quote = driver.browser.dossier.quotes_of(driver.place.claim or "")[0]
            assert driver.place.quote == quote
            assert reversed_in(driver)  # the cursor is seen without colour


def reversed_in(driver: Driver) -> list[str]:
    """What stands in reverse on the screen."""
    return [
        segment.text.strip()
        for strip in driver.strips()
        for segment in strip
        if segment.style is not None and segment.style.reverse and segment.text.strip()
    ]


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (160, 40)], ids=str)
async def test_in_the_light_theme(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(bundled(tmp_path), size) as driver:
        dark = {segment.style for strip in driver.strips() for segment in strip}
        driver.app.theme = "dossier-light"
        await driver.settle()
        light = {segment.style for strip in driver.strips() for segment in strip}
        assert not {style.bgcolor for style in dark if style} & {style.bgcolor for style in light if style}
        for command in (*CHAIN, "go-timeline", "go-sources"):
            await driver.press(command)
            whole(driver)


async def test_in_every_theme_of_textual(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        await driver.press("in")
        for name in sorted(driver.app.available_themes):
            driver.app.theme = name
            await driver.settle()
            whole(driver)
            assert driver.cursor_row()


async def test_another_size_keeps_place_and_focus(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        await driver.press(*CHAIN)
        place = driver.place
        assert (place.depth, place.focus) == ("quotes", "reader")
        for size, mode in SIZES.items():
            await driver.resize(*size)
            assert driver.place == place
            arranged(driver, mode)
            whole(driver)
            if mode is not Arrangement.TINY:
                slot = "source" if mode is Arrangement.WIDE else "evidence"
                assert in_view(driver, place.quote or "", slot), size
        await driver.resize(80, 24)
        await driver.press("out", "out", "last", "up")
        place = driver.place
        for size, mode in reversed(SIZES.items()):
            await driver.resize(*size)
            assert driver.place == place
            if mode is not Arrangement.TINY:
                box = driver.box()
                assert box.item == place.cursor("claims")
                assert box.top <= box.cursor < box.top + box.page
                assert driver.cursor_row()


def in_view(driver: Driver, quote: str, slot: str) -> bool:
    reader = driver.reader(slot)
    shown = reader.lines[reader.top : reader.top + reader.size.height]
    return any(quote in line.begins for line in shown)


@pytest.mark.parametrize("size", [(60, 16), (80, 24)], ids=str)
async def test_who_has_read_on_is_not_taken_back(tmp_path: Path, size: tuple[int, int]) -> None:
    """Neither a prompt nor a look at the list nor another height moves the text that is being read."""
    async with opened(bundled(tmp_path), size) as driver:
        await driver.press(*CHAIN)
        reader = driver.reader()
        await driver.press("last")
        await driver.press("up", count=5)
        top, line = reader.top, reader.lines[reader.top].text.plain
        assert not in_view(driver, driver.place.quote or "", "evidence")
        for command in ("note", "find", "palette"):
            await driver.press(command)
            await driver.keys("escape")
            assert (reader.top, reader.lines[reader.top].text.plain) == (top, line)
        await driver.press("next-pane", "next-pane")
        assert (reader.top, reader.lines[reader.top].text.plain) == (top, line)
        await driver.press("reader", "reader")
        assert reader.top == top
        await driver.resize(size[0], size[1] - 1)
        assert reader.lines[reader.top].text.plain == line


async def test_too_small_still_takes_keys(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path), (44, 8)) as driver:
        await driver.press("in", "down", "tag")
        await driver.enter("small-screen")
        await driver.resize(80, 24)
        assert driver.place.pane == "claims"
        assert "#small-screen" in driver.page()


@pytest.mark.parametrize(("size", "mode"), ONE_EACH.items(), ids=str)
async def test_zoom_reader_and_tab(tmp_path: Path, size: tuple[int, int], mode: Arrangement) -> None:
    async with opened(bundled(tmp_path), size) as driver:
        if mode is Arrangement.TINY:
            await driver.press("zoom", "reader", "next-pane")
            assert driver.place.focus == "reader"
            return
        await driver.press("zoom")
        assert driver.shows("#panes")
        assert not driver.shows("#readers")
        assert driver.screen.query_one("#panes").region.width == size[0]
        whole(driver)
        await driver.press("next-pane") if mode is not Arrangement.WIDE else await driver.press(
            "previous-pane"
        )
        assert driver.place.focus == "reader"
        assert driver.shows("#readers")
        assert not driver.shows("#panes")
        whole(driver)
        await driver.press("escape")  # unzoom
        assert driver.place.focus == "reader"
        await driver.press("out", "reader")
        assert not driver.shows("#readers")
        whole(driver)
        await driver.press("reader")
        assert driver.shows("#readers") is (mode is not Arrangement.SINGLE)


@pytest.mark.parametrize(("size", "mode"), ONE_EACH.items(), ids=str)
async def test_tab_goes_round_what_is_on_the_screen(
    tmp_path: Path, size: tuple[int, int], mode: Arrangement
) -> None:
    async with opened(bundled(tmp_path), size) as driver:
        await driver.press("in")
        stops = []
        for _ in range(7):
            stops.append((driver.place.pane, driver.place.depth, driver.place.focus))
            await driver.press("next-pane")
            whole(driver)
        back = []
        for _ in range(7):
            await driver.press("previous-pane")
            back.append((driver.place.pane, driver.place.depth, driver.place.focus))
        if mode is not Arrangement.WIDE:
            assert stops[:2] == [("claims", "claims", "list"), ("claims", "claims", "reader")]
            assert stops[2:4] == stops[:2]
            assert back[::-1] == stops
        else:
            assert {stop[0] for stop in stops} == set(MAIN_PANES)
            assert "reader" in {stop[2] for stop in stops}


async def test_the_wide_screen_shows_the_whole_chain_at_once(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path), (200, 60)) as driver:
        await driver.press(*CHAIN)
        claim, quote = driver.place.claim or "", driver.place.quote or ""
        dossier = driver.browser.dossier
        assert dossier.claims[claim].text in driver.whole_page("evidence")
        assert dossier.quotes[quote].source == driver.reader("source").page.source  # type: ignore[union-attr]
        assert in_view(driver, quote, "source")
        assert "Liang Wenfeng" in driver.cursor_row("entities")
        assert driver.box("claims").item == claim
        await driver.press("follow-down")
        assert in_view(driver, driver.place.quote or "", "source")
        assert driver.place.quote != quote
        await driver.press("info")
        assert "INFO" in driver.bar("heading-evidence")
        reader = driver.reader("evidence")
        await driver.press("last")
        assert reader.top == max(len(reader.lines) - reader.size.height, 0)


def test_every_size_has_one_arrangement() -> None:
    for columns, rows in itertools.product(range(20, 220, 3), range(4, 70, 3)):
        mode = arrangement_for((columns, rows))  # type: ignore[arg-type]
        assert (mode is Arrangement.TINY) is (columns < 50 or rows < 10)
        if mode is Arrangement.WIDE:
            assert columns >= 160


async def test_a_row_takes_as_many_lines_as_its_words_need(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path), (120, 36)) as driver:
        await driver.press("go-claims", "last")
        for command in ("zoom", "reader"):
            await driver.press(command)
            wide = driver.box().page
            assert driver.cursor_row("claims").startswith("> ")
            await driver.press(command)
            assert driver.box().page < wide
            assert driver.cursor_row("claims").startswith("> ")


async def test_a_candidate_that_is_cut_says_so(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path), (80, 24)) as driver:
        await driver.press("go-claims", "tag")
        await driver.type("compute/e")
        (row,) = (line for line in driver.lines() if "compute/efficiency" in line and "uses" in line)
        assert row.rstrip().endswith("..")
        assert row.endswith(" ")
