"""What filters and searches look into: folded texts, the way from claims to sources, annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from dossier.core.derived import CHUNK, GONE, Derived, Rows, Watch
from dossier.query.language.folding import fold_text, keep_case
from dossier.query.language.values import Phrase
from dossier.records.base import Doc
from dossier.records.raw import support_of, tag_of, target_of
from dossier.records.vocabulary import NOTE_KINDS

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_KEPT_TERMS = 12
"""The hits of how many phrases are kept, to be narrowed by the next letter."""

SEPARATOR = "\n"
"""Stands between the fields of a record: no folded text has one, so no phrase reaches across."""


class FoldedTexts(Derived):
    """The text of each record of a table, by slot, folded for searching."""

    def __init__(self, dossier: Dossier, rows: Rows, read: Callable[[Doc], list[str]]) -> None:
        super().__init__(dossier)
        self.tables = rows.tables
        self.rows = rows
        self.folded: list[str] = []
        self.exact: list[str] = []
        self._read = read
        self._watch = Watch(rows)
        self._found: dict[tuple[Phrase, ...], list[int]] = {}

    def update(self) -> Iterator[None]:
        """Fold what is new."""
        for changes in self._watch.find_changes():
            for slot, _, doc in changes:
                self._found.clear()
                self.put_text(slot, self._read(doc))
            yield

    def put_text(self, slot: int, texts: list[str]) -> None:
        """Set the text of a slot, which may be the next one."""
        if len(texts) == 1:
            exact, folded = keep_case(texts[0]), fold_text(texts[0])
        else:
            exact = SEPARATOR.join(map(keep_case, texts))
            folded = SEPARATOR.join(map(fold_text, texts))
        if slot == len(self.folded):
            self.exact.append("")
            self.folded.append("")
        self.exact[slot] = exact
        self.folded[slot] = exact if folded == exact else folded  # one string in memory, not two

    def keep_matching(self, phrase: Phrase, slots: Iterable[int]) -> list[int]:
        """Those of `slots` whose text has the phrase."""
        if phrase.exact is None:
            wanted, texts = phrase.folded, self.folded
        else:
            wanted, texts = phrase.exact, self.exact
        return [slot for slot in slots if wanted in texts[slot]]

    def find_hits(self, *phrases: Phrase) -> Iterator[list[int] | None]:
        """All slots with all these phrases: None as long as it goes on, then the list.

        The hits of a part of the phrases are narrowed, so the next letter costs what is left.
        """
        found = self._found.get(phrases)
        if found is None:
            candidates, done = self._nearest_known(phrases)
            new = [phrase for phrase in phrases if phrase not in done]
            found = []
            for start in range(0, len(candidates), CHUNK * 8):
                left: Sequence[int] = candidates[start : start + CHUNK * 8]
                for phrase in new:
                    left = self.keep_matching(phrase, left)
                found += left
                yield None

        self._found.pop(phrases, None)
        self._found[phrases] = found
        while len(self._found) > _KEPT_TERMS:
            del self._found[next(iter(self._found))]
        yield found

    def _nearest_known(self, phrases: tuple[Phrase, ...]) -> tuple[Sequence[int], tuple[Phrase, ...]]:
        """The fewest known slots that include all hits of the phrases, and the phrases they were hits of."""
        best: tuple[Sequence[int], tuple[Phrase, ...]] = range(len(self.folded)), ()
        for known, slots in self._found.items():
            if len(slots) < len(best[0]) and _is_narrower(phrases, known):
                best = slots, known
        return best


def _is_narrower(phrases: tuple[Phrase, ...], known: tuple[Phrase, ...]) -> bool:
    """Whether a text with all of `phrases` has all of `known`."""
    return all(any(phrase.is_within(old) for phrase in phrases) for old in known)


class Chain(Derived):
    """From claims to quotes to sources and back, by slot; sources have numbers of their own."""

    tables = ("claims", "quotes")

    def __init__(self, dossier: Dossier, claims: Rows, quotes: Rows) -> None:
        super().__init__(dossier)
        self.claim_rows, self.quote_rows = claims, quotes
        self.quotes: list[tuple[int, ...]] = []
        """The quotes of each claim in the order of its support, each once."""
        self.counts: list[int] = []
        """How many quotes each claim names, whether they exist or not."""
        self.sources: list[tuple[int, ...]] = []
        self.backing: list[tuple[int, ...]] = []
        """The sources of the quotes that support each claim."""
        self.claims: list[tuple[int, ...]] = []
        """The claims that name each quote."""
        self.source: list[int] = []
        """The source of each quote; -1 if it names none."""
        self.number: dict[str, int] = {}
        """The number of each source that a quote names."""
        self._claims, self._quotes = Watch(claims), Watch(quotes)

    def update(self) -> Iterator[None]:
        """Follow the quotes, then the claims that changed or whose quotes did."""
        first = not self.quotes
        touched: set[int] = set()
        for changes in self._quotes.find_changes():
            for slot, _, quote in changes:
                self._take_quote(slot, quote)
                if not first:
                    touched.update(self.claims[slot])
                    touched.update(self._claims_naming(slot))
            yield
        for claim_changes in self._claims.find_changes():
            for slot, _, _ in claim_changes:
                self._take_claim(slot)
            yield
        for number, slot in enumerate(touched):
            if slot < len(self.quotes):
                self._take_claim(slot)
            if number % CHUNK == CHUNK - 1:
                yield

    def _claims_naming(self, quote_slot: int) -> list[int]:
        """The claims that name a quote, which may have been missing until now."""
        ids = self.dossier.claims_of_quote(self.quote_rows.ids[quote_slot])
        at = self.claim_rows.at
        return [at[claim] for claim in ids if claim in at]

    def number_source(self, source_id: str) -> int:
        """The number of a source: a new one, if no quote names it."""
        return self.number.setdefault(source_id, len(self.number))

    def _take_quote(self, slot: int, quote: Doc) -> None:
        source = quote.get("source")
        number = self.number_source(source) if isinstance(source, str) else -1
        if slot == len(self.source):
            self.source.append(number)
            self.claims.append(())
        self.source[slot] = number

    def _take_claim(self, slot: int) -> None:
        if slot == len(self.quotes):
            self.quotes.append(())
            self.sources.append(())
            self.backing.append(())
            self.counts.append(0)
        for quote in self.quotes[slot]:
            self.claims[quote] = tuple(claim for claim in self.claims[quote] if claim != slot)

        named: set[str] = set()
        quotes: dict[int, None] = {}
        sources: dict[int, None] = {}
        backing: dict[int, None] = {}
        at, source_of = self.quote_rows.at, self.source
        missing = len(source_of)
        for quote_id, stance in support_of(self._claims.last_seen(slot)):
            named.add(quote_id)
            quote = at.get(quote_id, missing)
            if quote >= missing:
                continue
            quotes[quote] = None
            source = source_of[quote]
            if source >= 0:
                sources[source] = None
                if stance == "supports":
                    backing[source] = None

        self.counts[slot] = len(named)
        self.quotes[slot] = tuple(quotes)
        self.sources[slot] = tuple(sources)
        self.backing[slot] = tuple(backing)
        for quote in quotes:
            self.claims[quote] = (*self.claims[quote], slot)


class AnnotationIndex(Derived):
    """The annotations on each record, and which records bear a tag, have a note or were annotated by whom."""

    tables = ("annotations",)

    def __init__(self, dossier: Dossier, rows: Rows) -> None:
        super().__init__(dossier)
        self.on: dict[str, tuple[Doc, ...]] = {}
        """By target."""
        self.tagged: dict[str, set[str]] = {}
        """The records that bear each tag."""
        self.annotated: dict[str, set[str]] = {}
        """The records that each author annotated."""
        self.noted: set[str] = set()
        self.judged: list[str] = []
        """The records whose judgements changed, in that order; one may stand here several times."""
        self._watch = Watch(rows)

    def update(self) -> Iterator[None]:
        """Take what changed out of where it was and put it where it is."""
        for changes in self._watch.find_changes():
            for _, before, now in changes:
                if before:
                    self._drop(before)
                if now is not GONE:
                    self._add(now)
            yield

    def _add(self, annotation: Doc) -> None:
        target, tag, author = target_of(annotation), tag_of(annotation), annotation.get("by")
        self.on[target] = (*self.on.get(target, ()), annotation)
        if tag:
            self.tagged.setdefault(tag, set()).add(target)
        if _is_note(annotation):
            self.noted.add(target)
        if annotation.get("motivation") == "assessing":
            self.judged.append(target)
        if isinstance(author, str):
            self.annotated.setdefault(author, set()).add(target)

    def _drop(self, annotation: Doc) -> None:
        target, tag, author = target_of(annotation), tag_of(annotation), annotation.get("by")
        left = tuple(other for other in self.on.get(target, ()) if other["id"] != annotation["id"])
        self.on[target] = left
        if tag and not any(tag_of(other) == tag for other in left):
            self.tagged.get(tag, set()).discard(target)
        if not any(map(_is_note, left)):
            self.noted.discard(target)
        if annotation.get("motivation") == "assessing":
            self.judged.append(target)
        if isinstance(author, str) and not any(other.get("by") == author for other in left):
            self.annotated.get(author, set()).discard(target)


def _is_note(annotation: Doc) -> bool:
    return annotation.get("motivation") in NOTE_KINDS
