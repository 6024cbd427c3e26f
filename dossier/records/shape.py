"""The boundary between stored JSON and records: behind it every known field has the type that its model says.

Checked for each line as it is read, in a microsecond; what else a model asks is checked where a record is
looked at. A field that is null counts as absent; a field that no model knows may be anything.
"""

from __future__ import annotations

import re
import types
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

from dossier.records.base import Doc, Model
from dossier.records.models import MODELS
from dossier.records.problems import explain_invalid

_NAMES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number with a decimal point",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}
_EXPECTED = {
    "string_type": str,
    "int_type": int,
    "float_type": float,
    "bool_type": bool,
    "list_type": list,
    "dict_type": dict,
}
_PLAIN: dict[type, CoreSchema] = {
    str: core_schema.str_schema(strict=True),
    int: core_schema.int_schema(strict=True),
    float: core_schema.float_schema(strict=True),
    bool: core_schema.bool_schema(strict=True),
}


class Misfit(NamedTuple):
    """A value of the wrong type: where in the record, and what was expected."""

    field: str
    words: str


def find_misfit(table: str, doc: Doc) -> Misfit | None:
    """The first known field of a raw record that has a wrong type."""
    shape = _shape_of_table(table)
    if shape.isinstance_python(doc):
        return None
    try:
        shape.validate_python(doc)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        (problem, *_) = explain_invalid(error, file="")
        expected = _EXPECTED.get(fault["type"])
        words = (
            f"is {_NAMES[type(fault['input'])]}; expected {_NAMES[expected]}" if expected else problem.message
        )
        return Misfit(problem.field or "", words)
    return None


def drop_misfits(table: str, doc: Doc) -> Doc:
    """The record with null for each field of a wrong type: what can be shown of it."""
    sound = dict(doc)
    while misfit := find_misfit(table, sound):
        sound[re.split(r"[.\[]", misfit.field, maxsplit=1)[0]] = None
    return sound


@cache
def _shape_of_table(table: str) -> SchemaValidator:
    return SchemaValidator(_shape_of(MODELS[table]))


def _shape_of(annotation: Any) -> CoreSchema:
    """What JSON a field with this annotation holds, in pydantic's terms."""
    return core_schema.nullable_schema(_shape_of_value(annotation))


def _shape_of_value(annotation: Any) -> CoreSchema:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is Any:
        return core_schema.any_schema()
    if origin is Annotated:
        return _shape_of_value(arguments[0])
    if origin in (Union, types.UnionType):
        return _shape_of_union([argument for argument in arguments if argument is not types.NoneType])
    if origin is Literal:
        return _PLAIN[type(arguments[0])]
    if origin in (tuple, list):
        return core_schema.list_schema(_shape_of(arguments[0]), strict=True)
    if origin is dict:
        return core_schema.dict_schema(values_schema=_shape_of(arguments[1]), strict=True)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return _shape_of_models([annotation])
    return _PLAIN[annotation]


def _shape_of_union(annotations: list[Any]) -> CoreSchema:
    """One alternative alone is what it is; several are models, such as the four bodies of an annotation."""
    if len(annotations) == 1:
        return _shape_of_value(annotations[0])
    return _shape_of_models(annotations)


def _shape_of_models(models: list[type[Model]]) -> CoreSchema:
    fields = {
        known.alias or name: core_schema.typed_dict_field(_shape_of(known.annotation), required=False)
        for model in models
        for name, known in model.model_fields.items()
    }
    return core_schema.typed_dict_schema(fields, extra_behavior="ignore", strict=True)
