"""Records as CSV (RFC 4180), for a spreadsheet: what it would run as a formula is defused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

_COLUMNS: dict[str, tuple[str, ...]] = {
    "e": ("id", "name", "kind", "aliases", "description"),
    "c": ("id", "text", "kind", "subject", "about", "property", "figure", "date", "attributed_to", "support"),
    "q": ("id", "source", "exact", "speaker", "speech", "paragraph", "start", "end", "translation", "check"),
    "s": ("id", "title", "kind", "publisher_as_written", "published", "language", "url"),
    "v": ("id", "title", "date", "date_note", "participants", "claims"),
    "a": ("id", "target", "motivation", "body", "created", "by"),
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(letter: str, docs: Iterable[Mapping[str, Any]]) -> str:
    """The records of one table (by its letter) with a line of headings; lists joined by `; `."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS[letter])
    for doc in docs:
        writer.writerow([_cell(doc.get(column)) for column in _COLUMNS[letter]])
    return file.getvalue()


def _cell(value: Any) -> str:
    text = _plain(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case list() | tuple():
            return "; ".join(_plain(item) for item in value)
        case Mapping():
            return ", ".join(f"{key}: {_plain(item)}" for key, item in value.items())
        case _:
            return str(value)
