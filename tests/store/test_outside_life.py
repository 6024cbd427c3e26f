"""What is changed outside stays changed: it is said once, stands in the log, and is taken back from there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from dossier import Dossier
from dossier.core.dossier import Edit
from dossier.records.problems import DossierError, EditRefused, NotSaved
from dossier.store.author import find_author
from dossier.store.history import sha256
from tests import builders


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return builders.build(tmp_path / "d")


def note(dossier: Dossier, record_id: str, text: str = "Ask.") -> Edit:
    edit = dossier.edit(
        f"note {record_id}", lambda draft: draft.put(builders.note(record_id, "c.cost", text))
    )
    assert edit is not None
    return edit


def two_notes(path: Path) -> None:
    """Two records in two edits, each saved."""
    for record_id in ("a.x", "a.y"):
        with Dossier.open(path, by="ada") as dossier:
            note(dossier, record_id)


def delete_line(path: Path, record_id: str, table: str = "annotations") -> None:
    file = path / f"{table}.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(line for line in lines if orjson.loads(line)["id"] != record_id))


def entries(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in (path / "history.jsonl").read_bytes().splitlines()]


def by_outside(path: Path) -> list[Edit]:
    return [edit for edit in Dossier.open(path).history() if edit.by == "outside"]


def test_a_line_deleted_by_hand_stays_deleted_though_the_file_is_that_of_an_earlier_save(path: Path) -> None:
    two_notes(path)
    earlier = {doc["id"] for doc in builders.table_lines(path, "annotations")} - {"a.y"}
    delete_line(path, "a.y")
    assert {*Dossier.open(path).annotations.ids()} == earlier
    with Dossier.open(path, by="ada") as dossier:
        note(dossier, "a.z")
    assert "a.y" not in Dossier.open(path).annotations


def test_it_is_said_by_whoever_opens_it_until_an_edit_records_it(path: Path) -> None:
    two_notes(path)
    delete_line(path, "a.y")
    told = ["annotations.jsonl was edited outside: 1 removed"]
    assert Dossier.open(path).edited_outside == told
    with Dossier.open(path, by="ada") as dossier:
        assert dossier.edited_outside == told
        note(dossier, "a.z")
        assert dossier.edited_outside == []
    assert Dossier.open(path).edited_outside == []
    assert len(by_outside(path)) == 1


def test_a_reader_writes_nothing_of_it(path: Path) -> None:
    two_notes(path)
    delete_line(path, "a.y")
    before = (path / "history.jsonl").read_bytes()
    with Dossier.open(path) as dossier:
        dossier.refresh()
    assert (path / "history.jsonl").read_bytes() == before


def test_it_stands_in_the_log_before_the_edit_that_came_next(path: Path) -> None:
    two_notes(path)
    held = Dossier.open(path).raw("a.y")
    delete_line(path, "a.y")
    with Dossier.open(path, by="ada") as dossier:
        note(dossier, "a.z")
    *_, outside, last = Dossier.open(path).history()
    assert (outside.by, outside.label) == ("outside", "annotations.jsonl was edited outside: 1 removed")
    assert outside.changes == (("annotations", "a.y", held, None),)
    assert last.label == "note a.z"


def test_a_save_records_it_too(path: Path) -> None:
    two_notes(path)
    delete_line(path, "a.y")
    with Dossier.open(path, by="ada") as dossier:
        assert dossier.save() is True
        assert dossier.save() is False
    assert len(by_outside(path)) == 1
    assert Dossier.open(path).edited_outside == []


def test_it_is_taken_back_from_the_log_and_never_by_undo(path: Path) -> None:
    two_notes(path)
    held = Dossier.open(path).raw("a.y")
    delete_line(path, "a.y")
    dossier = Dossier.open(path, by="ada")
    dossier.edit("remove", lambda draft: draft.remove("a.x"))
    assert dossier.undo() is not None
    assert dossier.can_undo == "note a.y"
    with pytest.raises(EditRefused, match="was changed since, outside dossier"):
        dossier.undo()
    dossier.revert(by_outside(path)[0].id)
    assert dossier.raw("a.y") == held
    dossier.close()
    assert Dossier.open(path).raw("a.y") == held
    assert by_outside(path)[0].undoes is None


def test_a_restored_table_is_not_brought_up_to_date_again(path: Path) -> None:
    two_notes(path)
    with Dossier.open(path, by="ada") as dossier:
        committed = (path / "annotations.jsonl").read_bytes()
        note(dossier, "a.x", "Ask again.")
        note(dossier, "a.z")
    (path / "annotations.jsonl").write_bytes(committed)
    again = Dossier.open(path, by="ada")
    assert again.edited_outside == ["annotations.jsonl was edited outside: 1 changed, 1 removed"]
    assert again.raw("a.x")["body"]["text"] == "Ask."
    note(again, "a.q")
    again.revert(by_outside(path)[0].id)
    assert again.raw("a.x")["body"]["text"] == "Ask again."
    assert "a.z" in again.annotations


def test_a_table_restored_while_the_program_runs_is_announced_and_taken_on_reload(path: Path) -> None:
    two_notes(path)
    dossier = Dossier.open(path, by="ada")
    committed = (path / "annotations.jsonl").read_bytes()
    note(dossier, "a.z")
    dossier.save()
    (path / "annotations.jsonl").write_bytes(committed)
    assert dossier.refresh().outside == ("annotations.jsonl",)
    with pytest.raises(NotSaved, match=r"annotations\.jsonl changed on disk"):
        note(dossier, "a.q")
    dossier.reload()
    assert dossier.edited_outside == ["annotations.jsonl was edited outside: 1 removed"]
    note(dossier, "a.q")
    dossier.close()
    assert "a.z" not in Dossier.open(path).annotations
    assert len(by_outside(path)) == 1


def test_a_second_change_by_hand_before_the_first_was_saved_counts_as_well(path: Path) -> None:
    two_notes(path)
    whole = (path / "annotations.jsonl").read_bytes()
    delete_line(path, "a.y")
    dossier = Dossier.open(path, by="ada")
    dossier.edit("tag", lambda draft: draft.put({"id": "t.dogs", "path": "dogs"}))
    dossier._store.close()  # as if it was killed: the tables are as the hand left them
    (path / "annotations.jsonl").write_bytes(whole)
    again = Dossier.open(path, by="ada")
    assert again.edited_outside == ["annotations.jsonl was edited outside: 1 added"]
    assert "a.y" in again.annotations


def test_a_record_that_the_history_never_held_is_not_named(path: Path) -> None:
    two_notes(path)
    delete_line(path, "t.cost", "tags")
    told = ["tags.jsonl was edited outside"]
    with Dossier.open(path, by="ada") as dossier:
        assert dossier.edited_outside == told
        note(dossier, "a.z")
    (edit,) = by_outside(path)
    assert (edit.label, edit.changes) == (told[0], ())
    with pytest.raises(EditRefused, match="does not hold what was there before"):
        Dossier.open(path, by="ada").revert(edit.id)


def test_a_line_that_was_broken_by_hand_is_told_and_kept(path: Path) -> None:
    two_notes(path)
    file = path / "annotations.jsonl"
    file.write_bytes(file.read_bytes().replace(b'{"id":"a.y",', b'{"id":"a.y"'))
    with Dossier.open(path, by="ada") as dossier:
        assert dossier.edited_outside == ["annotations.jsonl was edited outside: 1 no longer readable"]
        note(dossier, "a.z")
    again = Dossier.open(path, by="ada")
    with pytest.raises(EditRefused, match=r"mend this line by hand first: annotations\.jsonl"):
        again.revert(by_outside(path)[0].id)
    assert b'{"id":"a.y""' in file.read_bytes()


def test_another_program_follows_what_was_recorded(path: Path) -> None:
    two_notes(path)
    old = Dossier.open(path, by="bob")
    delete_line(path, "a.y")
    dossier = Dossier.open(path, by="ada")
    note(dossier, "a.z")
    assert [edit.by for edit in old.refresh().edits] == ["outside", "ada"]
    assert "a.y" not in old.annotations
    assert "a.z" in old.annotations


def test_a_save_says_when_all_tables_are_in_place(path: Path) -> None:
    two_notes(path)
    saves = [entry for entry in entries(path) if "saved" in entry]
    assert [entry.get("written", False) for entry in saves] == [True, False, True, False, True]
    assert saves[1]["saved"] == saves[2]["saved"]


def test_whoever_holds_the_lock_next_completes_a_save_that_did_not_come_to_say_so(path: Path) -> None:
    two_notes(path)
    history = path / "history.jsonl"
    history.write_bytes(b"".join(history.read_bytes().splitlines(keepends=True)[:-1]))
    dossier = Dossier.open(path, by="ada")
    note(dossier, "a.z")
    assert [("written" in entry, "edit" in entry) for entry in entries(path)[-2:]] == [
        (True, False),
        (False, True),
    ]
    assert dossier.can_undo == "note a.z"


def test_a_history_without_a_word_on_what_was_written_is_read_as_before(path: Path) -> None:
    two_notes(path)
    history = path / "history.jsonl"
    history.write_bytes(_as_an_older_release(history.read_bytes()))
    delete_line(path, "a.y")
    dossier = Dossier.open(path, by="ada")
    assert "a.y" in dossier.annotations
    assert dossier.problems == []


def _as_an_older_release(history: bytes) -> bytes:
    """The same lines with neither `written` nor `sum`."""
    lines: list[bytes] = []
    for raw in history.splitlines():
        entry = orjson.loads(raw)
        if entry.pop("written", False) and lines:
            continue
        entry.pop("sum", None)
        entry["prev"] = sha256(lines[-1]) if lines else None
        lines.append(orjson.dumps(entry))
    return b"".join(line + b"\n" for line in lines)


def test_nobody_is_called_outside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("outside", " Outside\n"):
        with pytest.raises(DossierError, match="marks what was changed outside dossier"):
            Dossier.open(path, by=name)
    monkeypatch.delenv("DOSSIER_BY", raising=False)
    monkeypatch.setattr("dossier.store.author.subprocess.run", _called_outside)
    monkeypatch.setattr("getpass.getuser", lambda: "outside")
    assert find_author() == "analyst"


def _called_outside(*_: Any, **__: Any) -> Any:
    class Asked:
        stdout = b"outside\n"

    return Asked()
