"""The words of a text in any script, folded for comparing, and how much each of them tells.

A word is a run of letters and digits; where words are not set apart (Chinese, Japanese, Thai ...) each
character stands for itself. Two strings are the same word if they fold alike: without case, without soft
hyphens, in Unicode's compatibility form.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable

MASKED, GAP = "\x00", "\x01"
"""Stand in a text for words that are not compared, and for words that are not known."""

HIDDEN, PLAIN, TELLING, CHARACTER = range(4)
"""What a word is: masked or unknown, of no weight, telling, one character of a script without spaces."""

FIRST_MASKED = 1 << 30
"""Numbers of masked words begin here; those of words stay below."""

WEIGHTS = (0, 0, 3, 1)
"""What a word of each kind tells: three characters as much as one word."""

_TOLD = bytes(WEIGHTS).ljust(256, b"\0")
_LETTERS_THAT_TELL = 4
_UNSPACED = (
    *("\u0e00-\u0eff", "\u1000-\u109f", "\u1780-\u17ff", "\u3005-\u3007", "\u3040-\u30ff", "\u31f0-\u31ff"),
    *("\u3400-\u4dbf", "\u4e00-\u9fff", "\uf900-\ufaff", "\uff66-\uff9f", "\U00020000-\U0003ffff"),
)
_SOFT = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


_ACCENTS = (
    *("\u0300-\u036f", "\u0483-\u0489", "\u0591-\u05bd", "\u05bf-\u05c7", "\u0610-\u061a"),
    *("\u064b-\u065f", "\u0670", "\u06d6-\u06dc", "\u06df-\u06e8", "\u06ea-\u06ed", "\u0711-\u074a"),
    *("\u0900-\u0963", "\u0966-\u0dff", "\u0e31", "\u0e34-\u0e3a", "\u0e47-\u0e4e", "\u0eb1"),
    *("\u0eb4-\u0ebc", "\u0ec8-\u0ece", "\u102b-\u103e", "\u17b4-\u17d3", "\u20d0-\u20f0", "\u3099-\u309a"),
)
"""Accents and vowel signs go on with a word, with letters of their scripts among them; none begins one."""

_ALONE = "".join(_UNSPACED)
_LETTER = rf"[^\W_{_ALONE}]"
_MARKS = "".join(_ACCENTS) + _SOFT
WORDS = re.compile(
    rf"\d+(?:[.,]\d+)+|{_LETTER}+(?:(?:['’](?={_LETTER})|[{_MARKS}]){_LETTER}*)*"
    rf"|(?![{_MARKS}])[{_ALONE}][{_MARKS}]*|{MASKED}|{GAP}"
)
_CHARACTER = re.compile(f"[{_ALONE}]")
_DROPPED = dict.fromkeys(map(ord, _SOFT)) | {ord("’"): "'"}


def fold_word(word: str) -> str:
    """`word` as it is compared."""
    if word.isascii():
        return word.casefold()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold()).translate(_DROPPED)


def fold_text(text: str) -> list[str]:
    """The words of a text, folded."""
    return [fold_word(word) for word in WORDS.findall(text)]


def classify_word(word: str) -> int:
    """The kind of a word. Names, numbers and short words weigh nothing."""
    first = word[0]
    if first in (MASKED, GAP):
        return HIDDEN
    if _CHARACTER.match(first):
        return CHARACTER
    if first.isdigit() or first.isupper():
        return PLAIN
    enough = _LETTERS_THAT_TELL if word.upper() != word.lower() else 2
    return TELLING if len(word) >= enough else PLAIN


class CodedText:
    """A text as numbers, equal where its words are; with the kind of each word and where it begins and ends.

    A gap has a number below 0 and no length.
    """

    __slots__ = ("_backward", "ends", "kinds", "numbers", "starts")

    def __init__(self) -> None:
        self.numbers = array("i")
        self.kinds = bytearray()
        self.starts = array("i")
        self.ends = array("i")
        self._backward = array("i")

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def backward(self) -> array[int]:
        """The numbers from last to first."""
        if len(self._backward) != len(self.numbers):
            self._backward = self.numbers[::-1]
        return self._backward

    def count_words(self, start: int = 0, end: int | None = None) -> int:
        """How many of the words from `start` to `end` are known and compared."""
        last = len(self) if end is None else end
        return last - start - self.kinds.count(HIDDEN, start, last)

    def sum_weight(self, start: int, end: int) -> int:
        """The weight of the words from `start` to `end`."""
        return sum(self.kinds[start:end].translate(_TOLD))

    def locate_words(self, start: int, end: int) -> tuple[int, int]:
        """Where the words from `start` to `end` stand in the text; of none, where they would."""
        if start < end:
            return self.starts[start], self.ends[end - 1]
        place = self.ends[start - 1] if start else 0
        return place, place


class _Numbers(dict[str, int]):
    """The number of a word as written: the same for all that fold alike."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        if word == GAP:
            number = -1
        elif word[0] == MASKED:
            number = FIRST_MASKED + len(self)
        else:
            number = self._known.setdefault(fold_word(word), len(self._known))
        self[word] = number
        return number


class _Kinds(dict[str, int]):
    def __missing__(self, word: str) -> int:
        found = self[word] = classify_word(word)
        return found


class Vocabulary:
    """Numbers for words, shared by the texts that are compared."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._kinds = _Kinds()

    def add_words(self, coded: CodedText, words: list[str], *, capitals: bool = False) -> None:
        """Append words as written. `capitals`: all of the text is in capitals, which then say nothing."""
        coded.numbers.extend(map(self._numbers.__getitem__, words))
        weighed: Iterable[str] = map(str.lower, words) if capitals else words
        coded.kinds.extend(map(self._kinds.__getitem__, weighed))
