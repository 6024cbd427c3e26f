"""Commands of the command line, as they can be typed in a shell wherever one is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.home import OWN_COPY, data_folder

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def typed(dossier: Dossier, command: str, *words: str) -> str:
    """`dossier show /cases/acme c.cost`; one's own copy of the bundled dossier needs no path."""
    folder = dossier.path.resolve()
    own = folder == (data_folder() / OWN_COPY).resolve()
    return " ".join(["dossier", command, *([] if own else [_quoted(str(folder))]), *words])


def _quoted(folder: str) -> str:
    """A path as a shell takes it."""
    if re.fullmatch(r"[\w./-]+", folder):
        return folder
    return "'" + folder.replace("'", "'\\''") + "'"
