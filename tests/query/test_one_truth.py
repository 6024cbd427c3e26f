"""What counts is the same wherever it is asked: rows, pages, filters, sorts, facets and exports.

The oracle reads the exported document, and knows the rule by itself: the newest judgement on a scale counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.core.dossier import Dossier
from dossier.core.lens import Lens
from dossier.evidence.gaps import find_gaps
from dossier.evidence.judgements import list_judgements, open_questions
from dossier.exchange.json_export import make_document
from dossier.query.engine.filtering import Filter
from dossier.query.facets import Facets
from dossier.query.language.grammar import parse_query
from dossier.query.sorting import Sorting
from dossier.records.vocabulary import SCALES, STATUS_MARKS, Scheme
from dossier.show.order import order_pane
from dossier.show.rows import record_row
from tests import builders
from tests.builders import claim, grade, note, quote, source
from tests.query import test_query_cases as cases_

Doc = dict[str, Any]

SOURCES = ("s.one", "s.two")
QUOTES = ("q.one", "q.two", "q.against")
CLAIMS = ("c.bare", "c.one", "c.two")
AUTHORS = ("ada", "ben", "dossier")
MOMENTS = (
    "2024-05-01T09:29:60Z",
    "2024-05-01T09:30:00Z",
    "2024-05-01T09:30:00.25Z",
    "2024-05-01T09:30:00.5Z",
    "2025-01-01T00:00:00Z",
)
"""Oldest first, although as strings they sort otherwise."""
STRANGE: tuple[Doc, ...] = (
    {"created": "yesterday"},
    {"created": 7},
    {"body": "B"},
    {"body": {"scheme": "status", "value": ["open"]}},
    {"body": {"scheme": "status", "value": "splendid"}},
    {"body": {"scheme": "colour", "value": "B"}},
    {"motivation": "tagging"},
    {"quote": 7},
    {"by": None},
    {"selector": {"start": 4, "end": 2}},
)
"""Fields of annotations that do not follow the format, as a file edited by hand may have them."""


@st.composite
def judgements(draw: st.DrawFn, *, strange: bool) -> Doc:
    """One judgement; `strange`: or something that only looks like one."""
    scheme: Scheme = draw(st.sampled_from(["admiralty-source", "admiralty-info", "admiralty-info", "status"]))
    value = draw(st.sampled_from(list(SCALES[scheme])))
    target = draw(st.sampled_from(SOURCES if scheme == "admiralty-source" else CLAIMS))
    number = draw(st.integers(0, 99))
    fields: Doc = {"created": draw(st.sampled_from(MOMENTS)), "by": draw(st.sampled_from(AUTHORS))}
    if scheme == "admiralty-info" and draw(st.booleans()):
        fields["quote"] = draw(st.sampled_from(QUOTES))
    if strange and draw(st.booleans()):
        fields |= draw(st.sampled_from(STRANGE))
    return grade(f"a.{number:02}", target, scheme, value, **fields)


def build(folder: Path, annotations: Sequence[Doc]) -> Path:
    """Two sources support the first claim, one the second, which the other contradicts; none the last."""
    disputed = claim("c.two", "It costs 12 million.", "q.two")
    disputed["support"].append({"quote": "q.against", "stance": "contradicts"})
    extra = [
        *(source(each, title=each) for each in SOURCES),
        quote("q.one", "was not asked", "s.one"),
        quote("q.two", "was not asked", "s.two"),
        quote("q.against", "Nobody called us", "s.one"),
        claim("c.one", "It moves.", "q.one", "q.two"),
        disputed,
        claim("c.bare", "Nobody says so."),
        *annotations,
    ]
    return builders.build(folder, extra=extra, without=[doc["id"] for doc in builders.records()])


class Said(NamedTuple):
    """What is said of one claim."""

    letter: str
    digit: str
    status: str

    @property
    def grade(self) -> str:
        return self.letter + self.digit


class Oracle:
    """Who judged what how, worked out from an exported document by plain reading."""

    def __init__(self, exported: Doc, authors: frozenset[str] | None) -> None:
        self.claims = {doc["id"]: doc for doc in exported["claims"]}
        self.source = {doc["id"]: doc["source"] for doc in exported["quotes"]}
        shown = exported["annotations"]
        self.shown = [doc for doc in shown if authors is None or doc.get("by") in authors]

    def judged(self, target: str, scheme: Scheme, quote_id: str | None = None) -> str:
        given_ = []
        for doc in self.shown:
            body = doc.get("body")
            if doc["motivation"] != "assessing" or doc["target"] != target or doc.get("quote") != quote_id:
                continue
            if isinstance(body, dict) and body["scheme"] == scheme and body["value"] in list(SCALES[scheme]):
                when = MOMENTS.index(doc["created"]) if doc["created"] in MOMENTS else -1
                given_.append((when, doc["id"], body["value"]))
        return max(given_)[-1] if given_ else ""

    def said(self, claim_id: str) -> Said:
        support = self.claims[claim_id].get("support", ())
        quotes = [each["quote"] for each in support if each["stance"] == "supports"]
        letters = [self.judged(self.source[each], "admiralty-source") for each in quotes]
        digits = [self.judged(claim_id, "admiralty-info", each) for each in quotes]
        own = self.judged(claim_id, "admiralty-info")
        return Said(best(letters), own or best(digits), self.judged(claim_id, "status"))


def best(grades: list[str]) -> str:
    return min((each for each in grades if each), default="")


def hits(dossier: Dossier, pane: str, text: str) -> tuple[str, ...]:
    return Filter(dossier, parse_query(text, pane), dossier.collection(pane).ids()).finish()


def fitting(said: dict[str, Said], read: Callable[[Said], str], value: str) -> tuple[str, ...]:
    return tuple(claim_id for claim_id, each in said.items() if read(each) == value)


def check_rows(dossier: Dossier, oracle: Oracle, said: dict[str, Said]) -> None:
    for claim_id, each in said.items():
        line = record_row(dossier, claim_id, 100, 1)[0].plain
        assert line[:2].strip(" -") == each.grade
        assert line[3:4].strip() == STATUS_MARKS.get(each.status, "")
    for source_id in SOURCES:
        letter = record_row(dossier, source_id, 100, 1)[0].plain.split()[-2]
        assert letter.strip("-") == oracle.judged(source_id, "admiralty-source")


def check_pages(dossier: Dossier, said: dict[str, Said]) -> None:
    """A page lists all judgements of a record: the last one on a scale is the one that counts."""
    for claim_id, each in said.items():
        listed_ = [judged.value for judged in list_judgements(dossier, claim_id) if judged.scheme == "status"]
        assert listed_[-1:] == [each.status][: bool(each.status)]


def check_filters(dossier: Dossier, oracle: Oracle, said: dict[str, Said]) -> None:
    for each in set(said.values()):
        if each.grade:
            assert hits(dossier, "claims", f"grade:={each.grade}") == fitting(
                said, lambda one: one.grade, each.grade
            )
        if each.letter:
            wanted = fitting(said, lambda one: one.letter, each.letter)
            assert hits(dossier, "claims", f"reliability:{each.letter}") == wanted
        if each.digit:
            assert hits(dossier, "claims", f"cred:{each.digit}") == fitting(
                said, lambda one: one.digit, each.digit
            )
    for status in SCALES["status"]:
        assert hits(dossier, "claims", f"status:{status}") == fitting(said, lambda one: one.status, status)
    assert hits(dossier, "claims", "no:grade") == fitting(said, lambda one: one.grade, "")
    assert hits(dossier, "claims", "no:status") == fitting(said, lambda one: one.status, "")
    for source_id in SOURCES:
        if letter := oracle.judged(source_id, "admiralty-source"):
            assert source_id in hits(dossier, "sources", f"grade:={letter}")


def check_sorts(dossier: Dossier, said: dict[str, Said]) -> None:
    def by_grade(claim_id: str) -> tuple[bool, str, str]:
        each = said[claim_id]
        return not each.grade, each.letter or "Z", each.digit or "9"

    def by_status(claim_id: str) -> int:
        return [*SCALES["status"], ""].index(said[claim_id].status)

    ids = dossier.claims.ids()
    assert Sorting(dossier, "claims", ids, "grade").finish() == tuple(sorted(ids, key=by_grade))
    assert Sorting(dossier, "claims", ids, "status").finish() == tuple(sorted(ids, key=by_status))


def check_facets(dossier: Dossier, said: dict[str, Said]) -> None:
    groups = Facets(dossier, "claims", dossier.claims.ids()).finish()
    grades = {facet.label: facet.count for facet in groups["grade"]}
    statuses = {facet.label: facet.count for facet in groups["status"]}
    assert grades == Counter(each.grade or "none" for each in said.values())
    assert statuses == Counter(each.status or "none" for each in said.values())
    in_order = [facet.label for facet in groups["grade"] if facet.label != "none"]
    sorted_ids = Sorting(dossier, "claims", dossier.claims.ids(), "grade").finish()
    assert in_order == list(dict.fromkeys(said[each].grade for each in sorted_ids if said[each].grade))


def check_all(dossier: Dossier) -> None:
    """Everybody who is asked says what the exported document says."""
    oracle = Oracle(make_document(dossier), dossier.lens.authors)
    said = {each: oracle.said(each) for each in dossier.claims.ids()}
    check_rows(dossier, oracle, said)
    check_pages(dossier, said)
    check_filters(dossier, oracle, said)
    check_sorts(dossier, said)
    check_facets(dossier, said)


def edit(dossier: Dossier, change: Doc | int) -> None:
    """Put a judgement in, or take one off by its number."""
    if isinstance(change, dict):
        dossier.edit("judge", lambda draft: draft.put(change))
    elif (annotation := f"a.{change:02}") in dossier.annotations:
        dossier.edit("clear", lambda draft: draft.remove(annotation))


@given(
    st.lists(judgements(strange=True), max_size=8),
    st.lists(judgements(strange=False) | st.integers(0, 99), max_size=5),
    st.none() | st.frozensets(st.sampled_from(AUTHORS)),
)
def test_a_row_a_filter_a_sort_and_a_facet_tell_of_the_same_judgement(
    at_first: list[Doc], later: list[Doc | int], authors: frozenset[str] | None
) -> None:
    with TemporaryDirectory() as folder, Dossier.open(build(Path(folder) / "case", at_first)) as dossier:
        check_all(dossier)
        for change in later:
            edit(dossier, change)
            check_all(dossier)
        dossier.look(Lens(authors=authors))
        check_all(dossier)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Dossier]]:
    """Random dossiers whose sources copy one another and whose quotes name the same people."""
    folder = tmp_path_factory.mktemp("invented")
    found = [Dossier.open(cases_.build(folder / str(seed), seed)) for seed in range(6)]
    yield found
    for dossier in found:
        dossier.close()


def origins_shown(dossier: Dossier, claim_id: str) -> int:
    """The number of origins on a claim's row."""
    found = re.search(r"\dq +(\d+)o", record_row(dossier, claim_id, 100, 1)[0].plain)
    assert found
    return int(found[1])


