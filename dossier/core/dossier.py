"""An open dossier: its records, the links between them, and the one way to change anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self, TypeVar, cast

import orjson
from pydantic import ValidationError

from dossier.core.checks import (
    DanglingReferences,
    refuse_dangling,
    refuse_misquotes,
    refuse_namesakes,
    validate_records,
)
from dossier.core.collection import Collection, Tables
from dossier.core.lens import Lens, Shown
from dossier.core.links import Linked, Links
from dossier.records.base import Doc, Record
from dossier.records.ids import is_id, table_of
from dossier.records.info import Info
from dossier.records.kinds import TABLES, noun_of
from dossier.records.models import MODELS
from dossier.records.problems import (
    NotSaved,
    Problem,
    RecordProblem,
    UnknownRecord,
    describe_error,
    explain_invalid,
)
from dossier.store.author import find_author
from dossier.store.draft import Draft
from dossier.store.files import file_name, line_numbers
from dossier.store.folder import create_folder, new_info, read_info
from dossier.store.foreign import GIT_CONFLICT
from dossier.store.history import HISTORY_NAME, Change, Edit
from dossier.store.replay import Conflict, Step
from dossier.store.state import Progress
from dossier.store.store import Store
from dossier.store.strangers import find_set_aside, find_strangers
from dossier.store.table import deep_copy
from dossier.store.texts import TextFiles

__all__ = ["Change", "Collection", "Conflict", "Dossier", "Draft", "Edit", "Progress", "Refreshed"]

T = TypeVar("T")
_CLEAR = Lens()


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What others did: their edits, the table files changed on disk, whether the history was replaced.

    `texts`: whether the text of a source was attached, which may change no record.
    """

    edits: tuple[Edit, ...] = ()
    outside: tuple[str, ...] = ()
    replaced: bool = False
    texts: bool = False


