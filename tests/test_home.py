"""The user's own copy of a bundled dossier, and the analyst's name."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dossier import home
from dossier.core.dossier import Dossier
from dossier.features.sources.act import attach
from dossier.features.tags.act import tag
from dossier.records.problems import DossierError
from tests.builders import TEXT, TEXT_SHA, build, entity
from tests.paths import ROOT


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundled dossier called ferry, as an installation has it."""
    package = tmp_path / "site-packages" / "dossier"
    folder = build(package / "data" / "ferry", text=False)
    monkeypatch.setattr(home, "__file__", str(package / "home.py"))
    return folder


def release(folder: Path) -> None:
    """Put a newer release of the bundled dossier in place."""
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    folder.rmdir()
    build(folder, text=False, extra=[entity("e.newcomer")])


def ids(copy: Path) -> set[str]:
    with Dossier.open(copy) as dossier:
        return set(dossier.entities.ids())


def test_the_first_run_makes_a_copy(bundle: Path) -> None:
    copy, notice = home.working_copy("ferry")
    assert copy == Path(os.environ["DOSSIER_HOME"]) / "data" / "ferry"
    assert notice is None
    assert {file.name: file.read_bytes() for file in copy.iterdir()} == {
        file.name: file.read_bytes() for file in bundle.iterdir()
    }
    assert [each.name for each in copy.parent.iterdir()] == ["ferry"]


def test_later_runs_leave_it_alone(bundle: Path) -> None:
    copy, _ = home.working_copy("ferry")
    with Dossier.open(copy, by="ada") as dossier:
        tag(dossier, ["c.cost"], add=["mine"])
    before = {file: file.stat().st_mtime_ns for file in copy.iterdir()}
    assert home.working_copy("ferry") == (copy, None)
    assert {file: file.stat().st_mtime_ns for file in copy.iterdir()} == before


def test_a_newer_release_replaces_an_untouched_copy(bundle: Path) -> None:
    copy, _ = home.working_copy("ferry")
    with Dossier.open(copy, by="ada"):
        pass
    release(bundle)
    again, notice = home.working_copy("ferry")
    assert (again, notice) == (copy, "ferry was brought up to date with this release")
    assert "e.newcomer" in ids(copy)
    assert home.working_copy("ferry") == (copy, None)
    assert [each.name for each in copy.parent.iterdir()] == ["ferry"]


def test_a_newer_release_leaves_a_copy_with_edits_alone_and_says_so(bundle: Path) -> None:
    copy, _ = home.working_copy("ferry")
    dossier = Dossier.open(copy, by="ada")
    tag(dossier, ["c.cost"], add=["mine"])
    release(bundle)
    for _ in range(2):
        _, notice = home.working_copy("ferry")
        assert notice is not None
        assert "yours is kept, because it holds changes of yours" in notice
    dossier.close()
    assert "e.newcomer" not in ids(copy)
    with Dossier.open(copy) as dossier:
        assert dossier.records_tagged("t.mine") == ("c.cost",)


def test_an_edit_that_was_undone_is_still_work(bundle: Path) -> None:
    copy, _ = home.working_copy("ferry")
    with Dossier.open(copy, by="ada") as dossier:
        tag(dossier, ["c.cost"], add=["mine"])
        dossier.undo()
    release(bundle)
    assert "kept" in str(home.working_copy("ferry")[1])


def test_a_copy_changed_by_hand_is_left_alone(bundle: Path) -> None:
    copy, _ = home.working_copy("ferry")
    table = copy / "claims.jsonl"
    table.write_bytes(table.read_bytes().replace(b"worn out", b"fine"))
    release(bundle)
    assert "kept" in str(home.working_copy("ferry")[1])
    assert b"fine" in table.read_bytes()


def test_texts_that_were_attached_survive_a_newer_release(bundle: Path, tmp_path: Path) -> None:
    copy, _ = home.working_copy("ferry")
    (tmp_path / "text.txt").write_bytes(TEXT.encode())
    with Dossier.open(copy, by="ada") as dossier:
        assert attach(dossier, "s.courier", tmp_path / "text.txt").edit is None
    release(bundle)
    assert "brought up to date" in str(home.working_copy("ferry")[1])
    assert (copy / "texts" / f"{TEXT_SHA}.txt").read_bytes() == TEXT.encode()
    assert "e.newcomer" in ids(copy)


