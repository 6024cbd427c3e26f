"""history.jsonl as a file: how far it was read, and the lines that are appended to it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from dossier.records.problems import NotSaved, describe_error
from dossier.store.atomic import write_all
from dossier.store.foreign import BOM, explain_utf16
from dossier.store.history import HISTORY_NAME, Edit, HistoryLine, has_sum, parse_edit, parse_line, sha256
from dossier.store.inside import Folder

_TAIL = 4096
_SLICE = 1 << 20


class Replaced(Exception):  # noqa: N818
    """The history on disk is no longer the one that was read."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far the history was read: whole lines only."""

    offset: int = 0
    lines: int = 0
    last: str | None = None
    """The digest of the last line."""
    summed: bool = False
    """Whether the last line ends with its own digest."""
    tail: bytes = b""
    """The last bytes, which tell whether the file was rewritten."""

    def parse(self, text: bytes) -> tuple[HistoryLine, Position]:
        """The next line, given without its end, and the position behind it."""
        content = self._content(text)
        line = parse_line(content, self.lines + 1, self.offset, self.last, summed=self.summed)
        return line, self.after(text, summed=has_sum(content))

    def after(self, text: bytes, *, summed: bool) -> Position:
        """The position behind this line, which is given without its end."""
        raw = text + b"\n"
        last = sha256(self._content(text))
        return Position(self.offset + len(raw), self.lines + 1, last, summed, raw[-_TAIL:])

    def _content(self, text: bytes) -> bytes:
        """What was written as a line, without what an editor on another system made of it."""
        return (text.removeprefix(BOM) if self.offset == 0 else text).rstrip(b"\r")


