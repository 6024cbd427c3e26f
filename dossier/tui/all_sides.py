"""The sides that there are. A side is one module here and one line below."""

from __future__ import annotations

from dossier.tui.bench import FigureBench
from dossier.tui.codebook import Codebook
from dossier.tui.deciding import Conflicts, Echoes
from dossier.tui.log import Log
from dossier.tui.review import ReviewQueue
from dossier.tui.sides import Side

ALL_SIDES: tuple[type[Side], ...] = (Codebook, FigureBench, Conflicts, Echoes, Log, ReviewQueue)
