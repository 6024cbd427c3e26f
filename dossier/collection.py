"""The records of one kind in an open dossier: by id, in order, and as a TinyDB table for queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Generic, TypeVar, cast

from dossier.records.base import Doc, Record
from dossier.records.ids import NOUNS, TABLES
from dossier.records.problems import UnknownRecord
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

    @property
    def table(self) -> RecordTable:
        """The TinyDB table, for queries; it changes only inside `Dossier.edit`."""
        return self._store.database.records[self.name]

    @property
    def docs(self) -> Mapping[str, Doc]:
        """The raw records by id as they are now, unsorted, without a copy: to read, never to change."""
        return MappingProxyType(self._store.docs(self.name))

    def __len__(self) -> int:
        return len(self._store.docs(self.name))

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._store.docs(self.name)

    def __getitem__(self, record_id: str) -> R:
        if record_id not in self:
            raise UnknownRecord(f"there is no {NOUNS[TABLES[self.name]]} {record_id}")
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
            ids = self._ids = tuple(sorted(self._store.docs(self.name)))
        return ids

    def forget(self) -> None:
        """Records came or went."""
        self._ids = None
