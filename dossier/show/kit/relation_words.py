"""The one table of what each relation type is called: in a sentence, in a tree of origins, in a report.

A type that is missing here fails a test.
"""

from __future__ import annotations

from dataclasses import dataclass

from dossier.show.kit.plain_words import slug_words

_TWO_FORMS = "ONE CLAIM IN TWO FORMS"
_DEPENDENT = "SOURCES THAT DEPEND ON ONE ANOTHER"


@dataclass(frozen=True, slots=True)
class RelationWords:
    """The words for one relation type; "" where it is not shown in that place."""

    passive: str
    """How the second record stands to the first."""
    noun: str = ""
    """The name of a finding of this type, where it is not the type itself."""
    section: str = ""
    """The section of the report that lists it, where it is a finding."""
    step: str = ""
    """How a tree of origins leads on to the other record."""


RELATION_WORDS = {
    "contradicts": RelationWords("contradicts", noun="conflict", section="CONFLICTS"),
    "duplicates": RelationWords("duplicates", section=_TWO_FORMS),
    "rounds": RelationWords("rounded by", section=_TWO_FORMS),
    "supersedes": RelationWords("superseded by", section=_TWO_FORMS),
    "supports": RelationWords("supported by"),
    "qualifies": RelationWords("qualified by"),
    "derived-from": RelationWords("basis of", section=_DEPENDENT, step="which is derived from"),
    "republishes": RelationWords("republished by", section=_DEPENDENT, step="which republishes"),
    "shares-origin": RelationWords(
        "from the same source as",
        noun="shared source",
        section=_DEPENDENT,
        step="which has the same source as",
    ),
    "quotes": RelationWords("quoted by", step="which quotes"),
    "cites": RelationWords("cited by", step="which cites"),
    "same-utterance": RelationWords(
        "same statement as",
        noun="same statement",
        section="ONE STATEMENT IN TWO WORDINGS",
        step="the same statement in",
    ),
    "translates": RelationWords("translated by", step="one translates the other:"),
    "same-event": RelationWords("same event as", noun="same event", section="ONE EVENT TOLD TWICE"),
    "precedes": RelationWords("preceded by"),
}
"""By type, in the order of the report. Types between entities are free verbs and have no words here."""


def finding_noun(type_: str) -> str:
    """`conflict`, `shared origin` ...: the name of a finding of this type."""
    words = RELATION_WORDS.get(type_)
    return words.noun if words and words.noun else slug_words(type_)


_SYMMETRIC = ("contradicts", "shares-origin", "same-utterance", "same-event")


def active_words(type_: str) -> str:
    """`derived from`: a relation as the record that it leads from has it."""
    return passive_words(type_) if type_ in _SYMMETRIC else slug_words(type_)


def passive_words(type_: str) -> str:
    """`supported by`: a relation as the record that it leads to has it."""
    words = RELATION_WORDS.get(type_)
    return words.passive if words else slug_words(type_)


def step_words(type_: str) -> str:
    """`which quotes`: a relation as a step in a tree of origins."""
    words = RELATION_WORDS.get(type_)
    return words.step if words and words.step else slug_words(type_)


def report_sections() -> dict[str, tuple[str, ...]]:
    """The sections of a report in order, and the types of finding in each."""
    sections: dict[str, list[str]] = {}
    for type_, words in RELATION_WORDS.items():
        if words.section:
            sections.setdefault(words.section, []).append(type_)
    return {title: tuple(types) for title, types in sections.items()}
