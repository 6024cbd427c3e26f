"""`any:` looks into everything that bears on a record, and says where it hit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress

from dossier.core.derived import CHUNK
from dossier.query.engine.index import Index
from dossier.query.engine.names import find_tags
from dossier.query.engine.parts import FoldedTexts
from dossier.query.engine.sieves import Mask, Sieve, Slices, find_phrases, make_ready
from dossier.query.language.values import NamePart, Phrase
from dossier.records.raw import string_or_empty, tag_of, target_of


class AnywhereSieve(Sieve):
    """Records with words in their text, notes, tags, quotes or passages (events, notes: also claims)."""

    cost = 45

    def __init__(self, index: Index, pane: str, words: tuple[Phrase, ...]) -> None:
        self.index, self.pane, self.words = index, pane, words
        self.rows = index.rows[pane]
        self.slow = pane not in ("claims", "quotes")
        self.records, self.quotes, self.claims = Mask(0), Mask(0), Mask(0)

    def _own_texts(self) -> Iterator[FoldedTexts]:
        yield self.index.texts[self.pane]
        if self.pane in self.index.hidden_texts:
            yield self.index.hidden_texts[self.pane]

    def prepare(self) -> Slices:
        """Find the words in every table that can matter."""
        index = self.index
        yield from make_ready(index.reach, index.annotations, index.tag_names, self.rows, *self._own_texts())
        yield from make_ready(index.rows["quotes"], index.rows["claims"], index.rows["notes"])
        self.records = Mask(len(self.rows.ids))
        self.quotes = Mask(len(index.rows["quotes"].ids))
        self.claims = Mask(len(index.rows["claims"].ids))
        docs = index.rows["notes"].docs
        for notes in find_phrases(index.texts["notes"], self.words):
            targets = [target_of(docs[note]) for note in notes or ()]
            self.quotes.add_ids([each for each in targets if each[:1] == "q"], index.rows["quotes"])
            if self.pane != "notes":
                self.records.add_ids(targets, self.rows)
            yield
        for tag in self._find_tags():
            self.records.add_ids(index.annotations.tagged.get(tag, ()), self.rows)
            yield
        if self.pane != "entities":
            yield from self._find_around()
        if self.pane == "claims":
            marked = list(compress(range(len(self.quotes.bytes)), self.quotes.bytes))
            yield
            yield from self.records.add_all(marked, index.chain.claims)

    def _find_around(self) -> Slices:
        index, passages = self.index, self.index.passages
        for texts in (index.texts["quotes"], index.hidden_texts["quotes"]):
            for quotes in find_phrases(texts, self.words):
                yield from self.quotes.add_all(quotes or ())
                yield
        for places in find_phrases(passages, self.words):
            for start in range(0, len(places or ()), CHUNK):
                self._take_places((places or [])[start : start + CHUNK])
                yield
            yield
        if self.pane in ("timeline", "notes"):
            for claims in find_phrases(index.texts["claims"], self.words):
                yield from self.claims.add_all(claims or ())
                yield

    def _take_places(self, places: list[int]) -> None:
        passages = self.index.passages
        for place in places:
            self.quotes.add(passages.quotes.get(place, ()))
        if self.pane == "sources":
            for sha256 in {passages.text[place] for place in places}:
                self.records.add_ids(passages.sources.get(sha256, ()), self.rows)

    def _find_tags(self) -> set[str]:
        """Tags by their words. Smart case does not reach names."""
        names = [NamePart(word.folded) for word in self.words]
        return find_tags(self.index.tag_names.of, names)

    def keep(self, slots: list[int]) -> list[int]:
        """Own text first, then what was found elsewhere."""
        found: set[int] = set()
        for texts in self._own_texts():
            for word in self.words:
                found.update(texts.keep_matching(word, slots))
        records, quotes = self.records.bytes, self.quotes.bytes
        if self.pane in ("claims", "entities"):
            return [slot for slot in slots if records[slot] or slot in found]
        if self.pane == "quotes":
            return [slot for slot in slots if records[slot] or quotes[slot] or slot in found]
        return [slot for slot in slots if records[slot] or slot in found or self._reaches(slot)]

    def _reaches(self, slot: int) -> bool:
        reach, record_id = self.index.reach, self.rows.ids[slot]
        if any(map(self.quotes.bytes.__getitem__, reach.quotes_of(record_id))):
            return True
        in_claims = self.pane in ("timeline", "notes")
        return in_claims and any(map(self.claims.bytes.__getitem__, reach.claims_of(record_id)))

    def describe_hit(self, slot: int) -> str:
        """Where the first hit is, where that is not the record's own text: `in quote 2`."""
        index = self.index
        if self._has_words(next(self._own_texts()), slot):
            return ""
        record_id = self.rows.ids[slot]
        for number, quote in enumerate(self._in_order(record_id), 1):
            if self.quotes.bytes[quote]:
                here = "the quote" if self.pane == "quotes" else f"quote {number}"
                if self._has_words(index.texts["quotes"], quote):
                    return f"in {here}"
                if self._has_words(index.hidden_texts["quotes"], quote) or self._has_noted(
                    index.rows["quotes"].ids[quote]
                ):
                    return f"in a note on {here}"
                return f"in the passage of {here}"
        if self._has_noted(record_id):
            return "in a note"
        tags = self._find_tags()
        for doc in index.annotations.on.get(record_id, ()):
            if (tag := tag_of(doc)) in tags:
                return f"in tag {string_or_empty(index.dossier.peek(tag).get('path')) or tag}"
        if any(map(self.claims.bytes.__getitem__, index.reach.claims_of(record_id))):
            return "in a claim"
        if self.pane in index.hidden_texts and self._has_words(index.hidden_texts[self.pane], slot):
            return "in its description"
        return "in its text"

    def _in_order(self, record_id: str) -> Sequence[int]:
        """A record's quotes as the screen counts them."""
        if self.pane != "sources":
            return self.index.reach.quotes_of(record_id)
        at = self.index.rows["quotes"].at
        return [at[quote] for quote in self.index.dossier.quotes_in(record_id) if quote in at]

    def _has_words(self, texts: FoldedTexts, slot: int) -> bool:
        return any(texts.keep_matching(word, (slot,)) for word in self.words)

    def _has_noted(self, record_id: str) -> bool:
        texts, at = self.index.texts["notes"], self.index.rows["notes"].at
        on = (
            at.get(string_or_empty(doc.get("id")), -1) for doc in self.index.annotations.on.get(record_id, ())
        )
        return any(slot >= 0 and self._has_words(texts, slot) for slot in on)
