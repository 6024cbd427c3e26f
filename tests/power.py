"""What a disk may hold after a power cut, worked out from the calls that a program made.

POSIX promises no more than this: what was written to a file is there once that file was synced, and a new
name or a rename once its folder was. Of all that was not, any part may be there and any part missing.
"""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

_ALL = 6
"""Up to so many calls that were not synced, each choice of them is tried."""


@dataclass(frozen=True)
class Write:
    """Bytes written into a file."""

    inode: int
    offset: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    """A file cut to a length."""

    inode: int
    size: int


@dataclass(frozen=True)
class Names:
    """What names in a folder lead to from now on, all at once; None for a name that is gone."""

    inode: int
    names: Mapping[str, int | None]


@dataclass(frozen=True)
class Sync:
    """A file or folder synced."""

    inode: int


@dataclass(frozen=True)
class Done:
    """What the program told its user is done."""

    what: str


Call = Write | Cut | Names | Sync | Done
State = tuple[dict[int, bytes], dict[int, dict[str, int]]]


@dataclass
class Disk:
    """The files below `root` as they were, and the calls since."""

    root: Path
    files: dict[int, bytes] = field(default_factory=dict)
    folders: dict[int, dict[str, int]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)
    """Our own number of an inode: the system uses its numbers again."""
    _next: int = 0

    def __post_init__(self) -> None:
        self._take_in(self.root)

    def _take_in(self, path: Path) -> int:
        number = self._new(path.stat().st_ino)
        if path.is_dir():
            self.folders[number] = {each.name: self._take_in(each) for each in path.iterdir()}
        else:
            self.files[number] = path.read_bytes()
        return number

    def _new(self, inode: int) -> int:
        self._next += 1
        self._numbers[inode] = self._next
        return self._next

    def done(self, what: str) -> None:
        """The program tells its user that something is done."""
        self.calls.append(Done(what))

    def record(self, patch: pytest.MonkeyPatch) -> None:
        """Note every call from now on that changes the disk."""
        for name in ("open", "write", "ftruncate", "fsync", "mkdir", "rmdir", "unlink"):
            patch.setattr(os, name, getattr(self, f"_{name}")(getattr(os, name)))
        for name in ("rename", "replace"):
            patch.setattr(os, name, self._rename(getattr(os, name)))

    def _place(self, path: Any, dir_fd: int | None) -> tuple[int | None, str]:
        """The folder that a name is in, if that is one of ours, and the name."""
        place = Path(path)
        folder = os.fstat(dir_fd) if dir_fd is not None else place.parent.stat()
        return self._numbers.get(folder.st_ino), place.name

    def _open(self, real: Callable[..., int]) -> Callable[..., int]:
        def call(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
            there = True
            if flags & os.O_CREAT:
                try:
                    os.stat(path, dir_fd=dir_fd, follow_symlinks=False)
                except FileNotFoundError:
                    there = False
            descriptor = real(path, flags, mode, dir_fd=dir_fd)
            if not there:
                folder, name = self._place(path, dir_fd)
                number = self._new(os.fstat(descriptor).st_ino)
                if folder is not None:
                    self.files[number] = b""
                    self.calls.append(Names(folder, {name: number}))
            return descriptor

        return call

    def _write(self, real: Callable[..., int]) -> Callable[..., int]:
        def call(descriptor: int, data: Any) -> int:
            count = real(descriptor, data)
            status = os.fstat(descriptor)
            number = self._numbers.get(status.st_ino)
            if number in self.files and stat.S_ISREG(status.st_mode):
                offset = os.lseek(descriptor, 0, os.SEEK_CUR) - count
                half = count // 2  # a write may get through in part
                self.calls.append(Write(number, offset, bytes(data[:half])))
                self.calls.append(Write(number, offset + half, bytes(data[half:count])))
            return count

        return call

    def _ftruncate(self, real: Callable[..., None]) -> Callable[..., None]:
        def call(descriptor: int, size: int) -> None:
            real(descriptor, size)
            self.calls.append(Cut(self._numbers[os.fstat(descriptor).st_ino], size))

        return call

    def _fsync(self, real: Callable[..., None]) -> Callable[..., None]:
        def call(descriptor: int) -> None:
            real(descriptor)
            if number := self._numbers.get(os.fstat(descriptor).st_ino):
                self.calls.append(Sync(number))

        return call

    def _mkdir(self, real: Callable[..., None]) -> Callable[..., None]:
        def call(path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
            real(path, mode, dir_fd=dir_fd)
            folder, name = self._place(path, dir_fd)
            if folder is not None:
                number = self._new(os.stat(path, dir_fd=dir_fd).st_ino)
                self.folders[number] = {}
                self.calls.append(Names(folder, {name: number}))

        return call

    def _unlink(self, real: Callable[..., None]) -> Callable[..., None]:
        def call(path: Any, *, dir_fd: int | None = None) -> None:
            real(path, dir_fd=dir_fd)
            folder, name = self._place(path, dir_fd)
            if folder is not None:
                self.calls.append(Names(folder, {name: None}))

        return call

    _rmdir = _unlink

    def _rename(self, real: Callable[..., None]) -> Callable[..., None]:
        def call(old: Any, new: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None) -> None:
            number = self._numbers.get(os.stat(old, dir_fd=src_dir_fd, follow_symlinks=False).st_ino)
            source, target = self._place(old, src_dir_fd), self._place(new, dst_dir_fd)
            real(old, new, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)
            assert source[0] == target[0], "a rename into another folder is not one step on a disk"
            if source[0] is not None:
                self.calls.append(Names(source[0], {source[1]: None, target[1]: number}))

        return call

    def cuts(self) -> Iterator[tuple[frozenset[str], State]]:
        """For a power cut after each call: what was told to be done, what the disk may hold. Each once."""
        seen = set()
        for end in range(len(self.calls) + 1):
            told = frozenset(call.what for call in self.calls[:end] if isinstance(call, Done))
            sure, open_ = self._split(end)
            for kept in _choices(open_):
                state = self._after(end, sure | kept)
                key = (told, _frozen(state))
                if key not in seen:
                    seen.add(key)
                    yield told, state

    def _split(self, end: int) -> tuple[frozenset[int], list[int]]:
        """The calls before `end` that are on the disk for sure, and those that need not be."""
        sure, open_ = set(), []
        synced: set[int] = set()
        for number in reversed(range(end)):
            call = self.calls[number]
            if isinstance(call, Sync):
                synced.add(call.inode)
            elif not isinstance(call, Done):
                if call.inode in synced:
                    sure.add(number)
                else:
                    open_.append(number)
        return frozenset(sure), open_

    def _after(self, end: int, kept: frozenset[int]) -> State:
        files = dict(self.files)
        folders = {number: dict(names) for number, names in self.folders.items()}
        for number in range(end):
            call = self.calls[number]
            if number not in kept:
                continue
            if isinstance(call, Write):
                data = files[call.inode].ljust(call.offset, b"\0")
                files[call.inode] = data[: call.offset] + call.data + data[call.offset + len(call.data) :]
            elif isinstance(call, Cut):
                files[call.inode] = files[call.inode][: call.size]
            elif isinstance(call, Names):
                for name, inode in call.names.items():
                    if inode is None:
                        folders[call.inode].pop(name, None)
                    else:
                        folders[call.inode][name] = inode
        return files, folders

    def lay_out(self, state: State, path: Path) -> None:
        """Make at `path` what the root would be."""
        self._lay_out(state, self._numbers[self.root.stat().st_ino], path)

    def _lay_out(self, state: State, number: int, path: Path) -> None:
        files, folders = state
        if number in files:
            path.write_bytes(files[number])
            return
        path.mkdir()
        for name, inner in folders[number].items():
            self._lay_out(state, inner, path / name)


def _choices(open_: list[int]) -> Iterator[frozenset[int]]:
    """Which of the calls that were not synced reached the disk."""
    if len(open_) <= _ALL:
        for count in range(len(open_) + 1):
            yield from map(frozenset, combinations(open_, count))
        return
    everything = frozenset(open_)
    yield frozenset()
    yield everything
    for one in open_:
        yield frozenset({one})
        yield everything - {one}
    chance = random.Random(len(open_))
    for _ in range(60):
        yield frozenset(one for one in open_ if chance.random() < 0.5)


def _frozen(state: State) -> object:
    files, folders = state
    return (
        frozenset(files.items()),
        frozenset((number, frozenset(names.items())) for number, names in folders.items()),
    )
