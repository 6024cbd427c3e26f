"""What a hostile folder holds in the place of a plain file."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from pathlib import Path

import pytest

KINDS = ("a link", "a link to nothing", "a pipe", "a socket", "a folder", "a device")


def plant(kind: str, place: Path, outside: Path) -> str:
    """Put something else at `place`; what it is called in messages.

    What was there goes to the folder `outside`, and a link leads to it: following it would seem to work.
    """
    moved = outside / place.name
    if place.is_dir() or place.is_file():
        shutil.move(place, moved)
    place.parent.mkdir(exist_ok=True)
    if kind == "a link":
        if not moved.exists():
            moved.write_bytes(b"")
        place.symlink_to(moved)
    elif kind == "a link to nothing":
        place.symlink_to(outside / "nothing")
    elif kind == "a pipe":
        os.mkfifo(place)
    elif kind == "a socket":
        with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX) as bound:
            bound.bind(f"{short}/s")  # the path of a socket must be short
            shutil.move(f"{short}/s", place)
    elif kind == "a folder":
        place.mkdir()
    elif kind == "a file":
        place.write_bytes(b"")
    else:
        try:
            os.mknod(place, 0o020666, os.makedev(1, 3))
        except PermissionError:
            pytest.skip("only root makes devices")
    return kind.removesuffix(" to nothing")


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every name below a folder, with the bytes of files."""
    return {
        str(each.relative_to(folder)): each.read_bytes() if each.is_file() else None
        for each in sorted(folder.rglob("*"))
    }
