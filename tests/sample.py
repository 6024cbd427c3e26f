"""A small dossier that has one of everything: the fixtures `case` and `text_file`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dossier.core.dossier import Dossier, Draft

TEXT = "The model cost $5.58 million.\n\nLiang Wenfeng founded DeepSeek in 2023.\nNobody has checked it.\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
OTHER = "f" * 64


def quote(name: str, exact: str, source: str = "s.one", text: str = SHA) -> dict[str, Any]:
    start = TEXT.index(exact)
    return {
        "id": name,
        "source": source,
        "text": text,
        "exact": exact,
        "start": start,
        "end": start + len(exact),
    }


def supported(name: str, text: str, *quotes: str, **more: Any) -> dict[str, Any]:
    support = [{"quote": quote_id, "stance": "supports"} for quote_id in quotes]
    return {"id": name, "text": text, "kind": "fact", "about": ["e.liang"], "support": support, **more}


RECORDS: list[dict[str, Any]] = [
    {"id": "e.liang", "name": "Liang Wenfeng", "kind": "person"},
    {"id": "e.deepseek", "name": "DeepSeek", "kind": "company"},
    {
        "id": "s.one",
        "title": "One",
        "kind": "article",
        "publisher": "e.deepseek",
        "texts": [{"sha256": SHA, "length": len(TEXT)}],
    },
    {"id": "s.two", "title": "Two", "kind": "report", "texts": [{"sha256": OTHER, "length": 300}]},
    {"id": "s.three", "title": "Three", "kind": "post"},
    quote("q.cost", "cost $5.58 million"),
    quote("q.founded", "Liang Wenfeng founded DeepSeek in 2023"),
    quote("q.two", "$5.58 million", "s.two", OTHER),
    supported("c.cost", "Training cost 5.58 million dollars.", "q.cost", "q.two"),
    supported("c.founded", "Liang founded DeepSeek in 2023.", "q.founded"),
    {"id": "v.founded", "title": "DeepSeek founded", "date": "2023", "claims": ["c.founded"]},
    {
        "id": "r.two-derived",
        "from": "s.two",
        "to": "s.one",
        "type": "derived-from",
        "basis": "stated",
        "state": "candidate",
    },
    {"id": "t.cost", "path": "money/training-cost", "aliases": ["price"]},
    {"id": "t.founding", "path": "founding"},
    {"id": "f.cheap", "name": "cheap", "pane": "claims", "query": "tag:money"},
]


def annotation(
    name: str, target: str, motivation: str, body: dict[str, Any], by: str, **more: Any
) -> dict[str, Any]:
    return {"id": name, "target": target, "motivation": motivation, "body": body, "by": by, **more}


ANNOTATIONS = [
    annotation("a.bundled", "c.cost", "tagging", {"tag": "t.cost"}, "dossier"),
    annotation("a.bens", "c.cost", "tagging", {"tag": "t.founding"}, "ben"),
    annotation("a.bens-note", "c.cost", "commenting", {"text": "Really?", "format": "text/plain"}, "ben"),
]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Dossier]:
    """A dossier with one of everything, opened by ada."""

    def fill(draft: Draft) -> None:
        for doc in (*RECORDS, *ANNOTATIONS):
            draft.put(doc)

    dossier = Dossier.new(tmp_path / "case", title="A case", by="ada", description="For tests.")
    with dossier:
        dossier.edit("fill", fill)
        yield dossier


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    """The text that s.one was captured from."""
    file = tmp_path / "one.txt"
    file.write_bytes(TEXT.encode())
    return file
