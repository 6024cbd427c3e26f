"""What dossier.json says of a dossier as a whole."""

from __future__ import annotations

from typing import Literal

from dossier.records.base import Model
from dossier.records.dates import Moment

FORMAT: Literal["dossier"] = "dossier"
VERSION = 1


class Info(Model):
    """Name, question and focus of a dossier; `version` is the version of its format."""

    format: Literal["dossier"] = FORMAT
    version: int = VERSION
    id: str
    title: str
    description: str | None = None
    focus: str | None = None
    language: str | None = None
    created: Moment | None = None
