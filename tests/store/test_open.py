"""What opens, what does not and why, and what a broken line does."""

from __future__ import annotations

import os
import re
from pathlib import Path

import orjson
import pytest

from dossier import Dossier
from dossier.records.problems import EditRefused, NotADossier, NotSaved, Problem, RecordProblem, UnknownRecord
from tests import builders


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return builders.build(tmp_path / "d")


def add_line(path: Path, table: str, line: bytes) -> None:
    file = path / f"{table}.jsonl"
    file.write_bytes(file.read_bytes() + line)


def test_new_makes_an_empty_dossier(tmp_path: Path) -> None:
    with Dossier.new(
        tmp_path / "deep" / "case", title="Who moved the quay?", by="ada", language="en"
    ) as dossier:
        assert dossier.info.title == "Who moved the quay?"
        assert len(dossier.claims) == 0
        assert dossier.problems == dossier.validate() == []
    assert Dossier.open(tmp_path / "deep" / "case").info.id == dossier.info.id
    assert sorted(file.name for file in (tmp_path / "deep" / "case").iterdir()) == ["dossier.json"]


def test_new_refuses_what_is_there(path: Path, tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="is a dossier already"):
        Dossier.new(path, title="x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    with pytest.raises(NotSaved, match="is not empty"):
        Dossier.new(tmp_path / "full", title="x")
    with pytest.raises(NotSaved, match="is a file"):
        Dossier.new(tmp_path / "full" / "letter.txt", title="x")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"format":"dossier",\n "version" 1}', r"line 2, column 12: is not JSON"),
        (b"", r"line 1, column 1: is not JSON"),
        (b"\xff{}", "is not UTF-8"),
        (b"[1]", r"format: is \[1\], expected 'dossier'"),
        (b'{"format":"rolodex","version":1}', "format: is 'rolodex', expected 'dossier'"),
        (b'{"format":"dossier","version":2}', "version: is 2, but this program reads version 1"),
        (b'{"format":"dossier","version":1,"id":"x"}', "title: is missing"),
        (b'{"format":"dossier","version":"one","id":"x","title":"t"}', "version: 'one'"),
    ],
)
def test_a_dossier_json_that_cannot_be_read(path: Path, content: bytes, message: str) -> None:
    (path / "dossier.json").write_bytes(content)
    with pytest.raises(NotADossier, match=message):
        Dossier.open(path)


def test_a_path_that_is_no_dossier(tmp_path: Path) -> None:
    with pytest.raises(NotADossier, match="does not exist"):
        Dossier.open(tmp_path / "none")
    (tmp_path / "file").touch()
    with pytest.raises(NotADossier, match="is a file; a dossier is a folder"):
        Dossier.open(tmp_path / "file")
    with pytest.raises(NotADossier, match=r"has no dossier\.json"):
        Dossier.open(tmp_path)


