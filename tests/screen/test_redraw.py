"""The screen is drawn once for a key or a message, however much of it that changes, and rows are kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from dossier.evidence.findings.findings import findings_of
from dossier.screen.drawing import Drawing
from dossier.screen.panes import Panes
from tests.screen.driver import Driver

pytestmark = pytest.mark.opens(press=("go-claims",))


@pytest.fixture
async def draws(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn from when all is found: the whole screen, and each row that is made anew."""
    await all_found(driver)
    drawn: list[str] = []

    def counted(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            drawn.append(name)
            return function(*given, **named)

        return call

    monkeypatch.setattr(Drawing, "draw", counted("screen", Drawing.draw))
    monkeypatch.setattr(Panes, "draw", counted("row", Panes.draw))
    return drawn


async def all_found(driver: Driver) -> None:
    await driver.until(lambda: findings_of(driver.browser.dossier).done, "all findings")
    await driver.settle()


async def test_tagging_draws_the_screen_once(driver: Driver, draws: list[str]) -> None:
    await driver.press("tag")
    draws.clear()
    await driver.enter("foo")
    assert "+foo" in driver.status()
    assert "#foo" in driver.cursor_row()
    assert draws.count("screen") == 1


async def test_a_letter_typed_draws_neither_the_screen_nor_a_row(driver: Driver, draws: list[str]) -> None:
    await driver.press("tag")
    await driver.type("f")
    draws.clear()
    await driver.type("oo")
    assert draws == []
    await driver.keys("escape")
    await driver.press("note")
    draws.clear()
    await driver.type("? why")
    assert draws == []


async def test_a_prompt_that_takes_lines_off_a_list_leaves_its_rows(driver: Driver, draws: list[str]) -> None:
    before = driver.box().size.height
    draws.clear()
    await driver.press("palette")
    await driver.type("go-e")
    assert driver.box().size.height < before
    assert draws == []


async def test_a_page_is_set_again_for_another_width_alone(driver: Driver) -> None:
    await all_found(driver)
    lines = driver.reader().lines
    await driver.press("palette")
    await driver.type("go")
    assert driver.reader().lines is lines
    await driver.keys("escape")
    await driver.resize(90, 24)
    assert driver.reader().lines is not lines


@pytest.mark.parametrize(
    "command",
    ["down", "in", "mark", "mark-all", "zoom", "reader", "go-sources", "history-back", "info", "undo"],
)
async def test_a_command_draws_the_screen_once(driver: Driver, draws: list[str], command: str) -> None:
    await driver.press("tag")
    await driver.enter("foo")
    draws.clear()
    await driver.press(command)
    assert draws.count("screen") == 1


async def test_what_is_only_said_draws_the_hint_line_alone(driver: Driver, draws: list[str]) -> None:
    await driver.keys("g")
    await driver.keys("escape")
    await driver.command("theme no-such-theme")
    draws.clear()
    await driver.press("find-next")
    assert "nothing to find yet" in driver.status()
    assert draws == []


async def test_while_a_job_has_the_dossier_nothing_is_drawn(driver: Driver, draws: list[str]) -> None:
    go_on = threading.Event()
    job = asyncio.create_task(driver.browser.life.off_thread(lambda: go_on.wait(20)))
    await driver.until(lambda: driver.browser.life.away, "the job")
    driver.browser.redraw()
    await driver.handled()
    assert draws == []
    go_on.set()
    await job
    await driver.settle()
    assert draws.count("screen") == 1
