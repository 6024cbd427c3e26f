"""Plain words for what the files write in code words: speech, decisions, scales, properties, free verbs."""

from __future__ import annotations

from dossier.records.vocabulary import Scheme, Speech, State
from dossier.text import one_line

_SPEECH: dict[Speech, str] = {
    "direct": "direct speech",
    "indirect": "indirect speech",
    "narration": "paper's own words",
    "headline": "headline",
    "caption": "caption",
}

_STATES: dict[State, str] = {
    "candidate": "unconfirmed",
    "confirmed": "confirmed",
    "dismissed": "dismissed",
}

_SCHEMES: dict[Scheme, str] = {
    "admiralty-source": "source",
    "admiralty-info": "information",
    "status": "status",
    "likelihood": "likelihood",
    "confidence": "confidence",
}


def speech_words(speech: Speech) -> str:
    """How a quote speaks: `direct speech`, `paper's own words` ..."""
    return _SPEECH[speech]


def state_words(state: State) -> str:
    """What was decided of a finding or relation."""
    return _STATES[state]


def scheme_words(scheme: Scheme) -> str:
    """What a judgement is of: `source`, `information`, `status` ..."""
    return _SCHEMES[scheme]


def slug_words(slug: str) -> str:
    """A property or a free verb as words: `training-cost` is `training cost`."""
    return one_line(slug.replace("-", " ").replace("_", " "))
