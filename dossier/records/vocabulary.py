"""The closed lists. Each says where it comes from; an unknown value is an error that lists them."""

from __future__ import annotations

from typing import Literal, get_args

SourceKind = Literal[
    "article",
    "report",
    "filing",
    "interview",
    "post",
    "press-release",
    "transcript",
    "dataset",
    "other",
]
"""What a source is, as a document. Ours."""

EntityKind = Literal[
    "person",
    "organization",
    "company",
    "public-body",
    "product",
    "place",
    "publication",
    "event",
    "concept",
]
"""What claims are about. Ours, close to FollowTheMoney's schemata (`public-body` is PublicBody)."""

Speech = Literal["direct", "indirect", "narration", "headline", "caption"]
"""How the words of a quote are given: direct and indirect speech as in grammar, the rest ours."""

Stance = Literal["supports", "contradicts", "qualifies", "mentions"]
"""What a quote does to a claim. After stance detection in the FEVER and SemEval-2017 task 8 sets."""

ClaimKind = Literal["fact", "figure", "event", "relation", "opinion", "prediction", "attribution"]
"""What sort of sentence a claim is. Ours."""

Qualifier = Literal["exact", "approx", "at-least", "at-most", "range"]
"""How a figure is meant. After the quantity qualifiers of Wikidata (P1480) and ISO 80000."""

ClaimRelation = Literal["supports", "contradicts", "qualifies", "duplicates", "rounds", "supersedes"]
SourceRelation = Literal["derived-from", "republishes", "shares-origin", "quotes", "cites"]
QuoteRelation = Literal["same-utterance", "translates"]
EventRelation = Literal["same-event", "precedes"]
"""Relation types between records of one kind; PROV-O's wasDerivedFrom and CiTO's cites lie behind
`derived-from` and `cites`. Between entities the type is a free verb."""

SAME_WORDS = get_args(QuoteRelation)
"""Relations by which two quotes are one utterance, in its own words or in another language."""
DERIVED: tuple[SourceRelation, ...] = ("derived-from", "republishes")
"""Relations by which all of a source comes from another."""
DEPENDENCE: tuple[SourceRelation, ...] = (*DERIVED, "shares-origin")
"""Relations by which two sources are not independent of one another."""

Basis = Literal["stated", "inferred", "computed"]
"""What a relation rests on: a source says it, an analyst infers it, the program computed it."""

State = Literal["candidate", "confirmed", "dismissed"]
"""What has been decided about a relation."""

Motivation = Literal[
    "commenting",
    "tagging",
    "assessing",
    "questioning",
    "bookmarking",
    "highlighting",
    "replying",
]
"""Why an annotation was made: W3C Web Annotation Vocabulary, section 3.3 (oa:Motivation)."""

NOTE_KINDS: dict[str, str] = {"commenting": "note", "questioning": "question", "replying": "reply"}
"""The motivations whose annotations are notes, and what each is called."""

Scheme = Literal["admiralty-source", "admiralty-info", "status", "likelihood", "confidence"]
"""The scales that a judgement can be on."""

SCALES: dict[Scheme, dict[str, str]] = {
    "admiralty-source": {
        "A": "completely reliable",
        "B": "usually reliable",
        "C": "fairly reliable",
        "D": "not usually reliable",
        "E": "unreliable",
        "F": "reliability cannot be judged",
    },
    "admiralty-info": {
        "1": "confirmed by other sources",
        "2": "probably true",
        "3": "possibly true",
        "4": "doubtful",
        "5": "improbable",
        "6": "truth cannot be judged",
    },
    "status": {
        "supported": "the evidence carries it",
        "refuted": "the evidence speaks against it",
        "disputed": "the evidence is divided",
        "open": "not decided",
    },
    "likelihood": {
        "almost no chance": "1-5 %",
        "very unlikely": "5-20 %",
        "unlikely": "20-45 %",
        "roughly even chance": "45-55 %",
        "likely": "55-80 %",
        "very likely": "80-95 %",
        "almost certain": "95-99 %",
    },
    "confidence": {
        "low": "thin or questionable information",
        "moderate": "credible, not corroborated enough",
        "high": "good information, sound reasoning",
    },
}
"""Every value of every scale with its meaning. Admiralty Code: NATO AJP-2.1 (STANAG 2511);
likelihood and confidence: US Intelligence Community Directive 203, D.6.e; status: ours."""

STATUS_MARKS: dict[str, str] = {"supported": "+", "refuted": "-", "disputed": "~", "open": "?"}
"""One character for each status, so that none is shown by colour alone."""

RELATION_TYPES: dict[str, tuple[str, ...]] = {
    "c": get_args(ClaimRelation),
    "s": get_args(SourceRelation),
    "q": get_args(QuoteRelation),
    "v": get_args(EventRelation),
}
"""The relation types between two records of the kind with that letter; absent = a free verb."""
