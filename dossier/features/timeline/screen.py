"""The timeline's scale and clock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.evidence.timeline import TIME_SCALES
from dossier.screen.place import CLOCKS

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler

_CLOCK_WORDS = {"happened": "when it happened", "reported": "when it was first reported"}


def _scale(step: int) -> Handler:
    async def scale(browser: Browser, count: int | None, words: str) -> None:
        here = TIME_SCALES.index(browser.place.scale)
        to = min(max(here + step * (count or 1), 0), len(TIME_SCALES) - 1)
        browser.update(replace(browser.place, scale=TIME_SCALES[to]))
        end = {0: " - that is the coarsest", len(TIME_SCALES) - 1: " - that is the finest"}.get(to, "")
        browser.say(f"by {TIME_SCALES[to]}{end if to == here else ''}")

    return scale


async def swap(browser: Browser, count: int | None, words: str) -> None:
    """C: the other clock."""
    clock = CLOCKS[1 - CLOCKS.index(browser.place.clock)]
    browser.update(replace(browser.place, clock=clock))
    browser.say(f"by {_CLOCK_WORDS[clock]}")


HANDLERS: dict[str, Handler] = {"scale-in": _scale(1), "scale-out": _scale(-1), "swap-clock": swap}
