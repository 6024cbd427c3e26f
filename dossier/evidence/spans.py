"""The words of a record that an annotation is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dossier.evidence.judgements import annotations_on
from dossier.records.annotation import Span
from dossier.records.claim import Claim
from dossier.records.problems import EditRefused
from dossier.records.quote import Quote
from dossier.records.source import Source

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def read_own_text(dossier: Dossier, record_id: str) -> str | None:
    """The text that a selector counts in: that of a quote or claim, or the newest text of a source.

    None if a record has no text, or the text is not in this dossier.
    """
    match dossier.find(record_id):
        case Quote(exact=text) | Claim(text=text):
            return text
        case Source():
            return dossier.text_of(record_id)
        case _:
            return None


def words_at(dossier: Dossier, record_id: str, span: Span) -> str:
    """The words of a span; empty if the text is not in this dossier."""
    return (read_own_text(dossier, record_id) or "")[span.start : span.end]


def spans_on(dossier: Dossier, record_id: str) -> list[Span]:
    """Where in a record are the words that annotations are about."""
    return [each.selector for each in annotations_on(dossier, record_id) if each.selector is not None]


def check_span(dossier: Dossier, targets: Sequence[str], span: Span | None) -> None:
    """Raise EditRefused unless `span` lies in the one target's own text; no span is always fine."""
    if span is None:
        return
    if len(targets) != 1:
        raise EditRefused("words are chosen in one record; the note cannot go on several")

    text = read_own_text(dossier, targets[0])
    if text is None and isinstance(dossier.get(targets[0]), Source):
        raise EditRefused(
            "the text of this source is not in this dossier; choose the words in one of its quotes"
        )
    if text is None:
        raise EditRefused("this record has no text of its own to anchor a note in")
    if span.start < 0 or span.end > len(text):
        raise EditRefused(f"the text ends at character {len(text)}, before {span.end}")
