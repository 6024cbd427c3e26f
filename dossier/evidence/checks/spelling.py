"""Fields and files whose names look misspelt, although the format allows them.

Unknown fields are kept: a later version or a program of the user's own may know them. But one that is a
letter or two from a known field which the record lacks is probably a slip, and nobody sees its value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dossier.evidence.distance import count_edits
from dossier.records.info import Info
from dossier.records.kinds import KINDS, TABLES
from dossier.records.models import MODELS
from dossier.records.problems import Problem
from dossier.store.files import file_name, line_numbers
from dossier.store.folder import INFO_NAME
from dossier.store.history import HISTORY_NAME
from dossier.store.strangers import find_set_aside
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_SHORT_NAME = 4
"""In a name of so many letters only one may differ; in a longer one, two."""
_LONGEST_NAME = 40


def find_misspellings(dossier: Dossier) -> Iterator[Problem]:
    """Unknown fields that are nearly known ones, and files that are nearly tables."""
    for field, known in Info.unknown_keys(dossier.info.to_doc()):
        if meant := _nearest_name(field, known):
            yield Problem(INFO_NAME, _unknown_field(meant), field=one_line(field))
    for table, model in MODELS.items():
        found = []
        for record_id, doc in dossier.every(table).items():
            for field, known in model.unknown_keys(doc):
                if meant := _nearest_name(field, known):
                    found.append((record_id, one_line(field), meant))
        lines = line_numbers(dossier.path, table) if found else {}
        for record_id, field, meant in found:
            message = _unknown_field(meant)
            yield Problem(file_name(table), message, line=lines.get(record_id), id=record_id, field=field)
    yield from _find_stray_files(dossier)


def _unknown_field(meant: str) -> str:
    return f"is no field of the format; did you mean {meant}?"


def _nearest_name(field: str, known: Iterable[str]) -> str | None:
    """The known name that is nearly the last step of a path; None if there is none."""
    name = field.rpartition(".")[2]
    if len(name) > _LONGEST_NAME:
        return None
    allowed = 1 if len(name) <= _SHORT_NAME else 2
    candidates = [(count_edits(name, other), other) for other in known]
    edits, nearest = min(candidates, default=(allowed + 1, ""))
    return nearest if edits <= allowed else None


def _find_stray_files(dossier: Dossier) -> Iterator[Problem]:
    files = {table: file_name(table) for table in TABLES}
    files |= {kind.noun: file_name(kind.table) for kind in KINDS}
    known = {*files.values(), HISTORY_NAME}
    copies = {problem.file for problem in find_set_aside(dossier.path)}
    for path in sorted(dossier.path.glob("*.jsonl")):
        if path.name in known or one_line(path.name) in copies:
            continue
        meant = _nearest_name(path.stem.casefold(), files)
        tables = ", ".join(map(file_name, TABLES))
        hint = f"did you mean {files[meant]}?" if meant else f"the tables are {tables}"
        yield Problem(one_line(path.name), f"is no table and is not read; {hint}")
