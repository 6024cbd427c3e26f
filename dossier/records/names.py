"""What a person would call a record that is at hand only as it is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dossier.records.ids import NOUNS
from dossier.text import clip, one_line

_NAMED_BY = ("name", "title", "path", "text", "exact")


def name_of(doc: Mapping[str, Any], cells: int = 40) -> str:
    """A record's name, title or first words; its id where it has none."""
    own = str(doc.get("id", "?"))
    for key in _NAMED_BY:
        value = doc.get(key)
        # A quote's `text` is a digest.
        if isinstance(value, str) and value.strip() and not (own[:1] == "q" and key == "text"):
            return clip(one_line(value), cells)
    body = doc.get("body")
    words = body.get("text") if isinstance(body, dict) else None
    return clip(one_line(words if isinstance(words, str) else own), cells)


def called(doc: Mapping[str, Any]) -> str:
    """`claim DeepSeek spent 5.58..`: the kind of a record and its name."""
    return f"{NOUNS.get(str(doc.get('id', ''))[:1], 'record')} {name_of(doc)}"


def said(value: object, cells: int = 60) -> str:
    """`“the value”` of a field on one line, or `nothing`."""
    if value is None:
        return "nothing"
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{clip(one_line(words), cells)}”"
