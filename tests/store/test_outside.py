"""What happens when files are changed by an editor, by git, or by another program."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest

from dossier import Dossier
from dossier.records.problems import NotSaved
from tests import builders


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return builders.build(tmp_path / "d")


@pytest.fixture
def dossier(path: Path) -> Dossier:
    return Dossier.open(path, by="ada")


def color(dossier: Dossier, value: str, tag: str = "t.cost") -> None:
    assert dossier.edit(f"color {value}", lambda draft: draft.tags.update({"color": value}, doc_ids=[tag]))


def by_hand(path: Path, old: str, new: str, table: str = "tags") -> None:
    file = path / f"{table}.jsonl"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def outside_lines(path: Path) -> list[dict[str, Any]]:
    entries = [orjson.loads(line) for line in (path / "history.jsonl").read_bytes().splitlines()]
    return [entry["outside"] for entry in entries if "outside" in entry]


def test_pending_edits_are_replayed_on_a_changed_file(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    by_hand(path, '"path":"unasked"', '"path":"never-asked"')
    again = Dossier.open(path, by="ada")
    assert again.tags["t.unasked"].path == "never-asked"
    assert again.tags["t.cost"].color == "red"
    assert again.conflicts == []
    assert again.can_undo == "color red"


def test_an_edit_that_does_not_fit_is_listed_with_both_versions(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    by_hand(path, '"definition":"What the move costs"', '"definition":"Crowns"')
    again = Dossier.open(path, by="ada")
    (conflict,) = again.conflicts
    assert (conflict.table, conflict.id, conflict.edit.label) == ("tags", "t.cost", "color red")
    assert conflict.edited is not None
    assert conflict.file is not None
    assert (conflict.edited["definition"], conflict.edited["color"]) == ("What the move costs", "red")
    assert conflict.file == again.raw("t.cost")
    assert again.tags["t.cost"].definition == "Crowns"


def test_a_save_settles_a_conflict(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    by_hand(path, '"definition":"What the move costs"', '"definition":"Crowns"')
    again = Dossier.open(path, by="ada")
    again.save()
    settled = Dossier.open(path, by="ada")
    assert (settled.conflicts, settled.tags["t.cost"].definition) == ([], "Crowns")
    assert settled.tags["t.cost"].color is None


def test_a_hand_edit_after_a_crash_in_a_save_loses_nothing(
    path: Path, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    color(dossier, "red")

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", crash)
        with pytest.raises(KeyboardInterrupt):
            dossier.save()
    by_hand(path, '"path":"unasked"', '"path":"never-asked"')
    again = Dossier.open(path, by="ada")
    assert (again.tags["t.cost"].color, again.tags["t.unasked"].path) == ("red", "never-asked")
    assert again.conflicts == []


def test_an_edit_of_a_record_that_is_gone_is_a_conflict(path: Path, dossier: Dossier) -> None:
    color(dossier, "red", "t.unasked")
    file = path / "tags.jsonl"
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])
    again = Dossier.open(path)
    assert [(conflict.id, conflict.file) for conflict in again.conflicts] == [("t.unasked", None)]
    assert again.tags.ids() == ("t.cost",)


def test_what_the_file_holds_already_is_no_conflict(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    color(dossier, "blue")
    by_hand(path, '"definition":"What the move costs"', '"definition":"What the move costs","color":"blue"')
    stamped = dossier.raw("t.cost")["modified"]
    by_hand(path, '"color":"blue","created":"2025-02-01T09:30:00Z","modified":"2025-02-01T09:30:00Z"',
            f'"color":"blue","created":"2025-02-01T09:30:00Z","modified":"{stamped}"')  # fmt: skip
    again = Dossier.open(path)
    assert (again.conflicts, again.tags["t.cost"].color) == ([], "blue")


def test_a_reader_records_nothing_and_the_next_edit_does_once(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    dossier.close()
    by_hand(path, '"path":"unasked"', '"path":"never-asked"')
    history = (path / "history.jsonl").read_bytes()
    with Dossier.open(path, by="eve") as reader:
        assert reader.tags["t.unasked"].path == "never-asked"
    assert (path / "history.jsonl").read_bytes() == history
    again = Dossier.open(path, by="ada")
    color(again, "green")
    color(again, "blue")
    (line,) = outside_lines(path)
    assert list(line) == ["tags"]
    third = Dossier.open(path, by="bob")
    color(third, "grey")
    assert len(outside_lines(path)) == 1
    assert (third.tags["t.unasked"].path, third.conflicts) == ("never-asked", [])


def test_save_takes_an_outside_change_in(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    dossier.close()
    by_hand(path, '"path":"unasked"', '"path":"never-asked"')
    with Dossier.open(path, by="ada") as again:
        assert again.save() is True
        assert again.save() is False
    assert len(outside_lines(path)) == 1
    assert Dossier.open(path).tags["t.unasked"].path == "never-asked"


def test_a_change_by_hand_after_a_save_wins_also_over_what_was_saved(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    dossier.close()
    by_hand(path, '"color":"red"', '"color":"pink"')
    again = Dossier.open(path)
    assert (again.tags["t.cost"].color, again.conflicts) == ("pink", [])


def test_a_file_that_changes_while_we_run_is_announced_and_never_overwritten(
    path: Path, dossier: Dossier
) -> None:
    color(dossier, "red")
    by_hand(path, '"path":"unasked"', '"path":"never-asked"')
    held = (path / "tags.jsonl").read_bytes()
    assert dossier.refresh().outside == ("tags.jsonl",)
    assert dossier.refresh().outside == ("tags.jsonl",)
    assert dossier.tags["t.unasked"].path == "unasked"
    with pytest.raises(NotSaved, match=r"tags\.jsonl changed on disk .* reload first"):
        dossier.save()
    with pytest.raises(NotSaved, match=r"tags\.jsonl changed on disk"):
        color(dossier, "blue")
    assert dossier.edit("note", lambda draft: draft.put(builders.note("a.x", "c.cost")))
    dossier.close()
    assert (path / "tags.jsonl").read_bytes() == held


def test_reload_takes_a_changed_file(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    by_hand(path, '"path":"unasked"', '"path":"never-asked"')
    dossier.reload()
    assert (dossier.tags["t.unasked"].path, dossier.tags["t.cost"].color) == ("never-asked", "red")
    assert dossier.refresh().outside == ()
    color(dossier, "blue")
    dossier.save()
    assert Dossier.open(path).tags["t.cost"].color == "blue"


def test_a_touched_file_is_not_a_changed_one(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    (path / "tags.jsonl").touch()
    shutil.copy(path / "tags.jsonl", path / "copy")
    (path / "copy").replace(path / "tags.jsonl")
    assert dossier.refresh().outside == ()
    assert dossier.save() is True


def test_anothers_save_is_not_an_outside_change(path: Path, dossier: Dossier) -> None:
    bob = Dossier.open(path, by="bob")
    for turn in range(3):
        color(dossier, f"red{turn}")
        dossier.save()
        assert bob.refresh().outside == ()
        color(bob, f"blue{turn}")
        bob.save()
        assert dossier.refresh().outside == ()
    assert dossier.tags["t.cost"].color == "blue2"
    assert outside_lines(path) == []
    assert dossier.save() is False
    assert Dossier.open(path).tags["t.cost"].color == "blue2"


def test_a_program_behind_an_outside_change_that_another_took_in(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    by_hand(path, '"definition":"What the move costs"', '"definition":"Crowns"')
    bob = Dossier.open(path, by="bob")
    color(bob, "blue", "t.unasked")
    bob.save()
    assert dossier.refresh().outside == ("tags.jsonl",)
    with pytest.raises(NotSaved, match="reload first"):
        color(dossier, "green")
    dossier.reload()
    assert (dossier.tags["t.cost"].definition, dossier.tags["t.unasked"].color) == ("Crowns", "blue")
    color(dossier, "green")


@pytest.mark.parametrize("how", ["inode", "shorter", "rewritten", "chain", "gone"])
def test_nothing_is_appended_to_a_replaced_history_before_reload(
    path: Path, dossier: Dossier, how: str
) -> None:
    color(dossier, "red")
    color(dossier, "blue")
    history = path / "history.jsonl"
    lines = history.read_bytes().splitlines(keepends=True)
    if how == "inode":
        (path / "other").write_bytes(b"".join(lines))
        (path / "other").replace(history)
    elif how == "shorter":
        history.write_bytes(lines[0])
    elif how == "rewritten":
        history.write_bytes(b"".join(lines).replace(b"color blue", b"color bleu"))
    elif how == "chain":
        history.write_bytes(b"".join(lines) + lines[-1])
    else:
        history.unlink()
    held = history.read_bytes() if history.exists() else None
    assert dossier.refresh().replaced is True
    for act in (lambda: color(dossier, "green"), dossier.save, dossier.undo):
        with pytest.raises(NotSaved, match=r"history\.jsonl was replaced by another program; reload first"):
            act()
    assert (history.read_bytes() if history.exists() else None) == held
    dossier.reload()
    assert dossier.refresh().replaced is False
    color(dossier, "green")
    assert Dossier.open(path).tags["t.cost"].color == "green"


def test_reload_lists_own_edits_that_a_replaced_history_lacks(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    history = path / "history.jsonl"
    first = history.read_bytes()
    color(dossier, "blue")
    history.unlink()
    history.write_bytes(first)
    dossier.reload()
    (conflict,) = dossier.conflicts
    assert conflict.edit.label == "color blue"
    assert str(conflict) == "tags.jsonl: t.cost: was changed from outside; “color blue” did not fit"
    assert dossier.tags["t.cost"].color == "red"


def test_without_its_history_a_dossier_is_taken_as_it_is(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    dossier.save()
    color(dossier, "blue")
    dossier._store.close()
    (path / "history.jsonl").unlink()
    again = Dossier.open(path, by="ada")
    assert (again.tags["t.cost"].color, again.can_undo, again.problems) == ("red", None, [])
    color(again, "green")
    assert Dossier.open(path).tags["t.cost"].color == "green"


def test_two_programs_begin_a_history_at_once(path: Path, dossier: Dossier) -> None:
    bob = Dossier.open(path, by="bob")
    color(bob, "blue")
    color(dossier, "red")
    assert [edit.by for edit in dossier.history()] == ["bob", "ada"]
    by_hand(path, '"path":"unasked"', '"path":"never-asked"')
    assert Dossier.open(path).tags["t.cost"].color == "red"


def test_a_table_changed_before_the_first_edit_is_not_taken_for_the_one_that_was_read(
    path: Path, dossier: Dossier
) -> None:
    by_hand(path, '"path":"unasked"', '"path":"never-asked"')
    with pytest.raises(NotSaved, match=r"tags\.jsonl changed on disk"):
        dossier.edit("note", lambda draft: draft.put(builders.note("a.x", "c.cost")))
    dossier.reload()
    assert dossier.edit("note", lambda draft: draft.put(builders.note("a.x", "c.cost")))


def test_joined_histories_are_reported_and_nothing_is_overwritten(
    path: Path, tmp_path: Path, dossier: Dossier
) -> None:
    color(dossier, "red")
    dossier._store.close()
    copy = tmp_path / "copy"
    shutil.copytree(path, copy)
    mine, theirs = Dossier.open(path, by="ada"), Dossier.open(copy, by="bob")
    color(mine, "blue")
    color(theirs, "green")
    color(theirs, "grey", "t.unasked")
    added = (copy / "history.jsonl").read_bytes().splitlines(keepends=True)[-2:]
    mine._store.close()
    with (path / "history.jsonl").open("ab") as file:
        file.writelines(added)
        file.write(b"<<<<<<< HEAD\n")
    joined = Dossier.open(path, by="ada")
    assert [problem.line for problem in joined.problems] == [4, 6]
    assert "two histories were joined" in str(joined.problems[0])
    assert [conflict.edit.label for conflict in joined.conflicts] == ["color green"]
    assert (joined.tags["t.cost"].color, joined.tags["t.unasked"].color) == ("blue", "grey")
    color(joined, "pink")
    assert Dossier.open(path).tags["t.cost"].color == "pink"
