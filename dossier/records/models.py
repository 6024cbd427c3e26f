"""The model of each table's records."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from dossier.records.base import Record
from dossier.records.kinds import KINDS, Kind


def _import_model(kind: Kind) -> type[Record]:
    module, _, name = kind.model.partition(".")
    return cast("type[Record]", getattr(import_module(f"dossier.records.{module}"), name))


MODELS: dict[str, type[Record]] = {kind.table: _import_model(kind) for kind in KINDS}
