"""What does not belong into a dossier's folder: links and pipes, and the copies of a sync program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dossier.records.kinds import TABLES
from dossier.records.problems import Problem, describe_error
from dossier.store.files import file_name
from dossier.store.folder import INFO_NAME
from dossier.store.history import HISTORY_NAME
from dossier.store.inside import Folder
from dossier.store.lock import LOCK_NAME
from dossier.store.texts import TEXTS_NAME
from dossier.text import one_line

_FILES = (INFO_NAME, HISTORY_NAME, *map(file_name, TABLES))
_FOLDERS = (TEXTS_NAME, "originals")
_CONFLICT = re.compile("conflict|konflikt|conflit|конфликт|冲突|衝突|競合|충돌", re.IGNORECASE)
"""What the sync programs of several languages put into the name of a copy."""
_NUMBERED = re.compile(r" ?\(\d+\)| \d+|-[A-Z0-9]+(-[A-Z0-9]+)*")
"""How others tell copies apart: `claims (1)`, `claims 2`, `claims-LAPTOP-7`."""


def find_strangers(path: Path) -> list[Problem]:
    """What stands in the place of the lock, the texts or the originals and is no plain file or folder.

    Of tables, the history and dossier.json, reading them says so.
    """
    folder = Folder(path)
    found = []
    try:
        folder.status(LOCK_NAME)
    except OSError as error:
        found.append(Problem(LOCK_NAME, f"cannot be used: {describe_error(error)}"))
    for name in _FOLDERS:
        try:
            found += [
                Problem(
                    f"{name}/{one_line(Path(error.filename).name)}",
                    f"cannot be read: {describe_error(error)}",
                )
                for error in folder.below(name).not_plain()
            ]
        except OSError as error:
            found.append(Problem(name, f"cannot be read: {describe_error(error)}"))
    return found


def find_set_aside(path: Path) -> list[Problem]:
    """Copies of the dossier's files that a sync program made where two computers wrote at once."""
    return [
        Problem(
            one_line(name),
            f"is a copy of {original} that a sync program set aside, perhaps with edits of another computer; "
            f"copy the folder, put this file in the place of {original} there, and join the two: "
            "dossier merge FOLDER COPY -o JOINED",
        )
        for name, original in _copies(Folder(path).names())
    ]


def _copies(names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for original in _FILES:
            stem, dot, suffix = original.partition(".")
            if name == original or not name.startswith(stem):
                continue
            middle = name.removeprefix(stem).removesuffix(dot + suffix)
            numbered = name.endswith(suffix) and _NUMBERED.fullmatch(middle)
            if numbered or (not middle[:1].isalnum() and _CONFLICT.search(middle)):
                yield name, original
