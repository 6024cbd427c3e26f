"""Making a dossier from its JSON export: every record is checked first, the folder is whole or not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from dossier.exchange.files import make_new_folder, refuse_taken_path
from dossier.exchange.json_export import HEAD
from dossier.records.ids import ID_PATTERN, explain_no_id, name_kinds
from dossier.records.info import FORMAT, VERSION, Info
from dossier.records.kinds import KIND_BY_TABLE, TABLES
from dossier.records.models import MODELS
from dossier.records.problems import DossierError, Problem, RecordProblem, explain_invalid
from dossier.records.references import find_references
from dossier.records.shape import find_misfit
from dossier.records.strict_json import MAX_DEPTH, TOO_DEEP, find_twice, is_large, is_too_deep
from dossier.store.atomic import write_new
from dossier.store.files import file_name
from dossier.store.folder import INFO_NAME
from dossier.store.foreign import explain_utf16

_KEYS = (*HEAD, "generator", "left_out", "dossier", *TABLES)
_SHOWN = 20


def restore_export(path: Path, data: bytes, name: str, title: str | None = None) -> int:
    """Make the dossier of an export in the folder `path`; returns how many records it has.

    `name` is what messages call the export; `title` replaces the title in it.
    """
    refuse_taken_path(path)
    doc = read_export(data, name)
    info = doc["dossier"] | ({"title": title} if title else {})
    head = Info.from_doc({"format": FORMAT, "version": VERSION, **info}).to_doc()
    with make_new_folder(path) as fresh:
        write_new(fresh, INFO_NAME, orjson.dumps(head, option=orjson.OPT_INDENT_2) + b"\n")
        for table, model in MODELS.items():
            records = sorted(doc[table], key=lambda record: str(record["id"]))
            if records:
                lines = [orjson.dumps(model.canonical(record)) + b"\n" for record in records]
                write_new(fresh, file_name(table), b"".join(lines))
    return sum(len(doc[table]) for table in TABLES)


def read_export(data: bytes, name: str) -> dict[str, Any]:
    """The document of an export, with every record checked; RecordProblem says where it is wrong."""
    doc = _parse_export(data, name)
    problems = list(_head_problems(doc, name))
    for table in TABLES:
        problems += _table_problems(doc, table, name)
    if not problems:
        problems += _reference_problems(doc, name)
    if not problems:
        return doc

    more = len(problems) - _SHOWN
    if more > 0:
        problems[_SHOWN:] = [Problem(name, f"and {more:,} more problems")]
    raise RecordProblem(problems)


def _parse_export(data: bytes, name: str) -> dict[str, Any]:
    data = data.removeprefix(b"\xef\xbb\xbf")
    if utf16 := explain_utf16(data):
        raise DossierError(f"{name} cannot be read: {utf16}")
    try:
        doc = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise DossierError(
            f"{name}:{error.lineno}: is not JSON: {error.msg} at column {error.colno}"
        ) from None
    if not isinstance(doc, dict) or doc.get("format") != FORMAT:
        raise DossierError(f'{name} is not the export of a dossier: expected {{"format": "dossier", ...}}')
    version = doc.get("version")
    if version != VERSION or isinstance(version, bool | float):
        newer = isinstance(version, int) and version > VERSION
        hint = "; it was written by a newer program" if newer else ""
        raise DossierError(f"{name}: version: is {version!r}, this program reads {VERSION}{hint}")
    if is_too_deep(doc, MAX_DEPTH + 2):  # the records are in lists of the document
        raise DossierError(f"{name}: {TOO_DEEP}")
    as_we_write_it = orjson.dumps(doc, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if as_we_write_it != data:  # orjson passes over repeated keys and rounds large numbers in silence
        json.loads(
            data,
            object_pairs_hook=lambda pairs: _refuse_repeated_keys(pairs, name),
            parse_int=lambda digits: _refuse_inexact_number(digits, name),
        )
    return doc


def _refuse_repeated_keys(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = find_twice(key for key, _ in pairs)
        at = f" of {found['id']!r}" if isinstance(found.get("id"), str) else ""
        raise DossierError(f"{name}: the key {twice!r}{at} is there twice; expected every key once")
    return found


def _refuse_inexact_number(digits: str, name: str) -> None:
    if is_large(digits):
        raise DossierError(f"{name}: {digits[:40]} is too large for a number; write it as a string")


def _head_problems(doc: dict[str, Any], name: str) -> Iterator[Problem]:
    for key in doc:
        if key not in _KEYS:
            yield Problem(name, "is not part of an export, and would be lost", field=key)
    info = doc.get("dossier")
    if not isinstance(info, dict):
        yield Problem(name, "is missing or not an object", field="dossier")
        return
    for key in HEAD:
        if key in info:
            yield Problem(name, "belongs to the document, not in here", field=f"dossier.{key}")
    try:
        Info.from_doc(info)
    except ValidationError as error:
        for problem in explain_invalid(error, file=name):
            yield Problem(name, problem.message, field=f"dossier.{problem.field}")


def _table_problems(doc: dict[str, Any], table: str, name: str) -> Iterator[Problem]:
    records = doc.get(table)
    if not isinstance(records, list):
        yield Problem(name, "is missing or not a list", field=table)
        return
    model, letter, seen = MODELS[table], KIND_BY_TABLE[table].letter, dict[str, int]()
    for number, record in enumerate(records):
        where = f"{table}[{number}]"
        if not isinstance(record, dict):
            yield Problem(name, "is not a record", field=where)
            continue
        record_id = record.get("id")
        if not isinstance(record_id, str) or not ID_PATTERN.fullmatch(record_id):
            yield Problem(name, explain_no_id(record_id, letter), field=f"{where}.id")
            continue
        if record_id[0] != letter:
            given, expected = name_kinds(record_id[0]), name_kinds(letter)
            message = f"{record_id!r} is the id of {given}; expected {expected} ({letter}.)"
            yield Problem(name, message, field=f"{where}.id")
            continue
        if record_id in seen:
            message = f"is the id of {table}[{seen[record_id]}] already"
            yield Problem(name, message, id=record_id, field=f"{where}.id")
        seen[record_id] = number
        if is_too_deep(record):
            yield Problem(name, TOO_DEEP, id=record_id, field=where)
            continue
        if misfit := find_misfit(table, record):
            yield Problem(name, misfit.words, id=record_id, field=f"{where}.{misfit.field}")
            continue
        try:
            model.from_doc(record)
        except ValidationError as error:
            for problem in explain_invalid(error, file=name, id=record_id):
                field = f"{where}.{problem.field}" if problem.field else where
                yield Problem(name, problem.message, id=record_id, field=field)


def _reference_problems(doc: dict[str, Any], name: str) -> Iterator[Problem]:
    known = {record["id"] for table in TABLES for record in doc[table]}
    focus = doc["dossier"].get("focus")
    if focus is not None and focus not in known:
        yield Problem(name, f"{focus} is not in the dossier", field="dossier.focus")
    for table in TABLES:
        for number, record in enumerate(doc[table]):
            for reference in find_references(record):
                if reference.id not in known:
                    field = f"{table}[{number}].{reference.field}"
                    yield Problem(name, f"{reference.id} is not in the dossier", id=record["id"], field=field)
