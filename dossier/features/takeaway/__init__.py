"""Copies, citations and exports."""

from __future__ import annotations

from dossier.keys.commands import CLAIMS, ROWS, TAKE, Command, Feature

FEATURE = Feature(
    __name__,
    (
        Command(
            "copy-citation", "copy quote and citation", TAKE, ("y y",), counts=True, hint="quote + citation"
        ),
        Command("copy-quote", "copy the quote", TAKE, ("y q",), counts=True, hint="quote"),
        Command(
            "copy-claim",
            "copy the claim, its quotes as footnotes (Markdown)",
            TAKE,
            ("y c",),
            hint="claim",
            needs=(CLAIMS,),
        ),
        Command(
            "copy-passage", "copy the passage around the quote", TAKE, ("y p",), counts=True, hint="passage"
        ),
        Command("copy-link", "copy where it can be read", TAKE, ("y l",), hint="link", needs=(ROWS,)),
        Command("copy-id", "copy the id", TAKE, ("y i",), hint="id", needs=(ROWS,)),
        Command("clip", "show what was copied last", TAKE),
        Command(
            "export", "export the dossier as JSON", TAKE, ("x",), hint="export", rank=11, module="export"
        ),
    ),
)
