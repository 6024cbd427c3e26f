"""A part of a dossier that stands alone: chosen records, what they refer to, and what is said about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.records.base import Doc
from dossier.records.ids import is_id, table_of
from dossier.records.kinds import KIND_BY_TABLE, TABLES, noun_of
from dossier.records.problems import UnknownRecord
from dossier.records.references import referenced_ids
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_CONNECTING = ("events", "relations", "annotations")
_ENDS = {"v.claims", "r.from", "r.to", "a.target", "a.quote"}
_TOLD = ("claims", "quotes", *(table for table in TABLES if table not in ("claims", "quotes")))


@dataclass(frozen=True, slots=True)
class ExportPart:
    """The ids of a part, those among them that were chosen, and by table how many were left out."""

    ids: frozenset[str]
    chosen: frozenset[str]
    left_out: dict[str, int]

    def describe(self) -> str:
        """`3 claims with 7 quotes and 2 sources; left out: 263 claims, 9 quotes; texts are never part`."""
        chosen, brought = _count_by_table(self.chosen), _count_by_table(self.ids - self.chosen)
        said = _join_words(_count_words(count, table) for table, count in chosen.items()) or "no records"
        if brought:
            more = (
                _count_words(n, table, "more " if table in chosen else "") for table, n in brought.items()
            )
            said += f" with {_join_words(more)}"
        left = _join_words(
            _count_words(self.left_out[table], table) for table in _TOLD if table in self.left_out
        )
        return f"{said}; left out: {left or 'nothing'}; the texts of sources are never part of an export"


def make_part(dossier: Dossier, chosen: Iterable[str]) -> ExportPart:
    """The chosen records with what they need; UnknownRecord for an id that is none.

    What a record refers to comes along, and what that refers to. So does what only connects: an event whose
    claims are all in, a relation with both ends in, an annotation on what is in; each with its own needs.
    """
    tables = {table: dossier.every(table) for table in TABLES}
    wanted = frozenset(chosen)
    for record_id in sorted(wanted):
        if not is_id(record_id) or record_id not in tables[table_of(record_id)]:
            problem = dossier.frozen(record_id)
            raise UnknownRecord(str(problem or f"there is no {noun_of(record_id)} {record_id}"))
    inside: set[str] = set()
    _include_records(tables, wanted, inside)
    waiting = [doc for table in _CONNECTING for doc in tables[table].values()]
    while coming := [
        doc["id"] for doc in waiting if doc["id"] not in inside and _connects_inside(doc, inside)
    ]:
        _include_records(tables, coming, inside)
    kept = _count_by_table(inside)
    left = {table: len(docs) - kept.get(table, 0) for table, docs in tables.items()}
    return ExportPart(frozenset(inside), wanted, {table: count for table, count in left.items() if count})


def _include_records(tables: Mapping[str, Mapping[str, Doc]], ids: Iterable[str], inside: set[str]) -> None:
    """Put records inside, with all that they refer to."""
    waiting = list(ids)
    while waiting:
        record_id = waiting.pop()
        doc = tables[table_of(record_id)].get(record_id) if is_id(record_id) else None
        if doc is not None and record_id not in inside:
            inside.add(record_id)
            waiting.extend(target for _, target in referenced_ids(doc))


def _connects_inside(doc: Doc, inside: set[str]) -> bool:
    """Whether all that the record connects is inside."""
    ends = [target for role, target in referenced_ids(doc) if role in _ENDS]
    return bool(ends) and inside.issuperset(ends)


def _count_by_table(ids: Iterable[str]) -> dict[str, int]:
    """How many of each table, in the order of the tables that a reader cares for."""
    counted = Counter(map(table_of, ids))
    return {table: counted[table] for table in _TOLD if counted[table]}


def _count_words(count: int, table: str, more: str = "") -> str:
    kind = KIND_BY_TABLE[table]
    return plural(count, more + kind.noun, more + kind.nouns)


def _join_words(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last
