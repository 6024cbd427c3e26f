"""What a command is and what it needs; bindings, palette, help, hint line and README's table read it."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dossier.keys.names import key_words

LIST = "list"
READER = "reader"
SELECTION = "selection"
"""While words are chosen in a reader."""

READ = "Read"
ANNOTATE = "Annotate"
MAKE = "Make"
FIND = "Find"
MOVE = "Move"
GO = "Go to"
MARK = "Mark"
SELECT = "Choose words"
TAKE = "Take away"
SCREEN = "Screen"

SECTIONS = (READ, ANNOTATE, MAKE, FIND, MOVE, GO, MARK, SELECT, TAKE, SCREEN)
"""In the order in which help and the manual list them."""

_CHOICE_ORDER = (GO, ANNOTATE, MAKE, FIND, TAKE, READ, MARK, SCREEN, SELECT, MOVE)
"""In the order in which commands are offered by name: what people go to and do, cursor moves last."""

WHILE_READING = (MOVE, GO, SCREEN)
"""The sections whose commands work while the dossier is still being read."""


@dataclass(frozen=True, slots=True)
class Need:
    """What must be there for a command to run, and the sentence that is said where it is missing.

    In the sentence `{filter}` stands for the key of the command `filter`, `{pane}` for the list on screen.
    `kinds` are letters of record kinds (`scq`).
    """

    name: str
    missing: str
    kinds: str = ""

    def saying(self, missing: str) -> Need:
        """The same need with another sentence."""
        return replace(self, missing=missing)


ROW = Need("row", "there is nothing here")
"""A row under the cursor."""
OWN_ROW = Need("own row", "there is nothing here")
"""A row of a list that the command is for (its `where`)."""
ROWS = Need("rows", "there is nothing here to copy")
"""Marked rows, or one under the cursor."""
CLAIM = Need("claim", "there is no claim here")
"""A claim under the cursor of Claims, or whose quotes are read."""
CLAIMS = Need("claims", "there is no claim here")
"""Marked claims, or one under the cursor."""
CLAIMS_LIST = Need(
    "claims list", "{next-claim} and {previous-claim} step through claims; {go-claims} goes to them"
)
MARKABLE = Need("markable", "these rows are not marked")
"""A list whose rows are records."""
RECORDS = Need("records", "there is nothing here to annotate")
"""Records that take annotations, or words chosen in one; a list says itself what its rows lack."""
UNDECIDED = Need("undecided", "a status is for claims", "c")
"""Claims, or rows of a list that is decided on in its own way."""
OUT_OF_QUOTES = Need("out of quotes", "{out} goes out to the claims")
"""Not among the quotes of one claim."""
PANE = Need("pane", "the {pane} has an order of its own; {filter} filters it")
"""A pane of records; not a list beside the panes."""
FILTER = Need("filter", "there is no filter on this list to save - {filter} filters it")
SAVED_FILTER = Need("saved filter", "no filter is saved yet")
WORDS_TO_FIND = Need("words to find", "nothing to find yet - {find} asks for words")
LAST_ACT = Need("last act", "there is nothing to repeat yet")

NEEDS = (
    ROW,
    OWN_ROW,
    ROWS,
    CLAIM,
    CLAIMS,
    CLAIMS_LIST,
    MARKABLE,
    RECORDS,
    UNDECIDED,
    OUT_OF_QUOTES,
    PANE,
    FILTER,
    SAVED_FILTER,
    WORDS_TO_FIND,
    LAST_ACT,
)
"""All that a command can need; a declaration takes these, some with a sentence of its own."""


def records_of(kinds: str, missing: str) -> Need:
    """Records of these kinds that take annotations."""
    return replace(RECORDS, kinds=kinds, missing=missing)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done.

    `keys` are sequences, steps apart by a space (`g c`), each step a printable character or the name
    of a key. `where` lists the contexts it works in (empty: all): `list`, `reader`, a pane's name.
    `hint` is its word on the hint line, `rank` its place there (0: not shown).
    `opens` is the list that it goes to; without one, a function of its name in `module` does it.
    """

    id: str
    title: str
    section: str
    keys: tuple[str, ...] = ()
    help: str = ""
    where: tuple[str, ...] = ()
    counts: bool = False
    hint: str = ""
    rank: int = 0
    needs: tuple[Need, ...] = ()
    verbs: tuple[str, ...] = ()
    """Words that may follow its name on the command line and need none of `needs`: `:tag rename a b`."""
    synonyms: str = ""
    """Other words that people look for it by: `add new label`."""
    on_words: bool = False
    """Whether it can be done to words chosen in a reader."""
    gives_reason: bool = False
    """Whether, right after an act that takes a reason, it asks for that instead."""
    opens: str = ""
    module: str = ""

    @property
    def function(self) -> str:
        """The name of its function: `tag-rename` is done by `tag_rename`, `in` by `in_`."""
        name = self.id.replace("-", "_")
        return f"{name}_" if keyword.iskeyword(name) else name


