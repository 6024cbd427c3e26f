"""One Index for each open dossier, made when first asked for: what is worked out, and what reaches what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from dossier.evidence.origins import SourceOrigins, origins_of, supporting_quotes
from dossier.query import names
from dossier.query.following import Part, stamp
from dossier.query.names import Names, Voices
from dossier.query.parts import Chain, Marks, Texts, body_text, fields, strings, target_of
from dossier.query.passages import Passages
from dossier.records import edtf
from dossier.records.edtf import Day
from dossier.records.ids import TABLES

if TYPE_CHECKING:
    from dossier.dossier import Dossier

_DEEP = 8
_UNSURE = "F6"
Days = tuple[Day, Day]


class Index:
    """Everything worked out from one dossier; each part is brought up to date when it is needed."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.texts: dict[str, Texts] = {
            "entities": Texts(dossier, "entities", fields("name", "aliases", "kind")),
            "claims": Texts(dossier, "claims", fields("text")),
            "quotes": Texts(dossier, "quotes", fields("exact", "translation")),
            "sources": Texts(dossier, "sources", fields("title", "publisher_as_written")),
            "timeline": Texts(dossier, "events", fields("title", "date", "date_note")),
            "notes": Texts(dossier, "annotations", body_text),
        }
        self.more: dict[str, Texts] = {
            "entities": Texts(dossier, "entities", fields("description")),
            "sources": Texts(dossier, "sources", fields("description", "date_note")),
            "quotes": Texts(dossier, "quotes", fields("note")),
        }
        """Text that a row does not show; `any:` looks into it too, `note:` into that of quotes."""
        self.chain = Chain(dossier)
        self.marks = Marks(dossier)
        self.passages = Passages(dossier)
        self.voices = Voices(dossier)
        self.entities = Names(dossier, "entities", names.entity_names)
        self.sources = Names(dossier, "sources", names.source_names)
        self.tags = Names(dossier, "tags", names.tag_names)
        self.reach = Reach(self)
        self.grades = Grades(self)
        self._days: dict[str, Days | None] = {}

    def days(self, written: object) -> Days | None:
        """The first and last day that a date can mean; None if it is none."""
        if not isinstance(written, str):
            return None
        if written not in self._days:
            found = None
            with suppress(ValueError):
                found = edtf.parse(written).sort_key
            self._days[written] = found
        return self._days[written]

    def date_of(self, record_id: str) -> Days | None:
        """When a claim or event was, a source (or a quote's source) appeared, a note was written."""
        doc = self.dossier.peek(record_id)
        match record_id[:1]:
            case "s":
                return self.days(doc.get("published"))
            case "q":
                source = self.dossier.sources.docs.get(str(doc.get("source")), {})
                return self.days(source.get("published"))
            case "a":
                return self.days(str(doc.get("created", ""))[:10])
            case _:
                return self.days(doc.get("date"))

    def attached(self) -> set[str]:
        """The sha256 of every text that is there."""

        def listed() -> set[str]:
            with suppress(OSError):
                return {file.stem for file in (self.dossier.path / "texts").iterdir()}
            return set()

        return self.dossier.derived("sources", "attached", listed)

    def conflicting(self) -> set[str]:
        """The claims that a relation, not dismissed, says contradict another."""

        def found() -> set[str]:
            ids: set[str] = set()
            for doc in list(self.dossier.relations.docs.values()):
                if doc.get("type") == "contradicts" and doc.get("state") != "dismissed":
                    ids.update((*strings(doc.get("from")), *strings(doc.get("to"))))
            return ids

        return self.dossier.derived("relations", "conflicting", found)


