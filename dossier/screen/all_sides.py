"""The sides that there are. A side is one module here and one line below."""

from __future__ import annotations

from dossier.features.figures.screen import FigureBench
from dossier.features.findings.screen import Conflicts, Echoes
from dossier.features.history.screen import Log
from dossier.features.review.screen import ReviewQueue
from dossier.features.tags.codebook_screen import Codebook
from dossier.screen.lists import Side

ALL_SIDES: tuple[type[Side], ...] = (Codebook, FigureBench, Conflicts, Echoes, Log, ReviewQueue)
