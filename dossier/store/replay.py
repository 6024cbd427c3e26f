"""What the history means for the tables: which edits they lack, which still fit, what can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from dossier.records.base import Doc
from dossier.records.kinds import TABLES
from dossier.store.files import TableFile
from dossier.store.history import Change, Edit, Line
from dossier.text import one_line


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit that a table changed from outside has no place for: the file's version stands."""

    edit: Edit
    table: str
    id: str
    edited: Doc | None
    file: Doc | None

    def __str__(self) -> str:
        """The file, the record and the edit that is not in it."""
        label = one_line(self.edit.label)
        return f"{self.table}.jsonl: {self.id}: was changed from outside; “{label}” did not fit"


class Step(NamedTuple):
    """An own edit that can be undone or redone, and where its line starts."""

    id: str
    label: str
    offset: int


@dataclass
class Steps:
    """The edits of one author in order, as undo and redo go through them."""

    by: str
    undo: list[Step] = field(default_factory=list)
    redo: list[Step] = field(default_factory=list)

    def note(self, edit: Edit, offset: int) -> None:
        """Take in the next edit of the history."""
        if edit.by != self.by:
            return
        step = Step(edit.id, edit.label, offset)
        if edit.undoes is not None:
            for here, there in ((self.undo, self.redo), (self.redo, self.undo)):
                if here and here[-1].id == edit.undoes:
                    here.pop()
                    there.append(step)
                    return
        self.undo.append(step)
        self.redo.clear()


@dataclass
class Ledger:
    """What the history has said so far about the table files."""

    steps: Steps
    saved: dict[str, str] | None = None
    known: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in TABLES})
    outside: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    """Tables with edits behind the newest `saved` line."""

    def note(self, line: Line) -> None:
        """Take in the next line of the history."""
        if line.edit is not None:
            self.steps.note(line.edit, line.offset)
            self.touched.update(change.table for change in line.edit.changes)
        elif line.saved is not None:
            self.saved = line.saved
            for name, digest in line.saved.items():
                self.known.setdefault(name, set()).add(digest)
            self.outside.clear()
            self.touched.clear()
        elif line.outside is not None:
            self.outside.update(line.outside)


Pending = list[tuple[Change, Edit]]


class Replay:
    """Gathers, while the history is read, the edits that each table file does not hold yet.

    A table belongs to the newest `saved` line with its digest. A table that belongs to none was changed from
    outside: it lacks what came behind the newest `saved` line, and, where that save never got to replace it
    (its new contents still lie beside it), what came behind the one before.
    """

    def __init__(self, files: dict[str, TableFile], beside: dict[str, set[str]]) -> None:
        self._files = files
        self._beside = beside
        self._based: set[str] = set()
        self._pending: dict[str, Pending] = {name: [] for name in files}
        self._earlier: dict[str, Pending] = {name: [] for name in files}
        self._newest: dict[str, str] | None = None

    def note(self, line: Line) -> None:
        """Take in the next line of the history."""
        if line.edit is not None:
            for change in line.edit.changes:
                if change.table in self._pending:
                    self._pending[change.table].append((change, line.edit))
        elif line.saved is not None:
            self._newest = line.saved
            for name, file in self._files.items():
                if line.saved.get(name) == file.digest:
                    self._based.add(name)
                    self._pending[name] = []
                elif name not in self._based:
                    self._earlier[name], self._pending[name] = self._pending[name], []

    def outside(self) -> dict[str, str]:
        """The tables that belong to no `saved` line, with their digests."""
        if self._newest is None:
            return {}
        return {name: file.digest for name, file in self._files.items() if name not in self._based}

    def apply(self) -> list[Conflict]:
        """Bring the records of every file up to date; returns what did not fit."""
        conflicts: list[Conflict] = []
        outside = self.outside()
        for name, file in self._files.items():
            pending = self._pending[name]
            if name in outside and self._newest and self._newest.get(name) in self._beside[name]:
                pending = self._earlier[name] + pending
            by_record: dict[str, Pending] = {}
            for change, edit in pending:
                by_record.setdefault(change.id, []).append((change, edit))
            for record_id, changes in by_record.items():
                now = file.docs.get(record_id)
                then, misfits = fit(now, changes)
                conflicts.extend(misfits)
                if then != now:
                    put(file.docs, file.spelled, record_id, then)
        return conflicts


def fit(now: Doc | None, changes: Pending) -> tuple[Doc | None, list[Conflict]]:
    """The record `now` after those changes that it lacks, and those that do not fit it."""
    lacking = 0
    for number, (change, _) in enumerate(changes, 1):
        if change.after == now:
            lacking = number
    misfits = []
    for change, edit in changes[lacking:]:
        if change.before == now:
            now = change.after
        else:
            misfits.append(Conflict(edit, change.table, change.id, change.after, now))
    return now, misfits


def put(docs: dict[str, Doc], spelled: dict[str, bytes], record_id: str, doc: Doc | None) -> None:
    """Set or remove one record. A reader in another thread sees the old or the new one."""
    spelled.pop(record_id, None)
    if doc is None:
        docs.pop(record_id, None)
    else:
        docs[record_id] = doc


def pairs(edits: Iterable[Edit]) -> Pending:
    """Every change with its edit."""
    return [(change, edit) for edit in edits for change in edit.changes]
