"""Any sequence of edits, undos, redos, saves and reopenings ends in the state that a plain dict predicts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dossier import Dossier
from dossier.core.dossier import Draft
from dossier.core.links import Links
from dossier.records.kinds import TABLES
from dossier.records.problems import EditRefused
from tests import builders

Docs = dict[str, dict[str, Any]]
TAGS = st.sampled_from(["t.a", "t.b", "t.c"])
NOTES = st.sampled_from(["a.a", "a.b", "a.c", "a.d"])
WHO = st.sampled_from(["ada", "bob"])


class Machine(RuleBasedStateMachine):
    """Two programs, ada's and bob's, on one dossier; `docs` is what both must come to hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.docs: Docs = {}
        self.undo: dict[str, list[tuple[Docs, Docs]]] = {"ada": [], "bob": []}
        self.redo: dict[str, list[tuple[Docs, Docs]]] = {"ada": [], "bob": []}

    @initialize()
    def begin(self) -> None:
        Dossier.new(self.folder / "d", title="t").close()
        self.open = {by: Dossier.open(self.folder / "d", by=by) for by in ("ada", "bob")}

    def teardown(self) -> None:
        for dossier in self.open.values():
            dossier.close()
        reopened = Dossier.open(self.folder / "d")
        assert held(reopened) == self.docs
        assert (reopened.conflicts, reopened.problems, reopened.validate()) == ([], [], [])
        shutil.rmtree(self.folder)

    def edit(self, by: str, change: Callable[[Draft], object], wanted: Docs) -> None:
        """Make an edit that the model says is `wanted`, or refused if a reference would dangle."""
        before = dict(self.docs)
        if not whole(wanted):
            try:
                self.open[by].edit("edit", change)
            except EditRefused:
                return
            raise AssertionError("a reference dangles")
        self.open[by].edit("edit", change)
        if {**wanted} != before:
            self.docs = {i: self.open[by].raw(i) for i in wanted}
            assert stripped(self.docs) == stripped(wanted)
            self.undo[by].append((before, dict(self.docs)))
            self.redo[by].clear()

    @rule(by=WHO, tag=TAGS, color=st.sampled_from(["red", "blue"]))
    def put_tag(self, by: str, tag: str, color: str) -> None:
        doc = {"id": tag, "path": tag[2:], "color": color}
        if self.docs.get(tag, {}).get("color") != color:
            self.edit(by, lambda draft: draft.put(doc), {**self.docs, tag: doc})

    @rule(by=WHO, note=NOTES, tag=TAGS)
    def put_note(self, by: str, note: str, tag: str) -> None:
        doc = {"id": note, "target": tag, "motivation": "tagging", "body": {"tag": tag}}
        if self.docs.get(note, {}).get("target") != tag:
            self.edit(by, lambda draft: draft.put(doc), {**self.docs, note: doc})

    @rule(by=WHO, record=st.one_of(TAGS, NOTES))
    def remove(self, by: str, record: str) -> None:
        if record in self.docs:
            wanted = {i: doc for i, doc in self.docs.items() if i != record}
            self.edit(by, lambda draft: draft.remove(record), wanted)

    @rule(by=WHO)
    def remove_all_notes(self, by: str) -> None:
        wanted = {i: doc for i, doc in self.docs.items() if i[0] != "a"}
        if wanted != self.docs:
            self.edit(by, lambda draft: draft.annotations.truncate(), wanted)

    @rule(by=WHO, which=st.sampled_from(["undo", "redo"]))
    def step_back_or_on(self, by: str, which: str) -> None:
        here, there = (self.undo, self.redo) if which == "undo" else (self.redo, self.undo)
        if not here[by]:
            assert getattr(self.open[by], which)() is None
            return
        before, after = here[by][-1]
        touched = {i for i in {*before, *after} if before.get(i) != after.get(i)}
        wanted = {i: doc for i, doc in {**self.docs, **before}.items() if i not in touched or i in before}
        wanted = {
            i: (before if i in touched else self.docs)[i] for i in wanted if i in touched or i in self.docs
        }
        fits = all(self.docs.get(i) == after.get(i) for i in touched)
        try:
            getattr(self.open[by], which)()
        except EditRefused:
            assert not fits or not whole(wanted)
            return
        assert fits
        assert whole(wanted)
        self.docs = wanted
        there[by].append((after, before))
        here[by].pop()

    @rule(by=WHO)
    def save(self, by: str) -> None:
        self.open[by].save()

    @rule(by=WHO, how=st.sampled_from(["close", "kill", "reload", "refresh"]))
    def reopen(self, by: str, how: str) -> None:
        if how in ("close", "kill"):
            (self.open[by].close if how == "close" else self.open[by]._store.close)()
            self.open[by] = Dossier.open(self.folder / "d", by=by)
        else:
            getattr(self.open[by], how)()
            news = self.open[by].refresh()
            assert (news.outside, news.replaced) == ((), False)
        assert held(self.open[by]) == self.docs
        assert (self.open[by].can_undo is not None) == bool(self.undo[by])
        assert (self.open[by].can_redo is not None) == bool(self.redo[by])

    @invariant()
    def links_are_as_if_built_anew(self) -> None:
        for dossier in getattr(self, "open", {}).values():
            dossier.refresh()
            assert held(dossier) == self.docs
            fresh = Links()
            for _ in fresh.build([getattr(dossier, name).docs for name in TABLES]):
                pass
            for record in ("t.a", "t.b", "t.c"):
                assert dossier.referrers(record) == fresh.all_referrers(record)
                assert dossier.records_tagged(record) == ((record,) if fresh.all_referrers(record) else ())
            assert dossier.tags.ids() == tuple(sorted(i for i in self.docs if i[0] == "t"))


def held(dossier: Dossier) -> Docs:
    return {i: dict(doc) for name in TABLES for i, doc in getattr(dossier, name).docs.items()}


def whole(docs: Docs) -> bool:
    """Whether no reference dangles."""
    return all(doc["target"] in docs for i, doc in docs.items() if i[0] == "a")


def stripped(docs: Docs) -> Docs:
    return {i: {key: doc[key] for key in doc if key not in builders.STAMP} for i, doc in docs.items()}


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
