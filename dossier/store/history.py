"""history.jsonl: every edit and every save, one a line, each line chained to the one before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from dossier.records.base import Doc
from dossier.records.problems import NotSaved, reason
from dossier.store.atomic import write_all
from dossier.store.inside import Folder

HISTORY_NAME = "history.jsonl"
_TAIL = 4096


class Change(NamedTuple):
    """What an edit did to one record; `before` or `after` is None where it did not exist."""

    table: str
    id: str
    before: Doc | None
    after: Doc | None


@dataclass(frozen=True, slots=True)
class Edit:
    """One undoable step, with the before and after of each record that it touched."""

    id: str
    at: str
    by: str
    label: str
    changes: tuple[Change, ...]
    undoes: str | None = None

    @property
    def records(self) -> tuple[str, ...]:
        """The ids of the records that it touched."""
        return tuple(change.id for change in self.changes)

    def entry(self) -> dict[str, Any]:
        """Its line in the history, but for `prev`."""
        return {
            "edit": self.id,
            "at": self.at,
            "by": self.by,
            "label": self.label,
            "changes": [[*change] for change in self.changes],
            "undoes": self.undoes,
        }

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Edit:
        """The edit of a line; KeyError, TypeError or ValueError if it is none."""
        return cls(
            id=entry["edit"],
            at=entry["at"],
            by=entry["by"],
            label=entry["label"],
            changes=tuple(Change(*change) for change in entry["changes"]),
            undoes=entry["undoes"],
        )


class Line(NamedTuple):
    """One line of the history: an edit, digests (`saved` or `outside`), or what is wrong with it."""

    number: int
    offset: int
    edit: Edit | None = None
    saved: dict[str, str] | None = None
    outside: dict[str, str] | None = None
    chained: bool = True
    fault: str | None = None


class Replaced(Exception):  # noqa: N818
    """The history on disk is no longer the one that was read."""


class Journal:
    """The history file and how far it has been read. Not for two threads at once."""

    def __init__(self, folder: Folder, *, writable: bool = True) -> None:
        self._folder = folder
        self._writable = writable
        self._descriptor = -1
        self._synced = False
        """Whether the name of the file outlasts a power cut."""
        self._identity: tuple[int, int] | None = None
        self.offset = 0
        self._lines = 0
        self._last: str | None = None
        self._tail = b""
        self.torn: str | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def grown(self) -> bool:
        """Whether there is something behind what was read; Replaced if what was read is gone."""
        status = self._folder.status(HISTORY_NAME)
        if status is None:
            if self._identity is None:
                return False
            raise Replaced
        if self._identity is None:
            self._open()
        elif (status.st_ino, status.st_dev) != self._identity or status.st_size < self.offset:
            raise Replaced
        os.lseek(self._descriptor, self.offset - len(self._tail), os.SEEK_SET)
        if os.read(self._descriptor, len(self._tail)) != self._tail:
            raise Replaced
        return status.st_size > self.offset

    def _open(self, create: int = 0) -> None:
        mode = (os.O_RDWR | os.O_APPEND | create) if self._writable else os.O_RDONLY
        self._descriptor = self._folder.open(HISTORY_NAME, mode)
        status = os.fstat(self._descriptor)
        self._identity = (status.st_ino, status.st_dev)

    def read(self, *, mend: bool = False, strict: bool = True) -> Iterator[Line]:
        """The whole lines behind what was read.

        `mend` (only under the lock): a torn last line is completed if only its end is missing, else cut.
        `strict`: Replaced where a line does not follow the one before it; else such a line says so.
        """
        if not self.grown():
            return
        with self._folder.reader(HISTORY_NAME) as file:
            file.seek(self.offset)
            for raw in file:
                torn = not raw.endswith(b"\n")
                if torn and not mend:
                    return
                line, digest = self._parse(raw)
                if torn and (line.fault or not line.chained):
                    self._cut()
                    return
                if torn:
                    os.write(self._descriptor, b"\n")
                    raw += b"\n"  # noqa: PLW2901
                if strict and (line.fault or not line.chained):
                    raise Replaced
                self._pass(raw, digest)
                yield line
                if torn:
                    return

    def _parse(self, raw: bytes) -> tuple[Line, str]:
        text = raw.rstrip(b"\r\n")
        digest = hashlib.sha256(text).hexdigest()
        number = self._lines + 1
        try:
            entry = orjson.loads(text)
            chained = entry["prev"] == self._last
            if "edit" in entry:
                line = Line(number, self.offset, edit=Edit.of(entry), chained=chained)
            elif "saved" in entry:
                line = Line(number, self.offset, saved=dict(entry["saved"]), chained=chained)
            else:
                line = Line(number, self.offset, outside=dict(entry["outside"]), chained=chained)
        except (ValueError, KeyError, TypeError):
            line = Line(number, self.offset, fault="is neither an edit nor a save; it was passed over")
        return line, digest

    def _pass(self, raw: bytes, digest: str) -> None:
        self.offset += len(raw)
        self._lines += raw.count(b"\n")
        self._last = digest
        self._tail = raw[-_TAIL:]

    def _cut(self) -> None:
        """Take off a torn last line: it was never acknowledged."""
        os.ftruncate(self._descriptor, self.offset)
        os.fsync(self._descriptor)
        self.torn = f"line {self._lines + 1} was torn by a crash and has been cut off"

    def append(self, entries: Iterable[dict[str, Any]]) -> list[int]:
        """Append lines durably, all or none; returns where they start. Only under the lock.

        NotSaved says why it failed.
        """
        offsets, lines, last = [], [], self._last
        offset = self.offset
        for entry in entries:
            line = _dump({**entry, "prev": last})
            last = hashlib.sha256(line).hexdigest()
            lines.append(line + b"\n")
            offsets.append(offset)
            offset += len(line) + 1
        data = b"".join(lines)
        fresh = self._identity is None
        try:
            if fresh:
                self._open(os.O_CREAT | os.O_EXCL)
            self._refuse_second_name()
            write_all(self._descriptor, data)
            os.fsync(self._descriptor)
            if not self._synced:  # also a new history that another program left unsynced
                self._folder.sync()
                self._synced = True
        except BaseException as error:
            self._take_back(fresh)
            if isinstance(error, OSError):
                raise NotSaved(f"{HISTORY_NAME} could not be written: {reason(error)}") from error
            raise
        self._pass(data, last or "")
        return offsets

    def _refuse_second_name(self) -> None:
        status = os.fstat(self._descriptor)
        if status.st_nlink > 1:
            raise NotSaved(several_names(status))

    def _take_back(self, fresh: bool) -> None:
        """Remove what a failed append left; what stays is a torn line, which the next writer cuts."""
        with suppress(OSError):
            if self._descriptor >= 0:
                os.ftruncate(self._descriptor, self.offset)
        if fresh and self._identity is not None:
            with suppress(OSError):
                self._folder.remove(HISTORY_NAME)
            self.close()
            self._identity = None

    def edit_at(self, offset: int) -> Edit:
        """The edit on the line that starts there."""
        with self._folder.reader(HISTORY_NAME) as file:
            file.seek(offset)
            return Edit.of(orjson.loads(file.readline()))

    def edits(self, start: int = 0, marker: bytes = b"") -> Iterator[Edit]:
        """Every edit that has been read so far, oldest first, from the file.

        From the line at `start` on; only lines that hold `marker`, which spares reading the others.
        """
        end = self.offset
        with suppress(FileNotFoundError), self._folder.reader(HISTORY_NAME) as file:
            file.seek(start)
            for raw in file:
                start += len(raw)
                if start > end:
                    return
                if marker not in raw:
                    continue
                with suppress(ValueError, KeyError, TypeError):
                    entry = orjson.loads(raw)
                    if "edit" in entry:
                        yield Edit.of(entry)

    def find(self, edit_id: str) -> Edit | None:
        """The edit with this id."""
        return next((edit for edit in self.edits(marker=edit_id.encode()) if edit.id == edit_id), None)

    def last_change(self, record_id: str) -> Edit | None:
        """The newest edit that touched the record."""
        last = None
        for edit in self.edits(marker=record_id.encode()):
            if record_id in edit.records:
                last = edit
        return last


def several_names(status: os.stat_result) -> str:
    """Why nothing is appended to a history that is some other file as well."""
    return (
        f"{HISTORY_NAME} has {status.st_nlink} names (hard links), and what is appended to it "
        f"would be in all of them; give the dossier its own: cp {HISTORY_NAME} own && mv own {HISTORY_NAME}"
    )


def _dump(entry: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(entry)
    except TypeError as error:
        raise NotSaved(f"the edit cannot be written as JSON: {error}") from error
