"""Pairs of figures: the table of tests/figure_pairs.py, and what holds for any two of them."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.evidence.figures.pairs import FigureReading, judge_figures
from dossier.records.figure import Figure
from tests.figure_pairs import CASES, CONFLICT, ROUNDING, SAME, SCOPE, SLIP, Case, about, fig, least
from tests.nasty import WORDS

_EQUALS = (
    *(("week", "day", "7"), ("day", "hour", "24"), ("km", "metre", "1000"), ("year", "month", "12")),
    *(("share", "percent", "100"), ("MW", "kilowatt", "1000"), ("mile", "m", "1609.344")),
)
"""One of the first unit is so many of the second."""


def test_the_table_is_large_and_has_every_verdict() -> None:
    assert len(CASES) >= 80
    assert {case.kind for case in CASES} == {SAME, ROUNDING, SLIP, SCOPE, "different date", CONFLICT}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_pair(case: Case) -> None:
    verdict = judge_figures(case.one, case.other)
    assert (verdict.kind, case.because in verdict.reason) == (case.kind, True), verdict
    assert judge_figures(case.other, case.one) == verdict


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A number as stored, and as a source may write it."""
    digits = str(draw(st.integers(0, 9999)))
    scale, word = draw(st.sampled_from([(0, ""), (3, " thousand"), (6, " million"), (9, "bn"), (4, "万")]))
    decimals = draw(st.integers(0, 2))
    value = Decimal(digits).scaleb(-decimals)
    sign = draw(st.sampled_from(["", "", "", "-"])) if value else ""
    return (
        f"{sign}{value.scaleb(scale):f}",
        f"{draw(st.sampled_from(['', 'some ', 'nearly ']))}{value:,f}{word}",
    )


@st.composite
def figures(draw: st.DrawFn, unit: str | None = None, scope: str | None = "") -> FigureReading:
    """Any figure; of one unit, and without a scope or a date, where that is asked for."""
    doc = {
        "unit": unit or draw(st.sampled_from(["USD", "EUR", "gpu", "gpu:H800", "percent", "share", "day"]))
    }
    qualifier = draw(st.sampled_from(["exact", "exact", "exact", "approx", "at-least", "at-most", "range"]))
    value, doc["as_written"] = draw(numbers())
    doc["as_written"] = draw(st.sampled_from([doc["as_written"]] * 8 + [word[:60] for word in WORDS[:20]]))
    if qualifier == "range":
        ends = sorted((value, draw(numbers())[0]), key=Decimal)
        doc["lower"], doc["upper"] = ends
    else:
        doc["value"] = value
    date = None
    if scope == "":
        scope = draw(st.sampled_from([None, None, "the fleet", "The Fleet.", "training", WORDS[3]]))
        date = draw(st.sampled_from([None, None, "2021", "2021-05", "2024~", "2020/.."]))
    return FigureReading.read_figure(Figure.from_doc({**doc, "qualifier": qualifier, "scope": scope}), date)


def changed(reading: FigureReading, **fields: str | None) -> FigureReading:
    """The figure with other fields."""
    return FigureReading.read_figure(Figure.from_doc({**reading.figure.to_doc(), **fields}), reading.date)


@given(figures(), figures())
def test_the_order_of_two_figures_is_nobodys_business(one: FigureReading, other: FigureReading) -> None:
    assert judge_figures(one, other) == judge_figures(other, one)


@given(figures())
def test_a_figure_is_the_same_as_itself(one: FigureReading) -> None:
    assert judge_figures(one, one).kind == SAME