def test_forgotten_digests_are_found_again(bundle: Path) -> None:
    copy, _ = home.working_copy("ferry")
    memory = home.state_folder() / "copies" / "ferry.json"
    memory.write_bytes(b"not json")
    assert home.working_copy("ferry") == (copy, None)
    release(bundle)
    assert "brought up to date" in str(home.working_copy("ferry")[1])
    memory.unlink()
    release(bundle)
    (bundle / "tags.jsonl").unlink()
    assert "kept" in str(home.working_copy("ferry")[1])


def test_a_replacement_that_was_cut_short_is_finished(bundle: Path) -> None:
    copy, _ = home.working_copy("ferry")
    (copy / "texts").mkdir()
    (copy / "texts" / f"{TEXT_SHA}.txt").write_bytes(TEXT.encode())
    copy.rename(copy.with_name(".ferry.0123abcd.old"))
    (copy.parent / ".ferry.4567cdef.new").mkdir()
    assert home.working_copy("ferry") == (copy, None)
    assert (copy / "texts" / f"{TEXT_SHA}.txt").is_file()
    assert [each.name for each in copy.parent.iterdir()] == ["ferry"]


def test_a_copy_that_cannot_be_finished_leaves_nothing(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(DossierError, match="no space left on device"):
            home.working_copy("ferry")
    assert list(home.data_folder().iterdir()) == []
    assert ids(home.working_copy("ferry")[0])


def test_a_home_that_cannot_be_written_to(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DOSSIER_HOME", str(tmp_path / "file"))
    with pytest.raises(DossierError, match="set DOSSIER_HOME to a folder that you can write to") as error:
        home.working_copy("ferry")
    assert str(tmp_path / "file") in str(error.value)


_RUN = """
import sys, time
from pathlib import Path
from dossier import home
home.__file__ = sys.argv[1]
while time.time() < float(sys.argv[2]):
    pass
copy, notice = home.working_copy("ferry")
print(len(list(copy.glob("*.jsonl"))), notice)
"""


def test_programs_that_start_at_once_share_one_copy(bundle: Path) -> None:
    start = time.time() + 0.6
    command = [sys.executable, "-c", _RUN, home.__file__, str(start)]
    root = str(ROOT)
    environment = {**os.environ, "PYTHONPATH": root}
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(4)]
    told = {program.communicate(timeout=60)[0] for program in running}
    assert told == {f"{len(list(bundle.glob('*.jsonl')))} None\n".encode()}
    assert [each.name for each in home.data_folder().iterdir()] == ["ferry"]


def test_a_fresh_copy_is_as_it_ships(bundle: Path) -> None:
    first, notice = home.fresh_copy("ferry")
    assert notice is None
    (first / "entities.jsonl").write_text("")
    again, notice = home.fresh_copy("ferry")
    assert (again, notice) == (first, None)
    assert ids(again) == ids(bundle)


def test_a_fresh_copy_sets_an_edited_one_aside(bundle: Path) -> None:
    first, _ = home.fresh_copy("ferry")
    with Dossier.open(first, by="ada") as dossier:
        tag(dossier, [dossier.claims.ids()[0]], add=["seen"])
    again, notice = home.fresh_copy("ferry")
    assert again == first
    assert not (again / "history.jsonl").exists()
    (aside,) = (folder for folder in first.parent.glob("ferry-*"))
    assert notice is not None
    assert str(aside) in notice
    with Dossier.open(aside, by="ada") as kept:
        assert kept.can_undo


def test_an_unknown_bundle() -> None:
    with pytest.raises(DossierError, match="not part of this installation"):
        home.bundled("nowhere")
    assert (home.bundled("deepseek") / "claims.jsonl").is_file()


def test_without_a_home_the_platforms_folders_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_HOME", " ")
    assert home.data_folder().name == "dossier"
    assert Path(os.environ["HOME"]) in home.data_folder().parents
    monkeypatch.setenv("DOSSIER_HOME", "~/mine")
    assert home.state_folder() == Path(os.environ["HOME"]) / "mine" / "state"
