"""An analyst's afternoon with the bundled dossier, by the keys of the registry."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from dossier import Dossier
from dossier.evidence.judgements import notes_on
from dossier.records.annotation import TextBody
from dossier.screen.clipboard import clip_file
from tests.screen.driver import Driver, bundled, ended, flat, opened

NOTE = "Ask who else was in the room."
LONGER = "First line of it.\nAnd a second one."


async def into_the_source(driver: Driver) -> tuple[str, str]:
    """From the list of entities to the passage in a source; returns claim and quote."""
    assert driver.cursor_row().startswith("> Liang Wenfeng")
    assert "Claims 266 " in driver.bar("strip")
    await driver.press("in")
    assert driver.place.entity == "e.liang-wenfeng"
    assert "CLAIMS 74/266" in driver.bar("strip")
    assert driver.bar("strip").endswith("Liang W.. > Claims")
    await driver.press("down", "down")
    claim = driver.place.cursor("claims")
    assert claim is not None
    dossier = driver.browser.dossier
    for number, quote in enumerate(dossier.quotes_of(claim), 1):
        assert f"{number} " in driver.whole_page()
        assert flat(dossier.quotes[quote].exact) in flat(driver.whole_page())
    await driver.press("in")
    quotes = dossier.quotes_of(claim)
    assert (driver.place.depth, driver.place.claim, driver.place.quote) == ("quotes", claim, quotes[0])
    assert len([row for row in driver.rows() if row]) == len(quotes)
    await driver.press("down", "in")
    assert (driver.place.quote, driver.place.focus) == (quotes[1], "reader")
    assert dossier.claims[claim].text[:20] in driver.bar("heading-evidence")  # the claim stays pinned
    return claim, quotes[1]


def passage_in_view(driver: Driver, slot: str = "evidence") -> str:
    """What is marked as the quote being read, of what is on the screen."""
    reader = driver.reader(slot)
    marked = []
    for line in reader.lines[reader.top : reader.top + reader.size.height]:
        marked += [line.text.plain[s.start : s.end] for s in line.text.spans if s.style == "quote.here"]
    return flat(" ".join(marked))


async def tagging(driver: Driver) -> None:
    """An existing tag by its beginning, a new one, and one off again."""
    await driver.press("tag")
    await driver.type("riv")
    assert "> industry/rivals" in driver.text()
    await driver.keys("enter")
    assert driver.status().startswith("+industry/rivals on ")
    assert "u undo" in driver.status()
    assert "#industry/rivals" in driver.page()
    assert " +" in driver.cursor_row()  # not all tags fit the row: it says how many more
    await driver.press("tag")
    await driver.type("meeting-room")
    assert '+ create new tag "meeting-room"' in driver.text()
    await driver.keys("enter")
    assert "#meeting-room" in flat(driver.page())
    await driver.press("tag")
    await driver.enter("-riv")
    assert driver.status().startswith("-industry/rivals on ")
    assert "#industry/rivals" not in flat(driver.whole_page())
    assert "#meeting-room" in flat(driver.whole_page())


async def noting(driver: Driver, claim: str) -> None:
    """A note in one line, undone and redone; a longer one in the panel."""
    await driver.press("note")
    assert driver.bar("prompt-label").startswith("note on claim")
    await driver.enter(NOTE)
    assert NOTE in flat(driver.whole_page())
    await driver.press("undo")
    assert driver.status().startswith("undone: note on claim ")
    assert NOTE not in flat(driver.whole_page())
    await driver.press("redo")
    assert driver.status().startswith("redone: note on claim ")
    assert NOTE in flat(driver.whole_page())
    await driver.press("note")
    await driver.type("First line of it.")
    await driver.keys("tab")
    assert driver.shows("#notepad")
    assert "NOTE on claim" in driver.text()
    await driver.keys("enter")
    await driver.type("And a second one.")
    await driver.keys("ctrl+s")
    assert not driver.shows("#notepad")
    assert flat(LONGER) in flat(driver.whole_page())
    assert sorted(_notes(driver.browser.dossier, claim)) == sorted([NOTE, LONGER])


async def taking_away(driver: Driver, claim: str, target: Path) -> None:
    """The export to a file that is named, and a quote with its citation."""
    await driver.press("export")
    await driver.keys("a")
    assert str(Path.cwd()) in driver.browser.prompt.input.value
    await driver.keys("ctrl+u")
    await driver.enter(str(target))
    assert "exported the dossier to" in driver.status()
    document = orjson.loads(target.read_bytes())
    assert document["format"] == "dossier"
    bodies = [annotation["body"].get("text") for annotation in document["annotations"]]
    assert {NOTE, LONGER} <= set(bodies)
    assert "meeting-room" in [tag["path"] for tag in document["tags"]]
    await driver.press("copy-citation")
    dossier = driver.browser.dossier
    first = dossier.quotes[dossier.quotes_of(claim)[0]]
    copied = clip_file().read_text("utf-8")
    assert copied.startswith(f'"{first.exact}" (')
    assert driver.app.clipboard == copied
    said = driver.message
    assert said.startswith(f"quote + citation, {len(copied)} chars: sent to the terminal (OSC 52)")
    assert "copied" not in said


async def test_an_afternoon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = bundled(tmp_path)
    async with opened(folder) as driver:
        assert "Enter goes in, h comes out." in driver.page()  # the keys for a newcomer
        claim, quote = await into_the_source(driver)
        assert passage_in_view(driver) == flat(driver.browser.dossier.quotes[quote].exact)
        await driver.press("out")
        await driver.press("out")
        assert driver.place.depth == "claims"
        await tagging(driver)
        await noting(driver, claim)
        await taking_away(driver, claim, tmp_path / "taken away.json")
        await driver.press("filter")
        await driver.enter("meeting")
        shown, before = driver.box().items, driver.place
        assert 0 < len(shown) < 74
        await driver.press("quit")
        await ended(driver)

    async with opened(folder) as driver:
        assert driver.place == before
        assert driver.box().items == shown
        assert "f: meeting" in driver.bar("heading-claims")
        assert "Enter goes in" not in driver.page()
        await driver.press("escape")
        await driver.press("undo")
        assert driver.status().startswith("undone: note on claim ")
        assert driver.place.cursor("claims") == claim  # the cursor is where something changed
        await driver.press("undo", "undo")
        assert driver.message.startswith("undone: -industry/rivals on claim ")
        assert _notes(driver.browser.dossier, claim) == []
        assert "#industry/rivals" in flat(driver.whole_page())


def _notes(dossier: Dossier, record: str) -> list[str]:
    return [note.body.text for note in notes_on(dossier, record) if isinstance(note.body, TextBody)]
