"""Undo on the screen: what goes with it is said, and said before it goes where it is much and long ago."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from tests.builders import build, claim
from tests.screen.driver import Driver, opened

RECORDS = 30


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    """A dossier into which an earlier session brought many claims at once."""
    folder = build(tmp_path / "case")
    with Dossier.open(folder, by="ada") as dossier:
        bring_in(dossier)
    return folder


def bring_in(dossier: Dossier) -> None:
    docs = [claim(f"c.new-{number}", f"Claim {number}", "q.cost") for number in range(RECORDS)]
    dossier.edit("imported 30 claims", lambda draft: [draft.put(doc) for doc in docs])


async def test_an_import_of_an_earlier_session_is_named_before_it_is_taken_back(imported: Path) -> None:
    async with opened(imported) as driver:
        await driver.press("undo")
        assert driver.message.startswith("from an earlier session: imported 30 claims (30 records)")
        assert "c.new-1" in driver.browser.dossier
        await driver.press("undo")
        assert driver.message.startswith("undone: imported 30 claims (30 records)")
        assert "c.new-1" not in driver.browser.dossier


async def test_what_was_done_in_this_session_is_taken_back_at_once(imported: Path) -> None:
    async with opened(imported) as driver:
        await driver.press("go-claims")
        await driver.press("tag")
        await driver.enter("mine")
        await driver.press("undo")
        assert driver.message.startswith("undone: +mine")
        await driver.press("undo")
        assert driver.message.startswith("from an earlier session")


async def test_how_many_records_go_with_it_is_said(driver: Driver) -> None:
    await driver.browser.life.edit(lambda: bring_in(driver.browser.dossier))
    await driver.press("undo")
    assert driver.message.startswith("undone: imported 30 claims (30 records)")
