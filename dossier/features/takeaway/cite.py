"""What is copied: quotes with their citation, claims with their quotes as footnotes, passages, links."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from dossier.records.claim import Claim
from dossier.records.quote import Quote
from dossier.records.source import Source
from dossier.show.kit import labels
from dossier.show.rows import stance_of
from dossier.show.shell import command_line
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_PARAGRAPH = re.compile(r"[^\n]+")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!])")


def cite_quote(dossier: Dossier, quote: Quote) -> str:
    """`"verbatim text" (Example Journal, 17 July 2024, p6)`."""
    return f'"{quote.exact}" ({labels.citation(dossier, quote)})'


def footnote_claims(dossier: Dossier, claims: Sequence[Claim]) -> str:
    """Claims in Markdown, each with its quotes as footnotes; a quote of two claims is one footnote."""
    numbers: dict[str, int] = {}
    stances: dict[str, set[str | None]] = {}
    lines = []
    for claim in claims:
        marks = ""
        for quote_id in dossier.quotes_of(claim.id):
            number = numbers.setdefault(quote_id, len(numbers) + 1)
            stances.setdefault(quote_id, set()).add(stance_of(dossier, claim.id, quote_id))
            marks += f"[^{number}]"
        lines.append(f"{_escape_markdown(one_line(claim.text))}{marks}")
    for quote_id, number in numbers.items():
        lines.append(_write_footnote(dossier, quote_id, number, stances[quote_id]))
    return "\n\n".join(lines) + "\n"


def _write_footnote(dossier: Dossier, quote_id: str, number: int, stances: Collection[str | None]) -> str:
    quote = dossier.find(quote_id)
    if not isinstance(quote, Quote):
        return f"[^{number}]: a quote that cannot be read"
    told = sorted({stance for stance in stances if stance} - {"supports"})
    sign = f"({', '.join(told)}) " if told else ""
    words = _escape_markdown(" ".join(quote.exact.split()))
    source = dossier.find(quote.source)
    title = f", *{_escape_markdown(one_line(source.title))}*" if isinstance(source, Source) else ""
    where = link_to_record(dossier, quote_id)
    url = f" <{where}>" if where.startswith("http") else ""
    return f'[^{number}]: {sign}"{words}" {_escape_markdown(labels.citation(dossier, quote))}{title}.{url}'


def _escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", text)


def link_to_record(dossier: Dossier, record_id: str) -> str:
    """Where the record can be read: a quote's place in its page on the web, else a command that shows it.

    The place is a text fragment (WICG Scroll To Text Fragment), which browsers scroll to and mark.
    """
    record = dossier.find(record_id)
    source = dossier.find(record.source) if isinstance(record, Quote) else record
    if isinstance(source, Source) and source.url and urlsplit(source.url).scheme in ("http", "https"):
        url = one_line(source.url)
        if isinstance(record, Quote) and "#" not in url:
            words = " ".join(record.exact.split())
            return f"{url}#:~:text={percent(words, safe='').replace('-', '%2D')}"
        return url
    return command_line(dossier, "show", record_id)


def passage_around(dossier: Dossier, quote: Quote) -> tuple[str, bool]:
    """The paragraphs of the source that the quote stands in; where there is no text, the quote alone.

    The second answer says whether it is the text's.
    """
    text = dossier.text_of(quote.source, quote.text)
    if text is None or text[quote.start : quote.end] != quote.exact:
        return quote.exact, False
    around = []
    for paragraph in _PARAGRAPH.finditer(text, text.rfind("\n", 0, quote.start) + 1):
        if paragraph.start() >= quote.end:
            break
        if paragraph.end() > quote.start:
            around.append(paragraph)
    if not around:
        return quote.exact, True
    return text[around[0].start() : around[-1].end()], True
