"""Everything that is known of a dossier's files at one moment. Reloading makes a new one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dossier.records.ids import TABLES
from dossier.records.problems import Problem, reason
from dossier.store import files
from dossier.store.files import Frozen, Mark, TableFile, file_name
from dossier.store.history import HISTORY_NAME, Edit, Journal, Line
from dossier.store.replay import Conflict, Ledger, Replay, Steps


class Progress(NamedTuple):
    """How far loading has come: records so far, bytes done, bytes in all."""

    records: int
    done: int
    total: int


class State:
    """The table files as read, with the history replayed on them, and how far that was read."""

    def __init__(self, folder: Path, by: str) -> None:
        self.folder = folder
        self.read_only = _read_only(folder)
        self.files = {name: TableFile(name) for name in TABLES}
        self.frozen: dict[str, Frozen] = {}
        self.journal = Journal(folder / HISTORY_NAME, writable=self.read_only is None)
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
        self._paths = {name: folder / file_name(name) for name in TABLES}
        self._digests: dict[str, tuple[Mark | None, str]] = {}

    def path(self, table: str) -> Path:
        """The file of a table."""
        return self._paths[table]

    def load(self, lost: Sequence[Edit] = ()) -> Iterator[Progress]:
        """Read it all, in slices. `lost`: edits to be listed as conflicts where the history lacks them."""
        yield from self._load_tables()
        beside = {name: files.digest_of(files.fresh_path(self.path(name))) for name in self.files}
        replay = Replay(self.files, beside)
        known: set[str] = set()
        for line in self.journal.read(strict=False):
            self.problems.extend(_faults(line))
            replay.note(line)
            self.note(line)
            if line.edit is not None:
                known.add(line.edit.id)
        self.conflicts = replay.apply()
        self.outside = replay.outside()
        for edit in lost:
            if edit.id not in known:
                for table, record_id, _, after in edit.changes:
                    file = self.files[table].docs.get(record_id)
                    if file != after:
                        self.conflicts.append(Conflict(edit, table, record_id, after, file))

    def _load_tables(self) -> Iterator[Progress]:
        total = sum((files.mark_of(self.path(name)) or Mark(0, 0, 0)).size for name in self.files)
        done = before = 0
        for name, file in self.files.items():
            for size in files.read_table(self.folder, name, file):
                done += size
                yield Progress(before + len(file.docs), done, total)
            before += len(file.docs)
            self._digests[name] = (file.mark, file.digest)
            if file.unreadable:
                self.read_only = self.read_only or file.unreadable
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
        path = self.path(table)
        mark = files.mark_of(path)
        if self._digests[table][0] != mark:
            try:
                self._digests[table] = (mark, files.digest_of(path))
            except OSError as error:
                return f"unreadable: {reason(error)}"
        digest = self._digests[table][1]
        if self.ledger.saved is not None and digest == self.ledger.saved.get(table):
            self.files[table].digest = digest
        return digest

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


def _read_only(folder: Path) -> str | None:
    history = folder / HISTORY_NAME
    if not os.access(folder, os.W_OK):
        return f"the folder {folder} cannot be written to"
    if history.exists() and not os.access(history, os.R_OK | os.W_OK):
        return f"{history} cannot be written to"
    return None
