"""Restoring: what is wrong is said by place, and leaves nothing half-made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.core.dossier import Dossier
from dossier.exchange.json_export import make_export
from dossier.exchange.json_import import restore_export
from dossier.records.problems import DossierError, RecordProblem
from tests.builders import build

Doc = dict[str, Any]


@pytest.fixture
def doc(tmp_path: Path) -> Doc:
    with Dossier.open(build(tmp_path / "case")) as dossier:
        found: Doc = orjson.loads(make_export(dossier))
    shutil.rmtree(tmp_path / "case")
    return found


def refused(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(DossierError) as error:
        restore_export(tmp_path / "new" / "copy", data, "export.json")
    assert list(tmp_path.iterdir()) == []
    return str(error.value)


def put(table: str, number: int, **fields: Any) -> Callable[[Doc], object]:
    return lambda doc: doc[table][number].update(fields)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            put("claims", 2, kind="fct"),
            "export.json: c.crossings: claims[2].kind: 'fct' is none of fact, figure",
        ),
        (put("claims", 0, text=None), "export.json: c.cost: claims[0].text: "),
        (put("quotes", 3, end=99999), "quotes[3]"),
        (put("claims", 1, support=[{"quote": "q.vote"}]), "claims[1].support[0].stance: is missing"),
        (put("claims", 1, subject="e.nobody"), "claims[1].subject: e.nobody is not in the dossier"),
        (put("annotations", 0, target="c.nobody"), "annotations[0].target: c.nobody is not in the dossier"),
        (put("sources", 0, id="x"), "sources[0].id: 'x' is not an id such as s.some-name, in lower case"),
        (
            put("sources", 0, id="c.vote"),
            "sources[0].id: 'c.vote' is the id of a claim; expected a source (s.)",
        ),
        (lambda doc: doc["tags"].append(doc["tags"][0]), "t.cost: tags[2].id: is the id of tags[0] already"),
        (lambda doc: doc["tags"].append(7), "tags[2]: is not a record"),
        (lambda doc: doc.pop("events"), "events: is missing or not a list"),
        (lambda doc: doc.update(events={}), "events: is missing or not a list"),
        (lambda doc: doc.update(extra=[]), "extra: is not part of an export, and would be lost"),
        (lambda doc: doc.update(version=2), "version: is 2, this program reads 1; it was written by a newer"),
        (lambda doc: doc.update(version="1"), "version: is '1', this program reads 1"),
        (lambda doc: doc.update(version=True), "version: is True"),
        (lambda doc: doc.update(format="other"), "is not the export of a dossier"),
        (lambda doc: doc.pop("dossier"), "dossier: is missing or not an object"),
        (lambda doc: doc["dossier"].pop("id"), "dossier.id: is missing"),
        (lambda doc: doc["dossier"].update(created="now"), "dossier.created: 'now' is not a moment"),
        (
            lambda doc: doc["dossier"].update(focus="e.nobody"),
            "dossier.focus: e.nobody is not in the dossier",
        ),
        (lambda doc: doc["dossier"].update(version=7), "dossier.version: belongs to the document"),
    ],
)
def test_what_is_wrong_is_said_by_place(
    tmp_path: Path, doc: Doc, change: Callable[[Doc], object], message: str
) -> None:
    change(doc)
    assert message in refused(tmp_path, orjson.dumps(doc))


def test_every_problem_is_listed_up_to_a_point(tmp_path: Path, doc: Doc) -> None:
    for record in doc["quotes"] + doc["claims"]:
        record["created"] = "never"
    with pytest.raises(RecordProblem) as error:
        restore_export(tmp_path / "copy", orjson.dumps(doc), "export.json")
    assert len(error.value.problems) == 21
    assert str(error.value).endswith("and 4 more problems")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "export.json:1: is not JSON"),
        (b'{"format": "dossier",\n nonsense}', "export.json:2: is not JSON"),
        (b"[]", "is not the export of a dossier"),
        (b"null", "is not the export of a dossier"),
        (b'{"format": "dossier"}', "version: is None"),
        (b"\xff\xfe", "it is UTF-16"),
        (b'{"format":"dossier","version":1,"version":1}', "'version' is there twice"),
        (b'{"format":"dossier","version":1,"x":123456789012345678901234567890}', "too large for a number"),
        (b'{"format":"dossier","version":1,"x":' + b"[" * 500 + b"]" * 500 + b"}", "nested too deeply"),
        (b"[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_export(tmp_path: Path, data: bytes, message: str) -> None:
    assert message in refused(tmp_path, data)


def test_a_key_that_is_there_twice_names_its_record(tmp_path: Path, doc: Doc) -> None:
    data = orjson.dumps(doc).replace(b'{"id":"c.vote"', b'{"text":"Something else.","id":"c.vote"')
    assert "the key 'text' of 'c.vote' is there twice" in refused(tmp_path, data)


@given(at=st.integers(0, 1 << 30))
def test_a_file_cut_anywhere_leaves_nothing(tmp_path_factory: pytest.TempPathFactory, at: int) -> None:
    folder = tmp_path_factory.mktemp("cut")
    with Dossier.open(build(folder / "case", text=False)) as dossier:
        data = make_export(dossier)
    shutil.rmtree(folder / "case")
    refused(folder, data[: at % (len(data) - 2)])


def test_a_byte_order_mark_and_another_layout_are_fine(tmp_path: Path, doc: Doc) -> None:
    restore_export(tmp_path / "copy", b"\xef\xbb\xbf" + orjson.dumps(doc), "export.json")
    with Dossier.open(tmp_path / "copy") as copy:
        assert orjson.loads(make_export(copy)) == doc


def test_another_title(tmp_path: Path, doc: Doc) -> None:
    restore_export(tmp_path / "copy", orjson.dumps(doc), "export.json", title="Copy")
    with Dossier.open(tmp_path / "copy") as copy:
        assert copy.info.title == "Copy"


def test_an_empty_folder_is_filled_and_a_full_one_left(tmp_path: Path, doc: Doc) -> None:
    (tmp_path / "empty").mkdir()
    assert restore_export(tmp_path / "empty", orjson.dumps(doc), "export.json") == 47
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    for name in ("full", "full/thesis.txt"):
        with pytest.raises(DossierError, match="exists already"):
            restore_export(tmp_path / name, orjson.dumps(doc), "export.json")
    assert [file.name for file in (tmp_path / "full").iterdir()] == ["thesis.txt"]


def test_a_disk_that_is_full_leaves_nothing(
    tmp_path: Path, doc: Doc, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        restore_export(tmp_path / "copy", orjson.dumps(doc), "export.json")
    assert list(tmp_path.iterdir()) == []
