"""The page of a source: its text, or the excerpts that the dossier holds, with the quotes marked."""

from __future__ import annotations

import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from dossier.evidence.anchors import check_quote, locate_quote
from dossier.records.quote import Quote
from dossier.records.source import Source
from dossier.show import lens_marks as looking
from dossier.show.claim import fact_blocks, grade_blocks, note_blocks
from dossier.show.kit import labels, roles
from dossier.show.kit.page import BLANK, Block, LazyBlocks, Page, Stretch
from dossier.show.kit.roles import join, styled
from dossier.show.related import related_blocks
from dossier.show.rows import tag_chips
from dossier.show.shell import command_line
from dossier.text import clean, one_line, places, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_LINE = re.compile(r"[^\n]+")


class QuoteSpan(NamedTuple):
    """Code points `start` to `end` of a source's text that a quote covers; `exact` is what it says."""

    start: int
    end: int
    quote: str
    exact: str


class ShownPiece(NamedTuple):
    """A part of a source's text that can be shown: it begins at code point `start`."""

    start: int
    text: str
    paragraph: int | None


def source_page(dossier: Dossier, source: Source, here: str | None = None) -> Page:
    """A source as it reads, scrolled (by `anchors`) to the quotes; `here` is the one being read."""
    found = map(dossier.find, dossier.quotes_in(source.id))
    quotes = [quote for quote in found if isinstance(quote, Quote)]
    newest = source.texts[-1].sha256 if source.texts else None
    read = dossier.find(here) if here else None
    version = newest
    if isinstance(read, Quote) and read.source == source.id:
        version = read.text
    of_version = [quote for quote in quotes if quote.text == version]
    text = dossier.text_of(source.id, version) if version else None
    spans = sorted(_find_spans(of_version, text))
    current = source.id if newest and version == newest else None
    if text is not None:
        body = _full_text(text, spans, here, current)
    else:
        body = _excerpt_blocks(dossier, source, of_version, version, here)
    if isinstance(read, Quote):
        body = _annotate_text(dossier, body, read)
    after: list[Block] = []
    if elsewhere := len(quotes) - len(of_version):
        words = f"{plural(elsewhere, 'quote')} of another version of this text."
        after += [Block(styled(words, roles.DIM)), BLANK]
    after += note_blocks(dossier, source.id)
    after += grade_blocks(dossier, source.id)
    after += related_blocks(dossier, source.id)
    whole = itertools.chain(_head_blocks(dossier, source), body, after)
    blocks = tuple(whole) if text is None else LazyBlocks(whole, len(text))
    heading = f"{labels.source_name(dossier, source.id)}  {plural(len(quotes), 'quote')}"
    ids = tuple(quote.id for quote in of_version)
    return Page(styled(heading, roles.HEADING), blocks, ids, source.id)


def _find_spans(quotes: Sequence[Quote], text: str | None) -> Iterator[QuoteSpan]:
    """Where each quote stands: as recorded, or where its exact words were found in the text."""
    for quote in quotes:
        if text is None or text[quote.start : quote.end] == quote.exact:
            yield QuoteSpan(quote.start, quote.end, quote.id, quote.exact)
            continue
        found = locate_quote(quote, text)
        if found.start is not None and found.end is not None:
            yield QuoteSpan(found.start, found.end, quote.id, quote.exact)


def _annotate_text(dossier: Dossier, body: Iterable[Block], read: Quote) -> Iterator[Block]:
    """The text, with what is known of the quote being read under the paragraph where it begins."""
    check = check_quote(dossier, read)
    for block in body:
        yield block
        if all(item != read.id for _, item in block.anchors):
            continue
        if check.state.is_doubtful:
            yield Block(styled(f'{check.label}: the quote has "{read.exact}"', roles.WARN), indent=6)
        if read.translation:
            yield Block(styled(f"translation: {read.translation}", roles.NOTE), indent=6)
        if chips := tag_chips(dossier, read.id, 60):
            yield Block(chips, indent=6)
        yield from note_blocks(dossier, read.id, indent=6, heading=False)


def _head_blocks(dossier: Dossier, source: Source) -> Iterator[Block]:
    yield Block(styled(source.title, roles.TITLE), item=source.id)
    yield from fact_blocks(_source_facts(dossier, source))
    if source.description:
        yield Block(styled(source.description, roles.DIM))
    yield BLANK


def _source_facts(dossier: Dossier, source: Source) -> Iterator[tuple[str, Text]]:
    publisher = labels.name(dossier, source.publisher) if source.publisher else ""
    kind = f"{source.kind}, {source.language}" if source.language else source.kind
    yield "source", styled(f"{publisher or 'publisher not shown'} ({kind})", roles.SOURCE)
    yield "date", styled(labels.date_words(source.published, source.date_note))
    if words := looking.source_lens_words(dossier, source.id):
        yield "", styled(words, roles.WARN)
    if source.authors:
        yield (
            "by",
            styled(", ".join(labels.name(dossier, author) for author in source.authors), roles.SPEAKER),
        )
    if source.url:
        yield "url", styled(one_line(source.url), roles.DIM)
    chips = tag_chips(dossier, source.id, 60)
    if chips:
        yield "tags", chips


