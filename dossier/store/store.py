"""The tables of an open dossier, and the protocol by which they change (format v1, "How it changes")."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from dossier.records.base import Doc
from dossier.records.dates import now
from dossier.records.ids import mint_id
from dossier.records.kinds import KIND_BY_LETTER
from dossier.records.names import kind_and_name
from dossier.records.problems import EditRefused, NotSaved, Problem, describe_error
from dossier.records.shape import find_misfit
from dossier.store import files
from dossier.store.atomic import left_beside, write_beside
from dossier.store.author import OUTSIDE
from dossier.store.draft import Draft
from dossier.store.files import Frozen, file_name
from dossier.store.history import HISTORY_NAME, Change, Edit, HistoryLine
from dossier.store.inside import Folder
from dossier.store.journal import Replaced
from dossier.store.lock import FolderLock
from dossier.store.replay import Conflict, Step, digest_in, fit_changes, put_record
from dossier.store.state import FolderState, Progress
from dossier.store.table import Database
from dossier.text import one_line

Check = Callable[[Sequence[Change]], None]
_UNTIL_READ = "and nothing is edited or saved until everything could be read again"


class News(NamedTuple):
    """What others did to the dossier since it was last asked."""

    edits: list[Edit]
    outside: list[str]
    replaced: bool


class Store:
    """All tables and the history of one folder. `changed` is told every change as it is applied."""

    def __init__(self, folder: Path, by: str, changed: Callable[[Sequence[Change]], None]) -> None:
        self.folder = folder
        self.by = by
        self.database = Database()
        self._changed = changed
        self._state = FolderState(folder, by)
        self._lock = FolderLock(Folder(folder))
        self._guard = threading.RLock()
        self._writing_now = False
        self._edited = False
        self._made: set[str] = set()
        self._unseen: list[Edit] = []
        self._loaded = False
        self._unread: str | None = "it was not read yet"
        """Why what this program holds may lack what others did."""

    def load(self) -> Iterator[Progress]:
        """Read everything anew, in slices; the old state stands until the last slice is done."""
        old = self._state
        state = FolderState(self.folder, self.by)
        if not any(table.docs for table in self.database.records.values()):
            for name, file in state.files.items():  # nothing stands yet: what is read can be seen at once
                self.database.records[name].docs = file.docs
        yield from state.load([edit for edit in old.pending if edit.by == self.by] if old.replaced else ())
        if self._loaded and state.unread is not None:
            state.journal.close()
            raise NotSaved(f"{state.unread}; what was open stays as it is, {_UNTIL_READ}")
        with self._guard:
            self._state = state
            self._loaded = True
            self._unread = None
            self._unseen.clear()
            for name, file in state.files.items():
                self.database.records[name].docs = file.docs
                self.database.records[name].clear_cache()
            old.journal.close()

    def close(self) -> None:
        """Release the files."""
        with self._guard:
            self._state.journal.close()
            self._lock.close()

    @property
    def read_only(self) -> str | None:
        """Why nothing can be edited."""
        return self._state.read_only

    @property
    def problems(self) -> list[Problem]:
        """The lines that are no records, and what is wrong with the history."""
        return self._state.problems

    @property
    def conflicts(self) -> list[Conflict]:
        """The edits that found no place in a table changed from outside."""
        return self._state.conflicts

    @property
    def edited_outside(self) -> list[str]:
        """What was changed outside and stands in no edit yet, a sentence a table."""
        return self._state.outside_words()

    def docs(self, table: str) -> dict[str, Doc]:
        """The live records of a table by id: to read, never to change."""
        return self.database.records[table].docs

    def doc(self, record_id: object) -> Doc | None:
        """The record as it is stored: to read, never to change. None if there is none.

        `record_id` may be anything: a field of a record written by hand can be.
        """
        if not isinstance(record_id, str):
            return None
        kind = KIND_BY_LETTER.get(record_id[:1])
        return self.docs(kind.table).get(record_id) if kind else None

    def exists(self, record_id: str) -> bool:
        """Whether there is such a record, be it on a broken line."""
        return self.doc(record_id) is not None or self.frozen(record_id) is not None

    def frozen(self, record_id: str) -> Frozen | None:
        """The broken line that bears this id."""
        return self._state.frozen.get(record_id)

    def edits(self) -> Iterator[Edit]:
        """Every edit, oldest first, read from the file; NotSaved if it cannot be read."""
        with _reading_history():
            yield from self._state.journal.edits()

    @property
    def can_undo(self) -> str | None:
        """The label of what `undo` would take back."""
        step = self.next_undo
        return step.label if step else None

    @property
    def next_undo(self) -> Step | None:
        """What `undo` would take back."""
        steps = self._state.ledger.steps.undo
        return steps[-1] if steps else None

    def made_here(self, edit_id: str) -> bool:
        """Whether an edit was made since this program opened the dossier."""
        return edit_id in self._made

    @property
    def can_redo(self) -> str | None:
        """The label of what `redo` would do again."""
        steps = self._state.ledger.steps.redo
        return steps[-1].label if steps else None

    def edit(self, label: str, change: Callable[[Draft], object], check: Check) -> Edit | None:
        """Run `change` on fresh records and make what it wrote one durable edit; None if it wrote nothing."""
        with self._writing():
            draft = Draft(self.database, self.by, self.frozen)
            change(draft)
            changes = draft.changes()
            if not changes:
                return None
            check(changes)
            return self._commit(label, changes, draft.at)

    def undo(self, check: Check) -> Edit | None:
        """Take back the own last edit; None if there is none."""
        with self._writing(), _reading_history():
            return self._step("undo", check)

    def redo(self, check: Check) -> Edit | None:
        """Do again what `undo` took back last; None if there is nothing."""
        with self._writing(), _reading_history():
            return self._step("redo", check)

    def revert(self, edit_id: str, check: Check) -> Edit:
        """Take back any one edit, whoever made it."""
        with self._writing(), _reading_history():
            edit = self._state.journal.find(edit_id)
            if edit is None:
                raise EditRefused(f"there is no edit {one_line(edit_id)} in the history")
            return self._take_back(edit, "undo", check)

    def _step(self, which: str, check: Check) -> Edit | None:
        steps = getattr(self._state.ledger.steps, which)
        if not steps:
            return None
        edit = self._state.journal.edit_at(steps[-1].offset)
        if edit is None:
            words = f"cannot {which} “{one_line(steps[-1].label)}”"
            raise EditRefused(f"{words}: its line in {HISTORY_NAME} can no longer be read")
        return self._take_back(edit, which, check)

    def _take_back(self, edit: Edit, verb: str, check: Check) -> Edit:
        """Append the inverse of an edit; refused where it would overwrite what came after."""
        words = f"cannot {verb} “{one_line(edit.label)}”"
        if not edit.changes:
            raise EditRefused(f"{words}: {HISTORY_NAME} does not hold what was there before")
        if edit.partial:
            raise EditRefused(f"{words}: it changed tables that this release does not know")
        changes = []
        for table, record_id, before, after in reversed(edit.changes):
            if frozen := self.frozen(record_id):
                raise EditRefused(f"{words}: mend this line by hand first: {frozen.problem}")
            if before is not None and (misfit := find_misfit(table, before)):
                raise EditRefused(f"{words}: {record_id}: {misfit.field}: before, it {misfit.words}")
            now_there = self.docs(table).get(record_id)
            if now_there != after:
                record = kind_and_name(now_there or after or before or {"id": record_id})
                raise EditRefused(f"{words}: {record} was changed since, {self._whose(record_id, edit)}")
            changes.append(Change(table, record_id, after, before))
        try:
            check(changes)
        except EditRefused as error:
            raise EditRefused(f"{words}: {error}") from None
        return self._commit(edit.label, changes, now(), undoes=edit.id)

    def _whose(self, record_id: str, edit: Edit) -> str:
        """Who changed the record last, and by what."""
        last = self._state.journal.last_change(record_id)
        if last is None or last.id == edit.id or last.by == OUTSIDE:
            return "outside dossier"
        who = "you" if last.by == self.by else one_line(last.by)
        how = "taking back" if last.undoes else "with"
        return f"by {who}, {how} “{one_line(last.label)}”"

    def _commit(self, label: str, changes: list[Change], at: str, undoes: str | None = None) -> Edit:
        state = self._state
        self._refuse_changed({change.table for change in changes})
        edit = _new_edit(at, self.by, label, changes, undoes)
        lines = state.journal.append([*self._preface(at), HistoryLine(edit=edit, at=at)])
        self._apply(changes)
        for line in lines:
            state.note(line)
        self._edited = True
        self._made.add(edit.id)
        return edit

    def _preface(self, at: str) -> list[HistoryLine]:
        """What the history must say before its next line: how the tables stand, what was changed outside."""
        state = self._state
        saved = state.ledger.saved
        if saved is None:
            self._refuse_changed(state.files)
            digests = {name: file.digest for name, file in state.files.items()}
            return [HistoryLine(saved=digests, written=True, at=at)]
        if state.outside:
            self._refuse_changed(state.outside)
            label = "; ".join(state.outside_words())
            edit = _new_edit(at, OUTSIDE, label, state.outside_changes)
            return [HistoryLine(edit=replace(edit, outside=state.outside))]
        if state.ledger.written or state.pending:
            return []
        in_place = all(state.digest(name) == digest_in(saved, name) for name in state.files)
        return [HistoryLine(saved=saved, written=True, at=at)] if in_place else []

    def _apply(self, changes: Iterable[Change]) -> None:
        """Put new records in the place of old ones; nothing that someone may be reading is altered."""
        done = []
        for table, record_id, _, after in changes:
            docs = self.docs(table)
            done.append(Change(table, record_id, docs.get(record_id), after))
            put_record(docs, self._state.files[table].spelled, record_id, after)
        for table in {change.table for change in done}:
            self.database.records[table].clear_cache()
        self._changed(done)

    def _refuse_changed(self, tables: Iterable[str]) -> None:
        changed = [file_name(name) for name in sorted(tables) if self._state.looks_changed(name)]
        if changed:
            raise NotSaved(
                f"{' and '.join(changed)} changed on disk since this dossier was opened; reload first"
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock, with what others appended taken in; refused where nothing may be appended."""
        with self._guard:
            if self._writing_now:
                raise EditRefused("an edit cannot be made inside another edit")
            if self.read_only:
                raise NotSaved(f"this dossier is read-only: {self.read_only}")
            self._writing_now = True
            try:
                with self._lock.held():
                    if not self._loaded:
                        raise NotSaved(f"the dossier is not read yet, {_UNTIL_READ}")
                    self._catch_up(mend=True)
                    if self._state.replaced:
                        raise NotSaved(f"{HISTORY_NAME} was replaced by another program; reload first")
                    yield
            finally:
                self._writing_now = False

    @contextmanager
    def paused(self) -> Iterator[None]:
        """No edit is made meanwhile."""
        with self._guard:
            yield

    def refresh(self) -> News:
        """Take in what others appended, and see what changed on disk. Quick, and without the lock."""
        if not self._guard.acquire(blocking=False):
            return News([], [], False)
        try:
            self._catch_up(mend=False)
            changed = self._judge_changed() if self._loaded else []
            edits, self._unseen = self._unseen, []
            return News(edits, [file_name(name) for name in changed], self._state.replaced)
        finally:
            self._guard.release()

    def _judge_changed(self) -> list[str]:
        """The tables changed outside; one that another program has just saved is none of them."""
        state = self._state
        changed = {name: state.mark(name) for name in state.changed_outside()}
        if not changed:
            return []
        self._catch_up(mend=False)  # the history that belongs to what was seen
        still = [name for name in changed if state.looks_changed(name)]
        return [name for name in still if state.mark(name) == changed[name]]

    def _catch_up(self, *, mend: bool) -> None:
        """Take in what others appended: all of it, or NotSaved and nothing."""
        state = self._state
        if state.replaced:
            return
        try:
            lines = state.journal.read_appended(mend=mend)
        except Replaced:
            state.replaced = True
            return
        except OSError as error:
            raise NotSaved(
                f"{HISTORY_NAME} cannot be read: {describe_error(error)}; {_UNTIL_READ[4:]}"
            ) from error
        if state.journal.torn:
            state.problems.append(Problem(HISTORY_NAME, state.journal.torn))
            state.journal.torn = None
        for line in lines:
            self._follow(line)

    def _follow(self, line: HistoryLine) -> None:
        """Take in a line that another program appended."""
        state = self._state
        state.problems.extend(line.problems)
        if line.saved is not None and state.ledger.saved is None:
            for name, file in state.files.items():
                state.replaced |= digest_in(line.saved, name) != file.digest
        for name, digest in line.outside.items():
            if name in state.files and digest != state.files[name].digest:
                state.stale.add(name)
        if line.edit is not None:
            fitting = []
            for change in line.edit.changes:
                _, misfits = fit_changes(self.docs(change.table).get(change.id), [(change, line.edit)])
                if misfits and change.table not in state.stale:
                    state.conflicts.extend(misfits)
                else:
                    fitting.append(change)
            self._apply(fitting)
            self._unseen.append(line.edit)
        state.note(line)

    def save(self) -> bool:
        """Bring the table files up to date; False if they were. NotSaved says why not, and loses nothing."""
        with self._writing():
            state = self._state
            saved = state.ledger.saved
            current = {name: state.digest(name) for name in state.files}
            if saved is None and not state.pending:
                return False
            self._refuse_changed(state.files)
            at = now()
            preface = self._preface(at)
            in_place = saved is not None and all(current[name] == digest_in(saved, name) for name in current)
            if in_place and not state.pending and not state.outside:
                self._append(preface)
                return False
            digests, fresh = self._write_fresh(current)
            saved = {**current, **digests}
            try:
                self._append([*preface, HistoryLine(saved=saved, at=at)])
            except BaseException:
                self._forget_fresh()
                raise
            self._move_fresh(fresh, digests)
            with suppress(NotSaved):  # the tables are in place, and the next writer says so
                self._append([HistoryLine(saved=saved, written=True, at=at)])
            self._edited = False
            return True

    def _append(self, lines: Sequence[HistoryLine]) -> None:
        for line in self._state.journal.append(lines) if lines else ():
            self._state.note(line)

    def save_own(self) -> str | None:
        """Save if this program has edited; says which tables could not be saved, and wait in the history."""
        if not self._edited or self.read_only:
            return None
        waiting = {file_name(change.table) for edit in self._state.pending for change in edit.changes}
        try:
            self.save()
        except NotSaved as error:
            tables = " and ".join(sorted(waiting)) or "the tables"
            return f"{tables} not saved: {error}. Your edits are in {HISTORY_NAME}; the next save writes them"
        return None

    def _write_fresh(self, current: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Write the new contents of every table that differs beside it; returns their digests and names."""
        state = self._state
        saved = state.ledger.saved or {}
        digests: dict[str, str] = {}
        fresh: dict[str, str] = {}
        try:
            for name, file in state.files.items():
                if (
                    name not in state.ledger.touched
                    and name not in state.outside
                    and current[name] == digest_in(saved, name)
                ):
                    continue
                data = files.table_bytes(file.docs, file.frozen, file.spelled)
                digest = files.sha256(data)
                if digest != current[name]:
                    fresh[name] = write_beside(state.folder, file_name(name), data)
                    digests[name] = digest
        except OSError as error:
            self._forget_fresh()
            raise NotSaved(f"the tables could not be saved: {describe_error(error)}") from error
        return digests, fresh

    def _forget_fresh(self) -> None:
        """Remove what this save, or one that was cut short, left beside the tables."""
        folder = self._state.folder
        for table in self._state.files:
            with suppress(OSError):
                for name in left_beside(folder, file_name(table)):
                    folder.remove(name)

    def _move_fresh(self, fresh: Mapping[str, str], digests: Mapping[str, str]) -> None:
        state = self._state
        try:
            for table, name in fresh.items():
                mark = files.mark_of(state.folder, name)
                state.folder.rename(name, file_name(table))
                state.took(table, mark, digests[table])
            state.folder.sync()
        except OSError as error:
            raise NotSaved(
                f"not every table could be replaced: {describe_error(error)}; the history holds all edits"
            ) from error
        self._forget_fresh()


@contextmanager
def _reading_history() -> Iterator[None]:
    """NotSaved if the history cannot be read."""
    try:
        yield
    except OSError as error:
        raise NotSaved(f"{HISTORY_NAME} cannot be read: {describe_error(error)}") from error


def _new_edit(at: str, by: str, label: str, changes: Iterable[Change], undoes: str | None = None) -> Edit:
    """An edit with an id of its own."""
    return Edit(mint_id("x")[2:] + secrets.token_hex(4), at, by, label, tuple(changes), undoes)
