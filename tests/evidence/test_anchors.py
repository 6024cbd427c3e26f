"""Where a quote stands in a text, and how far it is from standing there verbatim."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.evidence.anchors import QuoteState, find_occurrences, locate_quote, paragraph_at
from dossier.evidence.distance import LONGEST, count_edits, find_closest
from dossier.records.quote import Quote

TEXT = (
    "The model cost $5.58 million.\n\nThat is what the company says.\nNobody has checked that it is true.\n"
)
WHEN = "2025-02-01T00:00:00Z"


def quote(exact: str, start: int, prefix: str = "", suffix: str = "") -> Quote:
    return Quote(
        id="q.one",
        created=WHEN,
        modified=WHEN,
        by="ada",
        source="s.one",
        text="0" * 64,
        exact=exact,
        start=start,
        end=start + len(exact),
        prefix=prefix,
        suffix=suffix,
    )


def levenshtein(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for at, left in enumerate(one, 1):
        above, row = row, [at]
        for column, right in enumerate(other, 1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (left != right)))
    return row[-1]


def test_verbatim() -> None:
    anchor = locate_quote(quote("$5.58 million", 15), TEXT)
    assert (anchor.state, anchor.start, anchor.end) == (QuoteState.SAME, 15, 28)
    assert anchor.label == "word for word"


def test_without_a_text_nothing_is_claimed() -> None:
    assert locate_quote(quote("$5.58 million", 15), None).label == "not checked (no text)"


def test_moved_words_are_found_where_they_are() -> None:
    anchor = locate_quote(quote("$5.58 million", 3), TEXT)
    assert (anchor.state, anchor.start) == (QuoteState.MOVED, 15)
    assert anchor.label == "word for word, moved"


def test_words_that_stand_twice_are_told_apart_by_what_is_around_them() -> None:
    first, second = find_occurrences(TEXT, "that"), find_occurrences(TEXT, "is")
    assert len(first) == 1
    assert len(second) == 2
    assert locate_quote(quote("is", 0, prefix="That "), TEXT).start == second[0]
    assert locate_quote(quote("is", 0, suffix=" true"), TEXT).start == second[1]
    assert locate_quote(quote("is", 0, prefix="it "), TEXT).state is QuoteState.MOVED


def test_words_that_cannot_be_told_apart_say_so() -> None:
    second = find_occurrences(TEXT, "is")
    anchor = locate_quote(quote("is", 90), TEXT)
    assert (list(anchor.places), anchor.start) == (second, second[1])
    assert anchor.label == "! in 2 places"


@pytest.mark.parametrize(
    ("exact", "start", "differing", "passage", "label"),
    [
        ("$5.59 million", 15, 1, "$5.58 million", "! 1 char differs"),
        ("$5.58 milion", 15, 1, "$5.58 million", "! 1 char differs"),
        ("that is what the Company says", 31, 2, "That is what the company says", "! 2 chars differ"),
    ],
)
def test_how_many_characters_differ(exact: str, start: int, differing: int, passage: str, label: str) -> None:
    anchor = locate_quote(quote(exact, start), TEXT)
    assert (anchor.state, anchor.differing, anchor.passage, anchor.label) == (
        "differs",
        differing,
        passage,
        label,
    )
    assert TEXT[anchor.start : anchor.end] == passage


def test_a_different_passage_far_away_is_found_by_what_is_around_it() -> None:
    text = "filler words. " * 500 + TEXT + "other words. " * 500
    anchor = locate_quote(quote("$5,58 Million", 0, prefix="The model cost ", suffix=".\n\nThat"), text)
    assert (anchor.differing, anchor.start) == (2, text.index("$5.58"))


def test_a_passage_may_be_found_by_what_follows_it_alone() -> None:
    text = "filler words. " * 500 + "the c0st was l0w, says the firm. " + "other words. " * 500
    anchor = locate_quote(quote("the cost was low", 0, suffix=", says the firm"), text)
    assert (anchor.differing, anchor.passage) == (2, "the c0st was l0w")


@pytest.mark.parametrize(
    ("exact", "state"), [("Nobbby ha", "differs"), ("Nbbbby ha", "differs"), ("Nbbbbb ha", "gone")]
)
def test_a_third_of_the_characters_may_differ(exact: str, state: str) -> None:
    assert locate_quote(quote(exact, TEXT.index("Nobody")), TEXT).state == state


@pytest.mark.parametrize("exact", ["Completely different words of another article", "zz", "§"])
def test_what_is_not_there_is_missing(exact: str) -> None:
    anchor = locate_quote(quote(exact, 10), TEXT)
    assert anchor.state == "gone"
    assert anchor.label == "! not in the text"


def test_an_empty_text_holds_no_quote() -> None:
    assert locate_quote(quote("words", 4), "").state == "gone"


@given(st.text("ab", max_size=12), st.text("abc", max_size=14))
def test_distance_is_levenshteins(one: str, other: str) -> None:
    assert count_edits(one, other) == levenshtein(one, other)


@given(st.text("ab", min_size=1, max_size=6), st.text("abc", max_size=9), st.integers(0, 8))
def test_closest_is_the_best_of_all_passages(pattern: str, window: str, expected: int) -> None:
    edits, start, end = find_closest(pattern, window, expected)
    passages = [window[i:j] for i in range(len(window) + 1) for j in range(i, len(window) + 1)]
    assert edits == min(levenshtein(pattern, passage) for passage in passages)
    assert levenshtein(pattern, window[start:end]) == edits


@given(st.text(min_size=1, max_size=30), st.text(max_size=60), st.text(max_size=60), st.integers(0, 200))
def test_words_that_are_there_are_always_found(exact: str, before: str, behind: str, start: int) -> None:
    text = before + exact + behind
    anchor = locate_quote(quote(exact, start), text)
    assert anchor.state in ("same", "moved", "ambiguous")
    assert anchor.start is not None
    assert text[anchor.start : anchor.end] == exact


@pytest.mark.parametrize("length", [20, 1_000, LONGEST + 1, 100_000])
def test_a_megabyte_takes_no_time(length: int) -> None:
    randomly = random.Random(length)
    text = " ".join(randomly.choices(["the", "costs", "of", "chips", "a", "million"], k=220_000))
    exact = text[500_000 : 500_000 + length]
    changed = exact[: length // 2] + "#" + exact[length // 2 + 1 :]
    started = time.perf_counter()
    near, far, none = (
        locate_quote(quote(changed, 500_000), text),
        locate_quote(quote(changed, 100, prefix=text[499_968:500_000]), text),
        locate_quote(quote("#" * length, 100), text),
    )
    assert time.perf_counter() - started < 5  # measured: 0.2 s; without bounds it is minutes
    assert (near.differing, near.start) == (1, 500_000)
    assert far.state == "differs"
    assert none.state == "gone"


@pytest.mark.parametrize(
    ("words", "number"), [("The model", 1), ("million.", 1), ("That is", 2), ("Nobody", 3), ("true.\n", 3)]
)
def test_paragraphs_are_lines_that_are_not_blank(words: str, number: int) -> None:
    assert paragraph_at(TEXT, TEXT.index(words)) == number


def test_occurrences_overlap_and_stop_at_the_limit() -> None:
    assert find_occurrences("aaaa", "aa") == [0, 1, 2]
    assert find_occurrences("aaaa", "aa", limit=2) == [0, 1]
    assert find_occurrences("aaaa", "") == []
