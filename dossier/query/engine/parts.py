"""What filters and searches look into: folded texts, the chain from claims to sources, annotations."""

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
SEPARATOR = "\n"
"""Between the fields of a record: no folded text has one, so no term reaches across."""


class FoldedTexts(Derived):
    """The text that words are looked for in, of each record of a table, folded, by slot."""

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
        """Keep the text of a slot, which may be the next one."""
        exact = keep_case(texts[0]) if len(texts) == 1 else SEPARATOR.join(map(keep_case, texts))
        folded = fold_text(texts[0]) if len(texts) == 1 else SEPARATOR.join(map(fold_text, texts))
        if slot == len(self.folded):
            self.exact.append("")
            self.folded.append("")
        self.exact[slot] = exact
        self.folded[slot] = exact if folded == exact else folded

    def keep_matching(self, words: Phrase, slots: Iterable[int]) -> list[int]:
        """Those of `slots` whose text has the words."""
        if words.exact is None:
            term, texts = words.folded, self.folded
        else:
            term, texts = words.exact, self.exact
        return [slot for slot in slots if term in texts[slot]]

    def find_hits(self, *words: Phrase) -> Iterator[list[int] | None]:
        """All slots with all these words: None as long as it goes on, then the list.

        What was found for parts of the words is narrowed, so the next key costs what is left.
        """
        found = self._found.get(words)
        if found is None:
            candidates, done = self._nearest_known(words)
            new = [word for word in words if word not in done]
            found = []
            for start in range(0, len(candidates), CHUNK * 8):
                some: Sequence[int] = candidates[start : start + CHUNK * 8]
                for word in new:
                    some = self.keep_matching(word, some)
                found += some
                yield None
        self._found.pop(words, None)
        self._found[words] = found
        while len(self._found) > _KEPT_TERMS:
            del self._found[next(iter(self._found))]
        yield found

    def _nearest_known(self, words: tuple[Phrase, ...]) -> tuple[Sequence[int], tuple[Phrase, ...]]:
        """The fewest slots known to hold all with these words, and the words that they were found for."""
        best: tuple[Sequence[int], tuple[Phrase, ...]] = range(len(self.folded)), ()
        for known, slots in self._found.items():
            if len(slots) < len(best[0]) and all(any(word.is_within(old) for word in words) for old in known):
                best = slots, known
        return best


class Chain(Derived):
    """From claims to quotes to sources and back, by slot; sources by numbers of its own."""

    tables = ("claims", "quotes")

    def __init__(self, dossier: Dossier, claims: Rows, quotes: Rows) -> None:
        super().__init__(dossier)
        self.claim_rows, self.quote_rows = claims, quotes
        self.quotes: list[tuple[int, ...]] = []
        """Of each claim, its quotes in the order of its support, each once."""
        self.counts: list[int] = []
        """Of each claim, how many quotes it names, be they there or not."""
        self.sources: list[tuple[int, ...]] = []
        self.backing: list[tuple[int, ...]] = []
        """Of each claim, the sources of the quotes that support it."""
        self.claims: list[tuple[int, ...]] = []
        """Of each quote, the claims that it does something to."""
        self.source: list[int] = []
        """Of each quote, its source; -1 where it names none."""
        self.number: dict[str, int] = {}
        """The number of each source that a quote names."""
        self._claims, self._quotes = Watch(claims), Watch(quotes)

    def update(self) -> Iterator[None]:
        """Follow the quotes, then the claims."""
        first = not self.quotes
        again: set[int] = set()
        for changes in self._quotes.find_changes():
            for slot, _, doc in changes:
                self._take_quote(slot, doc)
                if not first:
                    again.update(self.claims[slot])
                    ids = self.dossier.claims_of_quote(self.quote_rows.ids[slot])
                    again.update(at for each in ids if (at := self.claim_rows.at.get(each)) is not None)
            yield
        for claim_changes in self._claims.find_changes():
            for slot, _, _ in claim_changes:
                self._take_claim(slot)
            yield
        for number, slot in enumerate(again):
            if slot < len(self.quotes):
                self._take_claim(slot)
            if number % CHUNK == CHUNK - 1:
                yield

    def _take_quote(self, slot: int, doc: Doc) -> None:
        source = doc.get("source")
        number = self.number.setdefault(source, len(self.number)) if isinstance(source, str) else -1
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
        at, of, known = self.quote_rows.at, self.source, len(self.source)
        named = support_of(self._claims.last_seen(slot))
        ids = {quote: at.get(quote, known) for quote, _ in named}
        quotes = tuple([quote for quote in ids.values() if quote < known])
        backing = [of[ids[quote]] for quote, stance in named if stance == "supports" and ids[quote] < known]
        self.quotes[slot] = quotes
        self.counts[slot] = len(ids)
        self.sources[slot] = tuple(dict.fromkeys([of[quote] for quote in quotes if of[quote] >= 0]))
        self.backing[slot] = tuple(dict.fromkeys([number for number in backing if number >= 0]))
        for quote in quotes:
            self.claims[quote] = (*self.claims[quote], slot)


class AnnotationIndex(Derived):
    """What analysts added: the annotations on each record, and who bears which tag or has a note."""

    tables = ("annotations",)

    def __init__(self, dossier: Dossier, rows: Rows) -> None:
        super().__init__(dossier)
        self.on: dict[str, tuple[Doc, ...]] = {}
        self.tagged: dict[str, set[str]] = {}
        self.annotated: dict[str, set[str]] = {}
        self.noted: set[str] = set()
        self.judged: list[str] = []
        """The records whose judgements changed, as they did, some more than once."""
        self._watch = Watch(rows)

    def update(self) -> Iterator[None]:
        """Move what changed from where it was to where it is."""
        for changes in self._watch.find_changes():
            for _, before, now in changes:
                if before:
                    self._drop(before)
                if now is not GONE:
                    self._add(now)
            yield

    def _add(self, doc: Doc) -> None:
        target, tag, by = target_of(doc), tag_of(doc), doc.get("by")
        self.on[target] = (*self.on.get(target, ()), doc)
        if tag:
            self.tagged.setdefault(tag, set()).add(target)
        if doc.get("motivation") in NOTE_KINDS:
            self.noted.add(target)
        elif doc.get("motivation") == "assessing":
            self.judged.append(target)
        if isinstance(by, str):
            self.annotated.setdefault(by, set()).add(target)

    def _drop(self, doc: Doc) -> None:
        target, tag, by = target_of(doc), tag_of(doc), doc.get("by")
        left = tuple(other for other in self.on.get(target, ()) if other["id"] != doc["id"])
        self.on[target] = left
        if tag and not any(tag_of(other) == tag for other in left):
            self.tagged.get(tag, set()).discard(target)
        if not any(other.get("motivation") in NOTE_KINDS for other in left):
            self.noted.discard(target)
        if doc.get("motivation") == "assessing":
            self.judged.append(target)
        if isinstance(by, str) and not any(other.get("by") == by for other in left):
            self.annotated.get(by, set()).discard(target)