class Reach(Part):
    """From any record to its claims, its quotes and its sources, by what its id says that it is."""

    tables = tuple(TABLES)

    def __init__(self, index: Index) -> None:
        super().__init__(index.dossier)
        self._index = index
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def update(self) -> Iterator[None]:
        """What it rests on."""
        for _ in self._index.chain.ready():
            yield
        self._known = {}

    def claims(self, record_id: str, depth: int = 0) -> tuple[str, ...]:
        """The claims that a record bears on; a note, those of what it is on."""
        match record_id[:1]:
            case "c":
                return (record_id,)
            case "q":
                return self.dossier.claims_of_quote(record_id)
            case "s":
                return self.dossier.claims_from(record_id)
            case "v":
                return tuple(strings(self.dossier.peek(record_id).get("claims")))
            case "e":
                return self.dossier.claims_about(record_id)
            case "a" if depth < _DEEP:
                target = target_of(self.dossier.peek(record_id))
                return self.claims(target, depth + 1) if target[:1] != "e" else ()
        return ()

    def quotes(self, record_id: str, depth: int = 0) -> tuple[str, ...]:
        """The quotes of a record; of a note, the one it is on or those of what it is on."""
        match record_id[:1]:
            case "c":
                return self._index.chain.quotes.get(record_id, ())
            case "q":
                return (record_id,)
            case "s":
                return self.dossier.quotes_in(record_id)
            case "v" | "e":
                return self._joined("quotes", record_id)
            case "a" if depth < _DEEP:
                doc = self.dossier.peek(record_id)
                if isinstance(quote := doc.get("quote"), str):
                    return (quote,)
                target = target_of(doc)
                return self.quotes(target, depth + 1) if target[:1] != "e" else ()
        return ()

    def sources(self, record_id: str) -> tuple[str, ...]:
        """The sources of a record: those of its quotes."""
        match record_id[:1]:
            case "c":
                return self._index.chain.sources.get(record_id, ())
            case "s":
                return (record_id,)
            case "v" | "e":
                return self._joined("sources", record_id)
            case "a" if target_of(self.dossier.peek(record_id))[:1] == "s":
                return (target_of(self.dossier.peek(record_id)),)
        held = self.dossier.quotes.docs
        found = (held[quote].get("source") for quote in self.quotes(record_id) if quote in held)
        return tuple(dict.fromkeys(each for each in found if isinstance(each, str)))

    def _joined(self, what: str, record_id: str) -> tuple[str, ...]:
        key = what, record_id
        if key not in self._known:
            of: dict[str, tuple[str, ...]] = getattr(self._index.chain, what)
            claims = self.claims(record_id)
            self._known[key] = tuple(dict.fromkeys(each for claim in claims for each in of.get(claim, ())))
        return self._known[key]


class Grades(Part):
    """Badges and origins of claims, letters of sources: worked out when asked for, then remembered."""

    tables = ("claims", "quotes", "annotations", "relations")

    def __init__(self, index: Index) -> None:
        super().__init__(index.dossier)
        self._index = index
        self._letters: dict[str, str] = {}
        self._badges: dict[str, str] = {}
        self._origins: dict[str, int] = {}
        self._rests: tuple[tuple[object, ...], ...] = ((), ())

    def update(self) -> Iterator[None]:
        """Forget what no longer holds."""
        marks = self._index.marks
        for part in (self._index.chain, marks):
            for _ in part.ready():
                yield
        judged = stamp(self.dossier, "claims", "quotes", "annotations")
        related = stamp(self.dossier, "claims", "quotes", "relations")
        if judged != self._rests[0]:
            sources = [each for each in marks.on if each[:1] == "s"]
            letters = ((each, marks.newest(each, "admiralty-source")) for each in sources)
            self._letters = {source: letter for source, letter in letters if letter}
            self._badges = {}
        if related != self._rests[1]:
            self._origins = {}
        self._rests = judged, related

    def letter(self, source_id: str) -> str:
        """A source's reliability, or nothing."""
        return self._letters.get(source_id, "")

    def badge(self, claim_id: str) -> str:
        """What `evidence.judgements.badge` shows, nothing where that is `--`."""
        found = self._badges.get(claim_id)
        if found is None:
            found = self._badges[claim_id] = self._badge(claim_id)
        return found

    def _badge(self, claim_id: str) -> str:
        marks, held = self._index.marks, self.dossier.quotes.docs
        if not self._letters and claim_id not in marks.on:
            return ""
        quotes = list(dict.fromkeys(supporting_quotes(self.dossier.claims.docs.get(claim_id, {}))))
        digit = ""
        if claim_id in marks.on:
            digit = marks.newest(claim_id, "admiralty-info") or best(
                marks.newest(claim_id, "admiralty-info", quote) for quote in quotes
            )
        sources = (held[quote].get("source") for quote in quotes if quote in held)
        return best(self._letters.get(source) for source in sources if isinstance(source, str)) + digit

    def status(self, claim_id: str) -> str:
        """What was decided on a claim, or nothing."""
        return self._index.marks.newest(claim_id, "status") or ""

    def origins(self, claim_id: str) -> int:
        """How many independent origins support a claim."""
        found = self._origins.get(claim_id)
        if found is None:
            known = self.dossier.derived("relations", "origins", lambda: SourceOrigins.build(self.dossier))
            found = self._origins[claim_id] = origins_of(self.dossier, claim_id, known)
        return found


def best(grades: Iterable[str | None]) -> str:
    """The best of some grades; what cannot be judged only where there is nothing else."""
    given = [grade for grade in grades if grade]
    return min(given, key=lambda grade: (grade in _UNSURE, grade), default="")


def index_of(dossier: Dossier) -> Index:
    """The index of a dossier, the same one until it is loaded anew."""
    return dossier.derived("index", "query", lambda: Index(dossier))
