"""The keys of a scale in words."""

from __future__ import annotations

from dossier.evidence.scales import scale_choices
from dossier.records.vocabulary import Scheme

NO_BREAK = "\N{NO-BREAK SPACE}"
_SHORT = {" reliable": "", "reliability cannot": "cannot", "truth cannot": "cannot"}
_FEW = 3


def scale_legend(scheme: Scheme) -> str:
    """The keys of a scale with their values, in one line that breaks only between them."""
    words = []
    for key, value, meaning in scale_choices(scheme):
        shown = key.upper() if scheme == "admiralty-source" else key
        said = meaning if len(value) == 1 else value
        for long, short in _SHORT.items():
            said = said.replace(long, short)
        words.append(f"{shown} {said}".replace(" ", NO_BREAK))
    return "   ".join(words)


def scale_ends(scheme: Scheme) -> str:
    """A scale where there is no room for its legend: its first and its last key."""
    words = scale_legend(scheme).split("   ")
    return " .. ".join((words[0], words[-1])) if len(words) > _FEW else "   ".join(words)