def test_unknown_fields_of_dossier_json_are_kept(path: Path) -> None:
    info = orjson.loads((path / "dossier.json").read_bytes())
    (path / "dossier.json").write_bytes(b"\xef\xbb\xbf" + orjson.dumps({**info, "owner": "desk 4"}))
    assert Dossier.open(path).info.to_doc()["owner"] == "desk 4"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            b'{"id":"c.x","text":\n',
            r"claims.jsonl:11: c.x: is not JSON: .* at column \d+; expected one object",
        ),
        (b'["c.x"]\n', r"claims.jsonl:11: is not a record; expected an object"),
        (b'{"text":"no id"}\n', r"claims.jsonl:11: id: is missing; expected an id such as c.some-name"),
        (b'{"id":7}\n', r"claims.jsonl:11: id: 7 is not an id such as c.some-name"),
        (b'{"id":"c.UPPER"}\n', r"claims.jsonl:11: id: 'c.UPPER' is not an id"),
        (b'{"id":"q.x"}\n', r"claims.jsonl:11: q.x: id: is the id of a quote; expected a claim"),
        (b'{"id":"e.x"}\n', r"claims.jsonl:11: e.x: id: is the id of an entity; expected a claim"),
        (
            b'{"id":"x.foo"}\n',
            r"claims.jsonl:11: .*: 'x.foo' is not an id such as c.some-name, in lower case",
        ),
        (b'{"id":"c.cost"}\n', r"claims.jsonl:11: c.cost: id: is already the id of a line above"),
        (b'{"id":"c.x","text":"a","text":"b"}\n', r"claims.jsonl:11: c.x: text: is there twice"),
        (b'{"id":"c.x","figure":{"unit":"a","unit":"b"}}\n', r"claims.jsonl:11: c.x: unit: is there twice"),
        (b'{"id":"c.x","n":NaN}\n', r"claims.jsonl:11: c.x: is not JSON"),
        (b'{"id":"c.x","n":"\xff"}\n', r"claims.jsonl:11: c.x: is not JSON"),
        (b'{"id":"c.x","n":123456789012345678901234567890}\n', r"claims.jsonl:11: c.x: has a number beyond"),
        (b"\x00\x00\x00\n", r"claims.jsonl:11: is not JSON"),
    ],
)
def test_a_broken_line_is_listed_and_survives_a_save(path: Path, line: bytes, message: str) -> None:
    add_line(path, "claims", line)
    with Dossier.open(path, by="ada") as dossier:
        (problem,) = dossier.problems
        assert re.search(message, str(problem)), str(problem)
        assert len(dossier.claims) == 10
        dossier.edit("mend", lambda draft: draft.claims.update({"hedge": "says"}, doc_ids=["c.vote"]))
        dossier.edit("add", lambda draft: draft.put(builders.claim("c.zebra", "Z", "q.cost")))
    lines = (path / "claims.jsonl").read_bytes().splitlines(keepends=True)
    assert line in lines
    assert lines.index(line) == 10  # behind c.vote, before c.zebra
    again = Dossier.open(path)
    assert str(again.problems) == str([problem])
    assert (again.conflicts, again.claims["c.vote"].hedge) == ([], "says")


def test_broken_lines_stay_behind_the_line_that_preceded_them(path: Path) -> None:
    lines = (path / "tags.jsonl").read_bytes().splitlines()
    (path / "tags.jsonl").write_bytes(
        b"\n".join([b"# first", lines[0], b"{oops", b"oops 2", lines[1]]) + b"\n"
    )
    with Dossier.open(path, by="ada") as dossier:
        dossier.edit("add", lambda draft: draft.put({"id": "t.dogs", "path": "dogs"}))
        dossier.edit("cut", lambda draft: draft.annotations.remove(doc_ids=["a.tag-cost", "a.tag-minutes"]))
        dossier.edit("cut", lambda draft: draft.remove("t.cost"))
    kept = (path / "tags.jsonl").read_bytes().splitlines()
    assert kept[:3] == [b"# first", b"{oops", b"oops 2"]
    assert [orjson.loads(line)["id"] for line in kept[3:]] == ["t.dogs", "t.unasked"]


def test_a_frozen_record_cannot_be_edited_but_referred_to(path: Path) -> None:
    add_line(path, "claims", b'{"id":"c.x","text":oops}\n')
    add_line(path, "annotations", orjson.dumps(builders.note("a.x", "c.x")) + b"\n")
    dossier = Dossier.open(path, by="ada")
    assert [problem.id for problem in dossier.problems] == ["c.x"]
    assert dossier.frozen("c.x") == dossier.problems[0]
    assert dossier.frozen("c.cost") is None
    with pytest.raises(EditRefused, match=r"c\.x is frozen, mend its line by hand first: claims\.jsonl:11"):
        dossier.edit("put", lambda draft: draft.put(builders.claim("c.x", "New", "q.cost")))
    with pytest.raises(UnknownRecord, match=r"claims\.jsonl:11"):
        dossier.get("c.x")
    assert dossier.find("c.x") is None
    assert dossier.edit("note", lambda draft: draft.put(builders.note("a.y", "c.x")))


