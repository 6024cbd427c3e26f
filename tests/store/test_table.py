"""What we rely on inside TinyDB: reads go through _read_table, writes through _update_table."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query
from tinydb.operations import delete, set
from tinydb.table import Document

from dossier import Dossier, where
from dossier.core.dossier import Draft, Edit
from dossier.records.problems import EditRefused
from dossier.store.table import Database, Overlay, deep_copy
from tests import builders


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    return Dossier.open(builders.build(tmp_path / "d"), by="ada")


def edited(dossier: Dossier, change: Callable[[Draft], object]) -> Edit:
    edit = dossier.edit("test", change)
    assert edit is not None
    return edit


def new_tag(record_id: str) -> dict[str, Any]:
    return {"id": record_id, "path": record_id[2:]}


def test_insert_files_a_record_under_its_own_id(dossier: Dossier) -> None:
    returned: list[Any] = []
    edited(dossier, lambda draft: returned.append(draft.tags.insert(new_tag("t.dogs"))))
    assert returned == ["t.dogs"]
    assert dossier.tags["t.dogs"].path == "dogs"


def test_insert_takes_a_tinydb_document(dossier: Dossier) -> None:
    edited(dossier, lambda draft: draft.tags.insert(Document({"path": "dogs"}, doc_id="t.dogs")))  # type: ignore[arg-type]
    assert dossier.tags["t.dogs"].path == "dogs"


def test_insert_mints_an_id_where_there_is_none(dossier: Dossier) -> None:
    edit = edited(dossier, lambda draft: draft.tags.insert({"path": "dogs"}))
    assert edit.records[0].startswith("t.")
    assert dossier.tags[edit.records[0]].path == "dogs"


def test_insert_refuses_a_taken_id(dossier: Dossier) -> None:
    with pytest.raises(ValueError, match=r"t\.cost already exists"):
        dossier.edit("test", lambda draft: draft.tags.insert(new_tag("t.cost")))
    assert list(dossier.history()) == []


def test_insert_refuses_what_is_no_mapping(dossier: Dossier) -> None:
    with pytest.raises(ValueError, match="not a Mapping"):
        dossier.edit("test", lambda draft: draft.tags.insert(["t.dogs"]))  # type: ignore[arg-type]


def test_insert_multiple(dossier: Dossier) -> None:
    edit = edited(dossier, lambda draft: draft.tags.insert_multiple([new_tag("t.dogs"), new_tag("t.cats")]))
    assert edit.records == ("t.dogs", "t.cats")
    assert {"t.dogs", "t.cats"} <= {*dossier.tags.ids()}


def test_update_with_fields_and_a_query(dossier: Dossier) -> None:
    edit = edited(
        dossier, lambda draft: draft.claims.update({"hedge": "says"}, where("subject") == "e.nordlink")
    )
    assert sorted(edit.records) == ["c.crossings", "c.not-asked"]
    assert dossier.claims["c.crossings"].hedge == "says"
    assert dossier.claims["c.cost"].hedge is None


def test_update_with_a_callable_and_ids(dossier: Dossier) -> None:
    edit = edited(
        dossier, lambda draft: draft.claims.update(set("hedge", "says"), doc_ids=["c.cost", "c.none"])
    )
    assert edit.records == ("c.cost",)
    edited(dossier, lambda draft: draft.claims.update(delete("hedge"), Query().id == "c.cost"))
    assert "hedge" not in dossier.raw("c.cost")


def test_update_of_everything(dossier: Dossier) -> None:
    assert len(edited(dossier, lambda draft: draft.tags.update({"color": "red"})).records) == 2
    assert {tag.color for tag in dossier.tags} == {"red"}


def test_update_multiple(dossier: Dossier) -> None:
    updates = [({"color": "red"}, Query().id == "t.cost"), (set("color", "blue"), Query().path == "unasked")]
    edited(dossier, lambda draft: draft.tags.update_multiple(updates))
    assert [tag.color for tag in dossier.tags] == ["red", "blue"]


def test_upsert_updates_or_inserts(dossier: Dossier) -> None:
    edited(dossier, lambda draft: draft.tags.upsert({"color": "red"}, Query().path == "unasked"))
    assert dossier.tags["t.unasked"].color == "red"
    edited(dossier, lambda draft: draft.tags.upsert(new_tag("t.dogs"), Query().path == "dogs"))
    assert dossier.tags["t.dogs"].path == "dogs"
    edited(dossier, lambda draft: draft.tags.upsert({"id": "t.dogs", "color": "brown"}))
    assert dossier.tags["t.dogs"].color == "brown"


def test_remove_by_query_and_by_id(dossier: Dossier) -> None:
    edited(dossier, lambda draft: draft.annotations.remove(where("motivation") == "tagging"))
    assert "a.tag-cost" not in dossier.annotations
    edited(dossier, lambda draft: draft.annotations.remove(doc_ids=["a.note", "a.none"]))
    assert "a.note" not in dossier.annotations
    with pytest.raises(RuntimeError, match="truncate"):
        dossier.edit("test", lambda draft: draft.annotations.remove())


def test_truncate(dossier: Dossier) -> None:
    assert len(edited(dossier, lambda draft: draft.annotations.truncate()).records) == 5
    assert len(dossier.annotations) == 0
    dossier.undo()
    assert len(dossier.annotations) == 5


def test_reading_outside_an_edit(dossier: Dossier) -> None:
    table = dossier.claims.table
    nordlink = where("subject") == "e.nordlink"
    assert table.get(doc_id="c.cost")["kind"] == "figure"  # type: ignore[call-overload]
    assert table.get(where("id") == "c.vote")["kind"] == "event"  # type: ignore[index]
    assert table.get(where("id") == "c.none") is None
    assert {doc["id"] for doc in table.search(nordlink)} == {"c.crossings", "c.not-asked"}
    assert table.count(nordlink) == 2
    assert table.contains(nordlink)
    assert table.contains(doc_id="c.cost")  # type: ignore[arg-type]
    assert not table.contains(doc_id="c.none")  # type: ignore[arg-type]
    assert len(table) == len(table.all()) == len(list(table)) == 10
    assert {str(doc.doc_id) for doc in table} == {*dossier.claims.ids()}


@pytest.mark.parametrize(
    "write",
    [
        lambda table: table.insert({"id": "t.dogs", "path": "dogs"}),
        lambda table: table.insert(Document({"path": "dogs"}, doc_id="t.dogs")),  # type: ignore[arg-type]
        lambda table: table.insert_multiple([{"id": "t.dogs", "path": "dogs"}]),
        lambda table: table.update({"color": "red"}),
        lambda table: table.update(set("color", "red"), doc_ids=["t.cost"]),
        lambda table: table.upsert({"color": "red"}, where("path") == "unasked"),
        lambda table: table.remove(where("path") == "unasked"),
        lambda table: table.truncate(),
        lambda table: table.storage.write({}),
    ],
)
def test_nothing_is_written_outside_an_edit(dossier: Dossier, write: Callable[[Any], object]) -> None:
    before = copy.deepcopy(dossier.tags.table.all())
    with pytest.raises(EditRefused, match=r"inside Dossier\.edit"):
        write(dossier.tags.table)
    assert dossier.tags.table.all() == before


def test_a_query_sees_an_edit_at_once(dossier: Dossier) -> None:
    red = where("color") == "red"
    assert dossier.tags.table.search(red) == []
    edited(dossier, lambda draft: draft.tags.update({"color": "red"}, doc_ids=["t.cost"]))
    assert [doc["id"] for doc in dossier.tags.table.search(red)] == ["t.cost"]


def test_a_draft_sees_its_own_writes_and_nobody_else_does(dossier: Dossier) -> None:
    seen: list[Any] = []

    def change(draft: Draft) -> None:
        draft.tags.insert(new_tag("t.dogs"))
        draft.put({**dossier.raw("t.cost"), "color": "red"})
        draft.annotations.remove(where("motivation") == "tagging")
        draft.tags.update({"color": "blue"}, where("path") == "dogs")
        seen.extend([len(draft.tags), draft.tags.count(where("color") == "red"), len(draft.annotations)])
        seen.extend([draft.get("a.tag-cost"), draft.tags.contains(doc_id="t.dogs")])  # type: ignore[arg-type]
        seen.extend(["t.dogs" in dossier.tags, len(dossier.annotations)])

    edited(dossier, change)
    assert seen == [3, 1, 3, None, True, False, 5]


def test_what_is_returned_shares_nothing_with_what_is_stored(dossier: Dossier) -> None:
    def spoil(draft: Draft) -> None:
        for doc in (
            draft.get("c.cost"),
            draft.claims.get(where("id") == "c.cost"),
            draft.claims.search(where("id") == "c.cost")[0],
            next(iter(doc for doc in draft.claims if doc["id"] == "c.cost")),
        ):
            assert doc is not None
            doc["support"].append("spoiled")

    assert dossier.edit("spoil", spoil) is None
    query = where("id") == "c.cost"
    dossier.claims.table.search(query)[0]["support"].clear()
    dossier.claims.table.all()[0]["support"].clear()
    dossier.raw("c.cost")["support"].clear()
    assert len(dossier.claims.table.search(query)[0]["support"]) == 2
    assert len(dossier.claims["c.cost"].support) == 2


def test_what_is_put_shares_nothing_with_what_is_stored(dossier: Dossier) -> None:
    aliases = ["hound"]
    mine = {"id": "t.dogs", "path": "dogs", "aliases": aliases}
    edited(
        dossier,
        lambda draft: (draft.put(mine), draft.entities.update({"aliases": aliases}, doc_ids=["e.orsund"])),
    )
    aliases.append("spoiled")
    assert dossier.raw("t.dogs")["aliases"] == dossier.raw("e.orsund")["aliases"] == ["hound"]


def test_a_failing_change_leaves_nothing(dossier: Dossier) -> None:
    def fail(draft: Draft) -> None:
        draft.claims.update({"hedge": "says"})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        dossier.edit("fail", fail)
    assert dossier.claims.table.count(where("hedge") == "says") == 0
    assert dossier.edit("nothing", lambda draft: draft.get("c.cost")) is None


def test_only_touched_records_are_copied() -> None:
    database = Database()
    database.records["tags"].docs = {
        f"t.{number}": {"id": f"t.{number}", "n": number} for number in range(1000)
    }
    draft = database.draft("tags")
    draft.update({"color": "red"}, where("n") == 7)
    draft.remove(where("n") == 8)
    draft.search(where("n") > 500)
    assert [*draft.overlay.touched] == ["t.7", "t.8"]


def test_an_overlay_is_a_mapping_like_a_dict() -> None:
    overlay = Overlay({"a": {"n": 1}, "b": {"n": 2}})
    overlay["c"] = {"n": 3}
    del overlay["a"]
    overlay["b"]["n"] = 4
    assert dict(overlay) == {"b": {"n": 4}, "c": {"n": 3}}
    assert len(overlay) == 2
    assert overlay.below == {"a": {"n": 1}, "b": {"n": 2}}
    with pytest.raises(KeyError):
        del overlay["a"]
    overlay["a"] = {"n": 5}
    assert (len(overlay), overlay.pop("a"), len(overlay)) == (3, {"n": 5}, 2)
    overlay.clear()
    assert (len(overlay), list(overlay)) == (0, [])


def test_the_database_lists_every_table(dossier: Dossier) -> None:
    database = dossier._store.database
    assert "claims" in database.tables()
    assert database.table("claims") is dossier.claims.table


def test_copies_are_deep() -> None:
    value = {"a": [1, {"b": (2, 3)}]}
    twin = deep_copy(value)
    assert twin == {"a": [1, {"b": [2, 3]}]}
    twin["a"][1]["b"].append(4)
    assert value == {"a": [1, {"b": (2, 3)}]}
