"""Saved filters."""

from __future__ import annotations

from dossier.records.base import Record
from dossier.records.kinds import Pane


class SavedFilter(Record):
    """A named query in the filter language, for one pane."""

    name: str
    pane: Pane
    query: str
