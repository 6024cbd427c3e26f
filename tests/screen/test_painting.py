"""Only the lines that look otherwise are drawn again, and what is on the screen is what is true."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.geometry import Region

from dossier.screen.widgets.lines import Lines
from tests.screen.driver import Driver, bundled, opened

MOVES = (
    "down down down up in in in out out half-down page-up first last next-claim source next-pane follow-down "
    "info info escape escape go-entities go-claims go-sources go-timeline go-notes go-codebook go-figures "
    "go-conflicts go-echoes go-review history-back history-forward mark mark-range mark-all mark-again undo "
    "withdraw scale-in scale-out swap-clock zoom zoom reader"
)


def painted(driver: Driver) -> None:
    """Every line on the screen is what its widget would draw now."""
    for widget in driver.visible():
        if isinstance(widget, Lines):
            width, height = widget.size
            shown = widget.render_lines(Region(0, 0, width, height))
            anew = [widget.render_line(y) for y in range(height)]
            assert [list(strip) for strip in shown] == [list(strip) for strip in anew], widget.id


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_what_is_on_the_screen_is_what_would_be_drawn_anew(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    dice = random.Random(7)
    async with opened(bundled(tmp_path, "tutorial"), size) as driver:
        for _ in range(60):
            await driver.press(dice.choice(MOVES.split()))
            if driver.browser.prompt.open:
                await driver.keys("escape")
            painted(driver)


async def test_a_step_down_a_list_draws_two_of_its_rows(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path), (120, 36)) as driver:
        await driver.press("go-claims", "down", "down", "down")
        box, drawn = driver.box(), []
        draw = box.render_line
        box.render_line = lambda y: (drawn.append(y), draw(y))[1]  # type: ignore[method-assign,func-returns-value]
        await driver.press("down")
        assert sorted(drawn) == list(range(5, 9))  # these two rows take two lines each
