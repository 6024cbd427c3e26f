"""Sequences and counts, and what the registry of commands promises."""

from __future__ import annotations

import inspect
import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from dossier.keys.commands import (
    LIST,
    NEEDS,
    READER,
    RECORDS,
    SECTIONS,
    SELECTION,
    UNDECIDED,
    Command,
    keys_words,
    markdown_table,
    works_in,
)
from dossier.keys.names import key_words
from dossier.records.kinds import MAIN_PANES
from dossier.registry import REGISTRY
from dossier.screen.keys import Dispatcher
from dossier.screen.running import CHECKS, load_class, load_function

HERE = frozenset((LIST, "entities"))
VIEWS = (*MAIN_PANES, "quotes", "notes", *REGISTRY.lists)
CONTEXTS = [frozenset((side, view)) for side in (LIST, READER) for view in VIEWS]
CHOOSING = [frozenset((READER, view, SELECTION)) for view in VIEWS]
KEYS = sorted({step for command in REGISTRY.commands for keys in command.keys for step in keys.split(" ")})


def fed(dispatcher: Dispatcher, keys: str, contexts: frozenset[str] = HERE) -> tuple[str, int | None]:
    """The command that the last of `keys` comes to, and its count."""
    outcome = None
    for key in keys.split(" "):
        outcome = dispatcher.feed(key, contexts)
    assert outcome is not None
    return (outcome.command.id if outcome.command else "", outcome.count)


def test_one_key_two_keys_and_counts() -> None:
    dispatcher = Dispatcher(REGISTRY.commands)
    assert fed(dispatcher, "j") == ("down", None)
    assert fed(dispatcher, "g g") == ("first", None)
    assert fed(dispatcher, "1 2 G") == ("last", 12)
    assert fed(dispatcher, "1 2 g g") == ("first", 12)
    assert fed(dispatcher, "1 0 j") == ("down", 10)
    assert fed(dispatcher, "2 o", frozenset((LIST, "claims"))) == ("source", 2)
    assert fed(dispatcher, "j") == ("down", None)  # the count is spent


def test_zero_begins_no_count() -> None:
    dispatcher = Dispatcher(REGISTRY.commands)
    assert dispatcher.feed("0", HERE).unbound == "0"
    assert fed(dispatcher, "j") == ("down", None)


def test_a_count_stays_small_enough() -> None:
    dispatcher = Dispatcher(REGISTRY.commands)
    assert fed(dispatcher, " ".join("9" * 50) + " j") == ("down", 999_999)


def test_what_may_follow_is_offered() -> None:
    dispatcher = Dispatcher(REGISTRY.commands)
    outcome = dispatcher.feed("g", HERE)
    assert outcome.command is None
    assert {keys for keys, _ in outcome.options} == {
        keys for command in REGISTRY.commands for keys in command.keys if keys.startswith("g ")
    }
    assert dispatcher.typed == "g"
    assert dispatcher.clear()
    assert not dispatcher.clear()
    counting = {command.id for _, command in dispatcher.feed("3", HERE).options}
    assert counting == {c.id for c in REGISTRY.commands if c.counts and works_in(c, HERE)}


def test_a_key_that_leads_nowhere_is_named_whole() -> None:
    dispatcher = Dispatcher(REGISTRY.commands)
    dispatcher.feed("3", HERE)
    dispatcher.feed("g", HERE)
    assert dispatcher.feed("!", HERE).unbound == "3g!"
    assert dispatcher.typed == ""


def test_contexts_decide() -> None:
    dispatcher = Dispatcher(REGISTRY.commands)
    assert fed(dispatcher, "space", frozenset((READER, "claims"))) == ("reader-page", None)
    assert dispatcher.feed("o", HERE).unbound == "o"
    assert fed(dispatcher, "o", frozenset((LIST, "quotes"))) == ("source", None)


@given(st.lists(st.sampled_from([*KEYS, *"0123456789!X"]), max_size=30), st.sampled_from(CONTEXTS + CHOOSING))
def test_every_key_is_answered_and_nothing_lingers(keys: list[str], contexts: frozenset[str]) -> None:
    dispatcher = Dispatcher(REGISTRY.commands)
    for key in keys:
        outcome = dispatcher.feed(key, contexts)
        answers = [outcome.command is not None, bool(outcome.unbound), bool(dispatcher.typed)]
        assert answers.count(True) == 1
        assert outcome.count is None or outcome.command is not None
        if outcome.command is not None:
            assert works_in(outcome.command, contexts)


