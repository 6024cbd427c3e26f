"""Which records a raw document refers to, field by field. Works without the models, so loading can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from dossier.records.kinds import LETTERS

# `[]` steps into each item of a list.
_PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "s": (("publisher", "e"), ("authors[]", "e")),
    "q": (("source", "s"), ("speaker", "e"), ("via[]", "es")),
    "c": (("subject", "e"), ("about[]", "e"), ("attributed_to", "e"), ("support[].quote", "q")),
    "v": (("participants[].entity", "e"), ("claims[]", "c")),
    "r": (("from", "ecsqv"), ("to", "ecsqv"), ("evidence[][]", "q")),
    "a": (("target", LETTERS), ("quote", "q"), ("body.tag", "t")),
}

LETTERS_OF_ROLE: dict[str, str] = {
    f"{letter}.{path.replace('[]', '')}": letters
    for letter, paths in _PATHS.items()
    for path, letters in paths
}
"""The kinds of record that each role may refer to."""

_ITEMS = ("[]",)
_STEPS = {
    letter: [
        (f"{letter}.{path.replace('[]', '')}", letters, tuple(path.replace("[]", ".[]").split(".")))
        for path, letters in paths
    ]
    for letter, paths in _PATHS.items()
}


class Reference(NamedTuple):
    """One id in one field; `role` is the field without positions, such as `c.support.quote`."""

    role: str
    field: str
    id: str
    letters: str


def find_references(doc: dict[str, Any]) -> Iterator[Reference]:
    """Every reference that `doc` makes, in the order of its fields. Malformed fields give none."""
    for role, letters, steps in _STEPS.get(str(doc.get("id", ""))[:1], ()):
        value = doc.get(steps[0])
        if value is None:
            continue
        if len(steps) == 1:
            if isinstance(value, str):
                yield Reference(role, steps[0], value, letters)
            continue
        for field, target in _walk(value, steps[1:], steps[0]):
            yield Reference(role, field, target, letters)


def referenced_ids(doc: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Role and id of every reference, without its field: a third of the time, for loading."""
    for role, _, steps in _STEPS.get(doc["id"][:1], ()):
        value = doc.get(steps[0])
        if len(steps) == 1:
            if type(value) is str:
                yield role, value
        elif type(value) is list and steps[1:] == _ITEMS:
            for item in value:
                if type(item) is str:
                    yield role, item
        elif type(value) is list and steps[1] == "[]" and steps[2] != "[]":
            for item in value:
                if type(item) is dict and type(target := item.get(steps[2])) is str:
                    yield role, target
        elif value is not None:
            for _, target in _walk(value, steps[1:], ""):
                yield role, target


def is_of_kinds(record_id: str, letters: str) -> bool:
    """Whether an id, which may be anything, is of one of these kinds."""
    return record_id != "" and record_id[0] in letters


def _walk(value: Any, steps: tuple[str, ...], field: str) -> Iterator[tuple[str, str]]:
    if not steps:
        if isinstance(value, str):
            yield field, value
    elif steps[0] == "[]":
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from _walk(item, steps[1:], f"{field}[{number}]")
    elif isinstance(value, dict) and steps[0] in value:
        yield from _walk(value[steps[0]], steps[1:], f"{field}.{steps[0]}")
