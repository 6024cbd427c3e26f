"""Running a declared command: what it needs here, and the function of its name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dossier.keys.commands import MARKABLE, RECORDS, UNDECIDED, WHILE_READING, Command, Need, Registry
from dossier.show.kit import labels
from dossier.text import a

if TYPE_CHECKING:
    from dossier.keys.keymap import KeyMap
    from dossier.screen.browser import Browser

_FEW = 100
"""Records that are held against their model before an act; of more, the act itself does it."""


@cache
def load_function(module: str, name: str) -> Callable[..., Any]:
    """A command's function; its module is imported when it first runs."""
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


@cache
def _parameters(function: Callable[..., Any]) -> frozenset[str]:
    return frozenset(inspect.signature(function).parameters)


def load_class(path: str) -> type[Any]:
    """The class at `package.module:Class`."""
    module, _, name = path.partition(":")
    found: type[Any] = getattr(import_module(module), name)
    return found


def import_modules(registry: Registry) -> None:
    """Import what the commands and lists are made of, so that no key waits for it."""
    for command in registry.commands:
        if not command.opens:
            import_module(command.module)
    for path in (*registry.lists.values(), *registry.states, *registry.panels):
        load_class(path)


async def run_command(browser: Browser, command: Command, count: int | None, words: str) -> None:
    """Do a command: go to the list that it opens, or call its function with what that asks for."""
    if command.opens:
        browser.go_to_list(command.opens)
        return
    function = load_function(command.module, command.function)
    given: dict[str, object] = {"browser": browser, "count": count, "words": words}
    wanted = _parameters(function)
    result = function(**{name: value for name, value in given.items() if name in wanted})
    if inspect.isawaitable(result):
        await result


class _Sentence(dict[str, str]):
    """What the names in a need's sentence stand for: the list on screen, else the key of a command."""

    def __init__(self, pane: str, keymap: KeyMap) -> None:
        super().__init__(pane=pane)
        self.keymap = keymap

    def __missing__(self, command: str) -> str:
        return self.keymap.key(command)


def what_is_missing(browser: Browser, command: Command, words: str = "") -> str:
    """Why a command cannot run here; empty where it can. `words` were typed behind its name."""
    if browser.life.reading and command.section not in WHILE_READING:
        return f"{command.title}: when the dossier has been read"
    verb, _, rest = words.strip().partition(" ")
    if rest and verb in command.verbs:
        return ""
    names: Mapping[str, str] = _Sentence(browser.place.pane, browser.keymap)
    for need in command.needs:
        if said := _unmet(browser, command, need):
            return said.format_map(names)
    return ""


CHECKS: dict[str, Callable[[Browser, Command], bool]] = {
    "row": lambda browser, _: browser.subject is not None or browser.state.sheet is not None,
    "own row": lambda browser, command: browser.subject is not None and browser.place.depth in command.where,
    "rows": lambda browser, _: bool(browser.rows_meant()),
    "claim": lambda browser, _: browser.claim is not None,
    "claims": lambda browser, _: bool(browser.claims_meant()),
    "claims list": lambda browser, _: browser.place.pane == "claims",
    "markable": lambda browser, _: bool(browser.letter),
    "out of quotes": lambda browser, _: not browser.place.quotes,
    "pane": lambda browser, _: browser.side_list is None,
    "filter": lambda browser, _: bool(browser.place.filter(browser.place.pane)),
    "saved filter": lambda browser, _: len(browser.dossier.filters) > 0,
    "words to find": lambda browser, _: bool(browser.state.found),
    "last act": lambda browser, _: browser.state.last_act is not None,
}
"""Whether a need is met here, by its name; those for records say more than one sentence."""


def _unmet(browser: Browser, command: Command, need: Need) -> str:
    """What is said where a need is not met here; empty where it is."""
    if need.name == RECORDS.name:
        return _unmet_by_records(browser, need)
    if need.name == UNDECIDED.name:
        side = browser.side_list
        return "" if side is not None and side.decides else _unmet_by_records(browser, need)
    return "" if CHECKS[need.name](browser, command) else need.missing


def _unmet_by_records(browser: Browser, need: Need) -> str:
    """What is said where nothing here takes annotations, or is of another kind than those meant."""
    if browser.chosen_words is not None and not need.kinds:
        return ""
    rows = browser.rows_meant()
    few = len(rows) <= _FEW
    for row in rows:
        if row in browser.panes.broken or (few and browser.dossier.frozen(row)):
            return f"this {labels.kind(row)} is frozen: mend its line in the file first"
    records = browser.targets()
    if not records:
        return browser.side_list.cannot_annotate if browser.side_list else RECORDS.missing
    other = next((record for record in records if need.kinds and record[0] not in need.kinds), None)
    return "" if other is None else f"{need.missing}; this is {a(labels.kind(other))}"


def fits_rows(browser: Browser, command: Command) -> bool:
    """Whether a command can be done to rows of the kind that the list shows; else no hint names it."""
    side, row = browser.side_list, browser.subject
    untaken = side is not None and row is not None and side.target(row) is None
    for need in command.needs:
        if need == MARKABLE and not browser.letter:
            return False
        if need.name == RECORDS.name and (untaken or not browser.letter):
            return False
        if need.name == RECORDS.name and need.kinds and browser.letter not in need.kinds:
            return False
    return True