@given(st.sampled_from(REGISTRY.commands), st.integers(0, 999_999))
def test_every_key_of_every_command_reaches_it(command: Command, count: int) -> None:
    contexts = next(each for each in CONTEXTS + CHOOSING if works_in(command, each))
    for keys in command.keys:
        dispatcher = Dispatcher(REGISTRY.commands)
        digits = " ".join(str(count)) + " " if count else ""
        assert fed(dispatcher, digits + keys, contexts) == (command.id, count or None)


def test_a_key_means_one_thing_wherever_it_works() -> None:
    for contexts in CONTEXTS:
        bound = [
            keys for command in REGISTRY.commands if works_in(command, contexts) for keys in command.keys
        ]
        assert len(bound) == len(set(bound))
        for one, other in itertools.permutations(bound, 2):
            assert not other.startswith(f"{one} "), f"{one} can never begin {other}"
    chosen = [keys for command in REGISTRY.commands if SELECTION in command.where for keys in command.keys]
    assert len(chosen) == len(set(chosen))


def test_while_words_are_chosen_the_keys_for_that_come_first() -> None:
    dispatcher = Dispatcher(REGISTRY.commands)
    for keys, command in (
        ("w", "select-word"),
        ("y", "copy-words"),
        ("2 l", "select-right"),
        ("o", "select-other-end"),
        ("a", "note"),
        ("g c", "go-claims"),
        ("escape", "escape"),
    ):
        assert fed(dispatcher, keys, CHOOSING[1])[0] == command
    assert fed(dispatcher, "y y", CONTEXTS[-1]) == ("copy-citation", None)


def test_every_command_has_its_function_or_opens_a_list() -> None:
    for command in REGISTRY.commands:
        if command.opens:
            assert command.opens in VIEWS
            continue
        function = load_function(command.module, command.function)
        parameters = set(inspect.signature(function).parameters)
        assert parameters <= {"browser", "count", "words"}, command.id
        assert command.counts is ("count" in parameters), command.id


def test_every_list_state_and_panel_that_is_declared_is_there() -> None:
    for path in (*REGISTRY.lists.values(), *REGISTRY.states, *REGISTRY.panels):
        assert isinstance(load_class(path), type)


def test_every_need_is_one_that_the_frame_knows() -> None:
    known = {need.name for need in NEEDS}
    assert known == {*CHECKS, RECORDS.name, UNDECIDED.name}
    for command in REGISTRY.commands:
        for need in command.needs:
            assert need.name in known, command.id
            keys = re.findall(r"{([^}]+)}", need.missing)
            assert set(keys) <= {"pane", *REGISTRY.by_id}, command.id


def test_every_command_has_a_place() -> None:
    assert len(REGISTRY.by_id) == len(REGISTRY.commands)
    for command in REGISTRY.commands:
        assert command.section in SECTIONS
        assert set(command.where) <= {LIST, READER, SELECTION, *VIEWS}
        assert command.title == command.title.strip()
        assert not command.title.endswith(".")


def test_only_digits_are_not_bound() -> None:
    assert not [keys for command in REGISTRY.commands for keys in command.keys if keys[0].isdecimal()]


def test_hints_have_a_rank_of_their_own() -> None:
    hinted = [command for command in REGISTRY.commands if command.rank]
    assert [command for command in hinted if not command.hint] == []
    ranks = [command.rank for command in hinted]
    assert len(ranks) == len(set(ranks))
    assert all(len(command.hint) <= 12 for command in hinted)


def test_keys_as_people_write_them() -> None:
    assert [key_words(keys) for keys in ("g g", "pagedown", "ctrl+d", "y y", "G", "space")] == [
        *("gg", "PgDn", "ctrl+d", "yy", "G", "Space")
    ]
    assert keys_words(REGISTRY.by_id["find"]) == "/"  # its full-width double is left out
    assert keys_words(REGISTRY.by_id["clip"]) == ""


def test_the_table_for_the_readme_names_every_command() -> None:
    table = markdown_table(REGISTRY.commands)
    lines = table.splitlines()
    assert lines[:2] == ["| Keys | Does |", "|---|---|"]
    used = {command.section for command in REGISTRY.commands}
    assert len(lines) == 2 + len(used) + len(REGISTRY.commands)
    rows = [line for line in lines[2:] if not line.startswith("| **")]
    listed = [command for section in SECTIONS for command in REGISTRY.commands if command.section == section]
    for command, row in zip(listed, rows, strict=True):
        keys = [key_words(each) for each in command.keys if each.isascii()] or [f":{command.id}"]
        assert re.findall(r"`([^`]+)`", row.split(" | ")[0]) == keys
        assert command.title in row
    assert all(line.count("|") == 3 for line in lines[2:])
