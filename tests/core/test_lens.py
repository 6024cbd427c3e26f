"""A lens shows a dossier as if what it leaves out were not there, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.core.dossier import Dossier, Draft
from dossier.core.lens import Lens
from dossier.evidence.checks.records import find_faults
from dossier.evidence.judgements import badge_of, notes_on, status_mark, tags_on
from dossier.evidence.origins.origins import count_origins
from dossier.exchange.json_export import make_export
from dossier.features.notes.act import write_note
from dossier.features.tags.act import tag
from dossier.query import narrow
from dossier.query.engine.filtering import Filter
from dossier.query.facets import Facets
from dossier.query.language.grammar import parse_query
from dossier.records import edtf
from dossier.records.ids import table_of
from dossier.records.kinds import RECORD_PANES, TABLES
from dossier.records.models import MODELS
from dossier.records.problems import EditRefused
from dossier.show.order import order_pane
from dossier.show.plain import plain_lines
from dossier.show.rows import record_row
from tests import builders
from tests.query import test_query_cases as cases_
from tests.query.test_query_filter import MORE, Term, queries, written

Doc = dict[str, Any]
Docs = dict[str, Doc]
SEEDS = range(1, 6)

LENSES = st.builds(
    Lens,
    authors=st.none() | st.frozensets(st.sampled_from(["ada", "ben", "Zoë", "nobody"]), max_size=2),
    withdrawn=st.frozensets(st.sampled_from(cases_.SOURCES), max_size=2),
    as_of=st.none()
    | st.sampled_from(["2022", "2023-06", "2024", "2024-05-02", "2024-05-03", "2024-05", "2030"]),
)


def stored(dossier: Dossier) -> Docs:
    return {each: doc for table in TABLES for each, doc in dossier.every(table).items()}


def seen(docs: Docs, lens: Lens) -> Docs:
    """What a lens shows of some records: the rules of the lens, one after the other, said slowly."""
    late = set()
    if lens.as_of is not None:
        last = edtf.parse_date(lens.as_of).latest
        late = {s for s, doc in docs.items() if s[0] == "s" and doc.get("published")}
        late = {s for s in late if edtf.parse_date(docs[s]["published"]).earliest > last}

    def source_of(quote: str) -> str:
        return str(docs.get(quote, {}).get("source"))

    gone = late | {q for q in docs if q[0] == "q" and source_of(q) in late | lens.withdrawn}
    left: Docs = {}
    for each, doc in docs.items():
        if each[0] == "c" and (quotes := doc.get("support")):
            if all(source_of(item["quote"]) in late for item in quotes):
                gone.add(each)
            left[each] = {**doc, "support": [item for item in quotes if item["quote"] not in gone]}
    for each, doc in docs.items():
        if each[0] == "v" and (claims := doc.get("claims")):
            if gone.issuperset(claims):
                gone.add(each)
            left[each] = {**doc, "claims": [claim for claim in claims if claim not in gone]}
    gone |= {
        r
        for r, doc in docs.items()
        if r[0] == "r" and doc["from"][0] in "cv" and gone & {doc["from"], doc["to"]}
    }

    def about(target: str) -> str:
        return about(docs[target]["target"]) if target[0] == "a" else target

    for each, doc in docs.items():
        if each[0] == "a":
            whose = lens.authors is None or doc["by"] in lens.authors
            if not whose or about(each) in gone or doc.get("quote") in gone:
                gone.add(each)
    return {each: left.get(each, doc) for each, doc in docs.items() if each not in gone}


def shown(dossier: Dossier) -> Docs:
    return {each: doc for table in TABLES for each, doc in dossier.collection(table).docs.items()}


class Worlds:
    """Random dossiers, and for each lens one of only what it shows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.of = {s: Dossier.open(cases_.build(folder / f"d{s}", s), by="ada") for s in (0, *SEEDS)}
        self._copies: dict[tuple[int, Lens], Dossier] = {}

    @contextmanager
    def through(self, seed: int, lens: Lens) -> Iterator[Dossier]:
        self.of[seed].look(lens)
        try:
            yield self.of[seed]
        finally:
            self.of[seed].look(Lens())

    def copy(self, seed: int, lens: Lens) -> Dossier:
        if (seed, lens) not in self._copies:
            left = seen(stored(self.of[seed]), lens)
            own = [doc["id"] for doc in builders.records()]
            path = builders.build(
                self.folder / str(len(self._copies)), extra=left.values(), without={*own} - {*left}
            )
            self._copies[seed, lens] = Dossier.open(path, by="ada")
        return self._copies[seed, lens]

    def close(self) -> None:
        for dossier in (*self.of.values(), *self._copies.values()):
            dossier.close()


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    made = Worlds(tmp_path_factory.mktemp("lens"))
    yield made
    made.close()