def test_a_row_a_filter_a_sort_and_a_gap_tell_of_the_same_origins(invented: list[Dossier]) -> None:
    for dossier in invented:
        ids = dossier.claims.ids()
        shown = {each: origins_shown(dossier, each) for each in ids}
        for count in set(shown.values()):
            wanted = tuple(each for each in ids if shown[each] == count)
            assert hits(dossier, "claims", f"origins:{count}") == wanted
        in_order = Sorting(dossier, "claims", ids, "origins").finish()
        assert in_order == tuple(sorted(ids, key=lambda each: -shown[each]))
        for each in ids:
            lacking = {gap.kind for gap in find_gaps(dossier, each)}
            assert ("one origin" in lacking) == (shown[each] == 1)


def test_a_row_and_a_filter_tell_of_the_same_conflicts(invented: list[Dossier]) -> None:
    for dossier in invented:
        ids = dossier.claims.ids()
        marked = tuple(each for each in ids if record_row(dossier, each, 100, 1)[0].plain[:14].endswith("!"))
        assert hits(dossier, "claims", "has:conflict") == marked
    assert any(hits(dossier, "claims", "has:conflict") for dossier in invented)


@given(st.lists(st.tuples(st.sampled_from(MOMENTS), st.booleans()), max_size=8))
def test_notes_are_as_old_in_every_list(moments: list[tuple[str, bool]]) -> None:
    annotations = []
    for number, (created, asks) in enumerate(moments):
        motivation = "questioning" if asks else "commenting"
        annotations.append(note(f"a.{number}", "c.one", created=created, motivation=motivation))
    with TemporaryDirectory() as folder, Dossier.open(build(Path(folder) / "case", annotations)) as dossier:
        newest = sorted(annotations, key=lambda doc: (MOMENTS.index(doc["created"]), doc["id"]))[::-1]
        ids = tuple(doc["id"] for doc in newest)
        questions = tuple(doc["id"] for doc in newest if doc["motivation"] == "questioning")
        assert Sorting(dossier, "notes", ids[::-1], "newest").finish() == ids
        assert Sorting(dossier, "notes", ids, "oldest").finish() == ids[::-1]
        assert open_questions(dossier) == questions
        assert order_pane(dossier, "notes") == (*questions, *(each for each in ids if each not in questions))
