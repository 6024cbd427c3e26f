"""A draft: what the callable of an edit writes to. Nothing of it exists before the edit is committed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

import orjson
from pydantic import ValidationError

from dossier.records.base import Doc, Record
from dossier.records.dates import now
from dossier.records.ids import explain_no_id, is_id, mint_id, name_kinds, table_of
from dossier.records.kinds import KIND_BY_TABLE, TABLES, noun_of
from dossier.records.limits import TABLE_LINE, megabytes
from dossier.records.models import MODELS
from dossier.records.problems import EditRefused, explain_invalid
from dossier.records.shape import find_misfit
from dossier.records.strict_json import TOO_DEEP, is_too_deep
from dossier.store.history import Change
from dossier.store.table import Database, DraftTable, deep_copy

if TYPE_CHECKING:
    from dossier.store.files import Frozen


class Draft:
    """The records inside an edit: `get`, `put`, `remove`, `mint`, and TinyDB's tables by name."""

    sources: DraftTable
    entities: DraftTable
    quotes: DraftTable
    claims: DraftTable
    events: DraftTable
    relations: DraftTable
    tags: DraftTable
    annotations: DraftTable
    filters: DraftTable

    def __init__(self, database: Database, by: str, frozen: Callable[[str], Frozen | None]) -> None:
        self._database = database
        self._frozen = frozen
        self._tables: dict[str, DraftTable] = {}
        self.by = by
        self.at = now()

    def __getattr__(self, name: str) -> DraftTable:
        if name not in TABLES:
            raise AttributeError(f"a draft has no table {name!r}")
        if name not in self._tables:
            self._tables[name] = self._database.draft(name)
        return self._tables[name]

    def table(self, record_id: str) -> DraftTable:
        """The table that a record with this id belongs to; EditRefused if it is no id."""
        if not is_id(record_id):
            raise EditRefused(f"id: {explain_no_id(record_id)}")
        return self.__getattr__(table_of(record_id))

    def get(self, record_id: str) -> Doc | None:
        """A copy of the record as the draft has it."""
        doc = self.table(record_id).overlay.peek(record_id) if is_id(record_id) else None
        return None if doc is None else deep_copy(doc)

    def put(self, record: Mapping[str, Any] | Record) -> str:
        """Insert the record, or replace the one with its id, as a whole; returns the id."""
        doc = record.to_doc() if isinstance(record, Record) else dict(record)
        record_id = cast("str", doc.get("id"))  # else `table` refuses it
        if is_too_deep(doc):
            raise EditRefused(f"{record_id}: {TOO_DEEP}")
        self.table(record_id).overlay[record_id] = deep_copy(doc)
        return record_id

    def remove(self, record_id: str) -> None:
        """Remove the record; EditRefused if there is none."""
        try:
            del self.table(record_id).overlay[record_id]
        except KeyError:
            raise EditRefused(f"{record_id}: there is no such {noun_of(record_id)}") from None

    def mint(self, letter: str) -> str:
        """A new id, free in this dossier."""
        record_id = mint_id(letter)
        while record_id in self.table(record_id).overlay or self._frozen(record_id):
            record_id = mint_id(letter)
        return record_id

    def changes(self) -> list[Change]:
        """What the draft changed, each record complete and valid; EditRefused names record and field."""
        found = []
        for name, table in self._tables.items():
            for record_id, doc in table.overlay.touched.items():
                before = table.overlay.below.get(record_id)
                after = None if doc is None else self._complete(name, record_id, before, doc)
                if after != before:
                    if frozen := self._frozen(record_id):
                        raise EditRefused(
                            f"{record_id} is frozen, mend its line by hand first: {frozen.problem}"
                        )
                    found.append(Change(name, record_id, before, after))
        return found

    def _complete(self, table: str, record_id: str, before: Doc | None, doc: Doc) -> Doc:
        """`doc` canonical and with created, modified and by; `before` itself if nothing else changed."""
        if doc.get("id") != record_id:
            raise EditRefused(f"{record_id}: id: is {doc.get('id')!r} in the record; ids never change")
        if table_of(record_id) != table or not is_id(record_id):
            letter = KIND_BY_TABLE[table].letter
            raise EditRefused(f"{record_id}: id: is not the id of {name_kinds(letter)} ({letter}.)")
        old = before or {}
        if doc == before:
            return doc
        for key, value in (("created", self.at), ("modified", self.at), ("by", self.by)):
            if doc.get(key) is None:
                doc[key] = old.get(key, value)
        model = MODELS[table]
        doc = _plain(record_id, model.canonical(doc))
        if before is not None:
            if doc in (before, model.canonical(before)):
                return before
            if doc["modified"] == before.get("modified"):
                doc["modified"] = self.at
        if misfit := find_misfit(table, doc):
            raise EditRefused(f"{record_id}: {misfit.field}: {misfit.words}")
        try:
            model.from_doc(doc)
        except ValidationError as error:
            first, *more = explain_invalid(error, file=record_id)
            also = f" (and {len(more)} more)" if more else ""
            raise EditRefused(f"{first}{also}") from None
        return doc


def _plain(record_id: str, doc: Doc) -> Doc:
    """`doc` as JSON has it; EditRefused for what JSON cannot hold (NaN, lone surrogates, objects)."""
    try:
        data = orjson.dumps(doc, option=orjson.OPT_PASSTHROUGH_DATETIME)
    except TypeError as error:
        raise EditRefused(f"{record_id}: cannot be written as JSON: {error}") from None
    if len(data) > TABLE_LINE:
        raise EditRefused(
            f"{record_id}: has {megabytes(len(data))}; a record may have {megabytes(TABLE_LINE)} at most"
        )
    plain: Doc = orjson.loads(data)
    if plain != doc and plain != (doc := deep_copy(doc)):
        field = next((key for key in doc if plain.get(key) != doc[key]), None)
        raise EditRefused(f"{record_id}: {field}: cannot be written as JSON (NaN or infinity)")
    return plain
