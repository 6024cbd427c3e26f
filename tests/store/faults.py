"""Every call to the disk can fail: this makes one of them fail, and watches what two programs then hold."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from dossier import Dossier
from dossier.records.problems import DossierError
from tests import builders

CALLS = (
    "open",
    "stat",
    "fstat",
    "lseek",
    "read",
    "listdir",
    "write",
    "fsync",
    "replace",
    "ftruncate",
    "unlink",
    "mkdir",
)
ACTS = ("open", "edit", "undo", "save", "refresh", "reload")
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES)


class Failing(NamedTuple):
    """How a call fails; `short`: half of a write gets through first."""

    call: str
    error: int = errno.EIO
    short: bool = False


@dataclass
class Fault:
    """The failure of the `at`th use of one call."""

    how: Failing
    at: int
    count: int = field(default=0, init=False)

    @property
    def happened(self) -> bool:
        """Whether the call was made that often."""
        return self.count >= self.at

    @contextmanager
    def injected(self) -> Iterator[None]:
        """While this lasts, the call fails when its turn comes."""
        real = getattr(os, self.how.call)

        def failing(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count != self.at:
                return real(*arguments, **options)
            if self.how.short:
                real(arguments[0], arguments[1][: len(arguments[1]) // 2])
            raise OSError(self.how.error, os.strerror(self.how.error))

        with patch.object(os, self.how.call, failing), patch.object(os, "fdopen", _fdopen):
            yield


class _Raw(io.RawIOBase):
    """A file that is read by calls which can fail."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._descriptor, offset, whence)

    def readinto(self, buffer: Any) -> int:
        data = os.read(self._descriptor, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        super().close()


def _fdopen(descriptor: int, mode: str) -> io.BufferedReader:
    assert mode == "rb"
    return io.BufferedReader(_Raw(descriptor))


@dataclass
class Outcome:
    """What came of one fault."""

    happened: bool
    acknowledged: set[str]
    lost: set[str]
    words: str | None
    """What the program said; None if it did what it was asked to."""


def note(dossier: Dossier, record_id: str) -> None:
    """One more record."""
    dossier.edit(record_id, lambda draft: draft.put(builders.note(record_id, "c.cost")))


def lay(path: Path) -> Path:
    """A dossier with edits that are in the tables, and one that is in the history alone."""
    builders.build(path)
    with Dossier.open(path, by="ada") as dossier:
        note(dossier, "a.saved")
    dossier = Dossier.open(path, by="ada")
    note(dossier, "a.pending")
    dossier._store.close()
    return path


def suffer(laid: Path, path: Path, act: str, fault: Fault) -> Outcome:
    """Ada does one thing while something fails, bob has edited before; what both wrote must be there then."""
    shutil.copytree(laid, path)
    ada, bob = (Dossier.open(path, by=by) for by in ("ada", "bob"))
    note(bob, "a.bob")
    acknowledged = {"a.saved", "a.pending", "a.bob"}
    words = None
    with fault.injected():
        try:
            ada = _acts(path, ada)[act]()
        except DossierError as error:
            words = str(error)
    if act == "edit" and words is None:
        acknowledged.add("a.ada")
    if act == "undo" and words is None:
        acknowledged.remove("a.pending")
    if ada.read_only:
        ada.reload()
    note(ada, "a.after")
    acknowledged.add("a.after")
    ada.save()
    held = {*ada.annotations.ids()}
    for dossier in (ada, bob):
        dossier.close()
    again = Dossier.open(path)
    lost = acknowledged - (held & {*again.annotations.ids()})
    if act == "undo" and words is None and "a.pending" in again.annotations:
        lost.add("the undoing of a.pending")
    assert (again.conflicts, again.problems, again.edited_outside) == ([], [], [])
    shutil.rmtree(path)
    return Outcome(fault.happened, acknowledged, lost, words)


def _acts(path: Path, ada: Dossier) -> dict[str, Callable[[], Dossier]]:
    def act(do: Callable[[], object]) -> Callable[[], Dossier]:
        def done() -> Dossier:
            do()
            return ada

        return done

    return {
        "open": lambda: Dossier.open(path, by="ada"),
        "edit": act(lambda: note(ada, "a.ada")),
        "undo": act(ada.undo),
        "save": act(ada.save),
        "refresh": act(ada.refresh),
        "reload": act(ada.reload),
    }


def at_every_place(laid: Path, path: Path, act: str, how: Failing) -> Iterator[Outcome]:
    """Let a call fail the first time that it is made while Ada acts, the second time, ..."""
    for at in range(1, 1000):
        outcome = suffer(laid, path, act, Fault(how, at))
        if not outcome.happened:
            return
        yield outcome
