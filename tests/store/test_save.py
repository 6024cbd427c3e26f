"""Saving: what it writes, and that a crash at any step of it, or a full disk, loses nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import pytest

from dossier import Dossier
from dossier.records.kinds import TABLES
from dossier.records.problems import EditRefused, NotSaved
from tests import builders


class Crash(BaseException):
    """The end of the process, as far as the code under test can tell."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return builders.build(tmp_path / "d")


@pytest.fixture
def dossier(path: Path) -> Dossier:
    return Dossier.open(path, by="ada")


def note(dossier: Dossier, record_id: str, target: str = "c.cost", text: str = "Ask.") -> None:
    assert dossier.edit(f"note {record_id}", lambda draft: draft.put(builders.note(record_id, target, text)))


def content(dossier: Dossier) -> dict[str, dict[str, Any]]:
    return {name: dict(getattr(dossier, name).docs) for name in TABLES}


def newest_saved(path: Path) -> dict[str, str]:
    entries = [orjson.loads(line) for line in (path / "history.jsonl").read_bytes().splitlines()]
    digests: dict[str, str] = [entry["saved"] for entry in entries if "saved" in entry][-1]
    return digests


def on_disk(path: Path) -> dict[str, str]:
    files = {name: path / f"{name}.jsonl" for name in TABLES}
    data = {name: file.read_bytes() if file.exists() else b"" for name, file in files.items()}
    return {name: hashlib.sha256(held).hexdigest() for name, held in data.items()}


def test_save_writes_what_changed_and_names_every_digest(path: Path, dossier: Dossier) -> None:
    claims = (path / "claims.jsonl").stat()
    note(dossier, "a.x")
    assert dossier.save() is True
    assert newest_saved(path) == on_disk(path)
    assert (path / "claims.jsonl").stat() == claims
    assert [doc["id"] for doc in builders.table_lines(path, "annotations")] == list(dossier.annotations.ids())
    assert dossier.save() is False
    assert not list(path.glob(".*.new"))


def test_nothing_else_rewrites_a_table(path: Path, dossier: Dossier) -> None:
    before = on_disk(path)
    note(dossier, "a.x")
    dossier.undo()
    dossier.refresh()
    Dossier.open(path, by="bob").close()
    assert on_disk(path) == before


def test_closing_saves_own_edits(path: Path) -> None:
    with Dossier.open(path, by="ada") as dossier:
        note(dossier, "a.x")
    assert newest_saved(path) == on_disk(path)
    assert "a.x" in [doc["id"] for doc in builders.table_lines(path, "annotations")]


def test_a_table_that_loses_its_last_record(path: Path, dossier: Dossier) -> None:
    dossier.edit("remove", lambda draft: draft.remove("f.cost"))
    dossier.save()
    assert (path / "filters.jsonl").read_bytes() == b""
    assert len(Dossier.open(path).filters) == 0


class Stops:
    """Counts the system calls that change the disk, and crashes (or fails) at one of them."""

    def __init__(self, at: int, error: Callable[[], BaseException]) -> None:
        self.at = at
        self.error = error
        self.count = 0

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def stop(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self.at:
                raise self.error()
            return call(*arguments, **options)

        return stop


def stopped(
    monkeypatch: pytest.MonkeyPatch, at: int, error: Callable[[], BaseException], act: Callable[[], Any]
) -> bool:
    """Run `act` with the `at`th change of the disk failing; whether it came that far."""
    stops = Stops(at, error)
    with monkeypatch.context() as patch:
        for name in ("fsync", "replace", "write"):
            patch.setattr(os, name, stops.wrap(getattr(os, name)))
        with suppress(Crash, NotSaved):
            act()
    return stops.count >= at


def steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Callable[[], BaseException], act: str
) -> Iterator[tuple[Path, Dossier, dict[str, dict[str, Any]]]]:
    """The dossier after a failure at each step of `act`, with what it held before."""
    for at in range(1, 40):
        path = builders.build(tmp_path / str(at))
        dossier = Dossier.open(path, by="ada")
        note(dossier, "a.first")
        dossier.save()
        note(dossier, "a.second")
        dossier.edit("tag", lambda draft: draft.put({"id": "t.dogs", "path": "dogs"}))
        before = content(dossier)
        came = stopped(monkeypatch, at, error, getattr(dossier, act))
        yield path, dossier, before
        if not came:
            return
    raise AssertionError("never came to an end")


