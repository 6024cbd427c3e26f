"""Two clocks: when something happened, and when it was first reported.

A date is an interval of days: a year is all its days, `2021/..` has no last one. What happened is dated by
the event, what was reported by the earliest publication among the sources of the quotes of its claims, but
for quotes that contradict them; where all of them are undated, nobody knows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from dossier.core.derived import keep_derived
from dossier.evidence.plans import is_plan
from dossier.records import edtf
from dossier.records.edtf import BEGINNING, END, Day
from dossier.records.names import name_of
from dossier.records.raw import support_of, supporting_quotes
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

Clock = Literal["happened", "reported"]
TimeScale = Literal["year", "month", "day"]
LaneKind = Literal["dated", "relative", "undated"]
Bucket = tuple[int, ...]
"""A year, a month or a day: the first one, two or three numbers of its days."""

TIME_SCALES: tuple[TimeScale, ...] = ("year", "month", "day")
_TABLES = ("events", "claims", "quotes", "sources")
_MANY_DAYS, _MANY_MONTHS = 60, 1096
_UNSURE = "?~%"


@dataclass(frozen=True, slots=True)
class DayRange:
    """The days that a date can mean; None for a side that is open."""

    first: Day | None
    last: Day | None

    @classmethod
    def of(cls, days: tuple[Day, Day]) -> DayRange:
        """Make a range of the first and last day of a date."""
        first, last = days
        return cls(None if first == BEGINNING else first, None if last == END else last)

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.first is not None and self.first == self.last

    @property
    def start(self) -> Day:
        """Where it stands in time: its first day, or its last one where it has no first."""
        return self.first or self.last or BEGINNING


def read_days(written: object) -> DayRange | None:
    """Read a raw date; None if it is no date."""
    days = edtf.possible_days(written)
    return None if days is None else DayRange.of(days)


def lane_of(event: Mapping[str, Any]) -> LaneKind:
    """Where a raw event belongs: with the dated ones, with those dated by words only, or with neither."""
    if edtf.possible_days(event.get("date")) is not None:
        return "dated"
    return "relative" if event.get("date_note") else "undated"


def undated_sources(dossier: Dossier) -> tuple[str, ...]:
    """The sources without a known date of publication: they stay as of any day and must be marked."""
    sources = dossier.sources.docs
    ids = dossier.sources.ids()
    return tuple(each for each in ids if edtf.possible_days(sources[each].get("published")) is None)


@dataclass(frozen=True, slots=True)
class FirstReport:
    """When an event was first reported, by which source for certain, and how many more have no date."""

    interval: DayRange
    source: str
    undated: int


def first_report(dossier: Dossier, event: str) -> FirstReport | None:
    """When an event was first reported; None where all its sources are undated, or it has none."""
    known: dict[str, FirstReport | None] = keep_derived(dossier, _TABLES, "reported", dict)
    if event not in known:
        known[event] = _find_first_report(dossier, event)
    return known[event]


def reporting_sources(dossier: Dossier, event: str) -> tuple[str, ...]:
    """The sources that report an event: a quote against one of its claims is no report of it."""
    support = (each for claim in dossier.claims_for(event) for each in support_of(dossier.peek(claim)))
    quotes = (quote for quote, stance in support if stance != "contradicts" and dossier.shows(quote))
    sources = (dossier.peek(quote).get("source") for quote in quotes)
    return tuple(dict.fromkeys(source for source in sources if isinstance(source, str)))


def days_of_event(dossier: Dossier, event: str, clock: Clock) -> DayRange | None:
    """When an event happened or was reported."""
    if clock == "happened":
        return read_days(dossier.peek(event).get("date"))
    report = first_report(dossier, event)
    return report.interval if report else None


def _find_first_report(dossier: Dossier, event: str) -> FirstReport | None:
    sources = reporting_sources(dossier, event)
    dated = []
    for each in sources:
        if days := edtf.possible_days(dossier.peek(each).get("published")):
            dated.append((days, each))
    if not dated:
        return None
    first = min(days[0] for days, _ in dated)
    (_, last), source = min(dated, key=lambda found: (found[0][1], found[0][0], found[1]))
    return FirstReport(DayRange.of((first, last)), source, len(sources) - len(dated))


def day_number(day: Day) -> int:
    """The number of a day, also before the year 1 (proleptic Gregorian, as EDTF counts)."""
    year, month, number = day
    year -= month <= 2
    of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + number
    return 365 * year + year // 4 - year // 100 + year // 400 + of_year


def delay_words(happened: DayRange, report: DayRange) -> str:
    """`7 days later`: how long after the event the report came; "" if the dates do not say."""
    least = _days_between(happened.last, report.first)
    most = _days_between(happened.first, report.last)
    if least is not None and least > 0:
        if most is None:
            return f"at least {_span_words(least, least)} later"
        return f"{_span_words(least, most)} later"
    if most is not None and most < 0:
        if least is None:
            return f"at least {_span_words(-most, -most)} before"
        return f"{_span_words(-most, -least)} before"
    return "the same day" if least == most == 0 else ""


def _days_between(one: Day | None, other: Day | None) -> int | None:
    return None if one is None or other is None else day_number(other) - day_number(one)


def _span_words(least: int, most: int) -> str:
    """`7 days`, `10 to 40 days`, `13 to 25 months`: in the unit that suits the longer one."""
    unit, size = (
        ("year", 365.2425) if most > _MANY_MONTHS else ("month", 30.437) if most > _MANY_DAYS else ("day", 1)
    )
    low, high = round(least / size), round(most / size)
    return plural(high, unit) if low == high else f"{low:,} to {plural(high, unit)}"


def bucket_of(day: Day, scale: TimeScale) -> Bucket:
    """The year, month or day that a day is in."""
    return day[: TIME_SCALES.index(scale) + 1]


def bucket_label(of: Bucket) -> str:
    """`2025`, `2025-01`, `2025-01-27`."""
    year = f"{of[0]:04}" if of[0] >= 0 else f"-{-of[0]:04}"
    return "-".join([year, *(f"{part:02}" for part in of[1:])])


class Density:
    """How many events each bucket has. One that spans several counts, whole, in each that it touches:

    a bar says what may have happened then, so what may be of any month of a year is in all twelve. An open
    side reaches as far as there are events.
    """

    def __init__(self, intervals: Iterable[DayRange], scale: TimeScale) -> None:
        known = list(intervals)
        self._starts = sorted(bucket_of(each.first or BEGINNING, scale) for each in known)
        self._ends = sorted(bucket_of(each.last or END, scale) for each in known)

    def at(self, of: Bucket) -> int:
        """How many touch this bucket."""
        return bisect_right(self._starts, of) - bisect_left(self._ends, of)


@dataclass(frozen=True, slots=True)
class TooEarly:
    """A source that reports what, by the dates, it could not have known yet."""

    record: str
    """The claim or event."""
    quote: str
    source: str
    reason: str


def first_too_early(dossier: Dossier, record_id: str) -> TooEarly | None:
    """The first source that reports a claim or event before the first day on which it can have been.

    Only a source that supports it, on a day that its whole date is before, and not of a prediction or of
    what a claim says or hedges as a plan, nor where a date is uncertain. A figure without a date has that
    which it is as of. Either it is a plan after all, or one of the dates is wrong.
    """
    return next(_find_too_early(dossier, record_id, dossier.peek(record_id)), None)


def all_too_early(dossier: Dossier) -> tuple[TooEarly, ...]:
    """All claims and events that a source reports too early, claims first, by id."""
    return keep_derived(dossier, _TABLES, "too early", lambda: tuple(_find_all_too_early(dossier)))


def _find_all_too_early(dossier: Dossier) -> Iterator[TooEarly]:
    for docs in (dossier.claims.docs, dossier.events.docs):
        for record_id, doc in sorted(docs.items()):
            yield from islice(_find_too_early(dossier, record_id, doc), 1)


def _find_too_early(dossier: Dossier, record_id: str, doc: Mapping[str, Any]) -> Iterator[TooEarly]:
    written = _written_date(doc)
    days = _sure_days(written)
    if days is None:
        return
    claims = [doc] if record_id[0] == "c" else map(dossier.peek, dossier.claims_for(record_id))
    for claim in claims:
        for quote in () if is_plan(claim) else supporting_quotes(claim):
            source = str(dossier.peek(quote).get("source"))
            published = _sure_days(dossier.peek(source).get("published"))
            if published is not None and published[1] < days[0]:
                yield TooEarly(
                    record_id, quote, source, _too_early_words(dossier, source, str(written), days, published)
                )


def _written_date(doc: Mapping[str, Any]) -> object:
    """The date of a raw claim or event; without one, the date that its figure is as of."""
    figure = doc.get("figure")
    return doc.get("date") or (figure.get("as_of") if isinstance(figure, Mapping) else None)


def is_sure_date(written: object) -> bool:
    """Whether a raw date is given, and is neither approximate nor uncertain."""
    return isinstance(written, str) and not any(mark in written for mark in _UNSURE)


def _sure_days(written: object) -> tuple[Day, Day] | None:
    return edtf.possible_days(written) if is_sure_date(written) else None


def _too_early_words(
    dossier: Dossier, source: str, written: str, days: tuple[Day, Day], published: tuple[Day, Day]
) -> str:
    raw = dossier.peek(source)
    name = one_line(str(raw.get("publisher_as_written") or name_of(raw)))
    of, dated = edtf.parse_date(str(raw["published"])).human, edtf.parse_date(written).human
    ahead = delay_words(DayRange.of(days), DayRange.of(published))
    return f"{name} of {of} reports what is dated {dated}, {ahead}: a plan, or one of the dates is wrong"
