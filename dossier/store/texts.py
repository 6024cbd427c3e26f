"""texts/<sha256>.txt: the attached texts of sources, byte for byte."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from pathlib import Path

from dossier.records.problems import NotSaved, Problem, reason
from dossier.store.files import replace_file

_KEPT = 8


class Texts:
    """Texts by the sha256 of their bytes, checked whenever they are read; a few are kept in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "texts"
        self._read: OrderedDict[str, str] = OrderedDict()
        self._when = self._changed_at()

    def get(self, sha256: str) -> str | Problem | None:
        """The text; None if it is not there; a Problem if it is not what its name says."""
        if (known := self._read.get(sha256)) is not None:
            return known
        path = self.folder / f"{sha256}.txt"
        name = f"texts/{path.name}"
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            return Problem(name, f"cannot be read: {reason(error)}")
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            return Problem(name, f"has been altered: its sha256 is {found}")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            return Problem(name, f"is not UTF-8: byte {error.start} {error.reason}")
        self._read[sha256] = text
        if len(self._read) > _KEPT:
            self._read.popitem(last=False)
        return text

    def attached(self) -> frozenset[str]:
        """The sha256 of every text that is there."""
        try:
            return frozenset(file.stem for file in self.folder.iterdir())
        except OSError:
            return frozenset()

    def changed(self) -> bool:
        """Whether texts came or went since it was last asked."""
        before, self._when = self._when, self._changed_at()
        if self._when != before:
            self._read.clear()
        return self._when != before

    def _changed_at(self) -> int:
        try:
            return self.folder.stat().st_mtime_ns
        except OSError:
            return 0

    def put(self, data: bytes) -> str:
        """Store a text durably; returns its sha256. NotSaved says why not."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.folder / f"{sha256}.txt"
        try:
            if not path.exists() or path.read_bytes() != data:
                self.folder.mkdir(exist_ok=True)
                replace_file(path, data)
        except OSError as error:
            raise NotSaved(f"the text could not be stored: {reason(error)}") from error
        return sha256
