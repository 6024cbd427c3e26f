"""Which JSON types a raw record may have where, and what JSON is refused before it is one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dossier.records.shape import Misfit, drop_misfits, find_misfit
from dossier.records.strict_json import MAX_DEPTH, NotStrict, is_too_deep, refuse_ambiguous
from tests.builders import claim, entity, note, quote, records


def test_the_invented_dossier_fits() -> None:
    tables = {"s": "sources", "e": "entities", "q": "quotes", "c": "claims", "v": "events"}
    tables |= {"r": "relations", "t": "tags", "a": "annotations", "f": "filters"}
    assert [find_misfit(tables[doc["id"][0]], doc) for doc in records()] == [None] * len(records())


@pytest.mark.parametrize(
    ("table", "doc", "field", "words"),
    [
        ("claims", claim("c.x", "X", kind=["fact"]), "kind", "is a list; expected text"),
        ("claims", claim("c.x", "X", about="e.x"), "about", "is text; expected a list"),
        ("claims", claim("c.x", "X", about=["e.x", 3]), "about[1]", "is a whole number; expected text"),
        ("claims", claim("c.x", "X", support=["q.x"]), "support[0]", "is text; expected an object"),
        (
            "claims",
            claim("c.x", "X", support=[{"quote": {}, "stance": "supports"}]),
            "support[0].quote",
            "is an object; expected text",
        ),
        (
            "quotes",
            quote("q.x", "X", start=1.0),
            "start",
            "is a number with a decimal point; expected a whole number",
        ),
        ("quotes", quote("q.x", "X", start=True), "start", "is true or false; expected a whole number"),
        ("entities", entity(identifiers={"lei": 5}), "identifiers.lei", "is a whole number; expected text"),
        ("relations", {"id": "r.x", "evidence": [["q.x"], "q.x"]}, "evidence[1]", "is text; expected a list"),
        ("annotations", note("a.x", "c.x", body={"text": []}), "body.text", "is a list; expected text"),
        ("annotations", {"id": "a.x", "body": {"tag": ["t.x"]}}, "body.tag", "is a list; expected text"),
    ],
)
def test_a_wrong_type_is_named_with_its_place(
    table: str, doc: dict[str, Any], field: str, words: str
) -> None:
    assert find_misfit(table, doc) == Misfit(field, words)


def test_null_counts_as_absent_and_unknown_fields_may_be_anything() -> None:
    assert find_misfit("claims", {"id": "c.x", "text": None, "about": [None], "colour": [[{}]]}) is None


def test_what_is_left_of_a_misfit_is_its_sound_fields() -> None:
    doc = claim("c.x", "X", "q.vote", subject=["e.x"], about=["e.x", {}], colour=[1])
    assert drop_misfits("claims", doc) == {**doc, "subject": None, "about": None}


def test_nesting_is_counted_to_its_limit() -> None:
    assert not is_too_deep(json.loads("[" * MAX_DEPTH + "]" * MAX_DEPTH))
    assert is_too_deep(json.loads("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)))
    assert is_too_deep(json.loads('{"a":' * (MAX_DEPTH + 1) + "1" + "}" * (MAX_DEPTH + 1)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1, "b": {"c": 1, "c": 1}}', "is there twice"),
        ('{"a": 18446744073709551616}', "beyond 64 bits"),
        ('{"a": -9223372036854775809}', "beyond 64 bits"),
        ('{"a": ' + "1" * 5000 + "}", "beyond 64 bits"),
    ],
)
def test_what_two_readers_would_read_differently_is_refused(text: str, words: str) -> None:
    with pytest.raises(NotStrict, match=words):
        refuse_ambiguous(text)
    refuse_ambiguous('{"a": 18446744073709551615, "b": [1.5, {"a": 1}]}')
