"""Terms of the filter language as sieves for one dossier."""

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
    find_words,
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
    """Makes the sieves of one query."""

    def __init__(self, index: Index, pane: str) -> None:
        self.index, self.pane = index, pane
        self.rows = index.rows[pane]

    def compile_term(self, term: Term) -> Sieve:
        """The sieve of a term."""
        if term.key == "date":
            docs, date_of, pane = self.rows.docs, self.index.date_of, self.pane
            return DateSieve(lambda slot: date_of(pane, docs[slot]), term.values, term.negated)
        found = self._compile_positive(term)
        return NotSieve(found) if term.inverted else found

    def _compile_positive(self, term: Term) -> Sieve:
        words = tuple(value for value in term.values if isinstance(value, Phrase))
        names = tuple(value for value in term.values if isinstance(value, NamePart))
        match term.key:
            case "":
                return TextSieve(self.index.texts[self.pane], words)
            case "note":
                return self._note_sieve(words)
            case "quote":
                return self._quote_sieve(words)
            case "any":
                return AnywhereSieve(self.index, self.pane, words)
            case "property":
                return self._property_sieve(words)
        if KEYS[term.key].takes == "name":
            return self._name_sieve(term.key, names)
        if KEYS[term.key].takes == "count":
            return self._count_sieve(term.key, term.values)
        allowed = frozenset[str]().union(*(value.words for value in term.values if isinstance(value, OneOf)))
        return self._choice_sieve(term.key, allowed)

    def _field_reader(self, name: str, default: object = None) -> Callable[[int], object]:
        docs = self.rows.docs
        return lambda slot: docs[slot].get(name, default)

    def _reader_by_id(self, reach: Callable[[str], tuple[int, ...]]) -> Callable[[int], tuple[int, ...]]:
        ids = self.rows.ids
        return lambda slot: reach(ids[slot])

    # words

    def _note_sieve(self, words: tuple[Phrase, ...]) -> Sieve:
        if self.pane == "notes":
            return TextSieve(self.index.texts["notes"], words)
        docs = self.index.rows["notes"].docs

        def find(mask: Mask) -> Slices:
            for notes in find_words(self.index.texts["notes"], words):
                mask.add_ids([target_of(docs[note]) for note in notes or ()], self.rows)
                yield

        noted = MaskSieve(self.rows, find)
        return (
            AnySieve(noted, TextSieve(self.index.hidden_texts["quotes"], words))
            if self.pane == "quotes"
            else noted
        )

    def _quote_sieve(self, words: tuple[Phrase, ...]) -> Sieve:
        texts = self.index.texts["quotes"]
        if self.pane == "quotes":
            return TextSieve(texts, words)
        return self._sieve_of_quotes(lambda: find_words(texts, words))

    def _sieve_of_quotes(self, find: Callable[[], Iterator[list[int] | None]]) -> Sieve:
        """Records with one of the quotes that `find` finds."""
        index = self.index

        def mark(mask: Mask) -> Slices:
            yield from make_ready(index.chain)
            for quotes in find():
                yield from mask.add_all(quotes or (), None if self.pane == "quotes" else index.chain.claims)
                yield

        def collect(wanted: set[int]) -> Slices:
            yield from make_ready(index.reach)
            for quotes in find():
                wanted.update(quotes or ())
                yield

        if self.pane in ("claims", "quotes"):
            return MaskSieve(self.rows, mark)
        return ReachSieve(collect, self._reader_by_id(index.reach.quotes_of))

    def _property_sieve(self, words: tuple[Phrase, ...]) -> Sieve:
        @cache
        def fits(value: str) -> bool:
            return any(word.found_in(value) for word in words)

        return ValueSieve(
            self._field_reader("property"), lambda value: isinstance(value, str) and fits(value)
        )

    # names

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
                ids = self.rows.ids
                return ValueSieve(lambda slot: any(name.fits(ids[slot]) for name in names), bool)
        return self._about_sieve(names, beside=key == "about")

    def _tag_sieve(self, names: tuple[NamePart, ...]) -> Sieve:
        index, marks = self.index, self.index.annotations

        def find(mask: Mask) -> Slices:
            yield from make_ready(marks, index.tag_names)
            bearers: set[str] = set()
            for tag in find_tags(index.tag_names.of, names):
                bearers.update(marks.tagged.get(tag, ()))
                mask.add_ids(marks.tagged.get(tag, ()), self.rows)
                yield
            if self.pane == "notes":
                for slot, doc in enumerate(self.rows.docs):
                    if target_of(doc) in bearers:
                        mask.bytes[slot] = 1

        return MaskSieve(self.rows, find)

    def _source_sieve(self, names: tuple[NamePart, ...]) -> Sieve:
        index = self.index
        rows = index.rows["sources"]

        def fitting() -> set[str]:
            return find_sources(index.source_names, rows, index.entity_names, names)

        def mark(mask: Mask) -> Slices:
            yield from make_ready(index.source_names, index.entity_names)
            mask.add_ids(fitting(), rows)

        def collect(wanted: set[int]) -> Slices:
            yield from make_ready(index.source_names, index.entity_names, index.reach)
            number = index.chain.number
            wanted.update(number.setdefault(each, len(number)) for each in fitting())

        if self.pane == "sources":
            return MaskSieve(rows, mark)
        if self.pane == "claims":
            return ReachSieve(collect, index.chain.sources)
        if self.pane == "quotes":
            of = index.chain.source
            found = ReachSieve(collect, lambda slot: (of[slot],))
            found.slow = False
            return found
        return ReachSieve(collect, self._reader_by_id(index.reach.sources_of))

    def _speaker_sieve(self, names: tuple[NamePart, ...]) -> Sieve:
        index = self.index

        def find() -> Iterator[list[int] | None]:
            for _ in make_ready(index.entity_names, index.speakers):
                yield None
            for voice in index.speakers.find_fitting(names, index.entity_names.find_fitting(names)):
                yield list(index.speakers.of[voice])

        return self._sieve_of_quotes(find)

    def _author_sieve(self, names: tuple[NamePart, ...]) -> Sieve:
        marks = self.index.annotations

        @cache
        def fits(author: str) -> bool:
            return any(name.fits(fold_text(author)) for name in names)

        def find(mask: Mask) -> Slices:
            yield from make_ready(marks)
            for author in list(marks.annotated):
                if fits(author):
                    targets = list(marks.annotated[author])
                    for start in range(0, len(targets), CHUNK * 8):
                        mask.add_ids(targets[start : start + CHUNK * 8], self.rows)
                        yield

        wrote = ValueSieve(self._field_reader("by"), lambda author: isinstance(author, str) and fits(author))
        return AnySieve(MaskSieve(self.rows, find), wrote)

    def _about_sieve(self, names: tuple[NamePart, ...], *, beside: bool) -> Sieve:
        """Records with a claim whose subject it is; `beside`: or that is about it in any way."""
        index, entities = self.index, self.index.entity_names
        claims = index.rows["claims"].docs
        found: set[str] = set()

        def concerns(doc: Doc) -> bool:
            if doc.get("subject") in found:
                return True
            return beside and not found.isdisjoint(strings_in(doc.get("about")))

        def concerned(slot: int) -> bool:
            if self.pane == "notes" and target_of(self.rows.docs[slot]) in found:
                return True
            here = participants_of(self.rows.docs[slot]) if beside and self.pane == "timeline" else ()
            if not found.isdisjoint(here):
                return True
            return any(concerns(claims[claim]) for claim in index.reach.claims_of(self.rows.ids[slot]))

        def fill(*_: object) -> Slices:
            yield from make_ready(entities, index.reach)
            found.clear()
            found.update(entities.find_fitting(names))

        slow = self.pane != "claims"
        read = (lambda slot: concerns(claims[slot])) if self.pane == "claims" else concerned
        return FilledSieve(fill, ValueSieve(read, bool, cost=50 if slow else 15, slow=slow))

    # numbers and closed lists

    def _count_sieve(self, key: str, ranges: tuple[TermValue, ...]) -> Sieve:
        index, fits = self.index, fit_ranges(ranges)
        if key == "origins":
            return ValueSieve(index.origins.count_origins, fits, index.origins, cost=60, slow=True)
        if key == "hearsay":
            return ValueSieve(index.hearsay.depth_of, fits, index.hearsay, cost=60, slow=True)
        if self.pane == "claims":
            chain = index.chain
            if key == "quotes":
                return ValueSieve(lambda slot: chain.counts[slot], fits, chain)
            return ValueSieve(lambda slot: len(chain.sources[slot]), fits, chain)
        counted = self._reader_by_id(index.reach.quotes_of if key == "quotes" else index.reach.sources_of)
        return ValueSieve(lambda slot: len(counted(slot)), fits, index.reach, cost=50, slow=True)

    def _choice_sieve(self, key: str, allowed: frozenset[str]) -> Sieve:
        grades, fits = self.index.grades, allowed.__contains__
        match key:
            case "has" | "no":
                return AnySieve(*(has_sieve(self.index, self.pane, what) for what in sorted(allowed)))
            case "kind":
                return self._kind_sieve(allowed)
            case "stance":
                return self._stance_sieve(allowed)
            case "status":
                return ValueSieve(lambda slot: grades.statuses[slot], fits, grades)
            case "cred":
                return ValueSieve(lambda slot: grades.badges[slot][-1:], fits, grades)
        if self.pane == "claims":
            size = 1 if key == "reliability" else 2
            return ValueSieve(lambda slot: grades.badges[slot][:size], fits, grades)
        if self.pane == "sources":
            ids = self.rows.ids
            return ValueSieve(lambda slot: grades.letter.get(ids[slot], ""), fits, grades)
        source = self._field_reader("source", "")
        return ValueSieve(lambda slot: grades.letter.get(string_or_empty(source(slot)), ""), fits, grades)

    def _kind_sieve(self, allowed: frozenset[str]) -> Sieve:
        if self.pane == "quotes":
            return ValueSieve(self._field_reader("speech", "narration"), allowed.__contains__)
        if self.pane == "notes":
            motivations = {motivation for motivation, word in NOTE_KINDS.items() if word in allowed}
            return ValueSieve(self._field_reader("motivation"), motivations.__contains__)
        return ValueSieve(self._field_reader("kind"), allowed.__contains__)

    def _stance_sieve(self, allowed: frozenset[str]) -> Sieve:
        claims, at = self.index.rows["claims"], self.index.rows["quotes"].at
        if self.pane == "claims":
            docs = claims.docs
            return ValueSieve(lambda slot: any(stance in allowed for _, stance in support_of(docs[slot])))

        def find() -> Iterator[list[int] | None]:
            for start in range(0, len(claims.docs), CHUNK):
                named = (pair for doc in claims.docs[start : start + CHUNK] for pair in support_of(doc))
                yield [at[quote] for quote, stance in named if stance in allowed and quote in at]

        return self._sieve_of_quotes(find)


