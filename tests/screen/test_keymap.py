"""Keys of the user's own on the screen: what they do, and that everything shown follows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.keys.keymap import keys_file
from tests.builders import build
from tests.screen.driver import Driver, ended, flat, opened


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The invented dossier."""
    return build(tmp_path / "case")


def keys(*entries: str) -> None:
    """Write the user's file, over one that is there."""
    keys_file().parent.mkdir(parents=True, exist_ok=True)
    keys_file().write_text("\n".join(["[keys]", *entries]), "utf-8")


async def answered(driver: Driver, *steps: str) -> str:
    """What the last line says after some keys."""
    await driver.keys(*steps)
    return driver.status()


async def help_text(driver: Driver) -> str:
    """All of the help, however much of it is in view."""
    reader = driver.screen.query_one("#reader-help")
    return flat("\n".join(line.text.plain for line in reader.lines))  # type: ignore[attr-defined]


async def test_a_remapped_key_is_the_key_everywhere(case: Path) -> None:
    keys('tag = "T"', 'undo = ["X", "ctrl+z"]')
    async with opened(case) as driver:
        assert "T tags, a notes" in flat(driver.page())
        assert " T tag " in driver.status()
        assert (await answered(driver, "t")).startswith("t is not bound here - ? for help")
        await driver.keys("T")
        assert driver.bar("prompt-label").startswith("tag")
        await driver.enter("harbour")
        assert "X undo" in driver.status()
        assert (await answered(driver, "X")).startswith("undone: ")
        await driver.keys("?")
        shown = await help_text(driver)
        assert " T tags: name adds" in shown
        assert " X ctrl+z undo my last change" in shown
        assert " t tags: name adds" not in shown
        await driver.keys("escape", ":")
        await driver.type("tag")
        assert flat(driver.text()).count("tag T tags: name adds") == 1


async def test_a_sequence_of_ones_own_is_offered_step_by_step(case: Path) -> None:
    keys('tag = "Z t"', 'note = "Zn"')
    async with opened(case) as driver:
        assert (await answered(driver, "Z")).startswith("Z ")
        assert " t tag    n note" in driver.text()
        await driver.keys("n")
        assert driver.bar("prompt-label").startswith("note on")
        await driver.keys("escape")
        assert " Zt tag " in driver.status()


async def test_a_command_without_keys_is_on_no_hint_line_and_still_has_its_name(case: Path) -> None:
    keys("filter = []", "undo = []", 'tag = "T"')
    async with opened(case) as driver:
        assert "filter" not in driver.status()
        assert (await answered(driver, "f")).startswith("f is not bound here")
        await driver.keys("T")
        await driver.enter("harbour")
        assert ":undo undo" in driver.status()
        await driver.command("filter zzz")
        assert "Esc clears, :filter edits." in flat(driver.text())


async def test_help_and_escape_can_have_other_keys(case: Path) -> None:
    keys('help = "F2"', 'escape = "ctrl+g"', 'quit = "X"')
    async with opened(case) as driver:
        assert driver.status().endswith("F2 help")
        assert (await answered(driver, "?")).startswith("? is not bound here - F2 for help")
        await driver.keys("f2")
        assert driver.screen.id == "help"
        await driver.keys("f2")
        assert driver.screen.id == "browser"
        await driver.press("go-claims", "in")
        assert driver.status().endswith("F2 help  ctrl+g back")
        await driver.keys("ctrl+g")
        assert driver.place.depth == "claims"
        await driver.keys("f")
        assert driver.bar("prompt-label").startswith("filter")
        await driver.keys("escape")  # a prompt's own keys are never others
        assert driver.browser.mode is None
        assert (await answered(driver, "g")).endswith("Esc cancel")
        assert (await answered(driver, "escape")).endswith("F2 help")
        assert (await answered(driver, "ctrl+c")).startswith("ctrl+c does nothing here - X quits")


async def test_an_alt_key_of_ones_own_is_not_taken_for_esc_and_a_letter(case: Path) -> None:
    keys('go-claims = "alt+c"', 'go-timeline = "alt+g t"')
    async with opened(case) as driver:
        await driver.keys("alt+c")
        assert driver.place.pane == "claims"
        await driver.keys("alt+g", "t")
        assert driver.place.pane == "timeline"
        await driver.keys("alt+z")
        assert driver.browser.state.zoomed


async def test_a_broken_file_leaves_the_program_working_and_is_said(case: Path) -> None:
    keys('tag = "ctr+x"', 'zoom = "Z"', 'note = "n"')
    async with opened(case, (160, 40)) as driver:
        assert driver.status().startswith('! keys.toml: tag: "ctr+x" is no key')
        assert "(and 1 more) - `dossier keys` lists what is wrong" in driver.message
        await driver.keys("Z")
        assert driver.browser.state.zoomed
        assert driver.status().startswith("! keys.toml")  # an error stays until it is dismissed
        await driver.keys("escape")
        assert "keys.toml" not in driver.status()
        await driver.keys("t")
        assert driver.bar("prompt-label").startswith("tag")
        await driver.keys("escape")
        await driver.command("problems")
        assert '! keys.toml: note: "n" is the key of find-next' in flat(driver.page())


async def test_a_file_that_is_no_toml_leaves_the_default_keys(case: Path) -> None:
    keys("tag = T")
    async with opened(case) as driver:
        assert driver.status().startswith("! keys.toml: expected TOML, such as tag")
        await driver.press("escape", "go-claims")
        assert driver.place.pane == "claims"


async def test_the_file_is_read_again_with_what_else_changed_outside(case: Path) -> None:
    keys('tag = "ctrl+i"')
    async with opened(case) as driver:
        assert driver.status().startswith("! keys.toml: tag: ")
        keys('tag = "T"')
        assert (await answered(driver, "escape", "R")).startswith("reloaded from disk")
        assert " T tag " in await answered(driver, "j")
        keys('tag = "T"', 'zoom = "T"')
        assert (await answered(driver, "R")).startswith('! keys.toml: zoom: "T" is the key of tag')


async def test_a_click_on_cancel_ends_what_is_half_typed_and_nothing_else(case: Path) -> None:
    async with opened(case) as driver:
        await driver.press("go-claims", "in")
        await driver.keys("g")
        x = driver.screen.query_one("#hints").size.width - 4
        await driver.pilot.click("#hints", offset=(x, 0))
        await driver.settle()
        assert driver.browser.dispatcher.typed == ""
        assert driver.place.depth == "quotes"


async def test_quitting_is_always_within_reach(case: Path) -> None:
    keys('quit = "X"', "back-or-quit = []")
    async with opened(case) as driver:
        await driver.keys("X")
        await ended(driver)