@MORE
@given(st.sampled_from(SEEDS), LENSES)
def test_what_is_left_out_is_what_the_rules_say(worlds: Worlds, seed: int, lens: Lens) -> None:
    before = stored(worlds.of[seed])
    wanted = seen(before, lens)
    with worlds.through(seed, lens) as dossier:
        assert shown(dossier) == wanted
        for table in TABLES:
            records, ids = dossier.collection(table), [each for each in wanted if table_of(each) == table]
            assert list(records.docs) == [each for each in dossier.every(table) if each in wanted]
            assert (list(records.ids()), len(records)) == (sorted(ids), len(ids))
            assert [*records] == [MODELS[table].from_doc(wanted[each]) for each in sorted(ids)]
            assert all(
                dossier.shows(each) == (each in records) == (each in ids) for each in dossier.every(table)
            )
        assert stored(dossier) == before
        assert all(dossier.raw(each) == doc for each, doc in before.items())


ASKED = (
    *("claims_about", "quotes_of", "claims_of_quote", "quotes_in", "claims_from", "sources_of", "quotes_by"),
    *("events_of", "events_with", "annotations_of", "records_tagged"),
)


@given(st.sampled_from(SEEDS), LENSES)
def test_everything_is_as_in_a_dossier_of_what_is_shown(worlds: Worlds, seed: int, lens: Lens) -> None:
    copy = worlds.copy(seed, lens)
    ids = shown(copy).keys()
    with worlds.through(seed, lens) as dossier:
        for question in ASKED:
            for each in ids:
                assert getattr(dossier, question)(each) == getattr(copy, question)(each), (question, each)
            assert {getattr(dossier, question)(each) for each in stored(dossier).keys() - ids} <= {()}
        for each in ids:
            related = copy.relations_of(each)
            both = [r for r in related if {copy.peek(r)["from"], copy.peek(r)["to"]} <= ids]
            assert list(dossier.relations_of(each)) == both
            assert tags_on(dossier, each) == tags_on(copy, each)
            assert notes_on(dossier, each) == notes_on(copy, each)
        for claim in copy.claims.ids():
            assert count_origins(dossier, claim) == count_origins(copy, claim)
            assert badge_of(dossier, claim) == badge_of(copy, claim)
            assert status_mark(dossier, claim) == status_mark(copy, claim)
        for entity in dossier.entities.ids():
            assert narrow.narrow_claims(dossier, entity, None) == narrow.narrow_claims(copy, entity, None)
            left = {*narrow.narrow_sources(dossier, entity)} - lens.withdrawn  # those stay, to be put back
            assert left == {*narrow.narrow_sources(copy, entity)} - lens.withdrawn
            assert narrow.narrow_events(dossier, entity) == narrow.narrow_events(copy, entity)


@given(st.sampled_from(SEEDS), LENSES)
def test_lists_rows_and_facets_count_what_is_shown(worlds: Worlds, seed: int, lens: Lens) -> None:
    copy = worlds.copy(seed, lens)
    with worlds.through(seed, lens) as dossier:
        for pane in RECORD_PANES:
            ids = order_pane(copy, pane)
            assert order_pane(dossier, pane) == ids
            assert facets(dossier, pane) == facets(copy, pane)
            for each in ids:
                if pane != "sources" or not lens.mark(dossier.peek(each)):
                    assert drawn(dossier, each) == drawn(copy, each)


def facets(dossier: Dossier, pane: str) -> object:
    return Facets(dossier, pane, order_pane(dossier, pane)).finish()


def drawn(dossier: Dossier, record_id: str) -> list[str]:
    return [line.plain for line in record_row(dossier, record_id, 90, 2)]


@MORE
@given(st.sampled_from(SEEDS), LENSES, queries())
def test_a_filter_finds_what_it_finds_among_what_is_shown(
    worlds: Worlds, seed: int, lens: Lens, query: tuple[str, list[Term]]
) -> None:
    pane, text = query[0], " ".join(map(written, query[1]))

    def found(dossier: Dossier) -> tuple[object, set[str]]:
        filter_ = Filter(dossier, parse_query(text, pane), order_pane(dossier, pane))
        return filter_.finish(), filter_.possible

    before = found(worlds.of[seed])
    with worlds.through(seed, lens) as dossier:
        assert found(dossier) == found(worlds.copy(seed, lens)), text
    assert found(worlds.of[seed]) == before


