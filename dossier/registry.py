"""The features that there are, in order. A new one is a folder and a line here."""

from __future__ import annotations

from dossier.features import (
    figures,
    filters,
    findings,
    history,
    judging,
    lenses,
    notes,
    review,
    search,
    tags,
    takeaway,
    timeline,
)
from dossier.keys.commands import Registry
from dossier.screen.declared import FRAME

REGISTRY = Registry(
    (
        FRAME,
        tags.FEATURE,
        notes.FEATURE,
        judging.FEATURE,
        history.FEATURE,
        figures.FEATURE,
        findings.FEATURE,
        review.FEATURE,
        filters.FEATURE,
        search.FEATURE,
        lenses.FEATURE,
        timeline.FEATURE,
        takeaway.FEATURE,
    )
)
