"""What the history means for the tables: which edits they lack, which still fit, what can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dossier.records.base import Doc
from dossier.records.kinds import TABLES
from dossier.store.author import OUTSIDE
from dossier.store.files import EMPTY_DIGEST, TableFile, file_name
from dossier.store.history import Change, Edit, HistoryLine
from dossier.text import one_line


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit that does not fit a table changed outside: the file's version stands."""

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
    """An own edit that can be undone or redone, how many records it touched, and where its line starts."""

    id: str
    label: str
    offset: int
    records: int


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
        step = Step(edit.id, edit.label, offset, len(edit.changes))
        if edit.undoes is not None:
            for here, there in ((self.undo, self.redo), (self.redo, self.undo)):
                if here and here[-1].id == edit.undoes:
                    here.pop()
                    there.append(step)
                    return
        self.undo.append(step)
        self.redo.clear()


def digest_in(digests: Mapping[str, str], table: str) -> str:
    """The digest of a table as a line names it; a table that it does not name was empty."""
    return digests.get(table, EMPTY_DIGEST)


@dataclass
class Ledger:
    """What the history has said so far about the table files."""

    steps: Steps
    saved: Mapping[str, str] | None = None
    """The digests of the newest `saved` line."""
    written: bool = False
    """Whether it is known that the tables were replaced as the newest `saved` line says."""
    known: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in TABLES})
    """The digests that each table file may have, as far as the history can tell."""
    touched: set[str] = field(default_factory=set)
    """Tables with edits behind the newest `saved` line."""

    def note(self, line: HistoryLine) -> None:
        """Take in the next line of the history."""
        if line.edit is not None:
            self.steps.note(line.edit, line.offset)
            self.touched.update(change.table for change in line.edit.changes)
        if line.saved is not None:
            self.saved, self.written = line.saved, line.written
            for name, digests in self.known.items():
                if line.written:
                    digests.clear()
                digests.add(digest_in(line.saved, name))
            self.touched.clear()
        for name, digest in line.outside.items():
            if name in self.known:
                self.known[name] = {digest}


Pending = list[tuple[Change, Edit]]


@dataclass
class Window:
    """The changes of one table since its file was last known for certain, cut where saves were begun.

    It is certain where a save was completed (`written`), and where a change from outside was recorded.
    """

    sure: str | None = None
    """The digest that the file had then; None before the first."""
    saves: list[str] = field(default_factory=list)
    """The digests that the saves since then would give the file."""
    changes: list[Pending] = field(default_factory=lambda: [[]])
    """The changes before the first of these saves, before the second, ..., behind the last."""

    def save(self, digest: str, *, written: bool) -> None:
        """A save was begun, or completed."""
        if written:
            self.sure, self.saves, self.changes = digest, [], [[]]
        else:
            self.saves.append(digest)
            self.changes.append([])

    def find_outside(self, digest: str, *, recorded: bool) -> None:
        """Somebody changed the file; `recorded`: an edit by `outside` tells what differs from the history."""
        changes = self.changes if recorded else self.changes[-1:]
        self.sure, self.saves = digest, []
        self.changes = [[change for part in changes for change in part]]

    def lacking(self, digest: str) -> Pending | None:
        """What a file with this digest lacks; None if the digest is none that the history leaves open."""
        for number in range(len(self.saves), 0, -1):
            if self.saves[number - 1] == digest:
                return self.since(number)
        return self.since(0) if digest == self.sure else None

    def lacking_outside(self, docs: Mapping[str, Doc]) -> Pending:
        """What a file that was changed outside lacks: the changes behind the last save that reached it.

        That is the save after which most records were as the file has them. Records that are there count
        before records that are not: it is easy to delete a line, and hard to write one like ours.
        """
        last = len(self.saves)
        oldest = 0 if self.sure is not None else max(last - 1, 0)
        parts = [_settled(part) for part in self.changes[oldest:last]]
        current: dict[str, Doc | None] = {}
        for part in parts:
            for change, _ in part:
                current.setdefault(change.id, change.before)
        first, best = oldest, _likeness(current, docs)
        for number, part in enumerate(parts, oldest + 1):
            current.update((change.id, change.after) for change, _ in part)
            likeness = _likeness(current, docs)
            if likeness >= best:
                first, best = number, likeness
        return _settled(self.since(first))

    def since(self, number: int) -> Pending:
        """The changes behind so many saves."""
        return [change for part in self.changes[number:] for change in part]


