"""The timeline's lanes, bars and rows, as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.core.dossier import Dossier
from dossier.core.lens import Lens
from dossier.evidence.timeline import (
    TIME_SCALES,
    Clock,
    DayRange,
    TimeScale,
    bucket_label,
    day_number,
    days_of_event,
    read_days,
)
from dossier.show import timeline
from dossier.show.plain import plain_lines
from dossier.show.rows import record_row as any_row
from dossier.text import width
from tests import builders
from tests.bench.synth import write
from tests.evidence.test_timeline import WRITTEN, of
from tests.nasty import WORDS
from tests.query import test_query_cases as cases_

CLOCKS: tuple[Clock, ...] = ("happened", "reported")


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Dossier]]:
    folder = tmp_path_factory.mktemp("lanes")
    paths = [cases_.build(folder / str(seed), seed) for seed in range(4)]
    opened = [Dossier.open(path) for path in (*paths, write(folder / "synthetic", 400))]
    yield opened
    for dossier in opened:
        dossier.close()


def dated(folder: Path, dates: list[str | None]) -> Dossier:
    """A dossier with one event for each date; None for one dated by words, empty for one not at all."""
    events = []
    for number, date in enumerate(dates):
        doc = builders.event(f"v.{number}", f"No. {number}", date or "", "c.told")
        if not date:
            del doc["date"]
        events.append(doc | ({"date_note": "last week"} if date is None else {}))
    own = ["v.interview", "v.vote", "v.move"]
    return Dossier.open(builders.build(folder / "d", extra=events, without=own))


def told(dossier: Dossier, scale: TimeScale, clock: Clock = "happened") -> list[tuple[str, int, int]]:
    return [
        (lane.words, len(lane.events), lane.more)
        for lane in timeline.timeline_lanes(dossier, dossier.events.ids(), scale, clock)
    ]


def test_lanes_by_scale(tmp_path: Path) -> None:
    dates = [
        "2024-12-30/2025-01-02",
        "2025-01-20",
        "2025-01",
        "2025",
        "2023/..",
        "../2024-03",
        None,
        "",
        "2025-02-03",
    ]
    with dated(tmp_path, dates) as dossier:
        assert told(dossier, "year") == [
            ("2023", 1, 1),
            ("2024", 2, 1),
            ("2025", 4, 2),
            (timeline.RELATIVE, 1, 0),
            (timeline.UNDATED, 1, 0),
        ]
        assert told(dossier, "month")[:-2] == [
            ("2023-01", 1, 1),
            ("2024-03", 1, 1),
            ("2024-12", 1, 1),
            ("2025", 1, 2),
            ("2025-01", 2, 3),
            ("2025-02", 1, 2),
        ]
        assert told(dossier, "day")[3:-2] == [
            ("2025", 1, 2),
            ("2025-01", 1, 3),
            ("2025-01-20", 1, 3),
            ("2025-02-03", 1, 2),
        ]
        found = timeline.timeline_lanes(dossier, dossier.events.ids(), "month")
        assert timeline.longest_bar(found) == 5
        assert timeline.longest_bar(found[-2:]) == 0
        assert told(dossier, "month", "reported") == [(timeline.UNREPORTED, 9, 0)]


def test_the_latest_may_come_first(cases: list[Dossier]) -> None:
    ids = cases[4].events.ids()
    found = timeline.timeline_lanes(cases[4], ids, "year")
    turned = timeline.timeline_lanes(cases[4], ids, "year", reverse=True)
    dated = [lane for lane in found if lane.dated]
    assert [(lane.words, lane.events[::-1], lane.more) for lane in reversed(dated)] == [
        (lane.words, lane.events, lane.more) for lane in turned[: len(dated)]
    ]
    assert turned[len(dated) :] == found[len(dated) :]
    assert len(turned) > len(dated)


@given(st.integers(0, 4), st.sampled_from(TIME_SCALES), st.sampled_from(CLOCKS))
def test_a_heading_holds_for_all_under_it(
    cases: list[Dossier], number: int, scale: TimeScale, clock: Clock
) -> None:
    dossier = cases[number]
    found = timeline.timeline_lanes(dossier, reversed(dossier.events.ids()), scale, clock)
    listed = [event for lane in found for event in lane.events]
    assert sorted(listed) == list(dossier.events.ids())
    days = [event for lane in found if lane.dated for event in lane.events]
    assert [days_of_event(dossier, event, clock) is not None for event in listed] == [
        event in days for event in listed
    ]
    words = [lane.words for lane in found if lane.dated]
    assert (words, len(set(words))) == (sorted(words), len(words))
    intervals = {event: each for event in listed if (each := days_of_event(dossier, event, clock))}
    for lane in found:
        for event in lane.events if lane.dated else ():
            assert bucket_label(intervals[event].start).startswith(lane.words)
        if lane.dated:
            before = [event for earlier in found[: found.index(lane)] for event in earlier.events]
            assert lane.more == sum(touches(intervals[event], lane.words) for event in before)


def touches(found: DayRange, prefix: str) -> bool:
    size = len(prefix)
    first, last = (bucket_label(day)[:size] if day else None for day in (found.first, found.last))
    return (first is None or first <= prefix) and (last is None or prefix <= last)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("2025-01", 12, 24, 60), "2025-01     ━━━━━━━━────────  12"),
        (("2025-01", 24, 24, 60), "2025-01     ━━━━━━━━━━━━━━━━  24"),
        (("2025-01", 1, 1000, 60), "2025-01     ━───────────────  1"),
        (("2025-01", 9, 24, 60, 3), "2025-01     ━━━━━━━━────────  9 +3"),
        (("2025-01", 1200, 2400, 30), "2025-01     ━━━━━━─────  1,200"),
        (("2025-01", 12, 24, 19), "2025-01     12"),
        ((timeline.RELATIVE, 3, 0, 60), "DATED BY WORDS ONLY  3"),
    ],
)
def test_a_heading_has_a_bar_scaled_to_the_largest(arguments: tuple[Any, ...], line: str) -> None:
    assert timeline.lane_heading(*arguments).plain == line


@pytest.mark.parametrize(
    ("written", "scale", "drawn"),
    [
        ("2024-01-01", "year", "┃───────────"),
        ("2024-12-31", "year", "───────────┃"),
        ("2024-09-09", "year", "────────┃───"),
        ("2024", "year", "━━━━━━━━━━━━"),
        ("2024-07", "year", "─────━━─────"),
        ("2024-12/2025-02", "year", "──────────━>"),
        ("2024-10/2025-02", "year", "────────━━━>"),
        ("2021/..", "year", "━━━━━━━━━━━>"),
        ("../2022-10", "year", "<━━━━━━━━━──"),
        ("2024", "month", "━━━━━━━━━━━━"),
        ("2024-09-09/2024-09-13", "month", "───━━───────"),
        ("2024-09-09", "day", "───┃────────"),
        ("[2023,2024]", "month", "━━━━━━━━━━━>"),
    ],
)
def test_an_interval_is_drawn_in_the_year_or_month_of_its_lane(
    written: str, scale: TimeScale, drawn: str
) -> None:
    assert timeline.date_bar(of(written), scale, 12).plain == drawn


@given(WRITTEN, st.sampled_from(TIME_SCALES), st.integers(4, 30))
def test_a_bar_is_plain_and_fills_its_cells(written: str, scale: TimeScale, cells: int) -> None:
    drawn = timeline.date_bar(of(written), scale, cells).plain
    assert len(drawn) == cells
    assert set(drawn) <= set("─━┃<>")
    assert (drawn[0] == "<") == (of(written).first is None)
    assert ("┃" in drawn) == of(written).exact


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("2025-01-27", "2025-01-27"),
        ("2025-01", "2025-01"),
        ("2025~", "2025"),
        ("2021/..", "2021.."),
        ("2021-03/..", "2021-03.."),
        ("2021-03-02/..", "2021-03-02.."),
        ("../2022-10", "..2022-10"),
        ("2023/2024", "2023..2024"),
        ("202X", "2020..2029"),
        ("2022-24", "2022-12..2023-02"),
        ("2025-21", "2025-03..05"),
        ("2024-09-09/2024-09-13", "2024-09-09..13"),
        ("2024-09-09/2024-10-01", "2024-09-09..10-01"),
        ("2024-12-30/2025-01-02", "2024-12-30..2025-01-02"),
        ("2024-01-01/2024-01-31", "2024-01"),
        ("2024-02-01/2024-02-28", "2024-02-01..28"),
        ("-0044-03-15", "-0044-03-15"),
    ],
)
def test_days_are_said_briefly_and_true(written: str, short: str) -> None:
    assert timeline.days_words(of(written)) == short


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2021", " 2021 "),
        ("2021~", " about 2021 "),
        ("2021?", " 2021? "),
        ("2021%", " about 2021? "),
        ("2020~/2021", " about 2020..2021 "),
    ],
)
def test_a_row_says_that_a_date_is_in_doubt(tmp_path: Path, written: str, said: str) -> None:
    doc = builders.event("v.doubt", "It moves", written, "c.count", "c.cost-exact")
    with Dossier.open(builders.build(tmp_path / "d", extra=[doc])) as dossier:
        (line,) = timeline.event_row(dossier, "v.doubt", 140, 1)
        assert f" {line.plain}".startswith(said)
        (line,) = timeline.event_row(dossier, "v.doubt", 140, 1, clock="reported")
        assert f"happened{said.rstrip()}" in line.plain


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2021", "2021 inferred "),
        ("2022-12/2023-02", "2022-12..2023-02 inferred "),
        ("2022-12/2023-02?", "2022-12..2023-02? inferred "),
        ("2022-12~/2023-02", "about 2022-12..2023-02 inferred "),
    ],
)
def test_neither_a_date_nor_that_it_is_inferred_is_ever_cut(tmp_path: Path, written: str, said: str) -> None:
    doc = builders.event("v.own", "It moves", written, "c.count", inferred=True)
    with Dossier.open(builders.build(tmp_path / "d", extra=[doc])) as dossier:
        for cells in (140, 77, 45, 34):
            first, *_ = timeline.event_row(dossier, "v.own", cells, 8)
            assert f"{first.plain} ".startswith(said)


@given(WRITTEN)
def test_what_is_said_briefly_means_the_same_days(written: str) -> None:
    start, dots, end = timeline.days_words(of(written)).partition("..")
    end = start[: len(start) - len(end)] + end if dots and end and len(end) < len(start) else end
    assert read_days(f"{start or '..'}/{end or '..'}" if dots else start) == of(written)


@given(
    st.integers(0, 4),
    st.sampled_from(TIME_SCALES),
    st.sampled_from(CLOCKS),
    st.integers(30, 140),
)
def test_a_row_fits(cases: list[Dossier], number: int, scale: TimeScale, clock: Clock, cells: int) -> None:
    dossier = cases[number]
    for event in dossier.events.ids()[:6]:
        for height in (1, 2):
            lines = timeline.event_row(dossier, event, cells, height, scale=scale, clock=clock)
            assert 1 <= len(lines) <= height
            assert all(width(line.plain) <= cells for line in lines)


def test_hostile_titles_and_notes_are_safe(tmp_path: Path) -> None:
    events = [
        {**builders.event(f"v.nasty-{number}", word, "", "c.told"), "date_note": word}
        for number, word in enumerate(WORDS)
    ]
    for event in events:
        del event["date"]
    with Dossier.open(builders.build(tmp_path / "d", extra=events)) as dossier:
        for event in events:
            for line in timeline.event_row(dossier, event["id"], 90, 1):
                assert "\x1b" not in line.plain
                assert "\n" not in line.plain
                assert width(line.plain) == 90


def test_a_row_says_when_it_was_reported(tmp_path: Path) -> None:
    courier = {**builders.source("s.courier", published="2024-05-10"), "title": "Ferry"}
    with Dossier.open(builders.build(tmp_path / "d", extra=[courier])) as dossier:
        (line,) = timeline.event_row(dossier, "v.interview", 110, 1)
        assert line.plain == (
            "2024-05-03          ────┃─────── Quist tells the Courier"
            + " " * 18
            + "reported 2024-05-10, 7 days later 1c"
        )
        (line,) = timeline.event_row(dossier, "v.interview", 78, 1, scale="month", clock="reported")
        assert line.plain.startswith("2024-05-10          ──┃───── Quist tells the Courier")
        (line,) = timeline.event_row(dossier, "v.interview", 58, 2, clock="reported")
        assert line.plain == "2024-05-10 Quist tells the Courier  happened 2024-05-03 1c"
        (line,) = timeline.event_row(dossier, "v.interview", 76, 2)
        assert line.plain.endswith("  reported 2024-05-10 1c")
        page = "\n".join(line.plain for line in plain_lines(dossier, "v.interview", 80))
        assert "reported    2024-05-10, 7 days later, by" in page


def test_what_could_not_be_known_and_what_is_kept_is_marked(tmp_path: Path) -> None:
    early = builders.source("s.early", publisher_as_written="Orsund Post", published="2024-05")
    quote = builders.quote("q.early", "The council votes on 12 June 2024.", "s.early")
    claim = builders.claim("c.early", "The council votes.", "q.early", date="2024-06-12")
    event = builders.event("v.early", "The vote", "2024-06-12", "c.early")
    with Dossier.open(builders.build(tmp_path / "d", extra=[early, quote, claim, event])) as dossier:
        assert "! The vote" in timeline.event_row(dossier, "v.early", 90, 1)[0].plain
        for record_id in ("v.early", "c.early"):
            page = " ".join(" ".join(line.plain.split()) for line in plain_lines(dossier, record_id, 80))
            assert (
                "! Orsund Post of May 2024 reports what is dated 12 June 2024, 12 to 42 days before" in page
            )
        dossier.look(Lens(as_of="2024-05-15"))
        assert "! ? The vote" in timeline.event_row(dossier, "v.early", 90, 1)[0].plain
        assert "? The council votes" in timeline.event_row(dossier, "v.vote", 90, 1)[0].plain
        page = " ".join(" ".join(line.plain.split()) for line in plain_lines(dossier, "v.early", 80))
        assert "kept as of 2024-05-15: its sources may be later" in page
        assert " kept " in any_row(dossier, "s.courier", 80, 1)[0].plain
        page = " ".join(" ".join(line.plain.split()) for line in plain_lines(dossier, "s.courier", 80))
        assert "kept as of 2024-05-15, although no date of publication is known" in page
        dossier.look(Lens(withdrawn=frozenset(["s.early"])))
        assert " withdrawn " in any_row(dossier, "s.early", 80, 1)[0].plain
        assert "! The vote" not in timeline.event_row(dossier, "v.early", 90, 1)[0].plain


def test_where_no_source_is_dated_nobody_knows_when_it_was_reported(cases: list[Dossier]) -> None:
    page = "\n".join(line.plain for line in plain_lines(cases[0], "v.vote", 80))
    assert "reported    first report unknown (sources undated)" in page
    assert "reported" not in timeline.event_row(cases[0], "v.vote", 120, 1)[0].plain


def test_other_records_have_their_own_rows(cases: list[Dossier]) -> None:
    one, other = timeline.event_row(cases[0], "c.vote", 80, 1), any_row(cases[0], "c.vote", 80, 1)
    assert [line.plain for line in one] == [line.plain for line in other]


def test_ordinals_stand_in_order() -> None:
    assert day_number((2024, 12, 31)) + 1 == day_number((2025, 1, 1))
