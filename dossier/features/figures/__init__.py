"""Figures: the bench, and distinct scopes for two of them."""

from __future__ import annotations

from dossier.keys.commands import ANNOTATE, GO, OWN_ROW, Command, Feature

FEATURE = Feature(
    __name__,
    (
        Command(
            "go-figures",
            "figures: do they agree",
            GO,
            ("g f",),
            opens="figures",
            synonyms="numbers amounts compare open",
        ),
        Command(
            "split",
            "give the figures of a conflict distinct scopes",
            ANNOTATE,
            where=("conflicts",),
            needs=(OWN_ROW.saying("there is no conflict here to split"),),
            synonyms="separate divide edit",
        ),
    ),
    lists={"figures": "screen:FigureBench"},
)
