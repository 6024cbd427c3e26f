"""A dossier, or a part of it, as one JSON document, the same bytes for the same records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from dossier import __version__
from dossier.exchange.files import refuse_own_files, write_output
from dossier.exchange.part import ExportPart
from dossier.records.info import FORMAT, VERSION
from dossier.records.models import MODELS
from dossier.text import escape_json

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

HEAD = ("format", "version")
"""What dossier.json and the document both begin with."""

GENERATOR = {"name": "dossier-tui", "version": __version__}


def make_document(dossier: Dossier, part: ExportPart | None = None) -> dict[str, Any]:
    """Records by id, keys in the order of the format, absent fields left out, unknown ones kept.

    With a part, the document has its records alone and says how many of each table it leaves out; it has the
    dossier's focus only if that record is part of it.
    """
    info = dossier.info.to_doc()
    if part and info.get("focus") not in part.ids:
        info.pop("focus", None)

    made: dict[str, Any] = {"format": FORMAT, "version": VERSION, "generator": GENERATOR}
    if part:
        made["left_out"] = part.left_out
    made["dossier"] = {key: value for key, value in info.items() if key not in HEAD}
    for table, model in MODELS.items():
        made[table] = [
            model.canonical(dossier.as_stored(record_id))
            for record_id in sorted(dossier.every(table))
            if part is None or record_id in part.ids
        ]
    return made


def make_export(dossier: Dossier, part: ExportPart | None = None) -> bytes:
    """The document as UTF-8 with LF, two spaces of indentation and a newline at its end.

    What a terminal would obey is escaped: somebody may look at the file with `cat`.
    """
    data = orjson.dumps(make_document(dossier, part), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return escape_json(data.decode()).encode()


def write_export(dossier: Dossier, path: Path, part: ExportPart | None = None) -> int:
    """Write the document to `path`, whole or not at all; returns how many bytes it has."""
    refuse_own_files(path, dossier.path)
    data = make_export(dossier, part)
    write_output(path, data)
    return len(data)
