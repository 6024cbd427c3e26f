"""The live key map: the default keys of all commands with the user's `keys.toml` laid over them.

A wrong entry is said by file and command; that command keeps its default keys, and all other entries count.
"""

from __future__ import annotations

import difflib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from dossier.home import config_folder
from dossier.keys.commands import LIST, READER, SECTIONS, SELECTION, Command
from dossier.keys.names import UnreadableKeysError, key_words, read_keys
from dossier.records.problems import Problem
from dossier.text import clip, one_line

FILE = "keys.toml"
_ALWAYS_QUITS = "ctrl+q"
_KEEP_A_KEY = ("escape", "quit")
_SIDES = {LIST, READER}

_SHOWN = 24
"""Cells of a wrong key that a message shows."""

Keys = tuple[str, ...]


@dataclass(frozen=True)
class KeyMap:
    """Every command with the keys that it has now, and what is wrong with the user's file."""

    commands: tuple[Command, ...]
    defaults: Mapping[str, Command]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Command]:
        """The commands by id."""
        return {command.id: command for command in self.commands}

    @cached_property
    def steps(self) -> frozenset[str]:
        """Every key that is part of a sequence."""
        found: set[str] = set()
        for command in self.commands:
            for keys in command.keys:
                found.update(keys.split(" "))
        return frozenset(found)

    def changed(self, command: Command) -> bool:
        """Whether a command has other keys than its default ones."""
        return self.by_id[command.id].keys != self.defaults[command.id].keys

    def key(self, command: str) -> str:
        """The key of a command as a message names it; of one without keys, what `:` calls it."""
        keys = self.by_id[command].keys
        return key_words(keys[0]) if keys else f":{command}"


def keys_file() -> Path:
    """The user's file of keys."""
    return config_folder() / FILE


def default_keymap(commands: Sequence[Command], *problems: Problem) -> KeyMap:
    """Every command with its default keys."""
    return KeyMap(tuple(commands), {command.id: command for command in commands}, problems)


def load_keymap(commands: Sequence[Command], path: Path | None = None) -> KeyMap:
    """The live map: the default keys where there is no file, and where it is wrong."""
    try:
        text = (path or keys_file()).read_text("utf-8-sig")
    except FileNotFoundError:
        return default_keymap(commands)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return default_keymap(commands, Problem(FILE, "expected text in UTF-8", line))
    except OSError as error:
        return default_keymap(commands, Problem(FILE, f"cannot be read: {error.strerror or error}"))
    return read_keymap(commands, text)


def read_keymap(commands: Sequence[Command], text: str) -> KeyMap:
    """The live map that the text of a `keys.toml` makes."""
    import tomllib  # noqa: PLC0415  (only where there is a file)

    try:
        parsed = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is no TOMLDecodeError
        message = f'expected TOML, such as tag = "t"; {one_line(str(error))}'
        return default_keymap(commands, Problem(FILE, message))

    defaults = {command.id: command for command in commands}
    problems = _unknown_entries(parsed, defaults)
    table = parsed.get("keys")
    if not isinstance(table, dict):
        return default_keymap(commands, *problems)

    wanted: dict[str, Keys] = {}
    refused: dict[str, str] = {}
    for command, value in table.items():
        try:
            wanted[command] = _checked_keys(command, value, defaults)
        except UnreadableKeysError as error:
            refused[command] = str(error)
    bound, lost = _settle_clashes(commands, wanted)
    refused |= lost
    for command in table:
        if command in refused:
            problems.append(Problem(FILE, refused[command], field=one_line(command)))
    return KeyMap(bound, defaults, tuple(problems))


def _unknown_entries(parsed: Mapping[str, Any], defaults: Mapping[str, Command]) -> list[Problem]:
    """What the file holds beside its one table."""
    found = []
    for name, value in parsed.items():
        if name == "keys":
            words = "" if isinstance(value, dict) else "expected a table: [keys]"
        elif name in defaults:
            words = "expected below [keys]"
        else:
            words = "expected one table, [keys]"
        if words:
            found.append(Problem(FILE, words, field=one_line(name)))
    return found


def _checked_keys(command: str, value: object, defaults: Mapping[str, Command]) -> Keys:
    """The keys of one entry; raises UnreadableKeysError."""
    if command not in defaults:
        near = difflib.get_close_matches(command, defaults, n=1)
        hint = f"did you mean {near[0]}?" if near else "`dossier keys` lists them"
        raise UnreadableKeysError(f"there is no such command; {hint}")
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list) or not all(isinstance(each, str) for each in written):
        raise UnreadableKeysError('expected a key, such as "g c", or a list of keys')
    keys = dict.fromkeys(_checked_sequence(each, command) for each in written)
    if not keys and command in _KEEP_A_KEY:
        raise UnreadableKeysError("expected at least one key: this command must stay within reach")
    if command == "quit":
        keys.setdefault(_ALWAYS_QUITS)
    return tuple(keys)


