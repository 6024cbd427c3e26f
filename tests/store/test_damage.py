"""A damaged history, or one that a stranger wrote: it is told what is wrong, and the rest is as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier import Dossier
from dossier.records.kinds import TABLES
from dossier.records.problems import EditRefused
from dossier.records.strict_json import MAX_DEPTH
from dossier.show.history import edit_words, find_signs
from dossier.store.history import sha256
from tests import builders

Entry = dict[str, Any]
SOME_NOTE = builders.note("a.new", "c.cost")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return lay(tmp_path / "d")


def lay(path: Path) -> Path:
    """A dossier with two edits and the taking back of the second, none of them saved."""
    builders.build(path)
    dossier = Dossier.open(path, by="ada")
    dossier.edit("first", lambda draft: draft.put(builders.note("a.x", "c.cost")))
    dossier.edit("second", lambda draft: draft.put(builders.note("a.y", "c.cost")))
    dossier.undo()
    dossier._store.close()
    return path


def content(dossier: Dossier) -> dict[str, dict[str, Any]]:
    return {name: dict(getattr(dossier, name).docs) for name in TABLES}


def entries(path: Path) -> list[Entry]:
    return [orjson.loads(line) for line in (path / "history.jsonl").read_bytes().splitlines()]


def write(path: Path, lines: list[Any]) -> None:
    """A history of these lines, each with the digests that belong to it: a stranger can compute them too."""
    texts: list[bytes] = []
    for line in lines:
        if isinstance(line, dict):
            fields = {key: value for key, value in line.items() if key not in ("prev", "sum")}
            body = orjson.dumps({**fields, "prev": sha256(texts[-1]) if texts else None})[:-1]
            texts.append(body + b',"sum":"' + sha256(body).encode() + b'"}')
        else:
            texts.append(orjson.dumps(line))
    (path / "history.jsonl").write_bytes(b"".join(text + b"\n" for text in texts))


def stranger(**fields: Any) -> Entry:
    """An edit that somebody else wrote."""
    changes = [["annotations", "a.new", None, SOME_NOTE]]
    edit = {"edit": "x1", "at": "2025-02-01T09:30:00Z", "by": "eve", "label": "x", "changes": changes}
    return {**edit, "undoes": None, **fields}


def changing(*change: Any) -> Entry:
    return stranger(changes=[list(change)])


def nested(levels: int) -> Any:
    value: Any = []
    for _ in range(levels - 1):
        value = [value]
    return value


STRANGE = {
    "edit is an object": (stranger(edit={"x": 1}), "edit: is no text"),
    "edit is missing": ({"changes": []}, "is neither an edit nor a save"),
    "at is a number": (stranger(at=5), "at: is no text"),
    "by is a list": (stranger(by=["eve"]), "by: is no text"),
    "label is null": (stranger(label=None), "label: is missing"),
    "changes is an object": (stranger(changes={}), "changes: is no list"),
    "a change is a text": (stranger(changes=["x"]), r"changes\[0\]: is no change"),
    "a change is short": (changing("claims", "c.x"), r"changes\[0\]: is no change"),
    "table is a list": (changing(["claims"], "c.x", None, None), r"changes\[0\]: is no change"),
    "id is a list": (changing("annotations", ["a"], None, SOME_NOTE), r"changes\[0\]: is no change"),
    "id is null": (changing("annotations", None, None, SOME_NOTE), r"changes\[0\]: is no change"),
    "id is of another table": (changing("claims", "a.new", None, SOME_NOTE), "is not the id of a record in"),
    "id has an escape": (changing("claims", "c.\x1b]52;c;x", None, None), "is not the id of a record in"),
    "after is a list": (changing("claims", "c.x", None, [1]), "expected null or the record with this id"),
    "after is a number": (changing("claims", "c.x", None, 5), "expected null or the record with this id"),
    "after has no id": (changing("claims", "c.x", None, {"text": "a"}), "expected null or the record with"),
    "a record is too deep": (
        changing("annotations", "a.new", None, {**SOME_NOTE, "x": nested(MAX_DEPTH)}),
        "is nested too deeply",
    ),
    "a field is of a wrong type": (
        changing("annotations", "a.new", None, {**SOME_NOTE, "target": ["c.cost"]}),
        "a.new: target: is a list; expected text",
    ),
    "undoes is a list": (stranger(undoes=["x1"]), "undoes: is no text"),
    "outside is a list": (stranger(outside=["tags"]), "outside: is no list of digests"),
    "saved is a list": ({"saved": [["claims", "x"]], "at": "x"}, "saved: is no list of digests"),
    "a digest is an object": ({"saved": {"claims": {"x": 1}}, "at": "x"}, "saved: is no list of digests"),
    "a number": (7, "is neither an edit nor a save"),
}


@pytest.mark.parametrize(("line", "words"), STRANGE.values(), ids=STRANGE.keys())
def test_a_line_that_is_no_edit_is_told_and_passed_over(path: Path, line: Any, words: str) -> None:
    before = content(Dossier.open(path))
    write(path, [*entries(path), line])
    dossier = Dossier.open(path, by="ada")
    assert content(dossier) == before
    with pytest.raises(AssertionError, match=rf"history\.jsonl:5: .*{words}"):
        raise AssertionError(dossier.problems[0])
    assert dossier.notices == dossier.problems
    assert dossier.edit("after", lambda draft: draft.put(builders.note("a.z", "c.cost")))
    assert "a.z" in Dossier.open(path).annotations


@pytest.mark.parametrize("line", [line for line, _ in STRANGE.values() if isinstance(line, dict)])
def test_an_open_program_passes_over_what_another_appends(path: Path, line: Entry) -> None:
    dossier = Dossier.open(path, by="ada")
    before = content(dossier)
    write(path, [*entries(path), line])
    assert dossier.refresh().replaced is False
    assert content(dossier) == before
    assert len(dossier.problems) == 1
    assert dossier.edit("after", lambda draft: draft.put(builders.note("a.z", "c.cost")))


def test_a_table_that_only_a_newer_release_knows_is_passed_over(path: Path) -> None:
    dossier = Dossier.open(path, by="ada")
    changes = [["proposals", "p.x", None, {"id": "p.x"}], ["annotations", "a.new", None, SOME_NOTE]]
    write(path, [*entries(path), stranger(changes=changes)])
    for program in (dossier, Dossier.open(path, by="ada")):
        program.refresh()
        assert "a.new" in program.annotations
        assert "changes proposals, which this release does not know" in str(program.problems[0])
        with pytest.raises(EditRefused, match="it changed tables that this release does not know"):
            program.revert("x1")


def test_edits_that_take_each_other_back_are_listed(path: Path) -> None:
    write(path, [*entries(path), stranger(undoes="x1"), stranger(edit="x2", undoes="x3", changes=[]),
                 stranger(edit="x3", undoes="x2", changes=[])])  # fmt: skip
    edits = list(Dossier.open(path).history())
    signs = find_signs(edits)
    assert [edit_words(edit, signs) for edit in edits] == [
        *("first", "second", "undone: second"),
        *("undone: x", "undone: x", "redone: x"),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any) -> list[tuple[Any, ...]]:
    """Where in a JSON value something stands."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((key, *inner) for key, each in items for inner in places(each))]


