"""`dossier check`: what is wrong, and what only looks misspelt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.records.problems import EditRefused
from tests.builders import STAMP, TEXT, Doc, build, claim, quote
from tests.cli.conftest import Command


def test_check_of_a_sound_dossier(command: Command, case: Path) -> None:
    counted = "3 sources, 6 entities, 14 quotes, 10 claims, 3 events, 3 relations: no problems\n"
    assert command("check", case) == (0, counted, "")
    status, out, _ = command("check", case, "--json")
    assert (status, json.loads(out)) == (0, {"problems": [], "warnings": [], "conflicts": []})


def test_check_names_file_line_record_and_field(command: Command, tmp_path: Path) -> None:
    extra = [{**claim("c.a", "X.", "q.gone"), "kind": "fct"}, claim("c.b", "Nobody says so.")]
    case = build(tmp_path / "case", extra=extra)
    with (case / "tags.jsonl").open("a") as file:
        file.write("{nonsense\n")
    status, out, err = command("check", case)
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert "claims.jsonl:2: c.b: support: has no quote; a claim needs at least one" in lines
    assert any(line.startswith("claims.jsonl:1: c.a: kind: 'fct' is none of fact,") for line in lines)
    assert any(line.startswith("claims.jsonl:1: c.a: support[0].quote: ") for line in lines)
    assert any(line.startswith("tags.jsonl:3: is not JSON") for line in lines)
    assert lines[-1].endswith(": 4 problems")
    status, out, _ = command("check", case, "--json")
    assert status == 1
    problems = json.loads(out)["problems"]
    assert {"file": "claims.jsonl", "line": 1, "id": "c.a", "field": "kind"}.items() <= problems[0].items()
    assert list(problems[1]) == ["file", "line", "id", "field", "message"]


def test_check_warns_of_what_looks_misspelt(command: Command, tmp_path: Path) -> None:
    odd = {
        "subjct": "e.orsund",
        "figure": {"value": "1", "unit": "m", "as_written": "1", "scop": "x"},
        "zoo": 1,
    }
    extra = [
        claim("c.a", "X.", "q.vote", **odd),
        claim("c.b", "X.", "q.vote", subject="e.orsund", subjects=1),
    ]
    case = build(tmp_path / "case", extra=extra)
    for name in ("entity.jsonl", "people.jsonl", "notes.txt"):
        (case / name).write_text("{}\n")
    info = case / "dossier.json"
    info.write_bytes(info.read_bytes().replace(b'"focus"', b'"focsu"'))
    status, out, err = command("check", case)
    assert (status, err) == (0, "")
    *lines, people, last = out.splitlines()
    assert lines == [
        "warning: dossier.json: focsu: is no field of the format; did you mean focus?",
        "warning: claims.jsonl:1: c.a: subjct: is no field of the format; did you mean subject?",
        "warning: claims.jsonl:1: c.a: figure.scop: is no field of the format; did you mean scope?",
        "warning: entity.jsonl: is no table and is not read; did you mean entities.jsonl?",
    ]
    assert people.startswith(
        "warning: people.jsonl: is no table and is not read; the tables are sources.jsonl,"
    )
    assert last.endswith(": no problems, 5 warnings")
    assert len(json.loads(command("check", case, "--json").out)["warnings"]) == 5


def test_check_counts_the_characters_of_a_text(command: Command, tmp_path: Path) -> None:
    case = build(tmp_path / "case")
    table = case / "sources.jsonl"
    table.write_bytes(table.read_bytes().replace(b'"length":%d' % len(TEXT), b'"length":3'))
    status, out, _ = command("check", case)
    assert status == 1
    said = f"sources.jsonl:1: s.courier: texts[0].length: is 3, but the text has {len(TEXT)} characters\n"
    assert out.startswith(said)


def test_check_holds_quotes_against_attached_texts(command: Command, tmp_path: Path) -> None:
    case = build(tmp_path / "case")
    table = case / "quotes.jsonl"
    table.write_bytes(table.read_bytes().replace(b"about 12 million crowns", b"about 13 million crowns"))
    status, out, _ = command("check", case)
    assert status == 1
    assert "quotes.jsonl:1: q.cost: exact: 1 char differs: the text has “about 12 million crowns” at" in out


def test_check_misses_the_focus(command: Command, tmp_path: Path) -> None:
    case = build(tmp_path / "case")
    info = case / "dossier.json"
    info.write_bytes(info.read_bytes().replace(b"e.marla-quist", b"e.nobody"))
    status, out, _ = command("check", case)
    assert status == 1
    assert out.startswith("dossier.json: focus: there is no entity e.nobody\n")


def test_check_lists_edits_that_did_not_fit(command: Command, case: Path) -> None:
    dossier = Dossier.open(case, by="ada")
    dossier.edit("rename", lambda draft: draft.put({**dossier.raw("e.orsund"), "name": "Örsund"}))
    table = case / "entities.jsonl"
    table.write_bytes(table.read_bytes().replace(b'"name":"Orsund"', b'"name":"Orsund Town"'))
    status, out, _ = command("check", case)
    assert status == 1
    assert "entities.jsonl: e.orsund: was changed from outside; “rename” did not fit" in out
    assert out.endswith(": 1 problem\n")


def test_check_names_tags_that_share_a_name(command: Command, tmp_path: Path) -> None:
    extra: list[Doc] = [
        {"id": "t.zz", "path": "MONEY/Cost", **STAMP},
        {"id": "t.zy", "path": "purse", "aliases": ["coins", "money/cost"], **STAMP},
    ]
    status, out, _ = command("check", build(tmp_path / "case", extra=extra))
    assert status == 1
    assert out.splitlines()[:-1] == [
        "tags.jsonl:3: t.zy: aliases[1]: money/cost is a name of t.cost too; merge the two, or rename one",
        "tags.jsonl:4: t.zz: path: MONEY/Cost is a name of t.cost too; merge the two, or rename one",
    ]


@pytest.mark.parametrize("exact", [" ", "\n\n", "...", "- -"])
def test_a_blank_is_no_quote(command: Command, tmp_path: Path, exact: str) -> None:
    case = build(tmp_path / "case", extra=[quote("q.blank", exact, "s.daily")])
    status, out, _ = command("check", case)
    assert status == 1
    assert "q.blank: exact: has neither letter nor digit; a quote needs words" in out
    with (
        Dossier.open(case, by="ada") as dossier,
        pytest.raises(EditRefused, match=r"q\.new: exact: has neither"),
    ):
        dossier.edit("quote", lambda draft: draft.put(quote("q.new", exact, "s.daily")))


def test_an_emoji_and_a_number_are_quotes(command: Command, tmp_path: Path) -> None:
    quotes = [quote("q.emoji", "\U0001f44d", "s.daily"), quote("q.number", "5", "s.daily")]
    assert command("check", build(tmp_path / "case", extra=quotes)).status == 0
