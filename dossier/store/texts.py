"""texts/<sha256>.txt: the attached texts of sources, byte for byte."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from pathlib import Path

from dossier.records.limits import TEXT, megabytes
from dossier.records.problems import NotSaved, Problem, describe_error
from dossier.store.atomic import replace_file
from dossier.store.inside import Folder

TEXTS_NAME = "texts"
_KEPT = 8


class TextFiles:
    """Texts by the sha256 of their bytes, checked whenever they are read; a few are kept in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = Folder(folder).below(TEXTS_NAME)
        self._read: OrderedDict[str, str] = OrderedDict()
        self._when = self._changed_at()

    def get(self, sha256: str) -> str | Problem | None:
        """The text; None if it is not there; a Problem if it is not what its name says."""
        if (known := self._read.get(sha256)) is not None:
            return known
        name = f"{TEXTS_NAME}/{sha256}.txt"
        try:
            status = self._folder.status(f"{sha256}.txt")
            if status is not None and status.st_size > TEXT:
                return Problem(name, f"has {megabytes(status.st_size)}; a text may have {megabytes(TEXT)}")
            data = self._folder.read(f"{sha256}.txt")
        except FileNotFoundError:
            return None
        except OSError as error:
            return Problem(name, f"cannot be read: {describe_error(error)}")
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
            return frozenset(Path(name).stem for name in self._folder.names())
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
            return self._folder.changed_at()
        except OSError:
            return 0

    def put(self, data: bytes) -> str:
        """Store a text durably; returns its sha256. NotSaved says why not."""
        if len(data) > TEXT:
            raise NotSaved(f"the text has {megabytes(len(data))}; a text may have {megabytes(TEXT)} at most")
        sha256 = hashlib.sha256(data).hexdigest()
        name = f"{sha256}.txt"
        try:
            self._folder.make()
            if self._folder.status(name) is None or self._folder.read(name) != data:
                replace_file(self._folder, name, data)
            self._folder.sync()  # also a name that another program left unsynced
        except OSError as error:
            raise NotSaved(f"the text could not be stored: {describe_error(error)}") from error
        return sha256
