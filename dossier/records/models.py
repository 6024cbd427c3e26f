"""Which model a table's lines are of."""

from __future__ import annotations

from dossier.records.annotation import Annotation
from dossier.records.base import Record
from dossier.records.claim import Claim
from dossier.records.entity import Entity
from dossier.records.event import Event
from dossier.records.quote import Quote
from dossier.records.relation import Relation
from dossier.records.saved_filter import SavedFilter
from dossier.records.source import Source
from dossier.records.tag import Tag

MODELS: dict[str, type[Record]] = {
    "sources": Source,
    "entities": Entity,
    "quotes": Quote,
    "claims": Claim,
    "events": Event,
    "relations": Relation,
    "tags": Tag,
    "annotations": Annotation,
    "filters": SavedFilter,
}
