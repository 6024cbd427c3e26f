"""The live key map: the registry's keys with the user's `keys.toml` laid over them.

What is wrong in the file is said by line and key; the command concerned keeps its default keys, and all
other entries count.
"""

from __future__ import annotations

import difflib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from dossier.home import config_folder
from dossier.keys.commands import BY_ID, COMMANDS, LIST, READER, SECTIONS, SELECTION, Command
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
Lines = dict[tuple[str, ...], int]


@dataclass(frozen=True)
class KeyMap:
    """Every command with the keys that it has now, and what is wrong with the user's file."""

    commands: tuple[Command, ...] = COMMANDS
    problems: tuple[Problem, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Command]:
        """The commands by id."""
        return {command.id: command for command in self.commands}

    @cached_property
    def steps(self) -> frozenset[str]:
        """Every key that is part of a sequence."""
        return frozenset(
            step for command in self.commands for keys in command.keys for step in keys.split(" ")
        )

    def changed(self, command: Command) -> bool:
        """Whether a command has other keys than its default ones."""
        return self.by_id[command.id].keys != BY_ID[command.id].keys

    def key(self, command: str) -> str:
        """The key of a command as a message names it; of one without keys, what `:` calls it."""
        keys = self.by_id[command].keys
        return key_words(keys[0]) if keys else f":{command}"


def keys_file() -> Path:
    """Where the user's keys are read from."""
    return config_folder() / FILE


def load(path: Path | None = None) -> KeyMap:
    """The live map: the defaults where there is no file, and where it is wrong."""
    try:
        text = (path or keys_file()).read_text("utf-8-sig")
    except FileNotFoundError:
        return KeyMap()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return KeyMap(problems=(Problem(FILE, "expected text in UTF-8", line),))
    except OSError as error:
        return KeyMap(problems=(Problem(FILE, f"cannot be read: {error.strerror or error}"),))
    return read(text)


def read(text: str) -> KeyMap:
    """The live map that the text of a `keys.toml` makes."""
    import tomllib  # noqa: PLC0415  (only where there is a file)

    try:
        parsed = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return KeyMap(problems=(_syntax(text, error),))
    lines = _lines(text)
    problems = list(_strangers(parsed, lines))
    wanted: dict[str, Keys] = {}
    table = parsed.get("keys", {})
    for command, value in table.items() if isinstance(table, dict) else ():
        try:
            wanted[command] = _checked(command, value)
        except UnreadableKeysError as error:
            problems.append(Problem(FILE, str(error), lines.get(("keys", command)), field=one_line(command)))
    commands, lost = _settled(wanted)
    problems += (Problem(FILE, words, lines.get(("keys", id_)), field=id_) for id_, words in lost.items())
    return KeyMap(commands, tuple(sorted(problems, key=lambda problem: problem.line or 0)))


def _syntax(text: str, error: Exception) -> Problem:
    """TOML's own complaint, which ends with its line and column, or with the end of the file."""
    said, _, at = one_line(str(error)).rpartition(" (at ")
    place = re.fullmatch(r"line (\d+), (column \d+)\)", at)
    lines = text.split("\n")
    number = int(place[1]) if place else len(lines)
    name, equals, _ = lines[number - 1].partition("=")
    where = f" at {place[2]}" if place else ""
    message = f'expected TOML, such as tag = "t"; {said or at}{where}'
    return Problem(FILE, message, number, field=one_line(name) if equals else None)


def _strangers(parsed: Mapping[str, Any], lines: Lines) -> Iterator[Problem]:
    """What stands in the file beside the one table."""
    for name, value in parsed.items():
        if name != "keys":
            words = "expected below [keys]" if name in BY_ID else "expected one table, [keys]"
            yield Problem(FILE, words, lines.get((name,)), field=one_line(name))
        elif not isinstance(value, dict):
            yield Problem(FILE, "expected a table: [keys]", lines.get((name,)), field=name)


