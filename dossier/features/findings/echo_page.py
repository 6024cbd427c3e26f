"""Words in common, side by side: the passages of two sources, or an utterance in two wordings.

What differs is marked by characters as well as by its role: `[-only here-]`, `{+only there+}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.evidence.anchors import paragraph_at
from dossier.evidence.echoes.alignment import AlignedPart
from dossier.evidence.echoes.echo import Echo, SharedPassage
from dossier.evidence.echoes.echoes import echoes_of
from dossier.evidence.echoes.readings import Offsets, SourceText, read_source
from dossier.evidence.echoes.utterance import align_quotes
from dossier.evidence.finding import Finding
from dossier.records.quote import Quote
from dossier.show.findings import decision_blocks, quote_with_source
from dossier.show.kit import labels, roles
from dossier.show.kit.columns import side_by_side
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.plain_words import speech_words
from dossier.show.kit.relation_words import active_words, finding_noun
from dossier.show.kit.roles import join, styled
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_SIDES = "AB"
_MARKS = (("[-", "-]"), ("{+", "+}"))
_QUOTED = "[quoted]"
_STRETCH = 240
"""About so many characters are set beside one another, so that the columns keep together."""

_NO_ECHO = "No passage of the two is alike in so many words that it shows a copy."
_LOOKING = "Looking for passages in common .."

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _EchoSide:
    """One of two texts: which, where it is from, and what of it is somebody's words."""

    number: int
    source: SourceText
    quotations: tuple[Offsets, ...]
    item: str


def echo_page(dossier: Dossier, found: Finding) -> Page:
    """Two sources with the passages they share, or two quotes that may be one utterance."""
    if found.from_[:1] == "q":
        return _page("SAME STATEMENT", (*decision_blocks(found), *_wordings(dossier, found.from_, found.to)))
    return _page(f"COPY  {_relation(found)}", (*_shared(dossier, found), *_evidence(dossier, found)))


def _page(heading: str, blocks: Sequence[Block]) -> Page:
    return Page(styled(heading, roles.HEADING), tuple(blocks))


def _relation(found: Finding) -> str:
    """What holds between the two; `B derived-from A` where that has a direction."""
    if found.type == "shares-origin":
        return finding_noun(found.type)
    return f"A {active_words(found.type)} B" if found.from_ < found.to else f"B {active_words(found.type)} A"


def _shared(dossier: Dossier, found: Finding) -> Iterator[Block]:
    """The decision, and the passages in common as far as the sources were compared."""
    yield from decision_blocks(found)
    finder = echoes_of(dossier)
    shared = finder.echo_between(found.from_, found.to) if finder.is_current else None
    if shared is None:
        yield _names(dossier, sorted((found.from_, found.to)))
        yield Block(styled(_NO_ECHO if finder.is_current else _LOOKING, roles.DIM))
        yield BLANK
        return
    if shared.reason not in (found.reason, found.computed):
        yield Block(styled(shared.reason, roles.BODY))
        yield BLANK
    yield from _passages(dossier, shared)


def _evidence(dossier: Dossier, found: Finding) -> Iterator[Block]:
    """The quotes that show it: two beside one another, each under the letter of its source; others alone."""
    if found.evidence:
        yield Block(styled(f"QUOTES THAT SHOW IT ({len(found.evidence):,})", roles.HEADING))
    for shown in found.evidence:
        if len(shown) == 2:
            one, other = sorted(shown, key=lambda quote: str(dossier.peek(quote).get("source")))
            yield from _wordings(dossier, one, other, named=True)
        else:
            yield from (block for quote_id in shown for block in quote_with_source(dossier, quote_id))
        yield BLANK


def _passages(dossier: Dossier, found: Echo) -> Iterator[Block]:
    sources = [read_source(dossier, source) for source in (found.one, found.other)]
    sides = [
        _EchoSide(number, source, tuple(source.find_quoted()), source.source)
        for number, source in enumerate(sources)
    ]
    yield _names(dossier, (found.one, found.other))
    yield _legend(_QUOTED + " is left out of the comparison")
    yield BLANK
    for number, passage in enumerate(found.passages, 1):
        count = plural(passage.words, "word")
        yield Block(styled(f"{number}  {count} in common{_where(sources, passage)}", roles.HEADING))
        starts = passage.one[0], passage.other[0]
        for stretch in _stretches(passage.parts):
            yield _aligned(sides, starts, stretch)
            starts = stretch[-1].one[1], stretch[-1].other[1]
        yield BLANK


def _names(dossier: Dossier, sources: Sequence[str]) -> Block:
    columns = [
        [Block(_name(dossier, letter, source), hang=3, item=source)]
        for letter, source in zip(_SIDES, sources, strict=True)
    ]
    return side_by_side(*columns)


