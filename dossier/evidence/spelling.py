"""What a check remarks upon although the format allows it: fields and files whose names look misspelt.

Unknown fields are kept: a later version or a program of the user's own may know them. One that is a letter or
two from a known field that the record lacks is more likely a slip, and its value is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dossier.evidence.distance import distance
from dossier.records.ids import NOUNS, TABLES
from dossier.records.info import Info
from dossier.records.models import MODELS
from dossier.records.problems import Problem
from dossier.store.files import file_name, line_numbers
from dossier.store.folder import INFO_NAME
from dossier.store.history import HISTORY_NAME
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_SHORT = 4
_LONGEST = 40


def slips(dossier: Dossier) -> Iterator[Problem]:
    """Unknown fields that are nearly known ones, and tables that are none."""
    for field, known in Info.unknown(dossier.info.to_doc()):
        if near := _near(field, known):
            yield Problem(INFO_NAME, _is_no_field(near), field=one_line(field))
    for table, model in MODELS.items():
        found = []
        for record_id, doc in dossier.every(table).items():
            for field, known in model.unknown(doc):
                if near := _near(field, known):
                    found.append((record_id, one_line(field), near))
        lines = line_numbers(dossier.path, table) if found else {}
        for record_id, field, near in found:
            words = _is_no_field(near)
            yield Problem(file_name(table), words, line=lines.get(record_id), id=record_id, field=field)
    yield from _strays(dossier)


def _is_no_field(near: str) -> str:
    return f"is no field of the format; did you mean {near}?"


def _near(field: str, known: Iterable[str]) -> str | None:
    """The known name that is a letter or two from the last step of a path; of a short one, a letter."""
    name = field.rpartition(".")[2]
    if len(name) > _LONGEST:
        return None
    most = 1 if len(name) <= _SHORT else 2
    edits, nearest = min(((distance(name, other), other) for other in known), default=(most + 1, ""))
    return nearest if edits <= most else None


def _strays(dossier: Dossier) -> Iterator[Problem]:
    files = {table: file_name(table) for table in TABLES}
    files |= {NOUNS[letter]: file_name(table) for table, letter in TABLES.items()}
    known, tables = {*files.values(), HISTORY_NAME}, ", ".join(map(file_name, TABLES))
    for path in sorted(dossier.path.glob("*.jsonl")):
        if path.name not in known:
            near = _near(path.stem.casefold(), files)
            hint = f"did you mean {files[near]}?" if near else f"the tables are {tables}"
            yield Problem(one_line(path.name), f"is no table and is not read; {hint}")