class FilledSieve(Sieve):
    """A sieve that `fill` prepares."""

    def __init__(self, fill: Callable[[], Slices], other: Sieve) -> None:
        self.fill, self.keep = fill, other.keep  # type: ignore[method-assign]
        self.cost, self.slow = other.cost, other.slow

    def prepare(self) -> Slices:
        """Fill what it looks at."""
        yield from self.fill()


def compile_terms(index: Index, query: Query, terms: tuple[Term, ...]) -> list[Sieve]:
    """The sieves of some terms of a query, cheap ones first."""
    compiler = Compiler(index, query.pane)
    return sorted(map(compiler.compile_term, terms), key=lambda sieve: sieve.cost)


def has_sieve(index: Index, pane: str, what: str) -> Sieve:
    """The sieve of one word of the list."""
    rows, grades = index.rows[pane], index.grades
    ids, docs = rows.ids, rows.docs
    match what:
        case "note":
            noted, own = index.annotations.noted, pane == "quotes"
            return ValueSieve(
                lambda slot: ids[slot] in noted or (own and docs[slot].get("note")), bool, index.annotations
            )
        case "tag":
            return _has_tag_sieve(index, pane)
        case "quote":
            return _has_quote_sieve(index, pane)
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
        case "translation" | "text":
            return _has_in_quotes_sieve(index, pane, what)
    return ValueSieve(lambda slot: docs[slot].get(what))


