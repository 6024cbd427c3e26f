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
            synonyms="add new comment annotate write remark",
        ),
        Command(
            "template",
            "note from a template",
            ANNOTATE,
            ("A",),
            help="a number or its first letters",
            needs=(RECORDS,),
            module="template_screen",
            synonyms="add new form note",
        ),
        Command(
            "ask",
            "question, open until it is resolved",
            ANNOTATE,
            needs=(RECORDS,),
            synonyms="add new doubt note",
        ),
        Command(
            "note-edit",
            "change a note of mine",
            ANNOTATE,
            ("e",),
            help="in $EDITOR where one is set",
            where=("entities", "claims", "quotes", "sources", "timeline", "notes"),
            synonyms="edit change comment",
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
            synonyms="remove erase comment",
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
            synonyms="answer close done",
        ),
        Command("drafts", "go on with a draft of a note", ANNOTATE, synonyms="open unfinished recover"),
    ),
    states=("drafts:Drafts",),
    panels=("notepad:Notepad",),
)
