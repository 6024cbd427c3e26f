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
        Command("go-anywhere", "anything by name: entities, sources, tags, commands", GO, ("ctrl+p",)),
        Command("history", "places where I was, to go back to", GO, ("g h",), hint="places"),
        Command(
            "find", "find in this list or reader", FIND, ("/", "／"), hint="find", rank=9, module="prompt"
        ),
        Command("find-next", "next hit", FIND, ("n",), counts=True, needs=(WORDS_TO_FIND,), module="find"),
        Command(
            "find-previous", "previous hit", FIND, ("N",), counts=True, needs=(WORDS_TO_FIND,), module="find"
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
        ),
        Command(
            "sort",
            "sort this list, a letter; again reverses",
            FIND,
            ("S",),
            needs=(OUT_OF_QUOTES.saying("the quotes of one claim stand in the claim's own order"), PANE),
        ),
        Command(
            "save-filter",
            "give this list's filter a name",
            FIND,
            help="the facets and the go-to prompt list it",
            needs=(PANE.saying("a filter of the {pane} is words alone, and is not saved"), FILTER),
            module="saved",
        ),
        Command("use-filter", "a saved filter by name", FIND, needs=(SAVED_FILTER,), module="saved"),
        Command("drop-filter", "take a saved filter away", FIND, needs=(SAVED_FILTER,), module="saved"),
    ),
)
