"""When things happened and when they were reported, as far as the dates say."""

from __future__ import annotations

import datetime
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
    DayRange,
    Density,
    FirstReport,
    TimeScale,
    all_too_early,
    bucket_label,
    bucket_of,
    day_number,
    days_of_event,
    delay_words,
    first_report,
    first_too_early,
    lane_of,
    read_days,
    undated_sources,
)
from dossier.records import edtf
from tests import builders
from tests.bench.synth import write
from tests.query import test_query_cases as cases_

DATES = (
    *("2025-01-27", "2025-01", "2025", "2025~", "202X", "2025-21", "2025-24", "2025-XX", "2025-01-XX?"),
    *(
        "2024-12-30/2025-01-02",
        "2021/..",
        "../2022-10",
        "/2023",
        "[2023,2024]",
        "2025-01-27T10:00:00Z",
        "-0044-03-15",
    ),
)
WRITTEN = st.sampled_from(DATES)


def of(written: str) -> DayRange:
    found = read_days(written)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Dossier]]:
    folder = tmp_path_factory.mktemp("timeline")
    paths = [cases_.build(folder / str(seed), seed) for seed in range(6)]
    opened = [Dossier.open(path) for path in (*paths, write(folder / "synthetic", 120))]
    yield opened
    for dossier in opened:
        dossier.close()


@pytest.mark.parametrize(
    ("written", "first", "last", "exact"),
    [
        ("2025-01-27", (2025, 1, 27), (2025, 1, 27), True),
        ("2025-02", (2025, 2, 1), (2025, 2, 28), False),
        ("2024~", (2024, 1, 1), (2024, 12, 31), False),
        ("2021/..", (2021, 1, 1), None, False),
        ("../2022-10", None, (2022, 10, 31), False),
        ("/2023", None, (2023, 12, 31), False),
        ("[2023,2024]", (2023, 1, 1), (2024, 12, 31), False),
    ],
)
def test_a_date_is_an_interval_of_days(written: str, first: Any, last: Any, exact: bool) -> None:
    found = of(written)
    assert (found.first, found.last, found.exact) == (first, last, exact)
    assert found.start == (first or last)


@pytest.mark.parametrize("written", [None, "", "XXXX", "last week", 2025, ["2025"]])
def test_what_is_no_date_is_no_interval(written: object) -> None:
    assert read_days(written) is None


@pytest.mark.parametrize(
    ("event", "lane"),
    [
        ({"date": "2025-01"}, "dated"),
        ({"date": "2025-01", "date_note": "in January"}, "dated"),
        ({"date_note": "last week"}, "relative"),
        ({"date": "XXXX-XX-XX", "date_note": "last week"}, "relative"),
        ({"date": "XXXX"}, "undated"),
        ({}, "undated"),
    ],
)
def test_events_with_a_relative_date_have_a_lane_of_their_own(event: dict[str, str], lane: str) -> None:
    assert lane_of(event) == lane


@given(st.dates(), st.dates())
def test_days_are_counted_as_the_calendar_does(one: datetime.date, other: datetime.date) -> None:
    days = [(date.year, date.month, date.day) for date in (one, other)]
    assert day_number(days[1]) - day_number(days[0]) == (other - one).days


def test_days_before_the_year_one_are_counted_on() -> None:
    assert day_number((1, 1, 1)) - day_number((0, 12, 31)) == 1
    assert day_number((0, 3, 1)) - day_number((0, 2, 29)) == 1
    assert day_number((-1, 1, 1)) - day_number((-2, 12, 31)) == 1
    assert day_number((400, 1, 1)) - day_number((0, 1, 1)) == day_number((2000, 1, 1)) - day_number(
        (1600, 1, 1)
    )


@pytest.mark.parametrize(
    ("happened", "report", "words"),
    [
        ("2025-01-20", "2025-01-27", "7 days later"),
        ("2025-01-20", "2025-01-21", "1 day later"),
        ("2025-01-20", "2025-01-20", "the same day"),
        ("2025-01-20", "2025-01-17", "3 days before"),
        ("2025-01", "2025-02-10", "10 to 40 days later"),
        ("2025-01", "2025-01-27", ""),
        ("2025-01-20", "2025", ""),
        ("2023", "2025-01-27", "13 to 25 months later"),
        ("2015", "2025-01-27", "9 to 10 years later"),
        ("2015-01-20", "2025-01-27", "10 years later"),
        ("2025-21", "2024-09-20", "5 to 8 months before"),
        ("2021/..", "2025", ""),
        ("2021/..", "2020-12-31", "at least 1 day before"),
        ("../2022-10", "2022-11-08", "at least 8 days later"),
        ("2022-10-31", "2022-11-08/..", "at least 8 days later"),
        ("2022-10-31", "../2022-10-30", "at least 1 day before"),
    ],
)
def test_how_much_later_it_was_reported(happened: str, report: str, words: str) -> None:
    assert delay_words(of(happened), of(report)) == words


