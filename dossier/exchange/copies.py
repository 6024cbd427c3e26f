"""Reading a copy of a dossier to join it with another: a folder, which stays as it is, or an export."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from dossier.exchange.json_export import HEAD
from dossier.exchange.json_import import read_export
from dossier.records.base import Doc
from dossier.records.kinds import TABLES
from dossier.records.problems import RecordProblem
from dossier.store.folder import read_info
from dossier.store.history import HISTORY_NAME, Edit
from dossier.store.inside import Folder
from dossier.store.state import FolderState
from dossier.store.strangers import find_strangers
from dossier.store.texts import TEXTS_NAME
from dossier.text import one_line

Tables = dict[str, dict[str, Doc]]
_TEXT = re.compile(r"[0-9a-f]{64}\.txt")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DossierCopy:
    """The records of a copy as they are now, and every edit that led there."""

    name: str
    path: Path
    info: Doc
    tables: Tables
    spelled: dict[str, bytes] = field(default_factory=dict)
    """By id, the lines of records that were written by hand in another form than ours."""
    edits: tuple[Edit, ...] = ()
    texts: tuple[str, ...] = ()


def read_copy(path: Path) -> DossierCopy:
    """The copy at `path`; NotADossier or RecordProblem says by file, line and field why it cannot be read."""
    return _read_exported(path) if path.is_file() else _read_folder(path)


def _read_folder(path: Path) -> DossierCopy:
    info = read_info(path).to_doc()
    state = FolderState(path, by="")
    for _ in state.load():
        pass
    edits = tuple(state.journal.edits())
    state.journal.close()
    broken = find_strangers(path)
    for problem in state.problems:
        if problem.file != HISTORY_NAME or problem.line is None:
            broken.append(problem)
    if broken:
        where = one_line(str(path))
        raise RecordProblem([replace(each, file=f"{where}/{each.file}") for each in broken[:_SHOWN]])

    spelled: dict[str, bytes] = {}
    for file in state.files.values():
        spelled |= file.spelled
    texts = Folder(path).below(TEXTS_NAME).names()
    return DossierCopy(
        path.resolve().name,
        path,
        {key: value for key, value in info.items() if key not in HEAD},
        {table: file.docs for table, file in state.files.items()},
        spelled,
        edits,
        tuple(name for name in texts if _TEXT.fullmatch(name)),
    )


def _read_exported(path: Path) -> DossierCopy:
    doc = read_export(path.read_bytes(), one_line(path.name))
    tables = {table: {record["id"]: record for record in doc[table]} for table in TABLES}
    return DossierCopy(path.name, path, doc["dossier"], tables)
