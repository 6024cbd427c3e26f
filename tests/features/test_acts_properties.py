"""Whatever two analysts do, in any order: it can be taken back to the last byte, no use of a tag is lost."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.core.dossier import Dossier
from dossier.core.tag_names import all_tags, find_tag
from dossier.features.judging import act as judging
from dossier.features.notes import act as noting
from dossier.features.tags import codebook
from dossier.features.tags.act import tag
from dossier.records.problems import DossierError, EditRefused
from dossier.records.tag import fold_tag_name
from dossier.records.vocabulary import SCALES, Scheme
from tests import builders

FEW = settings(max_examples=(settings.default or settings()).max_examples // 2)
Act = Callable[[Dossier], object]

RECORDS = ["c.cost", "c.cost-exact", "c.vote", "s.courier", "q.cost", "e.orsund", "v.vote"]
CLAIMS = [record for record in RECORDS if record[0] == "c"]
PATHS = ["money", "money/cost", "Money/gpu", "a", "A/cost", "b", "b/cost/x", "unasked"]
targets = st.lists(st.sampled_from(RECORDS), min_size=1, max_size=4)
claims = st.lists(st.sampled_from(CLAIMS), min_size=1, max_size=3)
paths = st.sampled_from(PATHS)
numbers = st.integers(0, 7)


def values(scheme: Scheme) -> st.SearchStrategy[str]:
    return st.sampled_from(list(SCALES[scheme]))


def tag_at(dossier: Dossier, number: int) -> str:
    """Some tag of those there are."""
    tags = all_tags(dossier)
    return tags[number % len(tags)].id if tags else "t.none"


def note_at(dossier: Dossier, number: int) -> str:
    """Some annotation of those there are."""
    return dossier.annotations.ids()[number % len(dossier.annotations)]


def edit_at(dossier: Dossier, number: int) -> str:
    """Some edit of those that were made."""
    edits = [edit.id for edit in dossier.history()]
    return edits[number % len(edits)] if edits else "none"


def _tag(on: list[str], add: list[str], remove: list[str]) -> Act:
    return lambda d: tag(d, on, add, remove)


def _merge(gone: list[int], into: int) -> Act:
    return lambda d: codebook.merge(d, [tag_at(d, number) for number in gone], tag_at(d, into))


def _split(number: int, path: str, on: list[str]) -> Act:
    return lambda d: codebook.split(d, tag_at(d, number), {path: on})


some_paths = st.lists(paths, max_size=2)
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(_tag, targets, some_paths, some_paths),
    st.builds(_tag, targets, st.lists(paths, min_size=1, max_size=3), st.just([])),
    st.builds(
        lambda on, letter, digit: lambda d: judging.give_grade(d, on, letter, digit),
        claims, values("admiralty-source"), values("admiralty-info"),
    ),
    st.builds(lambda on, value: lambda d: judging.give_status(d, on, value), claims, values("status")),
    st.builds(
        lambda on, one, other: lambda d: judging.give_weight(d, on, one, other),
        claims, values("likelihood"), values("confidence"),
    ),
    st.builds(
        lambda on, what: lambda d: judging.clear_judgement(d, on, what),
        claims, st.sampled_from(["grade", "status", "weight"]),
    ),
    st.builds(lambda on: lambda d: noting.write_note(d, on, "A note."), targets),
    st.builds(lambda on: lambda d: noting.ask_question(d, on, "Why?"), targets),
    st.builds(lambda n: lambda d: noting.write_reply(d, note_at(d, n), "So."), numbers),
    st.builds(
        lambda n, yes: lambda d: noting.resolve_questions(d, [note_at(d, n)], yes), numbers, st.booleans()
    ),
    st.builds(lambda n: lambda d: noting.delete_notes(d, [note_at(d, n)]), numbers),
    st.builds(lambda n, path: lambda d: codebook.rename(d, tag_at(d, n), path), numbers, paths),
    st.builds(_merge, st.lists(numbers, min_size=1, max_size=3), numbers),
    st.builds(_split, numbers, paths, targets),
    st.builds(lambda n, uses: lambda d: codebook.delete(d, tag_at(d, n), uses), numbers, st.booleans()),
    st.builds(lambda n, path: lambda d: codebook.alias(d, tag_at(d, n), [path]), numbers, paths),
    st.builds(lambda n: lambda d: codebook.define(d, tag_at(d, n), "Words."), numbers),
)  # fmt: skip
reverts: st.SearchStrategy[Act] = st.builds(lambda n: lambda d: d.revert(edit_at(d, n)), numbers)
steps = st.lists(st.tuples(st.sampled_from([0, 1]), st.one_of(acts, acts, reverts)), max_size=12)


@contextmanager
def two() -> Iterator[list[Dossier]]:
    """One dossier, open in ada's program and in ben's."""
    folder = Path(tempfile.mkdtemp())
    try:
        builders.build(folder / "d")
        with Dossier.open(folder / "d", by="ada") as ada, Dossier.open(folder / "d", by="ben") as ben:
            yield [ada, ben]
    finally:
        shutil.rmtree(folder)


def do(dossier: Dossier, act: Act) -> bool:
    """Whether it was done; what is refused changes nothing."""
    before = dossier.can_undo
    try:
        act(dossier)
    except DossierError:
        assert dossier.can_undo == before
        return False
    return True


def tables(dossier: Dossier) -> dict[str, bytes]:
    dossier.save()
    files = dossier.path.glob("*.jsonl")
    return {
        file.name: file.read_bytes() for file in files if file.name != "history.jsonl" and file.stat().st_size
    }


def undo_all(programs: Sequence[Dossier]) -> None:
    """The newest step first, whoever took it."""
    while any(dossier.can_undo for dossier in programs):
        for dossier in programs:
            dossier.refresh()
        ledgers = {dossier.by: dossier._store._state.ledger.steps.undo for dossier in programs}
        offsets = [own[-1].offset if (own := ledgers[dossier.by]) else -1 for dossier in programs]
        assert programs[offsets.index(max(offsets))].undo()


@FEW
@given(steps)
def test_all_that_was_done_can_be_taken_back_to_the_last_byte(done: list[tuple[int, Act]]) -> None:
    with two() as programs:
        start = tables(programs[0])
        for who, act in done:
            do(programs[who], act)
            programs[1 - who].refresh()
        assert programs[0].problems == []
        assert programs[0].validate() == []
        undo_all(programs)
        assert tables(programs[0]) == start


Use = tuple[str, str, str, str]


def uses(dossier: Dossier) -> set[Use]:
    """Record, words, author and tag of every use."""
    docs = [doc for doc in dossier.annotations.docs.values() if doc["motivation"] == "tagging"]
    return {(doc["target"], str(doc.get("selector")), doc["by"], doc["body"]["tag"]) for doc in docs}


def names(dossier: Dossier) -> list[str]:
    return [fold_tag_name(name) for each in all_tags(dossier) for name in (each.path, *each.aliases)]


taggings = st.lists(
    st.tuples(st.sampled_from([0, 1]), targets, st.lists(paths, min_size=1)), min_size=1, max_size=8
)


@FEW
@given(taggings, st.lists(numbers, min_size=1, max_size=4), numbers)
def test_merging_loses_no_use(made: list[Any], gone: list[int], into: int) -> None:
    with two() as programs:
        for who, on, add in made:
            tag(programs[who], on, add)
            programs[1 - who].refresh()
        dossier = programs[0]
        before = {use: dossier.tags[use[-1]] for use in uses(dossier)}
        if not do(dossier, _merge(gone, into)):
            assert {tag_at(dossier, number) for number in gone} == {tag_at(dossier, into)}
            return
        stands = {}
        for use, meant in before.items():
            still = meant if meant.id in dossier.tags else find_tag(all_tags(dossier), meant.path)
            assert still is not None
            stands[use] = (*use[:-1], still.id)
        assert set(stands.values()) == uses(dossier)
        tagged = [doc for doc in dossier.annotations.docs.values() if doc["motivation"] == "tagging"]
        assert len(tagged) == len(uses(dossier)), "one author, one use"


@FEW
@given(st.lists(st.tuples(st.sampled_from([0, 1]), acts), max_size=12))
def test_no_two_tags_come_to_have_one_name(done: list[tuple[int, Act]]) -> None:
    with two() as programs:
        for who, act in done:
            do(programs[who], act)
            assert len(set(names(programs[who]))) == len(names(programs[who]))


@FEW
@given(st.lists(st.tuples(st.sampled_from([0, 1]), acts), max_size=12))
def test_what_one_does_is_never_undone_by_the_other_unasked(done: list[tuple[int, Act]]) -> None:
    """After ada takes back all that she can, the records that ben changed last stand as he left them."""
    with two() as programs:
        for who, act in done:
            do(programs[who], act)
        ada, ben = programs
        ben.refresh()
        last: dict[str, tuple[str, Any]] = {}
        for edit in ben.history():
            last |= {change.id: (edit.by, change.after) for change in edit.changes}
        with suppress(EditRefused):
            while ada.undo():
                pass
        for record_id, (by, after) in last.items():
            if by == "ben":
                now = ada.raw(record_id) if record_id in ada else None
                assert now == after


def test_the_acts_do_something() -> None:
    """Most acts that are drawn are done; else the properties would say little."""
    with two() as programs:
        done = itertools.repeat(programs[0], 3)
        assert all(do(each, _tag(["c.cost"], [path], [])) for each, path in zip(done, PATHS, strict=False))
        assert do(programs[0], _merge([0], 1))
        with pytest.raises(EditRefused):
            _merge([0], 0)(programs[0])
