"""Short names for records: how a row, a crumb or a citation calls them. Ids only where asked for."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

from dossier.evidence.anchors import check_quote
from dossier.records import edtf
from dossier.records.annotation import Annotation, GradeBody, TagBody, TextBody
from dossier.records.claim import Claim
from dossier.records.entity import Entity
from dossier.records.event import Event
from dossier.records.kinds import noun_of
from dossier.records.quote import Quote
from dossier.records.relation import Relation
from dossier.records.saved_filter import SavedFilter
from dossier.records.source import Source
from dossier.records.tag import Tag
from dossier.show.kit.markdown import markdown_line
from dossier.show.kit.plain_words import scheme_words, slug_words
from dossier.text import clip, one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_MONTH = re.compile("|".join(calendar.month_name[1:]))


def name(dossier: Dossier, record_id: str) -> str:
    """What the record is called, in one safe line."""
    match dossier.find(record_id):
        case Entity(name=text) | Claim(text=text) | Source(title=text) | Event(title=text):
            return one_line(text)
        case SavedFilter(name=text) | Tag(path=text):
            return one_line(text)
        case Quote(exact=text) as quote:
            return f'{"! " if doubt(dossier, quote) else ""}"{one_line(text)}"'
        case Annotation() as annotation:
            return annotation_words(dossier, annotation)
        case Relation() as relation:
            ends = (clip(name(dossier, end), 40) for end in (relation.from_, relation.to))
            return one_line(f" {slug_words(relation.type)} ".join(ends))
        case _:
            return record_id


def kind(record_id: str) -> str:
    """`claim`, `source` ...: the noun for the record with this id."""
    return noun_of(record_id)


def source_name(dossier: Dossier, source_id: str) -> str:
    """A source as a citation names it: its publisher, else its title."""
    source = dossier.find(source_id)
    if not isinstance(source, Source):
        return source_id
    if source.publisher_as_written:
        return one_line(source.publisher_as_written)
    return name(dossier, source.publisher or source_id)


def date_words(written: str | None, note: str | None = None) -> str:
    """A date in words; without one, `undated` and what the sources say of it."""
    if written:
        return edtf.parse_date(written).human
    return f"undated: {one_line(note)}" if note else "undated"


def source_date(source: Source) -> str:
    """When a source was published, briefly."""
    return edtf.parse_date(source.published).human if source.published else "undated"


def brief(words: str) -> str:
    """A date's words with the months cut to three letters, for a row."""
    return _MONTH.sub(lambda month: month[0][:3], words)


def paragraph(quote: Quote) -> str:
    """`p5`, or nothing where the paragraph is not known."""
    return f"p{quote.paragraph}" if quote.paragraph is not None else ""


def citation(dossier: Dossier, quote: Quote) -> str:
    """`Example Journal, 17 July 2024, p6`, and then what is wrong if the words are not the text's."""
    return ", ".join(part for part in (place(dossier, quote), doubt(dossier, quote)) if part)


def doubt(dossier: Dossier, quote: Quote) -> str:
    """`! 3 chars differ`: why the words of a quote cannot be relied on; "" if they can."""
    anchor = check_quote(dossier, quote)
    return anchor.label if anchor.state.is_doubtful else ""


def place(dossier: Dossier, quote: Quote) -> str:
    """`Example Journal, 17 July 2024, p6`."""
    source = dossier.find(quote.source)
    date = source_date(source) if isinstance(source, Source) else ""
    return ", ".join(part for part in (source_name(dossier, quote.source), date, paragraph(quote)) if part)


def annotation_words(dossier: Dossier, annotation: Annotation) -> str:
    """An annotation in one line: the note, `#tag`, or the grade."""
    match annotation.body:
        case TextBody(text=text, format="text/markdown"):
            return markdown_line(text)
        case TextBody(text=text):
            return one_line(text)
        case TagBody(tag=tag):
            return f"#{name(dossier, tag)}"
        case GradeBody(scheme=scheme, value=value):
            return f"{scheme_words(scheme)} {value}"
        case _:
            return annotation.motivation


def day(moment: str) -> str:
    """The day of an RFC 3339 moment."""
    return moment[:10]
