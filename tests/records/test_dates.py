"""EDTF dates and figures, as sources give them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from dossier.records.dates import moment_key, now
from dossier.records.edtf import BEGINNING, END, parse_date
from dossier.records.figure import Figure, group_digits

EXAMPLES = [
    ("2025-01-20", (2025, 1, 20), (2025, 1, 20), "20 January 2025"),
    ("2025-01", (2025, 1, 1), (2025, 1, 31), "January 2025"),
    ("2024-02", (2024, 2, 1), (2024, 2, 29), "February 2024"),
    ("1900-02", (1900, 2, 1), (1900, 2, 28), "February 1900"),
    ("2025", (2025, 1, 1), (2025, 12, 31), "2025"),
    ("2025~", (2025, 1, 1), (2025, 12, 31), "about 2025"),
    ("2025-01?", (2025, 1, 1), (2025, 1, 31), "January 2025 (uncertain)"),
    ("2025%", (2025, 1, 1), (2025, 12, 31), "about 2025 (uncertain)"),
    ("2025-21", (2025, 3, 1), (2025, 5, 31), "spring 2025"),
    ("2025-22", (2025, 6, 1), (2025, 8, 31), "summer 2025"),
    ("2025-23", (2025, 9, 1), (2025, 11, 30), "autumn 2025"),
    ("2023-24", (2023, 12, 1), (2024, 2, 29), "winter 2023"),
    ("202X", (2020, 1, 1), (2029, 12, 31), "the 2020s"),
    ("20XX", (2000, 1, 1), (2099, 12, 31), "2000s"),
    ("2025-XX", (2025, 1, 1), (2025, 12, 31), "some month in 2025"),
    ("2025-XX-XX", (2025, 1, 1), (2025, 12, 31), "some day in 2025"),
    ("2025-01-XX", (2025, 1, 1), (2025, 1, 31), "some day in January 2025"),
    ("-0043-03-15", (-43, 3, 15), (-43, 3, 15), "15 March 44 BC"),  # ISO 8601 has a year 0
    ("0000", (0, 1, 1), (0, 12, 31), "1 BC"),
    ("-004X", (-49, 1, 1), (-40, 12, 31), "50 to 41 BC"),
    ("2021/2023-05", (2021, 1, 1), (2023, 5, 31), "2021 to May 2023"),
    ("2021/..", (2021, 1, 1), END, "2021 onwards"),
    ("2021/", (2021, 1, 1), END, "2021 to an unknown end"),
    ("../2022-10", BEGINNING, (2022, 10, 31), "until October 2022"),
    ("/2022-10", BEGINNING, (2022, 10, 31), "from an unknown start to October 2022"),
    ("[2023,2025]", (2023, 1, 1), (2025, 12, 31), "one of 2023, 2025"),
    ("[2023..2024, 2026-01]", (2023, 1, 1), (2026, 1, 31), "one of 2023 to 2024, January 2026"),
    ("[..2023]", BEGINNING, (2023, 12, 31), "until 2023"),
    ("[2023..]", (2023, 1, 1), END, "2023 onwards"),
    ("2025-01-20T09:30:00Z", (2025, 1, 20), (2025, 1, 20), "20 January 2025, 09:30 UTC"),
    ("2025-01-20T09:30+08:00", (2025, 1, 20), (2025, 1, 20), "20 January 2025, 09:30 UTC+08:00"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "human"), EXAMPLES)
def test_what_a_date_means(text: str, earliest: object, latest: object, human: str) -> None:
    date = parse_date(text)
    assert (date.written, date.earliest, date.latest, date.human) == (text, earliest, latest, human)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25", "2025-13", "2025-00", "2025-02-30", "2023-02-29", "2025-1-1", "2025-01-32",
     "202X-01", "/", "..", "../..", "2025/2024", "2025/2026/2027", "[]", "[2025", "[,]", "2025-01-20T25:00Z",
     "20250120", "2025-25", "２０２５", "[2025..2024]", "2025-XX-01", "--2025"],
)  # fmt: skip
def test_what_is_no_date_and_what_would_be(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date: .*; expected an EDTF date such as 2025-01-20"):
        parse_date(text)


ALPHABET = st.text(alphabet="0123456789-/.[]X?~%T:Z, +", max_size=24)


@given(st.one_of(ALPHABET, st.text(max_size=12), st.sampled_from([text for text, *_ in EXAMPLES])))
@example("[..]")
@example("0000-02")
@example("-0001-24")
def test_parsing_gives_an_ordered_date_or_a_value_error(text: str) -> None:
    try:
        date = parse_date(text)
    except ValueError:
        return
    assert BEGINNING <= date.earliest <= date.latest <= END
    assert date.human
    assert date.may_overlap(date)


@given(st.dates(), st.dates())
def test_days_sort_as_dates_do(one: object, other: object) -> None:
    assert (parse_date(str(one)).sort_key < parse_date(str(other)).sort_key) == (str(one) < str(other))


def test_a_year_stands_before_its_own_second_day_and_overlaps_it() -> None:
    year, day, next_year = parse_date("2025"), parse_date("2025-01-02"), parse_date("2026")
    assert year.sort_key < day.sort_key
    assert year.may_overlap(day)
    assert not year.may_overlap(next_year)


def test_moments_are_ordered_by_their_fractions_and_what_is_none_is_oldest() -> None:
    moments = ["yesterday", "2025-02-01T09:30:00Z", "2025-02-01T09:30:00.25Z", "2025-02-01T09:30:00.5Z"]
    as_strings = sorted(moments)
    assert as_strings != moments
    assert sorted(as_strings, key=moment_key) == moments
    assert moment_key(None) == moment_key("yesterday") < moment_key(moments[1])


def test_now_is_a_moment_to_the_millisecond() -> None:
    assert len(now()) == len("2025-02-01T09:30:00.000Z")


@pytest.mark.parametrize(
    ("fields", "human"),
    [
        ({"value": "5580000", "unit": "USD"}, "5,580,000 USD"),
        ({"value": "0.50", "unit": "percent"}, "0.50 percent"),
        ({"value": "2048", "unit": "gpu:H800", "qualifier": "approx"}, "about 2,048 H800 gpus"),
        ({"value": "100000000000", "unit": "USD", "qualifier": "at-least"}, "at least 100,000,000,000 USD"),
        ({"value": "-3", "unit": "degree", "qualifier": "at-most"}, "at most -3 degrees"),
        ({"lower": "1000", "upper": "2000", "unit": "crown", "qualifier": "range"}, "1,000 to 2,000 crowns"),
    ],
)
def test_a_figure_in_words(fields: dict[str, str], human: str) -> None:
    assert Figure.from_doc({**fields, "as_written": "x"}).human == human


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"unit": "USD"}, "needs a value"),
        ({"value": "1e6", "unit": "USD"}, "is not a decimal number"),
        ({"value": "1,000", "unit": "USD"}, "is not a decimal number"),
        ({"value": "١", "unit": "USD"}, "is not a decimal number"),
        ({"value": "NaN", "unit": "USD"}, "is not a decimal number"),
        ({"lower": "1", "unit": "USD", "qualifier": "range"}, "a range needs lower and upper"),
        ({"lower": "2", "upper": "1", "unit": "USD", "qualifier": "range"}, "lower is above upper"),
    ],
)
def test_a_figure_that_is_none(fields: dict[str, str], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        Figure.from_doc({**fields, "as_written": "x"})


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_grouping_keeps_every_digit(number: object) -> None:
    assert group_digits(f"{number:f}").replace(",", "") == f"{number:f}"
