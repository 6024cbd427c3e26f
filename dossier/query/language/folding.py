"""Fold text for comparing, without case, accents, width and curly quotes, and find terms in it.

Folding works code point by code point, so fold_text(a + b) is fold_text(a) + fold_text(b), and what was
found in the folded text can be shown in the original. Composed and decomposed letters become the same,
full-width ones ASCII, ligatures their letters; soft hyphens and zero-width characters go; all white space
becomes blanks, so that a phrase is found across a line break. The marks of kana, Thai and the Indic
scripts stay, for there they are letters and no accents.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

_PLAIN = {
    **dict.fromkeys("‘’‚‛′‵ʼ‹›＇", "'"),
    **dict.fromkeys("“”„‟″‶«»＂", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-"),
}
_IGNORED = frozenset(
    map(chr, [0xAD, 0x34F, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)])
) | frozenset(map(chr, [*range(0xFE00, 0xFE10), 0xFEFF]))

_ODD = re.compile(r"[^\x20-\x7e\u3400-\u4dbf\u4e00-\u9fff]+")
"""What folding may change, A to Z aside: all but ASCII and the common Chinese characters."""
_SHORT, _RUNS = 8, 20_000


def _is_accent(char: str) -> bool:
    """Positional diacritics, overlays, Hebrew points, Arabic vowel signs (canonical combining classes)."""
    kind = unicodedata.combining(char)
    return kind == 1 or 10 <= kind <= 35 or kind >= 200


def _decompose(text: str) -> str:
    kept = []
    for char in unicodedata.normalize("NFKD", text):
        if char.isspace():
            kept.append(" ")
        elif char not in _IGNORED and not _is_accent(char):
            kept.append(_PLAIN.get(char, char))
    return "".join(kept)


class _FoldTable(dict[int, str]):
    """What each code point becomes, looked up when it is first met."""

    def __init__(self, *, lower: bool) -> None:
        super().__init__()
        self._lower = lower
        self._runs: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = _decompose(_PLAIN.get(char, char))
        if self._lower:
            found = _decompose(found.casefold()).lower()
        self[code] = found
        return found

    def of_run(self, match: re.Match[str]) -> str:
        """What a run of unusual characters becomes; short runs, such as a quotation mark, are kept."""
        run = match[0]
        found = self._runs.get(run)
        if found is None:
            found = run.translate(self)
            if len(run) <= _SHORT and len(self._runs) < _RUNS:
                self._runs[run] = found
        return found


_FOLDED = _FoldTable(lower=True)
_KEPT = _FoldTable(lower=False)


def fold_text(text: str) -> str:
    """`text` folded, for comparing where case does not count."""
    if text.isascii() and text.isprintable():
        return text.lower()
    return _ODD.sub(_FOLDED.of_run, text).lower()


def keep_case(text: str) -> str:
    """`text` folded but for its case: `fold_text(keep_case(text)) == fold_text(text)`."""
    if text.isascii() and text.isprintable():
        return text
    return _ODD.sub(_KEPT.of_run, text)


def has_capital(term: str) -> bool:
    """Whether a term has a capital, so that case counts."""
    return term != term.lower()


def find_spans(text: str, term: str) -> list[tuple[int, int]]:
    """Start and end of each place where `text` has `term`, in code points; none overlap.

    Found as a filter finds it: a capital in `term` makes case count. A hit inside what one code point folds
    to (`f` in the ligature `ﬁ`) is the whole code point.
    """
    table = _KEPT if has_capital(term) else _FOLDED
    needle = term.translate(table)
    if not needle:
        return []
    folded = (fold_text if table is _FOLDED else keep_case)(text)
    if needle not in folded:
        return []
    if all(len(table[ord(char)]) == 1 for char in set("".join(_ODD.findall(text)))):
        return [(start, start + len(needle)) for start in _find_all(folded, needle)]
    pieces = [table[ord(char)] for char in text]
    starts = list(accumulate(map(len, pieces), initial=0))[:-1]
    found: list[tuple[int, int]] = []
    for at in _find_all("".join(pieces), needle):
        start = bisect_right(starts, at) - 1
        end = bisect_right(starts, at + len(needle) - 1)
        while needle in "".join(pieces[start + 1 : end]):  # `ß` in `sß` is the second one
            start += 1
        while end < len(pieces) and not pieces[end]:
            end += 1
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _find_all(text: str, needle: str) -> list[int]:
    found = []
    at = text.find(needle)
    while at >= 0:
        found.append(at)
        at = text.find(needle, at + len(needle))
    return found
