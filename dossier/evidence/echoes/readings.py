"""What there is of a source to compare: its attached text or, without it, the quotes taken from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from dossier.evidence.echoes.masking import joined, mask, quotations
from dossier.evidence.echoes.words import GAP, MASKED, WORDS, Coded, Vocabulary, folded

Basis = Literal["texts", "quotes"]
Span = tuple[int, int]
_CHUNK = 8_000


class Piece(NamedTuple):
    """A stretch of a source's text: it begins at code point `start`."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The pieces of one version of a source's text, in order, and which spans of it are somebody's words.

    `version` is the sha256 of the text. Between two pieces stands what is not known: no word is ever joined
    across it.
    """

    source: str
    basis: Basis
    pieces: tuple[Piece, ...]
    version: str = ""
    said: tuple[Span, ...] = ()

    @classmethod
    def of_text(cls, source: str, text: str, said: Iterable[Span] = (), version: str = "") -> Reading:
        """A whole text."""
        return cls(source, "texts", (Piece(0, text),), version, tuple(sorted(said)))

    def between(self, start: int, end: int) -> str:
        """The text from `start` to `end`, which lie in one piece."""
        for piece in self.pieces:
            if piece.start <= start and end <= piece.start + len(piece.text):
                return piece.text[start - piece.start : end - piece.start]
        return ""

    def code(self, coded: Coded, vocabulary: Vocabulary) -> Iterator[None]:
        """Append the words to `coded`, in slices."""
        capitals = all(piece.text == piece.text.upper() for piece in self.pieces)
        for chunk, masked, hidden, apart in self._chunks():
            if apart:
                vocabulary.add(coded, [GAP])
                coded.starts.append(chunk.start)
                coded.ends.append(chunk.start)
            spans = [found.span() for found in WORDS.finditer(masked)]
            words = [masked[start:end] for start, end in spans]
            for at, (start, end) in zip(_places(words, MASKED) if hidden else (), hidden, strict=True):
                words[at], spans[at] = MASKED + " ".join(folded(chunk.text[start:end])), (start, end)
            vocabulary.add(coded, words, capitals=capitals)
            coded.starts.extend([chunk.start + start for start, _ in spans])
            coded.ends.extend([chunk.start + end for _, end in spans])
            yield

    def quoted(self) -> list[Span]:
        """What of it is somebody's words."""
        excerpt = self.basis == "quotes"
        found = [
            (piece.start + start, piece.start + end)
            for piece in self.pieces
            for start, end in quotations(piece.text, excerpt=excerpt)
        ]
        return joined(sorted([*self.said, *found]))

    def _chunks(self) -> Iterator[tuple[Piece, str, list[Span], bool]]:
        """Paragraphs together, their masked text, what it hides, and whether a gap stands before them."""
        excerpt = self.basis == "quotes"
        for number, piece in enumerate(self.pieces):
            for part, chunk in enumerate(_chunked(piece)):
                end = chunk.start + len(chunk.text)
                said = [
                    (max(first - chunk.start, 0), min(last, end) - chunk.start)
                    for first, last in self.said
                    if first < end and last > chunk.start
                ]
                masked, hidden = mask(chunk.text, said, excerpt=excerpt)
                yield chunk, masked, hidden, bool(number) and not part


def _places(words: Sequence[str], wanted: str) -> list[int]:
    return [at for at, word in enumerate(words) if word == wanted]


def _chunked(piece: Piece) -> Iterator[Piece]:
    """Pieces of a length that is quickly read, cut between lines if possible, else between words."""
    start, text = 0, piece.text
    while len(text) - start > _CHUNK:
        end = text.rfind("\n", start, start + _CHUNK) + 1 or text.rfind(" ", start, start + _CHUNK) + 1
        end = end or start + _CHUNK
        yield Piece(piece.start + start, text[start:end])
        start = end
    yield Piece(piece.start + start, text[start:])


class Sources(Protocol):
    """What is needed of a Dossier."""

    def peek(self, record_id: str) -> Mapping[str, Any]:
        """A raw record."""
        ...

    def quotes_in(self, source_id: str) -> tuple[str, ...]:
        """The quotes from a source."""
        ...

    def text_of(self, source_id: str, sha256: str | None = None) -> str | None:
        """A version of a source's text, if it is attached."""
        ...


def reading(dossier: Sources, source_id: str) -> Reading:
    """What there is of a source: its current text, else the excerpts of its newest version that has any."""
    shas = versions(dossier.peek(source_id))
    quotes = [doc for doc in map(dossier.peek, dossier.quotes_in(source_id)) if is_whole(doc)]
    text = dossier.text_of(source_id, shas[-1]) if shas else None
    if text is not None:
        return Reading.of_text(source_id, text, _said_in(text, quotes, shas[-1]), shas[-1])
    counted = Counter(doc["text"] for doc in quotes)
    newest = next((sha256 for sha256 in reversed(shas) if sha256 in counted), None)
    newest = newest or min(counted, key=lambda sha256: (-counted[sha256], sha256), default=None)
    held = sorted(
        (doc for doc in quotes if doc["text"] == newest), key=lambda doc: (doc["start"], -doc["end"])
    )
    said = sorted((doc["start"], doc["end"]) for doc in held if doc.get("speech") == "direct")
    return Reading(source_id, "quotes", tuple(_pieces(held)), newest or "", tuple(said))


def versions(source: Mapping[str, Any]) -> list[str]:
    """The sha256 of each version of a raw source's text, the oldest first."""
    texts = source.get("texts")
    found = (
        [text.get("sha256") for text in texts if isinstance(text, dict)] if isinstance(texts, list) else []
    )
    return [sha256 for sha256 in found if isinstance(sha256, str) and sha256.isalnum()]


def is_whole(quote: Mapping[str, Any]) -> bool:
    """Whether a raw quote says what its words are and where they stand."""
    start, exact = quote.get("start"), quote.get("exact")
    if not (isinstance(exact, str) and isinstance(start, int) and isinstance(quote.get("text"), str)):
        return False
    return bool(exact) and quote.get("end") == start + len(exact)


def _said_in(text: str, quotes: Iterable[Mapping[str, Any]], sha256: str) -> Iterator[Span]:
    """Where the direct quotes stand: as recorded, else wherever their words are."""
    for quote in quotes:
        if quote.get("speech") != "direct":
            continue
        start, exact = quote["start"], quote["exact"]
        if quote["text"] != sha256 or not text.startswith(exact, start):
            start = text.find(exact)
        if start >= 0:
            yield start, start + len(exact)


def _pieces(quotes: Sequence[Mapping[str, Any]]) -> Iterator[Piece]:
    """Quotes that overlap or touch, and agree where they do, as one piece."""
    piece: Piece | None = None
    for quote in quotes:
        start, exact = quote["start"], quote["exact"]
        if piece is not None:
            known = piece.text[start - piece.start :]
            if start <= piece.start + len(piece.text) and _agree(known, exact):
                piece = piece._replace(text=piece.text + exact[len(known) :])
                continue
            yield piece
        piece = Piece(start, exact)
    if piece is not None:
        yield piece


def _agree(known: str, more: str) -> bool:
    return known.startswith(more) or more.startswith(known)
