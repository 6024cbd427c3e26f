"""One Index for each open dossier, made when first asked for: what is worked out, and what reaches what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from dossier.core.derived import CHUNK, Derived, Rows, rows_of, stamp_tables
from dossier.query.engine.grades import ClaimGrades, ClaimHearsay, ClaimOrigins
from dossier.query.engine.names import NameIndex, SpeakerIndex
from dossier.query.engine.parts import AnnotationIndex, Chain, FoldedTexts
from dossier.query.engine.passages import PassageTexts
from dossier.records import edtf
from dossier.records.base import Doc
from dossier.records.edtf import Day
from dossier.records.kinds import KIND_BY_PANE, KIND_BY_TABLE, RECORD_PANES, TABLES
from dossier.records.raw import read_fields, searched_words, string_or_empty, strings_in, target_of

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_DEEP = 8
_ORDERS = 8
DaySpan = tuple[Day, Day]


class Index:
    """Everything worked out from one dossier; each part is brought up to date when it is needed."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.rows: dict[str, Rows] = {}
        """By pane."""
        self.texts: dict[str, FoldedTexts] = {}
        """The words that a row shows, by pane."""
        self.hidden_texts: dict[str, FoldedTexts] = {}
        """Words that a row does not show; `any:` looks into them too, `note:` into those of quotes."""
        for pane in RECORD_PANES:
            kind = KIND_BY_PANE[pane]
            rows = self.rows[pane] = rows_of(dossier, kind.table)
            self.texts[pane] = FoldedTexts(dossier, rows, searched_words(kind, *kind.shown))
            if kind.unshown:
                self.hidden_texts[pane] = FoldedTexts(dossier, rows, read_fields(*kind.unshown))
        entity, source, tag = (KIND_BY_TABLE[table] for table in ("entities", "sources", "tags"))
        self.entity_texts = FoldedTexts(dossier, self.rows["entities"], searched_words(entity))
        """What entities are called, to search in."""
        self.chain = Chain(dossier, self.rows["claims"], self.rows["quotes"])
        self.annotations = AnnotationIndex(dossier, self.rows["notes"])
        self.passages = PassageTexts(dossier, self.rows["sources"], self.rows["quotes"])
        self.speakers = SpeakerIndex(dossier, self.rows["quotes"])
        self.entity_names = NameIndex(dossier, self.rows["entities"], searched_words(entity))
        self.source_names = NameIndex(dossier, self.rows["sources"], searched_words(source))
        self.tag_names = NameIndex(dossier, rows_of(dossier, tag.table), searched_words(tag))
        self.grades = ClaimGrades(dossier, self.chain, self.annotations)
        self.origins = ClaimOrigins(dossier, self.chain)
        self.hearsay = ClaimHearsay(dossier, self.chain)
        self.reach = Reach(self)
        self._days: dict[str, DaySpan | None] = {}
        self._orders: list[tuple[str, tuple[object, ...], Sequence[str], list[int]]] = []

    def find_slots(self, pane: str, ids: Sequence[str]) -> Iterator[list[int] | None]:
        """The slots of some records, in their order: None as long as it goes on, then the list."""
        rows = self.rows[pane]
        for _ in rows.ready():
            yield None
        now = stamp_tables(self.dossier, rows.table)
        for known_pane, when, known, slots in self._orders:
            if known_pane == pane and when == now and (known is ids or known == ids):
                yield slots
                return
        found: list[int] = []
        at = rows.at
        for start in range(0, len(ids), CHUNK * 4):
            found += [at[each] for each in ids[start : start + CHUNK * 4] if each in at]
            yield None
        self._orders = [(pane, now, ids, found), *self._orders[: _ORDERS - 1]]
        yield found

    def read_days(self, written: object) -> DaySpan | None:
        """The first and last day that a date can mean; None if it is none."""
        if not isinstance(written, str):
            return None
        if written not in self._days:
            found = None
            with suppress(ValueError):
                found = edtf.parse_date(written).sort_key
            self._days[written] = found
        return self._days[written]

    def date_of(self, pane: str, doc: Doc) -> DaySpan | None:
        """When a claim or event was, a source (or a quote's source) appeared, a note was written."""
        match pane:
            case "sources":
                return self.read_days(doc.get("published"))
            case "quotes":
                source = self.dossier.sources.docs.get(string_or_empty(doc.get("source")), {})
                return self.read_days(source.get("published"))
            case "notes":
                return self.read_days(string_or_empty(doc.get("created"))[:10])
            case _:
                return self.read_days(doc.get("date"))

    def conflicting_claims(self) -> set[str]:
        """The claims that a relation, not dismissed, says contradict another."""

        def found() -> set[str]:
            ids: set[str] = set()
            for doc in list(self.dossier.relations.docs.values()):
                if doc.get("type") == "contradicts" and doc.get("state") != "dismissed":
                    ids.update((string_or_empty(doc.get("from")), string_or_empty(doc.get("to"))))
            return ids

        return self.dossier.derived("relations", "conflicting", found)


