"""Fields of raw records, read so that a malformed one gives nothing instead of an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dossier.query.keys import NOTE_KINDS
from dossier.records.base import Doc


def strings(value: object) -> Iterator[str]:
    """The strings in a raw field, be it one or a list."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from (item for item in value if isinstance(item, str))


def string(value: object) -> str:
    """A string, or an empty one."""
    return value if isinstance(value, str) else ""


def fields(*names: str) -> Callable[[Doc], list[str]]:
    """Reads these fields of a raw record."""

    def read(doc: Doc) -> list[str]:
        return [text for name in names for text in strings(doc.get(name))]

    return read


def participants(doc: Mapping[str, Any]) -> Iterator[str]:
    """The entities of an event's participants."""
    items = doc.get("participants")
    for item in items if isinstance(items, list | tuple) else ():
        if isinstance(item, dict):
            yield from strings(item.get("entity"))


def note_text(doc: Doc) -> list[str]:
    """The words of a note; nothing of other annotations."""
    body = doc.get("body")
    if doc.get("motivation") not in NOTE_KINDS or not isinstance(body, dict):
        return []
    return list(strings(body.get("text")))


def target_of(doc: Mapping[str, Any]) -> str:
    """What an annotation is on."""
    return string(doc.get("target"))


def tag_of(doc: Mapping[str, Any]) -> str:
    """The tag that an annotation puts on its target, or nothing."""
    body = doc.get("body")
    return string(body.get("tag")) if doc.get("motivation") == "tagging" and isinstance(body, dict) else ""


def current_text(doc: Mapping[str, Any]) -> str:
    """The sha256 of a source's current text, or nothing."""
    texts = doc.get("texts")
    last = texts[-1] if isinstance(texts, list | tuple) and texts else None
    return string(last.get("sha256")) if isinstance(last, dict) else ""
