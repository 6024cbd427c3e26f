"""Filters, find, facets, sorts, and going to anything by name."""

from __future__ import annotations

from dossier.keys.commands import (
    FILTER,
    FIND,
    GO,
    OUT_OF_QUOTES,
    PANE,
    SAVED_FILTER,
    WORDS_TO_FIND,
    Command,
    Feature,
)

FEATURE = Feature(
    __name__,
    (
        Command(
            "go-anywhere",
            "anything by name: entities, sources, tags, commands",
            GO,
            ("ctrl+p",),
            synonyms="jump open search switch",
        ),
        Command(
            "history",
            "places where I was, to go back to",
            GO,
            ("g h",),
            hint="places",
            synonyms="visited recent back",
        ),
        Command(
            "find",
            "find in this list or reader",
            FIND,
            ("/", "／"),
            hint="find",
            rank=9,
            module="prompt",
            synonyms="search look",
        ),
        Command(
            "find-next",
            "next hit",
            FIND,
            ("n",),
            counts=True,
            needs=(WORDS_TO_FIND,),
            module="find",
            synonyms="search again",
        ),
        Command(
            "find-previous",
            "previous hit",
            FIND,
            ("N",),
            counts=True,
            needs=(WORDS_TO_FIND,),
            module="find",
            synonyms="search again",
        ),
        Command(
            "filter",
            "filter this list",
            FIND,
            ("f",),
            hint="filter",
            rank=8,
            needs=(
                OUT_OF_QUOTES.saying(
                    "the quotes of one claim are not filtered - {out} goes out to the claims"
                ),
            ),
            module="prompt",
            synonyms="search narrow select only",
        ),
        Command(
            "facets",
            "break down by tag, source, grade, year ..; Enter shows only those",
            FIND,
            ("F",),
            needs=(
                OUT_OF_QUOTES.saying("{out} goes out to the claims, whose facets these are"),
                PANE.saying("the {pane} has no facets; {filter} filters it"),
            ),
            synonyms="count group statistics",
        ),
        Command(
            "sort",
            "sort this list, a letter; again reverses",
            FIND,
            ("S",),
            needs=(OUT_OF_QUOTES.saying("the quotes of one claim stand in the claim's own order"), PANE),
            synonyms="order arrange",
        ),
        Command(
            "save-filter",
            "give this list's filter a name",
            FIND,
            help="the facets and the go-to prompt list it",
            needs=(PANE.saying("a filter of the {pane} is words alone, and is not saved"), FILTER),
            module="saved",
            synonyms="new add keep",
        ),
        Command(
            "use-filter",
            "a saved filter by name",
            FIND,
            needs=(SAVED_FILTER,),
            module="saved",
            synonyms="open load apply",
        ),
        Command(
            "drop-filter",
            "take a saved filter away",
            FIND,
            needs=(SAVED_FILTER,),
            module="saved",
            synonyms="delete remove",
        ),
    ),
)
