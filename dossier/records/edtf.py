"""Dates as sources give them: EDTF (ISO 8601-2:2019, level 1) plus sets, as values that sort.

Accepted: `2025-01-20`, `2025-01`, `2025`, seasons `2025-21`..`2025-24`, unspecified digits `202X`,
`2025-XX`, `2025-01-XX`, a trailing `?` (uncertain), `~` (about) or `%` (both), intervals `a/b`,
`a/..`, `../b`, `a/` and `/b` (an empty side is unknown), sets `[a,b]` with ranges `a..b`, `..b`,
`a..` inside, and a full RFC 3339 date-time. Years run from -9999 to 9999.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

Day = tuple[int, int, int]
BEGINNING: Day = (-10000, 1, 1)
END: Day = (10000, 12, 31)

EXPECTED = "an EDTF date such as 2025-01-20, 2025-01, 2025~, 2021/.., ../2022-10 or [2023,2024]"
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_MONTHS = tuple(calendar.month_name)
_POINT = re.compile(r"(-?)(\d{2}(?:\d\d|\dX|XX))(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Edtf:
    """One date: as written, the first and the last day it can mean, and in words."""

    written: str
    earliest: Day
    latest: Day
    human: str

    @property
    def sort_key(self) -> tuple[Day, Day]:
        """Orders by first possible day, then by last: a year stands before its own January 2nd."""
        return self.earliest, self.latest

    def may_overlap(self, other: Edtf) -> bool:
        """Whether both can mean the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest


@lru_cache(maxsize=4096)
def parse_date(text: str) -> Edtf:
    """Read an EDTF string; ValueError says what was wrong and what is accepted."""
    try:
        if text.startswith("[") and text.endswith("]"):
            return _set(text)
        if "/" in text:
            return _interval(text)
        return _point(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date: {error}; expected {EXPECTED}") from None


@lru_cache(maxsize=65536)
def _days_of(text: str) -> tuple[Day, Day] | None:
    try:
        return parse_date(text).sort_key
    except ValueError:
        return None


def possible_days(written: object) -> tuple[Day, Day] | None:
    """The first and last day that a raw date can mean; None if it is missing or cannot be read."""
    return _days_of(written) if isinstance(written, str) else None


def _point(text: str) -> Edtf:
    if moment := _MOMENT.fullmatch(text):
        day = _point(moment[1])
        zone = {"Z": " UTC", None: ""}.get(moment[5], f" UTC{moment[5]}")
        return Edtf(text, day.earliest, day.latest, f"{day.human}, {moment[2]}:{moment[3]}{zone}")
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError("it does not read as a year, month or day")
    sign, year, month, day_, mark = match.groups()
    years = (int(year.replace("X", "0")), int(year.replace("X", "9")))
    if sign:
        years = (-years[1], -years[0])
    if "X" in year and month:
        raise ValueError("a month needs a full year")
    first, last, words = _days(years, month, day_)
    if "X" in year:
        words = f"the {year.replace('X', '0')}s" if year[3] == "X" != year[2] else f"{year[:2]}00s"
        words = f"{1 - years[0]} to {1 - years[1]} BC" if sign else words
    words = {
        "": words,
        "~": f"about {words}",
        "?": f"{words} (uncertain)",
        "%": f"about {words} (uncertain)",
    }[mark]
    return Edtf(text, first, last, words)


def _days(years: tuple[int, int], month: str | None, day: str | None) -> tuple[Day, Day, str]:
    """First day, last day and wording of a year with an optional month and day, each digits or XX."""
    first, last = years
    name = str(first) if first > 0 else f"{1 - first} BC"  # ISO 8601 has a year 0: it is 1 BC
    if month is None:
        return (first, 1, 1), (last, 12, 31), name
    if month == "XX":
        if day not in (None, "XX"):
            raise ValueError("a day needs a month")
        unknown = "day" if day else "month"
        return (first, 1, 1), (last, 12, 31), f"some {unknown} in {name}"
    number = int(month)
    if number in _SEASONS and day is None:
        return _season(first, number, name)
    if not 1 <= number <= 12:
        raise ValueError(f"there is no month {month}")
    length = calendar.monthrange(first if first > 0 else 2000 + first % 400, number)[1]
    if day is None or day == "XX":
        words = f"{_MONTHS[number]} {name}"
        return (
            (first, number, 1),
            (first, number, length),
            f"some day in {words}" if day else words,
        )
    if not 1 <= int(day) <= length:
        raise ValueError(f"{_MONTHS[number]} {name} has no day {day}")
    exact = (first, number, int(day))
    return exact, exact, f"{int(day)} {_MONTHS[number]} {name}"


def _season(year: int, number: int, name: str) -> tuple[Day, Day, str]:
    words = f"{_SEASONS[number]} {name}"
    if number == 24:  # a northern winter runs into the next year
        leap = calendar.isleap(year + 1) if year + 1 > 0 else False
        return (year, 12, 1), (year + 1, 2, 29 if leap else 28), words
    month = {21: 3, 22: 6, 23: 9}[number]
    return (year, month, 1), (year, month + 2, 30 if month == 9 else 31), words


def _interval(text: str) -> Edtf:
    sides = text.split("/")
    if len(sides) != 2 or (sides[0] in ("", "..") and sides[1] in ("", "..")):
        raise ValueError("an interval has two sides, at least one of them a date")
    start, end = (None if side in ("", "..") else _point(side) for side in sides)
    if start and end:
        if start.earliest > end.latest:
            raise ValueError("the interval ends before it begins")
        return Edtf(text, start.earliest, end.latest, f"{start.human} to {end.human}")
    if start:
        open_end = "onwards" if sides[1] == ".." else "to an unknown end"
        return Edtf(text, start.earliest, END, f"{start.human} {open_end}")
    assert end is not None  # noqa: S101  (both sides open was refused above)
    words = "until" if sides[0] == ".." else "from an unknown start to"
    return Edtf(text, BEGINNING, end.latest, f"{words} {end.human}")


def _set(text: str) -> Edtf:
    members = [_member(member.strip()) for member in text[1:-1].split(",")]
    return Edtf(
        text,
        min(member.earliest for member in members),
        max(member.latest for member in members),
        members[0].human if len(members) == 1 else "one of " + ", ".join(member.human for member in members),
    )


def _member(text: str) -> Edtf:
    if ".." not in text:
        return _point(text)
    start, end = text.split("..", 1)
    return _interval(f"{start or '..'}/{end or '..'}")
