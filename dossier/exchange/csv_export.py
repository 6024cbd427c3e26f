"""Records as CSV (RFC 4180), for a spreadsheet: what it would run as a formula is defused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(columns: Sequence[str], docs: Iterable[Mapping[str, Any]]) -> str:
    """These fields of some records, under a line of headings; lists joined by `; `."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for doc in docs:
        writer.writerow([_cell(doc.get(column)) for column in columns])
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
