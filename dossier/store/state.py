"""Everything that is known of a dossier's files at one moment. Reloading makes a new one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from dossier.records.kinds import TABLES
from dossier.records.problems import Problem, reason
from dossier.store import files
from dossier.store.atomic import left_beside
from dossier.store.files import Frozen, Mark, TableFile, file_name
from dossier.store.history import HISTORY_NAME, Edit, Journal, Line, several_names
from dossier.store.inside import Folder, NotPlain
from dossier.store.replay import Conflict, Ledger, Replay, Steps


class Progress(NamedTuple):
    """How far loading has come: records so far, bytes done, bytes in all."""

    records: int
    done: int
    total: int


class State:
    """The table files as read, with the history replayed on them, and how far that was read."""

    def __init__(self, folder: Path, by: str) -> None:
        self.folder = Folder(folder)
        self.read_only = _read_only(self.folder)
        self.files = {name: TableFile(name) for name in TABLES}
        self.frozen: dict[str, Frozen] = {}
        self.journal = Journal(self.folder, writable=self.read_only is None)
        self.ledger = Ledger(Steps(by))
        self.problems: list[Problem] = []
        self.conflicts: list[Conflict] = []
        self.outside: dict[str, str] = {}
        """Tables as read that belong to no `saved` line."""
        self.stale: set[str] = set()
        """Tables that another program has read anew since."""
        self.pending: list[Edit] = []
        """Edits behind the newest `saved` line."""
        self.replaced = False
        self._digests: dict[str, tuple[Mark | None, str]] = {}

    def load(self, lost: Sequence[Edit] = ()) -> Iterator[Progress]:
        """Read it all, in slices. `lost`: edits to be listed as conflicts where the history lacks them."""
        yield from self._load_tables()
        replay = Replay(self.files, {name: self._left_beside(name) for name in self.files})
        known: set[str] = set()
        try:
            for line in self.journal.read(strict=False):
                self.problems.extend(_faults(line))
                replay.note(line)
                self.note(line)
                if line.edit is not None:
                    known.add(line.edit.id)
        except NotPlain as error:
            self.problems.append(Problem(HISTORY_NAME, f"was not read: {reason(error)}"))
        self.conflicts = replay.apply()
        self.outside = replay.outside()
        for edit in lost:
            if edit.id not in known:
                for table, record_id, _, after in edit.changes:
                    file = self.files[table].docs.get(record_id)
                    if file != after:
                        self.conflicts.append(Conflict(edit, table, record_id, after, file))

    def _left_beside(self, table: str) -> set[str]:
        """The digests of what saves that were cut short left beside a table."""
        found = set()
        for name in left_beside(self.folder, file_name(table)):
            with suppress(OSError):
                found.add(files.digest_of(self.folder, name))
        return found

    def _load_tables(self) -> Iterator[Progress]:
        marks = map(self._mark, self.files)
        total = sum(mark.size for mark in marks if mark)
        done = before = 0
        for name, file in self.files.items():
            for size in files.read_table(self.folder, name, file):
                done += size
                yield Progress(before + len(file.docs), done, total)
            before += len(file.docs)
            self._digests[name] = (file.mark, file.digest)
            if file.unreadable:
                self.read_only = self.read_only or f"{file_name(name)} {file.unreadable}"
                self.problems.append(Problem(file_name(name), file.unreadable))
            for line in file.frozen:
                self.problems.append(line.problem)
                if line.problem.id and line.problem.id not in file.docs:
                    self.frozen.setdefault(line.problem.id, line)

    def note(self, line: Line) -> None:
        """Take in the next line of the history, but for its changes."""
        self.ledger.note(line)
        if line.edit is not None:
            self.pending.append(line.edit)
        elif line.saved is not None:
            self.pending.clear()
            self.outside = {}

    def digest(self, table: str) -> str:
        """The digest of the table file as it is on disk; read anew only if the file looks changed."""
        mark = self._mark(table)
        if self._digests[table][0] != mark:
            try:
                self._digests[table] = (mark, files.digest_of(self.folder, file_name(table)))
            except OSError as error:
                return f"unreadable: {reason(error)}"
        digest = self._digests[table][1]
        if self.ledger.saved is not None and digest == self.ledger.saved.get(table):
            self.files[table].digest = digest
        return digest

    def _mark(self, table: str) -> Mark | None:
        """The mark of the table file on disk; None where there is no file, or something else."""
        try:
            return files.mark_of(self.folder, file_name(table))
        except OSError:
            return None

    def looks_changed(self, table: str) -> bool:
        """Whether the table file was changed from outside since it was read: by no edit and no save."""
        digest = self.digest(table)
        return table in self.stale or (
            digest != self.files[table].digest and digest not in self.ledger.known[table]
        )

    def changed_outside(self) -> list[str]:
        """The names of the table files that were changed from outside since they were read."""
        return [file_name(name) for name in self.files if self.looks_changed(name)]


def _faults(line: Line) -> Iterator[Problem]:
    if line.fault:
        yield Problem(HISTORY_NAME, line.fault, line=line.number)
    elif not line.chained:
        words = "does not follow the line before it: two histories were joined, or a line is missing"
        yield Problem(HISTORY_NAME, words, line=line.number, field="prev")


def _read_only(folder: Folder) -> str | None:
    """Why nothing can be appended to the history, as far as that can be told beforehand."""
    if not os.access(folder.path, os.W_OK):
        return f"the folder {folder.path} cannot be written to"
    try:
        history = folder.status(HISTORY_NAME)
    except OSError as error:
        return f"{HISTORY_NAME} cannot be read: {reason(error)}"
    if history is None:
        return None
    if history.st_nlink > 1:
        return several_names(history)
    path = folder.path / HISTORY_NAME
    return None if os.access(path, os.R_OK | os.W_OK) else f"{path} cannot be written to"
