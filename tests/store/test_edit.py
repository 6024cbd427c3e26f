"""The one way to change anything: what an edit writes, what it refuses, and how it is undone."""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from dossier import Dossier
from dossier.core.dossier import Draft
from dossier.records.problems import EditRefused, NotSaved
from dossier.records.tag import Tag
from tests import builders


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return builders.build(tmp_path / "d")


@pytest.fixture
def dossier(path: Path) -> Dossier:
    return Dossier.open(path, by="ada")


def color(dossier: Dossier, value: str, tag: str = "t.cost") -> None:
    assert dossier.edit(f"color {value}", lambda draft: draft.tags.update({"color": value}, doc_ids=[tag]))


def lines(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in (path / "history.jsonl").read_bytes().splitlines()]


def test_the_first_edit_says_first_how_the_tables_stood(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    saved, edit = lines(path)
    assert set(saved) == {"saved", "written", "at", "prev", "sum"}
    assert len(saved["saved"]) == 9
    assert list(edit) == ["edit", "at", "by", "label", "changes", "undoes", "prev", "sum"]
    assert (edit["by"], edit["label"], edit["undoes"]) == ("ada", "color red", None)
    ((table, record_id, before, after),) = edit["changes"]
    assert (table, record_id) == ("tags", "t.cost")
    assert "color" not in before
    assert after == dossier.raw("t.cost")


def test_each_line_is_chained_to_the_one_before(path: Path, dossier: Dossier) -> None:
    for value in ("red", "green", "blue"):
        color(dossier, value)
    raw = (path / "history.jsonl").read_bytes().splitlines()
    assert orjson.loads(raw[0])["prev"] is None
    for before, line in itertools.pairwise(raw):
        assert orjson.loads(line)["prev"] == hashlib.sha256(before).hexdigest()


def test_created_modified_and_by_are_filled_in(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.store.draft.now", lambda: "2030-01-01T00:00:00Z")
    dossier.edit("add", lambda draft: draft.put({"id": "t.dogs", "path": "dogs"}))
    tag = dossier.tags["t.dogs"]
    assert (tag.created, tag.modified, tag.by) == ("2030-01-01T00:00:00Z", "2030-01-01T00:00:00Z", "ada")
    color(dossier, "red")
    tag = dossier.tags["t.cost"]
    assert (tag.created, tag.modified, tag.by) == ("2025-02-01T09:30:00Z", "2030-01-01T00:00:00Z", "ada")
    bob = {"id": "t.cats", "path": "cats", "created": "2001-01-01T00:00:00Z", "by": "bob"}
    dossier.edit("import", lambda draft: draft.put({**bob, "modified": "2002-01-01T00:00:00Z"}))
    assert dossier.raw("t.cats") == {**bob, "modified": "2002-01-01T00:00:00Z"}
    dossier.edit("replace", lambda draft: draft.put({"id": "t.cats", "path": "felines"}))
    assert (dossier.tags["t.cats"].by, dossier.tags["t.cats"].created) == ("bob", "2001-01-01T00:00:00Z")


def test_a_model_can_be_put(dossier: Dossier) -> None:
    stamp = {"created": "2025-02-01T09:30:00Z", "modified": "2025-02-01T09:30:00Z", "by": "ada"}
    tag = Tag.from_doc({"id": "t.dogs", "path": "dogs", **stamp})
    dossier.edit("add", lambda draft: draft.put(tag))
    assert dossier.tags["t.dogs"] == tag


def test_what_changes_nothing_is_no_edit(path: Path, dossier: Dossier) -> None:
    def there_and_back(draft: Draft) -> None:
        draft.put({"id": "t.dogs", "path": "dogs"})
        draft.remove("t.dogs")
        draft.put(dossier.raw("t.cost"))
        draft.put({**dossier.raw("t.unasked"), "aliases": [], "color": None})

    assert dossier.edit("nothing", there_and_back) is None
    assert not (path / "history.jsonl").exists()


def test_many_records_are_one_step(dossier: Dossier) -> None:
    edit = dossier.edit("hedge all", lambda draft: draft.claims.update({"hedge": "says"}))
    assert edit is not None
    assert sorted(edit.records) == list(dossier.claims.ids())
    dossier.undo()
    assert {claim.hedge for claim in dossier.claims} == {None}


def test_edited_records_are_canonical_with_unknown_fields_in_place(path: Path) -> None:
    odd = {"id": "t.dogs", "zoo": 7, "path": "dogs", "color": "brown", "lair": {"b": 1, "a": 2}}
    builders_line = orjson.dumps({**odd, **builders.STAMP}) + b"\n"
    (path / "tags.jsonl").write_bytes((path / "tags.jsonl").read_bytes() + builders_line)
    with Dossier.open(path, by="ada") as dossier:
        dossier.edit("define", lambda draft: draft.tags.update({"definition": "Bark"}, doc_ids=["t.dogs"]))
    (kept,) = [doc for doc in builders.table_lines(path, "tags") if doc["id"] == "t.dogs"]
    order = ["id", "zoo", "path", "definition", "color", "lair", "created", "modified", "by"]
    assert list(kept) == order
    assert list(kept["lair"]) == ["b", "a"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"exact": "about 13 million crowns"},
            r"q\.x: exact: is not in the text of s\.courier, which is attached; from \d+ to \d+ it has "
            r"“about 12 million crowns”$",
        ),
        (
            {"start": 90_000, "end": 90_023, "exact": "about 13 million crowns"},
            r"q\.x: exact: .*; from 90000 to 90023 it ends before that$",
        ),
        ({"start": 90_000, "end": 90_023}, r"q\.x: start: is 90000, but the words stand at \d+$"),
    ],
)
def test_a_quote_that_its_text_does_not_have_there_is_refused(
    dossier: Dossier, fields: dict[str, Any], message: str
) -> None:
    right = builders.quote("q.x", "about 12 million crowns")
    with pytest.raises(EditRefused, match=message):
        dossier.edit("misquote", lambda draft: draft.put({**right, **fields}))
    assert "q.x" not in dossier
    dossier.edit("quote", lambda draft: draft.put(right))
    with pytest.raises(EditRefused, match=message):
        dossier.edit("reword", lambda draft: draft.quotes.update(fields, doc_ids=["q.x"]))


