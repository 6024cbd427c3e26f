"""Two programs on one dossier: each shows what the other did, and nobody's cursor moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.features.notes.act import write_note
from dossier.features.sources.act import attach
from dossier.features.tags.act import tag
from dossier.screen import session
from tests.builders import TEXT, build
from tests.screen.driver import Driver, opened

pytestmark = pytest.mark.opens(press=("go-claims", "down", "down"))


async def test_anothers_edit_appears_by_itself_and_the_cursor_stays(driver: Driver, folder: Path) -> None:
    here = driver.box().item
    assert here is not None
    with Dossier.open(folder, by="ben") as other:
        tag(other, [here], ["from-ben"], [])
    await driver.until(lambda: "#from-ben" in driver.whole_page(), "the other's tag")
    assert driver.box().item == here
    assert driver.status().startswith("ben: +from-ben on claim")


async def test_it_appears_while_something_is_typed_and_what_is_typed_stays(
    driver: Driver, folder: Path
) -> None:
    here = driver.box().item
    assert here is not None
    await driver.press("note")
    await driver.type("half a sen")
    with Dossier.open(folder, by="ben") as other:
        write_note(other, [here], "Seen by Ben.")
    await driver.until(lambda: "Seen by Ben." in driver.whole_page(), "the other's note")
    assert driver.browser.prompt.input.value == "half a sen"
    await driver.enter("tence")
    assert "half a sentence" in driver.whole_page()


async def test_marks_and_filters_stay_when_others_edit(driver: Driver, folder: Path) -> None:
    await driver.press("mark", "filter")
    await driver.enter("e")
    shown = driver.box().items
    with Dossier.open(folder, by="ben") as other:
        tag(other, ["c.vote"], ["from-ben"], [])
    await driver.until(lambda: driver.status().startswith("ben:"), "the line that says so")
    assert driver.box().items == shown
    assert "1 marked" in driver.bar("heading-claims")


async def test_a_text_that_another_attaches_is_shown_searched_and_said(tmp_path: Path) -> None:
    folder = build(tmp_path / "ferry", text=False)
    async with opened(folder) as driver:
        await driver.press("go-sources")
        driver.browser.go(driver.browser.place.at("sources", "s.courier"))
        await driver.settle()
        assert "is not in this dossier" in driver.whole_page()
        (tmp_path / "courier.txt").write_bytes(TEXT.encode())
        with Dossier.open(folder, by="ben") as other:
            assert attach(other, "s.courier", tmp_path / "courier.txt").edit is None
        await driver.until(lambda: "The ferry line Nordlink" in driver.whole_page(), "the text")
        await driver.until(lambda: driver.status().startswith("the text of a source was attached"))
        await driver.press("search")
        await driver.enter("dockers call")
        await driver.until(lambda: "what the dockers call" in driver.whole_page(), "the passage")


async def test_a_filter_on_texts_follows_what_another_attaches(tmp_path: Path) -> None:
    folder = build(tmp_path / "ferry", text=False)
    async with opened(folder) as driver:
        await driver.press("go-sources")
        await driver.command("filter has:text")
        assert driver.box().items == ()
        with Dossier.open(folder, by="ben") as other:
            other.put_text(TEXT.encode())
        await driver.until(lambda: driver.box().items == ("s.courier",), "the source")


async def test_reloading_a_replaced_history_keeps_all_that_was_open(driver: Driver, folder: Path) -> None:
    await driver.press("note")
    await driver.enter("In the history that git keeps.")
    history = folder / "history.jsonl"
    older = history.read_bytes()
    await driver.press("note")
    await driver.enter("Only in the history that git reverts.")
    history.unlink()
    history.write_bytes(older)
    await driver.press("reload")
    await driver.until(lambda: driver.status().startswith("! reloaded"), "the reload")
    assert "Only in the history that git reverts." not in driver.whole_page()
    assert "1 edit no longer fits" in driver.browser.state.said[-1]
    (kept,) = session.folder(driver.browser.dossier).glob("rescued-*.json")
    assert str(kept) in driver.browser.state.said[-1]
    assert "Only in the history that git reverts." in kept.read_text("utf-8")
    await driver.press("palette")
    await driver.enter("problems")
    assert "did not fit" in driver.whole_page()


async def test_what_went_wrong_stays_while_others_edit(driver: Driver, folder: Path) -> None:
    driver.browser.fail("NOT SAVED: no space left")
    with Dossier.open(folder, by="ben") as other:
        tag(other, ["c.vote"], ["from-ben"], [])
        other.undo()
    await driver.until(lambda: any("undone: +from-ben" in said for said in driver.browser.state.said))
    assert driver.status().startswith("! NOT SAVED")