@dataclass(frozen=True)
class Feature:
    """What one package brings to the screen. Its modules are named and imported when they are used.

    `lists` are lists beside the panes by name, `states` what is kept while a dossier is open, `panels` the
    widgets docked above the prompt; each is written `module:Class`.
    """

    package: str
    commands: tuple[Command, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)
    states: tuple[str, ...] = ()
    panels: tuple[str, ...] = ()
    module: str = "screen"
    """The module of its commands that name no other."""


def _shown_order(command: Command) -> tuple[int, bool]:
    """By section; what works in one list alone comes after what works everywhere."""
    in_one_list = len(command.where) == 1 and command.where[0] not in (LIST, READER, SELECTION)
    return SECTIONS.index(command.section), in_one_list


class Registry:
    """All features in order: their commands by section, their lists, states and panels by full name."""

    def __init__(self, features: Iterable[Feature]) -> None:
        commands: list[Command] = []
        self.lists: dict[str, str] = {}
        self.states: list[str] = []
        self.panels: list[str] = []
        for feature in features:
            for command in feature.commands:
                module = f"{feature.package}.{command.module or feature.module}"
                commands.append(replace(command, module=module))
            for name, path in feature.lists.items():
                self.lists[name] = f"{feature.package}.{path}"
            self.states += (f"{feature.package}.{path}" for path in feature.states)
            self.panels += (f"{feature.package}.{path}" for path in feature.panels)
        commands.sort(key=_shown_order)
        self.commands = tuple(commands)
        self.by_id = {command.id: command for command in self.commands}


def order_for_choice(commands: Iterable[Command]) -> list[Command]:
    """Commands as they are offered by name: what people go to and do first, cursor moves last."""
    return sorted(commands, key=lambda command: _CHOICE_ORDER.index(command.section))


def shown_keys(command: Command) -> tuple[str, ...]:
    """All keys of a command, written; full-width doubles, which are there for Chinese input, left out."""
    narrow = {keys: unicodedata.normalize("NFKC", keys) for keys in command.keys}
    return tuple(key_words(keys) for keys, n in narrow.items() if n == keys or n not in command.keys)


def keys_words(command: Command) -> str:
    """The keys of a command on one line."""
    return " ".join(shown_keys(command))


def short(command: Command) -> str:
    """What a command does in a word or two: for lines with many of them."""
    return command.hint or re.split("[:;,]", command.title)[0]


def works_in(command: Command, contexts: frozenset[str]) -> bool:
    """Whether the command is for one of these contexts."""
    return not command.where or not contexts.isdisjoint(command.where)


def markdown_table(commands: Iterable[Command]) -> str:
    """README's key table; where a key works in one place alone, that is said."""
    commands = tuple(commands)
    lines = ["| Keys | Does |", "|---|---|"]
    for section in SECTIONS:
        rows = [_table_row(command) for command in commands if command.section == section]
        if rows:
            lines += [f"| **{section}** | |", *rows]
    return "\n".join(lines)


def _table_row(command: Command) -> str:
    keys = " ".join(f"`{keys}`" for keys in shown_keys(command)) or f"`:{command.id}`"
    does = command.title
    if command.help:
        does += f"{'; ' if ':' in command.title else ': '}{command.help}"
    if len(command.where) == 1 and command.section != SELECT:
        does += f" ({command.where[0]})"
    return f"| {keys} | {does} |"
