"""Which function does which command. One module a section; a test holds that none is missing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from dossier.features.filters import find as finding
from dossier.features.filters import prompt as narrowing
from dossier.features.filters import saved
from dossier.features.filters import screen as choosing
from dossier.features.findings import screen as deciding
from dossier.features.history import screen as log
from dossier.features.history import undo as undoing
from dossier.features.judging import screen as judging
from dossier.features.lenses import screen as looking
from dossier.features.notes import screen as notes
from dossier.features.notes import template_screen as templates
from dossier.features.review import screen as review
from dossier.features.search import screen as searching
from dossier.features.tags import codebook_screen as codebook
from dossier.features.tags import screen as annotating
from dossier.features.takeaway import export as exporting
from dossier.features.takeaway import screen as taking
from dossier.features.timeline import screen as timing
from dossier.screen import acting, drilling, marking, moving, selecting
from dossier.screen import commands as screening

if TYPE_CHECKING:
    from dossier.screen.browser import Browser

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