def _lines(text: str) -> Lines:
    """Where each name of a sound TOML file stands: tomllib does not tell, but it reads single statements."""
    import tomllib  # noqa: PLC0415

    found: Lines = {}
    table: tuple[str, ...] = ()
    statement, first = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        first = first if statement else number
        statement += f"{line}\n"
        try:
            parsed = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:  # goes on in the next line
            continue
        paths = list(_paths(parsed))
        if statement.lstrip().startswith("["):
            table, paths = paths[0], [()]
        for path in paths:
            whole = (*table, *path)
            for length in range(1, len(whole) + 1):
                found.setdefault(whole[:length], first)
        statement = ""
    return found


def _paths(parsed: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The names in a statement, outermost first."""
    for name, value in parsed.items():
        if isinstance(value, dict) and value:
            yield from ((name, *path) for path in _paths(value))
        else:
            yield (name,)


def _checked(command: str, value: object) -> Keys:
    """The keys of one entry; raises UnreadableKeysError."""
    if command not in BY_ID:
        near = difflib.get_close_matches(command, BY_ID, n=1)
        hint = f"did you mean {near[0]}?" if near else "`dossier keys` lists them"
        raise UnreadableKeysError(f"there is no such command; {hint}")
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list) or not all(isinstance(each, str) for each in written):
        raise UnreadableKeysError('expected a key, such as "g c", or a list of keys')
    keys = dict.fromkeys(_read(each, command) for each in written)
    if not keys and command in _KEEP_A_KEY:
        raise UnreadableKeysError("expected at least one key: this command must stay within reach")
    if command == "quit":
        keys.setdefault(_ALWAYS_QUITS)
    return tuple(keys)


def _read(written: str, command: str) -> str:
    """One sequence of an entry, as far as it can be judged alone."""
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


def _settled(wanted: Mapping[str, Keys]) -> tuple[tuple[Command, ...], dict[str, str]]:
    """The commands with as many of the entries as fit beside one another, and why the others do not."""
    kept = dict(wanted)
    lost: dict[str, str] = {}
    while True:
        commands = tuple(replace(each, keys=kept.get(each.id, each.keys)) for each in COMMANDS)
        order = list(kept)
        blamed = next(
            (
                (one.id, words)
                for one, other, words in clashes(commands)
                if one.id in kept and (other.id not in kept or order.index(one.id) >= order.index(other.id))
            ),
            None,
        )
        if blamed is None:
            return commands, lost
        lost[blamed[0]] = blamed[1]
        del kept[blamed[0]]


def clashes(commands: Iterable[Command]) -> Iterator[tuple[Command, Command, str]]:
    """Where a key of one command gets in the way of another's: both, and what is wrong with the first.

    Either both have the same key, or one can never be typed, because the other is complete before it.
    """
    bound: dict[str, list[tuple[str, Command]]] = {}
    for command in commands:
        for keys in command.keys:
            bound.setdefault(keys.split(" ")[0], []).append((keys, command))
    for together in bound.values():
        for (keys, one), (others, other) in itertools.permutations(together, 2):
            meet = _meet(one, other) and _within_reach(one, keys, other, others)
            if meet and (words := _clash(keys, others, f"{other.id} ({other.title})")):
                yield one, other, words


def _clash(keys: str, others: str, whose: str) -> str:
    said, them = f'"{key_words(keys)}"', f'"{key_words(others)}"'
    if keys == others:
        return f"{said} is the key of {whose}: expected a free one"
    if others.startswith(f"{keys} "):
        return f"{said} begins {them} of {whose}, which could never be typed: expected another key"
    if keys.startswith(f"{others} "):
        return f"{said} can never be typed, as {them} is the key of {whose}: expected another key"
    return ""


def _meet(one: Command, other: Command) -> bool:
    """Whether there is a place where both work: a context is a side and what the list shows."""
    here, there = set(one.where) - {SELECTION}, set(other.where) - {SELECTION}
    if not here or not there or here & there:
        return True
    return bool(here & _SIDES and there - _SIDES) or bool(here - _SIDES and there & _SIDES)


def _within_reach(one: Command, keys: str, other: Command, others: str) -> bool:
    """Whether both keys are looked up together: while words are chosen, the keys for that come first.

    Of those only a sequence that begins with a whole key of another command is never reached.
    """
    if (SELECTION in one.where) == (SELECTION in other.where):
        return True
    first, then = (keys, others) if SELECTION in one.where else (others, keys)
    return first.startswith(f"{then} ")


def template(keymap: KeyMap) -> str:
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
