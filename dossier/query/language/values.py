"""The values of filter terms: reading them, and whether one includes another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from dossier.evidence.distance import count_edits
from dossier.query.language.folding import fold_text, has_capital, keep_case
from dossier.query.language.keys import (
    DIGIT_SCALE,
    JUDGED_DIGITS,
    JUDGED_LETTERS,
    LETTER_SCALE,
    FilterKey,
    choices_of,
)
from dossier.records import edtf
from dossier.records.edtf import Day
from dossier.records.vocabulary import STATUS_MARKS

_BADGE = re.compile(r"([A-F]?)([1-6]?)", re.IGNORECASE)
_MARKS = {mark: status for status, mark in STATUS_MARKS.items()}
_MOST = 1_000_000_000
_SHOWN = 40
_DATES = ("2024", "2024-06", "2015..2024-06", ">=2020")
_EXPECTED: dict[str, tuple[str, ...]] = {
    "text": ('a word or a "phrase"',),
    "name": ('a name or a "longer name"', "=exactly this name"),
    "count": ("3", ">=2", "1..4"),
    "date": _DATES,
    "grade": ("B2", "B", ">=B", "A..C"),
}


class WrongValue(ValueError):  # noqa: N818
    """A value that its key does not take; the message says what it takes."""

    def __init__(self, message: str, allowed: tuple[str, ...]) -> None:
        super().__init__(message)
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class RawValue:
    """A value as it was typed, and where in the query."""

    text: str
    op: str
    quoted: bool
    start: int
    end: int


class TermValue:
    """One value of a term."""

    __slots__ = ()

    def is_within(self, other: TermValue) -> bool:
        """Whether everything that fits this value fits `other` too."""
        return self == other


@dataclass(frozen=True, slots=True)
class Phrase(TermValue):
    """A word or phrase to find in text; `exact` if case counts."""

    text: str
    folded: str
    exact: str | None = None

    @classmethod
    def of(cls, text: str) -> Phrase:
        """The phrase of a text; a capital in it makes case count."""
        return cls(text, fold_text(text), keep_case(text) if has_capital(text) else None)

    def found_in(self, text: str) -> bool:
        """Whether a text, not folded, has the phrase."""
        return self.exact in keep_case(text) if self.exact is not None else self.folded in fold_text(text)

    def is_within(self, other: TermValue) -> bool:
        """A longer phrase is in fewer texts."""
        if not isinstance(other, Phrase):
            return False
        if other.exact is not None:
            return self.exact is not None and other.exact in self.exact
        return other.folded in self.folded


@dataclass(frozen=True, slots=True)
class NamePart(TermValue):
    """A part of a name, alias, path or id, folded; `exact`: the whole of it."""

    folded: str
    exact: bool = False

    def fits(self, name: str) -> bool:
        """Whether a folded name can be meant."""
        return self.folded == name if self.exact else self.folded in name

    def is_within(self, other: TermValue) -> bool:
        """A longer part is in fewer names."""
        if not isinstance(other, NamePart):
            return False
        return self == other if other.exact else other.folded in self.folded


@dataclass(frozen=True, slots=True)
class OneOf(TermValue):
    """Some of a closed list."""

    words: frozenset[str]

    def is_within(self, other: TermValue) -> bool:
        """Fewer values of the list."""
        return isinstance(other, OneOf) and self.words <= other.words


@dataclass(frozen=True, slots=True)
class CountRange(TermValue):
    """A number from `low` to `high`, both included."""

    low: int
    high: int

    def is_within(self, other: TermValue) -> bool:
        """A part of the range."""
        return isinstance(other, CountRange) and other.low <= self.low and self.high <= other.high


@dataclass(frozen=True, slots=True)
class DateRange(TermValue):
    """The days from `low` to `high`, both included; these need not be in the calendar."""

    low: Day
    high: Day

    def is_within(self, other: TermValue) -> bool:
        """A part of the range."""
        return isinstance(other, DateRange) and other.low <= self.low and self.high <= other.high


def _shorten(text: str) -> str:
    """A value, short enough for a message."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + ".."


def expected_values(key: FilterKey, pane: str) -> tuple[str, ...]:
    """What a key takes in a pane: its closed list, or examples."""
    return choices_of(key.name, pane) or _EXPECTED[key.takes]


