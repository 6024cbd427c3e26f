"""Events: what happened, when, and which claims establish it."""

from __future__ import annotations

from dossier.records.base import ClaimId, EntityId, Model, Record
from dossier.records.dates import EdtfText


class Participant(Model):
    """Who took part, and as what."""

    entity: EntityId
    role: str | None = None


class Event(Record):
    """Something that happened; without a `date`, `date_note` says what the sources say of it."""

    title: str
    date: EdtfText | None = None
    date_note: str | None = None
    inferred: bool = False
    participants: tuple[Participant, ...] = ()
    claims: tuple[ClaimId, ...] = ()
