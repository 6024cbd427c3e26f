"""The keys of the filter language: what each takes, and in which panes it works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from dossier.records.kinds import MAIN_PANES, RECORD_PANES
from dossier.records.vocabulary import NOTE_KINDS, SCALES, ClaimKind, EntityKind, SourceKind, Speech, Stance

EVERYTHING = "everything"
"""The pane of a search in all of them, which takes words alone."""

Takes = Literal["text", "name", "count", "choice", "scale", "grade", "date"]


@dataclass(frozen=True, slots=True)
class FilterKey:
    """One key: what it takes, in which panes it works, and a line of help."""

    name: str
    takes: Takes
    panes: tuple[str, ...]
    help: str


_ALL = RECORD_PANES
_CLAIMED: tuple[str, ...] = ("claims", "quotes", "sources", "timeline", "notes")

KEYS: dict[str, FilterKey] = {
    key.name: key
    for key in (
        FilterKey("tag", "name", _ALL, "bears a tag; tag:money takes in money/cost"),
        FilterKey("grade", "grade", ("claims", "sources"), "its badge: B2, B, >=B (B or better), A..C"),
        FilterKey("cred", "scale", ("claims",), "its credibility: 2, >=2 (2 or better), 1..3"),
        FilterKey("reliability", "scale", ("claims", "quotes", "sources"), "its source's letter: B, >=C"),
        FilterKey("status", "choice", ("claims",), "what was decided"),
        FilterKey("date", "date", _CLAIMED, "2024, 2015..2024-06, >=2020"),
        FilterKey("src", "name", _ALL, "from a source, by title or publisher"),
        FilterKey("speaker", "name", _CLAIMED, "with words of somebody"),
        FilterKey("id", "name", _ALL, "by id"),
        FilterKey("quotes", "count", MAIN_PANES, "how many quotes: 3, >=2, 1..4"),
        FilterKey("sources", "count", ("entities", "claims", "timeline"), "how many sources"),
        FilterKey("origins", "count", ("claims",), "how many independent origins"),
        FilterKey("hearsay", "count", ("claims",), "through how many mouths at least: 0, >=2"),
        FilterKey("subject", "name", _CLAIMED, "claims whose subject it is"),
        FilterKey("about", "name", _CLAIMED, "claims about it, as subject or beside"),
        FilterKey(
            "kind", "choice", ("entities", "claims", "quotes", "sources", "notes"), "what sort of record"
        ),
        FilterKey("stance", "choice", ("claims", "quotes", "sources"), "what a quote does to a claim"),
        FilterKey("property", "text", ("claims",), "the property that a claim states"),
        FilterKey("has", "choice", _ALL, "has one"),
        FilterKey("no", "choice", _ALL, "has none"),
        FilterKey("by", "name", _ALL, "written or annotated by"),
        FilterKey("note", "text", _ALL, "words of a note on it"),
        FilterKey("quote", "text", _ALL, "words of its quotes"),
        FilterKey("any", "text", _ALL, "words anywhere: quotes, notes, passages, tags"),
    )
}

KINDS: dict[str, tuple[str, ...]] = {
    "entities": get_args(EntityKind),
    "claims": get_args(ClaimKind),
    "quotes": get_args(Speech),
    "sources": get_args(SourceKind),
    "notes": tuple(NOTE_KINDS.values()),
}
HAS: dict[str, tuple[str, ...]] = {
    "entities": ("note", "quote", "tag"),
    "claims": (
        "note", "quote", "tag", "figure", "date", "grade", "status", "conflict", "first-hand",
        "translation", "text",
    ),
    "quotes": ("note", "tag", "translation", "text", "date"),
    "sources": ("note", "quote", "tag", "date", "grade", "text"),
    "timeline": ("note", "quote", "tag", "date"),
    "notes": ("note", "quote", "tag"),
}  # fmt: skip

LETTER_SCALE = tuple(SCALES["admiralty-source"])
DIGIT_SCALE = tuple(SCALES["admiralty-info"])
JUDGED_LETTERS, JUDGED_DIGITS = LETTER_SCALE[:-1], DIGIT_SCALE[:-1]
"""The scales without F and 6, "cannot be judged", which no comparison includes."""


def keys_of(pane: str) -> tuple[str, ...]:
    """The keys that work in a pane, in the order of the table."""
    return tuple(name for name, key in KEYS.items() if pane in key.panes)


def choices_of(key: str, pane: str) -> tuple[str, ...]:
    """The values that a key takes in a pane, if it takes a closed list; else empty."""
    match key:
        case "kind":
            return KINDS.get(pane, ())
        case "has" | "no":
            return HAS.get(pane, ())
        case "status":
            return tuple(SCALES["status"])
        case "stance":
            return get_args(Stance)
        case "cred":
            return DIGIT_SCALE
        case "reliability":
            return LETTER_SCALE
        case _:
            return ()