def _has_quote_sieve(index: Index, pane: str) -> Sieve:
    """A note has the quote that it is on."""
    rows = index.rows[pane]
    if pane == "notes":
        docs = rows.docs
        return ValueSieve(lambda slot: docs[slot].get("quote") or target_of(docs[slot])[:1] == "q")
    if pane == "claims":
        return ValueSieve(lambda slot: index.chain.counts[slot], bool, index.chain)
    return ValueSieve(
        lambda slot: index.reach.quotes_of(rows.ids[slot]), bool, index.reach, cost=50, slow=True
    )


def _has_tag_sieve(index: Index, pane: str) -> Sieve:
    rows, marks = index.rows[pane], index.annotations

    def find(mask: Mask) -> Slices:
        yield from make_ready(marks, index.tag_names)
        bearers: set[str] = set()
        for tag, tagged in list(marks.tagged.items()):
            if tag in index.tag_names.of:
                mask.add_ids(tagged, rows)
                bearers |= tagged if pane == "notes" else set()
                yield
        if pane == "notes":
            for slot, doc in enumerate(rows.docs):
                if target_of(doc) in bearers:
                    mask.bytes[slot] = 1

    return MaskSieve(rows, find)


def _has_in_quotes_sieve(index: Index, pane: str, what: str) -> Sieve:
    """A quote's translation or attached text; a claim has it if one of its quotes does."""
    quotes, attached = index.rows["quotes"].docs, index.dossier.attached()

    def has(slot: int) -> bool:
        doc = quotes[slot]
        return bool(doc.get("translation")) if what == "translation" else doc.get("text") in attached

    if pane == "quotes":
        return ValueSieve(has)
    return ValueSieve(lambda slot: any(map(has, index.chain.quotes[slot])), bool, index.chain, cost=25)
