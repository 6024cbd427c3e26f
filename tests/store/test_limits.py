"""Sizes are limited, and told before memory goes: what reading would refuse is refused on writing."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier import Dossier
from dossier.records.problems import EditRefused, NotSaved
from tests import builders


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return builders.build(tmp_path / "d")


def test_a_record_longer_than_a_line_may_be_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.store.draft.TABLE_LINE", 2 << 20)
    dossier = Dossier.open(path, by="ada")
    with pytest.raises(EditRefused, match=r"a\.x: has 3 MB; a record may have 2 MB at most"):
        dossier.edit("note", lambda draft: draft.put(builders.note("a.x", "c.cost", "x" * (3 << 20))))
    assert "a.x" not in dossier.annotations


def test_a_table_with_a_longer_line_is_left_as_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.store.files.TABLE_LINE", 2 << 20)
    tags = path / "tags.jsonl"
    tags.write_bytes(tags.read_bytes() + b'{"id":"t.x","path":"' + b"x" * (4 << 20) + b'"}\n')
    held = tags.read_bytes()
    dossier = Dossier.open(path, by="ada")
    assert str(dossier.problems[0]).startswith("tags.jsonl: has a line of more than 2 MB")
    with pytest.raises(NotSaved, match=r"read-only: tags\.jsonl has a line"):
        dossier.save()
    dossier.close()
    assert tags.read_bytes() == held


def test_a_longer_line_of_the_history_is_read(path: Path) -> None:
    docs = [builders.note(f"a.{number}", "c.cost", "x" * (1 << 20)) for number in range(3)]
    with Dossier.open(path, by="ada") as dossier:
        dossier.edit("notes", lambda draft: [draft.put(doc) for doc in docs])
    (edit,) = Dossier.open(path).history()
    assert [change.after for change in edit.changes] == [dossier.raw(doc["id"]) for doc in docs]


def test_a_text_that_is_too_large_is_neither_stored_nor_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossier.store.texts.TEXT", 1 << 20)
    dossier = Dossier.open(path, by="ada")
    with pytest.raises(NotSaved, match="the text has 2 MB; a text may have 1 MB at most"):
        dossier.put_text(b"x" * (2 << 20))
    file = path / "texts" / f"{builders.TEXT_SHA}.txt"
    file.write_bytes(b"x" * (3 << 20))
    assert "has 3 MB; a text may have 1 MB" in str(dossier.text_problem("s.courier"))
