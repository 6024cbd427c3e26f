"""README's table of every field of every kind of record, from the models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from dossier.records.base import Model
from dossier.records.kinds import KIND_BY_LETTER, KIND_BY_TABLE
from dossier.records.models import MODELS
from dossier.records.vocabulary import RELATION_TYPES, SCALES

_FILLED_IN = ("id", "created", "modified", "by")


def rows() -> Iterator[tuple[str, str, str]]:
    """A row a table: the letter and the file, its fields, and those with closed lists."""
    for table, model in MODELS.items():
        fields = [each for each in _fields(model) if each[0] not in _FILLED_IN]
        names = dict.fromkeys(f"**{name}**" if needed else name for name, needed, _ in fields)
        closed = dict.fromkeys(f"{name}: {', '.join(values)}" for name, _, values in fields if values)
        if table == "relations":
            closed |= dict.fromkeys(map(_relations, RELATION_TYPES))
        if table == "annotations":
            closed |= dict.fromkeys(
                f"body.value, {name}: {', '.join(scale)}" for name, scale in SCALES.items()
            )
        yield f"`{KIND_BY_TABLE[table].letter}.` {table}", ", ".join(names), "<br>".join(closed)


def _relations(letter: str) -> str:
    noun = KIND_BY_LETTER[letter].noun
    return f"type from {noun} to {noun}: {', '.join(RELATION_TYPES[letter])}"


def _fields(
    model: type[Model], before: str = "", needed: bool = True
) -> Iterator[tuple[str, bool, list[str]]]:
    """Path, whether it is needed wherever what holds it is there, and its closed list, if it has one."""
    for name, field in model.model_fields.items():
        path = f"{before}{field.alias or name}"
        inner = list(_inside(field.annotation))
        models = [each for each in inner if isinstance(each, type) and issubclass(each, Model)]
        several = "[]" * [get_origin(each) for each in inner].count(tuple)
        for each in models:
            yield from _fields(each, f"{path}{several}.", needed=False)
        if not models:
            values = [str(value) for each in inner if get_origin(each) is Literal for value in get_args(each)]
            yield f"{path}{several}", needed and field.is_required(), values


def _inside(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) is not Literal:
        for each in get_args(annotation):
            yield from _inside(each)
