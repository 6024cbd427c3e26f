"""The palette: any command by name, or by another word for what it does."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.keys.commands import Command, keys_words, order_for_choice
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.roles import join, styled
from dossier.text import one_line, pad


class AskCommand(Ask):
    """`:`: any command by name, with its key beside it."""

    def offer(self, text: str) -> Offer:
        """Commands that fit what is typed, the best first."""
        rows = [_candidate(command) for command in match_commands(self.browser.keymap.commands, text)]
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
            help_key = browser.key("help")
            browser.say(
                f"there is no command {one_line(name)} - {help_key} lists them and searches the manual"
            )
            return
        await browser.run(choice.value, None, words.strip())


def _candidate(command: Command) -> Candidate:
    name = styled(pad(command.id, 18), roles.TITLE)
    keys = styled(pad(keys_words(command), 18), roles.KEY)
    return Candidate(command.id, join(name, keys, styled(command.title, roles.BODY)))


def match_commands(commands: Sequence[Command], text: str) -> list[Command]:
    """Commands for what is typed: by name, by another word for it, by letters in order (`gocl`: go-claims).

    Nothing typed: all of them, what people go to and do before cursor moves.
    """
    name = text.strip().split(" ")[0].casefold()
    ranked = []
    for number, command in enumerate(order_for_choice(commands)):
        rank = _rank_command(command, name) if name else 0
        if rank is not None:
            ranked.append((rank, number, command))
    return [command for _, _, command in sorted(ranked, key=lambda entry: entry[:2])]


def _rank_command(command: Command, name: str) -> int | None:
    """How well a name fits a command, best first; None where it does not."""
    synonyms = command.synonyms.split()
    if command.id == name:
        return 0
    if name in synonyms:
        return 1
    if command.id.startswith(name):
        return 2
    if any(synonym.startswith(name) for synonym in synonyms):
        return 3
    if name in command.id or name in command.title:
        return 4
    letters = iter(command.id)
    return 5 if all(letter in letters for letter in name) else None
