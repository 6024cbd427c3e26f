"""What the edits of one copy did to each field, seen from another copy that does not have all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dossier.records.base import Doc
from dossier.store.history import Edit

Unit = tuple[str, ...]
Value = tuple[Any, ...]
MERGE = "merge-"
"""How the ids of the edits begin that a merge made. They choose between values and add none."""

_ANCHOR: Unit = ("source", "text", "exact", "prefix", "suffix", "start", "end", "paragraph")
_STAMPS = ("id", "created", "modified", "by")


def list_units(table: str, *docs: Doc) -> Iterator[Unit]:
    """The fields of records in units: a quote's words and place are one unit, any other field is its own."""
    fields = dict.fromkeys(key for doc in docs for key in doc if key not in _STAMPS)
    together = _ANCHOR if table == "quotes" else ()
    return iter(dict.fromkeys(together if key in together else (key,) for key in fields))


def unit_value(doc: Doc | None, unit: Unit) -> Value:
    """The values of a unit in a record; None for an absent field."""
    return tuple((doc or {}).get(key) for key in unit)


@dataclass(slots=True)
class Touch:
    """The edits of one unit: the value after the last one, with its time and author."""

    after: Value
    at: str
    by: str
    base: Value | None = None
    """The value before the first edit that the other copy does not know; None where it knows all."""


class Touches:
    """All edits of a copy to the records that differ in another one."""

    def __init__(self, edits: Iterable[Edit], known: Collection[str], differing: Collection[str]) -> None:
        """`known`: the ids of the edits that the other copy has too."""
        self.before: dict[str, Doc | None] = {}
        """Each record as it was before the first edit that the other copy does not know."""
        self.removed: dict[str, Edit] = {}
        """The last edit unknown to the other copy that removed a record."""
        self._touches: dict[str, dict[Unit, Touch]] = {}
        for edit in edits:
            if not edit.id.startswith(MERGE):
                for table, record_id, before, after in edit.changes:
                    if record_id in differing:
                        self._note_change(edit, table, record_id, before, after, edit.id not in known)

    def touch_of(self, record_id: str, unit: Unit) -> Touch | None:
        """The edits of a unit of a record, or None."""
        return self._touches.get(record_id, {}).get(unit)

    def _note_change(  # noqa: PLR0917
        self, edit: Edit, table: str, record_id: str, before: Doc | None, after: Doc | None, own: bool
    ) -> None:
        if own:
            self.before.setdefault(record_id, before)
        if own and after is None:
            self.removed[record_id] = edit
        if after is None:
            return
        noted = self._touches.setdefault(record_id, {})
        for unit in list_units(table, before or {}, after):
            then, now = unit_value(before, unit), unit_value(after, unit)
            if then != now:
                touch = noted.setdefault(unit, Touch(now, edit.at, edit.by))
                touch.after, touch.at, touch.by = now, edit.at, edit.by
                if own and touch.base is None:
                    touch.base = then
