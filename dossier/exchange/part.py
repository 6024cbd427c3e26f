"""A part of a dossier that stands alone: chosen records, what they refer to, and the annotations on them."""

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
    """The ids of a part, the chosen ones among them, and how many records of each table are left out."""

    ids: frozenset[str]
    chosen: frozenset[str]
    left_out: dict[str, int]

    def describe(self) -> str:
        """`3 claims with 7 quotes and 2 sources; left out: 263 claims, 9 quotes; texts are never part`."""
        chosen = _count_by_table(self.chosen)
        told = _join_words([_count_words(count, table) for table, count in chosen.items()]) or "no records"

        brought = []
        for table, count in _count_by_table(self.ids - self.chosen).items():
            more = "more " if table in chosen else ""
            brought.append(_count_words(count, table, more))
        if brought:
            told += f" with {_join_words(brought)}"

        left = [_count_words(self.left_out[table], table) for table in _TOLD if table in self.left_out]
        left_words = _join_words(left) or "nothing"
        return f"{told}; left out: {left_words}; the texts of sources are never part of an export"


def make_part(dossier: Dossier, chosen: Iterable[str]) -> ExportPart:
    """The chosen records with what they need; UnknownRecord for an id that does not exist.

    What a record refers to comes along, and what that refers to. So do records that only connect others: an
    event whose claims are all in, a relation with both ends in, an annotation on what is in.
    """
    tables = {table: dossier.every(table) for table in TABLES}
    wanted = frozenset(chosen)
    for record_id in sorted(wanted):
        if not is_id(record_id) or record_id not in tables[table_of(record_id)]:
            problem = dossier.frozen(record_id)
            raise UnknownRecord(str(problem or f"there is no {noun_of(record_id)} {record_id}"))
    inside: set[str] = set()
    _include_records(tables, wanted, inside)
    _include_connections(tables, inside)

    kept = _count_by_table(inside)
    left_out = {}
    for table, docs in tables.items():
        left = len(docs) - kept.get(table, 0)
        if left:
            left_out[table] = left
    return ExportPart(frozenset(inside), wanted, left_out)


def _include_records(tables: Mapping[str, Mapping[str, Doc]], ids: Iterable[str], inside: set[str]) -> None:
    """Add records to `inside`, with all that they refer to."""
    waiting = list(ids)
    while waiting:
        record_id = waiting.pop()
        doc = tables[table_of(record_id)].get(record_id) if is_id(record_id) else None
        if doc is not None and record_id not in inside:
            inside.add(record_id)
            waiting.extend(target for _, target in referenced_ids(doc))


def _include_connections(tables: Mapping[str, Mapping[str, Doc]], inside: set[str]) -> None:
    """Add what connects records that are inside, until nothing more does: a note may be on a note."""
    waiting = [doc for table in _CONNECTING for doc in tables[table].values()]
    while True:
        waiting = [doc for doc in waiting if doc["id"] not in inside]
        coming = [doc["id"] for doc in waiting if _connects_inside(doc, inside)]
        if not coming:
            return
        _include_records(tables, coming, inside)


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


def _join_words(words: list[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