def test_a_crash_at_any_step_of_a_save_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crashes = 0
    for path, _, before in steps(tmp_path, monkeypatch, Crash, "save"):
        crashes += 1
        again = Dossier.open(path, by="ada")
        assert content(again) == before
        assert (again.conflicts, again.refresh().outside) == ([], ())
        note(again, "a.third", "c.vote")
        again.save()
        assert newest_saved(path) == on_disk(path)
        once_more = Dossier.open(path, by="ada")
        assert content(once_more) == content(again)
        assert once_more.can_undo == "note a.third"
    assert crashes >= 8


def test_a_save_that_fails_at_any_step_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> OSError:
        return OSError(errno.ENOSPC, "No space left on device")

    for path, dossier, before in steps(tmp_path, monkeypatch, full, "save"):
        assert content(dossier) == before
        assert content(Dossier.open(path, by="bob")) == before
        note(dossier, "a.third")
        dossier.save()
        assert newest_saved(path) == on_disk(path)
        assert not list(path.glob(".*.new"))


def test_an_undo_that_fails_at_any_step_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> OSError:
        return OSError(errno.ENOSPC, "No space left on device")

    failed = 0
    for path, dossier, before in steps(tmp_path, monkeypatch, full, "undo"):
        if "t.dogs" in dossier.tags:
            failed += 1
            assert content(dossier) == before
        assert content(Dossier.open(path, by="bob")) == content(dossier)
    assert failed >= 2


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_refuses_the_edit(
    path: Path, dossier: Dossier, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    note(dossier, "a.first")
    before, history = content(dossier), (path / "history.jsonl").read_bytes()
    write, calls = os.write, iter([True, False])

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def half(descriptor: int, data: memoryview) -> int:
        return write(descriptor, data[:50]) if next(calls) else full()

    with monkeypatch.context() as patch:
        patch.setattr(os, call, half if call == "write" else full)
        with pytest.raises(NotSaved, match=r"history\.jsonl could not be written: no space left on device"):
            note(dossier, "a.second")
    assert content(dossier) == before
    assert (path / "history.jsonl").read_bytes() == history
    note(dossier, "a.second")
    assert "a.second" in Dossier.open(path).annotations


def test_the_first_edit_on_a_full_disk_leaves_no_history(
    path: Path, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(NotSaved):
            note(dossier, "a.x")
    assert not (path / "history.jsonl").exists()
    note(dossier, "a.x")
    assert "a.x" in Dossier.open(path).annotations


def test_a_history_without_permission_refuses_the_edit(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("os.open", denied)
    with pytest.raises(EditRefused, match="permission denied"):
        note(dossier, "a.x")
    assert "a.x" not in dossier.annotations


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", str(folder)]
    if (
        os.name == "nt"
        or os.geteuid() != 0
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("no small disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_really_is_full(tiny_disk: Path) -> None:
    path = builders.build(tiny_disk / "d")
    dossier = Dossier.open(path, by="ada")
    written = 0

    def fill() -> None:
        nonlocal written
        while written < 1000:
            note(dossier, f"a.{written:04}", text="x" * 900)
            written += 1

    with pytest.raises(NotSaved, match="no space left on device"):
        fill()
    assert written > 10
    assert len(dossier.annotations) == 5 + written
    with pytest.raises(NotSaved, match="could not be saved: no space left"):
        dossier.save()
    dossier.close()
    with Dossier.open(path) as again:
        assert again.annotations.ids() == dossier.annotations.ids()
    assert (path / "history.jsonl").read_bytes().endswith(b"\n")
    assert not list(path.glob(".*.new"))


def test_closing_on_a_full_disk_says_which_tables_wait_in_the_history(
    path: Path, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(dossier, "a.x")
    dossier.edit("tag", lambda draft: draft.put({"id": "t.dogs", "path": "dogs"}))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dossier.store.store.write_beside", full)
    dossier.close()
    assert dossier.unsaved == (
        "annotations.jsonl and tags.jsonl not saved: the tables could not be saved: no space left on device. "
        "Your edits are in history.jsonl; the next save writes them"
    )
    monkeypatch.undo()
    with Dossier.open(path, by="ada") as again:
        assert "a.x" in again.annotations
        again.save()
    assert again.unsaved is None
