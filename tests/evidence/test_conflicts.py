"""Claims that cannot both be true: by one passage, by two dates, by two speakers. And what is no conflict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dossier.core.dossier import Dossier
from dossier.evidence.finding import Finding
from dossier.evidence.findings.findings import OF_CLAIMS
from tests import builders
from tests.builders import claim, entity, event, quote, relation
from tests.computed import answers

Doc = dict[str, Any]
WORDS = "everyone who has stood on it in winter knows it"


def found(folder: Path, *docs: Doc) -> list[Finding]:
    """The conflicts in the small dossier with some records more; it has none of its own."""
    with Dossier.open(builders.build(folder / "d", extra=docs)) as dossier:
        assert dossier.problems == []
        return [each for each in answers(dossier, *OF_CLAIMS) if each.method != "figures"]


def test_nothing_conflicts_without_a_reason(tmp_path: Path) -> None:
    assert found(tmp_path) == []


# one passage


def stance(name: str, kind: str, **fields: Any) -> Doc:
    doc = claim(name, f"{name} of the quay.", subject="e.terminal", property="vote", **fields)
    return {**doc, "support": [{"quote": "q.vote", "stance": kind}]}


def test_one_passage_for_one_claim_and_against_another(tmp_path: Path) -> None:
    (one,) = found(tmp_path, stance("c.for", "supports"), stance("c.against", "contradicts"))
    assert (one.type, one.from_, one.to) == ("contradicts", "c.against", "c.for")
    assert (one.method, one.evidence) == ("stances", (("q.vote",),))
    assert one.reason == "“The council votes on 12 June 2024.” speaks for the one and against the other"


@pytest.mark.parametrize(
    "other",
    [
        stance("c.against", "qualifies"),
        stance("c.against", "supports"),
        {**stance("c.against", "contradicts"), "property": "age"},
        {**stance("c.against", "contradicts"), "subject": "e.nordlink"},
        {key: value for key, value in stance("c.against", "contradicts").items() if key != "property"},
    ],
)
def test_a_passage_may_say_several_things(tmp_path: Path, other: Doc) -> None:
    own = {**stance("c.for", "supports"), **({} if "property" in other else {"property": None})}
    assert found(tmp_path, {key: value for key, value in own.items() if value is not None}, other) == []


def test_a_claim_does_not_conflict_with_itself(tmp_path: Path) -> None:
    both = stance("c.both", "supports")
    both["support"].append({"quote": "q.vote", "stance": "contradicts"})
    assert found(tmp_path, both) == []


# two dates


def founding(name: str, date: str, text: str = "Nordlink was founded in", **fields: Any) -> Doc:
    fields = {"kind": "event", "subject": "e.nordlink", "property": "founding", **fields}
    return claim(name, f"{text} {date}.", "q.crossings", date=date, **fields)


def test_what_happens_once_and_is_told_in_the_same_words_of_two_dates(tmp_path: Path) -> None:
    (one,) = found(tmp_path, founding("c.a", "1998"), founding("c.b", "1999"))
    assert (one.from_, one.to, one.method) == ("c.a", "c.b", "dates")
    assert one.reason == "The same is told of 1998 and of 1999"
    assert one.evidence == (("q.crossings", "q.crossings"),)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("On 3 May 1998, Nordlink was founded. No, on", "On May 4th, 1998 Nordlink was founded; no, on"),
        ("Nordlink was founded on a Friday in", "Nordlink was founded on a Monday of"),
        ("NORDLINK was founded in March", "Nordlink has been founded in April"),
    ],
)
def test_words_of_dates_are_no_words(tmp_path: Path, text: str, other: str) -> None:
    assert len(found(tmp_path, founding("c.a", "1998", text), founding("c.b", "1999", other))) == 1


def test_a_day_and_a_month_that_changed_places(tmp_path: Path) -> None:
    (one,) = found(tmp_path, founding("c.a", "1998-03-05"), founding("c.b", "1998-05-03"))
    assert one.reason == "The same is told of 5 March 1998 and of 3 May 1998: day and month mixed up?"
    (one,) = found(tmp_path / "b", founding("c.a", "1998-03-05"), founding("c.b", "1999-05-03"))
    assert "mixed up" not in one.reason


@pytest.mark.parametrize(
    "other",
    [
        founding("c.b", "1998-03"),
        founding("c.b", "1999~"),
        founding("c.b", "1999?"),
        founding("c.b", "1990/2000"),
        founding("c.b", "1999", "Nordlink Two was founded in"),
        founding("c.b", "1999", "Nordlink was not founded in"),
        founding("c.b", "1999", subject="e.terminal"),
        founding("c.b", "1999", property="opening"),
        founding("c.b", "1999", kind="opinion"),
    ],
)
def test_dates_that_can_both_hold(tmp_path: Path, other: Doc) -> None:
    assert found(tmp_path, founding("c.a", "1998"), other) == []


@pytest.mark.parametrize(
    "text",
    [
        *("Nordlink lost money in", "The council of Orsund met in", "Founded"),
        *("Nordlink released its quarterly results in", "Nordlink launched a new ferry in"),
    ],
)
def test_what_can_happen_again_does_not_conflict(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, founding("c.a", "1998", text), founding("c.b", "1999", text)) == []


def test_a_number_tells_two_things_apart(tmp_path: Path) -> None:
    text = "Nordlink released timetable {} in"
    docs = founding("c.a", "1998", text.format(2)), founding("c.b", "1999", text.format(3))
    assert found(tmp_path, *docs) == []


def test_events_with_the_same_title_and_the_same_people(tmp_path: Path) -> None:
    line = [{"entity": "e.nordlink", "role": "line"}]
    docs = [
        event("v.a", "Nordlink line founded", "1998", "c.crossings", participants=line),
        event("v.b", "Nordlink line founded", "1999", "c.passengers", participants=line),
        event("v.c", "Nordlink line founded", "2000", "c.told"),
        event("v.d", "Nordlink line founded", "2001", "c.vote", participants=line, inferred=True),
    ]
    (one,) = found(tmp_path, *docs)
    assert (one.from_, one.to) == ("c.crossings", "c.passengers")


def related(type_: str, **fields: Any) -> list[Doc]:
    return [
        event("v.a", "The first strike", "2020-05", "c.crossings"),
        event("v.b", "A strike", "2020-03", "c.passengers"),
        relation("r.v", "v.a", type_, "v.b", **fields),
    ]


@pytest.mark.parametrize(
    ("type_", "reason"),
    [
        ("same-event", "They are said to be one and the same, but are dated May 2020 and March 2020"),
        ("precedes", "The one is said to come before the other, but are dated May 2020 and March 2020"),
    ],
)
def test_events_that_a_relation_joins(tmp_path: Path, type_: str, reason: str) -> None:
    (one,) = found(tmp_path, *related(type_))
    assert (one.from_, one.to, one.reason) == ("c.crossings", "c.passengers", reason)


@pytest.mark.parametrize("state", ["candidate", "dismissed"])
def test_a_relation_that_does_not_hold_joins_nothing(tmp_path: Path, state: str) -> None:
    assert found(tmp_path, *related("same-event", basis="inferred", state=state)) == []


def test_a_claim_that_gives_the_event_its_date_stands_for_it(tmp_path: Path) -> None:
    docs = related("same-event")
    docs[0]["claims"] = ["c.crossings", "c.dated"]
    docs.append(claim("c.dated", "It began in May 2020.", "q.cost", kind="event", date="2020-05-07"))
    (one,) = found(tmp_path, *docs)
    assert {one.from_, one.to} == {"c.dated", "c.passengers"}


def test_duplicates_have_one_date(tmp_path: Path) -> None:
    docs = [
        founding("c.a", "1998", "It began in"),
        founding("c.b", "1999", "The line started in"),
        relation("r.c", "c.a", "duplicates", "c.b"),
    ]
    (one,) = found(tmp_path, *docs)
    assert (one.from_, one.to, one.method) == ("c.a", "c.b", "dates")


# two speakers


def said(first: str | None, second: str | None, exact: str = WORDS) -> list[Doc]:
    """The same words of direct speech by two speakers, and a claim from each."""
    docs = []
    for name, who, source in (("a", first, "s.courier"), ("b", second, "s.minutes")):
        speaker = {"speaker": who, "attributed_to": who} if who else {}
        attributed = {"attributed_to": speaker.pop("attributed_to")} if who else {}
        docs.append(quote(f"q.{name}", exact, source, speech="direct", **speaker))
        docs.append(claim(f"c.{name}", "They know it.", f"q.{name}", **attributed))
    return docs


def test_the_same_words_of_two_speakers(tmp_path: Path) -> None:
    (one,) = found(tmp_path, *said("e.marla-quist", "e.tomas-brandt"))
    assert (one.from_, one.to, one.method) == ("c.a", "c.b", "attribution")
    assert one.evidence == (("q.a", "q.b"),)
    assert one.reason == f"“{WORDS}” is given to Marla Quist and to Tomas Brandt"


@pytest.mark.parametrize(
    "docs",
    [
        said("e.marla-quist", "e.marla-quist"),
        said("e.marla-quist", None),
        said("e.marla-quist", "e.tomas-brandt", "The old quay is finished"),
        [*said("e.marla-quist", "e.clerk"), entity("e.clerk", name="Clerk (unnamed)")],
        [*said("e.marla-quist", "e.clerk"), entity("e.clerk", description="Unnamed speaker, a clerk.")],
        # Brandt heads Nordlink: he may speak for it.
        said("e.tomas-brandt", "e.nordlink"),
    ],
)
def test_speakers_that_may_be_one(tmp_path: Path, docs: list[Doc]) -> None:
    assert found(tmp_path, *docs) == []


def test_an_utterance_in_two_wordings_by_two_speakers(tmp_path: Path) -> None:
    docs = said("e.marla-quist", "e.tomas-brandt")
    docs[2]["exact"], docs[2]["end"] = "Nobody called us", docs[2]["start"] + len("Nobody called us")
    assert found(tmp_path / "apart", *docs) == []
    joined = relation("r.q", "q.a", "same-utterance", "q.b")
    assert [each.method for each in found(tmp_path / "joined", *docs, joined)] == ["attribution"]
    dropped = relation("r.q", "q.a", "same-utterance", "q.b", state="dismissed")
    assert found(tmp_path / "dropped", *docs, dropped) == []


def test_a_claim_that_follows_another_speaker_has_no_part_in_it(tmp_path: Path) -> None:
    docs = said("e.marla-quist", "e.tomas-brandt")
    docs[3]["attributed_to"] = "e.courier"
    assert found(tmp_path, *docs) == []