def read_value(key: FilterKey, pane: str, raw: RawValue) -> TermValue:
    """Read one value of a key. Raises WrongValue if the key does not take it."""
    match key.takes:
        case "count":
            return _read_count(key, raw)
        case "date":
            return _read_days(raw)
        case "grade":
            return OneOf(frozenset(_read_badges(raw)))
        case "scale":
            letters = key.name == "reliability"
            scale, judged = (LETTER_SCALE, JUDGED_LETTERS) if letters else (DIGIT_SCALE, JUDGED_DIGITS)
            return OneOf(frozenset(_read_scale(key, raw, scale, judged)))
    if raw.op not in ("", "=") or not fold_text(raw.text):
        allowed = expected_values(key, pane)
        raise WrongValue(f"{key.name}: expected {', '.join(allowed)}", allowed)
    if key.takes == "choice":
        return OneOf(frozenset((_read_choice(key, pane, raw.text),)))
    if key.takes == "name":
        return NamePart(fold_text(raw.text), raw.op == "=")
    return Phrase.of(raw.op + raw.text)


def merge_values(values: list[TermValue]) -> tuple[TermValue, ...]:
    """Join values of a closed list into one; keep others, each once."""
    lists = [value.words for value in values if isinstance(value, OneOf)]
    if lists:
        return (OneOf(frozenset().union(*lists)),)
    return tuple(dict.fromkeys(values))


def _read_choice(key: FilterKey, pane: str, text: str) -> str:
    allowed = choices_of(key.name, pane)
    word = text.lower()
    if key.name == "status":
        word = _MARKS.get(word, word)
    if word in allowed:
        return word
    near = min(allowed, key=lambda other: count_edits(word[:40], other), default="")
    close = len(word) > 2 and count_edits(word[:40], near) <= 2
    hint = f"{near}? " if close else ""
    raise WrongValue(f'{key.name}: "{_shorten(text)}" - {hint}one of {", ".join(allowed)}', allowed)


def _split_range(raw: RawValue) -> tuple[str, str] | None:
    """The two sides of `a..b`; None if it is no range."""
    if raw.quoted or raw.op or ".." not in raw.text or raw.text.startswith("["):
        return None
    low, _, high = raw.text.partition("..")
    return low.removesuffix("/"), high.removeprefix("/")


def _reversed_range(name: str, raw: RawValue, sides: tuple[str, str], allowed: tuple[str, ...]) -> WrongValue:
    low, high = map(_shorten, sides)
    return WrongValue(
        f'{name}: "{_shorten(raw.text)}" ends before it begins; did you mean {high}..{low}?', allowed
    )


def _read_number(key: FilterKey, text: str, allowed: tuple[str, ...]) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise WrongValue(
            f'{key.name}: "{_shorten(text)}" is not a number; expected {", ".join(allowed)}', allowed
        )
    return int(text)


def _read_count(key: FilterKey, raw: RawValue) -> CountRange:
    allowed = _EXPECTED["count"]
    if sides := _split_range(raw):
        if sides == ("", ""):
            raise WrongValue(f"{key.name}: a range has a number on one side, such as 2..", allowed)
        low, high = (_read_number(key, side, allowed) if side else None for side in sides)
        if low is not None and high is not None and low > high:
            raise _reversed_range(key.name, raw, sides, allowed)
        return CountRange(0 if low is None else low, _MOST if high is None else high)
    number = _read_number(key, raw.text, allowed)
    match raw.op:
        case ">=":
            return CountRange(number, _MOST)
        case ">":
            return CountRange(number + 1, _MOST)
        case "<=":
            return CountRange(0, number)
        case "<":
            return CountRange(0, number - 1)
    return CountRange(number, number)


def _read_days(raw: RawValue) -> DateRange:
    if sides := _split_range(raw):
        if sides == ("", ""):
            raise WrongValue("date: a range has a date on one side, such as 2020..", _DATES)
        low, high = (_read_date(side) if side else None for side in sides)
        if low and high and low.earliest > high.latest:
            raise _reversed_range("date", raw, sides, _DATES)
        return DateRange(low.earliest if low else edtf.BEGINNING, high.latest if high else edtf.END)
    date = _read_date(raw.text)
    match raw.op:
        case ">=":
            return DateRange(date.earliest, edtf.END)
        case ">":
            year, month, day = date.latest
            return DateRange((year, month, day + 1), edtf.END)
        case "<=":
            return DateRange(edtf.BEGINNING, date.latest)
        case "<":
            year, month, day = date.earliest
            return DateRange(edtf.BEGINNING, (year, month, day - 1))
    return DateRange(date.earliest, date.latest)


