"""Joining two versions of one record, field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError

from dossier.exchange.copies import DossierCopy
from dossier.exchange.touches import Touch, Touches, Unit, Value, list_units, unit_value
from dossier.records.base import Doc
from dossier.records.dates import moment_key
from dossier.records.models import MODELS
from dossier.records.names import quote_value
from dossier.text import one_line

_SETS = ("aliases", "about", "support", "texts", "participants", "claims", "evidence")
"""Lists to which both copies can add without a conflict."""


class MergeSide(NamedTuple):
    """One of the two copies, and what its edits did."""

    copy: DossierCopy
    touches: Touches


@dataclass(frozen=True, slots=True)
class JoinedRecord:
    """The joined record; where both sides changed a field, the version that does not count, and why."""

    doc: Doc
    lost: Doc | None = None
    words: dict[str, str] = field(default_factory=dict)


class _Version(NamedTuple):
    """The value of a unit on one side, and what its edits did to it."""

    side: MergeSide
    doc: Doc
    unit: Unit
    touch: Touch | None
    value: Value

    @property
    def written(self) -> tuple[str, str | None]:
        """When and by whom it was written, from the history; else when the record was modified."""
        if self.touch is not None and self.touch.after == self.value:
            return self.touch.at, self.touch.by
        return str(self.doc.get("modified")), None

    @property
    def rank(self) -> tuple[Any, ...]:
        """Sort key: the newer version is greater; of two from one moment, the one with the greater value."""
        return moment_key(self.written[0]), _sortable(self.value)

    @property
    def fields(self) -> Doc:
        """The fields of the unit, None where absent."""
        return dict(zip(self.unit, self.value, strict=True))

    def is_news_to(self, other: _Version) -> bool:
        """Whether the other side does not know this value: neither started from it nor shares the edit."""
        if other.touch is not None and other.touch.base == self.value:
            return False
        if self.touch is None:
            return True
        return self.value != (self.touch.after if self.touch.base is None else self.touch.base)

    def words(self, keys: list[str]) -> str:
        """`“the value” of copy-a (ada, 2025-02-01T09:30:00Z)`."""
        shown = ", ".join(quote_value(self.doc.get(key)) for key in keys)
        return f"{shown} of {name_version(self.side.copy, *self.written)}"


def join_record(table: str, sides: tuple[MergeSide, MergeSide], a: Doc, b: Doc) -> JoinedRecord:
    """Join the versions `a` and `b` that the two sides have of a record."""
    newer, older = (a, b) if _doc_rank(a) > _doc_rank(b) else (b, a)
    kept: Doc = _join_stamps(a, b)
    lost: Doc = dict(kept)
    words: dict[str, str] = {}
    differing = []
    for unit in list_units(table, newer, older):
        one, two = (_version(side, doc, unit) for side, doc in zip(sides, (a, b), strict=True))
        if one.value == two.value:
            continue
        differing.append((one, two))
        if (both := _join_lists(one, two)) is not None:
            kept[unit[0]] = lost[unit[0]] = both
            continue
        winner, loser, conflict = _choose_version(one, two)
        kept |= winner.fields
        lost |= winner.fields
        if conflict:
            lost |= loser.fields
            words.update([_conflict_words(winner, loser)])
    made = _make_record(table, newer, kept, a, b)
    other = _make_record(table, newer, lost, a, b)
    if _follows_format(table, made, a, b) and _follows_format(table, other, a, b):
        return JoinedRecord(made, other if words else None, words)

    # Fields of one side are valid only together: the newer version counts as a whole.
    words = {}
    for one, two in differing:
        winner, loser = (one, two) if one.doc is newer else (two, one)
        words.update([_conflict_words(winner, loser)])
    return JoinedRecord(newer, older, words)


def _version(side: MergeSide, doc: Doc, unit: Unit) -> _Version:
    return _Version(side, doc, unit, side.touches.touch_of(doc["id"], unit), unit_value(doc, unit))


def _choose_version(one: _Version, two: _Version) -> tuple[_Version, _Version, bool]:
    """The version that counts, the other one, and whether both sides changed it, which is a conflict."""
    one_is_news, two_is_news = one.is_news_to(two), two.is_news_to(one)
    conflict = one_is_news == two_is_news
    first_counts = one.rank > two.rank if conflict else one_is_news
    return (one, two, conflict) if first_counts else (two, one, conflict)


def _join_lists(one: _Version, two: _Version) -> list[Any] | None:
    """A list with what both sides added to it; None where it is no such list or a side did more than add."""
    key = one.unit[0]
    if key not in _SETS or one.touch is None or two.touch is None:
        return None
    before = one.touch.base
    if before is None or before != two.touch.base:
        return None

    older, newer = sorted((one, two), key=lambda version: version.rank)
    base, first, second = before[0] or [], older.value[0] or [], newer.value[0] or []
    if not (isinstance(base, list) and isinstance(first, list) and isinstance(second, list)):
        return None
    for items in (first, second):
        if [item for item in items if item in base] != base:
            return None

    added = [item for item in first if item not in base and item not in second]
    added += [item for item in second if item not in base]
    if key != "texts":  # of texts the last is the current one; elsewhere order says nothing
        added.sort(key=_sortable)

    # A quote that one side adds as support and the other as contradiction is for a person to look at.
    names = {_sortable(_first_value(item)) for item in added}
    return [*base, *added] if len(names) == len(added) else None


def _first_value(item: Any) -> Any:
    """What tells an item of a list from the others: its first field, such as the quote of a support."""
    return next(iter(item.values()), None) if isinstance(item, dict) else item


def _conflict_words(winner: _Version, loser: _Version) -> tuple[str, str]:
    keys = [key for key in winner.unit if winner.doc.get(key) != loser.doc.get(key)]
    return ", ".join(keys), f"kept {winner.words(keys)} over {loser.words(keys)}"


def _join_stamps(a: Doc, b: Doc) -> Doc:
    """The stamps of a joined record: made with the elder version, modified with the newer one."""
    elder = min(a, b, key=lambda doc: (moment_key(doc.get("created")), str(doc.get("by"))))
    newer = max(a, b, key=_doc_rank)
    return {"created": elder.get("created"), "modified": newer.get("modified"), "by": elder.get("by")}


def _make_record(table: str, newer: Doc, fields: Doc, a: Doc, b: Doc) -> Doc:
    """`newer` with these fields, where None is absent; `a` or `b` itself where that is equal."""
    merged = {**newer, **fields}
    present = {key: value for key, value in merged.items() if value is not None or key not in fields}
    made = MODELS[table].canonical(present)
    for doc in (a, b):
        if doc == made:
            return doc
    return made


def _follows_format(table: str, doc: Doc, a: Doc, b: Doc) -> bool:
    """Whether a joined record follows the format; `a` and `b` are kept as they are even where they do not."""
    if doc is a or doc is b:
        return True
    try:
        MODELS[table].from_doc(doc)
    except ValidationError:
        return False
    return True


def name_version(copy: DossierCopy, at: str, by: str | None) -> str:
    """`copy-a (ada, 2025-02-01T09:30:00Z)`."""
    written = f"{by}, {at}" if by and at else by or at
    return f"{one_line(copy.name)} ({one_line(written)})"


def _sortable(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _doc_rank(doc: Doc) -> tuple[Any, ...]:
    return moment_key(doc.get("modified")), _sortable(doc)
