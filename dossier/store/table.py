"""TinyDB over records in memory: queries anywhere, writes only in a draft, which records them.

Relies on two internals of TinyDB, which tests/store/test_table.py holds it to: every read goes through
`Table._read_table`, every write through `Table._update_table`; ids are of `document_id_class`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, NoReturn, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from dossier.records.base import Doc
from dossier.records.ids import mint_id
from dossier.records.kinds import KIND_BY_TABLE, TABLES
from dossier.records.problems import EditRefused

_READ_ONLY = "tables change only inside Dossier.edit(label, change)"


def deep_copy(value: Any) -> Any:
    """A deep copy of a JSON value, tuples as lists."""
    if isinstance(value, dict):
        return {key: deep_copy(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [deep_copy(item) for item in value]
    return value


class Copied(Document):
    """A document that shares nothing with the stored one."""

    def __init__(self, value: Mapping[str, Any], doc_id: Any) -> None:
        super().__init__(deep_copy(dict(value)), doc_id)


class Live(Mapping[str, Doc]):
    """The records of a table as they are now. Iterating takes a snapshot: edits may go on meanwhile."""

    def __init__(self, docs: dict[str, Doc]) -> None:
        self.docs = docs

    def __getitem__(self, key: str) -> Doc:
        return self.docs[key]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self.docs))

    def __len__(self) -> int:
        return len(self.docs)

    def items(self) -> Any:
        """All pairs of id and record."""
        return list(self.docs.items())


class Overlay(MutableMapping[str, Doc]):
    """What a draft sees of a table: the records below with its own changes on top.

    A record that is taken out to be changed is copied first, so that a draft costs what it touches.
    """

    def __init__(self, docs: dict[str, Doc]) -> None:
        self.below = docs
        self.touched: dict[str, Doc | None] = {}
        self._gained = 0

    def __getitem__(self, key: str) -> Doc:
        if key not in self.touched:
            self.touched[key] = deep_copy(self.below[key])
        doc = self.touched[key]
        if doc is None:
            raise KeyError(key)
        return doc

    def peek(self, key: str) -> Doc | None:
        """The record to look at, not to change."""
        return self.touched[key] if key in self.touched else self.below.get(key)

    def __setitem__(self, key: str, doc: Doc) -> None:
        self._gained += key not in self
        self.touched[key] = doc

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._gained -= 1
        self.touched[key] = None

    def clear(self) -> None:
        """Remove every record."""
        for key in list(self):
            del self[key]

    def __contains__(self, key: object) -> bool:
        return (self.touched[key] is not None) if key in self.touched else key in self.below

    def __len__(self) -> int:
        return len(self.below) + self._gained

    def __iter__(self) -> Iterator[str]:
        for key in self.below:
            if key not in self.touched or self.touched[key] is not None:
                yield key
        for key, doc in list(self.touched.items()):
            if doc is not None and key not in self.below:
                yield key

    def items(self) -> Any:
        """All pairs of id and record, to look at."""
        return [(key, self.peek(key)) for key in self]

    def get(self, key: str, default: Any = None) -> Any:
        """The record to look at, not to change."""
        doc = self.peek(key)
        return default if doc is None else doc


class LiveStorage(Storage):
    """TinyDB's view of the tables in memory. Files are written by edit and save alone."""

    def __init__(self, tables: Mapping[str, RecordTable]) -> None:
        self._tables = tables

    def read(self) -> dict[str, dict[str, Any]]:
        """All tables by name."""
        return {name: dict(table.docs) for name, table in self._tables.items()}

    def write(self, data: dict[str, dict[str, Any]]) -> NoReturn:
        """Refused: it would bypass the history."""
        raise EditRefused(_READ_ONLY)


