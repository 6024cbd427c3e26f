"""The whole dossier as one JSON document, the same bytes for the same records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from dossier import __version__
from dossier.exchange.files import refuse_own_files, write_whole
from dossier.records.info import FORMAT, VERSION
from dossier.records.models import MODELS

if TYPE_CHECKING:
    from dossier.dossier import Dossier

HEAD = ("format", "version")
"""What dossier.json and the document both begin with."""

GENERATOR = {"name": "dossier-tui", "version": __version__}


def document(dossier: Dossier) -> dict[str, Any]:
    """Records by id, keys in the order of the format, absent fields left out, unknown ones kept."""
    info = dossier.info.to_doc()
    return {
        "format": FORMAT,
        "version": VERSION,
        "generator": GENERATOR,
        "dossier": {key: value for key, value in info.items() if key not in HEAD},
        **{
            table: [model.canonical(doc) for _, doc in sorted(getattr(dossier, table).docs.items())]
            for table, model in MODELS.items()
        },
    }


def export_bytes(dossier: Dossier) -> bytes:
    """The document as UTF-8 with LF, two spaces of indentation and a newline at its end."""
    return orjson.dumps(document(dossier), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def export(dossier: Dossier, path: Path) -> int:
    """Write the document to `path`, whole or not at all; returns how many bytes it has."""
    refuse_own_files(path, dossier.path)
    data = export_bytes(dossier)
    write_whole(path, data)
    return len(data)
