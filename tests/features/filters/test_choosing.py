"""Sort, facets, search everything, go to anything, saved filters: chosen by keys, live."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual import events

from dossier.core.dossier import Dossier
from dossier.registry import REGISTRY
from tests.builders import build
from tests.screen.driver import bundled, opened


async def test_a_letter_sorts_and_again_reverses(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        await driver.press("go-claims")
        texts = {
            each: str(driver.browser.dossier.peek(each)["text"]).casefold() for each in driver.box().items
        }
        here = driver.place.cursor("claims")
        await driver.press("sort")
        await driver.type("t")
        ascending = driver.box().items
        assert [texts[each] for each in ascending] == sorted(texts.values())
        assert "sorted by text" in driver.status()
        assert driver.place.cursor("claims") == here
        await driver.press("sort")
        await driver.type("t")
        assert "sorted by text, reversed" in driver.status()
        assert [texts[each] for each in driver.box().items] == sorted(texts.values(), reverse=True)
        await driver.press("history-back")
        assert driver.box().items == ascending


async def test_a_facet_narrows_and_its_count_was_true(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        await driver.press("go-claims", "facets")
        await driver.type("export-controls")
        choice = driver.browser.prompt.choice
        assert choice is not None
        count = int(choice.text.plain.split()[1])
        await driver.keys("enter")
        assert len(driver.box().items) == count
        assert driver.place.filter("claims") == choice.value
        assert driver.browser.mode is not None, "the counts follow: the next facet can be chosen"
        await driver.keys("escape")
        await driver.press("escape")
        assert driver.place.filter("claims") == ""


async def test_search_everything_goes_to_the_hit_and_comes_back(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        before = driver.place
        await driver.press("search")
        await driver.type("terrible hair")
        rows = [row.text.plain for row in driver.browser.prompt.candidates.items]
        assert [row.split()[0] for row in rows] == ["claim", "quote"]
        await driver.keys("down", "enter")
        assert driver.place.quotes
        quote = driver.browser.dossier.quotes[str(driver.place.quote)]
        assert "terrible hair" in quote.exact
        await driver.press("history-back")
        assert driver.place.pane == before.pane


async def test_go_to_anything_by_a_few_letters(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        await driver.press("go-anywhere")
        await driver.type("liqi")
        await driver.keys("enter")
        assert (driver.place.pane, driver.browser.subject) == ("entities", "e.li-qiang")
        await driver.press("go-anywhere")
        await driver.type("compute/chips")
        await driver.keys("enter")
        assert driver.place.pane == "claims"
        dossier = driver.browser.dossier
        tagged = {each for each in dossier.records_tagged("t.compute-chips") if each[0] == "c"} or None
        shown = set(driver.box().items)
        assert shown
        assert tagged is None or shown == tagged
        await driver.press("go-anywhere")
        await driver.type("timeline")
        await driver.keys("enter")
        assert driver.place.pane == "timeline"


async def test_a_filter_gets_a_name_and_is_undone(tmp_path: Path) -> None:
    folder = bundled(tmp_path)
    async with opened(folder) as driver:
        await driver.press("go-claims")
        await driver.command("save-filter nothing")
        assert driver.status().startswith("there is no filter on this list to save")
        await driver.press("escape")
        await driver.command("filter chips quotes:>=2")
        shown = driver.box().items
        await driver.command("save-filter two chips")
        assert "saved filter two chips" in driver.status()
        await driver.press("escape", "go-entities")
        await driver.command("use-filter Two Chips")
        assert (driver.place.pane, driver.box().items) == ("claims", shown)
        await driver.press("undo")
        await driver.command("use-filter two chips")
        assert "there is no saved filter two chips" in driver.status()
    assert "two chips" not in [saved.name for saved in Dossier.open(folder).filters]


async def test_without_a_name_the_filter_s_commands_ask_for_it(tmp_path: Path) -> None:
    async with opened(build(tmp_path / "ferry")) as driver:
        before = set(driver.browser.dossier.filters.ids())
        await driver.press("go-claims")
        await driver.command("filter quotes:>=1")
        shown = driver.box().items
        await driver.command("save-filter")
        await driver.keys("enter")
        assert "needs a name" in driver.status()
        await driver.command("save-filter")
        await driver.enter("with quotes")
        await driver.press("escape")
        await driver.command("use-filter")
        assert "quotes:>=1" in driver.text()
        await driver.enter("with quo")
        assert (driver.place.filter("claims"), driver.box().items) == ("quotes:>=1", shown)
        await driver.command("drop-filter")
        await driver.enter("neither")
        assert "there is no saved filter neither" in driver.status()
        assert driver.browser.prompt.input.value == "neither"
        await driver.keys("ctrl+u")
        await driver.enter("with quotes")
        assert set(driver.browser.dossier.filters.ids()) == before


async def test_a_find_that_cannot_be_read_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    words = " ".join(f"w{number}" for number in range(120))
    async with opened(build(tmp_path / "ferry")) as driver:
        for command in ("find", "search"):
            await driver.press("go-claims", command)
            driver.ask.retype(words)
            await driver.settle()
            await driver.keys("enter")
            assert "at most 100 terms" in driver.status(), command
            assert not driver.browser.state.found
            await driver.keys("escape", "escape")


async def test_candidates_keep_their_room_when_the_screen_gets_smaller(tmp_path: Path) -> None:
    async with opened(build(tmp_path / "ferry")) as driver:
        await driver.press("go-claims", "facets")
        await driver.keys("down", "down")
        chosen = driver.browser.prompt.candidates.chosen
        await driver.resize(70, 12)
        assert driver.bar("hints").strip().startswith("Enter apply")
        assert driver.lines()[-1].strip().startswith("Enter apply")
        assert driver.browser.prompt.candidates.chosen == chosen


async def test_ctrl_c_in_a_prompt_covers_nothing(tmp_path: Path) -> None:
    async with opened(build(tmp_path / "ferry")) as driver:
        await driver.press("go-claims", "filter")
        await driver.type("quay")
        before = driver.text()
        driver.app.post_message(events.Key("ctrl+c", None))
        await driver.settle()
        assert driver.text() == before
        assert not driver.screen.query("Toast")


async def test_a_wrong_query_keeps_the_last_good_result(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        await driver.press("go-claims", "filter")
        await driver.type("tag:chips o")
        good = driver.box().items
        assert 0 < len(good) < 266
        driver.ask.retype("tag:chips quots:>=2")
        await driver.settle()
        assert driver.box().items == good
        assert 'unknown key "quots:"' in driver.text()
        await driver.keys("enter")
        assert driver.status().startswith("! unknown key")


async def test_tab_makes_a_find_a_filter_and_up_recalls_it(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        await driver.press("go-claims", "find")
        await driver.type("nvidia")
        await driver.keys("tab", "enter")
        assert driver.place.filter("claims") == "nvidia"
        await driver.press("escape", "filter")
        await driver.keys("up")
        assert driver.browser.prompt.input.value == "nvidia"


@pytest.mark.parametrize("pane", REGISTRY.lists)
async def test_a_list_beside_the_panes_says_that_it_is_not_sorted_and_has_no_facets(
    tmp_path: Path, pane: str
) -> None:
    async with opened(build(tmp_path / "ferry")) as driver:
        driver.browser.go(replace(driver.place, pane=pane, focus="list"))
        for command in ("sort", "facets"):
            await driver.press(command)
            assert driver.browser.mode is None
            assert f"the {pane} has" in driver.status()
        before = list(driver.browser.dossier.filters.ids())
        await driver.command("save-filter mine")
        assert "not saved" in driver.status()
        assert list(driver.browser.dossier.filters.ids()) == before
