"""Everything that is known of a dossier's files at one moment. Reloading makes a new one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from dossier.records.base import Doc
from dossier.records.kinds import TABLES
from dossier.records.problems import Problem, describe_error
from dossier.store import files
from dossier.store.files import Frozen, Mark, TableFile, file_name
from dossier.store.history import HISTORY_NAME, Change, Edit, HistoryLine
from dossier.store.inside import Folder
from dossier.store.journal import Journal, several_names
from dossier.store.replay import Conflict, Ledger, Replay, Steps, outside_words

_TRIES = 5
"""How often a table is read again that changes while it is read; some network drives always say so."""


class Progress(NamedTuple):
    """How far loading has come: records so far, bytes done, bytes in all."""

    records: int
    done: int
    total: int


class FolderState:
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
        """Tables that were changed outside, with the digests as read, until the history says so."""
        self.outside_changes: tuple[Change, ...] = ()
        """What differs in them from what the history knows."""
        self.stale: set[str] = set()
        """Tables that another program has read anew since."""
        self.pending: list[Edit] = []
        """Edits behind the newest `saved` line."""
        self.replaced = False
        self.unread: str | None = None
        """The first file that could not be read, and why."""
        self._digests: dict[str, tuple[Mark | None, str]] = {}

    def load(self, lost: Sequence[Edit] = ()) -> Iterator[Progress]:
        """Read it all, in slices. `lost`: edits to be listed as conflicts where the history lacks them."""
        before = 0
        with suppress(OSError):  # reading it says what is wrong
            before = self.journal.measure()
        yield from self._load_tables(tuple(self.files))
        replay = Replay(before)
        known: set[str] = set()
        fault = None
        try:
            self._load_history(replay, known)
            yield from self._read_again(replay, known)
        except OSError as error:
            fault = f"cannot be read: {describe_error(error)}"
        self._note_tables()
        if fault is None:
            self._replay(replay)
        else:  # a table can be judged only by the whole history: each is shown as it is
            self._cannot_read(HISTORY_NAME, fault)
        for edit in lost:
            if edit.id not in known:
                for table, record_id, _, after in edit.changes:
                    file = self.files[table].docs.get(record_id)
                    if file != after:
                        self.conflicts.append(Conflict(edit, table, record_id, after, file))

    def _replay(self, replay: Replay) -> None:
        """Bring the records up to date, and compare what was changed outside with the history."""
        self.outside, self.conflicts = replay.apply(self.files)
        try:
            self.outside_changes = tuple(self._compare_outside())
        except OSError as error:
            self._cannot_read(HISTORY_NAME, f"cannot be read: {describe_error(error)}")

    def _load_history(self, replay: Replay, known: set[str]) -> None:
        """Read on in the history; `known` gathers the ids of its edits."""
        for line in self.journal.load_lines():
            self.problems.extend(line.problems)
            replay.note(line)
            self.note(line)
            if line.edit is not None:
                known.add(line.edit.id)

    def _read_again(self, replay: Replay, known: set[str]) -> Iterator[Progress]:
        """Read anew what another program replaced meanwhile.

        A table is judged by what the history says only if it is the same file before and after that was read.
        """
        for _ in range(_TRIES):
            moved = [name for name, file in self.files.items() if self._mark(name) != file.mark]
            if not moved:
                return
            for name in moved:
                self.files[name] = TableFile(name)
            yield from self._load_tables(moved)
            self._load_history(replay, known)

    def _load_tables(self, names: Sequence[str]) -> Iterator[Progress]:
        marks = map(self._mark, names)
        total = sum(mark.size for mark in marks if mark)
        done = 0
        for name in names:
            file = self.files[name]
            before = sum(len(other.docs) for other in self.files.values() if other is not file)
            try:
                for size in files.read_table(self.folder, name, file):
                    done += size
                    yield Progress(before + len(file.docs), done, total)
            except OSError as error:
                file.docs.clear()
                file.unreadable = f"cannot be read: {describe_error(error)}"

    def _note_tables(self) -> None:
        """Gather what is wrong with the tables, once they are whole."""
        for name, file in self.files.items():
            self._digests[name] = (file.mark, file.digest)
            if file.unreadable:
                self._cannot_read(file_name(name), file.unreadable)
            self.frozen.update(file.misfits)
            for line in (*file.misfits.values(), *file.frozen):
                self.problems.append(line.problem)
                if line.problem.id and line.problem.id not in file.docs:
                    self.frozen.setdefault(line.problem.id, line)

    def _cannot_read(self, name: str, why: str) -> None:
        self.problems.append(Problem(name, why))
        self.read_only = self.read_only or f"{name} {why}"
        self.unread = self.unread or f"{name} {why}"

    def _compare_outside(self) -> Iterator[Change]:
        """Each record of a table changed outside that is not as the history knows it."""
        if not self.outside:
            return
        known: dict[tuple[str, str], Doc | None] = {}
        for edit in self.journal.edits():
            for change in edit.changes:
                if change.table in self.outside:
                    known[change.table, change.id] = change.after
        for (table, record_id), before in sorted(known.items(), key=lambda item: item[0]):
            after = self.files[table].docs.get(record_id)
            if after != before:
                yield Change(table, record_id, before, after)

    def outside_words(self) -> list[str]:
        """What was changed outside and stands in no edit yet, a sentence a table."""
        broken = frozenset(self.frozen)
        return [outside_words(table, self.outside_changes, broken) for table in self.outside]

    def note(self, line: HistoryLine) -> None:
        """Take in the next line of the history, but for its changes."""
        self.ledger.note(line)
        if line.edit is not None:
            self.pending.append(line.edit)
        elif line.saved is not None:
            self.pending.clear()
            self._forget_outside(self.outside)
        self._forget_outside(line.outside)

    def _forget_outside(self, tables: Mapping[str, str]) -> None:
        """The history says now how these tables were changed."""
        left = {name: digest for name, digest in self.outside.items() if name not in tables}
        if left != self.outside:
            self.outside = left
            self.outside_changes = tuple(change for change in self.outside_changes if change.table in left)

    def digest(self, table: str) -> str:
        """The digest of the table file as it is on disk; read anew only if the file looks changed."""
        mark = self._mark(table)
        if self._digests[table][0] != mark:
            try:
                self._digests[table] = (mark, files.digest_of(self.folder, file_name(table)))
            except OSError as error:
                return f"unreadable: {describe_error(error)}"
        digest = self._digests[table][1]
        if self.ledger.saved is not None and digest == self.ledger.saved.get(table):
            self.files[table].digest = digest
        return digest

    def took(self, table: str, mark: Mark | None, digest: str) -> None:
        """The table file was replaced by this program and has this digest."""
        self._digests[table] = (mark, digest)

    def _mark(self, table: str) -> Mark | None:
        """The mark of the table file on disk; None where there is no file, or something else."""
        try:
            return files.mark_of(self.folder, file_name(table))
        except OSError:
            return None

    def mark(self, table: str) -> Mark | None:
        """The mark of the table file when its digest was last asked for."""
        return self._digests[table][0]

    def looks_changed(self, table: str) -> bool:
        """Whether the table file on disk is none that the history leaves open, nor the one that was read."""
        digest = self.digest(table)
        if table in self.stale:
            return True
        if table in self.outside:
            return digest != self.outside[table]
        if self.ledger.saved is None:
            return digest != self.files[table].digest
        return digest not in self.ledger.known[table]

    def changed_outside(self) -> list[str]:
        """The tables whose files were changed from outside since they were read."""
        return [name for name in self.files if self.looks_changed(name)]


def _read_only(folder: Folder) -> str | None:
    """Why nothing can be appended to the history, as far as that can be told beforehand."""
    if not os.access(folder.path, os.W_OK):
        return f"the folder {folder.path} cannot be written to"
    try:
        history = folder.status(HISTORY_NAME)
    except OSError as error:
        return f"{HISTORY_NAME} cannot be read: {describe_error(error)}"
    if history is None:
        return None
    if history.st_nlink > 1:
        return several_names(history)
    path = folder.path / HISTORY_NAME
    return None if os.access(path, os.R_OK | os.W_OK) else f"{path} cannot be written to"
