"""What each way of sorting looks at in a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dossier.core.derived import Part
from dossier.evidence.judgements import grade_order
from dossier.query.engine.index import Index
from dossier.query.engine.sieves import ready
from dossier.query.language.folding import fold
from dossier.records.base import Doc
from dossier.records.raw import age_of, string_or_empty
from dossier.records.vocabulary import SCALES

Place = tuple[int, Any]
"""Which group a record stands in, and its key within it. Only keys are turned round, groups stay."""

LAST: Place = (9, 0)
"""Where there is nothing to sort by."""
DESCENDING = frozenset({"changed", "newest"})
"""Keys that cannot be negated."""
_STATUSES = {status: number for number, status in enumerate(SCALES["status"])}


class Keys:
    """The keys of the records of one pane for one way of sorting."""

    def __init__(self, index: Index, pane: str, by: str) -> None:
        self.index, self.pane, self.by = index, pane, by
        self.rows = index.rows[pane]
        self.focus = index.dossier.info.focus
        self.of: Callable[[int], Place] = getattr(self, f"_{pane}_{by}", None) or getattr(self, f"_{by}")
        self.slow = by in ("origins", "quotes", "weight") or (by == "claims" and pane != "quotes")

    def ready(self) -> Iterator[None]:
        """Bring what the keys rest on up to date."""
        index = self.index
        parts: dict[str, tuple[Part, ...]] = {
            "grade": (index.grades,),
            "status": (index.grades,),
            "reliability": (index.grades,),
            "origins": (index.origins,),
            "changed": (index.marks,),
            "text": (index.texts[self.pane],),
        }
        yield from ready(self.rows, index.rows["sources"], *parts.get(self.by, (index.reach,)))

    def _doc(self, slot: int) -> Doc:
        return self.rows.docs[slot]

    def _folded(self, slot: int, field: str) -> str:
        return fold(string_or_empty(self._doc(slot).get(field)))

    def _evidence(self, slot: int) -> Place:
        return 0, -self.index.chain.counts[slot]

    def _origins(self, slot: int) -> Place:
        return 0, -self.index.origins.of(slot)

    def _grade(self, slot: int) -> Place:
        badge = self.index.grades.badges[slot]
        return (0, grade_order(badge)) if badge else LAST

    def _status(self, slot: int) -> Place:
        status = self.index.grades.statuses[slot]
        return (0, _STATUSES[status]) if status else LAST

    def _text(self, slot: int) -> Place:
        return 0, self.index.texts[self.pane].folded[slot]

    def _date(self, slot: int) -> Place:
        date = self.index.date_of(self.pane, self._doc(slot))
        return (0, date) if date else LAST

    def _published(self, slot: int) -> Place:
        return self._date(slot)

    def _id(self, slot: int) -> Place:
        return 0, self.rows.ids[slot]

    def _changed(self, slot: int) -> Place:
        on = self.index.marks.on.get(self.rows.ids[slot], ())
        return 0, max(string_or_empty(doc.get("modified")) for doc in (self._doc(slot), *on))

    def _weight(self, slot: int) -> Place:
        entity = self.rows.ids[slot]
        claims = len(self.index.reach.claims(entity))
        return int(entity != self.focus), (-claims, self._folded(slot, "name"))

    def _name(self, slot: int) -> Place:
        return 0, self._folded(slot, "name")

    def _kind(self, slot: int) -> Place:
        return 0, (self._folded(slot, "kind"), self._folded(slot, "name"))

    def _claims(self, slot: int) -> Place:
        return 0, -len(self.index.reach.claims(self.rows.ids[slot]))

    def _quotes(self, slot: int) -> Place:
        return 0, -len(self.index.reach.quotes(self.rows.ids[slot]))

    def _title(self, slot: int) -> Place:
        return 0, self._folded(slot, "title")

    def _reliability(self, slot: int) -> Place:
        letter = self.index.grades.letter.get(self.rows.ids[slot])
        return (0, letter) if letter else LAST

    def _place(self, slot: int) -> Place:
        doc = self._doc(slot)
        source, start = string_or_empty(doc.get("source")), doc.get("start")
        title = fold(string_or_empty(self.index.dossier.peek(source).get("title")))
        return 0, (title, source, start if isinstance(start, int) else 0)

    def _newest(self, slot: int) -> Place:
        return 0, age_of(self._doc(slot))

    def _oldest(self, slot: int) -> Place:
        return 0, age_of(self._doc(slot))

    def _by(self, slot: int) -> Place:
        moment, fraction, _ = age_of(self._doc(slot))
        return 0, (self._folded(slot, "by"), [-ord(char) for char in moment], -fraction)
