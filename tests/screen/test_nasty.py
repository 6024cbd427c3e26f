"""Foreign text in every field, on every pane: nothing raises, nothing gets out, nothing shifts."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from rich.cells import cell_len

from dossier.records.base import Doc
from dossier.show.plain import show
from tests.builders import UNREAD, build, claim, entity, event, note, quote, relation, source, tagging
from tests.nasty import NASTY
from tests.screen.driver import Driver, opened

PER_DOSSIER = 12
LONG = 1_000
"""Longer strings are whole only where a record must hold much: in a quote."""
NAMES = [name for name in NASTY if name != "very-long"]
PARTS = [NAMES[start : start + PER_DOSSIER] for start in range(0, len(NAMES), PER_DOSSIER)]
CASES = [(names, (80, 24)) for names in PARTS] + [(names, (120, 36)) for names in PARTS[::3]]


def records(names: list[str]) -> Iterator[Doc]:
    """One of every kind for each string, with the string in all fields that hold foreign text."""
    for name in names:
        whole = NASTY[name]
        text = whole if len(whole) < LONG else whole[:LONG]
        last = {"publisher_as_written": text, "url": text, "date_note": text, "description": text}
        texts = [{"sha256": UNREAD, "length": len(whole) + 20}]
        yield source(f"s.{name}", title=text, texts=texts, language="en", **last)
        yield entity(f"e.{name}", name=text, aliases=[text], description=text)
        words: dict[str, Any] = {"speaker_as_written": text, "note": text, "translation": text}
        span: dict[str, Any] = {"start": 3, "end": 3 + len(whole), "prefix": text[:20], "suffix": text[:20]}
        yield quote(f"q.{name}", whole, f"s.{name}", paragraph=2, speaker=f"e.{name}", **words, **span)
        more: dict[str, Any] = {"hedge": text, "attributed_as_written": text, "property": text}
        yield claim(f"c.{name}", text, f"q.{name}", subject=f"e.{name}", about=["e.marla-quist"], **more)
        yield event(f"v.{name}", text, "2024-05", f"c.{name}", date_note=text)
        yield relation(f"r.{name}", f"c.{name}", "contradicts", "c.cost", reason=text)
        yield {**note(f"a.note-{name}", f"c.{name}", text), "by": text}
        yield {"id": f"t.{name}", "path": text, "definition": text, **_stamp()}
        yield tagging(f"a.tag-{name}", f"c.{name}", f"t.{name}")


def _stamp() -> Doc:
    return {key: value for key, value in entity().items() if key in ("created", "modified", "by")}


def nasty_dossier(folder: Path, names: list[str], title: str = "T") -> Path:
    """The invented dossier and what `names` stand for."""
    return build(folder / "case", extra=records(names), title=title)


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


@pytest.mark.parametrize(("names", "size"), CASES, ids=lambda part: str(part[0]))
async def test_every_pane(tmp_path: Path, names: list[str], size: tuple[int, int]) -> None:
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
            browser = driver.browser
            await driver.press("palette")
            browser.retype(words)
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
    if driver.browser.asking is None:
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
            lambda: [line.plain for line in show(driver.browser.dossier, None, 80)]
        )
        assert any(line.startswith("[/]") for line in lines)
