"""Copies, citations and exports."""

from __future__ import annotations

from dossier.keys.commands import CLAIMS, ROWS, TAKE, Command, Feature

FEATURE = Feature(
    __name__,
    (
        Command(
            "copy-citation",
            "copy quote and citation",
            TAKE,
            ("y y",),
            counts=True,
            hint="quote + citation",
            synonyms="clipboard cite quote yank",
        ),
        Command(
            "copy-quote",
            "copy the quote",
            TAKE,
            ("y q",),
            counts=True,
            hint="quote",
            synonyms="clipboard yank",
        ),
        Command(
            "copy-claim",
            "copy the claim, its quotes as footnotes (Markdown)",
            TAKE,
            ("y c",),
            hint="claim",
            needs=(CLAIMS,),
            synonyms="clipboard footnotes yank",
        ),
        Command(
            "copy-passage",
            "copy the passage around the quote",
            TAKE,
            ("y p",),
            counts=True,
            hint="passage",
            synonyms="clipboard paragraph yank",
        ),
        Command(
            "copy-link",
            "copy where it can be read",
            TAKE,
            ("y l",),
            hint="link",
            needs=(ROWS,),
            synonyms="clipboard url web yank",
        ),
        Command(
            "copy-id", "copy the id", TAKE, ("y i",), hint="id", needs=(ROWS,), synonyms="clipboard yank"
        ),
        Command("clip", "show what was copied last", TAKE, synonyms="clipboard paste"),
        Command(
            "export",
            "export the dossier as JSON",
            TAKE,
            ("x",),
            hint="export",
            rank=11,
            module="export",
            synonyms="save json download backup share file",
        ),
    ),
)
