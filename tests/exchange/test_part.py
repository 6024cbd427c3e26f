"""A part of a dossier: what comes along, what is said to be left out, and that it stands alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.core.dossier import Dossier
from dossier.evidence.checks.records import find_faults
from dossier.exchange.json_export import make_document, make_export, write_export
from dossier.exchange.json_import import restore_export
from dossier.exchange.part import ExportPart, make_part
from dossier.exchange.schema import make_schema
from dossier.records.kinds import TABLES
from dossier.records.problems import UnknownRecord
from tests.builders import STAMP, build, event, note, records, relation, tagging
from tests.paths import ROOT

BUNDLED = ROOT / "data" / "deepseek"


@pytest.fixture
def case(tmp_path: Path) -> Dossier:
    return Dossier.open(build(tmp_path / "case"))


def part(dossier: Dossier, *ids: str) -> ExportPart:
    return make_part(dossier, ids)


def test_a_claim_brings_all_that_it_rests_on(case: Dossier) -> None:
    assert part(case, "c.cost").ids == {
        *("c.cost", "q.cost", "q.daily-cost", "s.courier", "s.daily"),
        *("e.terminal", "e.marla-quist", "e.courier"),
        *("t.cost", "a.tag-cost", "a.note", "a.grade", "a.digit"),
        "r.daily-courier",  # its ends are here now; without it the copy would count as an origin of its own
    }


@pytest.mark.parametrize(
    ("chosen", "comes", "stays"),
    [
        (["c.cost", "c.cost-exact"], {"r.costs", "s.minutes", "a.tag-minutes"}, {"r.heads"}),
        (["e.tomas-brandt"], set(), {"r.heads", "c.heads", "e.nordlink"}),
        (["e.tomas-brandt", "e.nordlink"], {"r.heads"}, {"c.heads"}),
        (["r.costs"], {"c.cost", "c.cost-exact", "q.minutes-cost"}, {"v.move"}),
        (["c.vote"], {"v.vote"}, {"v.move"}),
        (["v.interview"], {"c.told", "q.friday", "e.marla-quist"}, {"v.vote"}),
        (["a.note"], {"c.cost", "q.cost", "t.cost"}, {"c.vote"}),
        (["s.daily"], set(), {"q.daily-cost", "c.cost"}),
        (["t.cost"], set(), {"a.tag-cost", "c.cost"}),
        (["f.cost"], set(), {"c.cost"}),
    ],
)
def test_what_comes_along_and_what_stays(
    case: Dossier, chosen: list[str], comes: set[str], stays: set[str]
) -> None:
    ids = part(case, *chosen).ids
    assert ids >= {*chosen, *comes}
    assert not ids & stays


def test_what_is_said_about_what_came_along_comes_too(tmp_path: Path) -> None:
    reply = note("a.reply", "a.note", "It does.") | {"motivation": "replying"}
    extra = [
        reply,
        tagging("a.about-reply", "a.reply", "t.unasked"),
        relation("r.a", "v.vote", "precedes", "v.move"),
    ]
    with Dossier.open(build(tmp_path / "case", extra=extra)) as case:
        assert {"a.reply", "a.about-reply", "t.unasked"} <= part(case, "c.cost").ids
        assert "r.a" not in part(case, "c.vote").ids
        assert "r.a" in part(case, "c.vote", "c.move").ids


def test_an_event_needs_all_its_claims(tmp_path: Path) -> None:
    both = event("v.both", "Both", "2024", "c.vote", "c.told")
    with Dossier.open(build(tmp_path / "case", extra=[both, event("v.none", "None", "2024")])) as case:
        assert not {"v.both", "v.none"} & part(case, "c.vote").ids
        assert "v.both" in part(case, "c.vote", "c.told").ids
        assert "v.none" not in part(case, "c.vote", "c.told").ids


def test_the_document_says_what_it_leaves_out(case: Dossier) -> None:
    chosen = part(case, "c.vote", "c.told")
    doc = make_document(case, chosen)
    assert list(doc)[:5] == ["format", "version", "generator", "left_out", "dossier"]
    whole = make_document(case)
    assert "left_out" not in whole
    assert doc["left_out"] == {
        table: len(whole[table]) - len(doc[table]) for table in TABLES if len(whole[table]) > len(doc[table])
    }
    assert {record["id"] for table in TABLES for record in doc[table]} == chosen.ids
    jsonschema.validate(orjson.loads(make_export(case, chosen)), make_schema())


def test_the_focus_is_named_only_if_it_is_in(case: Dossier) -> None:
    assert "focus" not in make_document(case, part(case, "c.vote"))["dossier"]
    assert make_document(case, part(case, "c.told"))["dossier"]["focus"] == "e.marla-quist"
    assert case.info.focus == "e.marla-quist"


def test_it_is_told_in_words(case: Dossier) -> None:
    assert part(case, "c.vote").describe() == (
        "1 claim with 1 quote, 1 source, 1 entity, 1 event and 1 annotation; left out: 9 claims, 13 quotes, "
        "2 sources, 5 entities, 2 events, 3 relations, 2 tags, 4 annotations and 1 filter; "
        "the texts of sources are never part of an export"
    )
    assert (
        part(case, "c.vote", "v.interview")
        .describe()
        .startswith("1 claim and 1 event with 1 more claim, 2 quo")
    )
    assert part(case, "f.cost").describe().startswith("1 filter; left out: 10 claims")
    assert "left out: nothing" in make_part(case, [doc["id"] for doc in records()]).describe()


@pytest.mark.parametrize("wrong", ["c.nobody", "nobody", "x.y", ""])
def test_an_id_that_is_none_is_named(case: Dossier, wrong: str) -> None:
    with pytest.raises(UnknownRecord, match=f"there is no (claim|record) {wrong}"):
        part(case, "c.vote", wrong)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = build(tmp_path / "case")
    with (path / "claims.jsonl").open("a") as file:
        file.write('{"id":"c.x",\n')
    with (
        Dossier.open(path) as case,
        pytest.raises(UnknownRecord, match=r"claims\.jsonl:11: c\.x: is not JSON"),
    ):
        part(case, "c.x")


def test_it_is_written_to_a_file(case: Dossier, tmp_path: Path) -> None:
    chosen = part(case, "c.vote")
    assert write_export(case, tmp_path / "part.json", chosen) == len(make_export(case, chosen))
    assert (tmp_path / "part.json").read_bytes() == make_export(case, chosen)


def _stands_alone(case: Dossier, chosen: ExportPart, path: Path) -> None:
    data = make_export(case, chosen)
    assert restore_export(path, data, "part.json") == len(chosen.ids)
    with Dossier.open(path) as copy:
        assert copy.validate() == copy.problems == list(find_faults(copy)) == []
        again: dict[str, Any] = make_document(copy)
    doc = orjson.loads(data)
    del doc["left_out"]
    assert again == doc


_MORE = [
    note("a.reply", "a.note") | {"motivation": "replying"},
    relation("r.more", "e.orsund", "has", "e.terminal", evidence=[["q.count"]]),
    {"id": "t.money", "path": "money", **STAMP},
    tagging("a.tag-tag", "t.money", "t.cost"),
]


@given(chosen=st.sets(st.sampled_from([doc["id"] for doc in [*records(), *_MORE]]), min_size=1, max_size=6))
def test_any_part_stands_alone(tmp_path_factory: pytest.TempPathFactory, chosen: set[str]) -> None:
    folder = tmp_path_factory.mktemp("part")
    with Dossier.open(build(folder / "case", extra=_MORE)) as case:
        found = make_part(case, chosen)
        _stands_alone(case, found, folder / "copy")
        for relation_ in case.relations:  # nothing that connects two of its records is missing
            assert relation_.id in found.ids or not {relation_.from_, relation_.to} <= found.ids
        assert make_part(case, found.ids).ids == found.ids


def test_a_part_of_the_bundled_dossier_stands_alone(tmp_path: Path) -> None:
    with Dossier.open(BUNDLED) as case:
        _stands_alone(case, make_part(case, case.claims.ids()[::40]), tmp_path / "copy")
