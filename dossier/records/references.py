"""Which records a raw document refers to, field by field. Works without the models, so loading can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

_ANY = "secqvrtaf"

# `[]` steps into each item of a list.
_PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "s": (("publisher", "e"), ("authors[]", "e")),
    "q": (("source", "s"), ("speaker", "e"), ("via[]", "es")),
    "c": (("subject", "e"), ("about[]", "e"), ("attributed_to", "e"), ("support[].quote", "q")),
    "v": (("participants[].entity", "e"), ("claims[]", "c")),
    "r": (("from", "ecsqv"), ("to", "ecsqv"), ("evidence[][]", "q")),
    "a": (("target", _ANY), ("quote", "q"), ("body.tag", "t")),
}

LETTERS: dict[str, str] = {
    f"{letter}.{path.replace('[]', '')}": letters
    for letter, paths in _PATHS.items()
    for path, letters in paths
}
"""The kinds of record that each role may refer to."""


class Reference(NamedTuple):
    """One id in one field; `role` is the field without positions, such as `c.support.quote`."""

    role: str
    field: str
    id: str
    letters: str


def references(doc: dict[str, Any]) -> Iterator[Reference]:
    """Every reference that `doc` makes, in the order of its fields. Malformed fields give none."""
    letter = str(doc.get("id", ""))[:1]
    for path, letters in _PATHS.get(letter, ()):
        role = f"{letter}.{path.replace('[]', '')}"
        for field, value in _walk(doc, path.replace("[]", ".[]").split("."), ""):
            if isinstance(value, str):
                yield Reference(role, field, value, letters)


def _walk(value: Any, steps: list[str], field: str) -> Iterator[tuple[str, Any]]:
    if not steps:
        yield field, value
    elif steps[0] == "[]":
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from _walk(item, steps[1:], f"{field}[{number}]")
    elif isinstance(value, dict) and steps[0] in value:
        yield from _walk(value[steps[0]], steps[1:], f"{field}.{steps[0]}" if field else steps[0])
