"""Whose edits these are, where nobody says it."""

from __future__ import annotations

import getpass
import os
import subprocess
from contextlib import suppress

from dossier.text import one_line

AUTHOR_VARIABLE = "DOSSIER_BY"


def author(given: str | None = None) -> str:
    """The analyst's name: as given, else DOSSIER_BY, git's user.name, or the login."""
    for candidate in (given, os.environ.get(AUTHOR_VARIABLE)):
        if candidate and one_line(candidate):
            return one_line(candidate)
    with suppress(OSError, subprocess.SubprocessError):
        asked = subprocess.run(
            ["git", "config", "--get", "user.name"], capture_output=True, timeout=2, check=False
        )
        if name := one_line(asked.stdout.decode("utf-8", "replace")):
            return name
    # Without a login name getpass raises ImportError on Windows, KeyError or OSError elsewhere.
    with suppress(OSError, ImportError, KeyError):
        if name := one_line(getpass.getuser()):
            return name
    return "analyst"
