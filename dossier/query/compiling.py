"""Terms of the filter language as sieves for one dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from dossier.query.anywhere import Anywhere
from dossier.query.folding import fold
from dossier.query.index import Index
from dossier.query.keys import KEYS, NOTE_KINDS
from dossier.query.language import Query, Term
from dossier.query.names import sources_fitting, tags_fitting
from dossier.query.parts import strings, supports, target_of
from dossier.query.sieves import Among, Dated, Either, Holding, Not, Ready, Saying, Sieve, gathered, in_ranges
from dossier.query.values import Name, OneOf, Value, Words

if TYPE_CHECKING:
    from dossier.dossier import Dossier

_SLICE = 2048


class Compiler:
    """Makes the sieves of one query."""

    def __init__(self, dossier: Dossier, index: Index, pane: str) -> None:
        self.dossier, self.index, self.pane = dossier, index, pane

    def sieve(self, term: Term) -> Sieve:
        """The sieve of a term."""
        if term.key == "date":
            return Dated(self.index, term.values, negated=term.negated)
        found = self._positive(term)
        return Not(found) if term.negated != (term.key == "no") else found

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

    def _raw(self, field: str, default: object = None) -> Callable[[str], object]:
        peek = self.dossier.peek
        return lambda record_id: peek(record_id).get(field, default)

    # words

    def _note(self, words: tuple[Words, ...]) -> Sieve:
        if self.pane == "notes":
            return Holding(self.index.texts["notes"], words)
        annotations = self.dossier.annotations.docs

        def find(wanted: set[str]) -> Ready:
            def take(notes: list[str]) -> None:
                wanted.update(target_of(annotations[note]) for note in notes if note in annotations)

            yield from gathered(self.index.texts["notes"], words, take)

        noted = Among(find)
        return Either(noted, Holding(self.index.more["quotes"], words)) if self.pane == "quotes" else noted

    def _quote(self, words: tuple[Words, ...]) -> Sieve:
        if self.pane == "quotes":
            return Holding(self.index.texts["quotes"], words)

        def find(wanted: set[str]) -> Ready:
            for _ in self.index.reach.ready():
                yield
            yield from gathered(self.index.texts["quotes"], words, wanted.update)

        return Among(find, self.index.chain.quotes if self.pane == "claims" else self.index.reach.quotes)

    def _property(self, words: tuple[Words, ...]) -> Sieve:
        @cache
        def fits(value: str) -> bool:
            return any(word.found_in(value) for word in words)

        return Saying(self._raw("property"), lambda value: isinstance(value, str) and fits(value))

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
                return Saying(str, lambda each: any(name.fits(str(each)) for name in names), cost=3)
        return self._about(names, beside=key == "about")

    def _tag(self, names: tuple[Name, ...]) -> Sieve:
        marks = self.index.marks

        def find(wanted: set[str]) -> Ready:
            for part in (marks, self.index.tags):
                for _ in part.ready():
                    yield
            for tag in tags_fitting(self.dossier, self.index.tags, names):
                wanted.update(marks.tagged.get(tag, ()))
                yield

        if self.pane != "notes":
            return Among(find)
        peek = self.dossier.peek
        return Among(find, lambda note: (note, target_of(peek(note))))

    def _src(self, names: tuple[Name, ...]) -> Sieve:
        index = self.index

        def find(wanted: set[str]) -> Ready:
            for part in (index.sources, index.entities, index.reach):
                for _ in part.ready():
                    yield
            wanted.update(sources_fitting(self.dossier, index.sources, index.entities, names))

        if self.pane == "sources":
            return Among(find)
        return Among(find, index.chain.sources if self.pane == "claims" else index.reach.sources)

    def _speaker(self, names: tuple[Name, ...]) -> Sieve:
        index = self.index

        def find(wanted: set[str]) -> Ready:
            for part in (index.entities, index.voices, index.reach):
                for _ in part.ready():
                    yield
            for quotes in index.voices.fitting(names, index.entities.fitting(names)):
                wanted.update(quotes)
                yield

        if self.pane == "quotes":
            return Among(find)
        return Among(find, index.chain.quotes if self.pane == "claims" else index.reach.quotes)

    def _by(self, names: tuple[Name, ...]) -> Sieve:
        marks = self.index.marks

        @cache
        def fits(author: str) -> bool:
            return any(name.fits(fold(author)) for name in names)

        def find(wanted: set[str]) -> Ready:
            for _ in marks.ready():
                yield
            for author in list(marks.annotated):
                if fits(author):
                    wanted.update(marks.annotated[author])
                    yield

        wrote = Saying(self._raw("by"), lambda author: isinstance(author, str) and fits(author))
        return Either(wrote, Among(find))

    def _about(self, names: tuple[Name, ...], *, beside: bool) -> Sieve:
        """Records with a claim whose subject it is; `beside`: or that is about it in any way."""
        claims, reach = self.dossier.claims.docs, self.index.reach

        def find(wanted: set[str]) -> Ready:
            for part in (self.index.entities, reach):
                for _ in part.ready():
                    yield
            wanted.update(self.index.entities.fitting(names))

        def entities_of(claim: str) -> Iterator[str]:
            doc = claims.get(claim, {})
            yield from strings(doc.get("subject"))
            if beside:
                yield from strings(doc.get("about"))

        def reached(record_id: str) -> set[str]:
            found = {entity for claim in reach.claims(record_id) for entity in entities_of(claim)}
            if self.pane == "notes":
                found.add(target_of(self.dossier.peek(record_id)))
            if beside and self.pane == "timeline":
                found.update(participants(self.dossier.peek(record_id).get("participants")))
            return found

        sieve = Among(find, (lambda claim: set(entities_of(claim))) if self.pane == "claims" else reached)
        sieve.slow = self.pane != "claims"
        return sieve

    # numbers and closed lists

    def _counted(self, key: str, ranges: tuple[Value, ...]) -> Sieve:
        index, fits = self.index, in_ranges(ranges)
        if key == "origins":
            return Saying(index.grades.origins, fits, index.grades.ready, cost=60, slow=True)
        counted = index.reach.quotes if key == "quotes" else index.reach.sources
        slow = self.pane != "claims"
        return Saying(lambda each: len(counted(each)), fits, index.reach.ready, cost=30, slow=slow)

    def _one_of(self, key: str, allowed: frozenset[str]) -> Sieve:
        grades = self.index.grades
        fits = allowed.__contains__
        match key:
            case "has" | "no":
                return Either(*(self._has(what) for what in sorted(allowed)))
            case "kind":
                return self._kind(allowed)
            case "stance":
                return self._stance(allowed)
            case "status":
                return Saying(grades.status, fits, grades.ready, cost=25)
            case "cred":
                return Saying(lambda each: grades.badge(each)[-1:], fits, grades.ready, cost=50)
        if self.pane == "claims":
            size = 1 if key == "reliability" else 2
            return Saying(lambda each: grades.badge(each)[:size], fits, grades.ready, cost=50)
        source = self._raw("source") if self.pane == "quotes" else str
        return Saying(lambda each: grades.letter(str(source(each))), fits, grades.ready, cost=25)

    def _kind(self, allowed: frozenset[str]) -> Sieve:
        if self.pane == "quotes":
            return Saying(self._raw("speech", "narration"), allowed.__contains__)
        if self.pane == "notes":
            motivations = {motivation for motivation, word in NOTE_KINDS.items() if word in allowed}
            return Saying(self._raw("motivation"), motivations.__contains__)
        return Saying(self._raw("kind"), allowed.__contains__)

    def _stance(self, allowed: frozenset[str]) -> Sieve:
        claims = self.dossier.claims.docs
        if self.pane == "claims":
            return Saying(
                lambda each: {stance for _, stance in supports(claims.get(each, {}).get("support"))},
                lambda stances: not allowed.isdisjoint(stances),  # type: ignore[arg-type]
            )

        def find(wanted: set[str]) -> Ready:
            for _ in self.index.reach.ready():
                yield
            docs = list(claims.values())
            for at in range(0, len(docs), _SLICE):
                for doc in docs[at : at + _SLICE]:
                    wanted.update(
                        quote for quote, stance in supports(doc.get("support")) if stance in allowed
                    )
                yield

        return Among(find, None if self.pane == "quotes" else self.index.reach.quotes)

    def _has(self, what: str) -> Sieve:
        index, pane = self.index, self.pane
        match what:
            case "note":
                noted = Saying(index.marks.noted.__contains__, bool, index.marks.ready)
                return Either(noted, Saying(self._raw("note"), bool)) if pane == "quotes" else noted
            case "tag":
                return self._tag((Name(""),))
            case "quote" if pane == "notes":
                return Saying(self._on_quote, bool)
            case "quote":
                return Saying(index.reach.quotes, bool, index.reach.ready, slow=pane != "claims")
            case "date":
                return Saying(lambda each: index.date_of(each) is not None, bool)
            case "grade" if pane == "sources":
                return Saying(index.grades.letter, bool, index.grades.ready)
            case "grade":
                return Saying(index.grades.badge, bool, index.grades.ready, cost=50)
            case "status":
                return Saying(index.grades.status, bool, index.grades.ready)
            case "conflict":
                return Saying(lambda each: each in index.conflicting(), bool)
            case "translation" | "text":
                return self._of_quotes(what)
        return Saying(self._raw(what), bool)

    def _on_quote(self, note: str) -> bool:
        doc = self.dossier.peek(note)
        return bool(doc.get("quote")) or target_of(doc)[:1] == "q"

    def _of_quotes(self, what: str) -> Sieve:
        """Records with a quote that has a translation, or whose text is attached."""
        quotes, attached = self.dossier.quotes.docs, self.index.attached()
        if self.pane == "sources":
            return Saying(lambda each: self._current(each) in attached, bool)

        def has(quote: str) -> bool:
            doc = quotes.get(quote, {})
            return bool(doc.get("translation")) if what == "translation" else doc.get("text") in attached

        if self.pane == "quotes":
            return Saying(has, bool)
        reach = self.index.reach
        return Saying(lambda each: any(map(has, reach.quotes(each))), bool, reach.ready, cost=25)

    def _current(self, source_id: str) -> str | None:
        texts = self.dossier.peek(source_id).get("texts")
        last = texts[-1] if isinstance(texts, list | tuple) and texts else None
        sha256 = last.get("sha256") if isinstance(last, dict) else None
        return sha256 if isinstance(sha256, str) else None


def participants(value: object) -> Iterator[str]:
    """The entities of an event's raw participants."""
    for item in value if isinstance(value, list | tuple) else ():
        if isinstance(item, dict):
            yield from strings(item.get("entity"))


def compiled(dossier: Dossier, index: Index, query: Query, terms: tuple[Term, ...]) -> list[Sieve]:
    """The sieves of some terms of a query, cheap ones first."""
    compiler = Compiler(dossier, index, query.pane)
    return sorted(map(compiler.sieve, terms), key=lambda sieve: sieve.cost)