def _name(dossier: Dossier, letter: str, source: str) -> Text:
    name, title = labels.source_name(dossier, source), labels.name(dossier, source)
    words = name if name == title else f"{name}: {title}"
    return join(styled(f"{letter}  ", roles.KEY), styled(words, roles.SOURCE))


def _legend(more: str) -> Block:
    marks = [
        f"{opening}only in {side}{closing}" for (opening, closing), side in zip(_MARKS, _SIDES, strict=True)
    ]
    return Block(styled(", ".join([*marks, more]), roles.DIM))


def _where(sources: Sequence[SourceText], passage: SharedPassage) -> str:
    """The paragraphs that it begins in, where the texts are there to count them."""
    if any(source.basis != "texts" for source in sources):
        return ""
    starts = zip(sources, (passage.one[0], passage.other[0]), strict=True)
    return ", " + " and ".join(f"p{paragraph_at(source.pieces[0].text, at)}" for source, at in starts)


def _stretches(parts: Sequence[AlignedPart]) -> Iterator[list[AlignedPart]]:
    """Some parts after the other, so that what is equal stands beside what it equals."""
    stretch: list[AlignedPart] = []
    for part in parts:
        stretch.append(part)
        if part.kind == "equal" and part.one[1] - stretch[0].one[0] >= _STRETCH:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _aligned(
    sides: Sequence[_EchoSide], starts: Offsets, parts: Sequence[AlignedPart], ends: Offsets | None = None
) -> Block:
    """The same parts of both texts, beside one another."""
    columns = []
    for side, start in zip(sides, starts, strict=True):
        label = styled(_SIDES[side.number], roles.KEY)
        text = Text(end="").join(_pieces(side, start, parts, ends))
        columns.append([Block(text, indent=3, label=label, item=side.item)])
    return side_by_side(*columns)


def _pieces(
    side: _EchoSide, start: int, parts: Sequence[AlignedPart], ends: Offsets | None
) -> Iterator[Text]:
    """The text of one side from `start` on: what differs marked, quotations left out."""
    opening, closing = _MARKS[side.number]
    position = start
    for part in parts:
        first, last = (part.one, part.other)[side.number]
        yield from _words(side, position, first)
        if part.kind == "equal":
            yield from _words(side, first, last)
        elif first < last:
            yield styled(opening, roles.WARN)
            yield from _words(side, first, last, roles.WARN)
            yield styled(closing, roles.WARN)
        position = last
    if ends is not None:
        yield from _words(side, position, ends[side.number])


def _words(side: _EchoSide, start: int, end: int, role: str = roles.QUOTE) -> Iterator[Text]:
    for first, last in (span for span in side.quotations if span[0] < end and start < span[1]):
        yield _plain(side, start, first, role)
        yield styled(_QUOTED, roles.GAP)
        start = last
    yield _plain(side, start, end, role)


def _plain(side: _EchoSide, start: int, end: int, role: str) -> Text:
    return styled(_BLANKS.sub(" ", side.source.text_between(start, end)) if start < end else "", role)


def _wordings(dossier: Dossier, one: str, other: str, *, named: bool = False) -> Iterator[Block]:
    """Two quotes with what differs in them; their sources may have been `named` before."""
    quotes = [dossier.find(quote_id) for quote_id in (one, other)]
    if not all(isinstance(quote, Quote) for quote in quotes):
        yield from (block for quote_id in (one, other) for block in quote_with_source(dossier, quote_id))
        return
    pair = [quote for quote in quotes if isinstance(quote, Quote)]
    sides = [
        _EchoSide(number, SourceText.of_text(quote.source, quote.exact), (), quote.id)
        for number, quote in enumerate(pair)
    ]
    yield side_by_side(*(list(_said(dossier, quote, number, named)) for number, quote in enumerate(pair)))
    parts = align_quotes(pair[0].exact, pair[1].exact)
    yield _aligned(sides, (0, 0), parts, (len(pair[0].exact), len(pair[1].exact)))


def _said(dossier: Dossier, quote: Quote, number: int, named: bool) -> Iterator[Block]:
    label = styled(f"{_SIDES[number]}  ", roles.KEY)
    speech = speech_words(quote.speech)
    who = f"{labels.name(dossier, quote.speaker)}, {speech}" if quote.speaker else speech
    if named:
        parts = (labels.paragraph(quote), who, labels.doubt(dossier, quote))
        words = ", ".join(part for part in parts if part)
        yield Block(join(label, styled(words, roles.SPEAKER)), hang=3, item=quote.id)
        return
    yield Block(join(label, styled(labels.citation(dossier, quote), roles.SOURCE)), hang=3, item=quote.id)
    yield Block(styled(who, roles.SPEAKER), indent=3, item=quote.id)
