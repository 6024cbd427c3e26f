"""Short names for raw records, made without their models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dossier.records.kinds import KIND_BY_LETTER, noun_of
from dossier.text import clip, one_line


def name_of(doc: Mapping[str, Any], cells: int = 40) -> str:
    """The name, title or first words of a raw record; its id if it has none."""
    own_id = str(doc.get("id", "?"))
    kind = KIND_BY_LETTER.get(own_id[:1])
    value: object = None
    if kind is not None and kind.searched:
        value = doc
        for key in kind.searched[0].split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
    words = value if isinstance(value, str) and value.strip() else own_id
    return clip(one_line(words), cells)


def kind_and_name(doc: Mapping[str, Any]) -> str:
    """`claim DeepSeek spent 5.58..`: the kind of a record and its name."""
    return f"{noun_of(doc.get('id', ''))} {name_of(doc)}"


def quote_value(value: object, cells: int = 60) -> str:
    """`“the value”` of a field on one line, or `nothing`."""
    if value is None:
        return "nothing"
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{clip(one_line(words), cells)}”"
