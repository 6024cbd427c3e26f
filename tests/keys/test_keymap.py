"""Keys of the user's own: how they are written, what is refused and how that is said, what then counts."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.keys.keymap import (
    KeyMap,
    default_keymap,
    find_clashes,
    keys_file,
    keys_template,
    load_keymap,
    read_keymap,
)
from dossier.keys.names import NAMES, UnreadableKeysError, key_words, read_keys
from dossier.registry import REGISTRY
from dossier.screen.keys import Dispatcher

MODIFIED = ("ctrl+x", "alt+x", "alt+7", "alt+shift+x", "shift+tab", "shift+down", "alt+ctrl+shift+f5")
CHARACTERS = st.characters(codec="utf-8").filter(
    lambda one: one.isprintable() and one != " " and unicodedata.normalize("NFC", one) == one
)
STEPS = CHARACTERS | st.sampled_from([*NAMES, *MODIFIED])
SEQUENCES = st.lists(STEPS, min_size=1, max_size=3).map(" ".join)
ENTRIES = st.dictionaries(
    st.sampled_from([*REGISTRY.by_id, "tga"]),
    st.lists(SEQUENCES | st.sampled_from(["g", "t", "g c", "1"]), max_size=3),
)


def text_of(entries: dict[str, list[str]]) -> str:
    lines = (f"{name} = {json.dumps(keys, ensure_ascii=False)}" for name, keys in entries.items())
    return "\n".join(["[keys]", *lines])


def read(text: str) -> KeyMap:
    return read_keymap(REGISTRY.commands, text)


def load(path: Path | None = None) -> KeyMap:
    return load_keymap(REGISTRY.commands, path)


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read(text).problems]


def keys_of(keymap: KeyMap, command: str) -> tuple[str, ...]:
    return keymap.by_id[command].keys


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        *(("t", "t"), ("g c", "g c"), ("gc", "g c"), ("  g   c ", "g c"), ("G", "G"), ("z z ?", "z z ?")),
        *(
            ("PgDn", "pagedown"),
            ("Esc", "escape"),
            ("ESCAPE", "escape"),
            ("Return", "enter"),
            ("Bksp", "backspace"),
        ),
        *(("shift+Tab", "shift+tab"), ("Ctrl+X", "ctrl+x"), ("alt+x", "alt+x"), ("alt+X", "alt+shift+x")),
        *(("shift+x", "X"), ("Shift+Alt+Left", "alt+shift+left"), ("F1", "f1"), ("f24", "f24"), ("Up", "up")),
        *(
            ("u p", "u p"),
            ("+", "+"),
            ("g +", "g +"),
            ("ж", "ж"),
            ("e\u0301", "é"),
            ("／", "／"),
            ("g PgDn", "g pagedown"),
        ),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, keys: str) -> None:
    assert read_keys(written) == keys


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", "expected a key"),
        (" ", "expected a key"),
        ("PageDwn", "is no key"),
        ("ctr+x", "is no key"),
        ("ctrl-x", "is no key"),
        ("ctrl+", "is no key"),
        ("F25", "is no key"),
        ("gcc", "is no key"),
        ("\x1b", "is no key"),
        ("\u200b", "is no key"),
        ("ctrl+i", 'arrives as Tab in most terminals: expected "Tab"'),
        ("ctrl+m", 'expected "Enter"'),
        ("ctrl+h", 'expected "Backspace"'),
        ("ctrl+Enter", 'expected "Enter"'),
        ("shift+Space", 'expected "Space"'),
        ("ctrl+7", "does not arrive"),
        ("ctrl+shift+x", "does not arrive"),
    ],
)
def test_what_is_no_key_is_said_with_what_was_expected(written: str, expected: str) -> None:
    with pytest.raises(UnreadableKeysError, match=re.escape(expected)):
        read_keys(written)


@given(SEQUENCES)
def test_the_registrys_own_notation_reads_as_itself(keys: str) -> None:
    assert read_keys(keys) == keys


@given(STEPS)
def test_a_key_as_it_is_shown_can_be_written_into_the_file(step: str) -> None:
    assert read_keys(key_words(step)) == step


def test_no_two_default_keys_are_in_each_others_way() -> None:
    assert list(find_clashes(REGISTRY.commands)) == []
    written = {command.id: list(command.keys) for command in REGISTRY.commands}
    assert read(text_of(written)) == default_keymap(REGISTRY.commands)


def test_what_a_command_says_of_itself_names_no_key_that_may_be_another() -> None:
    plain = {"Enter", "Tab", "Up", "Down", "Left", "Right", "Home", "End", "Space"}
    named = {key_words(keys) for command in REGISTRY.commands for keys in command.keys} - plain
    named = {words for words in named if len(words) > 1}
    for command in REGISTRY.commands:
        words = {
            re.sub(r"^\d+", "", word) for word in re.split(r"[\s,;:()]+", f"{command.title} {command.help}")
        }
        assert not words & named, command.id
        assert not re.search(r"\b\d+[a-zA-Z]\b", command.title + command.help), command.id


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('tga = "T"', "tga: there is no such command; did you mean tag?"),
        ('qqqqq = "T"', "qqqqq: there is no such command; `dossier keys` lists them"),
        ('tag = "ctr+x"', 'tag: "ctr+x" is no key: expected one such as "t", "g c"'),
        ('tag = "ctrl+i"', 'tag: "ctrl+i" arrives as Tab in most terminals: expected "Tab"'),
        ("tag = 3", 'tag: expected a key, such as "g c", or a list of keys'),
        ('tag = ["T", 3]', 'tag: expected a key, such as "g c", or a list of keys'),
        ('tag = ""', 'tag: "" expected a key'),
        ('tag = "n"', 'tag: "n" is the key of find-next (next hit): expected a free one'),
        ('tag = "g"', 'tag: "g" begins "g/" of search'),
        ('tag = "t x"\nnote = "t"', 'note: "t" begins "tx" of tag'),
        (
            'tag = "a x"',
            'tag: "ax" can never be typed, as "a" is the key of note (note): expected another key',
        ),
        ('tag = ["T", "T x"]', 'tag: "T" begins "Tx" of tag'),
        ('tag = "5"', 'tag: "5": digits are counts; expected a sequence that begins with another key'),
        ('tag = "5 x"', 'tag: "5 x": digits are counts'),
        ('tag = "g Esc"', 'tag: "g Esc": Esc ends a sequence; expected it alone or not at all'),
        ('tag = "ctrl+q"', 'tag: "ctrl+q": ctrl+q always quits; expected another key'),
        ("escape = []", "escape: expected at least one key: this command must stay within reach"),
        ("quit = []", "quit: expected at least one key"),
    ],
)
def test_what_is_wrong_is_said_with_file_command_key_and_what_was_expected(line: str, said: str) -> None:
    text = f"# keys\n\n[keys]\nzoom = 'Z'\n{line}\nreader = 'P'\n"
    keymap = read(text)
    (problem,) = keymap.problems
    assert str(problem).startswith(f"keys.toml: {said}")
    assert (keys_of(keymap, "zoom"), keys_of(keymap, "reader")) == (("Z",), ("P",))
    if problem.field in REGISTRY.by_id:
        assert keys_of(keymap, problem.field) == REGISTRY.by_id[problem.field].keys


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[keys]\ntag = "T\n', 'keys.toml: expected TOML, such as tag = "t"; Illegal character'),
        ('[keys]\ntag = "T"\ntag = "U"\n', "keys.toml: expected TOML"),
        ("[keys]\ntag = [\n", "keys.toml: expected TOML"),
        ("[keys\n", "keys.toml: expected TOML"),
        ("[keys]\ntag = '\0'", "keys.toml: expected TOML"),
        ('tag = "T"', "keys.toml: tag: expected below [keys]"),
        ("\ntga = 'T'", "keys.toml: tga: expected one table, [keys]"),
        ("[keys]\n[kyes]\ntag = 'T'", "keys.toml: kyes: expected one table, [keys]"),
        ("keys = 3", "keys.toml: keys: expected a table: [keys]"),
        ("\n[[keys]]", "keys.toml: keys: expected a table: [keys]"),
    ],
)
def test_a_file_that_is_no_table_of_keys_is_said_to_be_none(text: str, said: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(said)
    assert read(text).commands == REGISTRY.commands


def test_two_commands_can_change_places() -> None:
    keymap = read(text_of({"tag": ["a"], "note": ["t"]}))
    assert (keys_of(keymap, "tag"), keys_of(keymap, "note"), keymap.problems) == (("a",), ("t",), ())


def test_a_command_that_takes_the_place_of_a_refused_one_is_refused_too() -> None:
    keymap = read(text_of({"tag": ["a"], "note": ["ctrl+i"]}))
    assert keymap.commands == REGISTRY.commands
    assert [problem.field for problem in keymap.problems] == ["tag", "note"]


def test_of_two_entries_the_first_has_the_key() -> None:
    keymap = read(text_of({"tag": ["T"], "note": ["T"]}))
    assert (keys_of(keymap, "tag"), keys_of(keymap, "note")) == (("T",), ("a",))
    assert [str(problem) for problem in keymap.problems] == [
        'keys.toml: note: "T" is the key of tag (tags: name adds, -name removes): expected a free one'
    ]


def test_one_key_may_do_two_things_in_two_places() -> None:
    keymap = read(text_of({"reader-page": ["Z"], "mark": ["Z"]}))  # one in the reader, one in the list
    assert keymap.problems == ()
    assert problems(text_of({"source": ["Z"], "mark": ["Z"]})) != []  # a list of claims is both


def test_quit_keeps_the_key_that_the_program_itself_answers() -> None:
    assert keys_of(read(text_of({"quit": ["X"]})), "quit") == ("X", "ctrl+q")


def test_keys_are_named_as_they_are_now() -> None:
    keymap = read(text_of({"tag": ["g Z", "Z"], "zoom": []}))
    assert (keymap.key("tag"), keymap.key("zoom"), keymap.key("page-down")) == ("gZ", ":zoom", "PgDn")
    assert [command.id for command in keymap.commands if keymap.changed(command)] == ["tag", "zoom"]
    assert "Z" in keymap.steps
    assert "z" not in keymap.steps


@given(ENTRIES)
def test_what_is_left_of_any_map_works_and_goes_through_the_template(entries: dict[str, list[str]]) -> None:
    keymap = read(text_of(entries))
    assert list(find_clashes(keymap.commands)) == []
    refused = {problem.field for problem in keymap.problems}
    assert len(refused) == len(keymap.problems)
    for command in keymap.commands:
        if command.id in refused:
            assert command.keys == REGISTRY.by_id[command.id].keys
        elif command.id in entries and command.id != "quit":
            assert command.keys == tuple(dict.fromkeys(entries[command.id]))
    again = read(keys_template(keymap))
    assert again.commands == keymap.commands
    assert again.problems == ()


@given(ENTRIES)
def test_every_key_of_any_map_reaches_its_command(entries: dict[str, list[str]]) -> None:
    keymap = read(text_of(entries))
    for command in keymap.commands:
        contexts = frozenset(command.where[:1])
        for keys in command.keys:
            dispatcher = Dispatcher(keymap.commands)
            outcomes = [dispatcher.feed(step, contexts) for step in keys.split(" ")]
            assert outcomes[-1].command == command


@given(
    st.text()
    | st.text().map(lambda text: f"[keys]\n{text}")
    | st.text().map(lambda text: f"[keys]\ntag = '{text}'")
)
def test_no_text_is_a_traceback(text: str) -> None:
    keymap = read(text)
    assert list(find_clashes(keymap.commands)) == []
    for problem in keymap.problems:
        assert str(problem).startswith("keys.toml: ")


def test_the_file_is_read_from_the_config_folder() -> None:
    assert load() == default_keymap(REGISTRY.commands)
    keys_file().parent.mkdir(parents=True)
    keys_file().write_text("\ufeff[keys]\ntag = 'T'\n", "utf-8")  # as Windows' Notepad saves it
    assert keys_of(load(), "tag") == ("T",)


def test_a_file_that_cannot_be_read_is_said_and_the_defaults_work(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_bytes(b"[keys]\ntag = 'T'\nzoom = '\xff'\n")
    assert [str(problem) for problem in load(file).problems] == ["keys.toml:3: expected text in UTF-8"]
    assert load(file).commands == REGISTRY.commands
    (problem,) = load(tmp_path).problems
    assert str(problem) == "keys.toml: cannot be read: Is a directory"


def test_where_the_config_folder_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOSSIER_HOME", str(tmp_path / "mine"))
    assert keys_file() == tmp_path / "mine" / "config" / "keys.toml"
    monkeypatch.delenv("DOSSIER_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert keys_file() == tmp_path / "xdg" / "dossier" / "keys.toml"
