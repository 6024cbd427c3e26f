"""Commands of the command line, as they can be typed in a shell wherever one is."""

from __future__ import annotations

import shlex
from contextlib import suppress
from typing import TYPE_CHECKING

from dossier.home import OWN_COPY, NoHome, data_folder

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def command_line(dossier: Dossier, command: str, *words: str) -> str:
    """`dossier show /cases/acme c.cost`; the user's own copy of the sample needs no path."""
    folder = dossier.path.resolve()
    with suppress(NoHome):
        if folder == (data_folder() / OWN_COPY).resolve():
            return " ".join(["dossier", command, *words])
    return " ".join(["dossier", command, shlex.quote(str(folder)), *words])
