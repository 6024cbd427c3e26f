"""A folder's own files are read and written; nothing that a link leads to, and nothing that could hang."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.store.atomic import left_beside, replace_file, write_beside, write_whole
from dossier.store.inside import Folder, NotPlain

KINDS = ("a link", "a link to nothing", "a pipe", "a socket", "a folder", "a device")


def plant(kind: str, place: Path, outside: Path) -> None:
    """Put something that is no plain file at `place`; `outside` is what a link there leads to."""
    if kind == "a link":
        place.symlink_to(outside)
    elif kind == "a link to nothing":
        place.symlink_to(outside.with_name("nothing"))
    elif kind == "a pipe":
        os.mkfifo(place)
    elif kind == "a socket":
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(place))
    elif kind == "a folder":
        place.mkdir()
    else:
        os.mknod(place, 0o020666, os.makedev(1, 3))


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A file outside the folder, which must stay as it is."""
    file = tmp_path / "outside"
    file.write_bytes(b"mine")
    yield file
    assert file.read_bytes() == b"mine"
    assert not (tmp_path / "nothing").exists()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "folder")
    made.make()
    return made


@pytest.fixture(params=KINDS)
def planted(request: pytest.FixtureRequest, folder: Folder, outside: Path) -> str:
    """Something else where the file `x` is expected; what it is called in messages."""
    kind = str(request.param)
    try:
        plant(kind, folder.path / "x", outside)
    except PermissionError:
        pytest.skip("only root makes devices")
    return kind.removesuffix(" to nothing")


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
        (folder.path / "x").symlink_to(outside)
        monkeypatch.setattr(Folder, "status", look)
        return found

    monkeypatch.setattr(Folder, "status", look_then_plant)
    with pytest.raises(NotPlain, match="a link"):
        folder.open("x", os.O_RDWR | os.O_CREAT)


def test_a_link_in_the_place_of_an_inner_folder_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder.path / "texts").symlink_to(tmp_path / "elsewhere")
    texts = folder.below("texts")
    with pytest.raises(NotPlain, match="it is a link; expected a plain folder"):
        replace_file(texts, "x", b"new")
    with pytest.raises(NotPlain):
        texts.make()
    assert not list((tmp_path / "elsewhere").iterdir())


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
    (folder.path / ".x.new").symlink_to(outside)  # the name of earlier releases
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