class Reach(Derived):
    """From any record to its claims and quotes (slots) and its sources (numbers of the chain).

    A note reaches what its target does, if that is not an entity: a note on a person is not one on all
    that is claimed of the person.
    """

    tables = tuple(TABLES)

    def __init__(self, index: Index) -> None:
        super().__init__(index.dossier)
        self._index = index
        self._known: dict[tuple[str, str], tuple[int, ...]] = {}
        self._by_source: list[list[int]] = []
        self._chained: tuple[object, ...] = ()

    def update(self) -> Iterator[None]:
        """What it rests on."""
        chain = self._index.chain
        for _ in chain.ready():
            yield
        self._known = {}
        chained = stamp_tables(self.dossier, *chain.tables)
        if chained == self._chained:
            return
        by_source: list[list[int]] = [[] for _ in chain.number]
        for start in range(0, len(chain.source), CHUNK * 8):
            for slot, number in enumerate(chain.source[start : start + CHUNK * 8], start):
                if number >= 0:
                    by_source[number].append(slot)
            yield
        self._by_source, self._chained = by_source, chained

    def _remember(self, what: str, record_id: str, found: tuple[int, ...]) -> tuple[int, ...]:
        self._known[what, record_id] = found
        return found

    def claims_of(self, record_id: str, depth: int = 0) -> tuple[int, ...]:
        """The claims that a record bears on."""
        if (known := self._known.get(("claims", record_id))) is not None:
            return known
        dossier, at = self.dossier, self._index.rows["claims"].at
        ids: Sequence[str] = ()
        match record_id[:1]:
            case "c":
                return (at[record_id],) if record_id in at else ()
            case "q":
                slot = self._index.rows["quotes"].at.get(record_id)
                return () if slot is None else self._index.chain.claims[slot]
            case "s":
                chain = self._index.chain
                claims = dict.fromkeys(each for q in self.quotes_of(record_id) for each in chain.claims[q])
                return self._remember("claims", record_id, tuple(claims))
            case "v":
                ids = tuple(strings_in(dossier.peek(record_id).get("claims")))
            case "e":
                ids = dossier.claims_about(record_id)
            case "a" if depth < _DEEP:
                target = target_of(dossier.peek(record_id))
                return self.claims_of(target, depth + 1) if target[:1] != "e" else ()
        return self._remember("claims", record_id, tuple([at[each] for each in ids if each in at]))

    def quotes_of(self, record_id: str, depth: int = 0) -> tuple[int, ...]:
        """The quotes of a record, a source's in no order; of a note on the support by one quote, that one."""
        if (known := self._known.get(("quotes", record_id))) is not None:
            return known
        chain, at = self._index.chain, self._index.rows["quotes"].at
        match record_id[:1]:
            case "q":
                return (at[record_id],) if record_id in at else ()
            case "s":
                number = chain.number.get(record_id, len(self._by_source))
                return tuple(self._by_source[number]) if number < len(self._by_source) else ()
            case "a" if depth < _DEEP:
                doc = self.dossier.peek(record_id)
                if quote := string_or_empty(doc.get("quote")):
                    return (at[quote],) if quote in at else ()
                target = target_of(doc)
                return self.quotes_of(target, depth + 1) if target[:1] != "e" else ()
            case "c" | "v" | "e":
                claims = self.claims_of(record_id)
                joined = dict.fromkeys(quote for claim in claims for quote in chain.quotes[claim])
                return self._remember("quotes", record_id, tuple(joined))
        return ()

    def sources_of(self, record_id: str) -> tuple[int, ...]:
        """The sources of a record's quotes; a source (or the one that a note is on) itself."""
        if (known := self._known.get(("sources", record_id))) is not None:
            return known
        chain = self._index.chain
        source = target_of(self.dossier.peek(record_id)) if record_id[:1] == "a" else record_id
        if source[:1] == "s":
            return (chain.number_source(source),)
        numbers = dict.fromkeys(chain.source[quote] for quote in self.quotes_of(record_id))
        found = tuple(number for number in numbers if number >= 0)
        return self._remember("sources", record_id, found)


def index_of(dossier: Dossier) -> Index:
    """The index of a dossier, the same one until it is loaded anew."""
    return dossier.derived("index", "query", lambda: Index(dossier))
