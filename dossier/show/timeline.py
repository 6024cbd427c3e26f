"""The timeline as a list: lanes with a bar of how much is in each, rows with their dates drawn to scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.evidence.timeline import (
    TIME_SCALES,
    Bucket,
    Clock,
    DayRange,
    Density,
    FirstReport,
    TimeScale,
    bucket_label,
    bucket_of,
    day_number,
    days_of_event,
    delay_words,
    first_report,
    first_too_early,
    lane_of,
    reporting_sources,
)
from dossier.records.edtf import END, Day
from dossier.records.event import Event
from dossier.show import lens_marks as looking
from dossier.show.kit import labels, roles
from dossier.show.kit.roles import join, styled
from dossier.show.rows import Row, flow_row
from dossier.show.rows import record_row as any_row
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

RELATIVE, UNDATED, UNREPORTED = "DATED BY WORDS ONLY", "UNDATED", "NOT KNOWN WHEN REPORTED"
_COLUMNS = ((100, 19, 12), (60, 19, 8), (0, 10, 0))
"""From so many cells of a row on: those of its dates, of which a long one takes more, and of their bars."""
_LONGEST, _SHORTEST = 16, 4
_THIN, _THICK, _DAY = "─━┃"


@dataclass(frozen=True, slots=True)
class Lane:
    """Events under one heading; `more` counts those of earlier lanes that reach into it, or may."""

    words: str
    events: tuple[str, ...]
    more: int = 0
    dated: bool = True

    @property
    def count(self) -> int:
        """How many events may be of its days: the length of its bar."""
        return len(self.events) + self.more if self.dated else 0


def timeline_lanes(
    dossier: Dossier,
    events: Iterable[str],
    scale: TimeScale,
    clock: Clock = "happened",
    *,
    reverse: bool = False,
) -> tuple[Lane, ...]:
    """The events by year, month or day of their first day, earliest (or latest) first, then the undated.

    A date that is no finer than a year keeps its year by months too, before them: it says no month. What is
    dated in words only ("last week") has a lane of its own; by the clock of reports, so has what only
    undated sources report.
    """
    dated: dict[Bucket, list[tuple[DayRange, str]]] = {}
    rest: dict[str, list[str]] = {RELATIVE: [], UNDATED: [], UNREPORTED: []}
    for event in events:
        if (found := days_of_event(dossier, event, clock)) is not None:
            dated.setdefault(_period_of(found, scale), []).append((found, event))
        elif clock == "reported":
            rest[UNREPORTED].append(event)
        else:
            rest[RELATIVE if lane_of(dossier.peek(event)) == "relative" else UNDATED].append(event)
    density = Density((found for lane in dated.values() for found, _ in lane), scale)
    made = []
    for each in sorted(dated):
        ordered = sorted(dated[each], key=lambda item: (item[0].start, item[0].last or END, item[1]))
        inside = tuple(event for _, event in ordered)
        if len(each) > TIME_SCALES.index(scale):
            more = density.at(each) - len(inside)
        else:  # a whole year or month: what began before it, and what may be of any of its days
            more = density.at(each) + sum(len(dated.get(each[:size], ())) for size in range(1, len(each)))
        made.append(Lane(bucket_label(each), inside[::-1] if reverse else inside, more))
    if reverse:
        made.reverse()
    made += (Lane(words, tuple(sorted(inside)), dated=False) for words, inside in rest.items() if inside)
    return tuple(made)


def _period_of(found: DayRange, scale: TimeScale) -> Bucket:
    """The bucket that a date begins in; the year or month that it is the whole of, if that is coarser."""
    begins = bucket_of(found.start, scale)
    for size in range(1, len(begins)):
        period = begins[:size]
        if found.last and found.first == _first_day(period) and day_number(found.last) == _last_day(period):
            return period
    return begins


def _first_day(period: Bucket) -> Day:
    return (period[0], period[1] if len(period) > 1 else 1, 1)


def _last_day(period: Bucket) -> int:
    """The number of the last day of a year or a month."""
    year, month = period[0], period[1] if len(period) > 1 else 12
    return day_number((year + month // 12, month % 12 + 1, 1)) - 1


def longest_bar(all_lanes: Iterable[Lane]) -> int:
    """What the longest bar among these lanes stands for."""
    return max((lane.count for lane in all_lanes), default=0)


def lane_heading(words: str, count: int, most: int, width: int, more: int = 0) -> Text:
    """`2025-01  ━━━━────  12 +3`: a bar of what is in the lane, as long as a full one where there is most.

    `more` reach into it from before. Without `most` there is no bar.
    """
    counted = f"{count:,}" + (f" +{more:,}" if more else "")
    name = f"{words:<10}  "
    cells = min(_LONGEST, width - len(name) - len(counted) - 2)
    if most <= 0 or cells < _SHORTEST:
        return join(styled(name, roles.HEADING), styled(counted, roles.DIM))
    full = min(cells, -(-cells * (count + more) // most))
    bar = join(styled(_THICK * full, roles.SOURCE), styled(_THIN * (cells - full), roles.DIM))
    return join(styled(name, roles.HEADING), bar, styled(f"  {counted}", roles.DIM))


def date_bar(found: DayRange, scale: TimeScale, cells: int) -> Text:
    """An interval drawn on the year (or month) that its lane is of: `───┃────` a day, `──━━━━──` some days.

    `<` and `>` are where it reaches beyond, or has no end.
    """
    period = _period_of(found, scale)[:2]
    first, last = day_number(_first_day(period)), _last_day(period)
    start = _cell_of(found.first, first, last, cells, open_at=0)
    stop = _cell_of(found.last, first, last, cells, open_at=cells - 1)
    extent = _DAY if found.exact else _THICK * (stop - start + 1)
    if found.first is None:
        extent = f"<{extent[1:]}"
    if found.last is None or day_number(found.last) > last:
        extent = f"{extent[:-1]}>"
    before, behind = _THIN * start, _THIN * (cells - start - len(extent))
    return join(styled(before, roles.DIM), styled(extent, roles.FIGURE), styled(behind, roles.DIM))


def _cell_of(day: Day | None, first: int, last: int, cells: int, *, open_at: int) -> int:
    if day is None:
        return open_at
    return max(0, min(cells - 1, (day_number(day) - first) * cells // (last - first + 1)))


def event_row(
    dossier: Dossier,
    record_id: str,
    width: int,
    height: int,
    *,
    scale: TimeScale = "year",
    clock: Clock = "happened",
) -> Row:
    """An event with its date by one clock, in words and drawn to scale, and by the other where it fits.

    `!` is before a title that a source has too early, `?` before one that is kept as of a day although it
    may have been reported later.
    """
    event = dossier.find(record_id)
    if not isinstance(event, Event):
        return any_row(dossier, record_id, width, height)
    date = _date_text(event, days_of_event(dossier, event.id, clock), scale, clock, width)
    title = join(_event_marks(dossier, event.id), styled(one_line(event.title)))
    count = styled(f"{len(event.claims)}c", roles.DIM)
    other = other_clock_words(dossier, event, clock)

    def other_clock(room: int) -> Text:
        """As much as fits whole: all that is said, or the date alone."""
        said = (other, other.partition(",")[0])
        return styled(next((words for words in said if len(words) <= room), ""), roles.DIM)

    return flow_row(date, title, width, height, right=count, spare=other_clock)


def _date_text(event: Event, found: DayRange | None, scale: TimeScale, clock: Clock, width: int) -> Text:
    """The date in words, never cut, and drawn to scale where there is room."""
    column, cells = next((column, bar) for least, column, bar in _COLUMNS if width >= least)
    if found is None:
        note = "unknown" if clock == "reported" else one_line(event.date_note or "") or "undated"
        return styled(f"{note:<{column + cells}} ", roles.SOURCE)
    words = days_words(found)
    if clock == "happened":
        words = _hedge_words(words, event.date or "")
        if event.inferred:
            words += " inferred"
    date = styled(f"{words:<{column}} ", roles.SOURCE)
    return join(date, date_bar(found, scale, cells), " ") if cells else date


def _hedge_words(words: str, written: str) -> str:
    """Add what the date leaves in doubt: `about 2021`, `2021?`."""
    about = any(mark in written for mark in "~%")
    words += "?" if any(mark in written for mark in "?%") else ""
    if not about:
        return words
    return f"about {words}"


def _event_marks(dossier: Dossier, event: str) -> Text:
    early = styled("! ", roles.WARN) if first_too_early(dossier, event) else ""
    kept = styled("? ", roles.NOTE) if looking.event_lens_words(dossier, event) else ""
    return join(early, kept)


def days_words(found: DayRange) -> str:
    """`2025-01-27`, `2025-01`, `2025`, `2021..`, `2022-12..2024-02`, `2024-09-09..13`: short, and true."""
    first, last = found.first, found.last
    if first and first == last:
        return bucket_label(first)
    whole = next((size for size in (1, 2) if _is_whole(first, last, size)), 3)
    start, end = (bucket_label(day[:whole]) if day else "" for day in (first, last))
    if start == end:
        return start
    if first and last and first[0] == last[0]:
        same = 2 if first[1] == last[1] and whole == 3 else 1
        end = "-".join(f"{part:02}" for part in last[same:whole])
    return f"{start}..{end}"


def _is_whole(first: Day | None, last: Day | None, size: int) -> bool:
    """Whether an interval begins and ends with a year (size 1) or a month (2)."""
    begins = first is None or first == _first_day(first[:size])
    return begins and (last is None or day_number(last) == _last_day(last[:size]))


def other_clock_words(dossier: Dossier, event: Event, clock: Clock) -> str:
    """`reported 2025-01-27, 7 days later`; by the clock of reports, when it happened. Nothing if unknown."""
    if clock == "reported":
        happened = days_of_event(dossier, event.id, "happened")
        return f"happened {_hedge_words(days_words(happened), event.date or '')}" if happened else ""
    report = first_report(dossier, event.id)
    return f"reported {_report_words(dossier, event.id, report)}" if report else ""


def _report_words(dossier: Dossier, event: str, report: FirstReport) -> str:
    happened = days_of_event(dossier, event, "happened")
    later = delay_words(happened, report.interval) if happened else ""
    return f"{days_words(report.interval)}, {later}" if later else days_words(report.interval)


def event_facts(dossier: Dossier, event: Event) -> Sequence[tuple[str, Text]]:
    """For the page of an event: when and by whom it was first reported, and what is odd about its dates."""
    found: list[tuple[str, Text]] = []
    if report := first_report(dossier, event.id):
        more = f"; {report.undated} more without a date" if report.undated else ""
        by = f", by {labels.source_name(dossier, report.source)}{more}"
        found.append(("reported", styled(_report_words(dossier, event.id, report) + by)))
    elif reporting_sources(dossier, event.id):
        found.append(("reported", styled("first report unknown (sources undated)", roles.DIM)))
    if kept := looking.event_lens_words(dossier, event.id):
        found.append(("", styled(f"? kept as of {one_line(dossier.lens.as_of or '')}: {kept}", roles.NOTE)))
    found += early_facts(dossier, event.id)
    return found


def early_facts(dossier: Dossier, record_id: str) -> Sequence[tuple[str, Text]]:
    """For the page of a claim or event: a source that has it before it could have known."""
    early = first_too_early(dossier, record_id)
    return [("", styled(f"! {early.reason}", roles.WARN))] if early else []
