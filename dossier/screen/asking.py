"""What the prompt can ask for. An Ask knows its label, its candidates, and what Enter does."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from dossier.core.naming import THE_DOSSIER
from dossier.core.tag_names import (
    all_tags,
    closest_tag,
    find_tag,
    parse_tag_line,
    recent_tags,
    split_tag_line,
    tags_starting_with,
)
from dossier.evidence.judgements import tag_ids_on
from dossier.features.tags.act import tag
from dossier.keys.commands import Command, keys_words
from dossier.records.problems import EditRefused
from dossier.screen import selecting
from dossier.screen.acting import Act, perform
from dossier.screen.marking import target_words
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.roles import join, styled
from dossier.text import one_line, pad, plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.selecting import Chosen
    from dossier.store.history import Edit

_RECENT = 9


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands above the prompt: a heading and candidates, one of them chosen."""

    heading: str = ""
    candidates: Sequence[Candidate] = ()
    chosen: int = 0
    tall: bool = False
    """Whether it may take most of the screen: where the candidates are what is looked for."""


class Ask:
    """One question. Subclasses change what they need to."""

    label = ""
    text = ""
    keys = "Enter apply   Tab complete   Up Down choose   Esc none"
    """What the hint line says of the prompt's own keys."""

    def offer(self, text: str) -> Offer:
        """What to show above the line."""
        return Offer()

    def changed(self, browser: Browser, text: str) -> bool:
        """Act while it is typed; True submits at once."""
        return False

    def tab(self, browser: Browser, text: str, choice: Candidate | None) -> str | None:
        """What Tab makes of the text; None leaves it."""
        return None

    def recall(self, text: str, step: int) -> str | None:
        """An earlier text, for Up and Down where they do not choose."""
        return None

    def cancel(self, browser: Browser) -> None:
        """Esc."""

    def keep(self, browser: Browser, text: str) -> None:
        """The act was refused: keep what was typed."""

    def pasted(self, browser: Browser, text: str, lines: str) -> bool:
        """Several lines were pasted behind `text`; whether the prompt did something of its own with them."""
        return False

    async def pressed(self, browser: Browser, key: str, text: str) -> bool:
        """A key that the line left over; whether it was one of this prompt's own."""
        return False

    async def submit(self, browser: Browser, text: str, choice: Candidate | None) -> None:
        """Enter."""


def tagging(
    browser: Browser,
    add: list[str],
    remove: list[str],
    on: Chosen | None = None,
    ids: dict[str, str] | None = None,
) -> Act:
    """The act that puts tags on records, or on the words chosen `on` one, and takes others off.

    `ids`: the tags that are meant, by their names of then; one may be renamed before it is done again.
    """
    signed = " ".join([*(f"+{name}" for name in add), *(f"-{name}" for name in remove)])
    known = {} if ids is None else ids

    def do(targets: Sequence[str]) -> Edit | None:
        dossier = browser.dossier
        span = on.span if on and list(targets) == [on.record] else None
        now = {name: name for name in (*add, *remove)}
        now |= {name: dossier.tags[known[name]].path for name in now if known.get(name) in dossier.tags}
        adding, removing = ([now[name] for name in names] for names in (add, remove))
        edit = tag(dossier, targets, adding, removing, selector=span)
        tags = all_tags(dossier)
        meant = {name: find_tag(tags, path) for name, path in now.items()}
        known.update({name: found.id for name, found in meant.items() if found is not None})
        return edit

    return Act(
        signed,
        do,
        "those tags were there already",
        on_words=lambda chosen: tagging(browser, add, remove, chosen, known),
    )


