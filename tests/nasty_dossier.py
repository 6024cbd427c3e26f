"""A dossier with foreign text in every field of every kind of record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dossier.records.base import Doc
from tests.builders import UNREAD, build, claim, entity, event, note, quote, relation, source, tagging
from tests.nasty import NASTY

LONG = 1_000
"""Longer strings are whole only where a record must hold much: in a quote."""
NAMES = [name for name in NASTY if name != "very-long"]


def records(names: list[str]) -> Iterator[Doc]:
    """One of every kind for each string, with the string in all fields that hold foreign text."""
    for name in names:
        whole = NASTY[name]
        text = whole if len(whole) < LONG else whole[:LONG]
        last = {"publisher_as_written": text, "url": text, "date_note": text, "description": text}
        texts = [{"sha256": UNREAD, "length": len(whole) + 20}]
        yield source(f"s.{name}", title=text, texts=texts, language="en", **last)
        yield entity(f"e.{name}", name=text, aliases=[text], description=text)
        words: dict[str, Any] = {"speaker_as_written": text, "note": text, "translation": text}
        span: dict[str, Any] = {"start": 3, "end": 3 + len(whole), "prefix": text[:20], "suffix": text[:20]}
        yield quote(f"q.{name}", whole, f"s.{name}", paragraph=2, speaker=f"e.{name}", **words, **span)
        more: dict[str, Any] = {"hedge": text, "attributed_as_written": text, "property": text}
        yield claim(f"c.{name}", text, f"q.{name}", subject=f"e.{name}", about=["e.marla-quist"], **more)
        yield event(f"v.{name}", text, "2024-05", f"c.{name}", date_note=text)
        yield relation(f"r.{name}", f"c.{name}", "contradicts", "c.cost", reason=text)
        yield {**note(f"a.note-{name}", f"c.{name}", text), "by": text}
        yield {"id": f"t.{name}", "path": text, "definition": text, **_stamp()}
        yield tagging(f"a.tag-{name}", f"c.{name}", f"t.{name}")


def _stamp() -> Doc:
    return {key: value for key, value in entity().items() if key in ("created", "modified", "by")}


def nasty_dossier(folder: Path, names: list[str], title: str = "T") -> Path:
    """The invented dossier and what `names` stand for."""
    return build(folder / "case", extra=records(names), title=title)
