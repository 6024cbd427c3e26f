"""What is missing of a claim, a source and an event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dossier.core.dossier import Dossier
from dossier.evidence.gaps import GAP_KINDS, SharedGaps, find_gaps, shared_gaps_of
from dossier.records.raw import is_unnamed
from tests import builders
from tests.builders import claim, entity, event, quote, relation, source

Doc = dict[str, Any]
ALWAYS = {"one origin", "no primary document"}
"""What every claim of the small dossier lacks."""


def found(folder: Path, record_id: str, *docs: Doc) -> dict[str, str]:
    """The gaps of one record, by kind, in the small dossier with some records more."""
    with Dossier.open(builders.build(folder / "d", extra=docs)) as dossier:
        assert dossier.problems == []
        told = find_gaps(dossier, record_id)
        kinds = [gap.kind for gap in told]
        assert [kind for kind in GAP_KINDS if kind in kinds] == list(dict.fromkeys(kinds)), (
            "the worst come first"
        )
        return {gap.kind: gap.words for gap in told}


def stances(name: str, *given: str, **fields: Any) -> Doc:
    quotes = ("q.cost", "q.vote", "q.count")
    support = [{"quote": quote, "stance": stance} for quote, stance in zip(quotes, given, strict=False)]
    return {**claim(name, "A claim.", **fields), "support": support}


def test_a_claim_without_quotes(tmp_path: Path) -> None:
    assert found(tmp_path, "c.bare", claim("c.bare", "Bare.")) == {"no quote": "no quote is about it"}


def test_a_claim_that_nothing_supports(tmp_path: Path) -> None:
    told = found(tmp_path, "c.x", stances("c.x", "mentions", "contradicts"))
    assert told == {"no support": "none of its 2 quotes supports it"}


def test_quotes_that_disagree(tmp_path: Path) -> None:
    told = found(tmp_path, "c.x", stances("c.x", "supports", "contradicts", "supports"))
    assert told["quotes disagree"] == "2 quotes for it, 1 against it"


def test_copies_are_one_origin(tmp_path: Path) -> None:
    assert found(tmp_path, "c.cost")["one origin"] == "its 2 sources are one origin"
    assert found(tmp_path / "b", "c.vote")["one origin"] == "it rests on one source"
    two = claim("c.two", "Two.", "q.vote", "q.minutes-cost")
    assert "one origin" not in found(tmp_path / "c", "c.two", two)


def test_a_source_that_speaks_against_a_claim_is_none_that_it_rests_on(tmp_path: Path) -> None:
    told = found(tmp_path, "c.x", stances("c.x", "supports", "contradicts", "contradicts"))
    assert told["one origin"] == "it rests on one source"


def test_a_record_of_the_matter_is_a_primary_source(tmp_path: Path) -> None:
    docs = [
        source("s.filing", kind="filing"),
        quote("q.filed", "was not asked", "s.filing"),
        claim("c.filed", "Filed.", "q.filed"),
    ]
    assert "no primary document" not in found(tmp_path, "c.filed", *docs)
    assert found(tmp_path / "b", "c.vote")["no primary document"] == ("no primary document supports it")


def test_what_every_claim_lacks_is_known_and_follows_the_records(tmp_path: Path) -> None:
    def shared() -> SharedGaps:
        found = shared_gaps_of(dossier)
        for _ in found.ready():
            pass
        return found

    with Dossier.open(builders.build(tmp_path / "d"), by="ada") as dossier:
        assert shared().kinds == {"one origin", "no primary document"}
        assert shared().words == "as with all 10 claims: one origin, no primary document"
        tape = source("s.tape", kind="transcript"), quote("q.tape", "was not asked", "s.tape")
        docs = [*tape, claim("c.tape", "Taped.", "q.tape", "q.vote")]
        dossier.edit("a tape", lambda draft: [draft.put(doc) for doc in docs])
        assert (shared().kinds, shared().words) == (frozenset(), "")
        dossier.undo()
        assert shared().kinds == {"one origin", "no primary document"}
    everything = [doc["id"] for doc in builders.records()]
    with Dossier.open(
        builders.build(tmp_path / "e", without=everything, extra=[claim("c.a", "A.")])
    ) as dossier:
        assert shared().kinds == frozenset(), "one claim is not all claims"


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("A person familiar with the matter", True),
        ("Unidentified official", True),
        ("知情人士", True),
        ("Person close to the mayor", True),
        ("Familia Withers", False),
        ("Named Soul", False),
    ],
)
def test_whom_no_name_is_given_of(name: str, is_one: bool) -> None:
    assert is_unnamed({"name": name}) is is_one


CLERK = entity("e.clerk", name="Clerk (unnamed)")


@pytest.mark.parametrize(
    ("fields", "anonymous"),
    [
        ({}, True),
        ({"speaker": "e.clerk"}, True),
        ({"speaker": "e.clerk", "via": ["e.courier"]}, True),
        ({"speaker": "e.marla-quist"}, False),
        ({"via": ["e.orsund"]}, False),
    ],
)
def test_nobody_is_named(tmp_path: Path, fields: Doc, anonymous: bool) -> None:
    docs = [
        CLERK,
        quote("q.said", "was not asked", "s.minutes", **fields),
        claim("c.said", "Said.", "q.said"),
    ]
    assert ("anonymous only" in found(tmp_path, "c.said", *docs)) is anonymous


def test_a_paper_that_is_named_answers_for_what_it_says_itself(tmp_path: Path) -> None:
    assert "anonymous only" not in found(tmp_path, "c.crossings")


def test_one_side_of_a_conflict_is_quoted(tmp_path: Path) -> None:
    docs = [claim("c.bare", "No vote is held.", "q.vote"), relation("r.x", "c.bare", "contradicts", "c.vote")]
    assert "one side quoted" not in found(tmp_path / "both", "c.vote", *docs)
    docs[0]["support"][0]["stance"] = "mentions"
    told = found(tmp_path / "one", "c.vote", *docs)["one side quoted"]
    assert told == "in conflict with “No vote is held.”; only this side is quoted"
    told = found(tmp_path / "other", "c.bare", *docs)["one side quoted"]
    assert told == "in conflict with “The council votes on 12 June 2024.”; only the other side is quoted"
    docs[1]["state"] = "candidate"
    told = found(tmp_path / "undecided", "c.vote", *docs)["one side quoted"]
    assert told == "perhaps in conflict with “No vote is held.”; only this side is quoted"
    docs[1]["state"] = "dismissed"
    assert "one side quoted" not in found(tmp_path / "none", "c.vote", *docs)


FIGURE = {"value": "14", "unit": "crossing", "as_written": "14"}


@pytest.mark.parametrize(
    ("fields", "undated"),
    [
        ({"kind": "event"}, True),
        ({"kind": "figure", "figure": FIGURE}, True),
        ({"kind": "event", "date": "2024"}, False),
        ({"kind": "figure", "figure": {**FIGURE, "as_of": "2024"}}, False),
        ({"kind": "fact"}, False),
        ({"kind": "opinion"}, False),
    ],
)
def test_dates_matter_for_events_and_figures(tmp_path: Path, fields: Doc, undated: bool) -> None:
    assert ("no date" in found(tmp_path, "c.x", stances("c.x", "supports", **fields))) is undated


def test_an_event_s_date_is_that_of_the_claims_that_establish_it(tmp_path: Path) -> None:
    docs = [stances("c.x", "supports", kind="event"), event("v.x", "It happens", "2024", "c.x")]
    assert "no date" not in found(tmp_path, "c.x", *docs)


def test_sources_and_events(tmp_path: Path) -> None:
    assert set(found(tmp_path / "a", "s.minutes")) == {"no publisher"}
    assert set(found(tmp_path / "b", "s.courier")) == {"no date"}
    assert set(found(tmp_path / "c", "v.vote")) == set()
    assert set(found(tmp_path / "d", "v.move")) == {"date inferred"}
    bare = {key: value for key, value in event("v.bare", "Bare", "").items() if value}
    assert set(found(tmp_path / "e", "v.bare", {**bare, "date_note": "in winter"})) == {"no claim", "no date"}


def test_other_records_have_none(tmp_path: Path) -> None:
    for record_id in ("e.marla-quist", "q.cost", "r.costs", "c.nowhere", ""):
        assert found(tmp_path / (record_id or "none"), record_id) == {}