def test_a_field_of_a_wrong_type_freezes_its_record_and_its_line_stays(path: Path) -> None:
    line = orjson.dumps({**builders.claim("c.zz", "Bad", "q.cost"), "subject": ["e.x"]})
    add_line(path, "claims", line + b"\n")
    with Dossier.open(path, by="ada") as dossier:
        problem = Problem("claims.jsonl", "is a list; expected text", 11, "c.zz", "subject")
        assert dossier.problems == [problem] == dossier.validate()
        assert dossier.frozen("c.zz") == problem
        assert dossier.peek("c.zz") == {**builders.claim("c.zz", "Bad", "q.cost"), "subject": None}
        with pytest.raises(
            RecordProblem, match=r"claims\.jsonl:11: c\.zz: subject: is a list; expected text"
        ):
            dossier.get("c.zz")
        with pytest.raises(EditRefused, match=r"c\.zz is frozen, mend its line by hand first"):
            dossier.edit("mend", lambda draft: draft.claims.update({"text": "Good"}, doc_ids=["c.zz"]))
        dossier.edit("other", lambda draft: draft.put(builders.claim("c.other", "Other", "q.cost")))
    assert line in (path / "claims.jsonl").read_bytes().splitlines()


@pytest.mark.parametrize("depth", [250, 300, 1000, 1023, 1024, 100_000])
def test_endless_nesting_freezes_its_line(path: Path, depth: int) -> None:
    add_line(path, "claims", b'{"id":"c.deep","x":' + b"[" * depth + b"]" * depth + b"}\n")
    with Dossier.open(path, by="ada") as dossier:
        assert [(problem.line, problem.id) for problem in dossier.problems] == [(11, "c.deep")]


def test_what_an_edit_writes_can_be_read_again(path: Path) -> None:
    deep: list[object] = []
    for _ in range(70):
        deep = [deep]
    with Dossier.open(path, by="ada") as dossier:
        for field, value, words in (
            ("x", deep, "is nested too deeply"),
            ("paragraph", "3", "paragraph: is text; expected a whole number"),
            ("paragraph", 3.0, "paragraph: is a number with a decimal point"),
        ):
            bad = {**dossier.raw("q.vote"), field: value}
            with pytest.raises(EditRefused, match=words):
                dossier.edit("bad", lambda draft, bad=bad: draft.put(bad))  # type: ignore[misc]


def test_a_record_that_breaks_its_model_is_found_and_can_be_mended(path: Path) -> None:
    add_line(path, "claims", orjson.dumps({**builders.claim("c.zz", "Bad", "q.cost"), "kind": "fct"}) + b"\n")
    dossier = Dossier.open(path, by="ada")
    assert dossier.problems == []
    with pytest.raises(RecordProblem, match=r"claims\.jsonl:11: c\.zz: kind: 'fct' is none of fact, figure"):
        dossier.get("c.zz")
    assert dossier.find("c.zz") is None
    assert [claim.id for claim in dossier.claims] == [i for i in dossier.claims.ids() if i != "c.zz"]
    assert str(dossier.frozen("c.zz")).startswith("claims.jsonl:11: c.zz: kind")
    told: list[tuple[int, int]] = []
    (problem,) = dossier.validate(lambda done, total: told.append((done, total)))
    assert problem.line == 11
    assert told[-1] == (48, 48)
    dossier.edit("mend", lambda draft: draft.claims.update({"kind": "fact"}, doc_ids=["c.zz"]))
    assert dossier.claims["c.zz"].kind == "fact"
    assert dossier.validate() == []


def test_dangling_references_are_listed_until_they_are_mended(path: Path) -> None:
    add_line(path, "annotations", orjson.dumps(builders.note("a.x", "c.gone")) + b"\n")
    add_line(path, "annotations", orjson.dumps(builders.note("a.y", "c.move", quote="s.courier")) + b"\n")
    dossier = Dossier.open(path, by="ada")
    assert [str(problem) for problem in dossier.problems] == [
        "annotations.jsonl:6: a.x: target: there is no claim c.gone",
        "annotations.jsonl:7: a.y: quote: 's.courier' is not the id of a quote",
    ]
    dossier.edit(
        "write on", lambda draft: draft.annotations.update({"body": {"text": "on"}}, doc_ids=["a.x"])
    )
    dossier.edit("add", lambda draft: draft.put(builders.claim("c.gone", "It is back.", "q.cost")))
    assert [problem.id for problem in dossier.problems] == ["a.y"]
    dossier.edit("remove", lambda draft: draft.remove("a.y"))
    assert dossier.problems == []


