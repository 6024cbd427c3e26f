"""Conflicts and echoes, and the decision on each."""

from __future__ import annotations

from dossier.keys.commands import GO, Command, Feature

FEATURE = Feature(
    __name__,
    (
        Command(
            "go-conflicts",
            "conflicts: what cannot both be true",
            GO,
            ("g x",),
            opens="conflicts",
            synonyms="contradictions disagreements open",
        ),
        Command(
            "go-echoes",
            "copies and repeats: who shares words with whom, what is told twice",
            GO,
            ("g d",),
            opens="echoes",
            synonyms="duplicates copies repeats open",
        ),
    ),
    lists={"conflicts": "screen:Conflicts", "echoes": "screen:EchoList"},
)
