"""`any:` looks into everything that bears on a record, and says where it hit."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.query.index import Index
from dossier.query.keys import LETTERS
from dossier.query.names import tags_fitting
from dossier.query.parts import Texts, strings, tag_of, target_of
from dossier.query.sieves import Ready, Sieve, gathered
from dossier.query.values import Name, Words


class Anywhere(Sieve):
    """Records with words in their text, notes, tags, quotes or passages (events: also their claims)."""

    cost = 45

    def __init__(self, index: Index, pane: str, words: tuple[Words, ...]) -> None:
        self.index, self.pane, self.words = index, pane, words
        self.letter = LETTERS[pane]
        self.slow = pane not in ("claims", "quotes")
        self.records: set[str] = set()
        self.quotes: set[str] = set()
        self.claims: set[str] = set()

    def _own(self) -> Iterator[Texts]:
        yield self.index.texts[self.pane]
        if self.pane in self.index.more:
            yield self.index.more[self.pane]

    def prepare(self) -> Ready:
        """Find the words in every table that can matter."""
        index = self.index
        self.records, self.quotes, self.claims = set(), set(), set()
        for part in (index.reach, index.marks, index.tags, *self._own()):
            for _ in part.ready():
                yield
        if self.pane != "notes":
            for _ in gathered(index.texts["notes"], self.words, self._take_notes):
                yield
        for tag in self._tags():
            self.records.update(index.marks.tagged.get(tag, ()))
            yield
        if self.pane == "entities":
            return
        for texts in (index.texts["quotes"], index.more["quotes"]):
            for _ in gathered(texts, self.words, self.quotes.update):
                yield
        for _ in gathered(index.passages, self.words, self._take_passages):
            yield
        if self.pane in ("timeline", "notes"):
            for _ in gathered(index.texts["claims"], self.words, self.claims.update):
                yield

    def _tags(self) -> set[str]:
        """Tags by their words. Smart case does not reach names."""
        names = tuple(Name(word.folded) for word in self.words)
        return tags_fitting(self.index.dossier, self.index.tags, names)

    def _take_notes(self, notes: list[str]) -> None:
        annotations = self.index.dossier.annotations.docs
        for note in notes:
            target = target_of(annotations.get(note, {}))
            (self.quotes if target[:1] == "q" else self.records).add(target)

    def _take_passages(self, places: list[str]) -> None:
        passages = self.index.passages
        for place in places:
            self.quotes.update(passages.quotes.get(place, ()))
        if self.pane == "sources":
            shas = {place.partition("#")[0] for place in places}
            self.records.update(source for source, sha in passages.current.items() if sha in shas)

    def keep(self, ids: list[str]) -> list[str]:
        """Own text first, then what was found elsewhere."""
        found: set[str] = set()
        for texts in self._own():
            for word in self.words:
                found.update(texts.matching(word, ids))
        records, quotes, claims = self.records, self.quotes, self.claims
        if self.pane == "claims":
            of = self.index.chain.quotes
            return [
                each
                for each in ids
                if each in found or each in records or not quotes.isdisjoint(of.get(each, ()))
            ]
        reach = self.index.reach
        kept = []
        for each in ids:
            hit = each in found or each in records
            if not hit and quotes:
                hit = not quotes.isdisjoint(reach.quotes(each))
            if not hit and claims:
                hit = not claims.isdisjoint(reach.claims(each))
            if hit:
                kept.append(each)
        return kept

    def where(self, record_id: str) -> str:
        """Where the first hit is, where that is not the record's own text: `in quote 2`."""
        own = next(self._own())
        if any(own.matching(word, [record_id]) for word in self.words if record_id in own.folded):
            return ""
        passages = self.index.passages
        held = self.index.dossier.quotes.docs
        for number, quote in enumerate(self.index.reach.quotes(record_id), 1):
            if quote in self.quotes:
                here = "the quote" if self.pane == "quotes" else f"quote {number}"
                if self._in(self.index.texts["quotes"], quote):
                    return f"in {here}"
                if self._in(self.index.more["quotes"], quote) or self._noted(quote):
                    return f"in a note on {here}"
                if self._in(passages, passages.place_of(dict(held.get(quote, {}))) or ""):
                    return f"in the passage of {here}"
        if self._noted(record_id):
            return "in a note"
        tags = self._tags()
        for doc in self.index.marks.on.get(record_id, ()):
            if (tag := tag_of(doc)) in tags and tag is not None:
                path = next(strings(self.index.dossier.peek(tag).get("path")), tag)
                return f"in tag {path}"
        if any(claim in self.claims for claim in self.index.reach.claims(record_id)):
            return "in a claim"
        if record_id in self.records and self.pane == "sources":
            return "in its text"
        return "in its description"

    def _in(self, texts: Texts, key: str) -> bool:
        return key in texts.folded and any(texts.matching(word, [key]) for word in self.words)

    def _noted(self, record_id: str) -> bool:
        notes = self.index.texts["notes"]
        return any(self._in(notes, str(doc.get("id"))) for doc in self.index.marks.on.get(record_id, ()))