class Dossier(Tables, Linked):
    """A dossier, opened with `Dossier.open(path)` or made with `Dossier.new(path, title=...)`."""

    def __init__(self, path: str | Path, *, by: str | None = None, lens: Lens | None = None) -> None:
        """Read dossier.json; NotADossier if that fails. `load` reads the rest and applies `lens`."""
        self.path = Path(path)
        self.info: Info = read_info(self.path)
        self.by = find_author(by)
        self._store = Store(self.path, self.by, self._changed)
        super().__init__(self._store, self.get, self.find)
        self._texts = TextFiles(self.path)
        self.unsaved: str | None = None
        """After closing: which tables could not be saved, and why. Their edits are in the history."""
        self._links = Links()
        self._typed: dict[str, Record] = {}
        self._dangling = DanglingReferences(self.path, self._store)
        self._strange: list[Problem] = []
        self._lens = lens or _CLEAR
        self._shown = Shown(_CLEAR, self._store.docs, self._links)
        self._derived: dict[str, dict[str, object]] = {}

    @classmethod
    def open(cls, path: str | Path, *, by: str | None = None, lens: Lens | None = None) -> Self:
        """Open a dossier and load it; NotADossier says why not.

        `by` is who edits, else DOSSIER_BY, git's user.name or the login, as on the command line.
        """
        dossier = cls(path, by=by, lens=lens)
        for _ in dossier.load():
            pass
        return dossier

    @classmethod
    def new(
        cls,
        path: str | Path,
        *,
        title: str,
        by: str | None = None,
        description: str | None = None,
        language: str | None = None,
    ) -> Self:
        """Make an empty dossier in a new or empty folder; NotSaved says why not."""
        create_folder(Path(path), new_info(title, description, language))
        return cls.open(path, by=by)

    def load(self) -> Iterator[Progress]:
        """Read all tables and the history, in slices short enough for a thread beside a screen."""
        progress = Progress(0, 0, 0)
        for progress in self._store.load():
            yield progress
        links = Links()
        for _ in links.build([self._store.docs(name) for name in TABLES]):
            yield progress
        self._links = links
        self._derived = {}
        self._show(self._lens)
        self._dangling.find_all(links)
        try:
            self._strange = [*find_strangers(self.path), *find_set_aside(self.path)]
        except OSError as error:
            self._strange = [
                Problem("dossier", f"what else is in the folder is not known: {describe_error(error)}")
            ]
        yield progress

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Save what can be saved and release the files; `unsaved` says what the history alone keeps."""
        self.unsaved = self._store.save_own()
        self._store.close()

    def save(self) -> bool:
        """Write the table files; False if they were up to date. NotSaved says why not; no edit is lost."""
        return self._store.save()

    @property
    def read_only(self) -> str | None:
        """Why this dossier cannot be edited; None if it can."""
        return self._store.read_only

    @property
    def problems(self) -> list[Problem]:
        """What loading found: broken lines, references that lead nowhere, what does not belong there."""
        return [*self._strange, *self._store.problems, *self._dangling.problems]

    @property
    def notices(self) -> list[Problem]:
        """Those problems that whole files or the history have: said whenever the dossier is opened."""
        return [*self._strange, *filter(_concerns_a_file, self._store.problems)]

    @property
    def conflicts(self) -> list[Conflict]:
        """Edits that did not fit a table file changed from outside: the file's version stands."""
        return list(self._store.conflicts)

    @property
    def edited_outside(self) -> list[str]:
        """What changed in the tables behind the program's back and is in no edit yet, a sentence a table.

        `claims.jsonl was edited outside: 1 changed, 1 removed`. The next edit or save records it first.
        """
        return self._store.edited_outside

    @property
    def lens(self) -> Lens:
        """What is left out of every answer of this dossier, except `raw`, `every` and `referrers`."""
        return self._lens

    def look(self, lens: Lens) -> None:
        """Show the records through another lens. None changes: edits, undo, checks and saves see all."""
        with self._store.paused():
            self._lens = lens
            self._show(lens)

    def _show(self, lens: Lens) -> None:
        concerned = {*self._shown.lens.tables, *lens.tables}
        self._shown = shown = Shown(lens, self._store.docs, self._links)
        self._links.hide(shown.hidden)
        for name in TABLES:
            self.collection(name).look_through(shown if name in lens.tables else None)
        self._typed = {}
        for name in concerned:
            self._derived.pop(name, None)

    def shows(self, record_id: str) -> bool:
        """Whether the lens leaves this record in."""
        return record_id not in self._shown.hidden

    def every(self, table: str) -> Mapping[str, Doc]:
        """The raw records of a table by id as they are stored, whatever the lens: to read only."""
        return MappingProxyType(self._store.docs(table))

    def _doc(self, record_id: str) -> Doc | None:
        """The raw record as the lens shows it, or as it is stored if the lens leaves it out."""
        return self._shown.shorter.get(record_id) or self._store.doc(record_id)

    def get(self, record_id: str) -> Record:
        """The record; UnknownRecord if there is none, RecordProblem if it does not follow the format.

        As the lens shows it; a record that it leaves out, as it is stored.
        """
        record = self._typed.get(record_id)
        if record is not None:
            return record
        doc = self._doc(record_id)
        if doc is None:
            raise UnknownRecord(self._unknown(record_id))
        if frozen := self._store.frozen(record_id):
            raise RecordProblem([frozen.problem])
        table = table_of(record_id)
        try:
            record = MODELS[table].from_doc(doc)
        except ValidationError as error:
            line = line_numbers(self.path, table).get(record_id)
            problems = list(explain_invalid(error, file=file_name(table), line=line, id=record_id))
            raise RecordProblem(problems) from None
        self._typed[record_id] = record
        if self._doc(record_id) is not doc:
            self._typed.pop(record_id, None)
        return record

    def _unknown(self, record_id: str) -> str:
        if frozen := self._store.frozen(record_id):
            return str(frozen.problem)
        noun = noun_of(record_id) if is_id(record_id) else "record"
        return f"there is no {noun} {record_id}"

    def find(self, record_id: str) -> Record | None:
        """The record; None if there is none that follows the format."""
        try:
            return self.get(record_id)
        except (UnknownRecord, RecordProblem):
            return None

    def raw(self, record_id: str) -> Doc:
        """A copy of the record, with null for what has a wrong type; UnknownRecord if there is none."""
        doc = self._store.doc(record_id)
        if doc is None:
            raise UnknownRecord(self._unknown(record_id))
        return cast("Doc", deep_copy(doc))

    def as_stored(self, record_id: str) -> Doc:
        """The record as its line has it, fields of a wrong type included: to pass on, not to work with."""
        line = self._store.frozen(record_id)
        return cast("Doc", orjson.loads(line.raw)) if line else self.raw(record_id)

    def peek(self, record_id: str) -> Mapping[str, Any]:
        """The raw record as the lens shows it, without a copy, to read only; empty if there is none."""
        return self._doc(record_id) or {}

    def __contains__(self, record_id: object) -> bool:
        """Whether there is a record with this id, even a broken one."""
        return isinstance(record_id, str) and self._store.exists(record_id)

    def frozen(self, record_id: str) -> Problem | None:
        """Why a record cannot be shown as one: its line is broken, or it does not follow the format."""
        if line := self._store.frozen(record_id):
            return line.problem
        try:
            self.get(record_id)
        except RecordProblem as error:
            return error.problems[0]
        except UnknownRecord:
            pass
        return None

    def validate(self, progress: Callable[[int, int], object] | None = None) -> list[Problem]:
        """Check every record against its model, and that every reference leads somewhere.

        `progress` is told how many records of how many are done. Long at 400 k records: for a worker.
        """
        return [*self._strange, *validate_records(self.path, self._store, progress)]

    def derived(self, table: str, name: str, find: Callable[[], T]) -> T:
        """The result of `find`, kept until a record of the table that it was worked out from changes."""
        kept = self._derived.setdefault(table, {})
        if name not in kept:
            kept[name] = find()
        return cast("T", kept[name])

    def text_of(self, source_id: str, sha256: str | None = None) -> str | None:
        """The attached text of a source (its current one, or the version with `sha256`); None without one.

        Offsets of quotes count the code points of exactly this string: no newline is translated.
        """
        found = self._text(source_id, sha256)
        return found if isinstance(found, str) else None

    def text_problem(self, source_id: str, sha256: str | None = None) -> Problem | None:
        """Why an attached text of a source cannot be shown; None if it can, or if there is none."""
        found = self._text(source_id, sha256)
        return found if isinstance(found, Problem) else None

    def _text(self, source_id: str, sha256: str | None) -> str | Problem | None:
        if sha256 is None:
            texts = self.sources[source_id].texts
            if not texts:
                return None
            sha256 = texts[-1].sha256
        return self._texts.get(sha256)

    def put_text(self, data: bytes) -> str:
        """Store a text in texts/, durably and before any edit refers to it; returns its sha256."""
        if self.read_only:
            raise NotSaved(f"this dossier is read-only: {self.read_only}")
        sha256 = self._texts.put(data)
        self._derived.pop("texts", None)
        return sha256

    def attached(self) -> frozenset[str]:
        """The sha256 of every text that is there, of whichever source. What `derived` keeps for "texts" is
        kept until one comes or goes.
        """
        return self.derived("texts", "attached", self._texts.attached)

    def edit(self, label: str, change: Callable[[Draft], object]) -> Edit | None:
        """Let `change` write to a draft and make all of it one durable, undoable edit.

        Held against the format, the other records and, for the words of quotes, the texts that are attached.
        None if it wrote nothing. EditRefused names the record and field that does not hold; NotSaved says why
        the disk did not take it. Either way nothing has changed, in memory or on disk.
        """
        return self._store.edit(label, change, self._check_new)

    def undo(self) -> Edit | None:
        """Take back your own last edit; None if there is none. EditRefused names the record in the way."""
        return self._store.undo(self._check)

    def redo(self) -> Edit | None:
        """Do again what you undid last; None if there is nothing."""
        return self._store.redo(self._check)

    def revert(self, edit_id: str) -> Edit:
        """Take back any one edit, whoever made it; EditRefused names the record that was changed since."""
        return self._store.revert(edit_id, self._check)

    @property
    def can_undo(self) -> str | None:
        """The label of your own last edit, also of an earlier session."""
        return self._store.can_undo

    @property
    def undo_of_earlier_session(self) -> Step | None:
        """What `undo` would take back, if it was not done since the dossier was opened."""
        step = self._store.next_undo
        return None if step is None or self._store.made_here(step.id) else step

    @property
    def can_redo(self) -> str | None:
        """The label of what `redo` would do again."""
        return self._store.can_redo

    def history(self) -> Iterator[Edit]:
        """Every edit of this dossier, oldest first, read from the history as it is asked for."""
        return self._store.edits()

    def refresh(self) -> Refreshed:
        """Take in others' edits, and see which files changed on disk. Cheap: for once a second."""
        news = self._store.refresh()
        if texts := self._texts.changed():
            self._derived.pop("texts", None)
        return Refreshed(tuple(news.edits), tuple(news.outside), news.replaced, texts)

    def reload(self) -> None:
        """Read everything from disk anew, with what was changed there from outside."""
        self.refresh()  # sees whether the history was replaced: the edits that it lacks are then conflicts
        with self._store.paused():
            info = read_info(self.path)
            for _ in self.load():
                pass
            self.info = info

    def _check_new(self, changes: Sequence[Change]) -> None:
        """What undo need not hold: it brings back what was there, or what came of a merge."""
        self._check(changes)
        refuse_misquotes(changes, self._texts.get)

    def _check(self, changes: Sequence[Change]) -> None:
        refuse_dangling(changes, self._links, self._store)
        refuse_namesakes(changes, self._store.docs("tags"))

    def _changed(self, changes: Sequence[Change]) -> None:
        """Records were replaced: bring what is derived from them up to date."""
        followed = self._shown.follow(changes)  # first: what is asked beside this is kept until what follows
        for _, record_id, before, after in changes:
            self._typed.pop(record_id, None)
            self._links.update(before, after)
        if not followed:
            self._show(self._lens)
        for table in {change.table for change in changes}:
            self._derived.pop(table, None)
        moved = [change for change in changes if (change.before is None) != (change.after is None)]
        for name in {change.table for change in moved}:
            self.collection(name).forget_ids()
        self._dangling.update(changes, self._links)


def _concerns_a_file(problem: Problem) -> bool:
    in_history = problem.file == HISTORY_NAME
    return in_history or problem.line is None or problem.message.startswith(GIT_CONFLICT)
