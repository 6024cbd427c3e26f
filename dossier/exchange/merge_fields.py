"""One record of which two copies have different versions, joined field by field."""

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
"""Lists whose items stand for themselves: that both copies add to one is no conflict."""


class MergeSide(NamedTuple):
    """One of the two copies, and what its edits did."""

    copy: DossierCopy
    touches: Touches


@dataclass(frozen=True, slots=True)
class JoinedRecord:
    """The record; where both changed a field, the version that does not count, and words for each."""

    doc: Doc
    lost: Doc | None = None
    words: dict[str, str] = field(default_factory=dict)


class _Version(NamedTuple):
    """What one side has in a unit of the record, and what its edits did to it."""

    side: MergeSide
    doc: Doc
    unit: Unit
    touch: Touch | None
    value: Value

    @property
    def written(self) -> tuple[str, str | None]:
        """When and by whom, as the history has it; else when the record was modified."""
        if self.touch is not None and self.touch.after == self.value:
            return self.touch.at, self.touch.by
        return str(self.doc.get("modified")), None

    @property
    def rank(self) -> tuple[Any, ...]:
        """The newer version ranks higher; of one moment, the one that sorts last."""
        return moment_key(self.written[0]), _sortable(self.value)

    @property
    def fields(self) -> Doc:
        """The fields of the unit, None where absent."""
        return dict(zip(self.unit, self.value, strict=True))

    def is_news_to(self, other: _Version) -> bool:
        """Whether the other side does not know of this: it neither started from it nor shares the edit."""
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
    """The record, which is `a` on the one side and `b` on the other, as one."""
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
    made, other = (_make_record(table, newer, fields, a, b) for fields in (kept, lost))
    if not (
        _follows_format(table, made, a, b) and _follows_format(table, other, a, b)
    ):  # its fields hold only together
        pairs = [pair if pair[0].doc is newer else pair[::-1] for pair in differing]
        return JoinedRecord(newer, older, dict(_conflict_words(*pair) for pair in pairs))
    return JoinedRecord(made, other if words else None, words)


def _version(side: MergeSide, doc: Doc, unit: Unit) -> _Version:
    return _Version(side, doc, unit, side.touches.touch_of(doc["id"], unit), unit_value(doc, unit))


def _choose_version(one: _Version, two: _Version) -> tuple[_Version, _Version, bool]:
    """The version that counts, the other one, and whether that is for a person to look at."""
    news, back = one.is_news_to(two), two.is_news_to(one)
    first = one.rank > two.rank if news == back else news
    return (one, two, news == back) if first else (two, one, news == back)


def _join_lists(one: _Version, two: _Version) -> list[Any] | None:
    """A list to which both sides only added, with what both added; None where that is not the case."""
    key, bases = one.unit[0], [version.touch.base for version in (one, two) if version.touch]
    if key not in _SETS or len(bases) < 2 or bases[0] is None or bases[0] != bases[1]:
        return None
    older, newer = sorted((one, two), key=lambda version: version.rank)
    lists = [value[0] or [] for value in (bases[0], older.value, newer.value)]
    if not all(isinstance(items, list) for items in lists):
        return None
    base, first, second = lists
    if any([item for item in items if item in base] != base for items in (first, second)):
        return None
    added = [item for item in first if item not in base and item not in second]
    added += [item for item in second if item not in base]
    if key != "texts":  # of texts the last is the current one; elsewhere order says nothing
        added.sort(key=_sortable)
    # A quote that one side adds as support and the other as contradiction is for a person to look at.
    names = [next(iter(item.values()), None) if isinstance(item, dict) else item for item in added]
    distinct = len({_sortable(name) for name in names}) == len(names)
    return [*base, *added] if distinct else None


def _conflict_words(winner: _Version, loser: _Version) -> tuple[str, str]:
    keys = [key for key in winner.unit if winner.doc.get(key) != loser.doc.get(key)]
    return ", ".join(keys), f"kept {winner.words(keys)} over {loser.words(keys)}"


def _join_stamps(a: Doc, b: Doc) -> Doc:
    """A record that both made began with the elder; it was modified when the newer was."""
    elder = min(a, b, key=lambda doc: (moment_key(doc.get("created")), str(doc.get("by"))))
    newer = max(a, b, key=_doc_rank)
    return {"created": elder.get("created"), "modified": newer.get("modified"), "by": elder.get("by")}


def _make_record(table: str, newer: Doc, fields: Doc, a: Doc, b: Doc) -> Doc:
    """`newer` with these fields, None for absent; `a` or `b` itself where it says just that."""
    merged = {**newer, **fields}
    merged = {key: value for key, value in merged.items() if value is not None or key not in fields}
    made = MODELS[table].canonical(merged)
    return next((doc for doc in (a, b) if doc == made), made)


def _follows_format(table: str, doc: Doc, a: Doc, b: Doc) -> bool:
    """Whether a record made of two follows the format."""
    if doc is a or doc is b:
        return True
    try:
        MODELS[table].from_doc(doc)
    except ValidationError:
        return False
    return True


def name_version(copy: DossierCopy, at: str, by: str | None) -> str:
    """`copy-a (ada, 2025-02-01T09:30:00Z)`."""
    return f"{one_line(copy.name)} ({one_line(', '.join(part for part in (by, at) if part))})"


def _sortable(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _doc_rank(doc: Doc) -> tuple[Any, ...]:
    return moment_key(doc.get("modified")), _sortable(doc)