def _full_text(text: str, spans: list[QuoteSpan], here: str | None, own: str | None) -> Iterator[Block]:
    """A text paragraph by paragraph; `own` is the source whose current text it is."""
    lines = (match for match in _LINE.finditer(text) if match[0].strip())
    coming, inside = deque(spans), list[QuoteSpan]()
    for number, match in enumerate(lines, 1):
        piece = ShownPiece(match.start(), match[0], number)
        while coming and coming[0].start < match.end():
            inside.append(coming.popleft())
        inside = [span for span in inside if span.end > match.start()]
        yield _paragraph_block([piece], inside, here, roles.QUOTE_CITED, own)
        yield BLANK


def _excerpt_blocks(
    dossier: Dossier, source: Source, quotes: list[Quote], version: str | None, here: str | None
) -> Iterator[Block]:
    """What the quotes hold of the text, in document order. What lies between is counted, never guessed."""
    length = next((text.length for text in source.texts if text.sha256 == version), None)
    problem = dossier.text_problem(source.id, version)
    digest = f" (sha256 {version[:8]}..)" if version else ""
    words = (
        one_line(problem.message) if problem else f"The text of this source is not in this dossier{digest}"
    )
    held = f"these are its {plural(len(quotes), 'excerpt')}" if quotes else "nor is any excerpt of it"
    yield Block(styled(f"{words}; {held}. [..12..] stands for 12 characters left out.", roles.GAP))
    yield Block(styled(f"To add it: {command_line(dossier, 'attach', source.id, 'FILE')}", roles.GAP))
    yield BLANK
    spans = sorted(_find_spans(quotes, None))
    position = 0
    for paragraph in _group_by_paragraph(join_excerpts(quotes)):
        yield from _gap_block(paragraph[0].start - position)
        yield _paragraph_block(paragraph, spans, here, roles.BODY)
        position = paragraph[-1].start + len(paragraph[-1].text)
    if length is not None and quotes:
        yield from _gap_block(length - position)
    yield BLANK


def _gap_block(characters: int) -> Iterator[Block]:
    if characters > 0:
        yield Block(styled(f"[..{characters:,}..]", roles.GAP), indent=6)


def _group_by_paragraph(found: list[ShownPiece]) -> Iterator[list[ShownPiece]]:
    """Pieces of one paragraph together; a piece whose paragraph is not known stands alone."""
    for number, group in itertools.groupby(found, key=lambda piece: piece.paragraph):
        if number is None:
            yield from ([piece] for piece in group)
        else:
            yield list(group)


def join_excerpts(quotes: Sequence[Quote]) -> list[ShownPiece]:
    """What the quotes show of their text: overlapping and touching ones joined, in document order."""
    joined: list[ShownPiece] = []
    for quote in sorted(quotes, key=lambda q: (q.start, -q.end)):
        if joined and quote.start <= joined[-1].start + len(joined[-1].text):
            last = joined[-1]
            more = quote.end - last.start - len(last.text)
            if more > 0:
                joined[-1] = last._replace(text=last.text + quote.exact[-more:])
        else:
            joined.append(ShownPiece(quote.start, quote.exact, quote.paragraph))
    return joined


def _paragraph_block(
    found: list[ShownPiece], spans: list[QuoteSpan], here: str | None, cited: str, own: str | None = None
) -> Block:
    """One paragraph, gaps within it in brackets; the quote `here` is marked more than the others."""
    text = Text(end="")
    anchors: list[tuple[int, str]] = []
    stretches: list[Stretch] = []
    position = found[0].start
    for piece in found:
        if piece.start > position:
            text.append(f" [..{piece.start - position:,}..] ", style=roles.GAP)
        stretches += _own_stretches(piece, len(text), spans, own)
        anchors += _append_marked(text, piece, spans, here, cited)
        position = piece.start + len(piece.text)
    current = any(item == here for _, item in anchors)
    number = f"p{found[0].paragraph}" if found[0].paragraph is not None else ""
    label = join(styled(">" if current else " ", roles.KEY), styled(number, roles.DIM))
    return Block(text, indent=6, label=label, anchors=tuple(anchors), stretches=tuple(stretches))


def _own_stretches(piece: ShownPiece, at: int, spans: list[QuoteSpan], own: str | None) -> Iterator[Stretch]:
    """The stretches of a piece shown from `at` on: the source's own text, else that of its quotes."""
    if own is not None:
        yield Stretch(own, piece.start, at, piece.text)
        return
    shown = places(piece.text)
    for span in spans:
        first, last = max(span.start, piece.start), min(span.end, piece.start + len(piece.text))
        raw = piece.text[first - piece.start : last - piece.start] if first < last else ""
        if raw and raw == span.exact[first - span.start : last - span.start]:
            yield Stretch(span.quote, first - span.start, at + shown[first - piece.start], raw)


def _append_marked(
    text: Text, piece: ShownPiece, spans: list[QuoteSpan], here: str | None, cited: str
) -> Iterator[tuple[int, str]]:
    """Append a piece to `text`, marking what quotes cover; yields where in `text` each quote begins."""
    end = piece.start + len(piece.text)
    inside = [span for span in spans if span.start < end and span.end > piece.start]
    cuts = {piece.start, end}
    for span in inside:
        cuts |= {max(span.start, piece.start), min(span.end, end)}
    for start, stop in itertools.pairwise(sorted(cuts)):
        for span in inside:
            if max(span.start, piece.start) == start:
                yield len(text.plain), span.quote
        covering = {span.quote for span in inside if span.start <= start and span.end >= stop}
        role = roles.QUOTE_HERE if here in covering else cited if covering else roles.BODY
        text.append(clean(piece.text[start - piece.start : stop - piece.start]), style=role)
