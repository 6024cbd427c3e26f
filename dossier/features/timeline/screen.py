"""The timeline's scale and clock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.evidence.timeline import TIME_SCALES
from dossier.screen.place import CLOCKS

if TYPE_CHECKING:
    from dossier.screen.browser import Browser

_CLOCK_WORDS = {"happened": "when it happened", "reported": "when it was first reported"}


def scale_in(browser: Browser, count: int | None) -> None:
    """+: finer."""
    _change_scale(browser, count or 1)


def scale_out(browser: Browser, count: int | None) -> None:
    """-: coarser."""
    _change_scale(browser, -(count or 1))


def _change_scale(browser: Browser, step: int) -> None:
    here = TIME_SCALES.index(browser.place.scale)
    to = min(max(here + step, 0), len(TIME_SCALES) - 1)
    browser.update(replace(browser.place, scale=TIME_SCALES[to]))
    end = {0: " - that is the coarsest", len(TIME_SCALES) - 1: " - that is the finest"}.get(to, "")
    browser.say(f"by {TIME_SCALES[to]}{end if to == here else ''}")


def swap_clock(browser: Browser) -> None:
    """C: the other clock."""
    clock = CLOCKS[1 - CLOCKS.index(browser.place.clock)]
    browser.update(replace(browser.place, clock=clock))
    browser.say(f"by {_CLOCK_WORDS[clock]}")
