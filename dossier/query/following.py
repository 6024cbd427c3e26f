"""What is worked out from the records, kept up to date in slices: an edit costs what it changed."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING

from dossier.records.base import Doc

if TYPE_CHECKING:
    from dossier.dossier import Dossier

_CHUNK = 2048
Change = tuple[str, Doc | None, Doc | None]


def stamp(dossier: Dossier, *tables: str) -> tuple[object, ...]:
    """Something that is equal for as long as no record of these tables changes."""
    return tuple(dossier.derived(table, "stamp", object) for table in tables)


class Follower:
    """The records of a table as they were last seen, and what has changed since.

    An edit puts a new record for an old one and never changes one in place, so lists of records are
    compared by identity, at the speed of C: 400,000 of them in a few milliseconds.
    """

    def __init__(self) -> None:
        self._seen: list[Doc] = []

    def news(self, docs: Mapping[str, Doc], known: Container[str]) -> Iterator[list[Change]]:
        """What has changed, in slices; `known`: the ids that were seen before. Exhaust it."""
        old, new = self._seen, list(docs.values())
        at = to = 0
        while at < len(old) and to < len(new):
            ahead = min(_CHUNK, len(old) - at, len(new) - to)
            if old[at : at + ahead] == new[to : to + ahead]:
                at, to = at + ahead, to + ahead
                yield []
                continue
            changes: list[Change] = []
            stop = at + ahead
            while at < stop and to < len(new):
                step = _step(old[at], new[to], docs, known)
                if step[0] is not None:
                    changes.append(step[0])
                at, to = at + step[1], to + step[2]
            yield changes
        for start in range(at, len(old), _CHUNK):
            yield [(doc["id"], doc, None) for doc in old[start : min(start + _CHUNK, len(old))]]
        for start in range(to, len(new), _CHUNK):
            yield [(doc["id"], None, doc) for doc in new[start : start + _CHUNK]]
        self._seen = new


def _step(
    old: Doc, new: Doc, docs: Mapping[str, Doc], known: Container[str]
) -> tuple[Change | None, int, int]:
    """The change from one record to another, and how far to go on in the old and the new list."""
    if old is new or old == new:
        return None, 1, 1
    if old["id"] == new["id"]:
        return (old["id"], old, new), 1, 1
    if old["id"] in docs and new["id"] not in known:
        return (new["id"], None, new), 0, 1
    return (old["id"], old, None), 1, 0


class Part:
    """One thing worked out from some tables. `ready` brings it up to date, in slices.

    Several filters may share the work: what one began, the next goes on with. All of them run on one
    thread, one slice after the other.
    """

    tables: tuple[str, ...] = ()

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self._stamp: tuple[object, ...] = ()
        self._going: tuple[tuple[object, ...], Iterator[None]] | None = None

    def ready(self) -> Iterator[None]:
        """Exhaust it before asking anything of this part."""
        while self._stamp != stamp(self.dossier, *self.tables):
            if self._going is None:
                self._going = stamp(self.dossier, *self.tables), self.update()
            going = self._going
            for _ in going[1]:  # not `yield from`, which would close the shared work with its caller
                yield
            if self._going is going:
                self._stamp, self._going = going[0], None

    def update(self) -> Iterator[None]:
        """Take in what has changed."""
        raise NotImplementedError
