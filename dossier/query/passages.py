"""The attached texts of the sources, paragraph by paragraph, and which quotes stand in which."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dossier.query.folding import fold, keep_case
from dossier.query.following import Follower
from dossier.query.parts import Texts

if TYPE_CHECKING:
    from dossier.dossier import Dossier

_SLICE = 64


class Passages(Texts):
    """Paragraphs (lines that are not blank) as texts to look into, named `<sha256>#<number from 1>`."""

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier, "sources", lambda doc: [])
        self.tables = ("sources", "quotes")
        self.spans: dict[str, list[tuple[int, int]]] = {}
        """Start and end of each paragraph, by the text's sha256."""
        self.current: dict[str, str] = {}
        """The sha256 of each source's current text, where it is attached."""
        self.quotes: dict[str, set[str]] = {}
        """The quotes that begin in a paragraph."""
        self._place: dict[str, str] = {}
        self._sources, self._quotes = Follower(), Follower()
        self._known: set[str] = set()

    def update(self) -> Iterator[None]:
        """Read the texts that are new, then put the quotes in their places."""
        changed = False
        for changes in self._sources.news(self.dossier.sources.docs, self._known):
            for source_id, _, doc in changes:
                changed = True
                self._known.discard(source_id)
                self.current.pop(source_id, None)
                if doc is not None:
                    self._known.add(source_id)
                    yield from self._read_texts(source_id, doc)
            yield
        if changed:
            self._quotes = Follower()
            self._found.clear()
        for changes in self._quotes.news(self.dossier.quotes.docs, self._place):
            for quote_id, _, doc in changes:
                self.quotes.get(self._place.pop(quote_id, ""), set()).discard(quote_id)
                if doc is not None and (place := self.place_of(doc)):
                    self._place[quote_id] = place
                    self.quotes.setdefault(place, set()).add(quote_id)
            yield

    def _read_texts(self, source_id: str, doc: dict[str, Any]) -> Iterator[None]:
        versions = doc.get("texts")
        for version in versions if isinstance(versions, list | tuple) else ():
            sha256 = version.get("sha256") if isinstance(version, dict) else None
            if not isinstance(sha256, str) or "/" in sha256:
                continue
            self.current.pop(source_id, None)
            if sha256 not in self.spans:
                text = self.dossier.text_of(source_id, sha256)
                if text is None:
                    continue
                yield from self._paragraphs(sha256, text)
            self.current[source_id] = sha256

    def _paragraphs(self, sha256: str, text: str) -> Iterator[None]:
        spans: list[tuple[int, int]] = []
        start = 0
        for line in text.split("\n"):
            if line.strip():
                spans.append((start, start + len(line)))
                name = f"{sha256}#{len(spans)}"
                self.folded[name], self.exact[name] = fold(line), keep_case(line)
                if not len(spans) % _SLICE:
                    yield
            start += len(line) + 1
        self.spans[sha256] = spans

    def place_of(self, quote: dict[str, Any]) -> str | None:
        """The paragraph that a raw quote begins in; None where its text is not attached."""
        sha256, start = quote.get("text"), quote.get("start")
        spans = self.spans.get(sha256) if isinstance(sha256, str) else None
        if not spans or not isinstance(start, int):
            return None
        return f"{sha256}#{max(bisect_right(spans, (start, 1 << 60)), 1)}"
