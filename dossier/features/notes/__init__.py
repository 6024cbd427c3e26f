"""Notes, questions, replies; their drafts and templates."""

from __future__ import annotations

from dossier.keys.commands import ANNOTATE, OWN_ROW, RECORDS, Command, Feature

FEATURE = Feature(
    __name__,
    (
        Command(
            "note",
            "note",
            ANNOTATE,
            ("a",),
            help="Tab enlarges it, ctrl+g $EDITOR; a question with ? and a space first; "
            "answers another's note",
            hint="note",
            rank=6,
            needs=(RECORDS,),
            on_words=True,
            gives_reason=True,
        ),
        Command(
            "template",
            "note from a template",
            ANNOTATE,
            ("A",),
            help="a number or its first letters",
            needs=(RECORDS,),
            module="template_screen",
        ),
        Command("ask", "question, open until it is resolved", ANNOTATE, needs=(RECORDS,)),
        Command(
            "note-edit",
            "change a note of mine",
            ANNOTATE,
            ("e",),
            help="in $EDITOR where one is set",
            where=("entities", "claims", "quotes", "sources", "timeline", "notes"),
        ),
        Command(
            "note-delete",
            "delete notes of mine",
            ANNOTATE,
            ("d",),
            "",
            ("notes",),
            hint="delete",
            rank=52,
            needs=(OWN_ROW.saying("there is no note here"),),
        ),
        Command(
            "resolve",
            "resolve a question, or open it again",
            ANNOTATE,
            ("r",),
            where=("notes",),
            hint="resolve",
            rank=51,
            needs=(OWN_ROW.saying("there is no note here"),),
        ),
        Command("drafts", "go on with a draft of a note", ANNOTATE),
    ),
    states=("drafts:Drafts",),
    panels=("notepad:Notepad",),
)
