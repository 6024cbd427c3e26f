"""Make sieves, which find records, out of the terms of the filter language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from dossier.core.derived import CHUNK
from dossier.query.engine.anywhere import AnywhereSieve
from dossier.query.engine.index import Index
from dossier.query.engine.names import find_sources, find_tags
from dossier.query.engine.sieves import (
    AnySieve,
    DateSieve,
    Mask,
    MaskSieve,
    NotSieve,
    ReachSieve,
    Sieve,
    Slices,
    TextSieve,
    ValueSieve,
    find_phrases,
    fit_ranges,
    make_ready,
)
from dossier.query.language.folding import fold_text
from dossier.query.language.grammar import Query, Term
from dossier.query.language.keys import KEYS
from dossier.query.language.values import NamePart, OneOf, Phrase, TermValue
from dossier.records.base import Doc
from dossier.records.raw import (
    current_text,
    participants_of,
    string_or_empty,
    strings_in,
    support_of,
    target_of,
)
from dossier.records.vocabulary import NOTE_KINDS


class Compiler:
    """Makes the sieves of a query for one pane of a dossier."""

    def __init__(self, index: Index, pane: str) -> None:
        self.index, self.pane = index, pane
        self.rows = index.rows[pane]

    def compile_term(self, term: Term) -> Sieve:
        """The sieve of one term."""
        if term.key == "date":
            docs, date_of, pane = self.rows.docs, self.index.date_of, self.pane
            return DateSieve(lambda slot: date_of(pane, docs[slot]), term.values, term.negated)
        sieve = self._compile_positive(term)
        return NotSieve(sieve) if term.inverted else sieve

    def _compile_positive(self, term: Term) -> Sieve:
        phrases = tuple(value for value in term.values if isinstance(value, Phrase))
        names = tuple(value for value in term.values if isinstance(value, NamePart))
        match term.key:
            case "":
                return TextSieve(self.index.texts[self.pane], phrases)
            case "note":
                return self._note_sieve(phrases)
            case "quote":
                return self._quote_sieve(phrases)
            case "any":
                return AnywhereSieve(self.index, self.pane, phrases)
            case "property":
                return self._property_sieve(phrases)
        match KEYS[term.key].takes:
            case "name":
                return self._name_sieve(term.key, names)
            case "count":
                return self._count_sieve(term.key, term.values)
        allowed: set[str] = set()
        for value in term.values:
            if isinstance(value, OneOf):
                allowed |= value.words
        return self._choice_sieve(term.key, frozenset(allowed))

    def _field_reader(self, name: str, default: object = None) -> Callable[[int], object]:
        docs = self.rows.docs
        return lambda slot: docs[slot].get(name, default)

    def _reader_by_id(self, reach: Callable[[str], tuple[int, ...]]) -> Callable[[int], tuple[int, ...]]:
        ids = self.rows.ids
        return lambda slot: reach(ids[slot])

    def _note_sieve(self, phrases: tuple[Phrase, ...]) -> Sieve:
        notes = self.index.texts["notes"]
        if self.pane == "notes":
            return TextSieve(notes, phrases)
        docs = self.index.rows["notes"].docs

        def find(mask: Mask) -> Slices:
            for found in find_phrases(notes, phrases):
                mask.add_ids([target_of(docs[note]) for note in found or ()], self.rows)
                yield

        noted = MaskSieve(self.rows, find)
        if self.pane != "quotes":
            return noted
        own_note = TextSieve(self.index.hidden_texts["quotes"], phrases)
        return AnySieve(noted, own_note)

    def _quote_sieve(self, phrases: tuple[Phrase, ...]) -> Sieve:
        texts = self.index.texts["quotes"]
        if self.pane == "quotes":
            return TextSieve(texts, phrases)
        return self._sieve_of_quotes(lambda: find_phrases(texts, phrases))

    def _sieve_of_quotes(self, find: Callable[[], Iterator[list[int] | None]]) -> Sieve:
        """Records with one of the quotes that `find` finds."""
        index = self.index
        leading_to = None if self.pane == "quotes" else index.chain.claims

        def mark(mask: Mask) -> Slices:
            yield from make_ready(index.chain)
            for quotes in find():
                yield from mask.add_all(quotes or (), leading_to)
                yield

        def collect(wanted: set[int]) -> Slices:
            yield from make_ready(index.reach)
            for quotes in find():
                wanted.update(quotes or ())
                yield

        if self.pane in ("claims", "quotes"):
            return MaskSieve(self.rows, mark)
        return ReachSieve(collect, self._reader_by_id(index.reach.quotes_of))

    def _property_sieve(self, phrases: tuple[Phrase, ...]) -> Sieve:
        docs = self.rows.docs

        @cache
        def has_phrase(text: str) -> bool:
            return any(phrase.found_in(text) for phrase in phrases)

        return ValueSieve(lambda slot: has_phrase(string_or_empty(docs[slot].get("property"))))

    def _name_sieve(self, key: str, names: tuple[NamePart, ...]) -> Sieve:
        match key:
            case "tag":
                return self._tag_sieve(names)
            case "src":
                return self._source_sieve(names)
            case "speaker":
                return self._speaker_sieve(names)
            case "by":
                return self._author_sieve(names)
            case "id":
                return self._id_sieve(names)
        return self._entity_sieve(names, subject_only=key == "subject")

    def _id_sieve(self, names: tuple[NamePart, ...]) -> Sieve:
        ids = self.rows.ids

        def is_named(slot: int) -> bool:
            return any(name.fits(ids[slot]) for name in names)

        return ValueSieve(is_named)

    def _tag_sieve(self, names: tuple[NamePart, ...]) -> Sieve:
        tag_names = self.index.tag_names
        return self._tagged_sieve(lambda: find_tags(tag_names.of, names))

    def _tagged_sieve(self, find: Callable[[], set[str]]) -> Sieve:
        """Records that bear one of the tags that `find` finds; a note also if its target does."""
        index, tagged = self.index, self.index.annotations.tagged

        def mark(mask: Mask) -> Slices:
            yield from make_ready(index.annotations, index.tag_names)
            bearers: set[str] = set()
            for tag in find():
                found = tagged.get(tag, set())
                mask.add_ids(found, self.rows)
                if self.pane == "notes":
                    bearers |= found
                yield
            if self.pane == "notes":
                for slot, note in enumerate(self.rows.docs):
                    if target_of(note) in bearers:
                        mask.bytes[slot] = 1

        return MaskSieve(self.rows, mark)

    def _source_sieve(self, names: tuple[NamePart, ...]) -> Sieve:
        index = self.index
        rows = index.rows["sources"]

        def find() -> set[str]:
            return find_sources(index.source_names, rows, index.entity_names, names)

        def mark(mask: Mask) -> Slices:
            yield from make_ready(index.source_names, index.entity_names)
            mask.add_ids(find(), rows)

        def collect(wanted: set[int]) -> Slices:
            yield from make_ready(index.source_names, index.entity_names, index.reach)
            wanted.update(map(index.chain.number_source, find()))

        match self.pane:
            case "sources":
                return MaskSieve(rows, mark)
            case "claims":
                return ReachSieve(collect, index.chain.sources)
            case "quotes":
                source_of = index.chain.source
                return ReachSieve(collect, lambda slot: (source_of[slot],), slow=False)
        return ReachSieve(collect, self._reader_by_id(index.reach.sources_of))

    def _speaker_sieve(self, names: tuple[NamePart, ...]) -> Sieve:
        index = self.index

        def find() -> Iterator[list[int] | None]:
            for _ in make_ready(index.entity_names, index.speakers):
                yield None
            entities = index.entity_names.find_fitting(names)
            for speaker in index.speakers.find_fitting(names, entities):
                yield list(index.speakers.of[speaker])

        return self._sieve_of_quotes(find)

    def _author_sieve(self, names: tuple[NamePart, ...]) -> Sieve:
        """Records by one of the authors, or annotated by one."""
        index, annotated, docs = self.index, self.index.annotations.annotated, self.rows.docs

        @cache
        def is_named(author: object) -> bool:
            return isinstance(author, str) and any(name.fits(fold_text(author)) for name in names)

        def mark(mask: Mask) -> Slices:
            yield from make_ready(index.annotations)
            for author in filter(is_named, list(annotated)):
                targets = list(annotated[author])
                for start in range(0, len(targets), CHUNK * 8):
                    mask.add_ids(targets[start : start + CHUNK * 8], self.rows)
                    yield

        written = ValueSieve(lambda slot: string_or_empty(docs[slot].get("by")), is_named)
        return AnySieve(MaskSieve(self.rows, mark), written)

    def _entity_sieve(self, names: tuple[NamePart, ...], *, subject_only: bool) -> Sieve:
        """Records with a claim about one of the entities; `subject_only`: whose subject it is."""
        index, rows = self.index, self.rows
        claims = index.rows["claims"].docs
        entities: set[str] = set()

        def find() -> Slices:
            yield from make_ready(index.entity_names, index.reach)
            entities.clear()
            entities.update(index.entity_names.find_fitting(names))

        def is_about(claim: int) -> bool:
            doc = claims[claim]
            if doc.get("subject") in entities:
                return True
            return not subject_only and not entities.isdisjoint(strings_in(doc.get("about")))

        def concerns(slot: int) -> bool:
            doc = rows.docs[slot]
            if self.pane == "notes" and target_of(doc) in entities:
                return True
            if self.pane == "timeline" and not subject_only and not entities.isdisjoint(participants_of(doc)):
                return True
            return any(map(is_about, index.reach.claims_of(rows.ids[slot])))

        if self.pane == "claims":
            return PreparedSieve(find, ValueSieve(is_about))
        return PreparedSieve(find, ValueSieve(concerns, cost=50, slow=True))

    def _count_sieve(self, key: str, ranges: tuple[TermValue, ...]) -> Sieve:
        index, fits = self.index, fit_ranges(ranges)
        chain, reach = index.chain, index.reach
        match key:
            case "origins":
                return ValueSieve(index.origins.count_origins, fits, index.origins, cost=60, slow=True)
            case "hearsay":
                return ValueSieve(index.hearsay.depth_of, fits, index.hearsay, cost=60, slow=True)
            case "quotes" if self.pane == "claims":
                return ValueSieve(lambda slot: chain.counts[slot], fits, chain)
            case "sources" if self.pane == "claims":
                return ValueSieve(lambda slot: len(chain.sources[slot]), fits, chain)
        counted = self._reader_by_id(reach.quotes_of if key == "quotes" else reach.sources_of)
        return ValueSieve(lambda slot: len(counted(slot)), fits, reach, cost=50, slow=True)

    def _choice_sieve(self, key: str, allowed: frozenset[str]) -> Sieve:
        grades, fits = self.index.grades, allowed.__contains__
        match key:
            case "has" | "no":
                return AnySieve(*(self._has_sieve(what) for what in sorted(allowed)))
            case "kind":
                return self._kind_sieve(allowed)
            case "stance":
                return self._stance_sieve(allowed)
            case "status":
                return ValueSieve(lambda slot: grades.statuses[slot], fits, grades)
            case "cred":
                return ValueSieve(lambda slot: grades.badges[slot][-1:], fits, grades)
        return self._grade_sieve(key, allowed)

    def _grade_sieve(self, key: str, allowed: frozenset[str]) -> Sieve:
        """`grade:` and `reliability:`: a claim's badge or its letter; else the letter of the source."""
        grades, fits = self.index.grades, allowed.__contains__
        ids, docs = self.rows.ids, self.rows.docs

        def source_letter(quote: int) -> str:
            return grades.letter.get(string_or_empty(docs[quote].get("source")), "")

        match self.pane:
            case "claims" if key == "grade":
                return ValueSieve(lambda slot: grades.badges[slot], fits, grades)
            case "claims":
                return ValueSieve(lambda slot: grades.badges[slot][:1], fits, grades)
            case "sources":
                return ValueSieve(lambda slot: grades.letter.get(ids[slot], ""), fits, grades)
        return ValueSieve(source_letter, fits, grades)

    def _kind_sieve(self, allowed: frozenset[str]) -> Sieve:
        if self.pane == "quotes":
            return ValueSieve(self._field_reader("speech", "narration"), allowed.__contains__)
        if self.pane == "notes":
            motivations = {motivation for motivation, word in NOTE_KINDS.items() if word in allowed}
            return ValueSieve(self._field_reader("motivation"), motivations.__contains__)
        return ValueSieve(self._field_reader("kind"), allowed.__contains__)

    def _stance_sieve(self, allowed: frozenset[str]) -> Sieve:
        claims, at = self.index.rows["claims"].docs, self.index.rows["quotes"].at

        def has_stance(claim: int) -> bool:
            return any(stance in allowed for _, stance in support_of(claims[claim]))

        def find() -> Iterator[list[int] | None]:
            for start in range(0, len(claims), CHUNK):
                found = []
                for claim in claims[start : start + CHUNK]:
                    for quote, stance in support_of(claim):
                        if stance in allowed and quote in at:
                            found.append(at[quote])
                yield found

        if self.pane == "claims":
            return ValueSieve(has_stance)
        return self._sieve_of_quotes(find)

    def _has_sieve(self, what: str) -> Sieve:
        """`has:` and `no:` with one word of their list."""
        index, pane = self.index, self.pane
        annotations, grades = index.annotations, index.grades
        ids, docs = self.rows.ids, self.rows.docs
        match what:
            case "note":
                return self._has_note_sieve()
            case "tag":
                return self._tagged_sieve(lambda: annotations.tagged.keys() & index.tag_names.of.keys())
            case "quote":
                return self._has_quote_sieve()
            case "date":
                return ValueSieve(lambda slot: index.date_of(pane, docs[slot]) is not None)
            case "grade" if pane == "sources":
                return ValueSieve(lambda slot: grades.letter.get(ids[slot]), bool, grades)
            case "grade":
                return ValueSieve(lambda slot: grades.badges[slot], bool, grades)
            case "status":
                return ValueSieve(lambda slot: grades.statuses[slot], bool, grades)
            case "conflict":
                return ValueSieve(lambda slot: ids[slot] in index.conflicting_claims())
            case "first-hand":
                return ValueSieve(index.hearsay.is_first_hand, bool, index.hearsay, cost=60, slow=True)
            case "text" if pane == "sources":
                return ValueSieve(lambda slot: current_text(docs[slot]) in index.dossier.attached())
            case "translation":
                return self._has_in_quotes_sieve(lambda quote: bool(quote.get("translation")))
            case "text":
                attached = index.dossier.attached()
                return self._has_in_quotes_sieve(lambda quote: quote.get("text") in attached)
        return ValueSieve(lambda slot: docs[slot].get(what))

    def _has_note_sieve(self) -> Sieve:
        ids, docs = self.rows.ids, self.rows.docs
        annotations = self.index.annotations
        noted = annotations.noted
        if self.pane == "quotes":
            return ValueSieve(lambda slot: ids[slot] in noted or docs[slot].get("note"), bool, annotations)
        return ValueSieve(lambda slot: ids[slot] in noted, bool, annotations)

    def _has_quote_sieve(self) -> Sieve:
        """A note has the quote that it is on."""
        ids, docs = self.rows.ids, self.rows.docs
        chain, reach = self.index.chain, self.index.reach
        match self.pane:
            case "notes":
                return ValueSieve(lambda slot: docs[slot].get("quote") or target_of(docs[slot])[:1] == "q")
            case "claims":
                return ValueSieve(lambda slot: chain.counts[slot], bool, chain)
        return ValueSieve(lambda slot: reach.quotes_of(ids[slot]), bool, reach, cost=50, slow=True)

    def _has_in_quotes_sieve(self, has: Callable[[Doc], bool]) -> Sieve:
        """Quotes that have something; claims one of whose quotes has it."""
        docs, chain = self.index.rows["quotes"].docs, self.index.chain

        def quote_has(quote: int) -> bool:
            return has(docs[quote])

        if self.pane == "quotes":
            return ValueSieve(quote_has)
        return ValueSieve(lambda claim: any(map(quote_has, chain.quotes[claim])), bool, chain, cost=25)


class PreparedSieve(Sieve):
    """A sieve that is prepared by `find`, and not by itself."""

    def __init__(self, find: Callable[[], Slices], other: Sieve) -> None:
        self.find, self.other = find, other
        self.cost, self.slow = other.cost, other.slow

    def prepare(self) -> Slices:
        """Find what the other one asks for."""
        yield from self.find()

    def keep(self, slots: list[int]) -> list[int]:
        """Those that the other one keeps."""
        return self.other.keep(slots)


def compile_terms(index: Index, query: Query, terms: tuple[Term, ...]) -> list[Sieve]:
    """The sieves of some terms of a query, cheap ones first."""
    compiler = Compiler(index, query.pane)
    return sorted(map(compiler.compile_term, terms), key=lambda sieve: sieve.cost)
