"""Claims: checkable sentences in the dossier's own words."""

from __future__ import annotations

from dossier.records.base import EntityId, Model, QuoteId, Record
from dossier.records.dates import EdtfText
from dossier.records.figure import Figure
from dossier.records.vocabulary import ClaimKind, Stance


class Support(Model):
    """A quote and its stance toward the claim."""

    quote: QuoteId
    stance: Stance


class Claim(Record):
    """One sentence that quotes support or contradict."""

    text: str
    kind: ClaimKind
    subject: EntityId | None = None
    about: tuple[EntityId, ...] = ()
    property: str | None = None
    figure: Figure | None = None
    date: EdtfText | None = None
    attributed_to: EntityId | None = None
    attributed_as_written: str | None = None
    hedge: str | None = None
    support: tuple[Support, ...] = ()
