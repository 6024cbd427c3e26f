"""The history: undo, redo, repeat and the log."""

from __future__ import annotations

from dossier.keys.commands import ANNOTATE, LAST_ACT, OWN_ROW, RECORDS, Command, Feature

FEATURE = Feature(
    __name__,
    (
        Command(
            "repeat",
            "the last annotation again, here",
            ANNOTATE,
            (".",),
            needs=(LAST_ACT, RECORDS),
            module="undo",
            synonyms="again same",
        ),
        Command(
            "undo",
            "undo my last change",
            ANNOTATE,
            ("u", "ctrl+z"),
            counts=True,
            module="undo",
            synonyms="revert back restore",
        ),
        Command(
            "redo",
            "redo it",
            ANNOTATE,
            ("ctrl+r", "ctrl+y"),
            counts=True,
            module="undo",
            synonyms="again forward",
        ),
        Command(
            "log",
            "the history: who did what when",
            ANNOTATE,
            help="going in leads to what an edit changed",
            opens="log",
            synonyms="changes versions history",
        ),
        Command(
            "revert",
            "take this one edit of the history back",
            ANNOTATE,
            ("U",),
            where=("log",),
            needs=(OWN_ROW.saying("there is no edit here"),),
            synonyms="undo restore",
        ),
    ),
    lists={"log": "screen:Log"},
)
