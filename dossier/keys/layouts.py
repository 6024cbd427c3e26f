"""Other keyboard layouts: which Latin key lies where a letter of theirs lies.

Source: xkeyboard-config 2.35.1, symbols/us (basic) beside ru (winkeys), ua (unicode), gr and il (basic).
What a Latin keyboard types too (`.` of ЙЦУКЕН, capitals of Hebrew) is left out: it does not tell the layout.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_ROWS = ("qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,.", "`\\")
_SHIFTED_ROWS = ("QWERTYUIOP{}", 'ASDFGHJKL:"', "ZXCVBNM<>", "~|")

_LAYOUTS: dict[str, tuple[str, ...]] = {
    "Russian": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "ё "),
    "Ukrainian": ("йцукенгшщзхї", "фівапролджє", "ячсмитьбю", " ґ"),
    "Greek": (" ςερτυθιοπ  ", "ασδφγηξκλ  ", "ζχψωβνμ  ", "  "),
    "Hebrew": ("  קראטוןםפ  ", "שדגכעיחלךף ", "זסבהנמצתץ", "  "),
}
"""The same rows as `_ROWS` on each layout; a space where it types what a Latin keyboard types too."""

_HOW_TO_SWITCH = (
    "switch the keyboard to Latin letters (often Super+Space, alt+shift or ctrl+Space), "
    "or name it in keys.toml"
)

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_CJK_PUNCTUATION = {"。": ".", "《": "<", "》": ">"}


@dataclass(frozen=True, slots=True)
class LatinKey:
    """A Latin key that a character may have been meant as, and on which keyboard."""

    key: str
    keyboard: str


def find_latin_keys(step: str) -> tuple[LatinKey, ...]:
    """The Latin keys that lie where a key of another layout lies, with `ctrl+` or `alt+` as it has them.

    None for Latin keys and layouts without a table; several where a letter lies on more than one key.
    """
    before, plus, character = step.rpartition("+")
    if len(character) != 1 or character.isascii():
        return ()
    if ord(character) in _FULL_WIDTH or character in _CJK_PUNCTUATION:
        narrow = _CJK_PUNCTUATION.get(character) or unicodedata.normalize("NFKC", character)
        return (LatinKey(before + plus + narrow, "full-width letters"),)

    layouts_of = _keys_by_letter().get(character, {})
    found = []
    for key, layouts in layouts_of.items():
        found.append(LatinKey(before + plus + key, f"{' or '.join(layouts)} layout"))
    return tuple(found)


def read_as_latin(text: str) -> str:
    """Text with each character as the Latin key that it lies on, where there is exactly one."""
    read = []
    for character in text:
        found = find_latin_keys(character)
        read.append(found[0].key if len(found) == 1 else character)
    return "".join(read)


def is_foreign_letter(step: str) -> bool:
    """Whether a key is a letter of another script than Latin."""
    character = step.rpartition("+")[2]
    if len(character) != 1 or not character.isalpha():
        return False
    return not unicodedata.name(character, "").startswith("LATIN")


def explain_unread(readings: Sequence[LatinKey]) -> str:
    """Why a letter of another script runs no command, and how to switch."""
    why = "is not a Latin letter"
    if readings:
        keys = " or ".join(reading.key for reading in readings)
        why = f"could be {keys} ({readings[0].keyboard})"
    return f"{why} - {_HOW_TO_SWITCH}"


@cache
def _keys_by_letter() -> dict[str, dict[str, list[str]]]:
    """For each letter of the layouts the Latin keys that it lies on, each with the layouts it does so in."""
    found: dict[str, dict[str, list[str]]] = {}
    for layout, rows in _LAYOUTS.items():
        letters = "".join(rows)
        for letter, key, shifted in zip(letters, "".join(_ROWS), "".join(_SHIFTED_ROWS), strict=True):
            capital = letter.upper()
            if letter == " ":
                continue
            found.setdefault(letter, {}).setdefault(key, []).append(layout)
            if capital != letter:
                found.setdefault(capital, {}).setdefault(shifted, []).append(layout)
    return found
