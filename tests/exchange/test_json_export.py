"""The export: the same bytes for the same records, held against the schema that ships, and restored."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import __version__
from dossier.core.dossier import Dossier
from dossier.exchange.files import write_output
from dossier.exchange.json_export import make_document, make_export, write_export
from dossier.exchange.json_import import read_export, restore_export
from dossier.exchange.schema import SCHEMA_FILE, make_schema, make_schema_file
from dossier.records.kinds import TABLES
from dossier.records.problems import DossierError
from tests.builders import STAMP, build, claim, entity, note
from tests.nasty import NASTY, WORDS
from tests.paths import ROOT


def exported(path: Path) -> bytes:
    with Dossier.open(path) as dossier:
        return make_export(dossier)


def round_trip(tmp_path: Path, data: bytes) -> bytes:
    restore_export(tmp_path, data, "export.json")
    return exported(tmp_path)


def test_the_document(tmp_path: Path) -> None:
    data = exported(build(tmp_path / "case"))
    doc = orjson.loads(data)
    assert list(doc) == ["format", "version", "generator", "dossier", *TABLES]
    assert (doc["format"], doc["version"]) == ("dossier", 1)
    assert doc["generator"] == {"name": "dossier-tui", "version": __version__}
    assert doc["dossier"]["title"] == "The ferry terminal of Orsund"
    assert not {"format", "version"} & set(doc["dossier"])
    assert {table: len(doc[table]) for table in TABLES} == {
        "sources": 3,
        "entities": 6,
        "quotes": 14,
        "claims": 10,
        "events": 3,
        "relations": 3,
        "tags": 2,
        "annotations": 5,
        "filters": 1,
    }
    for table in TABLES:
        ids = [record["id"] for record in doc[table]]
        assert ids == sorted(ids)
    assert list(doc["claims"][0])[-3:] == ["created", "modified", "by"]
    assert data.endswith(b"}\n")
    assert b"\r" not in data
    assert "naïve".encode() in data


def test_restored_and_exported_again_it_is_the_same_bytes(tmp_path: Path) -> None:
    data = exported(build(tmp_path / "case"))
    assert round_trip(tmp_path / "copy", data) == data
    assert not (tmp_path / "copy" / "history.jsonl").exists()
    with Dossier.open(tmp_path / "copy") as copy:
        assert copy.info.id == "3f6c5e0a-0000-4000-8000-000000000001"
        assert copy.problems == copy.validate() == []


def test_an_edit_after_restoring_is_possible(tmp_path: Path) -> None:
    restore_export(tmp_path / "copy", exported(build(tmp_path / "case")), "export.json")
    with Dossier.open(tmp_path / "copy", by="ada") as copy:
        assert copy.edit("add", lambda draft: draft.put(entity("e.new"))) is not None
    assert b"e.new" in exported(tmp_path / "copy")


def test_the_order_of_lines_and_keys_does_not_matter(tmp_path: Path) -> None:
    case = build(tmp_path / "case")
    before = exported(case)
    for table in TABLES:
        file = case / f"{table}.jsonl"
        lines = [orjson.loads(line) for line in file.read_bytes().splitlines()]
        shuffled = [dict(reversed(line.items())) | {"note": None} for line in reversed(lines)]
        file.write_bytes(b"\n".join(map(orjson.dumps, shuffled)))
    # A null in a field that a table does not know is kept; everywhere else it is absence.
    doc = orjson.loads(exported(case))
    assert all(record.pop("note", None) is None for table in TABLES for record in doc[table])
    assert orjson.dumps(doc, option=orjson.OPT_INDENT_2) + b"\n" == before


@pytest.mark.parametrize("text", WORDS, ids=list(NASTY))
def test_nasty_text_comes_back_byte_for_byte(tmp_path: Path, text: str) -> None:
    extra = [
        claim("c.nasty", text, "q.vote", hedge=text, **{"x-unknown": {text: [text]}}),
        entity("e.nasty", name=text, aliases=[text]),
        note("a.nasty", "c.nasty", text),
    ]
    case = build(tmp_path / "case", extra=extra, title=text)
    data = exported(case)
    assert round_trip(tmp_path / "copy", data) == data
    with Dossier.open(tmp_path / "copy") as copy:
        assert copy.info.title == text
        assert copy.claims["c.nasty"].text == text
        assert copy.raw("c.nasty")["x-unknown"] == {text: [text]}
    jsonschema.validate(orjson.loads(data), make_schema())


_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 63), (1 << 64) - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=8,
)
_UNKNOWN = st.dictionaries(_TEXT.map(lambda key: f"x-{key}"), _JSON, max_size=3)
_NAMES = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True)


@settings(max_examples=(settings.default or settings()).max_examples // 2)
@given(names=st.sets(_NAMES, max_size=5), text=_TEXT, more=st.tuples(_UNKNOWN, _UNKNOWN, _UNKNOWN))
def test_any_dossier_survives(
    tmp_path_factory: pytest.TempPathFactory, names: set[str], text: str, more: tuple[dict[str, Any], ...]
) -> None:
    unknown, inner, about = more
    folder = tmp_path_factory.mktemp("any")
    support = [{"quote": "q.vote", "stance": "supports", **inner}]
    extra = [
        *({**unknown, **entity(f"e.{name}", description=text), **about} for name in names),
        {**claim("c.any", text), "support": support, **unknown},
    ]
    case = build(folder / "case", extra=extra)
    info = orjson.loads((case / "dossier.json").read_bytes())
    (case / "dossier.json").write_bytes(orjson.dumps(info | about))
    data = exported(case)
    assert round_trip(folder / "copy", data) == data
    assert exported(folder / "copy") == data
    found = orjson.loads(data)
    assert {key: found["dossier"][key] for key in about} == about
    (any_claim,) = [record for record in found["claims"] if record["id"] == "c.any"]
    assert {key: any_claim[key] for key in unknown} == unknown
    jsonschema.validate(found, make_schema())


def test_the_schema_that_ships_is_current_and_a_schema() -> None:
    assert SCHEMA_FILE.read_bytes() == make_schema_file(), "run python -m dossier.exchange.schema"
    jsonschema.Draft202012Validator.check_schema(make_schema())


@pytest.mark.parametrize("name", ["deepseek", "tutorial"])
def test_the_bundled_dossiers_follow_the_schema(name: str) -> None:
    bundled = ROOT / "data" / name
    faults = jsonschema.Draft202012Validator(make_schema()).iter_errors(orjson.loads(exported(bundled)))
    assert [fault.message for fault in faults] == []


def _with(doc: dict[str, Any], table: str, **fields: Any) -> dict[str, Any]:
    first, *rest = doc[table]
    return {**doc, table: [{**first, **fields}, *rest]}


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        ("claims", {"kind": "fct"}),
        ("claims", {"id": "q.x"}),
        ("claims", {"support": [{"quote": "c.x", "stance": "supports"}]}),
        ("claims", {"support": [{"quote": "q.x", "stance": "likes"}]}),
        ("claims", {"created": "yesterday"}),
        ("claims", {"figure": {"unit": "USD", "as_written": "5", "value": "5 million"}}),
        ("quotes", {"exact": ""}),
        ("quotes", {"start": -1}),
        ("quotes", {"text": "abc"}),
        ("entities", {"kind": "alien"}),
        ("entities", {"name": None}),
        ("relations", {"to": "e.courier", "from": "s.courier"}),
        ("relations", {"from": "s.a", "to": "s.b", "type": "likes"}),
        ("annotations", {"motivation": "tagging", "body": {"text": "x"}}),
        ("annotations", {"resolved": "2025-13-01T00:00:00Z"}),
        ("annotations", {"motivation": "assessing", "body": {"scheme": "admiralty-info", "value": "A"}}),
        ("annotations", {"motivation": "gossiping"}),
        ("filters", {"pane": "kitchen"}),
    ],
)
def test_the_schema_refuses_what_the_models_refuse(
    tmp_path: Path, table: str, fields: dict[str, Any]
) -> None:
    doc = orjson.loads(exported(build(tmp_path / "case")))
    jsonschema.validate(doc, make_schema())
    read_export(orjson.dumps(doc), "export.json")
    broken = _with(doc, table, **fields)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, make_schema())
    with pytest.raises(DossierError):
        read_export(orjson.dumps(broken), "export.json")


def test_export_replaces_a_file_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text("old")
    file.chmod(0o640)
    with Dossier.open(build(tmp_path / "case")) as dossier:
        size = write_export(dossier, file)
        assert file.read_bytes() == make_export(dossier)
    assert size == file.stat().st_size
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(each.name for each in tmp_path.iterdir()) == ["case", "out.json"]


def test_a_failed_export_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "out.json"
    file.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with Dossier.open(build(tmp_path / "case")) as dossier, pytest.raises(OSError, match="No space"):
        write_export(dossier, file)
    assert file.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["case", "out.json"]


@pytest.mark.parametrize(
    "name",
    [
        "claims.jsonl",
        "dossier.json",
        "history.jsonl",
        "texts/x.json",
        ".",
        "CLAIMS.JSONL",
        "../link",
        ".lock",
    ],
)
def test_the_dossiers_own_files_are_never_written_to(tmp_path: Path, name: str) -> None:
    case = build(tmp_path / "case")
    (tmp_path / "link").symlink_to(case / "quotes.jsonl")
    before = {file: file.read_bytes() for file in case.rglob("*") if file.is_file()}
    with Dossier.open(case) as dossier, pytest.raises(DossierError):
        write_export(dossier, case / name)
    assert {file: file.read_bytes() for file in case.rglob("*") if file.is_file()} == before


def test_a_link_is_followed_and_a_device_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "target.json").write_text("old")
    (tmp_path / "link.json").symlink_to(tmp_path / "target.json")
    with Dossier.open(build(tmp_path / "case")) as dossier:
        write_export(dossier, tmp_path / "link.json")
        write_export(dossier, Path(os.devnull))
        assert (tmp_path / "target.json").read_bytes() == make_export(dossier)
    assert (tmp_path / "link.json").is_symlink()
    assert not Path(os.devnull).is_file()


def test_export_writes_nothing_into_the_dossier(tmp_path: Path) -> None:
    case = build(tmp_path / "case")
    before = sorted(case.rglob("*"))
    with Dossier.open(case) as dossier:
        make_document(dossier)
    assert sorted(case.rglob("*")) == before


def test_every_stamp_is_exported(tmp_path: Path) -> None:
    doc = orjson.loads(exported(build(tmp_path / "case")))
    assert all(record["by"] == STAMP["by"] for table in TABLES for record in doc[table])


def test_a_failure_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("")
    wanted = tmp_path / "no-folder" / "out.json"
    with pytest.raises(OSError, match="Not a directory") as caught:
        write_output(wanted, b"x")
    assert caught.value.filename == str(wanted)
