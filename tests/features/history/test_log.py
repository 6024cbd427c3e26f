"""`:log`: the history on the screen, and one step of it taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.evidence.judgements import tags_on
from dossier.features.tags.codebook import rename
from dossier.store.history import HistoryLine
from dossier.store.inside import Folder
from dossier.store.journal import Journal
from tests.screen.driver import Driver

pytestmark = pytest.mark.opens(press=("go-claims",))


async def tag(driver: Driver, name: str) -> None:
    await driver.press("tag")
    await driver.enter(name)


async def log(driver: Driver, edits: int) -> None:
    await driver.command("log")
    await driver.until(lambda: len(driver.box("log").items) == edits, "the history")
    await driver.settle()


async def test_a_dossier_without_edits_says_so(driver: Driver) -> None:
    await log(driver, 0)
    assert "No edit yet" in driver.text()


async def test_it_lists_edits_newest_first_and_shows_what_each_changed(driver: Driver) -> None:
    await tag(driver, "first")
    await driver.press("down")
    await tag(driver, "second")
    await log(driver, 2)
    first, second = driver.rows("log")[:2]
    assert "+second" in first
    assert "+first" in second
    assert "ada" in first
    assert "added tag" in driver.whole_page()
    assert "path" in driver.whole_page()


async def test_enter_goes_to_what_was_changed(driver: Driver) -> None:
    claim = driver.box().item
    await tag(driver, "first")
    await driver.press("down", "down")
    await log(driver, 1)
    await driver.press("in")
    assert driver.place.pane == "claims"
    assert driver.box().item == claim


async def test_any_single_step_can_be_taken_back_whatever_came_after(driver: Driver) -> None:
    claim = driver.box().item
    assert claim is not None
    await tag(driver, "first")
    await tag(driver, "second")
    await log(driver, 2)
    await driver.press("down", "revert")
    assert driver.status().startswith("reverted: +first on claim")
    await driver.until(lambda: len(driver.box("log").items) == 3, "the reverting edit")
    assert [tag.path for tag in tags_on(driver.browser.dossier, claim) if "/" not in tag.path] == ["second"]
    assert "undone: +first" in driver.rows("log")[0]


async def test_a_step_that_others_built_on_is_refused_and_says_why(driver: Driver, folder: Path) -> None:
    await tag(driver, "shared")
    with Dossier.open(folder, by="ben") as other:
        from dossier.features.tags.act import tag as tag_records

        tag_records(other, ["c.vote"], ["shared"], [])
    await driver.browser.life.follow()
    await log(driver, 2)
    await driver.press("down", "revert")
    assert driver.status().startswith("! ")
    assert "reverted" not in driver.status()


async def test_words_narrow_the_log_and_find_in_it(driver: Driver) -> None:
    await tag(driver, "first")
    await tag(driver, "second")
    await log(driver, 2)
    await driver.press("filter")
    await driver.enter("+first")
    assert len(driver.browser.panes.items("log", driver.place)) == 1
    await driver.press("escape")
    assert len(driver.browser.panes.items("log", driver.place)) == 2
    await driver.press("find")
    await driver.enter("+first")
    assert "+first" in driver.cursor_row("log")


async def test_an_undo_that_is_refused_says_how_to_go_on(driver: Driver, folder: Path) -> None:
    await tag(driver, "first")
    with Dossier.open(folder, by="ben") as other:
        rename(other, "t.first", "later")
    await driver.press("undo")
    assert "later was changed since, by ben" in driver.status()
    assert "U in :log takes back another one" in driver.status()


async def test_a_history_that_cannot_be_read_is_told(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    await tag(driver, "first")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("dossier.store.inside.Folder.reader", fail)
    await driver.command("log")
    await driver.until(lambda: driver.browser.state.message.is_error, "the error")
    assert "history.jsonl cannot be read" in driver.status()


async def test_two_edits_of_one_id_are_one_row(driver: Driver, folder: Path) -> None:
    await tag(driver, "first")
    (edit,) = driver.browser.dossier.history()
    journal = Journal(Folder(folder))
    list(journal.load_lines())
    journal.append([HistoryLine(edit=edit)])
    journal.close()
    await log(driver, 1)
    assert driver.box("log").items == (edit.id,)