def test_an_empty_reference_is_a_problem_like_any_other(path: Path) -> None:
    add_line(path, "quotes", orjson.dumps(builders.quote("q.x", "Words.", speaker="")) + b"\n")
    add_line(path, "relations", orjson.dumps(builders.relation("r.x", "", "cites", "")) + b"\n")
    dossier = Dossier.open(path, by="ada")
    assert [str(problem).partition(": ")[2] for problem in dossier.problems] == [
        "q.x: speaker: '' is not the id of an entity",
        "r.x: from: '' is not the id of an entity or a claim or a source or a quote or an event",
        "r.x: to: '' is not the id of an entity or a claim or a source or a quote or an event",
    ]
    assert dossier.validate()


def test_hand_edited_files_are_read_with_crlf_bom_blank_lines_and_no_last_newline(path: Path) -> None:
    lines = (path / "tags.jsonl").read_bytes().splitlines()
    (path / "tags.jsonl").write_bytes(b"\xef\xbb\xbf" + lines[1] + b"\r\n\r\n   \n" + lines[0])
    with Dossier.open(path, by="ada") as dossier:
        assert dossier.tags.ids() == ("t.cost", "t.unasked")
        assert dossier.problems == []
        dossier.edit("color", lambda draft: draft.tags.update({"color": "red"}, doc_ids=["t.cost"]))
    kept = (path / "tags.jsonl").read_bytes().split(b"\n")
    assert kept[1:] == [lines[1], b""]


def test_lines_that_nobody_edited_keep_every_byte(path: Path) -> None:
    stamp = b'"created":"2025-02-01T09:30:00Z", "modified":"2025-02-01T09:30:00Z", "by":"ada"'
    odd = b'{ "id": "t.dogs", "zoo": 1.50, "path": "d\\u006fgs", ' + stamp + b" }"
    add_line(path, "tags", odd + b"\n")
    with Dossier.open(path, by="ada") as dossier:
        assert dossier.tags["t.dogs"].path == "dogs"
        dossier.edit("color", lambda draft: draft.tags.update({"color": "red"}, doc_ids=["t.unasked"]))
    assert odd in (path / "tags.jsonl").read_bytes().splitlines()


def test_missing_tables_are_empty(path: Path) -> None:
    for table in ("events", "relations", "filters"):
        (path / f"{table}.jsonl").unlink()
    dossier = Dossier.open(path)
    assert (len(dossier.events), dossier.problems) == (0, [])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_write_permission(path: Path) -> None:
    path.chmod(0o555)
    try:
        check_read_only(path)
    finally:
        path.chmod(0o755)


