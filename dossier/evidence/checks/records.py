"""Quotes that are not where they say, claims without any, texts of another length than recorded.

A check looks at every record, whatever a lens leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING

from dossier.core.checks import find_namesakes
from dossier.evidence.anchors import Anchor, QuoteState, check_quote, paragraph_at
from dossier.records.dates import is_ahead
from dossier.records.problems import Problem
from dossier.records.quote import NO_WORDS, Quote, says_something
from dossier.records.source import Source
from dossier.store.files import line_numbers
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_MOST_PLACES = 4
_NEAR_CELLS = 60

LinesOf = Callable[[str], dict[str, int]]
"""The line of each record of a table."""


def find_faults(dossier: Dossier) -> Iterator[Problem]:
    """Problems of records that follow the format one by one. Records that do not are left to `validate`."""
    lines_of = cache(partial(line_numbers, dossier.path))  # read only where something is wrong, and once
    focus = dossier.info.focus
    if focus is not None and focus not in dossier.every("entities"):
        yield Problem("dossier.json", f"there is no entity {focus}", field="focus")
    yield from _check_claims(dossier, lines_of)
    yield from _check_moments(dossier, lines_of)
    yield from _check_tags(dossier, lines_of)
    for source in map(dossier.find, sorted(dossier.every("sources"))):
        if isinstance(source, Source):
            yield from _check_texts(dossier, source, lines_of)
            yield from _check_quotes(dossier, source, lines_of)


def _check_claims(dossier: Dossier, lines_of: LinesOf) -> Iterator[Problem]:
    for claim, doc in sorted(dossier.every("claims").items()):
        if not doc.get("support") and dossier.find(claim) is not None:
            message = "has no quote; a claim needs at least one"
            line = lines_of("claims").get(claim)
            yield Problem("claims.jsonl", message, line=line, id=claim, field="support")


def _check_moments(dossier: Dossier, lines_of: LinesOf) -> Iterator[Problem]:
    for annotation, doc in sorted(dossier.every("annotations").items()):
        if is_ahead(doc.get("created")):
            message = "is in the future: whatever else was judged counts before it"
            line = lines_of("annotations").get(annotation)
            yield Problem("annotations.jsonl", message, line=line, id=annotation, field="created")


def _check_tags(dossier: Dossier, lines_of: LinesOf) -> Iterator[Problem]:
    for tag, field, name, owner in find_namesakes(dossier.every("tags")):
        message = f"{one_line(name)} is a name of {owner} too; merge the two, or rename one"
        yield Problem("tags.jsonl", message, line=lines_of("tags").get(tag), id=tag, field=field)


def _check_texts(dossier: Dossier, source: Source, lines_of: LinesOf) -> Iterator[Problem]:
    for digest in dict.fromkeys(version.sha256 for version in source.texts):
        if problem := dossier.text_problem(source.id, digest):
            yield problem
    for number, version in enumerate(source.texts):
        text = dossier.text_of(source.id, version.sha256)
        if text is not None and len(text) != version.length:
            message = f"is {version.length}, but the text has {plural(len(text), 'character')}"
            line = lines_of("sources").get(source.id)
            field = f"texts[{number}].length"
            yield Problem("sources.jsonl", message, line=line, id=source.id, field=field)


def _check_quotes(dossier: Dossier, source: Source, lines_of: LinesOf) -> Iterator[Problem]:
    for quote_id in dossier.referrers(source.id):
        quote = dossier.find(quote_id)
        if not isinstance(quote, Quote) or quote.source != source.id:
            continue
        if fault := _fault_of(dossier, quote):
            field, message = fault
            line = lines_of("quotes").get(quote_id)
            yield Problem("quotes.jsonl", message, line=line, id=quote_id, field=field)


def _fault_of(dossier: Dossier, quote: Quote) -> tuple[str, str] | None:
    """The field of a quote that does not agree with the text, and why.

    None where nothing is wrong, where there is no text to hold it against, and where the text cannot be read:
    that is a problem of the text.
    """
    if not says_something(quote.exact):
        return "exact", NO_WORDS
    anchor = check_quote(dossier, quote)
    match anchor.state:
        case QuoteState.SAME:
            text = dossier.text_of(quote.source, quote.text)
            return None if text is None else _context_fault(quote, text)
        case QuoteState.MOVED:
            return "start", f"is {quote.start}, but the words stand at {anchor.start}"
        case QuoteState.AMBIGUOUS:
            return "start", f"is {quote.start}, but the words stand {_places_words(anchor)}"
        case QuoteState.DIFFERS:
            near = clip(one_line(anchor.passage or ""), _NEAR_CELLS)
            return "exact", f"{anchor.words}: the text has “{near}” at {anchor.start}"
        case QuoteState.GONE:
            return "exact", "is not in the text of its source"
        case QuoteState.FOREIGN:
            return "text", f"{quote.text[:12]}.. is none of the texts of {quote.source}"
        case QuoteState.UNCHECKED | QuoteState.UNREADABLE:
            return None


def _places_words(anchor: Anchor) -> str:
    """`in 2 places, 15 and 52`; of many, the first few."""
    shown = [str(place) for place in anchor.places[:_MOST_PLACES]]
    if len(anchor.places) > _MOST_PLACES:
        listed = ", ".join(shown) + ", .."
    else:
        listed = f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"in {plural(len(anchor.places), 'place')}, {listed}"


def _context_fault(quote: Quote, text: str) -> tuple[str, str] | None:
    """What a quote that stands in its place says wrongly of what is around it."""
    if not text.endswith(quote.prefix, 0, quote.start):
        return "prefix", "does not stand before the words"
    if not text.startswith(quote.suffix, quote.end):
        return "suffix", "does not stand behind the words"
    number = paragraph_at(text, quote.start)
    if quote.paragraph not in (None, number):
        return "paragraph", f"is {quote.paragraph}, but the words stand in paragraph {number}"
    return None
