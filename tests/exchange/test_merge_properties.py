"""What holds of any two copies of one dossier that went separate ways, and of their merge."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.core.dossier import Dossier, Draft
from dossier.evidence.checks.records import find_faults
from dossier.exchange.copies import Tables, read_copy
from dossier.exchange.merge_folder import merge_folders
from dossier.records.ids import table_of
from dossier.records.kinds import TABLES
from dossier.records.problems import EditRefused
from tests.builders import build, claim, note, records, tagging

Step = tuple[str, Any, Any, int]
BASE = {doc["id"]: doc for doc in records()}
_FIELDS = {"c": "text", "e": "name", "v": "title", "q": "note", "s": "description", "t": "definition"}
_CHANGED = ["c.cost", "c.vote", "e.orsund", "v.vote", "q.vote", "t.cost", "s.daily"]
_QUOTES = ["q.vote", "q.count", "q.friday"]


def _kind(kind: str, what: Sequence[str], how: Sequence[Any] = (None,)) -> st.SearchStrategy[Step]:
    return st.tuples(st.just(kind), st.sampled_from(what), st.sampled_from(how), st.integers(0, 9))


_SIDES = st.lists(
    st.one_of(
        _kind("set", _CHANGED, "xyz"),
        _kind("remove", [*(each for each in BASE if each != "e.marla-quist"), "a.both1", "c.both1"]),
        _kind("support", _QUOTES, ["supports", "mentions"]),
        _kind("alias", "xyz", [True, False]),
        _kind("note", [*_CHANGED, "v.move", "r.heads"], "12"),
        _kind("tag", ["t.unasked", "t.cost"], "12"),
        _kind("claim", "12", _QUOTES),
        _kind("anchor", ["q.nobody", "q.vote"], [1, 2, 3]),
        _kind("undo", [""]),
    ),
    max_size=5,
)

_WORDS = st.lists(
    st.one_of(_kind("set", _CHANGED, "xyz"), _kind("note", _CHANGED, "12"), _kind("anchor", _QUOTES, [1, 2])),
    max_size=5,
)


def _anchored(doc: dict[str, Any], cut: int) -> dict[str, Any]:
    """The same quote, shorter at its end."""
    exact, suffix = doc.get("exact", ""), doc.get("suffix", "")
    if len(exact) <= cut:
        return doc
    return {**doc, "exact": exact[:-cut], "suffix": exact[-cut:] + suffix, "end": doc["end"] - cut}


def _with_referrers(dossier: Dossier, record_id: str) -> list[str]:
    """A record, if it is there, and all that cannot be without it."""
    found = [record_id] if record_id in dossier else []
    for each in found:
        found += [other for other in dossier.referrers(each) if other not in found]
    return found


def _change(step: Step, dossier: Dossier) -> Callable[[Draft], object]:
    kind, what, how, _ = step
    side = dossier.by

    def change(draft: Draft) -> None:
        match kind:
            case "set":
                draft.put({**(draft.get(what) or {}), _FIELDS[what[0]]: how})
            case "remove":
                for each in _with_referrers(dossier, what):
                    draft.remove(each)
            case "support":
                doc = draft.get("c.cost") or {}
                draft.put({**doc, "support": [*doc.get("support", []), {"quote": what, "stance": how}]})
            case "alias":
                doc = draft.get("e.orsund") or {}
                names = [name for name in doc.get("aliases", []) if name != what]
                draft.put({**doc, "aliases": [*names, what] if how else names})
            case "note":
                draft.put(note(f"a.{side}{how}", what, created=draft.at, modified=draft.at, by=side))
            case "tag":
                stamps = {"created": draft.at, "modified": draft.at, "by": side}
                draft.put(tagging(f"a.both{how}", "e.orsund", what, **stamps))
            case "claim":
                stamps = {"created": draft.at, "modified": draft.at, "by": side}
                draft.put(claim(f"c.both{what}", f"A claim of {side}.", how, **stamps))
            case _:
                draft.put(_anchored(draft.get(what) or {}, how))

    return change


@contextmanager
def _at(tick: int) -> Iterator[None]:
    moment = f"2026-01-01T00:00:00.{tick:03d}Z"
    with patch("dossier.store.draft.now", lambda: moment), patch("dossier.store.store.now", lambda: moment):
        yield


def _edit(path: Path, by: str, steps: list[Step], start: int) -> None:
    """Make these edits, those that can be made; each at least as late as the one before."""
    tick = start
    with Dossier.open(path, by=by) as dossier:
        for step in steps:
            tick += step[3]
            with _at(tick):
                try:
                    if step[0] == "undo":
                        dossier.undo()
                    else:
                        dossier.edit(f"{step[0]} {step[1]}", _change(step, dossier))
                except EditRefused:
                    continue


def _copies(folder: Path, before: list[Step], *sides: list[Step]) -> list[Path]:
    case = build(folder / "case")
    _edit(case, "eve", before, 0)
    made = []
    for name, steps in zip(("ada", "ben", "cat"), sides, strict=False):
        made.append(shutil.copytree(case, folder / name))
        _edit(made[-1], name, steps, 100)
    return made


def _files(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.rglob("*") if file.is_file()}


def _tables(path: Path) -> dict[str, bytes]:
    files = {table: path / f"{table}.jsonl" for table in TABLES}
    return {table: file.read_bytes() if file.exists() else b"" for table, file in files.items()}


def _docs(path: Path) -> Tables:
    return read_copy(path).tables


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    return lambda: tmp_path_factory.mktemp("merge")


_quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@_quick
@given(before=_SIDES, ada=_SIDES)
def test_a_copy_and_itself_are_that_copy(
    folder: Callable[[], Path], before: list[Step], ada: list[Step]
) -> None:
    (a,) = _copies(folder(), before, ada)
    done = merge_folders(a, a, a.parent / "c", "mo")
    assert done.conflicts == ()
    assert _tables(a.parent / "c") == _tables(a)
    assert list(read_copy(a.parent / "c").edits) == list(read_copy(a).edits)


@_quick
@given(before=_SIDES, ada=_SIDES, ben=_SIDES)
def test_any_two_copies(
    folder: Callable[[], Path], before: list[Step], ada: list[Step], ben: list[Step]
) -> None:
    a, b = _copies(folder(), before, ada, ben)
    c, back = a.parent / "c", a.parent / "back"
    files = _files(a), _files(b)
    done = merge_folders(a, b, c, "mo")
    assert merge_folders(b, a, back, "mo").conflicts == done.conflicts, "order matters to what is listed"
    assert _tables(back) == _tables(c), "order matters"
    assert (_files(a), _files(b)) == files, "a copy was changed"
    with Dossier.open(c, by="mo") as merged:
        assert merged.problems == merged.validate() == list(find_faults(merged)) == [], "not clean"
        assert merged.conflicts == []
        _nothing_is_lost(a, b, c, done.conflicts)
        _can_be_undone(merged)
    for known in (a, b, c):
        again = merge_folders(back, known, a.parent / f"with-{known.name}", "mo")
        assert again.conflicts == (), "what is known already is no conflict"
        assert _tables(a.parent / f"with-{known.name}") == _tables(back)


def _nothing_is_lost(a: Path, b: Path, c: Path, conflicts: tuple[str, ...]) -> None:
    ours, theirs, joined = _docs(a), _docs(b), _docs(c)
    listed = {line.split(":")[0] for line in conflicts}
    history = read_copy(c).edits
    removed = {change.id for edit in history for change in edit.changes if change.after is None}
    said = [doc for edit in history for change in edit.changes for doc in (change.before, change.after)]
    for record_id in {each for tables in (ours, theirs) for docs in tables.values() for each in docs}:
        table = table_of(record_id)
        mine, other, kept = (tables[table].get(record_id) for tables in (ours, theirs, joined))
        if kept is None:
            assert record_id in removed
            assert None in (mine, other), "removed although both have it"
            assert record_id not in listed
        for version in (mine, other):
            if version is not None and version != kept:  # an older version, or one that the log still has
                for key, value in version.items():
                    logged = any(doc and doc["id"] == record_id and doc.get(key) == value for doc in said)
                    assert (kept or {}).get(key) == value or logged, f"{record_id}.{key} is lost"


def _can_be_undone(merged: Dossier) -> None:
    with _at(999):
        try:
            merged.undo()
        except EditRefused:
            return
    assert merged.problems == merged.validate() == []
    with _at(999):
        merged.redo()


def _three(folder: Path, before: list[Step], *sides: list[Step]) -> tuple[bool, bool]:
    """Whether anything was listed when three were joined, and whether the order made no difference."""
    a, b, d = _copies(folder, before, *sides)
    listed = [
        merge_folders(first, second, folder / name, "mo").conflicts
        for first, second, name in (
            (a, b, "ab"),
            (folder / "ab", d, "abd"),
            (b, d, "bd"),
            (a, folder / "bd", "a-bd"),
        )
    ]
    return any(listed), _tables(folder / "abd") == _tables(folder / "a-bd")


@_quick
@given(before=_SIDES, ada=_SIDES, ben=_SIDES, cat=_SIDES)
def test_without_conflicts_it_does_not_matter_which_two_of_three_come_first(
    folder: Callable[[], Path], before: list[Step], ada: list[Step], ben: list[Step], cat: list[Step]
) -> None:
    listed, same = _three(folder(), before, ada, ben, cat)
    assert listed or same


@_quick
@given(before=_SIDES, ada=_WORDS, ben=_WORDS, cat=_WORDS)
def test_nor_does_it_where_all_conflicts_are_about_plain_fields(
    folder: Callable[[], Path], before: list[Step], ada: list[Step], ben: list[Step], cat: list[Step]
) -> None:
    _, same = _three(folder(), before, ada, ben, cat)
    assert same
