"""Reading fields of raw records: a malformed field gives nothing, never an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dossier.records.base import Doc
from dossier.records.dates import is_ahead, moment_key
from dossier.records.kinds import Kind
from dossier.records.vocabulary import NOTE_KINDS

Raw = Mapping[str, Any]
_ABOUT_THE_WORLD = ("fact", "figure", "event", "relation")
_UNNAMED = ("unnamed", "anonymous", "unidentified", "not named", "匿名", "未具名", "不愿具名", "知情人士")
_UNNAMED_NAMES = ("familiar with the", "with knowledge of", "briefed on", "close to the")


def strings_in(value: object) -> Iterator[str]:
    """The strings in a raw field that holds one or a list."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from (item for item in value if isinstance(item, str))


def string_or_empty(value: object) -> str:
    """`value` if it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def read_fields(*names: str) -> Callable[[Doc], list[str]]:
    """A function that reads the strings in these fields of a raw record."""

    def read(doc: Doc) -> list[str]:
        return [text for name in names for text in strings_in(doc.get(name))]

    return read


def participants_of(doc: Raw) -> Iterator[str]:
    """The entities of an event's participants."""
    items = doc.get("participants")
    for item in items if isinstance(items, list | tuple) else ():
        if isinstance(item, dict):
            yield from strings_in(item.get("entity"))


def note_text(doc: Doc) -> list[str]:
    """The text of a note, question or reply; nothing for other annotations."""
    body = doc.get("body")
    if doc.get("motivation") not in NOTE_KINDS or not isinstance(body, dict):
        return []
    return list(strings_in(body.get("text")))


def searched_words(kind: Kind, *further: str) -> Callable[[Doc], list[str]]:
    """A function that reads the searched fields of a raw record of this kind, and further ones."""
    return note_text if kind.table == "annotations" else read_fields(*kind.searched, *further)


def target_of(doc: Raw) -> str:
    """The id of the record that a raw annotation is on, or nothing."""
    return string_or_empty(doc.get("target"))


def tag_of(doc: Raw) -> str:
    """The id of the tag that a raw annotation puts on its target, or nothing."""
    body = doc.get("body")
    if doc.get("motivation") != "tagging" or not isinstance(body, dict):
        return ""
    return string_or_empty(body.get("tag"))


def age_of(doc: Raw) -> tuple[str, float, str]:
    """Sort key of annotations, oldest first; of one moment, by id.

    What is dated in the future counts as older than all others: nobody outdoes what is still to come.
    """
    created = doc.get("created")
    known = None if is_ahead(created) else created
    return *moment_key(known), string_or_empty(doc.get("id"))


def current_text(doc: Raw) -> str:
    """The sha256 of a source's current text, or nothing."""
    texts = doc.get("texts")
    last = texts[-1] if isinstance(texts, list | tuple) and texts else None
    return string_or_empty(last.get("sha256")) if isinstance(last, dict) else ""


def support_of(claim: Raw) -> list[tuple[str, object]]:
    """Quote and stance of each well-formed item of a raw claim's support."""
    items = claim.get("support")
    return [
        (item["quote"], item.get("stance"))
        for item in (items if isinstance(items, list | tuple) else ())
        if isinstance(item, dict) and isinstance(item.get("quote"), str)
    ]


def supporting_quotes(claim: Raw) -> list[str]:
    """The ids of the quotes that support a raw claim."""
    return [quote for quote, stance in support_of(claim) if stance == "supports"]


def relation_holds(relation: Raw) -> bool:
    """Whether a raw relation holds: confirmed, or stated by a source and not dismissed."""
    state = relation.get("state")
    return state == "confirmed" or (relation.get("basis") == "stated" and state != "dismissed")


def is_conflict(relation: Raw) -> bool:
    """Whether a raw relation says that two records contradict one another, and nobody dismissed it."""
    return relation.get("type") == "contradicts" and relation.get("state") != "dismissed"


def evidence_of(relation: Raw) -> tuple[tuple[str, ...], ...]:
    """The quotes that show a raw relation; each item are quotes that show it together."""
    raw = relation.get("evidence")
    items = raw if isinstance(raw, list | tuple) else ()
    shown = [tuple(q for q in item if isinstance(q, str)) for item in items if isinstance(item, list)]
    return tuple(item for item in shown if item)


def is_unnamed(entity: Raw) -> bool:
    """Whether a raw entity is somebody whom the source does not name."""
    name, words = (
        string_or_empty(entity.get("name")).casefold(),
        string_or_empty(entity.get("description")).casefold(),
    )
    if any(word in name for word in _UNNAMED_NAMES):
        return True
    return any(word in name or words.startswith(word) for word in _UNNAMED)


def is_about_the_world(claim: Raw) -> bool:
    """Whether a raw claim says what is the case, not what somebody said, thinks or expects."""
    return claim.get("kind") in _ABOUT_THE_WORLD
