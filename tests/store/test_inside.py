"""A folder's own files are read and written; nothing that a link leads to, and nothing that could hang."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.store.atomic import left_beside, replace_file, write_beside, write_whole
from dossier.store.inside import Folder, NotPlain
from tests.planted import KINDS, contents, plant


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder with a file of the user's own, which must stay as it is."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "x").write_bytes(b"mine")
    yield folder
    assert contents(folder) == {"x": b"mine"}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "folder")
    made.make()
    return made


@pytest.fixture(params=KINDS)
def planted(request: pytest.FixtureRequest, folder: Folder, outside: Path) -> str:
    """Something else where the file `x` is expected; what it is called in messages."""
    return plant(request.param, folder.path / "x", outside)


def test_what_is_no_file_is_named_and_neither_read_nor_written(folder: Folder, planted: str) -> None:
    with pytest.raises(NotPlain, match=f"it is {planted}; expected a plain file"):
        folder.read("x")
    with pytest.raises(NotPlain, match=planted):
        folder.open("x", os.O_RDWR | os.O_CREAT)
    with pytest.raises(NotPlain, match=planted):
        replace_file(folder, "x", b"new")
    assert folder.names() == ["x"]


def test_a_link_that_is_put_there_in_between_is_not_followed(
    folder: Folder, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Folder.status

    def look_then_plant(here: Folder, name: str) -> os.stat_result | None:
        found = look(here, name)
        (folder.path / "x").symlink_to(outside / "x")
        monkeypatch.setattr(Folder, "status", look)
        return found

    monkeypatch.setattr(Folder, "status", look_then_plant)
    with pytest.raises(NotPlain, match="a link"):
        folder.open("x", os.O_RDWR | os.O_CREAT)


def test_a_link_in_the_place_of_an_inner_folder_is_not_followed(folder: Folder, outside: Path) -> None:
    (folder.path / "texts").symlink_to(outside)
    texts = folder.below("texts")
    with pytest.raises(NotPlain, match="it is a link; expected a plain folder"):
        replace_file(texts, "x", b"new")
    with pytest.raises(NotPlain):
        texts.make()


def test_the_folder_itself_may_be_reached_through_a_link(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder.path)
    replace_file(Folder(tmp_path / "link"), "x", b"new")
    assert folder.read("x") == b"new"


def test_a_replaced_file_keeps_its_permissions_unless_others_are_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write_whole(file, b"new")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)
    write_whole(file, b"newer", 0o600)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"newer", 0o600)


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_a_write_that_fails_changes_nothing_and_leaves_nothing(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    replace_file(folder, "x", b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, call, full)
        with pytest.raises(OSError, match="No space"):
            replace_file(folder, "x", b"new")
    assert (folder.names(), folder.read("x")) == (["x"], b"old")


def test_what_was_left_beside_a_file_is_found_and_never_written_to(folder: Folder, outside: Path) -> None:
    (folder.path / ".x.new").symlink_to(outside / "x")  # the name of earlier releases
    fresh = write_beside(folder, "x", b"new")
    assert left_beside(folder, "x") == sorted([".x.new", fresh])
    assert folder.read(fresh) == b"new"


def test_a_long_name_has_room_for_what_is_written_beside_it(folder: Folder) -> None:
    name = "船" * 80
    replace_file(folder, name, b"new")
    assert folder.read(name) == b"new"


def test_without_descriptors_of_folders_links_are_refused_by_looking_first(
    folder: Folder, planted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossier.store.inside._BY_DESCRIPTOR", False)
    replace_file(folder, "y", b"new")
    assert folder.read("y") == b"new"
    with pytest.raises(NotPlain, match=planted):
        replace_file(folder, "x", b"new")
    (folder.path / "texts").symlink_to(tmp_path)
    with pytest.raises(NotPlain, match="a link"):
        folder.below("texts").names()
