"""Writing the folder of a merge: its tables, its texts, and a history that keeps what did not count."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from dossier.exchange.copies import DossierCopy, Tables, read_copy
from dossier.exchange.files import make_new_folder, refuse_taken_path
from dossier.exchange.json_export import HEAD
from dossier.exchange.merge import Merged, merge_copies
from dossier.exchange.touches import MERGE
from dossier.records.dates import now
from dossier.records.ids import table_of
from dossier.records.info import FORMAT, VERSION
from dossier.records.problems import DossierError
from dossier.store.atomic import write_new
from dossier.store.files import file_name, sha256, table_bytes
from dossier.store.folder import INFO_NAME
from dossier.store.history import Change, Edit, HistoryLine
from dossier.store.inside import Folder
from dossier.store.journal import Journal
from dossier.store.texts import TEXTS_NAME
from dossier.text import one_line, plural


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What a merge made, in words, and its conflicts."""

    words: str
    conflicts: tuple[str, ...]


def merge_folders(first: Path, second: Path, path: Path, by: str) -> MergeResult:
    """Join two copies of one dossier, folders or exports, in the new folder `path`; neither is changed.

    The history of `path` holds the edits of both in the order of time. Where there were conflicts, a last
    one, by `by`, replaces the values that do not count with those that do; undoing it brings them back.
    """
    refuse_taken_path(path)
    for copy in (first, second):
        if path.resolve().is_relative_to(copy.resolve()):
            raise DossierError(f"{one_line(str(path))} lies in {one_line(str(copy))}, which stays as it is")
    a, b = _tell_names_apart(read_copy(first), read_copy(second))
    merged = merge_copies(a, b)
    spelled = _lines_by_hand(merged, a, b)
    tables = {table: table_bytes(docs, (), spelled) for table, docs in merged.tables.items()}
    with make_new_folder(path) as fresh:
        head = dict(zip(HEAD, (FORMAT, VERSION), strict=True)) | merged.info
        write_new(fresh, INFO_NAME, orjson.dumps(head, option=orjson.OPT_INDENT_2) + b"\n")
        for table, data in tables.items():
            if data:
                write_new(fresh, file_name(table), data)
        _write_texts(fresh, a, b)
        if edits := _join_edits(merged, a, b, by):
            digests = {table: sha256(data) for table, data in tables.items()}
            journal = Journal(fresh)
            journal.append(
                [
                    *(HistoryLine(edit=edit) for edit in edits),
                    HistoryLine(saved=digests, written=True, at=now()),
                ]
            )
            journal.close()
    return MergeResult(_describe_merge(merged, a, b), tuple(map(str, merged.conflicts)))


def _describe_merge(merged: Merged, a: DossierCopy, b: DossierCopy) -> str:
    """`120 records, 3 from a alone, 5 from b alone; 2 conflicts`."""
    ids = _all_ids(merged.tables)
    from_a = f"{len(ids - _all_ids(b.tables)):,} from {one_line(a.name)} alone"
    from_b = f"{len(ids - _all_ids(a.tables)):,} from {one_line(b.name)} alone"
    found = plural(len(merged.conflicts), "conflict") if merged.conflicts else "no conflicts"
    return f"{plural(len(ids), 'record')}, {from_a}, {from_b}; {found}"


def _all_ids(tables: Tables) -> set[str]:
    ids: set[str] = set()
    for docs in tables.values():
        ids.update(docs)
    return ids


def _lines_by_hand(merged: Merged, a: DossierCopy, b: DossierCopy) -> dict[str, bytes]:
    """The handwritten lines of those records that are the same in the merge."""
    found: dict[str, bytes] = {}
    for copy in (a, b):
        for record_id, line in copy.spelled.items():
            table = table_of(record_id)
            if merged.tables[table].get(record_id) == copy.tables[table][record_id]:
                found[record_id] = min(line, found.get(record_id, line))
    return found


def _join_edits(merged: Merged, a: DossierCopy, b: DossierCopy, by: str) -> list[Edit]:
    """Every edit of both copies, each once and in the order of time, and the one that settles conflicts."""
    in_order = heapq.merge(a.edits, b.edits, key=lambda edit: (edit.at, edit.id))
    edits = list({edit.id: edit for edit in in_order}.values())
    if merged.lost:
        changes = tuple(
            Change(table_of(record_id), record_id, lost, merged.tables[table_of(record_id)][record_id])
            for record_id, lost in sorted(merged.lost.items())
        )
        last = edits[-1].id if edits else None
        edit_id = MERGE + sha256(orjson.dumps([last, *map(list, changes)]))[:16]
        names = f"{one_line(a.name)} and {one_line(b.name)}"
        label = f"merged {names}: {plural(len(merged.conflicts), 'conflict')}"
        edits.append(Edit(edit_id, now(), by, label, changes))
    return edits


def _tell_names_apart(a: DossierCopy, b: DossierCopy) -> tuple[DossierCopy, DossierCopy]:
    """Name two copies of one name with the folders that they are in."""
    if a.name != b.name:
        return a, b
    above_a, above_b = a.path.resolve().parent.name, b.path.resolve().parent.name
    return replace(a, name=f"{above_a}/{a.name}"), replace(b, name=f"{above_b}/{b.name}")


def _write_texts(folder: Folder, a: DossierCopy, b: DossierCopy) -> None:
    """Write the texts of both copies; of a text that was altered in one of them, the unaltered one."""
    names = sorted({*a.texts, *b.texts})
    if not names:
        return
    texts = folder.below(TEXTS_NAME)
    texts.make()
    for name in names:
        found = [Folder(copy.path).below(TEXTS_NAME).read(name) for copy in (a, b) if name in copy.texts]
        true = next((data for data in found if sha256(data) == name[:-4]), found[0])
        write_new(texts, name, true)
    texts.sync()
