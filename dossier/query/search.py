"""Search all records and texts for some words: hits by kind of record, each in its context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossier.core.derived import WHOLE_DOSSIER, advance_work, stamp_tables
from dossier.query.engine.index import Index, index_of
from dossier.query.engine.parts import SEPARATOR, FoldedTexts
from dossier.query.engine.passages import PassageTexts
from dossier.query.engine.sieves import make_ready
from dossier.query.language.folding import find_spans
from dossier.query.language.grammar import Query, parse_query
from dossier.query.language.keys import EVERYTHING
from dossier.query.language.values import Phrase
from dossier.records.kinds import KIND_BY_PANE
from dossier.records.raw import searched_words
from dossier.text import ELLIPSIS

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

GROUPS = ("entities", "claims", "quotes", "sources", "passages", "timeline", "notes")
"""In the order shown. `passages` are paragraphs of attached texts; the id of such a hit is its source's."""
_ORDER = ("entities", "timeline", "notes", "sources", "claims", "quotes", "passages")
"""In the order searched: small tables first."""
_BEFORE, _AFTER = 40, 110
_SLICE = 4096
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that has all the words.

    `context` is a part of its text on one line, and `context[start:end]` the first word found. Of a passage,
    `paragraph` counts from 1, and `offset` is where that word begins in the source's text.
    """

    group: str
    id: str
    context: str
    start: int
    end: int
    paragraph: int = 0
    offset: int = 0


@dataclass(slots=True)
class HitGroup:
    """The first hits in one kind of record, and how many there are in all."""

    name: str
    hits: list[Hit] = field(default_factory=list)
    total: int = 0


class Search:
    """Finds the records of all kinds that have all words of a query: `run(seconds)` until it is done.

    `groups` has what was found so far, in the order of GROUPS, at most `cap` hits each. QueryError if the
    query has keys. The hits for fewer letters are narrowed, whoever searched for them.
    """

    def __init__(self, dossier: Dossier, query: str | Query, cap: int = 50) -> None:
        self.dossier = dossier
        self.query = parse_query(query, EVERYTHING) if isinstance(query, str) else query
        self.cap = cap
        self.done = False
        self._found: dict[str, HitGroup] = {}
        self._stamp: tuple[object, ...] = ()
        self._index: Index
        self._work: Iterator[None] | None = None

    @property
    def groups(self) -> list[HitGroup]:
        """The groups that have hits."""
        return [self._found[name] for name in GROUPS if name in self._found and self._found[name].total]

    @property
    def total(self) -> int:
        """How many hits there are in all."""
        return sum(group.total for group in self._found.values())

    def run(self, seconds: float) -> bool:
        """Go on for about `seconds`; True when it is done. Starts again if a record changed."""
        now = stamp_tables(self.dossier, *WHOLE_DOSSIER)
        if self._work is None or now != self._stamp:
            self.done, self._found, self._stamp = False, {}, now
            self._index = index_of(self.dossier)
            self._work = self._search_groups()
        self.done = self.done or advance_work(self._work, seconds)
        return self.done

    def finish(self) -> list[HitGroup]:
        """Search to the end, however long it takes."""
        while not self.run(1.0):
            pass
        return self.groups

    def _search_groups(self) -> Iterator[None]:
        words: list[Phrase] = []
        unwanted: list[Phrase] = []
        for term in self.query.terms:
            phrases = unwanted if term.negated else words
            phrases += [value for value in term.values if isinstance(value, Phrase)]
        if not words:
            return
        words.sort(
            key=lambda word: -len(word.folded)
        )  # long words are rare, so little is left for the others
        for name in _ORDER:
            group = self._found[name] = HitGroup(name)
            texts = self._texts_of(name)
            yield from make_ready(texts, *self._index.rows.values())
            slots: Sequence[int] = ()
            for step in texts.find_hits(*words):
                slots = step or slots
                yield
            if name == "entities":
                slots = sorted(slots, key=lambda slot: self._closeness(words[0], slot))
            if not unwanted and not isinstance(texts, PassageTexts):
                group.total = len(slots)
                slots = slots[: self.cap]
            counted = group.total > 0
            for start in range(0, len(slots), _SLICE):
                some = _drop_unwanted(texts, slots[start : start + _SLICE], unwanted)
                group.total += 0 if counted else len(some)
                for slot in some[: max(self.cap - len(group.hits), 0)]:
                    group.hits.append(self._make_hit(name, slot, words))
                    yield
                yield

    def _texts_of(self, group: str) -> FoldedTexts:
        if group == "entities":
            return self._index.entity_texts
        return self._index.passages if group == "passages" else self._index.texts[group]

    def _closeness(self, word: Phrase, slot: int) -> tuple[int, int]:
        """Sort key of entities: those called exactly this, then those whose name begins so."""
        names = self._index.entity_texts.folded[slot].split(SEPARATOR)
        if word.folded in names:
            return 0, slot
        return (1 if names[0].startswith(word.folded) else 2), slot

    def _make_hit(self, group: str, slot: int, words: list[Phrase]) -> Hit:
        index = self._index
        if group == "passages":
            return self._make_passage_hit(slot, words)
        rows = index.rows[group]
        texts = searched_words(KIND_BY_PANE[group])(rows.docs[slot])
        for word in words:
            for text in texts:
                if found := find_spans(text, word.text):
                    return Hit(group, rows.ids[slot], *cut_context(text, *found[0]))
        return Hit(group, rows.ids[slot], *cut_context(texts[0] if texts else "", 0, 0))

    def _make_passage_hit(self, slot: int, words: list[Phrase]) -> Hit:
        passages = self._index.passages
        sha256 = passages.text[slot]
        number = slot - passages.first[sha256]
        source = min(passages.sources[sha256])
        start, end = passages.spans[sha256][number]
        text = (self.dossier.text_of(source, sha256) or "")[start:end]
        found = (0, 0)
        for word in words:
            if hits := find_spans(text, word.text):
                found = hits[0]
                break
        return Hit("passages", source, *cut_context(text, *found), number + 1, start + found[0])


def _drop_unwanted(texts: FoldedTexts, slots: Sequence[int], unwanted: list[Phrase]) -> list[int]:
    """The slots without an unwanted word; of passages, those of a source's newest text."""
    left = list(slots)
    for word in unwanted:
        dropped = set(texts.keep_matching(word, left))
        left = [slot for slot in left if slot not in dropped]
    if isinstance(texts, PassageTexts):
        return [slot for slot in left if texts.sources.get(texts.text[slot])]
    return left


def cut_context(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The words around `text[start:end]` on one line, and start and end of that hit in them."""
    first, last = max(start - _BEFORE, 0), min(max(end, start + 1) + _AFTER, len(text))
    if first and (blank := text.find(" ", first, start)) >= 0:
        first = blank + 1
    if last < len(text) and (blank := text.rfind(" ", end, last)) >= 0:
        last = blank
    head, tail = ELLIPSIS if first else "", ELLIPSIS if last < len(text) else ""
    piece = _BLANK.sub(" ", text[first:last])
    shift = len(head) - first
    return f"{head}{piece}{tail}", start + shift, end + shift