def test_a_misquote_that_is_there_already_can_be_changed_mended_and_come_back(tmp_path: Path) -> None:
    wrong = builders.quote("q.x", "about 13 million crowns")
    with Dossier.open(builders.build(tmp_path / "d", extra=[wrong]), by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.quotes.update({"note": "?"}, doc_ids=["q.x"]))
        mended = builders.quote("q.x", "about 12 million crowns")
        dossier.edit("mend", lambda draft: draft.put(mended))
        assert dossier.undo()
        assert dossier.quotes["q.x"].exact == wrong["exact"]


def test_a_quote_is_not_held_against_a_text_that_is_not_there(tmp_path: Path) -> None:
    with Dossier.open(builders.build(tmp_path / "d", text=False), by="ada") as dossier:
        assert dossier.edit("quote", lambda draft: draft.put(builders.quote("q.x", "any words at all")))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.put({"id": "t.dogs", "path": "7"}), r"t\.dogs: path: '7' cannot be a tag"),
        (
            lambda d: d.put({"id": "dogs", "path": "dogs"}),
            r"^id: 'dogs' is not an id such as c\.some-name, in lower case; the letter says of what: s\.",
        ),
        (lambda d: d.put({"id": "t.Dogs", "path": "dogs"}), r"^id: 't\.Dogs' is not .*, in lower case;"),
        (lambda d: d.put({"path": "dogs"}), r"^id: is missing; expected an id such as c\.some-name"),
        (lambda d: d.put({"id": "t.dogs"}), r"t\.dogs: path: is missing"),
        (
            lambda d: d.tags.update({"id": "t.x"}, doc_ids=["t.cost"]),
            r"t\.cost: id: is 't\.x' .* ids never change",
        ),
        (lambda d: d.tags.insert({"id": "c.x", "path": "dogs"}), r"c\.x: id: is not the id of a tag \(t\.\)"),
        (lambda d: d.put(builders.note("a.x", "c.none")), r"a\.x: target: there is no claim c\.none"),
        (
            lambda d: d.put(builders.claim("c.x", "X", "q.none")),
            r"c\.x: support\[0\]\.quote: there is no quote q\.none",
        ),
        (
            lambda d: d.put(builders.claim("c.x", "X", subject="s.daily")),
            r"c\.x: subject: 's\.daily' is not the id of",
        ),
        (
            lambda d: d.remove("t.cost"),
            r"tag money/cost cannot be removed: annotation a\.tag-cost, by ada, refers to it in body\.tag",
        ),
        (lambda d: d.remove("t.none"), r"t\.none: there is no such tag"),
        (lambda d: d.remove("rubbish"), r"^id: 'rubbish' is not an id"),
        (
            lambda d: d.put({"id": "t.dogs", "path": "dogs", "n": float("nan")}),
            r"t\.dogs: n: cannot be .* JSON",
        ),
        (
            lambda d: d.put({"id": "t.dogs", "path": "dogs", "n": object()}),
            r"t\.dogs: cannot be written as JSON",
        ),
        (lambda d: d.put({"id": "t.dogs", "path": "d\ud800"}), r"t\.dogs: cannot be written as JSON"),
        (
            lambda d: d.put({"id": "t.dogs", "path": "dogs", "n": 1 << 80}),
            r"t\.dogs: cannot be written as JSON",
        ),
    ],
)
def test_what_does_not_hold_is_refused_whole(
    path: Path, dossier: Dossier, change: Callable[[Draft], object], message: str
) -> None:
    before = {name: dict(getattr(dossier, name).docs) for name in ("tags", "claims", "annotations")}

    def both(draft: Draft) -> None:
        draft.put({"id": "t.fine", "path": "fine"})
        change(draft)

    with pytest.raises(EditRefused, match=message):
        dossier.edit("bad", both)
    assert {name: dict(getattr(dossier, name).docs) for name in before} == before
    assert not (path / "history.jsonl").exists()


