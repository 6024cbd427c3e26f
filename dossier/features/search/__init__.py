"""Search over everything."""

from __future__ import annotations

from dossier.keys.commands import FIND, Command, Feature

FEATURE = Feature(
    __name__,
    (
        Command(
            "search",
            "search everything: quotes, texts and notes too",
            FIND,
            ("g /",),
            synonyms="find look everywhere fulltext",
        ),
    ),
)
