"""All that filters, searches and sorts look at in one open dossier, made when it is first asked for."""

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
from dossier.records.raw import (
    is_conflict,
    read_fields,
    searched_words,
    string_or_empty,
    strings_in,
    target_of,
)

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_DEEPEST_REPLY = 8
_KEPT_ORDERS = 8
DaySpan = tuple[Day, Day]


class Index:
    """What is worked out from one dossier. Each part is brought up to date by whoever needs it."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.rows: dict[str, Rows] = {}
        """The records of each pane."""
        self.texts: dict[str, FoldedTexts] = {}
        """What a row shows, for each pane."""
        self.hidden_texts: dict[str, FoldedTexts] = {}
        """What no row shows: `any:` looks into it too, and `note:` into the notes of quotes."""
        for pane in RECORD_PANES:
            kind = KIND_BY_PANE[pane]
            rows = self.rows[pane] = rows_of(dossier, kind.table)
            self.texts[pane] = FoldedTexts(dossier, rows, searched_words(kind, *kind.shown))
            if kind.unshown:
                self.hidden_texts[pane] = FoldedTexts(dossier, rows, read_fields(*kind.unshown))
        entity, source, tag = (KIND_BY_TABLE[table] for table in ("entities", "sources", "tags"))
        self.entity_texts = FoldedTexts(dossier, self.rows["entities"], searched_words(entity))
        """The names of entities, for the search."""
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
        """The slots of some records in their order: None as long as it goes on, then the list."""
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
        self._orders = [(pane, now, ids, found), *self._orders[: _KEPT_ORDERS - 1]]
        yield found

    def read_days(self, written: object) -> DaySpan | None:
        """The first and last day that a date can mean; None if it is no date."""
        if not isinstance(written, str):
            return None
        if written not in self._days:
            found = None
            with suppress(ValueError):
                found = edtf.parse_date(written).sort_key
            self._days[written] = found
        return self._days[written]

    def date_of(self, pane: str, doc: Doc) -> DaySpan | None:
        """When a claim or event was, a source or a quote's source was published, a note was written."""
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
        """The claims that contradict another one, by a relation that nobody dismissed."""

        def find() -> set[str]:
            found: set[str] = set()
            for relation in list(self.dossier.relations.docs.values()):
                if is_conflict(relation):
                    found.add(string_or_empty(relation.get("from")))
                    found.add(string_or_empty(relation.get("to")))
            return found

        return self.dossier.derived("relations", "conflicting", find)


class Reach(Derived):
    """Leads from any record to its claims and quotes (by slot) and its sources (by number).

    A note leads where its target does, but not if that is an entity: a note on a person is no note on all
    that is claimed about the person.
    """

    tables = tuple(TABLES)

    def __init__(self, index: Index) -> None:
        super().__init__(index.dossier)
        self._index = index
        self._known: dict[tuple[str, str], tuple[int, ...]] = {}
        self._by_source: list[list[int]] = []
        self._chained: tuple[object, ...] = ()

    def update(self) -> Iterator[None]:
        """Forget what was found, and list the quotes of each source anew if a quote changed."""
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
                claims: dict[int, None] = {}
                for quote in self.quotes_of(record_id):
                    claims.update(dict.fromkeys(self._index.chain.claims[quote]))
                return self._remember("claims", record_id, tuple(claims))
            case "v":
                ids = tuple(strings_in(dossier.peek(record_id).get("claims")))
            case "e":
                ids = dossier.claims_about(record_id)
            case "a" if depth < _DEEPEST_REPLY:
                target = target_of(dossier.peek(record_id))
                return self.claims_of(target, depth + 1) if target[:1] != "e" else ()
        return self._remember("claims", record_id, tuple([at[each] for each in ids if each in at]))

    def quotes_of(self, record_id: str, depth: int = 0) -> tuple[int, ...]:
        """The quotes of a record, in no order for a source. A note on a support by one quote has that one."""
        if (known := self._known.get(("quotes", record_id))) is not None:
            return known
        chain, at = self._index.chain, self._index.rows["quotes"].at
        match record_id[:1]:
            case "q":
                return (at[record_id],) if record_id in at else ()
            case "s":
                number = chain.number.get(record_id, len(self._by_source))
                return tuple(self._by_source[number]) if number < len(self._by_source) else ()
            case "a" if depth < _DEEPEST_REPLY:
                doc = self.dossier.peek(record_id)
                if quote := string_or_empty(doc.get("quote")):
                    return (at[quote],) if quote in at else ()
                target = target_of(doc)
                return self.quotes_of(target, depth + 1) if target[:1] != "e" else ()
            case "c" | "v" | "e":
                quotes: dict[int, None] = {}
                for claim in self.claims_of(record_id):
                    quotes.update(dict.fromkeys(chain.quotes[claim]))
                return self._remember("quotes", record_id, tuple(quotes))
        return ()

    def sources_of(self, record_id: str) -> tuple[int, ...]:
        """The sources of a record's quotes; a source, and a note on one, has that source itself."""
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
    """The index of a dossier: the same object for everybody, until the dossier is loaded again."""
    return dossier.derived("index", "query", lambda: Index(dossier))
