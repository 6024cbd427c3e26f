"""Checks of records and references: after loading, before an edit, and the full check.

All of it looks at what is stored, whatever a lens leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from dossier.core.links import Links
from dossier.records.base import Doc
from dossier.records.ids import name_kinds, table_of
from dossier.records.kinds import KINDS, TABLES, noun_of
from dossier.records.models import MODELS
from dossier.records.names import kind_and_name
from dossier.records.problems import EditRefused, Problem, explain_invalid
from dossier.records.quote import NO_WORDS, says_something
from dossier.records.references import find_references, is_of_kinds
from dossier.records.tag import fold_tag_name
from dossier.store.files import file_name, line_numbers
from dossier.store.history import Change
from dossier.store.store import Store
from dossier.text import clip, one_line

_PLACED_BY = ("text", "exact", "start", "end")


class DanglingReferences:
    """The references of one dossier that lead nowhere, kept up to date edit by edit."""

    def __init__(self, path: Path, store: Store) -> None:
        self._path = path
        self._store = store
        self._by_holder: dict[str, list[Problem]] = {}

    @property
    def problems(self) -> list[Problem]:
        """One problem for each reference, those of a record together."""
        return [problem for problems in list(self._by_holder.values()) for problem in problems]

    def find_all(self, links: Links) -> None:
        """Check all references, after loading."""
        tables = {kind.letter: self._store.docs(kind.table) for kind in KINDS}
        missing = {
            target
            for target in links.all_targets()
            if target not in tables.get(target[:1], ()) and not self._store.exists(target)
        }
        holders = set(links.find_astray()).union(*(links.all_referrers(target) for target in missing))
        lines: dict[str, dict[str, int]] = {}
        found = {}
        for record_id in sorted(holders):
            table = table_of(record_id)
            if table not in lines:
                lines[table] = line_numbers(self._path, table)
            found[record_id] = self._problems_in(record_id, lines[table].get(record_id))
        self._by_holder = found

    def update(self, changes: Sequence[Change], links: Links) -> None:
        """Take in an edit that `links` has taken in already."""
        moved = [change for change in changes if (change.before is None) != (change.after is None)]
        removed = any(change.after is None for change in moved)
        if not self._by_holder and not removed:
            return
        concerned = {change.id for change in changes}
        concerned.update(*(links.all_referrers(change.id) for change in moved))
        for record_id in concerned:
            problems = self._problems_in(record_id, None)
            if problems:
                self._by_holder[record_id] = problems
            else:
                self._by_holder.pop(record_id, None)

    def _problems_in(self, record_id: str, line: int | None) -> list[Problem]:
        file = file_name(table_of(record_id))
        faults = find_dangling(self._store.doc(record_id) or {}, self._store.exists)
        return [Problem(file, message, line=line, id=record_id, field=field) for field, message in faults]


def validate_records(
    path: Path, store: Store, progress: Callable[[int, int], object] | None = None
) -> list[Problem]:
    """Check every record against its model, and that every reference leads somewhere.

    `progress` is told now and then how many records of how many are done.
    """
    found = list(store.problems)
    done, total = 0, sum(len(store.docs(table)) for table in TABLES)
    for table in TABLES:
        lines: dict[str, int] | None = None
        for record_id in sorted(store.docs(table)):
            done += 1
            if progress is not None and done % 1000 == 0:
                progress(done, total)
            faults = _find_faults(record_id, store)
            if faults and lines is None:
                lines = line_numbers(path, table)
            for field, message in faults:
                line = (lines or {}).get(record_id)
                found.append(Problem(file_name(table), message, line=line, id=record_id, field=field))
    if progress is not None:
        progress(total, total)
    return found


def _find_faults(record_id: str, store: Store) -> list[tuple[str | None, str]]:
    """Field and message of each fault of a record, each field once."""
    doc = store.doc(record_id)
    if doc is None:
        return []  # removed since the check began
    faults: list[tuple[str | None, str]] = []
    try:
        if not store.frozen(record_id):  # else what is wrong with its line is among the problems
            MODELS[table_of(record_id)].from_doc(doc)
    except ValidationError as error:
        faults.extend((problem.field, problem.message) for problem in explain_invalid(error, file=""))
    named = {field for field, _ in faults}
    faults.extend(fault for fault in find_dangling(doc, store.exists) if fault[0] not in named)
    return faults


def find_dangling(
    doc: Doc, exists: Callable[[str], bool], before: Doc | None = None
) -> Iterator[tuple[str, str]]:
    """Field and message of each new reference in `doc` to nothing, or to a record of the wrong kind."""
    known = {reference.id for reference in find_references(before)} if before else set()
    for _, field, target, letters in find_references(doc):
        if target in known:
            continue
        if not is_of_kinds(target, letters):
            yield field, f"{target!r} is not the id of {name_kinds(letters)}"
        elif not exists(target):
            yield field, f"there is no {noun_of(target)} {target}"


def refuse_dangling(changes: Sequence[Change], links: Links, store: Store) -> None:
    """Refuse changes after which a reference would lead nowhere; EditRefused names record and field."""
    after = {record_id: doc for _, record_id, _, doc in changes}

    def will_exist(target: str) -> bool:
        return after[target] is not None if target in after else store.exists(target)

    for _, record_id, before, doc in changes:
        if doc is not None:
            for field, fault in find_dangling(doc, will_exist, before):
                raise EditRefused(f"{record_id}: {field}: {fault}")
        elif before is not None:
            for referrer in links.all_referrers(record_id):
                if referrer not in after and (holder := store.doc(referrer)) is not None:
                    raise _needed(before, holder)
    gone = {record_id: before for _, record_id, before, doc in changes if before is not None and doc is None}
    for _, _, before, doc in changes:
        if doc is not None and before is not None:  # it may keep an old dangling reference, but not to these
            for _, _, target, _ in find_references(doc):
                if target in gone:
                    raise _needed(gone[target], doc)


def _needed(removed: Doc, holder: Doc) -> EditRefused:
    """Why a record cannot be removed: whose record refers to it, and in which field."""
    field = next(field for _, field, target, _ in find_references(holder) if target == removed["id"])
    who = f"{kind_and_name(holder)}, by {one_line(str(holder.get('by')))},"
    return EditRefused(f"{kind_and_name(removed)} cannot be removed: {who} refers to it in {field}")


def refuse_misquotes(changes: Iterable[Change], text_of: Callable[[str], object]) -> None:
    """Refuse a new or changed quote that has no words, or is not at its offsets.

    The latter only where its text is attached (`text_of` its sha256 is a string). A change to other fields
    passes, for the text can have been attached after the quote was taken.
    """
    quotes = [change for change in changes if change.table == "quotes"]
    quotes.sort(key=lambda change: str((change.after or {}).get("text")))  # few texts are kept in memory
    for _, record_id, before, doc in quotes:
        if doc is None or (before and all(before.get(key) == doc.get(key) for key in _PLACED_BY)):
            continue
        if not says_something(doc["exact"]):
            raise EditRefused(f"{record_id}: exact: {NO_WORDS}")
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


class Namesake(NamedTuple):
    """A tag whose `field` has a name that the tag `owner` has too."""

    tag: str
    field: str
    name: str
    owner: str


def refuse_namesakes(changes: Iterable[Change], tags: Mapping[str, Doc]) -> None:
    """Refuse changes that give a tag the name of another one, as undo can after others' edits."""
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
                also = "" if fold_tag_name(path) == name else f", also called {one_line(name)}"
                raise EditRefused(f"there is a tag {path}{also} already")


def find_namesakes(tags: Mapping[str, Doc]) -> Iterator[Namesake]:
    """Each name of a tag that another one has, by id, had before: a merge or a hand edit can bring them."""
    owners: dict[str, str] = {}
    for tag_id in sorted(tags):
        for field, name in _fields_and_names(tags[tag_id]):
            owner = owners.setdefault(fold_tag_name(name), tag_id)
            if owner != tag_id:
                yield Namesake(tag_id, field, name, owner)


def _names(tag: Doc | None) -> set[str]:
    """The path and aliases of a raw tag, in the form in which they are compared."""
    return {fold_tag_name(name) for _, name in _fields_and_names(tag or {})}


def _fields_and_names(tag: Doc) -> Iterator[tuple[str, str]]:
    if path := tag.get("path"):
        yield "path", path
    for number, alias in enumerate(tag.get("aliases") or ()):
        if alias:
            yield f"aliases[{number}]", alias
