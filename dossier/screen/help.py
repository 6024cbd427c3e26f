"""The `?` screen: what can be done where it was opened, every other command, and the pages of the manual."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from dossier.keys.commands import SECTIONS, Command, keys_words
from dossier.keys.keymap import KeyMap
from dossier.keys.layouts import read_as_latin
from dossier.manual import find_topics, list_topics, load_page
from dossier.query.language.keys import KEYS, FilterKey
from dossier.records.kinds import KIND_BY_LETTER, RECORD_PANES
from dossier.screen.themes import Palette
from dossier.screen.widgets.bar import Bar, Word
from dossier.screen.widgets.reader import Reader
from dossier.show.kit import roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.roles import join, styled
from dossier.show.manual import manual_page

_INDENT = 20
_END = 10**6
_PUNCTUATION = re.compile(r"[-/:;,.()]+ ?| +")
_BADGES = (
    (
        ("B2", "source B, information 2"),
        ("+", "supported"),
        ("-", "refuted"),
        ("~", "disputed"),
        ("?", "open"),
    ),
    (("3q 2o", "3 quotes from 2 origins"), ("n", "has a note"), ("!", "contradicted by another claim")),
)
"""What stands in front of a claim's words, in two lines of at most 78 cells."""


@dataclass(frozen=True, slots=True)
class HelpFor:
    """Where help was opened: what the place is called, and which commands can be done there."""

    place: str
    commands: frozenset[str]


class Help(ModalScreen[None]):
    """Typing searches it, Enter opens a page of the manual that was found, Esc goes one step back."""

    def __init__(self, palette: Palette, keymap: KeyMap, here: HelpFor, words: str = "") -> None:
        super().__init__(id="help")
        self.palette = palette
        self.keymap = keymap
        self.here = here
        is_topic = words in list_topics()
        self.topic = words if is_topic else ""
        """The page of the manual that is read; empty where none is."""
        self.typed = "" if is_topic else words
        self.chosen = 0
        """Which of the pages found Enter opens."""

    def compose(self) -> ComposeResult:
        """Heading, page, hints."""
        yield Bar(self.palette, "help-heading")
        yield Reader(self.palette, "help")
        yield Bar(self.palette, "help-hints")

    def on_mount(self) -> None:
        """Show all of it."""
        self.draw()

    def on_resize(self) -> None:
        """Another width, other columns."""
        self.call_after_refresh(self.draw)

    @property
    def reader(self) -> Reader:
        """What shows the page."""
        return self.query_one(Reader)

    @property
    def words(self) -> str:
        """What is searched for: as typed or, where nothing has that, as the Latin keys of another layout."""
        latin = read_as_latin(self.typed)
        if latin != self.typed and not any(find_commands(self.keymap.commands, self.typed)):
            return latin
        return self.typed

    @property
    def topics(self) -> Sequence[str]:
        """The pages of the manual that have the words typed."""
        return find_topics(self.words) if self.typed.strip() else ()

    def draw(self) -> None:
        """The page of the manual, else what fits the words typed so far."""
        if self.topic:
            page = manual_page(load_page(self.topic))
            self._show(f"MANUAL  {page.heading.plain}", page)
        else:
            page = help_page(self.keymap, self.here, self.words, self.topics, self.chosen)
            self._show(f"HELP  {self.here.place}", page)

    def _show(self, title: str, page: Page) -> None:
        self.query_one("#help-heading", Bar).show([Word(styled(f" {title} ", roles.TITLE))], fill="─")
        self.reader.show(page, (self.topic, self.typed))
        left, right = self._hints()
        role = roles.KEY if self.typed and not self.topic else roles.DIM
        self.query_one("#help-hints", Bar).show(
            [Word(styled(f" {left}", role))], [Word(styled(f"{right} ", roles.KEY))]
        )

    def _hints(self) -> tuple[str, str]:
        """What was typed or can be, and what Esc does next."""
        if self.topic:
            return "PgDn PgUp Up Down scroll", "Esc back" if self.typed else "Esc close"
        if not self.typed:
            return "type to search commands and manual   PgDn PgUp Up Down scroll", "Esc close"
        enter = "Enter:read the page  " if self.topics else ""
        return f"{self.typed}_", f"{enter}Esc end search"

    def on_key(self, event: events.Key) -> None:
        """Letters search, arrows choose or scroll, Enter opens, Esc steps out."""
        event.stop()
        event.prevent_default()
        if event.key.startswith(
            "alt+"
        ):  # Esc and a letter, typed fast: the letter belongs to what Esc leaves
            if self._step_out() and event.character:
                self._search(self.typed + event.character)
        elif event.key == "escape" or self._asks_again(event):
            self._step_out()
        elif event.key == "enter":
            self._enter()
        elif event.key == "backspace":
            self._search(self.typed[:-1])
        elif event.key in ("down", "up") and self.topics and not self.topic:
            self._choose(1 if event.key == "down" else -1)
        elif event.is_printable and event.character:
            self._search(self.typed + event.character)
        else:
            self._scroll(event.key)

    def _search(self, words: str) -> None:
        """Look for other words."""
        self.topic = ""
        self.typed = words
        self.chosen = 0
        self.draw()

    def _step_out(self) -> bool:
        """Out of a page that was found, out of a search, then close; whether it stays open."""
        if self.topic and self.typed:
            self.topic = ""
            self.draw()
            return True
        if self.typed:
            self._search("")
            return True
        self.dismiss()
        return False

    def _enter(self) -> None:
        """Open the page chosen; where nothing is searched for, close."""
        if self.topic or not self.typed:
            self._step_out()
        elif self.topics:
            self.topic = self.topics[self.chosen]
            self.draw()

    def _choose(self, by: int) -> None:
        """Move `>` over the pages found."""
        self.chosen = (self.chosen + by) % len(self.topics)
        self.draw()
        self.reader.reveal(self.topics[self.chosen])
        self.draw()

    def _scroll(self, key: str) -> None:
        page = max(self.reader.size.height - 2, 1)
        lines = {"down": 1, "up": -1, "pagedown": page, "pageup": -page, "end": _END, "home": -_END}
        if key in lines:
            self.reader.scroll_to_line(self.reader.top + lines[key])

    def _asks_again(self, event: events.Key) -> bool:
        """Whether it is a key that opened this; letters, and what comes after them, are searched for."""
        keys = self.keymap.by_id["help"].keys
        if event.is_printable and event.character:
            return not self.typed and not event.character.isalnum() and event.character in keys
        return event.key in keys