def put_at(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    if not place:
        return new
    copy = value.copy()
    copy[place[0]] = put_at(value[place[0]], place[1:], new)
    return copy


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("laid") / "d")


@given(data=st.data(), new=JSON)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_in_any_field_of_the_history_opens(laid: Path, data: st.DataObject, new: Any) -> None:
    whole = (laid / "history.jsonl").read_bytes()
    lines = entries(laid)
    number = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.sampled_from(places(lines[number])))
    try:
        lines[number] = put_at(lines[number], place, new)
        write(laid, lines)
    except (TypeError, orjson.JSONEncodeError):
        return
    try:
        dossier = Dossier.open(laid, by="ada")
        edits = list(dossier.history())
        assert len(find_signs(edits)) <= len(edits)
        dossier.validate()
        assert dossier.edit("after", lambda draft: draft.put(builders.note("a.zzz", "c.cost")))
        assert "a.zzz" in Dossier.open(laid).annotations
        dossier._store.close()
    finally:
        (laid / "history.jsonl").write_bytes(whole)


def flipped(data: bytes, at: int, bit: int) -> bytes:
    return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]


def each_byte(data: bytes, start: int, end: int, see: Callable[[bytes], None]) -> None:
    """The data with one bit of each byte changed."""
    for at in range(start, end):
        see(flipped(data, at, at % 8))


def test_a_bit_of_the_last_line_that_fell_over_is_told(path: Path) -> None:
    history = path / "history.jsonl"
    whole = history.read_bytes()
    last = whole.rindex(b"\n", 0, len(whole) - 1) + 1

    def see(data: bytes) -> None:
        history.write_bytes(data)
        dossier = Dossier.open(path)
        assert [problem for problem in dossier.problems if (problem.line or 0) >= 4], data[last:]
        dossier._store.close()

    each_byte(whole, last, len(whole) - 1, see)


def test_a_bit_of_another_line_is_told_with_the_record_that_it_is_about(path: Path) -> None:
    history = path / "history.jsonl"
    whole = history.read_bytes()
    history.write_bytes(whole.replace(b'"text":"Ask', b'"text":"Bsk', 1))
    first, second = Dossier.open(path).problems
    assert str(first).startswith("history.jsonl:2: a.x: sum: does not match its digest")
    assert str(second).startswith("history.jsonl:3: prev: does not follow the line before it")


def test_a_last_line_that_lacks_no_more_than_its_end_is_kept_by_the_next_writer(path: Path) -> None:
    history = path / "history.jsonl"
    whole = history.read_bytes()
    for end in (b"", b"\x0b", b"J"):
        history.write_bytes(whole[:-1] + end)
        dossier = Dossier.open(path, by="ada")
        dossier.edit("after", lambda draft: draft.put(builders.note("a.z", "c.cost")))
        assert history.read_bytes().startswith(whole)
        assert dossier.problems == []
        dossier._store.close()


def test_a_bit_of_a_table_that_fell_over_is_told(path: Path) -> None:
    with Dossier.open(path, by="ada") as dossier:
        dossier.save()
    table = path / "tags.jsonl"
    whole = table.read_bytes()

    def see(data: bytes) -> None:
        table.write_bytes(data)
        dossier = Dossier.open(path)
        assert [told for told in dossier.edited_outside if told.startswith("tags.jsonl was edited outside")]
        dossier._store.close()

    each_byte(whole, 0, len(whole), see)


def test_an_edit_that_would_bring_back_a_field_of_a_wrong_type_is_not_taken_back(path: Path) -> None:
    note = builders.note("a.x", "c.cost", "Ask.")
    change = ["annotations", "a.x", {**note, "target": ["c.cost"]}, Dossier.open(path).raw("a.x")]
    write(path, [*entries(path), stranger(changes=[change])])
    dossier = Dossier.open(path, by="ada")
    with pytest.raises(EditRefused, match=r"a\.x: target: before, it is a list; expected text"):
        dossier.revert("x1")