def _read_date(text: str) -> edtf.Edtf:
    try:
        return edtf.parse_date(text)
    except ValueError:
        raise WrongValue(f'"{_shorten(text)}" is not a date; expected {", ".join(_DATES)}', _DATES) from None


def _read_scale(key: FilterKey, raw: RawValue, scale: tuple[str, ...], judged: tuple[str, ...]) -> set[str]:
    """The values of a scale that are meant. `>=` means this one or better; the best comes first."""

    def place(text: str) -> int:
        if text.upper() not in scale:
            words = f'{key.name}: "{_shorten(text)}" is none of {", ".join(scale)}'
            raise WrongValue(words, scale)
        return scale.index(text.upper())

    if sides := _split_range(raw):
        if sides == ("", ""):
            raise WrongValue(f"{key.name}: a range has a value on one side", scale)
        first, last = sorted((place(sides[0] or scale[0]), place(sides[1] or scale[-1])))
        return set(judged[first : last + 1])
    at = place(raw.text)
    match raw.op:
        case ">=":
            return set(judged[: at + 1]) if scale[at] in judged else set()
        case ">":
            return set(judged[:at]) if scale[at] in judged else set()
        case "<=":
            return set(judged[at:])
        case "<":
            return set(judged[at + 1 :])
    return {scale[at]}


def _read_badges(raw: RawValue) -> set[str]:
    """The badges that are meant, of the 49 possible ones."""
    every = ["".join(pair) for pair in product(("", *LETTER_SCALE), ("", *DIGIT_SCALE))]
    if sides := _split_range(raw):
        if sides == ("", ""):
            raise WrongValue("grade: a range has a grade on one side, such as A..C", _EXPECTED["grade"])
        return {badge for badge in every if _is_between(badge, *sides)}
    letter, digit = _split_badge(raw.text)
    if raw.op == "=":
        return {letter + digit}
    if not raw.op:
        return {
            badge
            for badge in every
            if (not letter or badge[:1] == letter) and (not digit or badge[-1:] == digit)
        }
    return {badge for badge in every if _compares_as(badge, raw.op, letter, digit)}


def _split_badge(text: str) -> tuple[str, str]:
    match = _BADGE.fullmatch(text)
    if match is None or not text:
        words = f'grade: "{_shorten(text)}" is not a grade; expected a letter A-F, a digit 1-6 or both'
        raise WrongValue(words, _EXPECTED["grade"])
    return match[1].upper(), match[2]


def _is_between(badge: str, one: str, other: str) -> bool:
    """Whether a badge lies between two others, in whichever order; an empty one sets no limit."""
    best = _split_badge(one) if one else ("", "")
    worst = _split_badge(other) if other else ("", "")
    if one and other and "".join(best) > "".join(worst):
        best, worst = worst, best
    if one and not _compares_as(badge, "<=", *best):
        return False
    return not other or _compares_as(badge, ">=", *worst)


def _compares_as(badge: str, op: str, letter: str, digit: str) -> bool:
    """Whether a badge is better (`>`) or worse than a letter and digit: by letter, then by digit.

    An empty part is not compared. F and 6, "cannot be judged", are neither better nor worse than anything,
    nor is a badge that lacks a part which would decide.
    """
    own_letter = badge[:1] if badge[:1].isalpha() else ""
    own_digit = badge[-1:] if badge[-1:].isdigit() else ""
    if "F" in (own_letter, letter) or "6" in (own_digit, digit):
        return False
    if letter and not own_letter:
        return False
    if letter and digit and own_letter == letter and not own_digit:
        return False
    if digit and not letter and not own_digit:
        return False
    own = (own_letter if letter else "", own_digit if digit else "")
    if own == (letter, digit):
        return op in (">=", "<=")
    return own < (letter, digit) if op[0] == ">" else own > (letter, digit)
