"""The JSON Schema of the JSON export, made from the record models.

It ships as `dossier.schema.json`; `python -m dossier.exchange.schema` writes it anew, and a test fails
while it is not current. Made here and not by pydantic, whose output changes from release to release.
Every object may hold further fields: dossiers keep what they do not know.
"""

from __future__ import annotations

import types
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import orjson
from pydantic import AfterValidator

from dossier.exchange.json_export import HEAD
from dossier.records import base, dates, edtf, figure, ids, tag
from dossier.records.annotation import GradeBody, MarkBody, TagBody, TextBody
from dossier.records.base import Model
from dossier.records.info import Info
from dossier.records.models import MODELS
from dossier.records.vocabulary import NOTE_KINDS, RELATION_TYPES, SCALES

Schema = dict[str, Any]

SCHEMA_FILE = Path(__file__).with_name("dossier.schema.json")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
}
_BODIES: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (TagBody, ("tagging",)),
    (GradeBody, ("assessing",)),
    (TextBody, tuple(NOTE_KINDS)),
)


def schema() -> Schema:
    """The schema as a document (draft 2020-12)."""
    found: dict[str, Schema] = {}
    tables = {
        table: {"type": "array", "items": _record(table, model, found)} for table, model in MODELS.items()
    }
    whole = {
        "$schema": _DIALECT,
        "title": "A dossier, exported",
        "description": "Entities, claims, verbatim quotes and sources: format dossier, version 1.",
        "type": "object",
        "properties": {
            "format": {"const": "dossier"},
            "version": {"const": 1},
            "generator": _named("The program that wrote it.", "name", "version"),
            "left_out": _left_out(),
            "dossier": _object(Info, found),
            **tables,
        },
        "required": ["format", "version", "dossier", *tables],
        "additionalProperties": False,
        "$defs": dict(sorted(found.items())),
    }
    for key in HEAD:
        del found["Info"]["properties"][key]
    return whole


def schema_bytes() -> bytes:
    """The file as it ships."""
    return orjson.dumps(schema(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _named(description: str, *names: str) -> Schema:
    return {
        "description": description,
        "type": "object",
        "properties": {name: {"type": "string"} for name in names},
        "required": list(names),
    }


def _left_out() -> Schema:
    return {
        "description": "Only in the export of a part: how many records of each table it leaves out.",
        "type": "object",
        "properties": {table: {"type": "integer", "minimum": 1} for table in MODELS},
        "additionalProperties": False,
    }


def _record(table: str, model: type[Model], found: dict[str, Schema]) -> Schema:
    made = _object(model, found)
    found[model.__name__]["properties"]["id"] = {"type": "string", "pattern": _id_pattern(ids.TABLES[table])}
    if table == "relations":
        found[model.__name__]["allOf"] = [
            {
                "if": {"properties": {"from": {"pattern": f"^{letter}\\."}}},
                "then": {"properties": {"to": {"pattern": f"^{letter}\\."}, **_type_of(letter)}},
            }
            for letter in "ecsqv"
        ]
        for end in ("from", "to"):
            found[model.__name__]["properties"][end] = {"type": "string", "pattern": _id_pattern("ecsqv")}
    elif table == "annotations":
        found[model.__name__]["allOf"] = [
            {
                "if": {"properties": {"motivation": {"enum": list(motivations)}}},
                "then": {"properties": {"body": _object(body, found)}, "required": ["body"]},
            }
            for body, motivations in _BODIES
        ]
        found["GradeBody"]["oneOf"] = [
            {"properties": {"scheme": {"const": scheme}, "value": {"enum": list(scale)}}}
            for scheme, scale in SCALES.items()
        ]
    return made


def _type_of(letter: str) -> Schema:
    allowed = RELATION_TYPES.get(letter)
    return {"type": {"enum": list(allowed)}} if allowed else {}


def _object(model: type[Model], found: dict[str, Schema]) -> Schema:
    """A reference to the schema of `model`, which is put among those found."""
    name = model.__name__
    if name not in found:
        found[name] = {}
        hints = get_type_hints(model, include_extras=True)
        properties, required = {}, []
        for field_name, info in model.model_fields.items():
            key = info.alias or field_name
            properties[key] = {**_type(hints[field_name], found), **_limits(info.metadata)}
            if info.is_required():
                required.append(key)
        found[name] = {
            "description": " ".join((model.__doc__ or "").split()),
            "type": "object",
            "properties": properties,
            "required": required,
        }
    return {"$ref": f"#/$defs/{name}"}


def _type(hint: Any, found: dict[str, Schema]) -> Schema:
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if isinstance(hint, type) and issubclass(hint, Model):
        return {"type": "object"} if hint is MarkBody else _object(hint, found)
    if get_origin(hint) is Annotated:
        made = _type(hint.__origin__, found)
        for extra in hint.__metadata__:
            if isinstance(extra, AfterValidator):
                made.update(_CHECKS[extra.func])
        return made
    return _generic(get_origin(hint), get_args(hint), found)


def _generic(origin: Any, arguments: tuple[Any, ...], found: dict[str, Schema]) -> Schema:
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in (Union, types.UnionType):
        # Absent fields are left out, so there is no null; a body depends on the motivation.
        given = [argument for argument in arguments if argument is not type(None)]
        return _type(given[0], found) if len(given) == 1 else {"type": "object"}
    if origin is tuple:
        return {"type": "array", "items": _type(arguments[0], found)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(arguments[1], found)}
    raise TypeError(f"no JSON Schema for a field of type {origin}")


def _limits(metadata: list[Any]) -> Schema:
    made: Schema = {}
    for limit in metadata:
        if (at_least := getattr(limit, "ge", None)) is not None:
            made["minimum"] = at_least
        if (shortest := getattr(limit, "min_length", None)) is not None:
            made["minLength"] = shortest
    return made


def _id_pattern(letters: str) -> str:
    letter = letters if len(letters) == 1 else f"[{letters}]"
    return rf"^{letter}\.[a-z0-9][a-z0-9._-]{{0,79}}$"


def _check(annotated: Any) -> Any:
    """The function that an Annotated[str, AfterValidator(function)] runs."""
    return annotated.__metadata__[0].func


def _expected(words: str) -> Schema:
    return {"description": words[0].upper() + words[1:] + "."}


_CHECKS: dict[Any, Schema] = {
    _check(base.EntityId): {"pattern": _id_pattern("e")},
    _check(base.SourceId): {"pattern": _id_pattern("s")},
    _check(base.QuoteId): {"pattern": _id_pattern("q")},
    _check(base.ClaimId): {"pattern": _id_pattern("c")},
    _check(base.TagId): {"pattern": _id_pattern("t")},
    _check(base.AnyId): {"pattern": _id_pattern("".join(ids.TABLES.values()))},
    _check(base.OriginId): {"pattern": _id_pattern("es")},
    _check(base.Sha256): {"pattern": "^[0-9a-f]{64}$"},
    _check(dates.Moment): {
        "description": "A moment in UTC (RFC 3339).",
        "pattern": r"^[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}(\.[0-9]+)?Z$",
    },
    _check(dates.EdtfText): _expected(edtf.EXPECTED),
    _check(figure.DecimalText): {"pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    tag.tag_path: _expected(tag.EXPECTED),
}


if __name__ == "__main__":
    SCHEMA_FILE.write_bytes(schema_bytes())
