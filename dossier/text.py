"""The only place that makes foreign text safe to show, and that counts its cells.

Text in a dossier comes from anywhere. What is stored stays byte for byte; what is shown has no
control character that a terminal would obey (C0 but newline and tab, DEL, C1) and shows as
`<U+202E>` what would otherwise reorder or hide text (bidi and zero-width controls; Unicode TR36,
Trojan Source).
"""

from __future__ import annotations

import re

from rich.cells import cell_len, set_cell_size

ELLIPSIS = ".."

_DROPPED = {c: None for c in (*range(0x20), *range(0x7F, 0xA0)) if c not in (0x09, 0x0A)}
_SHOWN = {
    c: f"<U+{c:04X}>"
    for c in (
        0x00AD,
        0x061C,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
        *range(0xD800, 0xE000),
    )
}
_TABLE: dict[int, str | None] = {**_DROPPED, **_SHOWN, 0x09: "    "}
_UNSAFE = re.compile("[" + "".join(re.escape(chr(c)) for c in _TABLE) + "]")


def clean(text: str) -> str:
    """`text` as it may be shown on a terminal: newlines kept, tabs as four spaces."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_TABLE) if _UNSAFE.search(text) else text


def one_line(text: str) -> str:
    """`text`, safe, with every run of white space as one space."""
    return " ".join(clean(text).split())


def width(text: str) -> int:
    """How many terminal cells `text` takes (East Asian wide characters take two)."""
    return cell_len(text)


def clip(text: str, cells: int) -> str:
    """`text` in at most `cells` cells, ending in `..` where something was cut off."""
    if cell_len(text) <= cells:
        return text
    if cells <= len(ELLIPSIS):
        return ELLIPSIS[: max(cells, 0)]
    return set_cell_size(text, cells - len(ELLIPSIS)).rstrip() + ELLIPSIS


def pad(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells."""
    return set_cell_size(clip(text, cells), cells)


def plural(count: int, noun: str, plural_noun: str | None = None) -> str:
    """`1 quote`, `2 quotes`, `54,321 quotes`."""
    return f"{count:,} {noun if count == 1 else plural_noun or noun + 's'}"
