"""The border between the lists and the readers: where it stands, and the two commands that move it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.screen.chrome import Arrangement

if TYPE_CHECKING:
    from dossier.screen.browser import Browser

SMALLEST, LARGEST = 25, 75
"""The percentages of the screen between which the lists' share stays."""
_STEP = 5


def place_border(browser: Browser) -> None:
    """Give lists and readers the shares chosen for this arrangement; else those of the style sheet."""
    share = browser.state.list_shares.get(browser.arrangement.value)
    stacked = browser.arrangement is Arrangement.STACKED
    panes, readers = browser.query_one("#panes"), browser.query_one("#readers")
    panes.styles.max_width = None if share is None else "100%"
    for widget, part in ((panes, share), (readers, None if share is None else 100 - share)):
        size = None if part is None else f"{part}fr"
        widget.styles.height = size if stacked else None
        widget.styles.width = None if stacked else size


def border_left(browser: Browser, count: int | None) -> None:
    """ctrl+Left: less room for the lists."""
    _move_border(browser, -(count or 1))


def border_right(browser: Browser, count: int | None) -> None:
    """ctrl+Right: more room for the lists."""
    _move_border(browser, count or 1)


def _move_border(browser: Browser, steps: int) -> None:
    panes, readers = browser.query_one("#panes"), browser.query_one("#readers")
    if not panes.region or not readers.region:
        browser.say("there is no border here: one pane has the whole screen")
        return
    shares, arrangement = browser.state.list_shares, browser.arrangement
    stacked = arrangement is Arrangement.STACKED
    listed, read = (pane.region.height if stacked else pane.region.width for pane in (panes, readers))
    seen = round(100 * listed / (listed + read) / _STEP) * _STEP
    share = shares.get(arrangement.value, seen) + steps * _STEP
    share = shares[arrangement.value] = min(max(share, SMALLEST), LARGEST)
    end = ", as far as it goes" if share in (SMALLEST, LARGEST) else ""
    browser.say(f"lists {share} %, readers {100 - share} %{end}")
    browser.redraw()