def help_page(keymap: KeyMap, here: HelpFor, words: str, topics: Sequence[str], chosen: int) -> Page:
    """The badges and every command by section; while words are searched for, what has them."""
    searching = bool(words.strip())
    found = find_commands(keymap.commands, words)
    possible = [command for command in found if command.id in here.commands]
    elsewhere = [command for command in found if command.id not in here.commands]

    blocks: list[Block] = []
    if searching:
        blocks += _section("HERE", possible)
        blocks += _topic_blocks(topics, chosen)
    else:
        blocks += _badge_blocks()
        for section in SECTIONS:
            blocks += _section(section.upper(), [each for each in possible if each.section == section])
    blocks += _section("ELSEWHERE", elsewhere, tell_where=True)
    blocks += _filter_key_blocks(keymap, words)
    if not blocks:
        blocks.append(Block(styled(f'Neither a command nor the manual has "{words}".', roles.DIM)))
    return Page(styled("HELP", roles.HEADING), tuple(blocks))


def find_commands(commands: Iterable[Command], words: str) -> list[Command]:
    """The commands that have every word at the start of one of theirs, those named by them first."""
    named: list[Command] = []
    told: list[Command] = []
    for command in commands:
        names = f"{command.id} {command.title} {command.synonyms}"
        keys = f"{keys_words(command)} {' '.join(command.keys)}"
        if _has_words(names, keys, words):
            named.append(command)
        elif _has_words(f"{names} {command.help} {command.section}", keys, words):
            told.append(command)
    return named + told


def _has_words(text: str, keys: str, words: str) -> bool:
    """Whether each word starts one of the text's, or is one of the keys."""
    plain = f" {_PUNCTUATION.sub(' ', text.casefold())} {text.casefold()}"
    for word in words.split():
        if f" {word.casefold()}" not in plain and word not in keys.split():
            return False
    return True


def _badge_blocks() -> list[Block]:
    blocks = [Block(styled("IN FRONT OF A CLAIM", roles.HEADING))]
    for line in _BADGES:
        parts = [join(styled(badge, roles.KEY), f" {meaning}   ") for badge, meaning in line]
        blocks.append(Block(join(*parts)))
    return [*blocks, BLANK]


def _section(title: str, commands: Sequence[Command], *, tell_where: bool = False) -> list[Block]:
    if not commands:
        return []
    blocks = [Block(styled(title, roles.HEADING))]
    for command in commands:
        blocks.append(_command_block(command, _where_it_works(command) if tell_where else ""))
    return [*blocks, BLANK]


def _where_it_works(command: Command) -> str:
    """The lists that it works in, or those of the records that it takes."""
    if command.where:
        return ", ".join(command.where)
    letters = "".join(need.kinds for need in command.needs)
    return ", ".join(KIND_BY_LETTER[letter].nouns for letter in letters)


def _command_block(command: Command, where: str) -> Block:
    does = styled(command.title)
    if where:
        does.append_text(styled(f"  ({where})", roles.DIM))
    if command.help:
        does.append_text(styled(f"  {command.help}", roles.DIM))
    keys = styled(keys_words(command) or f":{command.id}", roles.KEY)
    return Block(does, indent=_INDENT, label=keys)


def _topic_blocks(topics: Sequence[str], chosen: int) -> list[Block]:
    """The pages of the manual that were found, the one that Enter opens behind `>`."""
    if not topics:
        return []
    blocks = [Block(styled("IN THE MANUAL", roles.HEADING))]
    for number, topic in enumerate(topics):
        mark = ">" if number == chosen else " "
        label = styled(f"{mark} {topic}", roles.KEY)
        title = styled(load_page(topic).title)
        blocks.append(Block(title, indent=_INDENT, label=label, anchors=((0, topic),)))
    return [*blocks, BLANK]


def _filter_key_blocks(keymap: KeyMap, words: str) -> list[Block]:
    keys = [key for key in KEYS.values() if _has_words(f"filter {key.name} {key.help}", "", words)]
    if not keys:
        return []
    where = f"IN {keymap.key('filter')} AND {keymap.key('find')}"
    heading = f'{where}   words, "phrases", -not, key:value, key:one,other, ranges a..b, >= <= > <'
    return [Block(styled(heading, roles.HEADING)), *map(_filter_key_block, keys), BLANK]


def _filter_key_block(key: FilterKey) -> Block:
    panes = "" if len(key.panes) == len(RECORD_PANES) else f"  ({', '.join(key.panes)})"
    words = join(styled(key.help), styled(panes, roles.DIM))
    return Block(words, indent=_INDENT, label=styled(f"{key.name}:", roles.KEY))
