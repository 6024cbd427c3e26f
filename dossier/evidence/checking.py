"""What a check finds beyond the format: quotes that do not stand where they say, claims without any.

It looks at every record, whatever a lens leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING

from dossier.evidence.anchors import Anchor, locate, paragraph_of
from dossier.records.problems import Problem
from dossier.records.quote import Quote
from dossier.records.source import Source
from dossier.store.files import line_numbers
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def faults(dossier: Dossier) -> Iterator[Problem]:
    """Problems of records that follow the format one by one. Records that do not are left to `validate`."""
    lines = cache(partial(line_numbers, dossier.path))  # read only where something is wrong, and once
    focus = dossier.info.focus
    if focus is not None and focus not in dossier.every("entities"):
        yield Problem("dossier.json", f"there is no entity {focus}", field="focus")
    for claim, doc in sorted(dossier.every("claims").items()):
        if not doc.get("support") and dossier.find(claim) is not None:
            message = "has no quote; a claim needs at least one"
            line = lines("claims").get(claim)
            yield Problem("claims.jsonl", message, line=line, id=claim, field="support")
    for source in map(dossier.find, sorted(dossier.every("sources"))):
        if not isinstance(source, Source):
            continue
        for digest in dict.fromkeys(version.sha256 for version in source.texts):
            if problem := dossier.text_problem(source.id, digest):
                yield problem
        yield from _lengths_of(dossier, source, lines)
        yield from _quotes_of(dossier, source, lines)


def _lengths_of(
    dossier: Dossier, source: Source, lines: Callable[[str], dict[str, int]]
) -> Iterator[Problem]:
    for number, version in enumerate(source.texts):
        text = dossier.text_of(source.id, version.sha256)
        if text is not None and len(text) != version.length:
            message = f"is {version.length}, but the text has {plural(len(text), 'character')}"
            line = lines("sources").get(source.id)
            field = f"texts[{number}].length"
            yield Problem("sources.jsonl", message, line=line, id=source.id, field=field)


def _quotes_of(dossier: Dossier, source: Source, lines: Callable[[str], dict[str, int]]) -> Iterator[Problem]:
    digests = {version.sha256 for version in source.texts}
    for quote_id in dossier.referrers(source.id):
        quote = dossier.find(quote_id)
        if not isinstance(quote, Quote) or quote.source != source.id:
            continue
        fault: tuple[str, str] | None
        if quote.text not in digests:
            fault = "text", f"{quote.text[:12]}.. is none of the texts of {source.id}"
        else:
            text = dossier.text_of(source.id, quote.text)
            fault = _fault(quote, locate(quote, text), text)
        if fault:
            line = lines("quotes").get(quote_id)
            yield Problem("quotes.jsonl", fault[1], line=line, id=quote_id, field=fault[0])


def _fault(quote: Quote, anchor: Anchor, text: str | None) -> tuple[str, str] | None:
    """The field of a quote that does not agree with the text, and why; without a text nothing is wrong."""
    if text is None:
        return None
    if anchor.state == "missing":
        return "exact", "is not in the text of its source"
    if anchor.state == "differs":
        near = clip(one_line(anchor.passage or ""), 60)
        return "exact", f"{anchor.label.lstrip('! ')}: the text has “{near}” at {anchor.start}"
    if anchor.state == "moved":
        return "start", f"is {quote.start}, but the words stand at {anchor.start}"
    return _fault_around(quote, text)


def _fault_around(quote: Quote, text: str) -> tuple[str, str] | None:
    if not text.endswith(quote.prefix, 0, quote.start):
        return "prefix", "does not stand before the words"
    if not text.startswith(quote.suffix, quote.end):
        return "suffix", "does not stand behind the words"
    number = paragraph_of(text, quote.start)
    if quote.paragraph not in (None, number):
        return "paragraph", f"is {quote.paragraph}, but the words stand in paragraph {number}"
    return None
