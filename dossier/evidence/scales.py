"""The scales as a prompt offers them: the key of each value, the value, and its meaning."""

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


class ScaleChoice(NamedTuple):
    """One value of a scale: the key that chooses it, the value, and its meaning."""

    key: str
    value: str
    meaning: str


def scale_choices(scheme: Scheme) -> tuple[ScaleChoice, ...]:
    """The values of a scale in order. A likelihood's key is its number, others have their first letter."""
    return tuple(
        ScaleChoice(str(number) if scheme == "likelihood" else value[0].lower(), value, meaning)
        for number, (value, meaning) in enumerate(SCALES[scheme].items(), 1)
    )


def read_choice(scheme: Scheme, given: str) -> str:
    """The value that a key or word such as `b`, `+`, `5` or `likely` means. EditRefused lists them all."""
    wanted = unicodedata.normalize("NFKC", given).strip().casefold()
    for key, value, _ in scale_choices(scheme):
        if wanted in (key, value.casefold(), STATUS_MARKS.get(value)):
            return value
    allowed = []
    for key, value, _ in scale_choices(scheme):
        allowed.append(value if key == value.lower() else f"{key} {value}")
    raise EditRefused(f"{one_line(given) or 'nothing'} is not {_WORDS[scheme]}; choose {', '.join(allowed)}")