class RecordTable(Table):
    """A TinyDB table of records with their own ids, read from memory, not writable."""

    document_class = Copied
    document_id_class = str  # type: ignore[assignment]

    def __init__(self, storage: Storage, name: str, **options: Any) -> None:
        super().__init__(storage, name, **options)
        self.docs: dict[str, Doc] = {}

    def _read_table(self) -> Mapping[str, Doc]:  # type: ignore[override]
        return Live(self.docs)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        raise EditRefused(_READ_ONLY)

    def search(self, cond: QueryLike) -> list[Document]:
        """As TinyDB's, but each answer's documents are the caller's own, also from the query cache."""
        return [Copied(doc, doc.doc_id) for doc in super().search(cond)]

    def _get_next_id(self) -> NoReturn:
        raise EditRefused(_READ_ONLY)


class DraftTable(RecordTable):
    """A table inside an edit: TinyDB's own calls write into an overlay, which commit reads."""

    def __init__(self, storage: Storage, name: str, docs: dict[str, Doc]) -> None:
        super().__init__(storage, name)
        self.docs = docs
        self.overlay = Overlay(docs)

    def _read_table(self) -> Mapping[str, Doc]:  # type: ignore[override]
        return self.overlay

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        try:
            updater(self.overlay)
        finally:
            self.clear_cache()

    def _named(self, document: Mapping[str, Any]) -> Copied:
        """The document under its own id, or a new one; TinyDB counts numbers instead."""
        if not isinstance(document, Mapping):
            raise ValueError("Document is not a Mapping")
        given = getattr(document, "doc_id", None)
        record_id = document.get("id", given)
        if record_id is None:
            record_id = mint_id(KIND_BY_TABLE[self.name].letter)
            while record_id in self.overlay:
                record_id = mint_id(KIND_BY_TABLE[self.name].letter)
        if given not in (None, record_id):
            raise EditRefused(f"{record_id}: id: the document is filed under {given}; ids never change")
        return Copied({"id": record_id, **document}, record_id)

    def insert(self, document: Mapping[str, Any]) -> Any:
        """Add a record under its own `id`; without one it gets a new id. ValueError if the id is taken."""
        return super().insert(self._named(document))

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[Any]:
        """Add records as `insert` does."""
        return super().insert_multiple(self._named(document) for document in documents)

    def update(
        self,
        fields: Mapping[str, Any] | Callable[[Any], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[Any] | None = None,
    ) -> list[Any]:
        """As TinyDB's; only the records that match are copied."""
        given = deep_copy(dict(fields)) if isinstance(fields, Mapping) else fields
        return super().update(given, doc_ids=cast("Any", self._matching(cond, doc_ids)))

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[Any]:
        """As TinyDB's; without a query, the record with the document's id."""
        return super().upsert(self._named(document) if cond is None else document, cond)

    def update_multiple(self, updates: Iterable[tuple[Any, QueryLike]]) -> list[Any]:
        """As TinyDB's; only the records that match are copied."""
        return [record_id for fields, cond in updates for record_id in self.update(fields, cond)]

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[Any] | None = None) -> list[Any]:
        """As TinyDB's; a query is answered before anything is removed."""
        if cond is None and doc_ids is None:
            return super().remove()
        return super().remove(doc_ids=cast("Any", self._matching(cond, doc_ids)))

    def _matching(self, cond: QueryLike | None, doc_ids: Iterable[Any] | None) -> list[str]:
        if doc_ids is not None:
            return list(doc_ids)
        if cond is None:
            return list(self.overlay)
        return [record_id for record_id, doc in self.overlay.items() if cond(doc)]


class Database(TinyDB):
    """All tables of a dossier as a TinyDB, for queries."""

    table_class: type[Table] = RecordTable

    def __init__(self) -> None:
        self.records: dict[str, RecordTable] = {}
        super().__init__(self.records, storage=LiveStorage)
        for name in TABLES:
            table = self.table(name)
            assert isinstance(table, RecordTable)  # noqa: S101  (table_class, for the type checker)
            self.records[name] = table

    def draft(self, name: str) -> DraftTable:
        """A writable table for one edit."""
        return DraftTable(self.storage, name, self.records[name].docs)
