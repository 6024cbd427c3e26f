"""Two programs, crashes at every step, and an editor in between: nothing is reverted, nobody is overruled.

A record is as whoever changed it last left it: an edit that was acknowledged, or a hand in the file.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import orjson
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dossier import Dossier
from dossier.store.history import sha256
from tests import builders

Docs = dict[str, dict[str, Any]]
TABLES = ("tags", "filters")
RECORDS = st.sampled_from(["t.a", "t.b", "t.c", "f.a", "f.b"])
WHO = st.sampled_from(["ada", "bob"])
STEPS = st.integers(1, 24)
_DISK = ("write", "fsync", "replace", "unlink", "ftruncate")


class Crash(BaseException):
    """The end of the process: nothing more reaches the disk."""


def crashing(at: int, act: Callable[[], object]) -> None:
    """Run `act` until its `at`th call that changes the disk; a write gets half of its bytes down."""
    count = 0

    def stop(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def stopped(*arguments: Any, **options: Any) -> Any:
            nonlocal count
            count += 1
            if count == at and name == "write":
                descriptor, data = arguments
                call(descriptor, data[: len(data) // 2])
            if count >= at:
                raise Crash
            return call(*arguments, **options)

        return stopped

    patches = [patch.object(os, name, stop(name, getattr(os, name))) for name in _DISK]
    for each in patches:
        each.start()
    try:
        with suppress(Crash):
            act()
    finally:
        for each in patches:
            each.stop()


def table_of(record_id: str) -> str:
    return "tags" if record_id[0] == "t" else "filters"


class Machine(RuleBasedStateMachine):
    """What must hold is worked out from the files alone, and from what the editor was given."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()) / "d"
        self.number = 0
        self.acknowledged: set[str] = set()
        self.versions: dict[str, dict[str, Docs]] = {name: {} for name in TABLES}
        """Every content that a table file ever had, by digest."""
        self.origin: dict[str, str] = {}
        """The digest that each file had before somebody put a hand on it."""

    @initialize()
    def begin(self) -> None:
        Dossier.new(self.folder, title="t").close()
        self.open = {by: Dossier.open(self.folder, by=by) for by in ("ada", "bob")}
        self.open["ada"].edit("begin", lambda draft: draft.put(self.doc("t.a")))
        self.see()

    def teardown(self) -> None:
        for dossier in self.open.values():
            dossier.close()
        self.see()
        with Dossier.open(self.folder, by="eve") as dossier:
            expected = self.expected()
            assert held(dossier) == expected
            dossier.save()
            assert held(dossier) == expected
        self.see()
        assert self.expected() == expected
        assert held(Dossier.open(self.folder)) == expected
        shutil.rmtree(self.folder.parent)

    # What the files say

    def data(self, table: str) -> bytes:
        file = self.folder / f"{table}.jsonl"
        return file.read_bytes() if file.exists() else b""

    def content(self, table: str) -> Docs:
        return {doc["id"]: doc for doc in map(orjson.loads, self.data(table).splitlines())}

    def lines(self) -> list[dict[str, Any]]:
        file = self.folder / "history.jsonl"
        raw = file.read_bytes() if file.exists() else b""
        return [orjson.loads(line) for line in raw[: raw.rfind(b"\n") + 1].splitlines()]

    def window(self, table: str) -> set[str]:
        """The digests that the file may have without anybody having put a hand on it."""
        found: set[str] = set()
        for line in self.lines():
            if line.get("written"):
                found = set()
            if "saved" in line:
                found.add(line["saved"][table])
            if table in line.get("outside", {}):
                found = {line["outside"][table]}
        return found

    def completed(self) -> bool:
        """Whether the newest save came to its end."""
        saves = [line for line in self.lines() if "saved" in line]
        return not saves or saves[-1].get("written", False)

    def see(self) -> None:
        """Take note of the files as they are, where nobody has put a hand on them, or it is recorded."""
        for name in TABLES:
            digest = sha256(self.data(name))
            self.versions[name][digest] = self.content(name)
            if digest in self.window(name):
                self.origin[name] = digest

    def expected(self) -> Docs:
        known: Docs = {}
        for line in self.lines():
            for _, record_id, _, after in line.get("changes", []):
                known[record_id] = after
        docs = {}
        for name in TABLES:
            now, before = self.content(name), self.versions[name][self.origin[name]]
            untouched = sha256(self.data(name)) in self.window(name)
            for record_id in {*now, *before, *(i for i in known if table_of(i) == name)}:
                by_hand = not untouched and now.get(record_id) != before.get(record_id)
                doc = now.get(record_id) if by_hand or record_id not in known else known[record_id]
                if doc is not None:
                    docs[record_id] = doc
        return docs

    # What is done

    def doc(self, record_id: str) -> dict[str, Any]:
        """A record that was never there."""
        self.number += 1
        fields: dict[str, Any] = {"path": record_id[2:], "color": f"c{self.number}"}
        if record_id[0] == "f":
            fields = {"name": record_id[2:], "pane": "claims", "query": f"c{self.number}"}
        return {"id": record_id, **fields, **builders.STAMP}

    def fresh(self, by: str) -> Dossier:
        """The program, which has taken in what was changed outside."""
        dossier = self.open[by]
        news = dossier.refresh()
        if news.outside or news.replaced:
            dossier.reload()
        return dossier

    def changing(self, by: str, record_id: str, remove: bool) -> Callable[[], object]:
        dossier, doc = self.fresh(by), self.doc(record_id)

        def change() -> None:
            if remove and record_id in getattr(dossier, table_of(record_id)):
                edit = dossier.edit("remove", lambda draft: draft.remove(record_id))
            else:
                edit = dossier.edit("put", lambda draft: draft.put(doc))
            assert edit is not None
            self.acknowledged.add(edit.id)

        return change

    @rule(by=WHO, record_id=RECORDS, remove=st.booleans())
    def edit(self, by: str, record_id: str, remove: bool) -> None:
        self.changing(by, record_id, remove)()
        self.see()

    @rule(by=WHO)
    def save(self, by: str) -> None:
        self.fresh(by).save()
        self.see()

    @rule(by=WHO, at=STEPS)
    def crash_in_a_save(self, by: str, at: int) -> None:
        crashing(at, self.fresh(by).save)
        self.reopen(by)

    @rule(by=WHO, record_id=RECORDS, at=st.integers(1, 3))
    def crash_in_an_edit(self, by: str, record_id: str, at: int) -> None:
        crashing(at, self.changing(by, record_id, False))
        self.reopen(by)

    def reopen(self, by: str) -> None:
        self.open[by]._store.close()
        self.see()
        self.open[by] = Dossier.open(self.folder, by=by)

    @rule(record_id=RECORDS, remove=st.booleans())
    def edit_by_hand(self, record_id: str, remove: bool) -> None:
        table = table_of(record_id)
        docs = self.content(table)
        if remove:
            if record_id not in self.always_there(table):
                return
            del docs[record_id]
        else:
            docs[record_id] = self.doc(record_id)
        data = b"".join(orjson.dumps(docs[i]) + b"\n" for i in sorted(docs))
        self.put_by_hand(table, data)

    def always_there(self, table: str) -> set[str]:
        """Records in the file that no edit added or removed since the last whole save: else it cannot be told
        whose doing it is that one is not there.
        """
        begun = 0
        for number, line in enumerate(self.lines()):
            if line.get("written") or table in line.get("outside", {}):
                begun = number
        changes = [change for line in self.lines()[begun:] for change in line.get("changes", [])]
        moved = {record_id for _, record_id, before, after in changes if before is None or after is None}
        return {*self.content(table)} - moved

    @rule(table=st.sampled_from(TABLES), which=st.integers(0, 20))
    def restore_an_older_file(self, table: str, which: int) -> None:
        versions = list(self.versions[table].values())
        docs = versions[which % len(versions)]
        gone = self.content(table).keys() - docs.keys()
        if self.completed() and gone <= self.always_there(table):
            self.put_by_hand(table, b"".join(orjson.dumps(docs[i]) + b"\n" for i in sorted(docs)))

    def put_by_hand(self, table: str, data: bytes) -> None:
        (self.folder / f"{table}.jsonl").write_bytes(data)
        self.see()

    @invariant()
    def nothing_is_lost_and_nobody_is_overruled(self) -> None:
        if not self.origin:
            return
        expected = self.expected()
        outside = {n for n in TABLES if sha256(self.data(n)) not in self.window(n)}
        reader = Dossier.open(self.folder, by="eve")
        assert held(reader) == expected
        assert {told.partition(".jsonl")[0] for told in reader.edited_outside} == outside
        assert reader.problems == []
        for by in self.open:
            assert held(self.fresh(by)) == expected
        in_history = {line.get("edit") for line in self.lines()}
        assert self.acknowledged <= in_history
        reader._store.close()


def held(dossier: Dossier) -> Docs:
    return {i: dict(doc) for name in TABLES for i, doc in getattr(dossier, name).docs.items()}


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
