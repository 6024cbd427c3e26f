"""Marks the words of a page that annotations are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from dossier.evidence.spans import spans_on
from dossier.show.kit import roles
from dossier.show.kit.page import Block, LazyBlocks, Page, Stretch
from dossier.text import places

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.records.annotation import Span


def mark_noted_words(dossier: Dossier, page: Page) -> Page:
    """The page with the words marked that a note or a tag is about, wherever it shows them."""
    spans_of = cache(partial(spans_on, dossier))
    if isinstance(page.blocks, LazyBlocks):
        marked = (_mark_block(block, spans_of) for block in page.blocks)
        return replace(page, blocks=LazyBlocks(marked, page.blocks.size))
    if any(spans_of(stretch.record) for block in page.blocks for stretch in block.stretches):
        return replace(page, blocks=tuple(_mark_block(block, spans_of) for block in page.blocks))
    return page


def _mark_block(block: Block, spans_of: Callable[[str], Sequence[Span]]) -> Block:
    ranges = [
        each for stretch in block.stretches for each in _shown_ranges(stretch, spans_of(stretch.record))
    ]
    if not ranges:
        return block
    text = block.text.copy()
    for start, end in ranges:
        text.stylize(roles.NOTED, start, end)
    return replace(block, text=text)


def _shown_ranges(stretch: Stretch, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Which characters of the block's text show them."""
    inside = [span for span in spans if span.start < stretch.end and span.end > stretch.start]
    offsets = places(stretch.raw) if inside else ()
    for span in inside:
        first = offsets[max(span.start - stretch.start, 0)]
        yield stretch.at + first, stretch.at + offsets[min(span.end, stretch.end) - stretch.start]
