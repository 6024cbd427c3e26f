"""Whose edits these are, where nobody says it."""

from __future__ import annotations

import getpass
import os
import subprocess
from contextlib import suppress

from dossier.records.problems import DossierError
from dossier.text import one_line

AUTHOR_VARIABLE = "DOSSIER_BY"
OUTSIDE = "outside"
"""Who stands in the history for changes that were not made by dossier."""


def find_author(given: str | None = None) -> str:
    """The analyst's name: as given, else DOSSIER_BY, git's user.name, or the login.

    DossierError if it is given as `outside`; where that is found, it is passed over.
    """
    for candidate in (given, os.environ.get(AUTHOR_VARIABLE)):
        if candidate and one_line(candidate):
            name = one_line(candidate)
            if _is_taken(name):
                raise DossierError(f"“{name}” marks what was changed outside dossier; take another name")
            return name
    with suppress(OSError, subprocess.SubprocessError):
        asked = subprocess.run(
            ["git", "config", "--get", "user.name"], capture_output=True, timeout=2, check=False
        )
        name = one_line(asked.stdout.decode("utf-8", "replace"))
        if name and not _is_taken(name):
            return name
    # Without a login name getpass raises ImportError on Windows, KeyError or OSError elsewhere.
    with suppress(OSError, ImportError, KeyError):
        name = one_line(getpass.getuser())
        if name and not _is_taken(name):
            return name
    return "analyst"


def _is_taken(name: str) -> bool:
    return name.strip().casefold() == OUTSIDE
