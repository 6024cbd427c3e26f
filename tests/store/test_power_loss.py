"""The power goes: whatever a program had told its user to be done is there, whatever else the disk kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.exchange.json_export import make_export, write_export
from dossier.exchange.json_import import restore_export
from dossier.exchange.merge_folder import merge_folders
from dossier.records.problems import NotADossier
from tests.builders import build, note, source
from tests.power import Disk

Work = Callable[[Path, Disk], None]
TEXT = b"The ferry moves.\n"


def edit(dossier: Dossier, disk: Disk, note_id: str) -> None:
    dossier.edit(f"note {note_id}", lambda draft: draft.put(note(note_id, "s.new")))
    disk.done(note_id)


def make_and_edit(root: Path, disk: Disk) -> None:
    """A new dossier two folders down; a source with its text, notes, saves."""
    dossier = Dossier.new(root / "cases" / "new", title="New", by="ada")
    disk.done("new")
    dossier.edit("source", lambda draft: draft.put(source("s.new")))
    edit(dossier, disk, "a.one")
    dossier.put_text(TEXT)
    disk.done("text")
    dossier.save()
    edit(dossier, disk, "a.two")
    dossier.edit("again", lambda draft: draft.put(note("a.one", "s.new", "Changed.")))
    dossier.save()
    dossier.close()


def make_from_export(root: Path, disk: Disk) -> None:
    with Dossier.open(root.parent / "case", by="ada") as dossier:
        data = make_export(dossier)
    restore_export(root / "cases" / "new", data, "export.json")
    disk.done("new")
    disk.done("whole")


def merge_copies(root: Path, disk: Disk) -> None:
    merge_folders(root.parent / "case", root.parent / "copy", root / "cases" / "new", "ada")
    disk.done("new")
    disk.done("whole")


def holds(new: Path, done: frozenset[str]) -> None:
    """The dossier opens, with all that was told to be done."""
    try:
        dossier = Dossier.open(new, by="ada")
    except NotADossier:
        assert not done, done
        return
    with dossier:
        # The edit that was under way may have left a damaged line, which is told; no record is damaged.
        assert {each.file for each in dossier.problems} <= {"history.jsonl"}
        assert {each for each in done if each.startswith("a.")} <= set(dossier.annotations.ids())
        if "whole" in done:
            assert (len(dossier.claims), len(dossier.sources)) == (10, 3)
        dossier.edit("go on", lambda draft: draft.put(source("s.after")))
    with Dossier.open(new, by="ada") as again:
        assert "s.after" in again.sources
        assert set(dossier.annotations.ids()) == set(again.annotations.ids())
    if "text" in done:
        assert [each.read_bytes() for each in (new / "texts").iterdir() if each.suffix == ".txt"] == [TEXT]


@pytest.mark.parametrize("work", [make_and_edit, make_from_export, merge_copies])
def test_what_was_told_to_be_done_outlasts_a_power_cut(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    shutil.copytree(build(root.parent / "case"), root.parent / "copy")
    disk = Disk(root)
    with monkeypatch.context() as patch:
        disk.record(patch)
        work(root, disk)
    monkeypatch.setattr("os.fsync", lambda descriptor: None)  # looking needs none
    after = tmp_path / "after"
    count = 0
    for done, state in disk.cuts():
        disk.lay_out(state, after)
        holds(after / "cases" / "new", done)
        shutil.rmtree(after)
        count += 1
    assert count > 20


def test_an_export_that_was_told_to_be_written_outlasts_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "old.json").write_bytes(b"old")
    with Dossier.open(build(tmp_path / "case")) as dossier:
        wanted = make_export(dossier)
        disk = Disk(root)
        with monkeypatch.context() as patch:
            disk.record(patch)
            for name in ("new.json", "old.json"):
                write_export(dossier, root / name)
                disk.done(name)
    after = tmp_path / "after"
    for done, state in disk.cuts():
        disk.lay_out(state, after)
        assert (after / "old.json").read_bytes() in ((wanted,) if "old.json" in done else (b"old", wanted))
        assert "new.json" not in done or (after / "new.json").read_bytes() == wanted
        shutil.rmtree(after)