def _checked_sequence(written: str, command: str) -> str:
    """One sequence of an entry, as far as it can be judged alone; raises UnreadableKeysError."""
    said = f'"{clip(one_line(written), _SHOWN)}"'
    try:
        keys = read_keys(written)
    except UnreadableKeysError as error:
        raise UnreadableKeysError(f"{said} {error}") from None
    steps = keys.split(" ")
    if steps[0] in "123456789":
        raise UnreadableKeysError(
            f"{said}: digits are counts; expected a sequence that begins with another key"
        )
    if "escape" in steps and len(steps) > 1:
        raise UnreadableKeysError(f"{said}: Esc ends a sequence; expected it alone or not at all")
    if _ALWAYS_QUITS in steps and (command, keys) != ("quit", _ALWAYS_QUITS):
        raise UnreadableKeysError(f"{said}: {_ALWAYS_QUITS} always quits; expected another key")
    return keys


def _settle_clashes(
    commands: Sequence[Command], wanted: Mapping[str, Keys]
) -> tuple[tuple[Command, ...], dict[str, str]]:
    """The commands with as many of the entries as fit beside one another, and why the others do not."""
    kept = dict(wanted)
    lost: dict[str, str] = {}
    while True:
        bound = tuple(replace(command, keys=kept.get(command.id, command.keys)) for command in commands)
        clash = _first_clash(bound, list(kept))
        if clash is None:
            return bound, lost
        command, words = clash
        lost[command] = words
        del kept[command]


def _first_clash(commands: Iterable[Command], entries: list[str]) -> tuple[str, str] | None:
    """The first entry that must give way, and why: of two entries the earlier one has the key."""
    for one, other, words in find_clashes(commands):
        if one.id not in entries:
            continue
        if other.id not in entries or entries.index(one.id) >= entries.index(other.id):
            return one.id, words
    return None


def find_clashes(commands: Iterable[Command]) -> Iterator[tuple[Command, Command, str]]:
    """Where a key of one command gets in the way of another's: both, and what is wrong with the first.

    Either both have the same key, or one can never be typed, because the other is complete before it.
    """
    bound: dict[str, list[tuple[str, Command]]] = {}
    for command in commands:
        for keys in command.keys:
            bound.setdefault(keys.split(" ")[0], []).append((keys, command))
    for together in bound.values():
        for (keys, one), (others, other) in itertools.permutations(together, 2):
            words = _clash_words(keys, others, f"{other.id} ({other.title})")
            if words and _share_a_context(one, other) and _both_within_reach(one, keys, other, others):
                yield one, other, words


def _clash_words(keys: str, others: str, whose: str) -> str:
    said, them = f'"{key_words(keys)}"', f'"{key_words(others)}"'
    if keys == others:
        return f"{said} is the key of {whose}: expected a free one"
    if others.startswith(f"{keys} "):
        return f"{said} begins {them} of {whose}, which could never be typed: expected another key"
    if keys.startswith(f"{others} "):
        return f"{said} can never be typed, as {them} is the key of {whose}: expected another key"
    return ""


def _share_a_context(one: Command, other: Command) -> bool:
    """Whether there is a place where both work: a context is a side and what the list shows."""
    here, there = set(one.where) - {SELECTION}, set(other.where) - {SELECTION}
    if not here or not there or here & there:
        return True
    return bool(here & _SIDES and there - _SIDES) or bool(here - _SIDES and there & _SIDES)


def _both_within_reach(one: Command, keys: str, other: Command, others: str) -> bool:
    """Whether both keys are looked up together: while words are chosen, the keys for that come first.

    Of those only a sequence that begins with a whole key of another command is never reached.
    """
    if (SELECTION in one.where) == (SELECTION in other.where):
        return True
    first, then = (keys, others) if SELECTION in one.where else (others, keys)
    return first.startswith(f"{then} ")


def keys_template(keymap: KeyMap) -> str:
    """A `keys.toml` with every command: those with other keys than the default ones, the rest as comments."""
    lines = [
        "# Keys of dossier. Take the # off a line and change its keys; they replace all keys of the command,",
        '# and [] leaves it none. The steps of a sequence stand apart: "g c". Names: Enter, Esc, Space, Tab,',
        "# PgDn, F1, Left; with another key: ctrl+x, alt+x, shift+Tab. `dossier keys` checks this file:",
        f"# {one_line(str(keys_file()))}",
        "",
        "[keys]",
    ]
    for section in SECTIONS:
        lines += ["", f"# {section}"]
        for command in keymap.commands:
            if command.section == section:
                keys = ", ".join(json.dumps(each, ensure_ascii=False) for each in command.keys)
                mark = "" if keymap.changed(command) else "# "
                entry = f"{mark}{command.id} = [{keys}]"
                lines.append(f"{entry:<44} # {command.title}")
    return "\n".join([*lines, ""])
