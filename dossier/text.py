"""The only place that makes foreign text safe to show, and that counts its cells.

Text in a dossier comes from anywhere. What is stored stays byte for byte; what is shown has no
control character that a terminal would obey (C0 but newline and tab, DEL, C1) and shows as
`<U+202E>` what would otherwise reorder or hide text (bidi and zero-width controls; Unicode TR36,
Trojan Source). Joiners are left where a script spells with them, as in Persian.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

ELLIPSIS = ".."

JOINERS = "\u200c\u200d\u00ad"
"""Zero-width joiner and non-joiner and the soft hyphen: between letters they are part of the spelling."""
_CONTROLS = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f"
"""C0 but tab and newline, DEL, C1."""
_HIDDEN = (
    "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
"""Bidi and zero-width controls, line separators, lone surrogates, tags."""
_JOINING = "\u0600-\u0dff\u1000-\u109f\u1780-\u18af"
"""Arabic, Indic and other scripts that spell with joiners (Unicode UAX 31, A1 and A2; roughly, by block)."""
_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_DROPPED = rf"[{_CONTROLS}]|(?<=\w)\u00ad(?=\w)|(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])"
"""A soft hyphen within a word is seen only where a line ends. What joins emoji would change their width."""
_JOINED = rf"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])"
_UNSAFE = re.compile(rf"(?P<dropped>{_DROPPED})|[\t{_HIDDEN}\u00ad]|(?!{_JOINED})[\u200c\u200d]")


def _shown(found: re.Match[str]) -> str:
    if found["dropped"]:
        return ""
    return "    " if found[0] == "\t" else f"<U+{ord(found[0]):04X}>"


def clean(text: str) -> str:
    """`text` as it may be shown on a terminal: newlines kept, tabs as four spaces."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_shown, text)


def escape_json(text: str) -> str:
    """JSON that means the same, with a \\u escape for each character that `clean` would not show as it is."""
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSAFE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    if found[0] == "\t":
        return "\t"
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def places(text: str) -> Sequence[int]:
    """Where each character of `text` stands in `clean(text)`; at last, where that ends."""
    if text.isascii() and text.isprintable():
        return range(len(text) + 1)
    found: list[int] = []
    shown = done = 0
    for match in _UNSAFE.finditer(text):
        found += range(shown, shown + match.start() - done + 1)
        shown = found[-1] + len(_shown(match))
        done = match.end()
    found += range(shown, shown + len(text) - done + 1)
    return found


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


def a(noun: str) -> str:
    """`a claim`, `an entity`."""
    return f"{'an' if noun.lower().startswith(tuple('aeiou')) else 'a'} {noun}"
