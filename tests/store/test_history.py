"""The journal: a history cut at any byte recovers to a whole edit."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import orjson

from dossier import Dossier
from dossier.records.kinds import TABLES
from tests import builders


def content(dossier: Dossier) -> dict[str, dict[str, Any]]:
    return {name: dict(getattr(dossier, name).docs) for name in TABLES}


def written(tmp_path: Path, *, saves: bool) -> tuple[Path, list[dict[str, dict[str, Any]]]]:
    """A dossier with a short history, and its content before and after every edit."""
    path = Dossier.new(tmp_path / "d", title="t", by="ada").path
    dossier = Dossier.open(path, by="ada")
    states = [content(dossier)]
    for number in range(3):
        dossier.edit(f"edit {number}", lambda draft, n=number: draft.put({"id": f"t.{n}", "path": f"p{n}"}))  # type: ignore[misc]
        states.append(content(dossier))
        if saves and number == 1:
            dossier.save()
    dossier.undo()
    states.append(content(dossier))
    dossier._store.close()
    return path, states


def edits_in(data: bytes) -> int:
    """How many whole edits there are; a line that lacks only its end counts."""
    count = 0
    for line in data.split(b"\n"):
        try:
            count += "edit" in orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
    return count


def test_a_history_cut_at_any_byte_recovers_to_a_whole_edit(tmp_path: Path) -> None:
    path, states = written(tmp_path, saves=False)
    whole = (path / "history.jsonl").read_bytes()
    for cut in range(len(whole) + 1):
        (path / "history.jsonl").write_bytes(whole[:cut])
        seen = Dossier.open(path, by="bob")
        assert content(seen) == states[whole[:cut].count(b'"edit":') if whole[cut - 1 : cut] == b"\n" else
                                       edits_in(whole[: whole[:cut].rfind(b"\n") + 1])]  # fmt: skip
        assert seen.problems == []
        if cut % 7 == 0 or whole[cut - 1 : cut] in b"\n}":
            seen.edit("after", lambda draft: draft.put({"id": "t.after", "path": "after"}))
            expected = {**states[edits_in(whole[:cut])]}
            expected["tags"] = {**expected["tags"], "t.after": seen.raw("t.after")}
            assert content(seen) == expected
            assert content(Dossier.open(path)) == expected
        seen._store.close()


def test_a_history_cut_before_a_save_that_was_done_recovers_too(tmp_path: Path) -> None:
    path, states = written(tmp_path, saves=True)
    whole = (path / "history.jsonl").read_bytes()
    saved_by_then = states[2]
    ends = {place for place, byte in enumerate(whole, 1) if byte == ord("\n")}
    for cut in sorted({*range(0, len(whole) + 1, 7), *ends, *(end - 1 for end in ends)}):
        (path / "history.jsonl").write_bytes(whole[:cut])
        seen = Dossier.open(path, by="bob")
        edits = edits_in(whole[: whole[:cut].rfind(b"\n") + 1])
        assert content(seen) == (states[edits] if edits > 2 else saved_by_then)
        assert seen.conflicts == []
        seen._store.close()


def test_a_torn_last_line_is_cut_off_under_the_lock_and_reported(tmp_path: Path) -> None:
    path, states = written(tmp_path, saves=False)
    whole = (path / "history.jsonl").read_bytes()
    torn = whole + b'{"edit":"half'
    (path / "history.jsonl").write_bytes(torn)
    dossier = Dossier.open(path, by="ada")
    dossier.refresh()
    assert (path / "history.jsonl").read_bytes() == torn
    assert dossier.problems == []
    dossier.edit("after", lambda draft: draft.put({"id": "t.after", "path": "after"}))
    assert (path / "history.jsonl").read_bytes().startswith(whole + b'{"edit":')
    assert "was torn by a crash and has been cut off" in str(dossier.problems[0])
    assert content(Dossier.open(path))["tags"].keys() == states[-1]["tags"].keys() | {"t.after"}


def test_a_reader_waits_for_the_rest_of_a_line(tmp_path: Path) -> None:
    path, states = written(tmp_path, saves=False)
    whole = (path / "history.jsonl").read_bytes()
    last = whole.rindex(b'{"edit":')
    reader = tmp_path / "reader"
    shutil.copytree(path, reader)
    (reader / "history.jsonl").write_bytes(whole[:last])
    dossier = Dossier.open(reader, by="eve")
    for cut in range(last, len(whole), 10):
        with (reader / "history.jsonl").open("r+b") as file:
            file.seek(last)
            file.write(whole[last:cut])
        news = dossier.refresh()
        assert (news.edits, news.replaced) == ((), False)
    with (reader / "history.jsonl").open("r+b") as file:
        file.seek(last)
        file.write(whole[last:])
    assert len(dossier.refresh().edits) == 1
    assert content(dossier) == states[-1]


def test_a_history_in_crlf_is_the_same_history(tmp_path: Path) -> None:
    path, states = written(tmp_path, saves=False)
    history = path / "history.jsonl"
    history.write_bytes(history.read_bytes().replace(b"\n", b"\r\n"))
    dossier = Dossier.open(path, by="ada")
    assert (content(dossier), dossier.problems) == (states[-1], [])
    dossier.edit("after", lambda draft: draft.put({"id": "t.after", "path": "after"}))
    assert Dossier.open(path).problems == []


def test_replay_twice_is_replay_once(tmp_path: Path) -> None:
    path = builders.build(tmp_path / "d")
    with Dossier.open(path, by="ada") as dossier:
        dossier.edit("a", lambda draft: draft.tags.update({"color": "red"}))
        dossier.edit("b", lambda draft: draft.put(builders.note("a.x", "c.cost")))
        dossier.edit("c", lambda draft: draft.remove("a.x"))
        before = content(dossier)
        tables = {name: path / f"{name}.jsonl" for name in TABLES}
        old = {name: file.read_bytes() for name, file in tables.items() if file.exists()}
    history = path / "history.jsonl"
    *lines, written = history.read_bytes().splitlines(keepends=True)
    assert orjson.loads(written)["written"] is True
    history.write_bytes(b"".join(lines))  # as if it had crashed before all tables were in place
    for name, data in old.items():  # any mixture of tables before and after the save is the same dossier
        tables[name].write_bytes(data)
        assert content(Dossier.open(path)) == before
