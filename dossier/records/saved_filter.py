"""Filters that were given a name."""

from __future__ import annotations

from typing import Literal

from dossier.records.base import Record


class SavedFilter(Record):
    """A query in the filter language, for one pane."""

    name: str
    pane: Literal["entities", "claims", "quotes", "sources", "timeline", "notes"]
    query: str