def test_a_record_goes_together_with_those_that_refer_to_it(dossier: Dossier) -> None:
    def remove(draft: Draft) -> None:
        draft.remove("t.cost")
        draft.remove("a.tag-cost")
        draft.annotations.update({"body": {"tag": "t.unasked"}}, doc_ids=["a.tag-minutes"])

    assert dossier.edit("remove", remove)
    assert dossier.referrers("t.unasked") == ("a.tag-minutes",)


def test_an_edit_may_not_keep_a_reference_to_what_it_removes(dossier: Dossier) -> None:
    def remove(draft: Draft) -> None:
        draft.remove("t.cost")
        draft.remove("a.tag-cost")
        draft.annotations.update({"resolved": "2030-01-01T00:00:00Z"}, doc_ids=["a.tag-minutes"])

    with pytest.raises(
        EditRefused,
        match=r"tag money/cost cannot be removed: annotation a\.tag-minutes, by ada, refers to it",
    ):
        dossier.edit("remove", remove)


def test_minted_ids_are_free(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = iter(["a.note", "a.first", "a.first", "a.second"])
    monkeypatch.setattr("dossier.store.draft.mint_id", lambda _: next(ids))

    def change(draft: Draft) -> None:
        for _ in range(2):
            draft.put(builders.note(draft.mint("a"), "c.cost"))

    edit = dossier.edit("notes", change)
    assert edit is not None
    assert edit.records == ("a.first", "a.second")


def test_undo_and_redo_to_and_fro(dossier: Dossier) -> None:
    states = [dossier.raw("t.cost")]
    for value in ("red", "green", "blue"):
        color(dossier, value)
        states.append(dossier.raw("t.cost"))
    for state in reversed(states[:-1]):
        assert dossier.undo() is not None
        assert dossier.raw("t.cost") == state
    assert dossier.undo() is None
    assert (dossier.can_undo, dossier.can_redo) == (None, "color red")
    for state in states[1:]:
        edit = dossier.redo()
        assert edit is not None
        assert edit.records == ("t.cost",)
        assert dossier.raw("t.cost") == state
    assert dossier.redo() is None
    assert (dossier.can_undo, dossier.can_redo) == ("color blue", None)


def test_an_edit_after_an_undo_ends_the_redo(dossier: Dossier) -> None:
    color(dossier, "red")
    dossier.undo()
    color(dossier, "blue")
    assert (dossier.can_undo, dossier.can_redo) == ("color blue", None)
    dossier.undo()
    assert (dossier.can_undo, dossier.can_redo) == (None, "color blue")


@pytest.mark.parametrize("saved", [True, False])
def test_undo_goes_on_after_a_restart(path: Path, dossier: Dossier, saved: bool) -> None:
    color(dossier, "red")
    color(dossier, "blue")
    dossier.undo()
    if saved:
        dossier.close()
    again = Dossier.open(path, by="ada")
    assert (again.can_undo, again.can_redo) == ("color red", "color blue")
    edit = again.redo()
    assert edit is not None
    assert (edit.label, again.tags["t.cost"].color) == ("color blue", "blue")
    again.undo()
    again.undo()
    assert again.tags["t.cost"].color is None


def test_everyone_undoes_their_own(path: Path, dossier: Dossier) -> None:
    bob = Dossier.open(path, by="bob")
    color(dossier, "red")
    color(bob, "blue", "t.unasked")
    edit = dossier.undo()
    assert edit is not None
    assert edit.records == ("t.cost",)
    assert Dossier.open(path, by="eve").can_undo is None
    bob.refresh()
    assert (bob.tags["t.unasked"].color, bob.tags["t.cost"].color) == ("blue", None)


def test_undo_refuses_what_someone_else_changed_since(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    color(Dossier.open(path, by="bob"), "blue")
    since = "cannot undo “color red”: tag money/cost was changed since, by bob, with “color blue”"
    with pytest.raises(EditRefused, match=f"^{since}$"):
        dossier.undo()
    assert dossier.tags["t.cost"].color == "blue"
    assert dossier.can_undo == "color red"


def test_undo_says_when_it_was_no_edit_that_came_between(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    dossier.close()
    file = path / "tags.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"color":"red"', b'"color":"pink"'))
    with (
        Dossier.open(path, by="ada") as again,
        pytest.raises(EditRefused, match="tag money/cost was changed since, outside dossier"),
    ):
        again.undo()


def test_any_step_can_be_reverted(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    color(Dossier.open(path, by="bob"), "blue", "t.unasked")
    color(dossier, "green", "t.unasked")
    first, bobs, last = [edit.id for edit in dossier.history()]
    edit = dossier.revert(first)
    assert (edit.label, edit.undoes, edit.by) == ("color red", first, "ada")
    assert dossier.tags["t.cost"].color is None
    since = "cannot undo “color blue”: tag unasked was changed since, by you, with “color green”"
    with pytest.raises(EditRefused, match=f"^{since}$"):
        dossier.revert(bobs)
    dossier.revert(last)
    dossier.revert(bobs)
    assert dossier.tags["t.unasked"].color is None
    with pytest.raises(EditRefused, match="was changed since, by you, taking back “color blue”"):
        dossier.revert(bobs)
    with pytest.raises(EditRefused, match="there is no edit 0 in the history"):
        dossier.revert("0")


def test_a_revert_is_a_step_of_its_own(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    color(dossier, "blue", "t.unasked")
    dossier.revert(next(dossier.history()).id)
    for reverted in (dossier, Dossier.open(path, by="ada")):
        assert (reverted.can_undo, reverted.can_redo) == ("color red", None)
    dossier.undo()
    assert dossier.tags["t.cost"].color == "red"
    assert (dossier.can_undo, dossier.can_redo) == ("color blue", "color red")
    dossier.redo()
    assert dossier.tags["t.cost"].color is None


def test_reverting_ones_last_step_is_undoing_it(dossier: Dossier) -> None:
    color(dossier, "red")
    edit = dossier.revert(next(dossier.history()).id)
    assert (dossier.can_undo, dossier.can_redo) == (None, "color red")
    dossier.revert(edit.id)
    assert (dossier.can_undo, dossier.can_redo) == ("color red", None)
    assert dossier.tags["t.cost"].color == "red"


def test_reverting_anothers_step_stays_out_of_their_way(path: Path, dossier: Dossier) -> None:
    bob = Dossier.open(path, by="bob")
    color(bob, "blue")
    color(bob, "grey", "t.unasked")
    dossier.refresh()
    dossier.revert(next(dossier.history()).id)
    bob.undo()
    with pytest.raises(EditRefused, match="changed since, by ada, taking back “color blue”"):
        bob.undo()
    dossier.undo()
    bob.undo()
    assert (bob.tags["t.cost"].color, bob.tags["t.unasked"].color) == (None, None)


def test_a_revert_refuses_to_leave_a_reference_dangling(path: Path, dossier: Dossier) -> None:
    dossier.edit("add", lambda draft: draft.put({"id": "t.dogs", "path": "dogs"}))
    bob = Dossier.open(path, by="bob")
    bob.edit("tag", lambda draft: draft.put(builders.tagging("a.x", "c.cost", "t.dogs")))
    with pytest.raises(
        EditRefused, match=r"^cannot undo “add”: tag dogs cannot be removed: annotation a\.x, by \w+, refers"
    ):
        bob.revert(next(bob.history()).id)


def test_undo_refuses_to_leave_a_reference_dangling(path: Path, dossier: Dossier) -> None:
    dossier.edit("add", lambda draft: draft.put({"id": "t.dogs", "path": "dogs"}))
    bob = Dossier.open(path, by="bob")
    bob.edit("tag", lambda draft: draft.put(builders.tagging("a.x", "c.cost", "t.dogs")))
    with pytest.raises(
        EditRefused, match=r"tag dogs cannot be removed: annotation a\.x, by \w+, refers to it in body\.tag"
    ):
        dossier.undo()
    bob.undo()
    assert dossier.undo() is not None
    assert "t.dogs" not in dossier.tags


def test_redo_refuses_to_leave_a_reference_dangling(path: Path, dossier: Dossier) -> None:
    bob = Dossier.open(path, by="bob")
    bob.edit("add", lambda draft: draft.put({"id": "t.dogs", "path": "dogs"}))
    dossier.edit("tag", lambda draft: draft.put(builders.tagging("a.x", "c.cost", "t.dogs")))
    dossier.undo()
    bob.undo()
    with pytest.raises(EditRefused, match=r"a\.x: body\.tag: there is no tag t\.dogs"):
        dossier.redo()


def test_history_streams_every_edit(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    dossier.save()
    dossier.undo()
    edits = list(Dossier.open(path).history())
    assert [(edit.label, edit.undoes is None) for edit in edits] == [
        ("color red", True),
        ("color red", False),
    ]
    assert edits[1].undoes == edits[0].id
    assert edits[0].changes[0].after == edits[1].changes[0].before


def test_others_edits_arrive_by_refresh(path: Path, dossier: Dossier) -> None:
    bob = Dossier.open(path, by="bob")
    color(bob, "blue")
    news = dossier.refresh()
    assert [edit.label for edit in news.edits] == ["color blue"]
    assert (news.outside, news.replaced) == ((), False)
    assert dossier.tags["t.cost"].color == "blue"
    assert dossier.refresh().edits == ()


def test_an_edit_sees_what_others_did_a_moment_ago(path: Path, dossier: Dossier) -> None:
    color(Dossier.open(path, by="bob"), "blue")
    seen = []
    dossier.edit("look", lambda draft: seen.append(draft.get("t.cost")))
    assert seen[0] is not None
    assert seen[0]["color"] == "blue"
    assert [edit.by for edit in dossier.refresh().edits] == ["bob"]


def test_an_edit_inside_an_edit_is_refused(dossier: Dossier) -> None:
    with pytest.raises(EditRefused, match="inside another edit"):
        dossier.edit("outer", lambda draft: color(dossier, "red"))
    color(dossier, "red")


def test_a_held_lock_is_waited_for_and_then_named(path: Path, dossier: Dossier) -> None:
    other = Dossier.open(path, by="bob")
    dossier._store._lock.wait = 0.05
    with other._store._lock.held(), pytest.raises(NotSaved, match=r"another program .*\.lock is locked"):
        color(dossier, "red")
    assert dossier.tags["t.cost"].color is None
    color(dossier, "red")


def test_the_lock_holds_although_its_file_was_removed(path: Path, dossier: Dossier) -> None:
    color(dossier, "red")
    (path / ".lock").unlink()
    other = Dossier.open(path, by="bob")
    dossier._store._lock.wait = 0.05
    with other._store._lock.held(), pytest.raises(NotSaved):
        color(dossier, "blue")


def put_note(note: dict[str, Any]) -> Callable[[Draft], object]:
    return lambda draft: draft.put(note)


def test_threads_edit_and_read_at_once(dossier: Dossier) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                for record_id in dossier.annotations.ids():
                    dossier.find(record_id)
                dossier.annotations_of("c.cost")
                dossier.annotations.table.count(lambda doc: doc["motivation"] == "commenting")
                dossier.refresh()
        except BaseException as error:
            failures.append(error)

    def write(name: str) -> None:
        try:
            for number in range(25):
                note = builders.note(f"a.{name}-{number}", "c.cost")
                dossier.edit("note", put_note(note))
        except BaseException as error:
            failures.append(error)

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(name,)) for name in "xyz"]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert failures == []
    assert len(dossier.annotations_of("c.cost")) == 3 + 75
