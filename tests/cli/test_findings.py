"""`dossier findings`: what the evidence proves, for people and for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from dossier.core.dossier import Dossier
from dossier.evidence.findings.findings import findings_of
from dossier.evidence.gaps import find_gaps
from dossier.features.findings.act import decide_findings
from tests import nasty
from tests.builders import build, claim, entity, quote, source
from tests.cli.conftest import Command

Doc = dict[str, Any]
FIRM = entity("e.firm", kind="company")


def costing(name: str, value: str, *quotes: str) -> Doc:
    figure = {"value": value, "unit": "crown", "as_written": f"{value} crowns"}
    fields: Doc = {"kind": "figure", "subject": "e.firm", "property": "pier", "figure": figure}
    return claim(name, f"The pier costs {value}.", *quotes, **fields)


SAID = quote("q.firm", "about 12 million crowns", speaker="e.firm")
AGAIN = quote("q.firm-too", "about 12 million crowns", speaker="e.firm")
NINE = costing("c.nine", "9000000", "q.firm-too")
CONFLICT = [FIRM, SAID, costing("c.seven", "7000000", "q.firm"), NINE, AGAIN]


@pytest.fixture
def divided(tmp_path: Path) -> Path:
    """A dossier with one conflict."""
    return build(tmp_path / "divided", extra=CONFLICT)


def decided(folder: Path, state: Any) -> None:
    """Decide every conflict in a folder."""
    with Dossier.open(folder, by="ada") as dossier:
        found = findings_of(dossier)
        found.all()
        decide_findings(dossier, found.ranked("candidate", types=["contradicts"]), state, "Two piers.")


def test_without_a_conflict_the_status_is_0(command: Command, case: Path) -> None:
    ran = command("findings", case)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("CONFLICTS  none\n")
    assert "ONE CLAIM IN TWO FORMS  1 confirmed" in ran.out
    assert "rounds" in ran.out
    assert "SOURCES THAT DEPEND ON ONE ANOTHER  1 confirmed" in ran.out
    assert "claims: no primary document" in ran.out
    assert ran.out.endswith("\n? undecided   ! confirmed   x dismissed\n\nno conflict undecided\n")


def test_an_undecided_conflict_is_1_until_it_is_decided(command: Command, divided: Path) -> None:
    ran = command("findings", divided)
    assert ran.status == 1
    assert "CONFLICTS  1 undecided" in ran.out
    assert "The pier costs 7000000." in ran.out
    assert "conflict: 7 million crowns and 9 million crowns" in ran.out
    assert '"about 12 million crowns"  Orsund Courier' in ran.out
    assert ran.out.endswith("\n1 conflict undecided\n")
    decided(divided, "dismissed")
    ran = command("findings", divided)
    assert ran.status == 0
    assert "CONFLICTS  1 dismissed" in ran.out
    assert "Two piers." in ran.out


def test_a_confirmed_conflict_is_decided_too(command: Command, divided: Path) -> None:
    decided(divided, "confirmed")
    assert command("findings", divided).status == 0


def test_what_ends_at_a_party_is_told(command: Command, divided: Path) -> None:
    out = command("findings", divided).out
    assert "EVERY ACCOUNT ENDS AT ONE PARTY  2 claims" in out
    assert "  Firm: The pier costs 7000000.\n    1 quote - 1 source - 1 origin  [c.seven]" in out


def test_what_was_told_too_early_is_told(command: Command, tmp_path: Path) -> None:
    docs = [
        source("s.early", title="An early paper", published="2024-05-01"),
        quote("q.early", "was not asked", "s.early"),
        claim("c.early", "The council voted.", "q.early", kind="event", date="2024-06-12"),
    ]
    folder = build(tmp_path / "early", extra=docs)
    out = command("findings", folder).out
    assert "TOLD TOO EARLY  1 record\n\n  The council voted.\n    An early paper of 1 May 2024 reports" in out
    (early,) = orjson.loads(command("findings", folder, "--json").out)["too_early"]
    assert (early["record"], early["quote"], early["source"]) == ("c.early", "q.early", "s.early")


def test_what_is_missing_everywhere_is_said_of_all(command: Command, tmp_path: Path) -> None:
    folder = build(tmp_path / "ferry")
    out = command("findings", folder).out
    assert "     all 10  claims: no primary document\n" in out.split("GAPS")[1]
    assert "          1  claims: anonymous only\n" in out.split("GAPS")[1]
    docs = [source("s.tape", kind="transcript"), quote("q.tape", "was not asked", "s.tape")]
    more = build(tmp_path / "more", extra=[*docs, claim("c.tape", "Taped.", "q.tape")])
    assert "         10  claims: no primary document\n" in command("findings", more).out


def test_all_figures_are_told_with_the_verdict_on_each_pair(command: Command, divided: Path) -> None:
    out = command("findings", divided).out
    _, told = out.split("FIGURES OF ONE SUBJECT AND PROPERTY  2 pairs judged\n")
    assert told.startswith(
        "\n! pier of Firm: 1 conflict\n"
        "    1   “7000000 crowns”: 6.65 to 7.35 million crowns  Orsund Courier  [c.seven]\n"
        "    2   “9000000 crowns”: 8.55 to 9.45 million crowns  Orsund Courier  [c.nine]\n"
        "    ! 1 and 2  conflict: 7 million crowns and 9 million crowns"
    )
    assert "~ cost of Ferry terminal of Orsund: 1 rounding" in told
    pier, _ = orjson.loads(command("findings", divided, "--json").out)["figures"]
    assert (pier["subject"], pier["property"]) == ("e.firm", "pier")
    assert [each["stands_for"] for each in pier["claims"]] == [
        "6.65 to 7.35 million crowns",
        "8.55 to 9.45 million crowns",
    ]
    assert [each["sources"] for each in pier["claims"]] == [["s.courier"]] * 2
    (pair,) = pier["pairs"]
    assert (pair["one"], pair["other"], pair["verdict"]) == ("c.seven", "c.nine", "conflict")
    assert pair["reason"] in " ".join(out.split())


def test_json_says_the_same(command: Command, divided: Path) -> None:
    ran = command("findings", divided, "--json")
    assert ran.status == 1
    told = orjson.loads(ran.out)
    assert told["undecided"] == 1
    assert [each["claim"] for each in told["ends_at_party"]] == ["c.nine", "c.seven"]
    with Dossier.open(divided) as dossier:
        found = findings_of(dossier).all()
        assert [each["id"] for each in told["findings"]] == [each.id for each in found]
        conflict = next(each for each in told["findings"] if each["type"] == "contradicts")
        assert (conflict["from"], conflict["to"], conflict["state"]) == ("c.nine", "c.seven", "candidate")
        assert (conflict["sort"], conflict["verdict"]) == ("figures", "conflict")
        assert conflict["evidence"] == [["q.firm-too", "q.firm"]]
        claims = [
            kind for each in dossier.claims.ids() for kind in {gap.kind for gap in find_gaps(dossier, each)}
        ]
        assert told["gaps"]["claims"] == {kind: claims.count(kind) for kind in told["gaps"]["claims"]}
        assert set(told["gaps"]["claims"]) == set(claims)


def test_what_is_no_dossier_is_2(command: Command, tmp_path: Path) -> None:
    ran = command("findings", tmp_path / "nowhere")
    assert (ran.status, ran.out) == (2, "")
    assert "nowhere" in ran.err


def test_show_tells_what_is_found_of_a_record(command: Command, divided: Path) -> None:
    out = command("show", divided, "c.seven").out
    assert "FINDINGS  1 undecided" in out
    assert "7 million crowns and 9 million crowns" in out
    assert "FINDINGS" not in command("show", divided, "c.vote").out
    # What the page tells among its relations is not told twice; a source's page lists none.
    assert "FINDINGS" not in command("show", divided, "c.cost").out
    assert "republishes" in command("show", divided, "s.daily").out
    assert "FINDINGS" not in command("show", divided).out


def test_foreign_text_commands_no_terminal(command: Command, tmp_path: Path) -> None:
    for number, text in enumerate(nasty.WORDS[::3]):
        docs = [dict(doc) for doc in CONFLICT]
        docs[0]["name"] = docs[2]["text"] = text
        docs[1] |= {"exact": text, "start": 0, "end": len(text)}
        docs[2]["figure"] = {**docs[2]["figure"], "as_written": text, "scope": text}
        ran = command("findings", build(tmp_path / str(number), extra=docs))
        assert ran.status == 1
        assert not set(ran.out) & set(nasty.HIDING)
