"""The JSON Schema of the JSON export, made by pydantic from the record models.

It ships as `dossier.schema.json`; `python -m dossier.exchange.schema` writes it anew, and a test fails
while it is not current. Every object may hold further fields: dossiers keep what they do not know.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from pydantic_core import core_schema

from dossier.exchange.json_export import HEAD
from dossier.records.annotation import GradeBody, TagBody, TextBody
from dossier.records.base import Model
from dossier.records.ids import id_pattern
from dossier.records.info import Info
from dossier.records.kinds import KIND_BY_TABLE
from dossier.records.models import MODELS
from dossier.records.vocabulary import NOTE_KINDS, RELATION_TYPES, SCALES

Schema = dict[str, Any]

SCHEMA_FILE = Path(__file__).with_name("dossier.schema.json")
_RELATED = "ecsqv"
"""The letters of the records between which there are relations."""


class _AbsentFieldsLeftOut(GenerateJsonSchema):
    """Pydantic's schema, but an absent field has no null: the export leaves it out."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        """The schema of the value."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """The schema of the value, with a default that says something."""
        if not schema.get("default"):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def field_title_should_be_set(self, schema: object) -> bool:
        """A field's title would only repeat its name."""
        return False


def make_schema() -> Schema:
    """The schema as a document (draft 2020-12)."""
    models: tuple[type[Model], ...] = (Info, TagBody, GradeBody, TextBody, *MODELS.values())
    _, made = models_json_schema(
        [(model, "validation") for model in models], schema_generator=_AbsentFieldsLeftOut
    )
    found: dict[str, Schema] = made["$defs"]
    for key in HEAD:
        del found["Info"]["properties"][key]
    for table, model in MODELS.items():
        found[model.__name__]["properties"]["id"] = _id_schema(KIND_BY_TABLE[table].letter)
    _tie_ends_to_type(found["Relation"])
    _tie_body_to_motivation(found["Annotation"])
    _tie_value_to_scheme(found["GradeBody"])
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "A dossier, exported",
        "description": "Entities, claims, verbatim quotes and sources: format dossier, version 1.",
        "type": "object",
        "properties": {
            "format": {"const": "dossier"},
            "version": {"const": 1},
            "generator": {
                "description": "The program that wrote it.",
                "type": "object",
                "properties": {"name": {"type": "string"}, "version": {"type": "string"}},
                "required": ["name", "version"],
            },
            "left_out": {
                "description": "Only in the export of a part: how many records of each table it leaves out.",
                "type": "object",
                "properties": {table: {"type": "integer", "minimum": 1} for table in MODELS},
                "additionalProperties": False,
            },
            "dossier": _reference(Info),
            **{table: {"type": "array", "items": _reference(model)} for table, model in MODELS.items()},
        },
        "required": ["format", "version", "dossier", *MODELS],
        "additionalProperties": False,
        "$defs": found,
    }


def make_schema_file() -> bytes:
    """The file as it ships."""
    return orjson.dumps(make_schema(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _reference(model: type) -> Schema:
    return {"$ref": f"#/$defs/{model.__name__}"}


def _id_schema(letters: str) -> Schema:
    return {"type": "string", "pattern": f"^{id_pattern(letters)}$"}


def _tie_ends_to_type(relation: Schema) -> None:
    """Both ends are records of one kind, and its relations have types of their own."""
    for end in ("from", "to"):
        relation["properties"][end] = _id_schema(_RELATED)
    relation["allOf"] = []
    for letter in _RELATED:
        tied: Schema = {"to": _id_schema(letter)}
        if letter in RELATION_TYPES:
            tied["type"] = {"enum": list(RELATION_TYPES[letter])}
        relation["allOf"].append(
            {"if": {"properties": {"from": _id_schema(letter)}}, "then": {"properties": tied}}
        )


def _tie_body_to_motivation(annotation: Schema) -> None:
    """A tag, a grade and a note have a body each of its own; a bookmark or a highlight may have any."""
    annotation["properties"]["body"] = {"type": "object"}
    annotation["allOf"] = [
        {
            "if": {"properties": {"motivation": {"enum": motivations}}},
            "then": {"properties": {"body": _reference(body)}, "required": ["body"]},
        }
        for motivations, body in (
            (["tagging"], TagBody),
            (["assessing"], GradeBody),
            (list(NOTE_KINDS), TextBody),
        )
    ]


def _tie_value_to_scheme(grade: Schema) -> None:
    """Each scheme has its own scale."""
    grade["oneOf"] = [
        {"properties": {"scheme": {"const": scheme}, "value": {"enum": list(scale)}}}
        for scheme, scale in SCALES.items()
    ]


if __name__ == "__main__":
    SCHEMA_FILE.write_bytes(make_schema_file())
