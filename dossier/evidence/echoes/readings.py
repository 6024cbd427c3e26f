"""The text of a source that can be compared: the attached text or, without one, the quotes taken from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from dossier.evidence.echoes.masking import find_quotations, join_spans, mask_text
from dossier.evidence.echoes.words import GAP, MASKED, WORDS, CodedText, Vocabulary, fold_text

TextBasis = Literal["texts", "quotes"]
Offsets = tuple[int, int]
_CHUNK = 8_000


class TextPiece(NamedTuple):
    """A stretch of a source's text: it begins at code point `start`."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """The known pieces of one version of a source's text, in order, and which spans are somebody's words.

    `version` is the sha256 of the text. What stands between two pieces is not known, so nothing is joined
    across it.
    """

    source: str
    basis: TextBasis
    pieces: tuple[TextPiece, ...]
    version: str = ""
    said: tuple[Offsets, ...] = ()

    @classmethod
    def of_text(cls, source: str, text: str, said: Iterable[Offsets] = (), version: str = "") -> SourceText:
        """A whole text."""
        return cls(source, "texts", (TextPiece(0, text),), version, tuple(sorted(said)))

    def text_between(self, start: int, end: int) -> str:
        """The text from `start` to `end`; "" unless both lie in one piece."""
        for piece in self.pieces:
            if piece.start <= start and end <= piece.start + len(piece.text):
                return piece.text[start - piece.start : end - piece.start]
        return ""

    def number_words(self, coded: CodedText, vocabulary: Vocabulary) -> Iterator[None]:
        """Append the words to `coded`, in slices."""
        capitals = all(piece.text == piece.text.upper() for piece in self.pieces)
        for chunk, masked, hidden, apart in self._mask_chunks():
            if apart:
                vocabulary.add_words(coded, [GAP])
                coded.starts.append(chunk.start)
                coded.ends.append(chunk.start)
            spans = [found.span() for found in WORDS.finditer(masked)]
            words = [masked[start:end] for start, end in spans]
            for at, (start, end) in zip(_find_indexes(words, MASKED) if hidden else (), hidden, strict=True):
                words[at], spans[at] = MASKED + " ".join(fold_text(chunk.text[start:end])), (start, end)
            vocabulary.add_words(coded, words, capitals=capitals)
            coded.starts.extend([chunk.start + start for start, _ in spans])
            coded.ends.extend([chunk.start + end for _, end in spans])
            yield

    def find_quoted(self) -> list[Offsets]:
        """The spans that are somebody's words."""
        excerpt = self.basis == "quotes"
        found = [
            (piece.start + start, piece.start + end)
            for piece in self.pieces
            for start, end in find_quotations(piece.text, excerpt=excerpt)
        ]
        return join_spans(sorted([*self.said, *found]))

    def _mask_chunks(self) -> Iterator[tuple[TextPiece, str, list[Offsets], bool]]:
        """Some paragraphs at a time: text, masked text, masked spans, whether a gap is before them."""
        excerpt = self.basis == "quotes"
        for number, piece in enumerate(self.pieces):
            for part, chunk in enumerate(_split_piece(piece)):
                end = chunk.start + len(chunk.text)
                said = [
                    (max(first - chunk.start, 0), min(last, end) - chunk.start)
                    for first, last in self.said
                    if first < end and last > chunk.start
                ]
                masked, hidden = mask_text(chunk.text, said, excerpt=excerpt)
                yield chunk, masked, hidden, bool(number) and not part


def _find_indexes(words: Sequence[str], wanted: str) -> list[int]:
    return [at for at, word in enumerate(words) if word == wanted]


def _split_piece(piece: TextPiece) -> Iterator[TextPiece]:
    """Cut a piece into parts that are quickly read, between lines if possible, else between words."""
    start, text = 0, piece.text
    while len(text) - start > _CHUNK:
        end = text.rfind("\n", start, start + _CHUNK) + 1 or text.rfind(" ", start, start + _CHUNK) + 1
        end = end or start + _CHUNK
        yield TextPiece(piece.start + start, text[start:end])
        start = end
    yield TextPiece(piece.start + start, text[start:])


class SourceRecords(Protocol):
    """What is needed of a dossier."""

    def peek(self, record_id: str) -> Mapping[str, Any]:
        """A raw record."""
        ...

    def quotes_in(self, source_id: str) -> tuple[str, ...]:
        """The quotes from a source."""
        ...

    def text_of(self, source_id: str, sha256: str | None = None) -> str | None:
        """A version of a source's text, if it is attached."""
        ...


def read_source(dossier: SourceRecords, source_id: str) -> SourceText:
    """Its current text if attached, else the quotes of its newest version that has any."""
    shas = text_versions(dossier.peek(source_id))
    quotes = [doc for doc in map(dossier.peek, dossier.quotes_in(source_id)) if is_located_quote(doc)]
    text = dossier.text_of(source_id, shas[-1]) if shas else None
    if text is not None:
        return SourceText.of_text(source_id, text, _find_spoken(text, quotes, shas[-1]), shas[-1])
    counted = Counter(doc["text"] for doc in quotes)
    newest = next((sha256 for sha256 in reversed(shas) if sha256 in counted), None)
    newest = newest or min(counted, key=lambda sha256: (-counted[sha256], sha256), default=None)
    held = sorted(
        (doc for doc in quotes if doc["text"] == newest), key=lambda doc: (doc["start"], -doc["end"])
    )
    said = sorted((doc["start"], doc["end"]) for doc in held if doc.get("speech") == "direct")
    return SourceText(source_id, "quotes", tuple(_join_quotes(held)), newest or "", tuple(said))


def text_versions(source: Mapping[str, Any]) -> list[str]:
    """The sha256 of each version of a raw source's text, the oldest first."""
    texts = source.get("texts")
    if not isinstance(texts, list):
        return []
    digests = [text.get("sha256") for text in texts if isinstance(text, dict)]
    return [digest for digest in digests if isinstance(digest, str) and digest.isalnum()]


def is_located_quote(quote: Mapping[str, Any]) -> bool:
    """Whether a raw quote has its words and its place."""
    start, exact = quote.get("start"), quote.get("exact")
    if not (isinstance(exact, str) and isinstance(start, int) and isinstance(quote.get("text"), str)):
        return False
    return bool(exact) and quote.get("end") == start + len(exact)


def _find_spoken(text: str, quotes: Iterable[Mapping[str, Any]], sha256: str) -> Iterator[Offsets]:
    """Where the direct quotes stand: as recorded, else where their words are first found."""
    for quote in quotes:
        if quote.get("speech") != "direct":
            continue
        start, exact = quote["start"], quote["exact"]
        if quote["text"] != sha256 or not text.startswith(exact, start):
            start = text.find(exact)
        if start >= 0:
            yield start, start + len(exact)


def _join_quotes(quotes: Sequence[Mapping[str, Any]]) -> Iterator[TextPiece]:
    """Join quotes that overlap or touch and agree where they do."""
    piece: TextPiece | None = None
    for quote in quotes:
        start, exact = quote["start"], quote["exact"]
        if piece is not None:
            known = piece.text[start - piece.start :]
            if start <= piece.start + len(piece.text) and _texts_agree(known, exact):
                piece = piece._replace(text=piece.text + exact[len(known) :])
                continue
            yield piece
        piece = TextPiece(start, exact)
    if piece is not None:
        yield piece


def _texts_agree(known: str, more: str) -> bool:
    return known.startswith(more) or more.startswith(known)
