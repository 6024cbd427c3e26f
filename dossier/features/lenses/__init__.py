"""Lenses: whose annotations, as of which day, without which sources."""

from __future__ import annotations

from dossier.keys.commands import OWN_ROW, SCREEN, Command, Feature

FEATURE = Feature(
    __name__,
    (
        Command(
            "layer",
            "whose annotations are shown",
            SCREEN,
            help="everybody's, mine, one person's",
            synonyms="people author mine",
        ),
        Command(
            "as-of",
            "as of a date: what sources had published by then",
            SCREEN,
            ("D",),
            synonyms="date past then",
        ),
        Command(
            "withdraw",
            "leave the source out, or include it again",
            SCREEN,
            ("W",),
            where=("sources",),
            help="a view, not an edit: says at once what loses its last quote or second origin",
            needs=(OWN_ROW.saying("there is no source here"),),
            synonyms="exclude remove ignore hide",
        ),
    ),
)
