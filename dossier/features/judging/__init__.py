"""Grades, status and weight."""

from __future__ import annotations

from dossier.keys.commands import ANNOTATE, UNDECIDED, Command, Feature, records_of

FEATURE = Feature(
    __name__,
    (
        Command(
            "grade",
            "grade: A-F for the source, 1-6 for the information",
            ANNOTATE,
            ("c",),
            help="b2 is two keys more, a digit alone keeps the source's letter",
            hint="grade",
            rank=5,
            needs=(records_of("scq", "grades are for sources, claims and their quotes"),),
            synonyms="rate credibility reliability score add",
        ),
        Command(
            "status",
            "status: supported, refuted, disputed, open",
            ANNOTATE,
            ("s",),
            help="or + - ~ ?; of a finding c confirms, x dismisses with a reason, o opens it again",
            needs=(UNDECIDED,),
            synonyms="decide verdict confirm dismiss set",
        ),
        Command(
            "weigh",
            "weigh: likelihood 1-7, confidence l m h",
            ANNOTATE,
            ("w",),
            needs=(records_of("c", "likelihood and confidence are for claims"),),
            synonyms="probability certainty estimate",
        ),
    ),
)
