"""The review: claims that still lack a decision."""

from __future__ import annotations

from dossier.keys.commands import ANNOTATE, GO, OWN_ROW, Command, Feature


def _deciding(id: str, title: str, key: str, hint: str, rank: int, *, synonyms: str) -> Command:
    """A decision on the claim under the cursor of the review."""
    return Command(
        id,
        title,
        ANNOTATE,
        (key,),
        where=("review",),
        hint=hint,
        rank=rank,
        needs=(OWN_ROW.saying("there is nothing to decide here"),),
        synonyms=synonyms,
    )


FEATURE = Feature(
    __name__,
    (
        Command(
            "go-review",
            "review: what lacks a grade, a status, a second origin",
            GO,
            ("g q",),
            opens="review",
            synonyms="queue todo missing open",
        ),
        _deciding(
            "review-supported",
            "supported, and on to the next",
            "+",
            "supported",
            21,
            synonyms="decide confirm accept",
        ),
        _deciding(
            "review-refuted", "refuted, and on to the next", "-", "refuted", 22, synonyms="decide reject"
        ),
        _deciding("review-disputed", "disputed, and on to the next", "~", "disputed", 23, synonyms="decide"),
        _deciding("review-leave", "skip it, and on to the next", "=", "skip", 24, synonyms="skip next"),
    ),
    lists={"review": "screen:ReviewQueue"},
)