@settings(max_examples=(settings.default or settings()).max_examples // 2)
@given(st.sampled_from(SEEDS), LENSES, LENSES)
def test_one_lens_after_another_is_the_other_and_none_is_all(
    worlds: Worlds, seed: int, one: Lens, other: Lens
) -> None:
    def all_of_it(dossier: Dossier) -> object:
        orders = {pane: order_pane(dossier, pane) for pane in RECORD_PANES}
        page = [line.plain for line in plain_lines(dossier, None, 80)]
        return {name: [*dossier.collection(name).docs.items()] for name in TABLES}, orders, page

    everything, export = all_of_it(worlds.of[seed]), make_export(worlds.of[seed])
    with worlds.through(seed, one) as dossier:
        all_of_it(dossier)
        dossier.look(other)
        after = all_of_it(dossier)
        assert (dossier.lens, make_export(dossier)) == (other, export)
        dossier.look(Lens())
        assert all_of_it(dossier) == everything
        dossier.look(other)
        assert all_of_it(dossier) == after


EDITS = st.lists(
    st.tuples(st.sampled_from(["ada", "ben"]), st.integers(0, 11), st.integers(0, 10**6)),
    min_size=1,
    max_size=6,
)


def edit(dossier: Dossier, kind: int, number: int) -> None:
    """One of a dozen edits: of annotations, claims, sources, events, quotes; some of records left out."""
    new = f"{number % 97}"

    def put(doc: Doc) -> None:
        def change(draft: Draft) -> None:
            draft.put(doc)

        dossier.edit("put", change)

    def pick(table: str) -> str:
        ids = sorted(dossier.every(table))
        return ids[number % len(ids)]

    match kind:
        case 0:
            tag(dossier, [pick("claims"), pick("sources")], add=["money"])
        case 1:
            write_note(dossier, [pick("quotes")], "Which boat?")
        case 2:
            put({**dossier.raw(pick("sources")), "published": ["2022", "2024-05", "2029"][number % 3]})
        case 3:
            put(builders.quote(f"q.new-{new}", "The old quay", pick("sources")))
        case 4:
            put(builders.claim(f"c.new-{new}", "The quay again", pick("quotes")))
        case 5:
            put(builders.event(f"v.new-{new}", "Again", "2024", pick("claims")))
        case 6:
            put({**dossier.raw(pick("claims")), "support": [{"quote": pick("quotes"), "stance": "supports"}]})
        case 7:
            put({**dossier.raw(pick("annotations")), "created": "2025-01-01T00:00:00Z"})
        case 8:
            put(builders.note(f"a.reply-{new}", pick("annotations"), "No.", motivation="replying"))
        case 9:
            dossier.edit("remove", lambda draft: draft.remove(pick("annotations")))
        case 10:
            dossier.edit("remove", lambda draft: draft.remove(pick("relations")))
        case _:
            put({**dossier.raw(pick("quotes")), "source": "s.1"})


def found_in(dossier: Dossier) -> object:
    asked = [("claims", "origins:1"), ("claims", "grade:>=C"), ("claims", "quotes:2"), ("notes", "by:ben")]
    asked += [(pane, text) for pane in RECORD_PANES for text in ("quay", "tag:money", "src:s.1", "has:note")]
    return [
        (each, Filter(dossier, parse_query(each[1], each[0]), order_pane(dossier, each[0])).finish())
        for each in asked
    ]


@given(st.sampled_from(SEEDS), LENSES, EDITS)
def test_edits_under_a_lens_keep_what_it_leaves_out(
    tmp_path_factory: pytest.TempPathFactory, seed: int, lens: Lens, edits: list[tuple[str, int, int]]
) -> None:
    path = cases_.build(tmp_path_factory.mktemp("edits") / "d", seed)
    with (
        Dossier.open(path, by="ada", lens=lens) as one,
        Dossier.open(path, by="ben") as other,
        Dossier.open(path, by="ada") as clear,
    ):
        states = [stored(clear)]
        for by, kind, number in edits:
            try:
                edit(one if by == "ada" else other, kind, number)
            except EditRefused:
                continue  # the annotation has a reply
            for dossier in (one, other, clear):
                dossier.refresh()
            states.append(stored(clear))
            assert stored(one) == states[-1]
            assert shown(one) == seen(states[-1], lens)
            assert all(one.peek(each) == doc for each, doc in shown(one).items())
            with Dossier.open(path, lens=lens) as fresh:
                assert found_in(one) == found_in(fresh)
        assert one.validate() == clear.validate()
        assert list(find_faults(one)) == list(find_faults(clear))
        while one.can_undo:
            try:
                one.undo()
            except EditRefused:
                break  # ben changed it since, or answered it
            assert shown(one) == seen(stored(one), lens)
        one.reload()
        assert (one.lens, shown(one)) == (lens, seen(stored(one), lens))
