"""Records as CSV (RFC 4180) for a spreadsheet, which runs none of it as a formula.

A cell that begins with `= + - @`, also after white space or in full-width forms, gets a `'` before it (OWASP,
CSV Injection). Control characters are removed, and every line ends with LF.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dossier.text import clean

_FORMULA = tuple("=+-@")
_SEPARATORS = ("\t", "\r", "\n")
_LINE_END = re.compile("\r\n?")


def make_csv(columns: Sequence[str], docs: Iterable[Mapping[str, Any]]) -> str:
    """The columns of some records under a line of headings; the items of a list are joined by `; `."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for doc in docs:
        writer.writerow([_defused_cell(doc.get(column)) for column in columns])
    return file.getvalue()


def _defused_cell(value: Any) -> str:
    text = _cell_text(value)
    shown = clean(_LINE_END.sub("\n", text))
    begins = unicodedata.normalize("NFKC", shown.lstrip()[:1])
    runs = begins in _FORMULA or text.startswith(_SEPARATORS)
    return f"'{shown}" if runs else shown


def _cell_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case list() | tuple():
            return "; ".join(_cell_text(item) for item in value)
        case Mapping():
            return ", ".join(f"{key}: {_cell_text(item)}" for key, item in value.items())
        case _:
            return str(value)
