"""What was still to come, by the words of those who told it."""

from __future__ import annotations

import re

from dossier.records.raw import Raw

_HEDGE = re.compile(
    r"\b(?:plan|will\b|would\b|expect|schedul|intend|aims?\b|forecast|predict|project|due\b|set to|upcoming"
    r"|propos|is to\b|are to\b|meant to|going to|hopes?\b|target|promis)"
    r"|计划|将|预计|拟|打算|有望|准备",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"\b(?:will|(?:is|are|was|were) to|plans? to|planned|scheduled|going to|set to"
    r"|(?:expect|intend|aim|hope)(?:s|d|ed)? to|due to (?:be|open|start|begin|end))\b"
    r"|计划|将|预计|拟|打算|有望",
    re.IGNORECASE,
)


def is_hedged_as_plan(hedge: str) -> bool:
    """Whether the words of a hedge (`plans`, `is expected to`) make it a plan."""
    return _HEDGE.search(hedge) is not None


def is_plan(claim: Raw) -> bool:
    """Whether a raw claim is a prediction, or hedged or itself told as what was still to come."""
    return (
        claim.get("kind") == "prediction"
        or is_hedged_as_plan(str(claim.get("hedge") or ""))
        or _TEXT.search(str(claim.get("text") or "")) is not None
    )