@given(WRITTEN, WRITTEN, st.data())
def test_a_delay_holds_for_whatever_days_are_meant(one: str, other: str, data: st.DataObject) -> None:
    words = delay_words(of(one), of(other))

    def some_day(found: DayRange) -> int:
        first = day_number(found.first or (-3000, 1, 1))
        return data.draw(st.integers(first, day_number(found.last or (3000, 1, 1))))

    between = some_day(of(other)) - some_day(of(one))
    if words.endswith("later"):
        assert between > 0
    if words.endswith("before"):
        assert between < 0
    if words == "the same day":
        assert between == 0


def test_buckets_are_named_as_dates_are_written() -> None:
    day = (2025, 1, 27)
    assert [bucket_label(bucket_of(day, scale)) for scale in TIME_SCALES] == ["2025", "2025-01", "2025-01-27"]
    assert bucket_label(bucket_of((-44, 3, 15), "month")) == "-0044-03"
    assert bucket_label((800,)) == "0800"


@given(st.lists(WRITTEN, max_size=12), st.sampled_from(TIME_SCALES), WRITTEN)
def test_density_counts_what_touches_a_bucket(dates: list[str], scale: TimeScale, at: str) -> None:
    here = bucket_of(of(at).start, scale)
    size = len(here)
    touching = 0
    for written in dates:
        days = edtf.parse_date(written)
        touching += days.earliest[:size] <= here <= days.latest[:size]
    assert Density(map(of, dates), scale).at(here) == touching


def naive_report(dossier: Dossier, event_id: str) -> FirstReport | None:
    """Through the models, one quote after the other."""
    sources = {
        dossier.quotes[support.quote].source
        for claim in dossier.events[event_id].claims
        for support in dossier.claims[claim].support
        if support.stance != "contradicts"
    }
    dated = {each: edtf.parse_date(date) for each in sources if (date := dossier.sources[each].published)}
    if not dated:
        return None
    first, last = (min(getattr(date, side) for date in dated.values()) for side in ("earliest", "latest"))
    surest = [each for each, date in dated.items() if date.latest == last]
    source = min(surest, key=lambda each: (dated[each].earliest, each))
    return FirstReport(DayRange.of((first, last)), source, len(sources) - len(dated))


@given(
    st.integers(0, 6), st.sampled_from([Lens(), Lens(as_of="2024-05-03"), Lens(withdrawn=frozenset(["s.1"]))])
)
def test_an_event_is_first_reported_by_the_earliest_of_its_sources(
    cases: list[Dossier], number: int, lens: Lens
) -> None:
    dossier = cases[number]
    dossier.look(lens)
    try:
        for event in dossier.events.ids():
            assert first_report(dossier, event) == naive_report(dossier, event)
            found = days_of_event(dossier, event, "reported")
            assert found == (report.interval if (report := first_report(dossier, event)) else None)
            assert days_of_event(dossier, event, "happened") == read_days(dossier.events[event].date)
    finally:
        dossier.look(Lens())


def test_what_only_undated_sources_report_was_reported_nobody_knows_when(cases: list[Dossier]) -> None:
    assert first_report(cases[0], "v.vote") is None  # the courier has no date
    assert undated_sources(cases[0]) == ("s.courier",)


def test_a_source_that_speaks_against_it_does_not_report_it(tmp_path: Path) -> None:
    vote = builders.claim("c.vote-no", "No vote is held.", "q.daily-cost")
    vote["support"].append({"quote": "q.minutes-cost", "stance": "contradicts"})
    docs = [vote, builders.event("v.no", "No vote", "2024-05-04", "c.vote-no")]
    with Dossier.open(builders.build(tmp_path / "d", extra=docs)) as dossier:
        assert first_report(dossier, "v.no") == FirstReport(of("2024-05-04"), "s.daily", 0)


def test_a_report_follows_the_dates_of_its_sources(tmp_path: Path) -> None:
    cost = builders.event("v.cost", "The cost is known", "2024-04-02", "c.cost", "c.cost-exact")
    with Dossier.open(builders.build(tmp_path / "d", extra=[cost])) as dossier:
        assert first_report(dossier, "v.cost") == FirstReport(of("2024-04"), "s.minutes", 1)
        courier = {**dossier.raw("s.courier"), "published": "2024-04-03"}
        dossier.edit("date", lambda draft: draft.put(courier))
        assert first_report(dossier, "v.cost") == FirstReport(
            DayRange((2024, 4, 1), (2024, 4, 3)), "s.courier", 0
        )
        dossier.look(Lens(withdrawn=frozenset(["s.minutes"])))
        assert first_report(dossier, "v.cost") == FirstReport(of("2024-04-03"), "s.courier", 0)