@dataclass
class AskTags(Ask):
    """`t`: tags for the targets. A digit first is a recent tag; `-x` takes one off."""

    browser: Browser
    targets: list[str]
    on: Chosen | None = None
    text: str = ""
    label: str = field(default="tag", init=False)

    def keep(self, browser: Browser, text: str) -> None:
        """What was refused can be mended."""
        browser.ask(AskTags(browser, self.targets, self.on, text))

    def __post_init__(self) -> None:
        self.label = "tag" if len(self.targets) == 1 else f"tag {len(self.targets):,}"
        tags = recent_tags(self.browser.dossier)
        self.recent = [tag_.path for tag_ in tags[:_RECENT]]
        self.ids = {tag_.path: tag_.id for tag_ in tags}

    def offer(self, text: str) -> Offer:
        """Tags that begin with the word being typed, and at last the row that makes a new one."""
        dossier, word = self.browser.dossier, self._word(text)
        span = self.on.span if self.on else None
        heading = f"tag {target_words(self.browser, self.targets, 56, span)}"
        if fresh := self._fresh(self._before(text)):
            heading += f"   + new: {', '.join(map(one_line, fresh))}"
        if not text:
            recent = enumerate(self.recent, 1)
            rows = [Candidate(path, styled(f"{n}  {path}", roles.tag_role(path))) for n, path in recent]
            return Offer(f"{heading}   digit: recent tag   -x takes off" if rows else heading, rows, -1)
        if not word or word[0].isdigit():
            return Offer(heading)
        if word.startswith("-"):
            fits = sorted(path for path in self._there if f"/{word[1:]}".casefold() in f"/{path}".casefold())
            return Offer(heading, [Candidate(f"-{path}", styled(f"-{path}  take off")) for path in fits])
        word = word.removeprefix("+")
        found = tags_starting_with(dossier, word)
        rows = [
            Candidate(
                tag_.path,
                join(
                    styled(pad(one_line(tag_.path), 28), roles.tag_role(tag_.path)),
                    styled(f"{plural(count, 'use'):>8}  {one_line(tag_.definition or '')}", roles.DIM),
                ),
            )
            for tag_, count in found
        ]
        if word and all(tag_.path != word for tag_, _ in found):
            near = closest_tag(dossier, word) if not found else None
            hint = f"; did you mean {near.path}?" if near else ""
            rows.append(Candidate(word, styled(f'+ create new tag "{word}"{hint}', roles.NOTE)))
        return Offer(heading, rows)

    def changed(self, browser: Browser, text: str) -> bool:
        """A digit first is a whole answer."""
        return bool(self._recent(text))

    def tab(self, browser: Browser, text: str, choice: Candidate | None) -> str | None:
        """Complete the word and go on to the next."""
        return f"{self._before(text)}{choice.value} " if choice else None

    async def submit(self, browser: Browser, text: str, choice: Candidate | None) -> None:
        """Tag the targets."""
        if recent := self._recent(text):
            text = recent
        elif choice is not None and (self._word(text) or not text):
            text = self._before(text) + choice.value
        add, remove = parse_tag_line(text)
        if not add and not remove:
            browser.say("no tag was named")
            return
        await perform(browser, tagging(browser, add, remove, self.on, self.ids), self.targets)
        if self.on:
            selecting.leave(browser)

    def _recent(self, text: str) -> str:
        """The recent tag that a digit, be it a full-width one, stands for; empty where it is none."""
        number = int(text) if len(text) == 1 and text.isdecimal() else 0
        return self.recent[number - 1] if 0 < number <= len(self.recent) else ""

    @cached_property
    def _there(self) -> list[str]:
        """The tags on the targets that can be taken off."""
        dossier = self.browser.dossier
        ids = tag_ids_on(dossier, self.targets, {dossier.by, THE_DOSSIER})
        return [tag_.path for tag_ in all_tags(dossier) if tag_.id in ids]

    def _fresh(self, text: str) -> list[str]:
        """The tags named so far that are not there yet."""
        tags = all_tags(self.browser.dossier)
        with suppress(EditRefused):
            return [name for name in parse_tag_line(text)[0] if find_tag(tags, name) is None]
        return []

    @staticmethod
    def _word(text: str) -> str:
        return split_tag_line(text)[-1]

    def _before(self, text: str) -> str:
        word = self._word(text)
        return text[: len(text) - len(word)]


@dataclass
class AskCommand(Ask):
    """`:`: any command by name, with its key beside it."""

    browser: Browser
    label: str = ""
    text: str = ""

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

    def tab(self, browser: Browser, text: str, choice: Candidate | None) -> str | None:
        """Complete the name."""
        return f"{choice.value} " if choice else None

    async def submit(self, browser: Browser, text: str, choice: Candidate | None) -> None:
        """Run it; what stands behind the name goes with it."""
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
    aliases = {"q": "quit", "w": "save", "wq": "quit", "clear": "escape"}
    name = aliases.get(name, name)

    def rank(command: Command) -> int | None:
        if command.id == name:
            return 0
        if command.id.startswith(name):
            return 1
        if name in command.id or name in command.title:
            return 2
        letters = iter(command.id)
        return 3 if all(letter in letters for letter in name) else None

    ranked = [(rank(command), number, command) for number, command in enumerate(commands)]
    return (
        [command for order, _, command in sorted((r, n, c) for r, n, c in ranked if r is not None)]
        if name
        else list(commands)
    )
