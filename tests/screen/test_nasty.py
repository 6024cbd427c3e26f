"""Foreign text in every field, on every pane: nothing raises, nothing gets out, nothing shifts."""

from __future__ import annotations

import asyncio
import unicodedata
from pathlib import Path

import orjson
import pytest
from rich.cells import cell_len

from dossier.show.plain import plain_lines
from tests.nasty import NASTY
from tests.nasty_dossier import LONG, nasty_dossier
from tests.screen.driver import Driver, opened

WORST = [
    "clipboard", "c1", "line-separators", "markup-close", "markup-action", "bidi-override", "emoji-zwj",
    "zalgo",
    "devanagari", "chinese-long", "tabs", "long-word",
]  # fmt: skip
"""What did harm on a screen once; rows and pages are held to all strings in tests/show."""


def harmless(driver: Driver) -> None:
    """No control character on the screen, and every line exactly as wide as the screen."""
    columns, _ = driver.screen.size
    for line in driver.lines():
        hiding = [
            c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") and c != "\u2061"
        ]
        assert not hiding, (hiding, line)
        assert cell_len(line) == columns, line


async def walk(driver: Driver) -> None:
    """Every row of every pane with its page; where it is wide, of the two with most in a row."""
    wide = driver.screen.size.width > 80
    for pane in ("claims", "sources") if wide else ("entities", "claims", "sources", "timeline", "notes"):
        await driver.press(f"go-{pane}", "first")
        for _ in driver.box().items:
            harmless(driver)
            await driver.tap("j")
        assert driver.box().cursor == len(driver.box().items) - 1


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_every_pane(tmp_path: Path, size: tuple[int, int]) -> None:
    names = WORST
    async with opened(nasty_dossier(tmp_path, names), size) as driver:
        await walk(driver)
        await driver.press("go-claims", "first")
        for name in names:
            place = driver.place.at("claims", f"c.{name}")
            if f"c.{name}" not in driver.box().items:
                continue
            driver.browser.update(place)
            await driver.tap("enter")
            harmless(driver)
            await driver.tap("enter")
            harmless(driver)
            await driver.tap("h", "i")
            harmless(driver)
            await driver.tap("escape", "h")
            assert driver.place.depth == "claims"
        await driver.press("tag")
        harmless(driver)
        await driver.type("a")
        harmless(driver)
        await driver.keys("escape")
        await driver.press("note")
        harmless(driver)
        await driver.keys("tab")
        harmless(driver)
        await driver.keys("escape")
        await driver.press("go-entities", "last", "in", "history")
        harmless(driver)
        await driver.press("escape")
        await driver.command("problems")
        harmless(driver)
        await driver.command("messages")
        harmless(driver)
        await driver.press("help")
        harmless(driver)
        await driver.keys("escape")
        target = tmp_path / "out.json"
        await driver.command(f"export {target}")
        await driver.until(target.exists, "the export")
        exported = {record["id"]: record for record in orjson.loads(target.read_bytes())["claims"]}
        kept = [name for name in names if f"c.{name}" in exported]
        assert len(kept) >= len(names) - 2
        for name in kept:
            assert exported[f"c.{name}"]["text"] == NASTY[name][:LONG]  # byte for byte, whatever is shown


async def test_a_hundred_thousand_characters(tmp_path: Path) -> None:
    async with opened(nasty_dossier(tmp_path, ["very-long"])) as driver:
        driver.browser.update(driver.place.at("claims", "c.very-long"))
        await driver.press("go-claims", "in")
        harmless(driver)
        await driver.press("in", "last")
        harmless(driver)
        assert len(driver.reader().lines) > 33_000
        assert driver.reader().top == len(driver.reader().lines) - driver.reader().size.height


@pytest.mark.parametrize(
    "text", ["\x1b]52;c;aGFja2Vk\x07", "[/]", "[red]x", "梁" * 60, "a\u202eb\u200bc", "e\u0301" * 50]
)
async def test_what_is_typed_is_shown_harmlessly(tmp_path: Path, text: str) -> None:
    async with opened(nasty_dossier(tmp_path, []), (80, 24)) as driver:
        await driver.press("in")
        for words in (f"filter {text}", f"tag {text}", f"note {text}", f"find {text}", f"theme {text}", text):
            await driver.press("palette")
            driver.ask.retype(words)
            await driver.keys("enter")
            harmless_but_input(driver)
            await driver.keys("enter")
            await driver.keys("escape")
            await driver.keys("escape")
        await driver.press("help")
        for character in text[:20]:
            if character.isprintable():
                await driver.keys(character)
        harmless(driver)


def harmless_but_input(driver: Driver) -> None:
    if driver.browser.mode is None:
        harmless(driver)


async def test_the_title_and_the_path_are_foreign_too(tmp_path: Path) -> None:
    odd = tmp_path / "a\x1b[31m[red]梁\u202e"
    odd.mkdir()
    folder = nasty_dossier(odd, ["markup-close"], title="[/]\x1b]0;owned\x07")
    async with opened(folder) as driver:
        await driver.press("export")
        await driver.keys("a")
        shown = [line for line in driver.lines() if "export to" not in line]
        assert not any(unicodedata.category(c) == "Cc" for line in shown for c in line)
        await driver.keys("escape")
        await driver.press("go-sources")
        for _ in driver.box().items:
            harmless(driver)
            await driver.tap("j")
        lines = await asyncio.to_thread(
            lambda: [line.plain for line in plain_lines(driver.browser.dossier, None, 80)]
        )
        assert any(line.startswith("[/]") for line in lines)
