"""Key sequences and counts: `gg`, `2o`, `12G`. Textual has none, so one small dispatcher does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dossier.keys.commands import MOVE, SELECTION, Command, works_in
from dossier.keys.layouts import LatinKey, find_latin_keys

_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class KeyOutcome:
    """What a key came to: a command with its count, a sequence still open, or nothing.

    `readings` are the Latin keys that it may have been meant as; one alone was what counted.
    """

    command: Command | None = None
    count: int | None = None
    options: tuple[tuple[str, Command], ...] = ()
    unbound: str = ""
    readings: tuple[LatinKey, ...] = ()


@dataclass(slots=True)
class Dispatcher:
    """Turns keys into commands. `pending` is what was typed of a sequence, `count` of a number.

    While words are chosen, the keys for that come before all others.
    """

    commands: Iterable[Command]
    pending: str = ""
    count: str = ""
    _bound: list[tuple[str, Command]] = field(init=False)

    def __post_init__(self) -> None:
        by_place = sorted(self.commands, key=lambda command: SELECTION not in command.where)
        self._bound = [(keys, command) for command in by_place for keys in command.keys]

    def clear(self) -> bool:
        """Forget a half-typed sequence or count; whether there was one."""
        was = bool(self.pending or self.count)
        self.pending = self.count = ""
        return was

    @property
    def typed(self) -> str:
        """What has been typed and waits for more."""
        return self.count + self.pending.replace(" ", "")

    def feed(self, key: str, contexts: frozenset[str]) -> KeyOutcome:
        """One key in these contexts. One that leads nowhere counts as the Latin key at its place."""
        outcome = self._follow(key, contexts)
        if outcome is not None:
            return outcome

        readings = find_latin_keys(key)
        if len(readings) == 1:
            outcome = self._follow(readings[0].key, contexts)
            if outcome is not None:
                return replace(outcome, readings=readings)

        unbound = self.typed + key
        self.clear()
        return KeyOutcome(unbound=unbound, readings=readings)

    def _follow(self, key: str, contexts: frozenset[str]) -> KeyOutcome | None:
        """Go where the key leads: on in a count, to a command, on in a sequence; None where nowhere."""
        if not self.pending and self._goes_on_counting(key):
            self.count = (self.count + key)[-_MOST_DIGITS:]
            return KeyOutcome(options=self._counting(contexts))

        sequence = f"{self.pending} {key}".strip()
        working = [(keys, command) for keys, command in self._bound if works_in(command, contexts)]
        for keys, command in working:
            if keys == sequence:
                count = int(self.count) if self.count else None
                self.clear()
                return KeyOutcome(command=command, count=count)

        longer = tuple((keys, command) for keys, command in working if keys.startswith(sequence + " "))
        if longer:
            self.pending = sequence
            return KeyOutcome(options=longer)
        return None

    def _goes_on_counting(self, key: str) -> bool:
        is_digit = key.isdecimal() and key.isascii()
        return is_digit and (key != "0" or bool(self.count))

    def _counting(self, contexts: frozenset[str]) -> tuple[tuple[str, Command], ...]:
        options = []
        for command in self.commands:
            if command.counts and works_in(command, contexts) and command.keys:
                options.append((command.keys[0], command))
        options.sort(key=lambda option: (not option[1].rank, option[1].section != MOVE))
        return tuple(options)
