"""Around the filter: advice, facets, search, sorting; each against what can be said more slowly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.core.dossier import Dossier
from dossier.evidence.judgements import badge_of, grade_order
from dossier.evidence.origins.origins import count_origins
from dossier.query.advice import find_advice
from dossier.query.engine.filtering import Filter, Filters, fold_ahead
from dossier.query.engine.index import index_of
from dossier.query.facets import Facets
from dossier.query.language.folding import find_spans, fold_text
from dossier.query.language.grammar import QueryError, parse_query
from dossier.query.language.keys import HAS, KEYS
from dossier.query.search import GROUPS, Search, cut_context
from dossier.query.sorting import SORTS, Sorting
from dossier.records.kinds import RECORD_PANES
from tests import builders
from tests.bench.synth import write
from tests.nasty import WORDS
from tests.query import test_query_cases as cases_
from tests.query.test_query_naive import plain


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Dossier]]:
    """The small dossier, random ones, a synthetic one, and one of hostile text."""
    folder = tmp_path_factory.mktemp("around")
    paths = [cases_.build(folder / str(seed), seed) for seed in range(4)]
    paths.append(write(folder / "synthetic", 60))
    hostile = [
        builders.claim(f"c.nasty-{number}", word, "q.cost", subject=f"e.nasty-{number}")
        for number, word in enumerate(WORDS)
    ]
    hostile += [builders.entity(f"e.nasty-{number}", name=word) for number, word in enumerate(WORDS)]
    hostile += [builders.source(f"s.nasty-{number}", title=word) for number, word in enumerate(WORDS)]
    hostile += [
        builders.quote(f"q.nasty-{number}", "x", f"s.nasty-{number}", speaker=f"e.nasty-{number}")
        for number in range(len(WORDS))
    ]
    hostile += [
        builders.claim(f"c.nested-{number}", "x", f"q.nasty-{number}") for number in range(len(WORDS))
    ]
    paths.append(builders.build(folder / "hostile", extra=hostile))
    opened = [Dossier.open(path) for path in paths]
    yield opened
    for dossier in opened:
        dossier.close()


def listed(dossier: Dossier, pane: str) -> tuple[str, ...]:
    if pane == "notes":
        motivations = ("commenting", "questioning", "replying")
        return tuple(each.id for each in dossier.annotations if each.motivation in motivations)
    table: Any = getattr(dossier, "events" if pane == "timeline" else pane)
    return tuple(table.ids())


def test_advice_names_the_term_to_leave_out(tmp_path: Path) -> None:
    with Dossier.open(builders.build(tmp_path / "case")) as dossier:
        ids = dossier.claims.ids()
        query = parse_query("tag:money grade:>=A quay")
        assert Filter(dossier, query, ids).finish() == ()
        assert find_advice(dossier, query, ids) == []
        query = parse_query("tag:money grade:>=A")
        advice = find_advice(dossier, query, ids)
        found = [(each.name, each.words, each.query.text, each.hits) for each in advice]
        assert found == [("grade", "grade:>=A", "tag:money", 1)]
        assert find_advice(dossier, parse_query("grade:>=A"), ids) == []


def test_every_facet_narrows_to_what_it_counts(cases: list[Dossier]) -> None:
    for dossier in cases:
        for pane in RECORD_PANES:
            ids = listed(dossier, pane)
            for some in (ids, ids[::2]):
                groups = Facets(dossier, pane, some).finish()
                for key, facets in groups.items():
                    assert pane in KEYS[key].panes
                    for facet in facets:
                        found = Filter(dossier, parse_query(facet.term, pane), some).finish()
                        assert len(found) == facet.count, (pane, facet)


def test_facets_leave_nothing_out(cases: list[Dossier]) -> None:
    for dossier in cases:
        ids = listed(dossier, "claims")
        groups = Facets(dossier, "claims", ids).finish()
        for key in ("grade", "status", "kind"):
            assert sum(facet.count for facet in groups[key]) == len(ids)
        assert set(groups) == {"tag", "src", "speaker", "grade", "status", "date", "kind"}
        top = [facet for facet in groups["tag"] if facet.label == "money"]
        assert all(facet.depth == facet.label.count("/") for facet in groups["tag"])
        for facet in top:
            below = [other.count for other in groups["tag"] if other.label.startswith("money/")]
            assert facet.count >= max(below, default=0)
    assert "tag" in HAS["claims"]


def searched(dossier: Dossier, words: list[str]) -> dict[str, set[Any]]:
    """What a search finds, the slow way."""

    def fits(*texts: str | None) -> bool:
        def has(word: str) -> bool:
            exact = word != word.lower()
            return any(plain(word, exact) in plain(text, exact) for text in texts if text)

        return all(map(has, words))

    found: dict[str, set[Any]] = {
        "entities": {e.id for e in dossier.entities if fits(e.name, *e.aliases)},
        "claims": {c.id for c in dossier.claims if fits(c.text)},
        "quotes": {q.id for q in dossier.quotes if fits(q.exact, q.translation)},
        "sources": {s.id for s in dossier.sources if fits(s.title, s.publisher_as_written)},
        "timeline": {v.id for v in dossier.events if fits(v.title, v.date, v.date_note)},
        "notes": {n for n in listed(dossier, "notes") if fits(dossier.annotations[n].body.text)},  # type: ignore[union-attr]
        "passages": set(),
    }
    for source in dossier.sources:
        lines = (dossier.text_of(source.id) or "").split("\n")
        for number, line in enumerate((line for line in lines if line.strip()), 1):
            if fits(line):
                found["passages"].add((source.id, number))
    return {name: ids for name, ids in found.items() if ids}


SOUGHT = [
    "quay",
    "Quay",
    "ferry",
    "naive",
    "船",
    "the",
    "a",
    "Nordlink",
    "quist",
    "2024",
    "fest",
    "港务",
    "x",
]


@given(st.integers(0, 4), st.lists(st.sampled_from(SOUGHT), min_size=1, max_size=3, unique=True))
def test_search_finds_everything_in_its_group(cases: list[Dossier], number: int, words: list[str]) -> None:
    dossier = cases[number]
    groups = Search(dossier, " ".join(words), cap=10_000).finish()
    found = {
        group.name: {(hit.id, hit.paragraph) if group.name == "passages" else hit.id for hit in group.hits}
        for group in groups
    }
    assert found == searched(dossier, words)
    assert [group.name for group in groups] == [name for name in GROUPS if name in found]
    for group in groups:
        assert group.total == len(group.hits)
        for hit in group.hits:
            assert "\n" not in hit.context
            assert any(find_spans(hit.context[hit.start : hit.end], word) for word in words)
            if group.name == "passages":
                text = dossier.text_of(hit.id) or ""
                length = hit.end - hit.start
                assert fold_text(text[hit.offset : hit.offset + length]) == fold_text(
                    hit.context[hit.start : hit.end]
                )


def test_search_is_capped_counted_and_takes_words_alone(cases: list[Dossier]) -> None:
    search = Search(cases[4], "the", cap=3)
    while not search.run(0):
        pass
    claims = next(group for group in search.groups if group.name == "claims")
    assert len(claims.hits) == 3 < claims.total
    assert search.total == sum(group.total for group in search.groups)
    assert Search(cases[0], "").finish() == []
    assert Search(cases[0], "-quay").finish() == []
    with pytest.raises(QueryError):
        Search(cases[0], "tag:x")


def test_the_context_of_a_hit_is_cut_between_words() -> None:
    text = "word " * 60 + "needle" + " word" * 60
    piece, start, end = cut_context(text, 300, 306)
    assert piece[start:end] == "needle"
    assert piece.startswith("..word ")
    assert piece.endswith("word..")
    assert len(piece) < 170
    assert cut_context("one\ntwo", 4, 7) == ("one two", 4, 7)


def order(
    dossier: Dossier, pane: str, ids: Sequence[str], by: str = "", *, reverse: bool = False
) -> tuple[str, ...]:
    return Sorting(dossier, pane, ids, by, reverse=reverse).finish()


def test_every_sort_is_whole_stable_and_reversible(cases: list[Dossier]) -> None:
    for dossier in cases:
        for pane, sorts in SORTS.items():
            ids = listed(dossier, pane)
            assert len({sort.letter for sort in sorts}) == len(sorts)
            for sort in sorts:
                found = order(dossier, pane, ids, sort.name)
                turned = order(dossier, pane, ids, sort.name, reverse=True)
                assert sorted(found) == sorted(turned) == sorted(ids)
                assert order(dossier, pane, found, sort.name) == found
                assert order(dossier, pane, turned, sort.name, reverse=True) == turned
                stepwise = Sorting(dossier, pane, ids, sort.name)
                while not stepwise.run(0):
                    pass
                assert stepwise.ids == found


def test_the_index_counts_the_origins_that_a_row_has(cases: list[Dossier], tmp_path: Path) -> None:
    firm: dict[str, Any] = {"publisher": "e.nordlink"}
    quist: dict[str, Any] = {"authors": ["e.marla-quist"]}
    docs = [builders.source(f"s.v{n}", **each) for n, each in enumerate((firm, firm, quist, firm | quist))]
    docs += [builders.quote(f"q.v{n}", "about 12 million crowns", f"s.v{n}") for n in range(4)]
    pairs = list(combinations(range(4), 2))
    docs += [builders.claim(f"c.v{one}{other}", "V.", f"q.v{one}", f"q.v{other}") for one, other in pairs]
    with Dossier.open(builders.build(tmp_path / "voices", extra=docs)) as voices:
        for dossier in (voices, *cases):
            index = index_of(dossier)
            for _ in index.origins.ready():
                pass
            slots = {each: index.rows["claims"].at[each] for each in dossier.claims.ids()}
            counted = {each: index.origins.count_origins(slot) for each, slot in slots.items()}
            assert counted == {each: count_origins(dossier, each) for each in slots}
        assert {each: count_origins(voices, each) for each in ("c.v01", "c.v02", "c.v23")} == {
            "c.v01": 1, "c.v02": 2, "c.v23": 1
        }  # fmt: skip


def test_sorting_looks_at_what_the_pane_shows(cases: list[Dossier]) -> None:
    for dossier in cases:
        ids = dossier.claims.ids()
        counts = [len(dossier.quotes_of(each)) for each in order(dossier, "claims", ids)]
        assert counts == sorted(counts, reverse=True)
        origins = [count_origins(dossier, each) for each in order(dossier, "claims", ids, "origins")]
        assert origins == sorted(origins, reverse=True)
        grades = [
            grade_order(badge_of(dossier, each).grade) for each in order(dossier, "claims", ids, "grade")
        ]
        assert grades == sorted(grades)
        turned = order(dossier, "claims", ids, "grade", reverse=True)
        badges = [badge_of(dossier, each).grade for each in turned]
        given_ = [grade_order(grade) for grade in badges if grade]
        assert given_ == sorted(given_, reverse=True)
        assert not any(badges[len(given_) :])
        events = order(dossier, "timeline", dossier.events.ids(), "date", reverse=True)
        dated = [bool(dossier.events[each].date) for each in events]
        assert dated == sorted(dated, reverse=True)
        notes = order(dossier, "notes", listed(dossier, "notes"))
        moments = [dossier.annotations[each].created[:19] for each in notes]
        assert moments == sorted(moments, reverse=True)
    with pytest.raises(ValueError, match="not sorted by 'x': title"):
        order(cases[0], "sources", (), "x")


def test_long_lists_are_merged_from_runs(monkeypatch: pytest.MonkeyPatch, cases: list[Dossier]) -> None:
    monkeypatch.setattr("dossier.query.sorting._RUN", 4)
    monkeypatch.setattr("dossier.query.sorting._LONG", 8)
    ids = cases[4].claims.ids()
    texts = [cases[4].claims[each].text for each in order(cases[4], "claims", ids, "text")]
    assert [fold_text(text) for text in texts] == sorted(map(fold_text, texts))
    turned = order(cases[4], "claims", ids, "evidence", reverse=True)
    assert turned == tuple(sorted(ids, key=lambda each: len(cases[4].quotes_of(each))))


def test_any_says_where_it_hit(tmp_path: Path) -> None:
    with Dossier.open(builders.build(tmp_path / "case")) as dossier:
        ids = dossier.claims.ids()

        def places(text: str) -> dict[str, str]:
            found = Filter(dossier, parse_query(text), ids)
            return {each: found.describe_hit(each) for each in found.finish()}

        assert places("any:crowns")["c.cost"] == ""
        assert places('any:"will move"') == {"c.move": "in quote 2"}
        assert places('any:"She put"') == {"c.finished": "in the passage of quote 1"}
        assert places("any:park") == {"c.cost": "in a note"}
        assert places("any:money") == {"c.cost": "in tag money/cost"}


def test_any_says_where_it_hit_on_the_timeline_and_in_notes(tmp_path: Path) -> None:
    extra = [
        builders.note("a.on-vote", "v.vote", "Who counted the hands?"),
        builders.note("a.on-quote", "q.nobody", "Check the tape."),
    ]
    with Dossier.open(builders.build(tmp_path / "case", extra=extra)) as dossier:

        def places(pane: str, text: str) -> dict[str, str]:
            found = Filter(dossier, parse_query(text, pane), listed(dossier, pane))
            return {each: found.describe_hit(each) for each in found.finish()}

        assert places("timeline", "any:hands") == {"v.vote": "in a note"}
        assert places("timeline", "any:north") == {"v.move": "in quote 2"}
        assert places("notes", "any:tape") == {"a.on-quote": ""}
        assert places("notes", "any:crowns") == {"a.note": "in quote 1"}


def test_what_was_found_stays_until_something_changes(tmp_path: Path) -> None:
    with Dossier.open(builders.build(tmp_path / "case"), by="ada") as dossier:
        for _ in fold_ahead(dossier, *RECORD_PANES):
            pass
        filters = Filters(dossier)
        ids = dossier.claims.ids()
        first = filters.filter_for(parse_query("quay"), ids)
        assert filters.filter_for(parse_query("quay"), ids) is not first
        first.finish()
        second = filters.filter_for(parse_query("quay"), ids)
        second.finish()
        assert filters.filter_for(parse_query("quay"), ids) in (first, second)
        dossier.edit("tag", lambda draft: draft.put(builders.tagging("a.x", "c.vote", "t.cost")))
        again = filters.filter_for(parse_query("tag:money"), ids)
        assert not first.is_fresh
        assert again.finish() == ("c.cost", "c.vote")
        dossier.edit("tag", lambda draft: draft.put(builders.tagging("a.y", "c.move", "t.cost")))
        assert not again.run(0) or again.hits
        assert again.finish() == ("c.cost", "c.move", "c.vote")


def test_a_source_without_quotes_is_counted_where_a_note_is_on_it(tmp_path: Path) -> None:
    extra = [builders.source("s.unquoted", title="Unquoted"), builders.note("a.on-source", "s.unquoted")]
    with Dossier.open(builders.build(tmp_path / "d", extra=extra)) as dossier:
        for _ in range(2):
            found = Facets(dossier, "notes", listed(dossier, "notes")).finish()["src"]
            assert ("Unquoted", 1) in [(facet.label, facet.count) for facet in found]
