"""Joining two copies of one dossier that were edited apart: the newest edit of a field counts.

A copy knows the edits in its own history. What only one copy edited is taken from it. What both edited, each
without knowing of the other, is a conflict: the newer edit counts, and the other value is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from dossier.exchange.copies import DossierCopy, Tables
from dossier.exchange.merge_fields import JoinedRecord, MergeSide, join_record, name_version
from dossier.exchange.touches import Touches
from dossier.records.base import Doc
from dossier.records.ids import table_of
from dossier.records.kinds import TABLES
from dossier.records.names import quote_value
from dossier.records.problems import DossierError
from dossier.records.references import referenced_ids
from dossier.records.tag import fold_tag_name
from dossier.text import one_line


class MergeConflict(NamedTuple):
    """A field that both copies changed, or a record that one removed and the other needs; what was kept."""

    id: str
    field: str
    words: str

    def __str__(self) -> str:
        return ": ".join(part for part in self if part)


@dataclass(frozen=True, slots=True)
class Merged:
    """The joined records, the conflicts, and by id the versions of records that do not count."""

    info: Doc
    tables: Tables
    lost: dict[str, Doc | None] = field(default_factory=dict)
    conflicts: list[MergeConflict] = field(default_factory=list)

    def put_record(self, record_id: str, doc: Doc | None) -> None:
        """Set a record; None removes it."""
        docs = self.tables[table_of(record_id)]
        if doc is None:
            docs.pop(record_id, None)
        else:
            docs[record_id] = doc

    def keep_removed(self, record_id: str, doc: Doc, words: str) -> None:
        """Keep a record that one side removed, and list that as a conflict."""
        self.put_record(record_id, doc)
        self.conflicts.append(MergeConflict(record_id, "", f"{words}: kept"))
        self.lost[record_id] = None


def merge_copies(first: DossierCopy, second: DossierCopy) -> Merged:
    """Join two copies. Their order matters only for dossier.json, which has no history: there `first` counts.

    DossierError if they are not copies of one dossier.
    """
    here, there = quote_value(first.info["id"]), quote_value(second.info["id"])
    if here != there:
        names = f"{one_line(first.name)} and {one_line(second.name)}"
        raise DossierError(
            f"{names} are not copies of one dossier: dossier.json: id: is {here} here and {there} there"
        )
    merged = Merged(_join_info(first, second), {table: dict(first.tables[table]) for table in TABLES})
    _note_info_conflicts(merged, first, second)
    differing = _differing_records(first, second)
    known_to_first = {edit.id for edit in first.edits}
    known_to_second = {edit.id for edit in second.edits}
    sides = (
        MergeSide(first, Touches(first.edits, known_to_second, differing)),
        MergeSide(second, Touches(second.edits, known_to_first, differing)),
    )
    dropped = _join_records(merged, sides, differing)
    if dropped:
        _restore_needed(merged, dropped)
    _note_namesakes(merged, first, second)
    merged.conflicts.sort()
    return merged


def _differing_records(first: DossierCopy, second: DossierCopy) -> set[str]:
    """The ids of all records that are not the same in both copies."""
    differing = set()
    for table in TABLES:
        here, there = first.tables[table], second.tables[table]
        for record_id in here.keys() | there.keys():
            if here.get(record_id) != there.get(record_id):
                differing.add(record_id)
    return differing


def _join_info(first: DossierCopy, second: DossierCopy) -> Doc:
    added = {key: value for key, value in second.info.items() if key not in first.info}
    return first.info | added


def _note_info_conflicts(merged: Merged, first: DossierCopy, second: DossierCopy) -> None:
    for key, value in second.info.items():
        if merged.info[key] != value:
            kept, over = f"{quote_value(merged.info[key])} of {one_line(first.name)}", quote_value(value)
            words = f"kept {kept} over {over} of {one_line(second.name)}"
            merged.conflicts.append(MergeConflict("dossier.json", key, words))


_Dropped = dict[str, tuple[Doc, MergeSide]]
"""Records that one side removed and the other left as they were, and the side that removed them."""


def _join_records(merged: Merged, sides: tuple[MergeSide, MergeSide], differing: set[str]) -> _Dropped:
    first, second = sides
    dropped: _Dropped = {}
    for record_id in sorted(differing):
        table = table_of(record_id)
        a = first.copy.tables[table].get(record_id)
        b = second.copy.tables[table].get(record_id)
        if a is not None and b is not None:
            _put_joined(merged, record_id, join_record(table, sides, a, b))
        elif a is not None:
            _put_unless_removed(merged, dropped, a, second)
        elif b is not None:
            _put_unless_removed(merged, dropped, b, first)
    return dropped


def _put_joined(merged: Merged, record_id: str, joined: JoinedRecord) -> None:
    merged.put_record(record_id, joined.doc)
    for name, words in joined.words.items():
        merged.conflicts.append(MergeConflict(record_id, name, words))
    if joined.words:
        merged.lost[record_id] = joined.lost


def _put_unless_removed(merged: Merged, dropped: _Dropped, doc: Doc, other: MergeSide) -> None:
    """Put a record that the other side lacks: it was added here, or removed there."""
    record_id = doc["id"]
    merged.put_record(record_id, doc)
    removal = other.touches.removed.get(record_id)
    if removal is None:
        return
    before = other.touches.before.get(record_id)
    if before is not None and {**before, "modified": None} == {**doc, "modified": None}:
        merged.put_record(record_id, None)
        dropped[record_id] = (doc, other)
        return
    where = name_version(other.copy, removal.at, removal.by)
    merged.keep_removed(record_id, doc, f"removed in {where}, changed in the other copy")


def _restore_needed(merged: Merged, dropped: _Dropped) -> None:
    """Keep what one side removed where another record refers to it: nothing is orphaned."""
    waiting = [("dossier.json", str(merged.info.get("focus")))]
    for docs in merged.tables.values():
        for doc in docs.values():
            waiting.extend((doc["id"], target) for _, target in referenced_ids(doc) if target in dropped)
    while waiting:
        needed: dict[str, str] = {}
        for referrer, target in waiting:
            if target in dropped:
                needed[target] = min(referrer, needed.get(target, referrer))
        waiting = []
        for record_id, referrer in sorted(needed.items()):
            doc, side = dropped.pop(record_id)
            gone = side.touches.removed[record_id]
            where = name_version(side.copy, gone.at, gone.by)
            merged.keep_removed(record_id, doc, f"removed in {where}, but {referrer} refers to it")
            waiting.extend((record_id, target) for _, target in referenced_ids(doc))


def _note_namesakes(merged: Merged, *copies: DossierCopy) -> None:
    """List tags that got one name in two copies: they stay two until somebody merges them."""
    known = [_tags_by_name(copy.tables) for copy in copies]
    for name, (first, *others) in _tags_by_name(merged.tables).items():
        for tag_id in others:
            if any({first, tag_id} <= set(tags.get(name, ())) for tags in known):
                continue  # they had one name before the copies were joined
            path = quote_value(merged.tables["tags"][tag_id].get("path"))
            both = f"“:tag merge {tag_id} into {first}” makes one of both"
            words = f"{path} is also the path of {first}; {both}"
            merged.conflicts.append(MergeConflict(tag_id, "path", words))


def _tags_by_name(tables: Tables) -> dict[str, list[str]]:
    """The tags of each name, by id."""
    found: dict[str, list[str]] = {}
    for tag_id, doc in sorted(tables["tags"].items()):
        found.setdefault(fold_tag_name(str(doc.get("path"))), []).append(tag_id)
    return found
