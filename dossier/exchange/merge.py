"""Two copies of one dossier that went separate ways, joined: the newest edit of a field wins.

A copy knows the edits that are in its own history. What only one copy edited is taken from it. What both
did, each without knowing of the other, is a conflict: the newer counts, the other is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from dossier.exchange.copies import DossierCopy, Tables
from dossier.exchange.merge_fields import MergeSide, join_record, name_version
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
    """What both copies changed, or one removed and the other still needs; the words say what was kept."""

    id: str
    field: str
    words: str

    def __str__(self) -> str:
        return ": ".join(part for part in self if part)


@dataclass(frozen=True, slots=True)
class Merged:
    """The joined records, the conflicts, and for each record with one the version that does not count."""

    info: Doc
    tables: Tables
    lost: dict[str, Doc | None] = field(default_factory=dict)
    conflicts: list[MergeConflict] = field(default_factory=list)

    def put_record(self, record_id: str, doc: Doc | None) -> None:
        """Have this record, or none."""
        docs = self.tables[table_of(record_id)]
        if doc is None:
            docs.pop(record_id, None)
        else:
            docs[record_id] = doc

    def keep_removed(self, record_id: str, doc: Doc, words: str) -> None:
        """Have this record although one side removed it."""
        self.put_record(record_id, doc)
        self.conflicts.append(MergeConflict(record_id, "", f"{words}: kept"))
        self.lost[record_id] = None


def merge_copies(first: DossierCopy, second: DossierCopy) -> Merged:
    """Join two copies. Their order matters to dossier.json alone, which has no history: there `first` counts.

    DossierError if they are not copies of one dossier.
    """
    ids = [quote_value(copy.info["id"]) for copy in (first, second)]
    if ids[0] != ids[1]:
        names = f"{one_line(first.name)} and {one_line(second.name)}"
        raise DossierError(
            f"{names} are not copies of one dossier: dossier.json: id: is {ids[0]} here and {ids[1]} there"
        )
    merged = Merged(_join_info(first, second), {table: dict(first.tables[table]) for table in TABLES})
    _note_info_conflicts(merged, first, second)
    differing = {
        record_id
        for table in TABLES
        for record_id in first.tables[table].keys() | second.tables[table].keys()
        if first.tables[table].get(record_id) != second.tables[table].get(record_id)
    }
    known = [{edit.id for edit in copy.edits} for copy in (first, second)]
    sides = (
        MergeSide(first, Touches(first.edits, known[1], differing)),
        MergeSide(second, Touches(second.edits, known[0], differing)),
    )
    dropped = _join_records(merged, sides, differing)
    if dropped:
        _restore_needed(merged, dropped)
    _note_namesakes(merged, first, second)
    merged.conflicts.sort()
    return merged


def _join_info(first: DossierCopy, second: DossierCopy) -> Doc:
    return {**first.info, **{key: value for key, value in second.info.items() if key not in first.info}}


def _note_info_conflicts(merged: Merged, first: DossierCopy, second: DossierCopy) -> None:
    for key, value in second.info.items():
        if merged.info[key] != value:
            kept, over = f"{quote_value(merged.info[key])} of {one_line(first.name)}", quote_value(value)
            words = f"kept {kept} over {over} of {one_line(second.name)}"
            merged.conflicts.append(MergeConflict("dossier.json", key, words))


_Dropped = dict[str, tuple[Doc, MergeSide]]
"""Records that one side removed and the other left as they were, and the side that removed them."""


def _join_records(merged: Merged, sides: tuple[MergeSide, MergeSide], differing: set[str]) -> _Dropped:
    dropped: _Dropped = {}
    for record_id in sorted(differing):
        table = table_of(record_id)
        a, b = (side.copy.tables[table].get(record_id) for side in sides)
        if a is not None and b is not None:
            joined = join_record(table, sides, a, b)
            merged.put_record(record_id, joined.doc)
            merged.conflicts.extend(
                MergeConflict(record_id, name, words) for name, words in joined.words.items()
            )
            if joined.words:
                merged.lost[record_id] = joined.lost
            continue
        doc, other = (a, sides[1]) if a is not None else (b, sides[0])
        assert doc is not None  # noqa: S101  (it differs, so one side has it)
        merged.put_record(record_id, doc)
        if gone := other.touches.removed.get(record_id):
            before = other.touches.before.get(record_id)
            if before is not None and {**before, "modified": None} == {**doc, "modified": None}:
                merged.put_record(record_id, None)
                dropped[record_id] = (doc, other)
            else:
                where = name_version(other.copy, gone.at, gone.by)
                merged.keep_removed(record_id, doc, f"removed in {where}, changed in the other copy")
    return dropped


def _restore_needed(merged: Merged, dropped: _Dropped) -> None:
    """What was removed on one side stays where anything refers to it: nothing is orphaned."""
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
    """Two tags that came to one name, each in one copy: they stay two until somebody puts them together."""
    known = [_tags_by_name(copy.tables) for copy in copies]
    for name, (first, *others) in _tags_by_name(merged.tables).items():
        for tag_id in others:
            if not any({first, tag_id} <= set(named.get(name, ())) for named in known):
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
