"""The look of the screen, beside what it has to say. `pytest --snapshot-update` after a meant change."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import pytest
from textual.pilot import Pilot

from dossier.home import OWN_COPY, data_folder
from dossier.registry import REGISTRY
from dossier.screen import life
from dossier.screen.app import DossierApp
from tests.builders import build
from tests.screen.driver import Driver, flat

Look = Callable[[Driver], Awaitable[None]]


class Compare(Protocol):
    """What pytest-textual-snapshot's fixture does."""

    def __call__(
        self,
        app: Any,
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[None]], Awaitable[None]],
    ) -> bool: ...


async def entities(driver: Driver) -> None:
    assert driver.cursor_row().startswith("> Marla Quist")
    assert "Enter goes in, h comes out." in driver.page()


async def claims(driver: Driver) -> None:
    await driver.press("go-claims", "first", "down")
    assert "#money/cost" in driver.text()
    assert '"about 12 million crowns"' in driver.page()


async def quotes(driver: Driver) -> None:
    await driver.press("go-claims", "first", "down", "in", "in")
    assert driver.place.focus == "reader"
    assert "about 12 million crowns" in driver.page()


async def excerpts(driver: Driver) -> None:
    await driver.press("go-sources", "last")
    assert "[.." in driver.whole_page()


async def timeline(driver: Driver) -> None:
    await driver.press("go-timeline", "down")
    assert "The council votes" in driver.cursor_row()


async def notes(driver: Driver) -> None:
    await driver.press("go-notes")
    assert driver.place.pane == "notes"
    assert "Does this include the car park?" in flat(driver.page())


async def tag_prompt(driver: Driver) -> None:
    await driver.press("go-claims", "first", "tag")
    await driver.type("u")
    assert '+ create new tag "u"' in driver.text()


async def note_panel(driver: Driver) -> None:
    await driver.press("go-claims", "first", "note")
    await driver.type("Ask the")
    await driver.keys("tab")
    assert "NOTE on claim" in driver.text()


async def help_screen(driver: Driver) -> None:
    await driver.press("help")
    assert "HELP" in driver.bar("help-heading")


async def light(driver: Driver) -> None:
    await claims(driver)
    driver.app.theme = "dossier-light"
    await driver.settle()
    assert driver.app.theme == "dossier-light"


async def problem(driver: Driver) -> None:
    await driver.press("go-claims")
    driver.browser.fail("NOT SAVED: disk full")
    await driver.settle()
    assert driver.status().endswith("Esc dismiss")


LOOKS: dict[str, tuple[tuple[int, int], Look]] = {
    "entities-80x24": ((80, 24), entities),
    "claims-80x24": ((80, 24), claims),
    "claims-120x36": ((120, 36), claims),
    "quote-in-source-80x24": ((80, 24), quotes),
    "whole-chain-200x60": ((200, 60), quotes),
    "excerpts-120x36": ((120, 36), excerpts),
    "timeline-60x16": ((60, 16), timeline),
    "notes-100x30": ((100, 30), notes),
    "tag-prompt-80x24": ((80, 24), tag_prompt),
    "note-panel-80x24": ((80, 24), note_panel),
    "help-80x24": ((80, 24), help_screen),
    "light-120x36": ((120, 36), light),
    "problem-80x24": ((80, 24), problem),
}


@pytest.mark.parametrize("name", LOOKS)
def test_look(name: str, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    size, look = LOOKS[name]
    monkeypatch.setattr(life, "_FOLLOW_SECONDS", 3600.0)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    own = (
        data_folder() / OWN_COPY
    )  # commands that a page shows name any other folder, which is never the same
    own.parent.mkdir(parents=True)
    app = DossierApp(build(own), "ada", load_registry=lambda: REGISTRY)

    async def before(pilot: Pilot[None]) -> None:
        driver = Driver(pilot, app)
        await driver.until(driver.ready, "the browser")
        await driver.settle()
        await look(driver)
        assert not re.search("[0-9]{2}:[0-9]{2}", driver.text())  # no clock on the screen
        await asyncio.sleep(0)

    assert snap_compare(app, terminal_size=size, run_before=before)
