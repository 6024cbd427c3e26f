"""The filter holds against a naive reading, typed in, rubbed out, and after every edit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.core.dossier import Dossier, Draft
from dossier.query.engine.filtering import Filter, Filters
from dossier.query.language.grammar import QueryError, can_narrow, parse_query
from dossier.query.language.keys import HAS, KINDS, keys_of
from dossier.records.kinds import RECORD_PANES
from dossier.records.vocabulary import SCALES
from tests import builders
from tests.query import test_query_cases as cases_
from tests.query.test_query_naive import Naive

MORE = settings(max_examples=5 * (settings.default or settings()).max_examples)
"""These take milliseconds each."""

WORDS = [
    "quay",
    "Quay",
    "ferry",
    "Naïve",
    "naive",
    "船",
    "梁文",
    "a",
    "the",
    "12 m",
    "old",
    "don’t",
    "STRASSE",
]
NAMES = ["money", "cost", "unasked", "quist", "ORSUND", "courier", "é", "梁", "e.", "c.m", "ada", "ben", "船"]
DATES = [
    "2024",
    "2024-05",
    "2025",
    "2023..2024-06",
    "..2024-05-03",
    "2024-06..",
    ">=2024-05-04",
    "<2025",
    ">2024-05",
]
GRADES = ["B", "B2", ">=B", "<=C", ">B", "A..C", "=B", "2", ">=2", "F", "B6", ">=B3", "A2..C3"]
DIGITS = ["2", ">=2", "1..3", "<2", "6", "<=6"]
LETTERS = ["B", ">=C", "A..B", "F", "<A", ">F"]
COUNTS = ["0", "1", "2", ">=2", "1..2", "<2", ">0", "..1", "2.."]

Term = tuple[bool, str, tuple[str, ...]]


def values_of(key: str, pane: str) -> list[str]:
    match key:
        case "" | "note" | "quote" | "any" | "property":
            return WORDS
        case "quotes" | "sources" | "origins" | "hearsay":
            return COUNTS
        case "date":
            return DATES
        case "grade":
            return GRADES
        case "cred":
            return DIGITS
        case "reliability":
            return LETTERS
        case "kind":
            return list(KINDS[pane])
        case "has" | "no":
            return list(HAS[pane])
        case "status":
            return list(SCALES["status"])
        case "stance":
            return ["supports", "contradicts", "qualifies", "mentions"]
    return NAMES


@st.composite
def terms(draw: st.DrawFn, pane: str) -> Term:
    key = draw(st.sampled_from(["", "", *keys_of(pane)]))
    size = 1 if key == "" else draw(st.integers(1, 2))
    given_values = draw(st.lists(st.sampled_from(values_of(key, pane)), min_size=size, max_size=size))
    return draw(st.booleans()), key, tuple(given_values)


@st.composite
def queries(draw: st.DrawFn) -> tuple[str, list[Term]]:
    pane = draw(st.sampled_from(RECORD_PANES))
    return pane, draw(st.lists(terms(pane), min_size=1, max_size=3))


def written(term: Term) -> str:
    negated, key, given_values = term
    quoted = [f'"{word}"' if " " in word else word for word in given_values]
    return ("-" if negated else "") + (f"{key}:" if key else "") + ",".join(quoted)


def naive(record: Naive, term: Term) -> bool | str:
    negated, key, given_values = term
    if key == "no":
        negated, key = not negated, "has"
    answers = [record.ask(key, each) for each in given_values]
    answer: bool | str = True if True in answers else "maybe" if "maybe" in answers else False
    if negated and answer != "maybe":
        return not answer
    return answer


@cache
def _naive(dossier: Dossier, record_id: str) -> Naive:
    return Naive(dossier, record_id)


@cache
def answer(dossier: Dossier, record_id: str, term: Term) -> bool | str:
    return naive(_naive(dossier, record_id), term)


def reading(dossier: Dossier, ids: list[str], wanted: list[Term]) -> tuple[list[str], set[str]]:
    hits, maybe = [], set()
    for each in ids:
        answers = [answer(dossier, each, term) for term in wanted]
        if all(answers):
            hits.append(each)
            if "maybe" in answers:
                maybe.add(each)
    return hits, maybe


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Dossier]]:
    """The small dossier, and random ones."""
    folder = tmp_path_factory.mktemp("query")
    paths = [cases_.build(folder / str(seed), seed) for seed in range(6)]
    opened = [Dossier.open(path, by="ada") for path in paths]
    yield opened
    for dossier in opened:
        dossier.close()


def listed(dossier: Dossier, pane: str) -> list[str]:
    """What a pane lists, in an order of its own."""
    if pane == "notes":
        motivations = ("commenting", "questioning", "replying")
        ids = [each.id for each in dossier.annotations if each.motivation in motivations]
    else:
        ids = list(getattr(dossier, "events" if pane == "timeline" else pane).ids())
    return sorted(ids, key=lambda each: (len(each), each[::-1]))


@MORE
@given(st.integers(0, 5), queries())
def test_the_filter_reads_a_query_as_a_naive_reader_does(
    cases: list[Dossier], number: int, query: tuple[str, list[Term]]
) -> None:
    pane, wanted = query
    dossier = cases[number]
    ids = listed(dossier, pane)
    text = " ".join(map(written, wanted))
    found = Filter(dossier, parse_query(text, pane), ids)
    hits, maybe = reading(dossier, ids, wanted)
    assert list(found.finish()) == hits, text
    assert found.possible == maybe, text


def test_every_key_and_value_alone(cases: list[Dossier]) -> None:
    for dossier in cases:
        for pane in RECORD_PANES:
            ids = listed(dossier, pane)
            for key in ("", *keys_of(pane)):
                for each in values_of(key, pane):
                    for negated in (False, True):
                        term: Term = (negated, key, (each,))
                        found = Filter(dossier, parse_query(written(term), pane), ids)
                        hits, maybe = reading(dossier, ids, [term])
                        assert (list(found.finish()), found.possible) == (hits, maybe), (pane, written(term))


@MORE
@given(st.integers(0, 5), queries(), st.data())
def test_typed_in_and_rubbed_out_it_finds_what_a_fresh_filter_finds(
    cases: list[Dossier], number: int, query: tuple[str, list[Term]], data: st.DataObject
) -> None:
    pane, wanted = query
    dossier = cases[number]
    ids = listed(dossier, pane)
    text = " ".join(map(written, wanted))
    filters = Filters(dossier)
    steps = [text[:end] for end in range(1, len(text) + 1)]
    gap = data.draw(st.integers(0, len(text)))
    steps += [text[:gap] + text[gap + 1 :], text[:gap] + data.draw(st.sampled_from('aQ船 -"')) + text[gap:]]
    steps += steps[-4::-1]
    for step in steps:
        try:
            read = parse_query(step, pane)
        except QueryError:
            continue
        typed, fresh = filters.filter_for(read, ids), Filter(dossier, read, ids)
        while not typed.run(0):
            pass
        assert (typed.finish(), typed.possible) == (fresh.finish(), fresh.possible), step


@MORE
@given(st.integers(0, 5), queries(), queries())
def test_what_narrows_does(
    cases: list[Dossier], number: int, one: tuple[str, list[Term]], other: tuple[str, list[Term]]
) -> None:
    dossier, pane = cases[number], one[0]
    keys = {"", *keys_of(pane)} - {"kind", "has", "no"}
    more = [term for term in other[1] if term[1] in keys]
    old = parse_query(" ".join(map(written, one[1])), pane)
    new = parse_query(" ".join(map(written, [*more, *one[1]])), pane)
    assert can_narrow(old, new)
    ids = listed(dossier, pane)
    assert set(Filter(dossier, new, ids).finish()) <= set(Filter(dossier, old, ids).finish())
    if can_narrow(new, old):
        assert Filter(dossier, new, ids).finish() == Filter(dossier, old, ids).finish()


def test_an_edit_between_two_keys_is_seen(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("edited")
    with Dossier.open(cases_.build(folder / "one", 3), by="ada") as dossier:
        filters = Filters(dossier)
        docs = [
            {**dossier.raw("c.1"), "text": "A naïve quay"},
            builders.tagging("a.new", "c.1", "t.1", by="ben"),
            builders.grade("a.b", "s.1", "admiralty-source", "A"),
            builders.grade("a.c", "c.2", "status", "open"),
            {**dossier.raw("q.1"), "source": "s.2"},
            builders.claim("c.new", "The quay again", "q.2", "q.1"),
            builders.quote("q.new", "The old quay", "s.1", speaker="e.0"),
            builders.claim("c.newer", "Once more", "q.new", subject="e.0"),
        ]

        def put(doc: cases_.Doc) -> None:
            def change(draft: Draft) -> None:
                draft.put(doc)

            dossier.edit("change", change)

        for doc in docs:
            put(doc)
            _as_read(dossier, filters)
        for _ in docs:
            dossier.undo()
            _as_read(dossier, filters)


def test_a_text_that_is_attached_is_seen_though_no_record_changes(tmp_path: Path) -> None:
    with Dossier.open(builders.build(tmp_path / "d", text=False)) as dossier:
        filters, ids = Filters(dossier), dossier.sources.ids()
        for found in ((), ("s.courier",)):
            assert filters.filter_for(parse_query("has:text", "sources"), ids).finish() == found
            dossier.put_text(builders.TEXT.encode())


def _as_read(dossier: Dossier, filters: Filters) -> None:
    _naive.cache_clear()
    answer.cache_clear()
    ids = listed(dossier, "claims")
    queries = ["quay", "tag:money", "grade:>=B", "src:s.2", "quote:quay", "any:quay", "speaker:quist"]
    for text in [*queries, "quotes:2", "status:open", "about:quist", "origins:1", "has:note"]:
        key, _, given_value = text.rpartition(":")
        hits, _maybe = reading(dossier, ids, [(False, key, (given_value,))])
        assert list(filters.filter_for(parse_query(text), ids).finish()) == hits, text