class Journal:
    """The history file. Not for two threads at once, but for `edits`, `find` and `last_change`."""

    def __init__(self, folder: Folder, *, writable: bool = True) -> None:
        self._folder = folder
        self._writable = writable
        self._descriptor = -1
        self._synced = False
        """Whether the name of the file outlasts a power cut."""
        self._identity: tuple[int, int] | None = None
        self._at = Position()
        self.torn: str | None = None
        """What was cut off, to be told."""

    def close(self) -> None:
        """Release the file."""
        if self._descriptor >= 0:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = -1

    def measure(self) -> int:
        """How many bytes the file has, also those that were not read yet; 0 if there is none."""
        status = self._folder.status(HISTORY_NAME)
        return 0 if status is None else status.st_size

    def _size(self) -> int:
        """How many bytes there are; Replaced if what was read is gone."""
        status = self._folder.status(HISTORY_NAME)
        if status is None:
            if self._identity is None:
                return 0
            raise Replaced
        if self._identity is None:
            self._open()
        elif (status.st_ino, status.st_dev) != self._identity or status.st_size < self._at.offset:
            raise Replaced
        tail = self._at.tail
        if self._read(self._at.offset - len(tail), len(tail)) != tail:
            raise Replaced
        return status.st_size

    def _open(self, create: int = 0) -> None:
        mode = (os.O_RDWR | os.O_APPEND | create) if self._writable else os.O_RDONLY
        self._descriptor = self._folder.open(HISTORY_NAME, mode)
        status = os.fstat(self._descriptor)
        self._identity = (status.st_ino, status.st_dev)

    def _read(self, offset: int, length: int) -> bytes:
        """These bytes of the file, fewer only at its end."""
        os.lseek(self._descriptor, offset, os.SEEK_SET)
        pieces = []
        while length > 0 and (piece := os.read(self._descriptor, length)):
            pieces.append(piece)
            length -= len(piece)
        return b"".join(pieces)

    def load_lines(self) -> Iterator[HistoryLine]:
        """Read on, to the last whole line. A damaged line says so; a torn one waits for its end."""
        end = self._size()
        rest = b""
        offset = self._at.offset
        while offset < end:
            piece = self._read(offset, min(max(_SLICE, len(rest)), end - offset))
            if not piece:
                return
            if offset == 0 and (utf16 := explain_utf16(piece)):
                raise OSError(errno.EINVAL, utf16)
            offset += len(piece)
            *whole, rest = (rest + piece).split(b"\n")
            for text in whole:
                line, self._at = self._at.parse(text)
                yield line

    def read_appended(self, *, mend: bool = False) -> list[HistoryLine]:
        """What was appended since, all of it or nothing; Replaced where it does not follow what was read.

        `mend` (only under the lock): a torn last line is completed if only its end is missing, else cut off.
        """
        end = self._size()
        if end == self._at.offset:
            return []
        *whole, rest = self._read(self._at.offset, end - self._at.offset).split(b"\n")
        at, lines = self._at, []
        for text in whole:
            line, at = at.parse(text)
            lines.append(line)
        if rest and mend:
            line, after = at.parse(rest)
            if line.problems:  # all but its end may be there, and that is another byte than it should be
                line, after = at.parse(rest[:-1])
            if line.problems:
                self._cut(at)
            else:
                os.ftruncate(self._descriptor, after.offset - 1)
                write_all(self._descriptor, b"\n")
                os.fsync(self._descriptor)
                lines.append(line)
                at = after
        if any(not line.follows or _altered(line) for line in lines):
            raise Replaced
        self._at = at
        return lines

    def _cut(self, at: Position) -> None:
        """Take off a torn last line: it was never acknowledged."""
        os.ftruncate(self._descriptor, at.offset)
        os.fsync(self._descriptor)
        self.torn = f"line {at.lines + 1} was torn by a crash and has been cut off"

    def append(self, lines: Sequence[HistoryLine]) -> list[HistoryLine]:
        """Append lines durably, all or none; returns them with their places. Only under the lock.

        NotSaved says why it failed.
        """
        placed, pieces, at = [], [], self._at
        for line in lines:
            text = line.encode(at.last)
            placed.append(replace(line, number=at.lines + 1, offset=at.offset))
            pieces.append(text + b"\n")
            at = at.after(text, summed=True)
        fresh = self._identity is None
        try:
            if fresh:
                self._open(os.O_CREAT | os.O_EXCL)
            self._refuse_second_name()
            write_all(self._descriptor, b"".join(pieces))
            os.fsync(self._descriptor)
            if not self._synced:  # also a new history that another program left unsynced
                self._folder.sync()
                self._synced = True
        except BaseException as error:
            self._take_back(fresh)
            if isinstance(error, OSError):
                raise NotSaved(f"{HISTORY_NAME} could not be written: {describe_error(error)}") from error
            raise
        self._at = at
        return placed

    def _refuse_second_name(self) -> None:
        status = os.fstat(self._descriptor)
        if status.st_nlink > 1:
            raise NotSaved(several_names(status))

    def _take_back(self, fresh: bool) -> None:
        """Remove what a failed append left; what stays is a torn line, which the next writer cuts."""
        with suppress(OSError):
            if self._descriptor >= 0:
                os.ftruncate(self._descriptor, self._at.offset)
        if fresh and self._identity is not None:
            with suppress(OSError):
                self._folder.remove(HISTORY_NAME)
            self.close()
            self._identity = None

    def edits(self, start: int = 0, marker: bytes = b"") -> Iterator[Edit]:
        """Every edit that has been read so far, oldest first, from the file.

        From the line at `start` on; only lines that hold `marker`, which spares reading the others.
        """
        end = self._at.offset
        with suppress(FileNotFoundError), self._folder.reader(HISTORY_NAME) as file:
            file.seek(start)
            for raw in file:
                if start >= end:
                    return
                if marker in raw:
                    edit = parse_edit(raw.rstrip(b"\r\n"))
                    if edit is not None:
                        yield edit
                start += len(raw)

    def edit_at(self, offset: int) -> Edit | None:
        """The edit on the line that starts there."""
        return next(self.edits(offset), None)

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


def _altered(line: HistoryLine) -> bool:
    """Whether a line is not as it was written."""
    return any(problem.field == "sum" for problem in line.problems)


def several_names(status: os.stat_result) -> str:
    """Why nothing is appended to a history that is some other file as well."""
    return (
        f"{HISTORY_NAME} has {status.st_nlink} names (hard links), and what is appended to it "
        f"would be in all of them; give the dossier its own: cp {HISTORY_NAME} own && mv own {HISTORY_NAME}"
    )
