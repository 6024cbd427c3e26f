"""Words of a record that annotations are about: a stretch of its own text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.evidence.judgements import annotations_on
from dossier.records.annotation import Span
from dossier.records.claim import Claim
from dossier.records.quote import Quote
from dossier.records.source import Source

if TYPE_CHECKING:
    from dossier.dossier import Dossier


def own_text(dossier: Dossier, record_id: str) -> str | None:
    """The text that a selector counts in: what a quote or claim says, or the current text of a source.

    None where a record has none, or it is not in this dossier.
    """
    match dossier.find(record_id):
        case Quote(exact=text) | Claim(text=text):
            return text
        case Source():
            return dossier.text_of(record_id)
        case _:
            return None


def words_at(dossier: Dossier, record_id: str, span: Span) -> str:
    """The words of a span; empty where the text is not there."""
    return (own_text(dossier, record_id) or "")[span.start : span.end]


def spans_on(dossier: Dossier, record_id: str) -> list[Span]:
    """The words of a record that annotations are about."""
    return [each.selector for each in annotations_on(dossier, record_id) if each.selector is not None]
