"""Whether every reference leads somewhere: what loading found, what an edit may do, and the full check.

All of it looks at what is stored, whatever a lens leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from dossier.core.links import Links
from dossier.records.base import Doc
from dossier.records.ids import is_id, name_kinds, table_of
from dossier.records.kinds import KINDS, TABLES, noun_of
from dossier.records.models import MODELS
from dossier.records.names import called
from dossier.records.problems import EditRefused, Problem, explain
from dossier.records.references import fits, references
from dossier.records.tag import folded
from dossier.store.files import GIT_CONFLICT, file_name, line_numbers
from dossier.store.history import Change
from dossier.store.store import Store
from dossier.store.strangers import find_set_aside, find_strangers
from dossier.text import clip, one_line

Progress = Callable[[int, int], object]
_PLACED_BY = ("text", "exact", "start", "end")


class Integrity:
    """The references of one dossier that lead nowhere, kept up to date edit by edit."""

    def __init__(self, path: Path, store: Store) -> None:
        self._path = path
        self._store = store
        self._dangling: dict[str, list[Problem]] = {}
        self._strange: list[Problem] = []

    def doc(self, record_id: str) -> Doc | None:
        """The record as it is stored."""
        return self._store.docs(table_of(record_id)).get(record_id) if is_id(record_id) else None

    def exists(self, record_id: str) -> bool:
        """Whether there is such a record, be it on a broken line."""
        return self.doc(record_id) is not None or self._store.frozen(record_id) is not None

    @property
    def problems(self) -> list[Problem]:
        """Broken lines, references that lead nowhere, and what does not belong into the folder."""
        found = [*self._strange, *self._store.problems]
        for problems in list(self._dangling.values()):
            found.extend(problems)
        return found

    @property
    def notices(self) -> list[Problem]:
        """What is wrong with whole files, and is said at every opening."""
        of_files = [
            problem
            for problem in self._store.problems
            if problem.line is None or problem.message == GIT_CONFLICT
        ]
        return [*self._strange, *of_files]

    def find(self, links: Links) -> None:
        """Look through all references, after loading, and at what lies in the folder."""
        self._strange = [*find_strangers(self._path), *find_set_aside(self._path)]
        tables = {kind.letter: self._store.docs(kind.table) for kind in KINDS}
        missing = {
            target
            for target in links.targets()
            if target not in tables.get(target[:1], ()) and not self.exists(target)
        }
        holders = set(links.astray()).union(*(links.referrers(target) for target in missing))
        lines: dict[str, dict[str, int]] = {}
        found = {}
        for record_id in sorted(holders):
            table = table_of(record_id)
            if table not in lines:
                lines[table] = line_numbers(self._path, table)
            found[record_id] = self._of(record_id, lines[table].get(record_id))
        self._dangling = found

    def follow(self, changes: Sequence[Change], links: Links) -> None:
        """Records were replaced, and `links` knows."""
        moved = [change for change in changes if (change.before is None) != (change.after is None)]
        if self._dangling or any(change.after is None for change in moved):
            concerned = {change.id for change in changes}
            concerned.update(*(links.referrers(change.id) for change in moved))
            for record_id in concerned:
                if problems := self._of(record_id, None):
                    self._dangling[record_id] = problems
                else:
                    self._dangling.pop(record_id, None)

    def _of(self, record_id: str, line: int | None) -> list[Problem]:
        file = file_name(table_of(record_id))
        faults = dangling(self.doc(record_id) or {}, self.exists)
        return [Problem(file, message, line=line, id=record_id, field=field) for field, message in faults]

    def validate(self, progress: Progress | None = None) -> list[Problem]:
        """Hold every record against its model and every reference against the records."""
        found = [*self._strange, *self._store.problems]
        done, total = 0, sum(len(self._store.docs(name)) for name in TABLES)
        for name in TABLES:
            lines: dict[str, int] | None = None
            for record_id in sorted(self._store.docs(name)):
                done += 1
                if progress is not None and done % 1000 == 0:
                    progress(done, total)
                faults = self._faults(record_id)
                if faults and lines is None:
                    lines = line_numbers(self._path, name)
                for field, message in faults:
                    line = (lines or {}).get(record_id)
                    found.append(Problem(file_name(name), message, line=line, id=record_id, field=field))
        if progress is not None:
            progress(total, total)
        return found

    def _faults(self, record_id: str) -> list[tuple[str | None, str]]:
        doc = self.doc(record_id)
        if doc is None:
            return []
        faults: list[tuple[str | None, str]] = []
        try:
            MODELS[table_of(record_id)].from_doc(doc)
        except ValidationError as error:
            faults.extend((problem.field, problem.message) for problem in explain(error, file=""))
        named = {field for field, _ in faults}
        faults.extend(fault for fault in dangling(doc, self.exists) if fault[0] not in named)
        return faults


def dangling(doc: Doc, exists: Callable[[str], bool], before: Doc | None = None) -> Iterator[tuple[str, str]]:
    """Field and fault of each reference in `doc` that leads nowhere or astray, and was not in `before`."""
    known = {reference.id for reference in references(before)} if before else set()
    for _, field, target, letters in references(doc):
        if target in known:
            continue
        if not fits(target, letters):
            yield field, f"{target!r} is not the id of {name_kinds(letters)}"
        elif not exists(target):
            yield field, f"there is no {noun_of(target)} {target}"


def check(
    changes: Iterable[Change],
    links: Links,
    find: Callable[[str], Doc | None],
    exists: Callable[[str], bool],
) -> None:
    """EditRefused, naming record and field, if after these changes a reference would lead nowhere."""
    after = {record_id: doc for _, record_id, _, doc in changes}

    def will_exist(target: str) -> bool:
        return after[target] is not None if target in after else exists(target)

    for _, record_id, before, doc in changes:
        if doc is not None:
            for field, fault in dangling(doc, will_exist, before):
                raise EditRefused(f"{record_id}: {field}: {fault}")
        elif before is not None:
            for referrer in links.referrers(record_id):
                if referrer not in after and (holder := find(referrer)) is not None:
                    raise _needed(before, holder)
    gone = {record_id: before for _, record_id, before, doc in changes if before is not None and doc is None}
    for _, _, before, doc in changes:
        if doc is not None and before is not None:  # it may keep an old dangling reference, but not to these
            for _, _, target, _ in references(doc):
                if target in gone:
                    raise _needed(gone[target], doc)


def _needed(removed: Doc, holder: Doc) -> EditRefused:
    """Why a record cannot be removed, in words that tell what it is and whose record needs it."""
    field = next(field for _, field, target, _ in references(holder) if target == removed["id"])
    who = f"{called(holder)}, by {one_line(str(holder.get('by')))},"
    return EditRefused(f"{called(removed)} cannot be removed: {who} refers to it in {field}")


def refuse_misquotes(changes: Iterable[Change], text_of: Callable[[str], object]) -> None:
    """EditRefused if a quote that is new, or moved or worded anew, does not stand in its text where it says.

    Only where the text is there (`text_of` its sha256 is a string). A quote that stands otherwise as it was
    may be changed: a text can have been attached later.
    """
    quotes = [change for change in changes if change.table == "quotes"]
    quotes.sort(key=lambda change: str((change.after or {}).get("text")))  # few texts are kept in memory
    for _, record_id, before, doc in quotes:
        if doc is None or (before and all(before.get(key) == doc.get(key) for key in _PLACED_BY)):
            continue
        text, exact, start, end = text_of(doc["text"]), doc["exact"], doc["start"], doc["end"]
        if not isinstance(text, str) or text.startswith(exact, start):
            continue
        if (at := text.find(exact)) >= 0:
            raise EditRefused(f"{record_id}: start: is {start}, but the words stand at {at}")
        there = (
            f"it has “{clip(one_line(text[start:end]), 60)}”" if start < len(text) else "it ends before that"
        )
        words = f"is not in the text of {doc['source']}, which is attached; from {start} to {end} {there}"
        raise EditRefused(f"{record_id}: exact: {words}")


def refuse_namesakes(changes: Iterable[Change], tags: Mapping[str, Doc]) -> None:
    """EditRefused if these changes give a tag a name that another one has: undo can, after others' edits."""
    after = {change.id: change.after for change in changes if change.table == "tags"}
    if not any(after.values()):
        return
    owners: dict[str, set[str]] = {}
    for tag_id, doc in {**tags, **after}.items():
        for name in _names(doc):
            owners.setdefault(name, set()).add(tag_id)
    for tag_id, doc in after.items():
        for name in sorted(_names(doc) - _names(tags.get(tag_id))):
            for other in sorted(owners[name] - {tag_id}):
                path = one_line(str((after.get(other) or tags[other]).get("path")))
                also = "" if folded(path) == name else f", also called {one_line(name)}"
                raise EditRefused(f"there is a tag {path}{also} already")


def _names(tag: Doc | None) -> set[str]:
    """The path and the aliases of a raw tag, as they are compared."""
    aliases = (tag or {}).get("aliases")
    names = [(tag or {}).get("path"), *(aliases if isinstance(aliases, list) else [])]
    return {folded(name) for name in names if isinstance(name, str)}
