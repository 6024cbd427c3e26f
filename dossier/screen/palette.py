"""The palette: any command by name."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.keys.commands import Command, keys_words
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.roles import join, styled
from dossier.text import one_line, pad

_ALIASES = {"q": "quit", "w": "save", "wq": "quit", "clear": "escape"}


class AskCommand(Ask):
    """`:`: any command by name, with its key beside it."""

    def offer(self, text: str) -> Offer:
        """Commands whose name holds what is typed, those that begin with it first."""
        rows = [
            Candidate(
                command.id,
                join(
                    styled(pad(command.id, 18), roles.TITLE),
                    styled(pad(keys_words(command), 18), roles.KEY),
                    styled(command.title, roles.BODY),
                ),
            )
            for command in matching(self.browser.keymap.commands, text)
        ]
        return Offer("commands", rows, 0 if text.strip() else -1)

    async def tab(self, text: str, choice: Candidate | None) -> str | None:
        """Complete the name."""
        return f"{choice.value} " if choice else None

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Run it; what stands behind the name goes with it."""
        browser = self.browser
        name, _, words = text.strip().partition(" ")
        if not name:
            browser.say("no command was named")
            return
        if choice is None:
            browser.say(
                f"there is no command {one_line(name) or '(empty)'} - {browser.key('help')} lists them"
            )
            return
        await browser.run(choice.value, None, words.strip())


def matching(commands: Sequence[Command], text: str) -> list[Command]:
    """Commands for what is typed: by beginning, then by letters in order (`gocl` finds go-claims)."""
    name = text.strip().split(" ")[0].casefold()
    name = _ALIASES.get(name, name)
    if not name:
        return list(commands)
    ranked = []
    for number, command in enumerate(commands):
        rank = _rank(command, name)
        if rank is not None:
            ranked.append((rank, number))
    return [commands[number] for _, number in sorted(ranked)]


def _rank(command: Command, name: str) -> int | None:
    """How well a name fits a command, best first; None where it does not."""
    if command.id == name:
        return 0
    if command.id.startswith(name):
        return 1
    if name in command.id or name in command.title:
        return 2
    letters = iter(command.id)
    return 3 if all(letter in letters for letter in name) else None
