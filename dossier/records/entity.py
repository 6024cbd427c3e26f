"""Entities: whom and what claims are about, and who speaks, publishes or passes words on."""

from __future__ import annotations

from pydantic import Field

from dossier.records.base import Record
from dossier.records.vocabulary import EntityKind


class Entity(Record):
    """A person, organization, place or thing; `aliases` are its surface forms in the sources."""

    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    description: str | None = None
    identifiers: dict[str, str] = Field(default_factory=dict)
