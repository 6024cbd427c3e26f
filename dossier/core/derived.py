"""What is worked out from the records and kept up to date in slices, so that an edit costs what it changed.

A slot is a number that a record keeps. What is worked out from records stands in lists by slot, which a
filter walks many times faster than dictionaries by id.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from dossier.records.base import Doc
from dossier.records.kinds import TABLES

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

T = TypeVar("T")
CHUNK = 1024
_DONE = object()
GONE: Doc = {}
"""What the slot of a removed record holds."""

WHOLE_DOSSIER = (*TABLES, "texts")
"""Everything that can change: the tables, and which texts are attached."""

_Change = tuple[str, Doc | None, Doc | None]
"""Id, record before, record now."""


def stamp_tables(dossier: Dossier, *tables: str) -> tuple[object, ...]:
    """A value that stays equal until something in these tables (or `texts`) changes."""
    return tuple(dossier.derived(table, "stamp", object) for table in tables)


def keep_derived(dossier: Dossier, tables: tuple[str, ...], name: str, find: Callable[[], T]) -> T:
    """The result of `find`, kept until one of the tables that it was worked out from changes."""
    held: dict[tuple[object, ...], T] = dossier.derived(tables[0], name, dict)
    key = stamp_tables(dossier, *tables)
    if key not in held:
        held.clear()
        held[key] = find()
    return held[key]


def find_kept(dossier: Dossier, tables: tuple[str, ...], name: str) -> Any:
    """What `keep_derived` keeps under a name; None where nothing is kept of how the tables are now."""
    held: dict[tuple[object, ...], Any] = dossier.derived(tables[0], name, dict)
    return held.get(stamp_tables(dossier, *tables))


def advance_work(work: Iterator[object], seconds: float) -> bool:
    """Go on for about `seconds` with work that is done in slices; True when it is finished."""
    deadline = time.perf_counter() + seconds
    return all(time.perf_counter() <= deadline for _ in work)


class Derived:
    """One thing worked out from some tables. `ready` brings it up to date, in slices.

    Several filters may share the work: the next one goes on with what another began. All of them run on one
    thread, one slice after the other.
    """

    tables: tuple[str, ...] = ()

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self._stamp: tuple[object, ...] = ()
        self._going: tuple[tuple[object, ...], Iterator[None]] | None = None

    def ready(self) -> Iterator[None]:
        """Bring it up to date. Exhaust this before asking anything else."""
        while self._stamp != stamp_tables(self.dossier, *self.tables):
            if self._going is None:
                self._going = stamp_tables(self.dossier, *self.tables), self.update()
            going = self._going
            while True:  # not `yield from`, which would close the shared work with its caller
                if next(going[1], _DONE) is _DONE:
                    break
                yield
            if self._going is going:
                self._stamp, self._going = going[0], None

    def update(self) -> Iterator[None]:
        """Take in what has changed, in slices."""
        raise NotImplementedError

    @property
    def unchanged_so_far(self) -> bool:
        """Whether nothing has changed since `update` began.

        If something has, what it has just read may be taken back: a record that is changed and changed back
        between two updates is reported as unchanged, so nothing may be kept of its state in between.
        """
        return self._going is not None and self._going[0] == stamp_tables(self.dossier, *self.tables)


class Rows(Derived):
    """One table: the id and the raw record in each slot, and the slot of each id."""

    def __init__(self, dossier: Dossier, table: str) -> None:
        super().__init__(dossier)
        self.table = table
        self.tables = (table,)
        self.ids: list[str] = []
        self.docs: list[Doc] = []
        self.at: dict[str, int] = {}
        self._left: dict[str, int] = {}  # a record that comes back, as under another lens, has its old slot
        self._seen: list[Doc] = []

    def update(self) -> Iterator[None]:
        """Take in the records of the table that changed."""
        docs: Mapping[str, Doc] = getattr(self.dossier, self.table).docs
        for changes in _find_changes(self._seen, list(docs.values()), docs, self.at):
            for record_id, _, doc in changes:
                slot = self.at.get(record_id)
                if doc is None:
                    if slot is not None:
                        self.docs[slot] = GONE
                        self._left[record_id] = self.at.pop(record_id)
                elif slot is None and (slot := self._left.pop(record_id, None)) is not None:
                    self.at[record_id] = slot
                    self.docs[slot] = doc
                elif slot is None:
                    self.at[record_id] = len(self.ids)
                    self.ids.append(record_id)
                    self.docs.append(doc)
                else:
                    self.docs[slot] = doc
            yield


def rows_of(dossier: Dossier, table: str) -> Rows:
    """The rows of a table: the same object for everybody, until the dossier is loaded again."""
    return dossier.derived("index", f"rows of {table}", lambda: Rows(dossier, table))


class Watch:
    """Tells which slots have another record than when it was last asked."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._seen: list[Doc | None] = []

    def last_seen(self, slot: int) -> Doc:
        """The record of a slot as `find_changes` last gave it; the rows may have changed since."""
        return self._seen[slot] or GONE

    def find_changes(self) -> Iterator[list[tuple[int, Doc | None, Doc]]]:
        """Slot, record before and record now, in slices. Every change is given once."""
        for _ in self.rows.ready():
            yield []
        seen, docs = self._seen, self.rows.docs
        seen += [None] * (len(docs) - len(seen))
        for start in range(0, len(seen), CHUNK):
            stop = min(start + CHUNK, len(seen))  # the rows may have grown since; that is told next time
            old, new = seen[start:stop], docs[start:stop]
            if old != new:
                seen[start:stop] = new
                pairs = enumerate(zip(old, new, strict=True), start)
                yield [(slot, before, now) for slot, (before, now) in pairs if before is not now]


def _find_changes(
    seen: list[Doc], now: list[Doc], docs: Mapping[str, Doc], known: Container[str]
) -> Iterator[list[_Change]]:
    """The changes between the records seen and those of now, in slices. At the end `seen` is those of now.

    An edit puts a new record for an old one and never changes one in place, so lists of records are
    compared by identity first, at the speed of C.
    """
    at = to = 0
    while at < len(seen) and to < len(now):
        ahead = min(CHUNK, len(seen) - at, len(now) - to)
        if seen[at : at + ahead] == now[to : to + ahead]:
            at, to = at + ahead, to + ahead
            continue
        changes: list[_Change] = []
        stop = at + ahead
        while at < stop and to < len(now):
            change, old_steps, new_steps = _compare_next(seen[at], now[to], docs, known)
            if change is not None:
                changes.append(change)
            at, to = at + old_steps, to + new_steps
        yield changes
    for start in range(at, len(seen), CHUNK):
        yield [(doc["id"], doc, None) for doc in seen[start : start + CHUNK]]
    for start in range(to, len(now), CHUNK):
        yield [(doc["id"], None, doc) for doc in now[start : start + CHUNK]]
    seen[:] = now


def _compare_next(
    old: Doc, new: Doc, docs: Mapping[str, Doc], known: Container[str]
) -> tuple[_Change | None, int, int]:
    """The change between two records, and how many steps to go in the old list and in the new one."""
    if old is new or old == new:
        return None, 1, 1
    if old["id"] == new["id"]:
        return (old["id"], old, new), 1, 1
    if old["id"] in docs and new["id"] not in known:
        return (new["id"], None, new), 0, 1
    return (old["id"], old, None), 1, 0
