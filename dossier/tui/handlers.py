"""Which function does which command. One module a section; a test holds that none is missing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from dossier.tui import (
    acting,
    annotating,
    choosing,
    codebook,
    deciding,
    drilling,
    exporting,
    finding,
    judging,
    log,
    looking,
    marking,
    moving,
    narrowing,
    notes,
    review,
    saved,
    screening,
    searching,
    selecting,
    taking,
    templates,
    timing,
    undoing,
)

if TYPE_CHECKING:
    from dossier.tui.browser import Browser

Handler = Callable[["Browser", int | None, str], Awaitable[None]]
"""(browser, count, words typed behind the command's name)."""

HANDLERS: dict[str, Handler] = {
    **moving.HANDLERS,
    **drilling.HANDLERS,
    **finding.HANDLERS,
    **narrowing.HANDLERS,
    **choosing.HANDLERS,
    **saved.HANDLERS,
    **searching.HANDLERS,
    **marking.HANDLERS,
    **selecting.HANDLERS,
    **annotating.HANDLERS,
    **notes.HANDLERS,
    **templates.HANDLERS,
    **undoing.HANDLERS,
    **acting.HANDLERS,
    **judging.HANDLERS,
    **codebook.HANDLERS,
    **looking.HANDLERS,
    **deciding.HANDLERS,
    **timing.HANDLERS,
    **review.HANDLERS,
    **log.HANDLERS,
    **taking.HANDLERS,
    **exporting.HANDLERS,
    **screening.HANDLERS,
}