def test_a_read_only_folder_opens_for_reading(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.store.state.os.access", lambda *_: False)
    check_read_only(path)


def check_read_only(path: Path) -> None:
    with Dossier.open(path) as dossier:
        assert dossier.read_only is not None
        assert dossier.claims["c.cost"].kind == "figure"
        for act in (
            lambda: dossier.edit("note", lambda draft: draft.put(builders.note("a.x", "c.cost"))),
            dossier.undo,
            dossier.save,
            lambda: dossier.put_text(b"text"),
        ):
            with pytest.raises(NotSaved, match=r"read-only: the folder .* cannot be written to"):
                act()
        assert "a.x" not in dossier.annotations
    assert not (path / "history.jsonl").exists()
    assert not (path / ".lock").exists()


def test_a_mere_reader_writes_nothing(path: Path) -> None:
    before = {file.name: file.read_bytes() for file in path.iterdir() if file.is_file()}
    with Dossier.open(path) as dossier:
        assert dossier.save() is False
        dossier.refresh()
        dossier.validate()
        (path / ".lock").unlink()
    assert {file.name: file.read_bytes() for file in path.iterdir() if file.is_file()} == before


def test_texts_are_checked_against_their_name(path: Path) -> None:
    dossier = Dossier.open(path)
    assert dossier.text_of("s.courier") == builders.TEXT
    assert dossier.text_of("s.courier", builders.TEXT_SHA) == builders.TEXT
    assert dossier.text_of("s.minutes") is None
    assert dossier.text_problem("s.minutes") is None
    file = path / "texts" / f"{builders.TEXT_SHA}.txt"
    file.write_bytes(file.read_bytes().replace(b"north", b"south"))
    again = Dossier.open(path)
    assert again.text_of("s.courier") is None
    assert "has been altered" in str(again.text_problem("s.courier"))


def test_a_stored_text_comes_back_byte_for_byte(path: Path) -> None:
    dossier = Dossier.open(path, by="ada")
    data = "one\r\ntwo\r船\n\ufeffend".encode()
    version = {"sha256": dossier.put_text(data), "length": len(data.decode())}
    dossier.edit("attach", lambda draft: draft.sources.update({"texts": [version]}, doc_ids=["s.daily"]))
    assert dossier.text_of("s.daily") == data.decode()
    latin = dossier.put_text(b"caf\xe9")
    dossier.edit(
        "attach",
        lambda draft: draft.sources.update({"texts": [{"sha256": latin, "length": 4}]}, doc_ids=["s.daily"]),
    )
    assert dossier.text_of("s.daily") is None
    assert "is not UTF-8: byte 3" in str(dossier.text_problem("s.daily"))


def test_loading_comes_in_slices(tmp_path: Path) -> None:
    extra = [
        builders.claim(f"c.{number:05}", f"Claim {number} " + "x" * 200, "q.cost") for number in range(9000)
    ]
    dossier = Dossier(builders.build(tmp_path / "big", extra=extra))
    assert len(dossier.claims) == 0
    steps = list(dossier.load())
    assert len(steps) > 10
    assert steps[-1].done == steps[-1].total
    assert [step.records for step in steps] == sorted(step.records for step in steps)
    assert len(dossier.claims) == 9010


def test_links_answer_both_ways(path: Path) -> None:
    dossier = Dossier.open(path)
    assert dossier.claims_about("e.marla-quist") == ("c.finished", "c.not-asked", "c.told")
    assert dossier.quotes_of("c.not-asked") == ("q.not-asked", "q.nobody", "q.newspaper")
    assert dossier.claims_of_quote("q.nobody") == ("c.heads", "c.not-asked")
    assert dossier.quotes_in("s.courier")[:3] == ("q.headline", "q.move", "q.friday")
    assert dossier.claims_from("s.daily") == ("c.cost",)
    assert dossier.sources_of("c.cost") == ("s.courier", "s.daily")
    assert dossier.quotes_by("e.tomas-brandt") == ("q.newspaper", "q.nobody")
    assert "q.nobody" in dossier.quotes_by("e.courier")
    assert dossier.events_of("c.told") == ("v.interview",)
    assert dossier.events_with("e.terminal") == ("v.move",)
    assert dossier.events_with("e.marla-quist") == ("v.interview",)
    assert dossier.relations_of("c.cost") == ("r.costs",)
    assert dossier.annotations_of("c.cost") == ("a.digit", "a.note", "a.tag-cost")
    assert dossier.annotations_of("q.cost") == ("a.digit",)
    assert dossier.records_tagged("t.cost") == ("c.cost", "s.minutes")
    assert dossier.referrers("c.vote") == ("v.vote",)
    assert dossier.claims_about("e.none") == dossier.referrers("e.none") == ()


def test_links_follow_an_edit(path: Path) -> None:
    dossier = Dossier.open(path, by="ada")
    assert dossier.claims_about("e.orsund") == ("c.move",)
    dossier.edit(
        "about", lambda draft: draft.claims.update({"about": ["e.orsund"]}, doc_ids=["c.cost", "c.vote"])
    )
    assert dossier.claims_about("e.orsund") == ("c.cost", "c.move", "c.vote")
    dossier.undo()
    assert dossier.claims_about("e.orsund") == ("c.move",)
    dossier.edit("untag", lambda draft: draft.remove("a.tag-cost"))
    assert dossier.records_tagged("t.cost") == ("s.minutes",)


def test_collections(path: Path) -> None:
    dossier = Dossier.open(path)
    assert "c.cost" in dossier.claims
    assert "s.courier" not in dossier.claims
    assert dossier.claims["c.cost"] is dossier.claims["c.cost"] is dossier.get("c.cost")
    with pytest.raises(KeyError, match=r"there is no claim s\.courier"):
        dossier.claims["s.courier"]
    with pytest.raises(UnknownRecord, match="there is no record rubbish"):
        dossier.get("rubbish")
    assert [tag.path for tag in dossier.tags] == ["money/cost", "unasked"]
    with pytest.raises(TypeError):
        dossier.claims.docs["c.x"] = {}  # type: ignore[index]
