"""The attached texts of sources by paragraph, and which quotes are in which paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dossier.core.derived import Rows, Watch
from dossier.query.engine.parts import FoldedTexts
from dossier.records.base import Doc
from dossier.records.raw import string_or_empty

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_SLICE = 64
_FAR = 1 << 60
"""Behind the end of any text."""


class PassageTexts(FoldedTexts):
    """The paragraphs (lines that are not blank) of the attached texts, as texts to search."""

    def __init__(self, dossier: Dossier, sources: Rows, quotes: Rows) -> None:
        super().__init__(dossier, sources, lambda doc: [])
        self.tables = ("sources", "quotes", "texts")
        self.spans: dict[str, list[tuple[int, int]]] = {}
        """Start and end of each paragraph of a text, by the text's digest."""
        self.text: list[str] = []
        """The digest of the text of each paragraph."""
        self.first: dict[str, int] = {}
        """The slot of the first paragraph of each text."""
        self.sources: dict[str, set[str]] = {}
        """The sources that have each text as their newest attached one."""
        self.quotes: dict[int, set[int]] = {}
        """The quotes that begin in each paragraph."""
        self._place: dict[int, int] = {}
        self._sources, self._quotes = Watch(sources), Watch(quotes)
        self._attached: frozenset[str] = frozenset()

    def update(self) -> Iterator[None]:
        """Read the texts that are new, then place the quotes."""
        read = len(self.first)
        if (attached := self.dossier.attached()) != self._attached:
            self._attached, self.sources = attached, {}
            self._sources = Watch(self.rows)
        for changes in self._sources.find_changes():
            for slot, before, now in changes:
                for shown in self.sources.values():
                    shown.discard(self.rows.ids[slot] if before is not None else "")
                yield from self._read_texts(self.rows.ids[slot], now)
            yield
        if len(self.first) != read:
            self._quotes = Watch(self._quotes.rows)
        for quote_changes in self._quotes.find_changes():
            for slot, _, doc in quote_changes:
                self.quotes.get(self._place.pop(slot, -1), set()).discard(slot)
                place = self.place_of(doc)
                if place >= 0:
                    self._place[slot] = place
                    self.quotes.setdefault(place, set()).add(slot)
            yield

    def _read_texts(self, source_id: str, doc: Doc) -> Iterator[None]:
        versions = doc.get("texts")
        current = ""
        for version in versions if isinstance(versions, list | tuple) else ():
            sha256 = string_or_empty(version.get("sha256")) if isinstance(version, dict) else ""
            if not sha256.isalnum():
                continue
            if sha256 not in self.first:
                text = self.dossier.text_of(source_id, sha256)
                if text is not None:
                    yield from self._add_paragraphs(sha256, text)
            if sha256 in self.first:
                current = sha256
        if current:
            self.sources.setdefault(current, set()).add(source_id)

    def _add_paragraphs(self, sha256: str, text: str) -> Iterator[None]:
        self._found.clear()
        self.first[sha256] = len(self.folded)
        spans = self.spans[sha256] = []
        start = 0
        for line in text.split("\n"):
            if line.strip():
                spans.append((start, start + len(line)))
                self.text.append(sha256)
                self.put_text(len(self.folded), [line])
                if not len(spans) % _SLICE:
                    yield
            start += len(line) + 1

    def place_of(self, quote: Doc) -> int:
        """The paragraph that a raw quote begins in; -1 if its text is not attached."""
        sha256, start = string_or_empty(quote.get("text")), quote.get("start")
        spans = self.spans.get(sha256)
        if not spans or not isinstance(start, int):
            return -1
        return self.first[sha256] + max(bisect_right(spans, (start, _FAR)), 1) - 1