@given(figures(), figures())
def test_a_reason_is_one_safe_line_with_numbers_in_it(one: FigureReading, other: FigureReading) -> None:
    reason = judge_figures(one, other).reason
    assert any(character.isdigit() for character in reason)
    assert not [c for c in reason if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")]


@given(st.data(), st.sampled_from(_EQUALS))
def test_a_unit_rewritten_as_its_equal_changes_no_verdict(
    data: st.DataObject, equal: tuple[str, ...]
) -> None:
    unit, same, times = equal
    value, written = data.draw(numbers().filter(lambda number: Decimal(number[0])))  # 0 fits any unit
    other = data.draw(figures(unit=unit, scope=None))
    one = fig(written, value, unit, data.draw(st.sampled_from(["exact", "approx", "at-least", "at-most"])))
    rewritten = changed(one, value=f"{Decimal(value) * Decimal(times):f}", unit=same)
    assert judge_figures(one, rewritten).kind == SAME
    assert judge_figures(rewritten, other).kind == judge_figures(one, other).kind


@pytest.mark.parametrize(
    ("one", "other"), [("gpu", "gpus"), ("kilometre", "kilometers"), ("person", "people")]
)
def test_a_unit_may_be_spelled_in_two_ways(one: str, other: str) -> None:
    assert judge_figures(fig("5", "5", one), fig("5", "5", other)).kind == SAME


@given(figures(unit="USD", scope=None), figures(unit="USD", scope=None))
def test_scopes_of_their_own_take_a_conflict_away(one: FigureReading, other: FigureReading) -> None:
    scoped = judge_figures(changed(one, scope="the hull"), changed(other, scope="the whole refit"))
    assert scoped.kind in (SCOPE, SLIP)
    assert (scoped.kind == SLIP) <= (judge_figures(one, other).kind == SLIP)


@given(figures(unit="USD", scope=None), figures(unit="USD", scope=None))
def test_a_scope_that_only_one_has_settles_nothing_and_is_named(
    one: FigureReading, other: FigureReading
) -> None:
    alone = judge_figures(changed(one, scope="the hull"), other)
    assert alone.kind == judge_figures(one, other).kind
    assert "only one says for what: “the hull”" in alone.reason


@given(figures(), figures(), st.integers(1, 10**9))
def test_a_lower_bound_that_leaves_room_still_does_when_lowered(
    one: FigureReading, other: FigureReading, less: int
) -> None:
    if one.figure.qualifier != "at-least" or judge_figures(one, other).kind != SAME:
        return
    lowered = str(Decimal(one.figure.value or "0") - less)
    assert judge_figures(changed(one, value=f"{Decimal(lowered):f}"), other).kind == SAME


@given(numbers(), figures(unit="USD", scope=None))
def test_about_makes_no_conflict_of_what_agreed(number: tuple[str, str], other: FigureReading) -> None:
    value, written = number[0], number[1].removeprefix("nearly ")
    if judge_figures(fig(written, value), other).kind in (SAME, ROUNDING):
        assert judge_figures(about(written, value), other).kind in (SAME, ROUNDING)


@given(numbers())
def test_what_is_implied_holds_the_number_itself(number: tuple[str, str]) -> None:
    value, written = number
    for reading in (fig(written, value), about(written, value), least(written, value)):
        implied = reading.extent.implied
        assert implied.lower is None or implied.lower <= Decimal(value)
        assert implied.upper is None or implied.upper >= Decimal(value)


@pytest.mark.parametrize("digits", [40, 400, 6_000])
def test_a_number_of_many_digits_is_told_and_not_written_out(digits: int) -> None:
    one, other = fig("9" * 50, "9" * digits), fig("7", "7")
    verdict = judge_figures(one, other)
    assert verdict.kind == CONFLICT
    assert f"a number of {digits:,} digits" in verdict.reason
    assert one.figure.human.startswith("9")
    assert len(one.implied) < 100


@pytest.mark.parametrize(
    ("reading", "implied"),
    [
        (fig("2,048 Nvidia H800s", "2048", "gpu:H800"), "2,048 H800 gpus"),
        (fig("10,000", "10000", "gpu"), "9,500 to 10,500 gpus"),
        (fig("$5.58 million", "5580000"), "$5.575 to 5.585 million"),
        (fig("$950 million", "950000000"), "$945 to 955 million"),
        (fig("one million", "1000000"), "$500,000 to 1.5 million"),
        (fig("one-tenth", "0.1", "share"), "a share of 0.09 to 0.11"),
        (about("about a month", "1", "month"), "0.5 to 1.5 months"),
        (least("at least $100 billion", "100000000000"), "$100 billion or more"),
        (fig("20 km", "20000", "metre"), "19,500 to 20,500 metres"),
        (fig("20,000 m", "20000", "metre"), "19,000 to 21,000 metres"),
        (about("nearer thirty", "30", "crossing"), "27 to 33 crossings"),
        (fig("30", "30", "crossing"), "30 crossings"),
        (fig("½ million", "500000", "EUR"), "€450,000 to 550,000"),
        (fig("2½ million", "2500000", "EUR"), "€2.45 to 2.55 million"),
        (fig("-$3", "-3"), "-$3.5 to -2.5"),
        (fig("0", "0", "person"), "0 people"),
        (fig("1.500.000", "1500000", "EUR"), "€1.45 to 1.55 million"),
        (fig("1,500", "1.5", "litre"), "1.4995 to 1.5005 litres"),
        (fig("3.40 ferries", "3.40", "ferry"), "3.395 to 3.405 ferries"),
    ],
)
def test_the_implied_interval_in_words(reading: FigureReading, implied: str) -> None:
    assert reading.implied == implied
