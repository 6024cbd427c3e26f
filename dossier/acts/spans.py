"""Words of a record that an annotation is about: a stretch of its own text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dossier.records.annotation import Span
from dossier.records.claim import Claim
from dossier.records.problems import EditRefused
from dossier.records.quote import Quote
from dossier.records.source import Source

if TYPE_CHECKING:
    from dossier.dossier import Dossier


def check_span(dossier: Dossier, targets: Sequence[str], span: Span | None) -> None:
    """EditRefused unless `span` lies in the own text of the one target: what a quote or claim says, or
    the current text of a source. Without a span there is nothing to refuse.
    """
    if span is None:
        return
    if len(targets) != 1:
        raise EditRefused("words are chosen in one record; the note cannot go on several")
    length = len(_text(dossier, targets[0]))
    if span.start < 0 or span.end > length:
        raise EditRefused(f"the text ends at character {length}, before {span.end}")


def _text(dossier: Dossier, target: str) -> str:
    record = dossier.get(target)
    if isinstance(record, Quote):
        return record.exact
    if isinstance(record, Claim):
        return record.text
    if not isinstance(record, Source):
        raise EditRefused("this record has no text of its own to anchor a note in")
    text = dossier.text_of(target)
    if text is None:
        raise EditRefused(
            "the text of this source is not in this dossier; choose the words in one of its quotes"
        )
    return text
