"""Records: canonical order, unknown fields kept in place, and closed lists that name what they know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dossier.records import vocabulary
from dossier.records.annotation import Annotation, GradeBody, TagBody, TextBody
from dossier.records.ids import ID_PATTERN, is_id, mint_id, table_of
from dossier.records.info import Info
from dossier.records.kinds import KIND_BY_TABLE, LETTERS
from dossier.records.models import MODELS
from dossier.records.problems import Problem, explain_invalid
from dossier.records.references import LETTERS_OF_ROLE, Role, find_references, referenced_ids
from tests import builders

ALL = builders.records()


def faults(doc: dict[str, Any]) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        MODELS[table_of(doc["id"])].from_doc(doc)
    return [str(problem) for problem in explain_invalid(caught.value, file="f")]


@pytest.mark.parametrize("doc", ALL, ids=lambda doc: str(doc["id"]))
def test_a_record_comes_back_byte_for_byte(doc: dict[str, Any]) -> None:
    model = MODELS[table_of(doc["id"])]
    assert orjson.dumps(model.from_doc(doc).to_doc()) == orjson.dumps(doc)
    assert orjson.dumps(model.canonical(doc)) == orjson.dumps(doc)


@given(doc=st.sampled_from(ALL), shuffle=st.randoms(use_true_random=False))
def test_the_canonical_order_is_the_models(doc: dict[str, Any], shuffle: Any) -> None:
    keys = list(doc)
    shuffle.shuffle(keys)
    shuffled = {key: doc[key] for key in keys}
    assert list(MODELS[table_of(doc["id"])].canonical(shuffled)) == list(doc)


def test_absent_is_left_out_at_every_depth() -> None:
    doc = builders.claim(
        "c.x",
        "X",
        figure={"value": "1", "unit": "m", "as_written": "one", "scope": None},
        about=[],
        hedge=None,
    )
    assert {"about", "hedge", "support"}.isdisjoint(canonical := MODELS["claims"].canonical(doc))
    assert canonical["figure"] == {"value": "1", "unit": "m", "as_written": "one"}


def test_unknown_fields_stay_behind_the_field_they_stood_behind() -> None:
    doc = {"zero": 0, "id": "t.x", "one": None, "two": [], "color": "red", "three": {"b": 1, "a": None}}
    doc |= {"path": "x", **builders.STAMP, "four": 4}
    canonical = MODELS["tags"].canonical(doc)
    order = ["zero", "id", "one", "two", "path", "color", "three", "created", "modified", "by", "four"]
    assert list(canonical) == order
    assert canonical["three"] == {"b": 1, "a": None}
    assert MODELS["tags"].from_doc(canonical).to_doc()["three"] == {"b": 1, "a": None}


def test_unknown_fields_stay_at_depth_too() -> None:
    doc = builders.claim("c.x", "X", support=[{"stance": "supports", "seen": "twice", "quote": "q.x"}])
    (support,) = MODELS["claims"].canonical(doc)["support"]
    assert list(support) == ["quote", "stance", "seen"]


def test_records_are_frozen() -> None:
    tag = MODELS["tags"].from_doc({"id": "t.x", "path": "x", **builders.STAMP})
    with pytest.raises(ValidationError):
        setattr(tag, "id", "t.y")  # noqa: B010  (said so, because the type checker knows it fails)


CLOSED: list[tuple[str, dict[str, Any], Iterable[str]]] = [
    ("kind", builders.source(kind="blog"), get_args(vocabulary.SourceKind)),
    ("kind", builders.entity(kind="ghost"), get_args(vocabulary.EntityKind)),
    ("speech", builders.quote("q.x", "exact", speech="song"), get_args(vocabulary.Speech)),
    ("kind", builders.claim("c.x", "X", kind="fct"), get_args(vocabulary.ClaimKind)),
    ("support[0].stance", builders.claim("c.x", "X", support=[{"quote": "q.x", "stance": "likes"}]),
     get_args(vocabulary.Stance)),
    ("figure.qualifier", builders.claim("c.x", "X", figure={"value": "1", "unit": "m", "as_written": "1",
     "qualifier": "odd"}), get_args(vocabulary.Qualifier)),
    ("basis", builders.relation("r.x", "c.x", "rounds", "c.y", basis="rumour"), get_args(vocabulary.Basis)),
    ("state", builders.relation("r.x", "c.x", "rounds", "c.y", state="maybe"), get_args(vocabulary.State)),
    ("motivation", builders.note("a.x", "c.x", motivation="ranting"), get_args(vocabulary.Motivation)),
    ("body.scheme", builders.grade("a.x", "c.x", "stars", "5"), get_args(vocabulary.Scheme)),
    *[("", builders.relation("r.x", f"{letter}.x", "befriends", f"{letter}.y"), types)
      for letter, types in vocabulary.RELATION_TYPES.items()],
    *[("body", builders.grade("a.x", "c.x", scheme, "Z"), values)
      for scheme, values in vocabulary.SCALES.items()],
]  # fmt: skip


@pytest.mark.parametrize(("field", "doc", "allowed"), CLOSED)
def test_an_unknown_value_is_an_error_that_lists_the_known(
    field: str, doc: dict[str, Any], allowed: Iterable[str]
) -> None:
    (fault,) = [fault for fault in faults(doc) if fault.startswith(f"f: {field}" if field else "f: ")]
    for value in allowed:
        assert value in fault


@pytest.mark.parametrize("scheme", vocabulary.SCALES)
def test_every_value_of_every_scale_is_accepted(scheme: vocabulary.Scheme) -> None:
    for value in vocabulary.SCALES[scheme]:
        note = Annotation.from_doc(builders.grade("a.x", "c.x", scheme, value))
        assert isinstance(note.body, GradeBody)


@pytest.mark.parametrize(
    ("doc", "fault"),
    [
        (builders.claim("c.x", "X", subject="s.x"), "f: subject: 's.x' is not the id of an entity (e.)"),
        (builders.claim("c.x", "X", subject="x"), "f: subject: 'x' is not an id such as e.some-name"),
        (builders.claim("c.x", "X", date="soon"), "f: date: 'soon' is not a date"),
        (builders.claim("c.x", "X", created="yesterday"), "f: created: 'yesterday' is not a moment in UTC"),
        ({"id": "c.x", "text": "X", "kind": "fact"}, "f: created: is missing"),
        (builders.quote("q.x", "exact", end=99), "f: start 0 to end 99 is 99 characters, but exact has 5"),
        ({**builders.quote("q.x", "exact"), "text": "zz"}, "f: text: 'zz' is not a sha256"),
        (builders.relation("r.x", "c.x", "rounds", "s.x"), "f: c.x and s.x are not of one kind"),
        (builders.relation("r.x", "t.x", "rounds", "t.y"), "f: there are no relations"),
        (builders.note("a.x", "c.x", selector={"start": 4, "end": 4}), "f: selector: end 4 is not behind"),
        (builders.note("a.x", "c.x", motivation="tagging"), "f: body.tag: is missing"),
    ],
)  # fmt: skip
def test_faults_are_said_in_plain_words(doc: dict[str, Any], fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(doc)), faults(doc)


def test_the_body_is_that_of_the_motivation() -> None:
    assert isinstance(Annotation.from_doc(builders.tagging("a.x", "c.x", "t.x")).body, TagBody)
    assert isinstance(Annotation.from_doc(builders.note("a.x", "c.x")).body, TextBody)


def test_references_name_field_and_role() -> None:
    doc = builders.claim("c.x", "X", "q.a", "q.b", subject="e.x", about=["e.y"], attributed_to=7)
    assert [tuple(reference) for reference in find_references(doc)] == [
        ("c.subject", "subject", "e.x", "e"),
        ("c.about", "about[0]", "e.y", "e"),
        ("c.support.quote", "support[0].quote", "q.a", "q"),
        ("c.support.quote", "support[1].quote", "q.b", "q"),
    ]


JSON = st.recursive(
    st.none() | st.integers() | st.sampled_from(["e.x", "q.y", "s.z", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["quote", "entity", "tag"]), inner, max_size=2)
    ),
    max_leaves=6,
)
FIELDS = sorted({role.split(".")[1] for role in LETTERS_OF_ROLE})


def test_every_role_that_links_can_be_asked_for_is_a_field_that_refers() -> None:
    assert set(get_args(Role)) == set(LETTERS_OF_ROLE)


@given(letter=st.sampled_from(LETTERS), fields=st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_the_quick_way_to_references_finds_the_same(letter: str, fields: dict[str, Any]) -> None:
    doc = {"id": f"{letter}.x", **fields}
    assert list(referenced_ids(doc)) == [(reference.role, reference.id) for reference in find_references(doc)]


def test_every_record_of_the_builder_refers_to_what_is_there() -> None:
    ids = {doc["id"] for doc in ALL}
    assert {reference.id for doc in ALL for reference in find_references(doc)} <= ids


def test_minted_ids_are_ids_in_order_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len({mint_id("a") for _ in range(1000)}) > 990
    clock = iter([1_700_000_000.0, 1_700_000_001.0, 1_800_000_000.0])
    monkeypatch.setattr("dossier.records.ids.time.time", lambda: next(clock))
    made = [mint_id("c") for _ in range(3)]
    assert made == sorted(made)
    assert all(is_id(record_id) and len(record_id) == 12 for record_id in made)


@pytest.mark.parametrize(
    "text", ["c.", "x.abc", "c.Abc", "c.a b", "c." + "a" * 81, "c.a\n", "c.-a", "", 7, None]
)
def test_what_is_no_id(text: object) -> None:
    assert not is_id(text)


@given(st.from_regex(ID_PATTERN, fullmatch=True))
def test_an_id_names_its_table(record_id: str) -> None:
    assert KIND_BY_TABLE[table_of(record_id)].letter == record_id[0]


def test_a_problem_says_file_line_record_and_field() -> None:
    problem = Problem("claims.jsonl", "is missing", line=3, id="c.x", field="text")
    assert str(problem) == "claims.jsonl:3: c.x: text: is missing"
    assert str(Problem("claims.jsonl", "is missing")) == "claims.jsonl: is missing"


def test_info_keeps_its_order_and_what_it_does_not_know() -> None:
    doc = {"format": "dossier", "version": 1, "id": "x", "title": "t", "owner": "desk", "focus": "e.x"}
    assert list(Info.from_doc(doc).to_doc()) == ["format", "version", "id", "title", "focus", "owner"]
