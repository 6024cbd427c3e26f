"""The main story with the keyboard on another layout than the Latin one."""

from __future__ import annotations

from pathlib import Path

import orjson

from dossier.evidence.judgements import judged_value
from tests.builders import build
from tests.screen.driver import bundled, opened


async def test_a_cyrillic_layout_drives_the_main_story(tmp_path: Path) -> None:
    """Tag, note, grade, undo, drill in and out, export: no key of it is Latin."""
    async with opened(bundled(tmp_path)) as driver:
        await driver.keys("о")  # j
        assert driver.status().startswith("о read as j (Russian or Ukrainian layout)")
        await driver.keys("л")  # k
        assert "read as" not in driver.status(), "said once"
        await driver.keys("п", "с")  # gc
        assert driver.place.pane == "claims"
        claim = driver.place.cursor("claims") or ""

        await driver.keys("е")  # t
        assert driver.bar("prompt-label").startswith("tag")
        await driver.enter("проверить")
        assert "проверить" in driver.status()
        await driver.keys("ф")  # a
        await driver.enter("Кто это видел?")
        await driver.keys("с", "2")  # c2
        assert judged_value(driver.browser.dossier, claim, "admiralty-info") == "2"
        await driver.keys("ы", "ы")  # ss
        assert "supported" in driver.status()

        assert any(
            doc["target"] == claim and doc["body"].get("text") == "Кто это видел?"
            for doc in driver.browser.dossier.annotations.docs.values()
        )
        await driver.keys("г")  # u
        assert driver.status().startswith("undone: ")

        await driver.keys("д")  # l: in
        assert driver.place.quotes
        await driver.keys("р")  # h: out
        await driver.keys("ч", "ф")  # x, and of it all
        target = tmp_path / "out.json"
        driver.ask.retype(str(target))
        await driver.keys("enter")
        await driver.until(target.exists, "the export")
        exported = orjson.loads(target.read_bytes())
        assert any(tag["path"] == "проверить" for tag in exported["tags"])


async def test_what_a_layout_does_not_tell_is_said_with_how_to_switch(tmp_path: Path) -> None:
    async with opened(build(tmp_path / "ferry"), (120, 36)) as driver:
        await driver.keys("ჯ")
        assert "ჯ is not a Latin letter - switch the keyboard to Latin letters" in driver.status()
        await driver.keys("Σ")
        assert "Σ could be W or S (Greek layout) - switch the keyboard" in driver.status()
        await driver.keys("б")
        assert driver.status().startswith("б (,) is not bound here - ? for help")
        await driver.keys("é")
        assert driver.status().startswith("é is not bound here - ? for help")


async def test_other_layouts_answer_the_window_and_full_width_letters_count(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path)) as driver:
        await driver.keys("g", "c", "S", "е")
        assert driver.place.sort("claims")[0] == "text"
        await driver.keys("ｇ", "ｇ", "５", "ｊ")
        assert driver.browser.panes.items("claims", driver.place).index(driver.browser.subject or "") == 5


async def test_alt_and_a_letter_that_lies_on_a_guarded_key_does_nothing(tmp_path: Path) -> None:
    async with opened(build(tmp_path / "ferry")) as driver:
        before = driver.place
        await driver.keys("alt+й")  # alt+q: Esc and nothing more
        assert driver.app.is_running
        assert driver.place == before
