"""Filters that were given a name."""

from __future__ import annotations

from dossier.records.base import Record
from dossier.records.kinds import Pane


class SavedFilter(Record):
    """A query in the filter language, for one pane."""

    name: str
    pane: Pane
    query: str
