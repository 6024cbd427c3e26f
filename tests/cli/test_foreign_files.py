"""What sync programs, git and editors leave is called by its name, with the command that joins or mends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.records.problems import NotSaved
from tests.builders import TEXT, note
from tests.cli.conftest import Command

SET_ASIDE = {
    "claims (Ada's conflicted copy 2025-01-02).jsonl": "claims.jsonl",
    "claims.sync-conflict-20250102-101010-ABCDEFG.jsonl": "claims.jsonl",
    "claims (1).jsonl": "claims.jsonl",
    "claims 2.jsonl": "claims.jsonl",
    "claims-LAPTOP-7.jsonl": "claims.jsonl",
    "claims.jsonl (conflicted copy)": "claims.jsonl",
    "quotes (In Konflikt stehende Kopie 2025-01-02).jsonl": "quotes.jsonl",
    "history (SFConflict ada@example.org 2025-01-02).jsonl": "history.jsonl",
    "dossier (conflicted copy).json": "dossier.json",
}


@pytest.mark.parametrize(("name", "original"), SET_ASIDE.items())
def test_a_copy_that_a_sync_set_aside_is_told_with_the_way_to_join_it(
    command: Command, case: Path, name: str, original: str
) -> None:
    shutil.copy(case / "claims.jsonl", case / name)
    status, out, _ = command("check", case)
    (told,) = [line for line in out.splitlines() if line.startswith(name)]
    assert told.startswith(f"{name}: is a copy of {original} that a sync program set aside")
    assert told.endswith("dossier merge FOLDER COPY -o JOINED")
    assert status == 1
    assert "set aside" in command("list", case, "claims").err


@pytest.mark.parametrize("name", ["claims.jsonl.bak", "claims-old.jsonl", "claimsconflict", "notes (1).txt"])
def test_other_names_are_no_copies(command: Command, case: Path, name: str) -> None:
    shutil.copy(case / "claims.jsonl", case / name)
    assert "set aside" not in command("check", case).out


def test_the_advice_joins_what_the_other_computer_wrote(command: Command, case: Path, tmp_path: Path) -> None:
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.adas", "c.vote")))
    theirs = tmp_path / "theirs"
    shutil.copytree(case, theirs)
    with Dossier.open(theirs, by="ben") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.bens", "c.vote")))
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.more", "c.vote")))
    for name in ("annotations", "history"):
        shutil.copy(theirs / f"{name}.jsonl", case / f"{name} (conflicted copy).jsonl")
    copy = tmp_path / "copy"
    shutil.copytree(case, copy)
    for name in ("annotations", "history"):
        (copy / f"{name} (conflicted copy).jsonl").replace(copy / f"{name}.jsonl")
    assert command("merge", case, copy, "-o", tmp_path / "joined").status == 0
    with Dossier.open(tmp_path / "joined") as joined:
        assert {"a.adas", "a.bens", "a.more"} <= set(joined.annotations.ids())


def test_at_opening_a_few_are_named_and_the_rest_counted(command: Command, case: Path) -> None:
    for number in range(1, 6):
        shutil.copy(case / "claims.jsonl", case / f"claims ({number}).jsonl")
    told = command("list", case, "claims").err.splitlines()
    assert len(told) == 4
    assert told[-1] == "dossier: and 2 more; `dossier check` lists them"


@pytest.mark.parametrize(
    ("encoding", "called"),
    [("utf-16", "UTF-16"), ("utf-16-be", "UTF-16BE"), ("utf-16-le", "UTF-16LE")],
)
def test_utf16_is_called_that_once(command: Command, case: Path, encoding: str, called: str) -> None:
    table = case / "claims.jsonl"
    before = table.read_text().encode(encoding)
    table.write_bytes(before)
    status, out, _ = command("check", case)
    words = f"cannot be read: it is {called}; expected UTF-8, as this makes it: iconv -f {called} -t UTF-8"
    assert status == 1
    assert f"claims.jsonl: {words}" in out.splitlines()
    assert called in command("list", case, "claims").err
    assert command("attach", case, "s.courier", case / "claims.jsonl").err.endswith(f"claims.jsonl {words}\n")
    assert table.read_bytes() == before
    info = case / "dossier.json"
    info.write_bytes(info.read_text().encode(encoding))
    assert command("check", case).err == f"dossier: {info} {words}\n"


def test_a_history_in_utf16_is_called_that_and_not_appended_to(command: Command, case: Path) -> None:
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.mine", "c.vote")))
    history = case / "history.jsonl"
    history.write_bytes(history.read_text().encode("utf-16"))
    before = history.read_bytes()
    told = [line for line in command("check", case).out.splitlines() if line.startswith("history")]
    assert len(told) == 1
    assert told[0].startswith("history.jsonl: cannot be read: it is UTF-16; expected UTF-8")
    with Dossier.open(case, by="ada") as dossier, pytest.raises(NotSaved, match="it is UTF-16"):
        dossier.edit("note", lambda draft: draft.put(note("a.more", "c.vote")))
    assert history.read_bytes() == before


def test_a_mark_that_an_editor_put_before_the_history_is_passed_over(command: Command, case: Path) -> None:
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.mine", "c.vote")))
    history = case / "history.jsonl"
    history.write_bytes(b"\xef\xbb\xbf" + history.read_bytes())
    assert command("check", case).status == 0
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.more", "c.vote")))
        assert dossier.undo() is not None
    assert command("check", case).status == 0
    assert "note" in command("log", case).out


def test_marks_of_a_conflict_in_the_history_are_called_that(command: Command, case: Path) -> None:
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.mine", "c.vote")))
    history = case / "history.jsonl"
    history.write_bytes(b"<<<<<<< HEAD\n" + history.read_bytes() + b"=======\n>>>>>>> ben\n")
    assert "history.jsonl:1: git found a conflict" in command("check", case).out
    assert "git found a conflict" in command("list", case, "claims").err


def test_an_export_in_utf16_is_called_that(command: Command, case: Path, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    command("export", case, "-o", file)
    file.write_bytes(file.read_text().encode("utf-16"))
    status, _, err = command("new", tmp_path / "copy", "--from", file)
    assert (status, err.startswith("dossier: export.json cannot be read: it is UTF-16;")) == (2, True)


def test_marks_of_a_conflict_in_git_are_called_that(command: Command, case: Path) -> None:
    table = case / "claims.jsonl"
    lines = table.read_text()
    table.write_text(f"<<<<<<< HEAD\n{lines}=======\n{lines}>>>>>>> ben\n")
    problems = json.loads(command("check", case, "--json").out)["problems"]
    first = problems[0]
    assert (first["line"], first["message"].startswith("git found a conflict")) == (1, True)
    assert first["message"].endswith("dossier merge ONE OTHER -o JOINED")
    assert [each["line"] for each in problems if each["message"] == "is a mark of the conflict above"] == [
        lines.count("\n") + 2,
        2 * lines.count("\n") + 3,
    ]
    assert "git found a conflict" in command("list", case, "claims").err


def test_a_text_is_no_table(command: Command, case: Path) -> None:
    (case / "article (1).txt").write_text(TEXT)
    assert command("check", case).status == 0