def _likeness(then: Mapping[str, Doc | None], docs: Mapping[str, Doc]) -> tuple[int, int]:
    """How many records are as they were then: those that are there, and all."""
    alike = [doc for record_id, doc in then.items() if docs.get(record_id) == doc]
    return sum(doc is not None for doc in alike), len(alike)


def _settled(pending: Pending) -> Pending:
    """Without what came, of each record, before the last change from outside: that was in the file."""
    kept: dict[str, Pending] = {}
    for change, edit in pending:
        if edit.by == OUTSIDE:
            kept[change.id] = []
        else:
            kept.setdefault(change.id, []).append((change, edit))
    return [each for changes in kept.values() for each in changes]


class Replay:
    """What each table file may lack, gathered while the history is read, and then made up for."""

    def __init__(self, before: int) -> None:
        """`before`: how long the history was before the first table was read.

        A save that was completed behind that may have replaced a table after it was read.
        """
        self._before = before
        self._windows = {name: Window() for name in TABLES}
        self._begun = False

    def note(self, line: HistoryLine) -> None:
        """Take in the next line of the history."""
        for name, digest in line.outside.items():
            if name in self._windows:
                recorded = line.edit is not None
                if line.edit is not None:
                    self._add(line.edit, name)
                self._windows[name].find_outside(digest, recorded=recorded)
        if line.edit is not None:
            for name in {change.table for change in line.edit.changes} - line.outside.keys():
                self._add(line.edit, name)
        if line.saved is not None:
            self._begun = True
            written = line.written and line.offset < self._before
            for name, window in self._windows.items():
                window.save(digest_in(line.saved, name), written=written)

    def _add(self, edit: Edit, table: str) -> None:
        changes = self._windows[table].changes[-1]
        changes.extend((change, edit) for change in edit.changes if change.table == table)

    def apply(self, files: Mapping[str, TableFile]) -> tuple[dict[str, str], list[Conflict]]:
        """Bring the records of every file up to date.

        Returns the tables that were changed outside, with their digests, and what did not fit.
        """
        outside: dict[str, str] = {}
        conflicts: list[Conflict] = []
        for name, file in files.items():
            window = self._windows[name]
            if file.unreadable:
                continue
            pending = window.lacking(file.digest) if self._begun else window.since(0)
            if pending is None:
                outside[name] = file.digest
                pending = window.lacking_outside(file.docs)
            by_record: dict[str, Pending] = {}
            for change, edit in pending:
                by_record.setdefault(change.id, []).append((change, edit))
            for record_id, changes in by_record.items():
                now = file.docs.get(record_id)
                then, misfits = fit_changes(now, changes)
                conflicts.extend(misfits)
                if then != now:
                    put_record(file.docs, file.spelled, record_id, then)
        return outside, conflicts


def fit_changes(now: Doc | None, changes: Pending) -> tuple[Doc | None, list[Conflict]]:
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


def put_record(docs: dict[str, Doc], spelled: dict[str, bytes], record_id: str, doc: Doc | None) -> None:
    """Set or remove one record. A reader in another thread sees the old or the new one."""
    spelled.pop(record_id, None)
    if doc is None:
        docs.pop(record_id, None)
    else:
        docs[record_id] = doc


def outside_words(table: str, changes: Iterable[Change], broken: frozenset[str] = frozenset()) -> str:
    """`claims.jsonl was edited outside: 1 changed, 1 removed`, as far as the history knows the records.

    `broken`: records whose lines can no longer be read.
    """
    counts = {"added": 0, "changed": 0, "removed": 0, "no longer readable": 0}
    for change in changes:
        if change.table == table:
            counts[_what_happened(change, broken)] += 1
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    return f"{file_name(table)} was edited outside" + (f": {told}" if told else "")


def _what_happened(change: Change, broken: frozenset[str]) -> str:
    if change.after is None:
        return "no longer readable" if change.id in broken else "removed"
    return "added" if change.before is None else "changed"
