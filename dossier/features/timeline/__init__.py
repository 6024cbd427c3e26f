"""The timeline's scale and clock."""

from __future__ import annotations

from dossier.keys.commands import SCREEN, Command, Feature

FEATURE = Feature(
    __name__,
    (
        Command(
            "scale-in",
            "finer: months, days",
            SCREEN,
            ("+",),
            where=("timeline",),
            counts=True,
            hint="finer",
            rank=61,
            synonyms="zoom finer",
        ),
        Command(
            "scale-out",
            "coarser: months, years",
            SCREEN,
            ("-",),
            where=("timeline",),
            counts=True,
            hint="coarser",
            rank=62,
            synonyms="zoom coarser",
        ),
        Command(
            "swap-clock",
            "the other clock: when it happened, when it was reported",
            SCREEN,
            ("C",),
            where=("timeline",),
            hint="clock",
            rank=63,
            synonyms="reported happened toggle",
        ),
    ),
)
