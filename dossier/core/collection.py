"""The records of each kind in an open dossier: by id, in order, and as a TinyDB table for queries.

Under a lens (`Dossier.look`) all but `[]` and `table` know only the records that it shows, as it shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

from dossier.core.lens import Shown
from dossier.records.annotation import Annotation
from dossier.records.base import Doc, Record
from dossier.records.claim import Claim
from dossier.records.entity import Entity
from dossier.records.event import Event
from dossier.records.kinds import KIND_BY_TABLE, TABLES
from dossier.records.problems import UnknownRecord
from dossier.records.quote import Quote
from dossier.records.relation import Relation
from dossier.records.saved_filter import SavedFilter
from dossier.records.source import Source
from dossier.records.tag import Tag
from dossier.store.store import Store
from dossier.store.table import RecordTable

R = TypeVar("R", bound=Record)


class Collection(Generic[R]):
    """The records of one kind."""

    def __init__(
        self, name: str, store: Store, get: Callable[[str], Record], find: Callable[[str], Record | None]
    ) -> None:
        self.name = name
        self._store = store
        self._get = get
        self._find = find
        self._ids: tuple[str, ...] | None = None
        self._shown: Shown | None = None

    @property
    def table(self) -> RecordTable:
        """The TinyDB table, for queries; it changes only inside `Dossier.edit`."""
        return self._store.database.records[self.name]

    @property
    def docs(self) -> Mapping[str, Doc]:
        """The raw records by id, unsorted and not copied: to read, never to change."""
        return MappingProxyType(self._docs)

    @property
    def _docs(self) -> dict[str, Doc]:
        return self._store.docs(self.name) if self._shown is None else self._shown.docs(self.name)

    def __len__(self) -> int:
        return len(self._docs)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._docs

    def __getitem__(self, record_id: str) -> R:
        """The record with this id, also if the lens leaves it out; UnknownRecord if there is none."""
        if record_id not in self._store.docs(self.name):
            raise UnknownRecord(f"there is no {KIND_BY_TABLE[self.name].noun} {record_id}")
        return cast("R", self._get(record_id))

    def __iter__(self) -> Iterator[R]:
        """The records that follow the format, by id."""
        for record_id in self.ids():
            record = self._find(record_id)
            if record is not None:
                yield cast("R", record)

    def ids(self) -> tuple[str, ...]:
        """All ids, sorted."""
        ids = self._ids
        if ids is None:
            ids = self._ids = tuple(sorted(self._docs))
        return ids

    def forget_ids(self) -> None:
        """Sort the ids anew when they are asked for: records were added or removed."""
        self._ids = None

    def look_through(self, shown: Shown | None) -> None:
        """Answer with what a lens shows from now on; None: with all records."""
        self._shown = shown
        self.forget_ids()


class Tables:
    """The records of all kinds."""

    sources: Collection[Source]
    entities: Collection[Entity]
    quotes: Collection[Quote]
    claims: Collection[Claim]
    events: Collection[Event]
    relations: Collection[Relation]
    tags: Collection[Tag]
    annotations: Collection[Annotation]
    filters: Collection[SavedFilter]

    def __init__(
        self, store: Store, get: Callable[[str], Record], find: Callable[[str], Record | None]
    ) -> None:
        self._collections: dict[str, Collection[Any]] = {}
        for table in TABLES:
            records: Collection[Any] = Collection(table, store, get, find)
            self._collections[table] = records
            setattr(self, table, records)

    def collection(self, table: str) -> Collection[Any]:
        """The records of a table, such as `claims`."""
        return self._collections[table]
