"""Terms of the filter language as sieves for one dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from dossier.core.derived import CHUNK
from dossier.query.engine.anywhere import Anywhere
from dossier.query.engine.index import Index
from dossier.query.engine.names import sources_fitting, tags_meant
from dossier.query.engine.sieves import (
    Dated,
    Either,
    Holding,
    Marked,
    Mask,
    Meeting,
    Not,
    Saying,
    Sieve,
    Steps,
    found_in,
    in_ranges,
    ready,
)
from dossier.query.language.folding import fold
from dossier.query.language.grammar import Query, Term
from dossier.query.language.having import having
from dossier.query.language.keys import KEYS
from dossier.query.language.values import Name, OneOf, Value, Words
from dossier.records.base import Doc
from dossier.records.raw import participants_of, string_or_empty, strings_in, support_of, target_of
from dossier.records.vocabulary import NOTE_KINDS


class Compiler:
    """Makes the sieves of one query."""

    def __init__(self, index: Index, pane: str) -> None:
        self.index, self.pane = index, pane
        self.rows = index.rows[pane]

    def sieve(self, term: Term) -> Sieve:
        """The sieve of a term."""
        if term.key == "date":
            docs, date_of, pane = self.rows.docs, self.index.date_of, self.pane
            return Dated(lambda slot: date_of(pane, docs[slot]), term.values, term.negated)
        found = self._positive(term)
        return Not(found) if term.inverted else found

    def _positive(self, term: Term) -> Sieve:
        words = tuple(value for value in term.values if isinstance(value, Words))
        names = tuple(value for value in term.values if isinstance(value, Name))
        match term.key:
            case "":
                return Holding(self.index.texts[self.pane], words)
            case "note":
                return self._note(words)
            case "quote":
                return self._quote(words)
            case "any":
                return Anywhere(self.index, self.pane, words)
            case "property":
                return self._property(words)
        if KEYS[term.key].takes == "name":
            return self._named(term.key, names)
        if KEYS[term.key].takes == "count":
            return self._counted(term.key, term.values)
        allowed = frozenset[str]().union(*(value.words for value in term.values if isinstance(value, OneOf)))
        return self._one_of(term.key, allowed)

    def _field(self, name: str, default: object = None) -> Callable[[int], object]:
        docs = self.rows.docs
        return lambda slot: docs[slot].get(name, default)

    def _by_id(self, reach: Callable[[str], tuple[int, ...]]) -> Callable[[int], tuple[int, ...]]:
        ids = self.rows.ids
        return lambda slot: reach(ids[slot])

    # words

    def _note(self, words: tuple[Words, ...]) -> Sieve:
        if self.pane == "notes":
            return Holding(self.index.texts["notes"], words)
        docs = self.index.rows["notes"].docs

        def find(mask: Mask) -> Steps:
            for notes in found_in(self.index.texts["notes"], words):
                mask.add_ids([target_of(docs[note]) for note in notes or ()], self.rows)
                yield

        noted = Marked(self.rows, find)
        return Either(noted, Holding(self.index.more["quotes"], words)) if self.pane == "quotes" else noted

    def _quote(self, words: tuple[Words, ...]) -> Sieve:
        texts = self.index.texts["quotes"]
        if self.pane == "quotes":
            return Holding(texts, words)
        return self._of_quotes(lambda: found_in(texts, words))

    def _of_quotes(self, find: Callable[[], Iterator[list[int] | None]]) -> Sieve:
        """Records with one of the quotes that `find` finds."""
        index = self.index

        def mark(mask: Mask) -> Steps:
            yield from ready(index.chain)
            for quotes in find():
                yield from mask.add_all(quotes or (), None if self.pane == "quotes" else index.chain.claims)
                yield

        def collect(wanted: set[int]) -> Steps:
            yield from ready(index.reach)
            for quotes in find():
                wanted.update(quotes or ())
                yield

        if self.pane in ("claims", "quotes"):
            return Marked(self.rows, mark)
        return Meeting(collect, self._by_id(index.reach.quotes))

    def _property(self, words: tuple[Words, ...]) -> Sieve:
        @cache
        def fits(value: str) -> bool:
            return any(word.found_in(value) for word in words)

        return Saying(self._field("property"), lambda value: isinstance(value, str) and fits(value))

    # names

    def _named(self, key: str, names: tuple[Name, ...]) -> Sieve:
        match key:
            case "tag":
                return self._tag(names)
            case "src":
                return self._src(names)
            case "speaker":
                return self._speaker(names)
            case "by":
                return self._by(names)
            case "id":
                ids = self.rows.ids
                return Saying(lambda slot: any(name.fits(ids[slot]) for name in names), bool)
        return self._about(names, beside=key == "about")

    def _tag(self, names: tuple[Name, ...]) -> Sieve:
        index, marks = self.index, self.index.marks

        def find(mask: Mask) -> Steps:
            yield from ready(marks, index.tags)
            bearers: set[str] = set()
            for tag in tags_meant(index.tags.of, names):
                bearers.update(marks.tagged.get(tag, ()))
                mask.add_ids(marks.tagged.get(tag, ()), self.rows)
                yield
            if self.pane == "notes":
                for slot, doc in enumerate(self.rows.docs):
                    if target_of(doc) in bearers:
                        mask.bytes[slot] = 1

        return Marked(self.rows, find)

    def _src(self, names: tuple[Name, ...]) -> Sieve:
        index = self.index
        rows = index.rows["sources"]

        def fitting() -> set[str]:
            return sources_fitting(index.sources, rows, index.entities, names)

        def mark(mask: Mask) -> Steps:
            yield from ready(index.sources, index.entities)
            mask.add_ids(fitting(), rows)

        def collect(wanted: set[int]) -> Steps:
            yield from ready(index.sources, index.entities, index.reach)
            number = index.chain.number
            wanted.update(number.setdefault(each, len(number)) for each in fitting())

        if self.pane == "sources":
            return Marked(rows, mark)
        if self.pane == "claims":
            return Meeting(collect, index.chain.sources)
        if self.pane == "quotes":
            of = index.chain.source
            found = Meeting(collect, lambda slot: (of[slot],))
            found.slow = False
            return found
        return Meeting(collect, self._by_id(index.reach.sources))

    def _speaker(self, names: tuple[Name, ...]) -> Sieve:
        index = self.index

        def find() -> Iterator[list[int] | None]:
            for _ in ready(index.entities, index.voices):
                yield None
            for voice in index.voices.fitting(names, index.entities.fitting(names)):
                yield list(index.voices.of[voice])

        return self._of_quotes(find)

    def _by(self, names: tuple[Name, ...]) -> Sieve:
        marks = self.index.marks

        @cache
        def fits(author: str) -> bool:
            return any(name.fits(fold(author)) for name in names)

        def find(mask: Mask) -> Steps:
            yield from ready(marks)
            for author in list(marks.annotated):
                if fits(author):
                    targets = list(marks.annotated[author])
                    for start in range(0, len(targets), CHUNK * 8):
                        mask.add_ids(targets[start : start + CHUNK * 8], self.rows)
                        yield

        wrote = Saying(self._field("by"), lambda author: isinstance(author, str) and fits(author))
        return Either(Marked(self.rows, find), wrote)

    def _about(self, names: tuple[Name, ...], *, beside: bool) -> Sieve:
        """Records with a claim whose subject it is; `beside`: or that is about it in any way."""
        index, entities = self.index, self.index.entities
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
            return any(concerns(claims[claim]) for claim in index.reach.claims(self.rows.ids[slot]))

        def fill(*_: object) -> Steps:
            yield from ready(entities, index.reach)
            found.clear()
            found.update(entities.fitting(names))

        slow = self.pane != "claims"
        read = (lambda slot: concerns(claims[slot])) if self.pane == "claims" else concerned
        return Filled(fill, Saying(read, bool, cost=50 if slow else 15, slow=slow))

    # numbers and closed lists

    def _counted(self, key: str, ranges: tuple[Value, ...]) -> Sieve:
        index, fits = self.index, in_ranges(ranges)
        if key == "origins":
            return Saying(index.origins.of, fits, index.origins, cost=60, slow=True)
        if key == "hearsay":
            return Saying(index.hearsay.depth, fits, index.hearsay, cost=60, slow=True)
        if self.pane == "claims":
            chain = index.chain
            if key == "quotes":
                return Saying(lambda slot: chain.counts[slot], fits, chain)
            return Saying(lambda slot: len(chain.sources[slot]), fits, chain)
        counted = self._by_id(index.reach.quotes if key == "quotes" else index.reach.sources)
        return Saying(lambda slot: len(counted(slot)), fits, index.reach, cost=50, slow=True)

    def _one_of(self, key: str, allowed: frozenset[str]) -> Sieve:
        grades, fits = self.index.grades, allowed.__contains__
        match key:
            case "has" | "no":
                return Either(*(having(self.index, self.pane, what) for what in sorted(allowed)))
            case "kind":
                return self._kind(allowed)
            case "stance":
                return self._stance(allowed)
            case "status":
                return Saying(lambda slot: grades.statuses[slot], fits, grades)
            case "cred":
                return Saying(lambda slot: grades.badges[slot][-1:], fits, grades)
        if self.pane == "claims":
            size = 1 if key == "reliability" else 2
            return Saying(lambda slot: grades.badges[slot][:size], fits, grades)
        if self.pane == "sources":
            ids = self.rows.ids
            return Saying(lambda slot: grades.letter.get(ids[slot], ""), fits, grades)
        source = self._field("source", "")
        return Saying(lambda slot: grades.letter.get(string_or_empty(source(slot)), ""), fits, grades)

    def _kind(self, allowed: frozenset[str]) -> Sieve:
        if self.pane == "quotes":
            return Saying(self._field("speech", "narration"), allowed.__contains__)
        if self.pane == "notes":
            motivations = {motivation for motivation, word in NOTE_KINDS.items() if word in allowed}
            return Saying(self._field("motivation"), motivations.__contains__)
        return Saying(self._field("kind"), allowed.__contains__)

    def _stance(self, allowed: frozenset[str]) -> Sieve:
        claims, at = self.index.rows["claims"], self.index.rows["quotes"].at
        if self.pane == "claims":
            docs = claims.docs
            return Saying(lambda slot: any(stance in allowed for _, stance in support_of(docs[slot])))

        def find() -> Iterator[list[int] | None]:
            for start in range(0, len(claims.docs), CHUNK):
                named = (pair for doc in claims.docs[start : start + CHUNK] for pair in support_of(doc))
                yield [at[quote] for quote, stance in named if stance in allowed and quote in at]

        return self._of_quotes(find)


class Filled(Sieve):
    """A sieve that `fill` prepares."""

    def __init__(self, fill: Callable[[], Steps], other: Sieve) -> None:
        self.fill, self.keep = fill, other.keep  # type: ignore[method-assign]
        self.cost, self.slow = other.cost, other.slow

    def prepare(self) -> Steps:
        """Fill what it looks at."""
        yield from self.fill()


def compiled(index: Index, query: Query, terms: tuple[Term, ...]) -> list[Sieve]:
    """The sieves of some terms of a query, cheap ones first."""
    compiler = Compiler(index, query.pane)
    return sorted(map(compiler.sieve, terms), key=lambda sieve: sieve.cost)