def naive_early(dossier: Dossier, record_id: str) -> set[tuple[str, str]]:
    """Every quote and source that says a record too early."""
    record: Any = dossier.get(record_id)
    dated = record.date or (record_id[0] == "c" and record.figure and record.figure.as_of)
    if not dated or any(mark in dated for mark in "?~%"):
        return set()
    claims = [record] if record_id[0] == "c" else [dossier.claims[each] for each in record.claims]
    found = set()
    for claim in claims:
        if claim.kind == "prediction" or "plan" in (claim.hedge or ""):
            continue
        for support in claim.support:
            source = dossier.sources[dossier.quotes[support.quote].source]
            before = (
                source.published
                and not any(mark in source.published for mark in "?~%")
                and edtf.parse_date(source.published).latest < edtf.parse_date(dated).earliest
            )
            if support.stance == "supports" and before:
                found.add((support.quote, source.id))
    return found


def test_what_a_source_could_not_have_known(cases: list[Dossier]) -> None:
    some = 0
    for dossier in cases:
        early = {each.record: each for each in all_too_early(dossier)}
        for record_id in (*dossier.claims.ids(), *dossier.events.ids()):
            wanted, found = naive_early(dossier, record_id), first_too_early(dossier, record_id)
            assert early.get(record_id) == found
            assert (found is not None) == bool(wanted)
            assert found is None or (found.quote, found.source) in wanted
            some += found is not None
        assert list(early) == [
            *sorted(each for each in early if each[0] == "c"),
            *sorted(each for each in early if each[0] == "v"),
        ]
    assert some > 20


COUNTED = {"value": "14", "unit": "vote", "as_written": "14 votes", "as_of": "2024-06-12"}


def early(folder: Path, published: str, **fields: Any) -> list[str]:
    """What is said too early of a claim dated 12 June 2024 and its event."""
    source = builders.source("s.early", publisher_as_written="Orsund\n Post", published=published)
    quote = builders.quote("q.early", "The council votes on 12 June 2024.", "s.early")
    told = {"text": "The council votes.", "date": "2024-06-12", **fields}
    claim = builders.claim("c.early", told.pop("text"), "q.early", **told)
    event = builders.event("v.early", "The vote", "2024-06", "c.early")
    path = builders.build(folder / "d", extra=[source, quote, claim, event])
    with Dossier.open(path) as dossier:
        return [each.record for each in all_too_early(dossier) if each.source == "s.early"]


@pytest.mark.parametrize(
    ("published", "fields", "found"),
    [
        ("2024-05-30", {}, ["c.early", "v.early"]),
        ("2024-06-11", {}, ["c.early"]),
        ("2024-06-12", {}, []),
        ("2024-06", {}, []),
        ("2024", {}, []),
        ("2023", {}, ["c.early", "v.early"]),
        ("2024-05/..", {}, []),
        ("2023", {"kind": "prediction"}, []),
        ("2023", {"hedge": "is planned for"}, []),
        ("2023", {"hedge": "计划"}, []),
        ("2023", {"hedge": "is set to"}, []),
        ("2023", {"hedge": "reportedly"}, ["c.early", "v.early"]),
        ("2023", {"hedge": "in an unwilling vote"}, ["c.early", "v.early"]),
        ("2023", {"date": None}, ["v.early"]),
        ("2023", {"date": "2024~"}, ["v.early"]),
        ("2023?", {}, []),
        ("2023", {"text": "The council will vote."}, []),
        ("2023", {"text": "The council is to vote."}, []),
        ("2023", {"text": "市议会将投票。"}, []),
        ("2023", {"text": "The council's will was done."}, []),  # rather one too few
        ("2023", {"text": "The planning office voted."}, ["c.early", "v.early"]),
        ("2024-05", {"kind": "figure", "figure": COUNTED, "date": None}, ["c.early", "v.early"]),
        ("2024-07", {"kind": "figure", "figure": COUNTED, "date": None}, []),
    ],
)
def test_a_plan_is_not_known_too_early(
    tmp_path: Path, published: str, fields: dict[str, Any], found: list[str]
) -> None:
    assert early(tmp_path, published, **fields) == found


def test_the_reason_names_the_source_and_both_dates(tmp_path: Path) -> None:
    source = builders.source("s.post", publisher_as_written="Orsund\n \x1b[31mPost", published="2024-05-30")
    quote = builders.quote("q.post", "The council votes on 12 June 2024.", "s.post")
    claim = builders.claim("c.post", "The council votes.", "q.post", date="2024-06-12")
    contrary = builders.claim("c.not", "The council does not vote.", date="2024-06-12")
    contrary["support"] = [{"quote": "q.post", "stance": "contradicts"}]
    with Dossier.open(builders.build(tmp_path / "d", extra=[source, quote, claim, contrary])) as dossier:
        found = first_too_early(dossier, "c.post")
        assert found is not None
        assert (found.source, found.quote) == ("s.post", "q.post")
        assert found.reason == (
            "Orsund [31mPost of 30 May 2024 reports what is dated 12 June 2024, 13 days before: "
            "a plan, or one of the dates is wrong"
        )
        assert first_too_early(dossier, "c.not") is None
        dossier.look(Lens(withdrawn=frozenset(["s.post"])))
        assert all_too_early(dossier) == ()
