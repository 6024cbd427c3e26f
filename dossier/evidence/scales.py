"""The scales as a prompt offers them: a key, the value that it stands for, and what that means."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from dossier.records.problems import EditRefused
from dossier.records.vocabulary import SCALES, STATUS_MARKS, Scheme
from dossier.text import one_line

_WORDS: dict[Scheme, str] = {
    "admiralty-source": "a source's reliability",
    "admiralty-info": "the credibility of information",
    "status": "a status",
    "likelihood": "a likelihood",
    "confidence": "a confidence",
}


class Choice(NamedTuple):
    """One value of a scale: the key that chooses it, itself, its meaning."""

    key: str
    value: str
    meaning: str


def choices(scheme: Scheme) -> tuple[Choice, ...]:
    """The values of a scale in order. The likelihoods are numbered, words have their first letter as key."""
    return tuple(
        Choice(str(number) if scheme == "likelihood" else value[0].lower(), value, meaning)
        for number, (value, meaning) in enumerate(SCALES[scheme].items(), 1)
    )


def value_of(scheme: Scheme, given: str) -> str:
    """The value that a key or a word means, such as `b`, `+`, `5` or `likely`; EditRefused lists them all."""
    wanted = unicodedata.normalize("NFKC", given).strip().casefold()
    for key, value, _ in choices(scheme):
        if wanted in (key, value.casefold(), STATUS_MARKS.get(value)):
            return value
    allowed = ", ".join(
        value if key == value.lower() else f"{key} {value}" for key, value, _ in choices(scheme)
    )
    raise EditRefused(f"{one_line(given) or 'nothing'} is not {_WORDS[scheme]}; choose {allowed}")
