"""Letters of other keyboard layouts, read as the Latin keys that lie there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dossier.keys.commands import LIST
from dossier.keys.layouts import LatinKey, explain_unread, find_latin_keys, is_foreign_letter, read_as_latin
from dossier.registry import REGISTRY
from dossier.screen.keys import Dispatcher

HERE = frozenset((LIST, "claims"))


@pytest.mark.parametrize(
    ("typed", "latin"),
    [
        ("о", "j"),
        ("л", "k"),
        ("е", "t"),
        ("ф", "a"),
        ("Й", "Q"),
        ("пс", "gc"),
        ("Ж", ":"),
        ("ї", "]"),
        ("і", "s"),
        ("ςερτ", "wert"),
        ("ξ", "j"),
        ("Γ", "G"),
        ("ח", "j"),
        ("ש", "a"),
        ("ｊ", "j"),
        ("２", "2"),
        ("。", "."),
    ],
)
def test_a_letter_is_read_as_the_key_at_its_place(typed: str, latin: str) -> None:
    assert read_as_latin(typed) == latin


def test_the_layouts_that_type_a_letter_are_named() -> None:
    assert find_latin_keys("о") == (LatinKey("j", "Russian or Ukrainian layout"),)
    assert find_latin_keys("ы") == (LatinKey("s", "Russian layout"),)
    assert find_latin_keys("ctrl+к") == (LatinKey("ctrl+r", "Russian or Ukrainian layout"),)
    assert find_latin_keys("Ｊ") == (LatinKey("J", "full-width letters"),)


@pytest.mark.parametrize("key", ["j", ".", "é", "ა", "你", "pagedown", "ctrl+x", "", "+", "2"])
def test_latin_keys_and_layouts_without_a_table_are_left_as_they_are(key: str) -> None:
    assert find_latin_keys(key) == ()
    assert read_as_latin(key) == key


def test_a_capital_that_lies_on_two_keys_is_not_guessed() -> None:
    found = find_latin_keys("Σ")  # of ς and of σ
    assert [reading.key for reading in found] == ["W", "S"]
    assert read_as_latin("Σ") == "Σ"
    assert explain_unread(found).startswith("could be W or S (Greek layout) - switch the keyboard")


def test_letters_of_other_scripts_are_told_from_latin_ones() -> None:
    assert all(map(is_foreign_letter, "оჯ你Σח"))
    assert not any(map(is_foreign_letter, "jéß2.?"))
    assert is_foreign_letter("ctrl+о")
    assert not is_foreign_letter("pagedown")


def test_sequences_and_counts_work_on_every_layout() -> None:
    for typed, command, count in (
        ("пс", "go-claims", None),
        ("3о", "down", 3),
        ("３ｊ", "down", 3),
        ("γψ", "go-claims", None),
        ("עב", "go-claims", None),
    ):
        dispatcher = Dispatcher(REGISTRY.commands)
        outcome = None
        for key in typed:
            outcome = dispatcher.feed(key, HERE)
        assert outcome is not None
        assert outcome.command is not None
        assert (outcome.command.id, outcome.count) == (command, count)
        assert outcome.readings


def test_a_key_of_ones_own_comes_before_the_place_of_a_letter() -> None:
    zoom = replace(REGISTRY.by_id["zoom"], keys=("о",))
    others = [command for command in REGISTRY.commands if command.id != "zoom"]
    outcome = Dispatcher([zoom, *others]).feed("о", HERE)
    assert outcome.command == zoom
    assert outcome.readings == ()
