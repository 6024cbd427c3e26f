"""The user's own copy of a bundled dossier, and the analyst's name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from dossier import home
from dossier.core.dossier import Dossier
from dossier.features.sources.act import attach
from dossier.features.tags.act import tag
from dossier.records.problems import DossierError, NotSaved
from tests.builders import TEXT, build, entity
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


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a dossier by relative path, but its lock."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != ".lock")
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


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


def test_a_newer_sample_is_told_of_once_and_the_copy_stays_as_it_is(bundle: Path) -> None:
    copy, _ = home.working_copy("ferry")
    before = {file: file.read_bytes() for file in copy.iterdir()}
    release(bundle)
    again, notice = home.working_copy("ferry")
    assert again == copy
    assert notice == (
        "this release ships a newer sample; `dossier sample --fresh` copies it, and keeps yours"
    )
    assert home.working_copy("ferry") == (copy, None)
    assert {file: file.read_bytes() for file in copy.iterdir()} == before


def test_every_newer_sample_is_told_of(bundle: Path) -> None:
    home.working_copy("ferry")
    release(bundle)
    assert home.working_copy("ferry")[1] is not None
    (bundle / "tags.jsonl").unlink()
    assert home.working_copy("ferry")[1] is not None


@pytest.mark.parametrize("lost", [b"", b"not a digest", b"\xff\xfe", None])
def test_forgetting_which_sample_was_copied_keeps_nothing_from_opening(
    bundle: Path, lost: bytes | None
) -> None:
    copy, _ = home.working_copy("ferry")
    memory = home.state_folder() / "copies" / "ferry.sha256"
    if lost is None:
        memory.unlink()
        memory.mkdir()
    else:
        memory.write_bytes(lost)
    assert home.working_copy("ferry")[0] == copy


_KILLED = """
import os, signal, sys
from dossier import home
home.__file__ = sys.argv[1]
written = 0
def fsync(descriptor):
    global written
    written += 1
    if written == 4:
        os.kill(os.getpid(), signal.SIGKILL)
os.fsync = fsync
home.working_copy("ferry")
"""


def test_a_first_copy_that_was_killed_half_way_is_made_anew(bundle: Path) -> None:
    command = [sys.executable, "-c", _KILLED, home.__file__]
    killed = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = home.data_folder().iterdir()
    assert left.name.startswith(".ferry.")

    copy, notice = home.working_copy("ferry")
    assert notice is None
    assert ids(copy) == ids(bundle)
    assert [each.name for each in home.data_folder().iterdir()] == ["ferry"]


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
    copy, notice = home.fresh_copy("ferry")
    assert notice is None
    assert ids(copy) == ids(bundle)
    assert home.fresh_copy("ferry") == (copy, None)
    assert [each.name for each in copy.parent.iterdir()] == ["ferry"]


def test_a_fresh_copy_is_of_the_newer_sample_which_is_not_told_of_again(bundle: Path) -> None:
    home.working_copy("ferry")
    release(bundle)
    copy, notice = home.fresh_copy("ferry")
    assert "e.newcomer" in ids(copy)
    assert notice == f"a fresh ferry; your earlier copy is kept in {copy.with_name('ferry-2')}"
    assert home.working_copy("ferry") == (copy, None)


def edited(copy: Path) -> None:
    with Dossier.open(copy, by="ada") as dossier:
        tag(dossier, ["c.cost"], add=["seen"])


def edited_and_undone(copy: Path) -> None:
    with Dossier.open(copy, by="ada") as dossier:
        tag(dossier, ["c.cost"], add=["seen"])
        dossier.undo()


def changed_by_hand(copy: Path) -> None:
    table = copy / "claims.jsonl"
    table.write_bytes(table.read_bytes().replace(b"worn out", b"fine"))


def given_a_text(copy: Path) -> None:
    (copy / "text.txt").write_bytes(TEXT.encode())
    with Dossier.open(copy, by="ada") as dossier:
        attach(dossier, "s.courier", copy / "text.txt")
    (copy / "text.txt").unlink()


def drafted(copy: Path) -> None:
    drafts = home.memory_of(copy) / "drafts"
    drafts.mkdir(parents=True)
    (drafts / "half.json").write_text("{}")


@pytest.mark.parametrize("work", [edited, edited_and_undone, changed_by_hand, given_a_text, drafted])
def test_a_fresh_copy_keeps_an_earlier_one_that_holds_any_work(
    bundle: Path, work: Callable[[Path], None]
) -> None:
    copy, _ = home.fresh_copy("ferry")
    work(copy)
    before = contents(copy) | contents(home.memory_of(copy))
    again, notice = home.fresh_copy("ferry")
    aside = copy.with_name("ferry-2")
    assert again == copy
    assert notice == f"a fresh ferry; your earlier copy is kept in {aside}"
    assert contents(aside) | contents(home.memory_of(aside)) == before
    assert contents(copy) == contents(bundle)
    assert not home.memory_of(copy).exists()


def test_each_earlier_copy_has_a_name_of_its_own(bundle: Path) -> None:
    for _ in range(3):
        copy, _ = home.fresh_copy("ferry")
        edited(copy)
    assert sorted(each.name for each in copy.parent.iterdir()) == ["ferry", "ferry-2", "ferry-3"]


def test_who_has_the_earlier_copy_open_writes_nothing_into_the_fresh_one(bundle: Path) -> None:
    copy, _ = home.fresh_copy("ferry")
    with Dossier.open(copy, by="ada") as dossier:
        tag(dossier, ["c.cost"], add=["seen"])
        home.fresh_copy("ferry")
        with suppress(NotSaved):
            tag(dossier, ["c.cost"], add=["more"])
    assert contents(copy) == contents(bundle)
    with Dossier.open(copy.with_name("ferry-2"), by="ada") as kept:
        assert kept.records_tagged("t.seen") == ("c.cost",)


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


@pytest.mark.parametrize("folder", [home.data_folder, home.config_folder, home.state_folder])
def test_without_a_home_nothing_is_made_in_the_working_folder(
    homeless: None, folder: Callable[[], Path]
) -> None:
    with pytest.raises(home.NoHome, match=r"you have no home folder \(HOME is not set\); set DOSSIER_HOME"):
        folder()
    assert not list(Path().iterdir())


def test_the_home_of_nobody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_HOME", "~no-such-user")
    with pytest.raises(
        DossierError, match="DOSSIER_HOME is ~no-such-user, and no such user has a home folder"
    ):
        home.working_copy()
