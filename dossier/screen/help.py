"""The `?` screen: every key that works where it was opened first, generated from the registry."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from dossier.keys.commands import SECTIONS, Command, keys_words, works_in
from dossier.keys.keymap import KeyMap
from dossier.query.language.keys import KEYS, FilterKey
from dossier.records.kinds import RECORD_PANES
from dossier.screen.themes import Palette
from dossier.screen.widgets.bar import Bar, Word
from dossier.screen.widgets.reader import Reader
from dossier.show.kit import roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.roles import join, styled


class Help(ModalScreen[None]):
    """Typing searches it; Esc closes it."""

    def __init__(self, palette: Palette, keymap: KeyMap, contexts: frozenset[str]) -> None:
        super().__init__(id="help")
        self.palette = palette
        self.keymap = keymap
        self.contexts = contexts
        self.typed = ""

    def compose(self) -> ComposeResult:
        """Heading, keys, hint."""
        yield Bar(self.palette, "help-heading")
        yield Reader(self.palette, "help")
        yield Bar(self.palette, "help-hints")

    def on_mount(self) -> None:
        """Show all of it."""
        self.draw()

    def on_resize(self) -> None:
        """Another width, other columns."""
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """What fits the words typed so far."""
        where = " ".join(sorted(self.contexts))
        title = f" HELP: {where}, and keys that work everywhere "
        hint = f" {self.typed}_" if self.typed else " type to search   PgDn PgUp Up Down scroll   Esc closes"
        self.query_one("#help-heading", Bar).show([Word(styled(title, roles.TITLE))], fill="─")
        self.query_one("#help-hints", Bar).show([Word(styled(hint, roles.KEY if self.typed else roles.DIM))])
        self.query_one(Reader).show(help_page(self.keymap, self.contexts, self.typed), ("help", self.typed))

    def on_key(self, event: events.Key) -> None:
        """Letters search, arrows and pages scroll, Esc steps out."""
        event.stop()
        event.prevent_default()
        reader = self.query_one(Reader)
        page = max(reader.size.height - 2, 1)
        scrolls = {"down": 1, "up": -1, "pagedown": page, "pageup": -page, "end": 10**6, "home": -(10**6)}
        if event.key in scrolls:
            reader.scroll_to_line(reader.top + scrolls[event.key])
        elif event.key == "escape" and self.typed:
            self.typed = ""
        elif event.key in ("escape", "enter") or self._asks_again(event):
            self.dismiss()
            return
        elif event.key == "backspace":
            self.typed = self.typed[:-1]
        elif event.is_printable and event.character:
            self.typed += event.character
        self.draw()

    def _asks_again(self, event: events.Key) -> bool:
        """Whether it is a key that opened this; letters, and what comes after them, are searched for."""
        keys = self.keymap.by_id["help"].keys
        if event.is_printable and event.character:
            return not self.typed and not event.character.isalnum() and event.character in keys
        return event.key in keys


def help_page(keymap: KeyMap, contexts: frozenset[str], words: str) -> Page:
    """Commands by section: those that work in `contexts` (and everywhere), then the others."""
    fits = [command for command in keymap.commands if _fits(command, words)]
    here = [command for command in fits if works_in(command, contexts)]
    elsewhere = [command for command in fits if not works_in(command, contexts)]
    blocks: list[Block] = []
    for section in SECTIONS:
        commands = [command for command in here if command.section == section]
        if commands:
            blocks += [Block(styled(section.upper(), roles.HEADING)), *map(_row, commands), BLANK]
    if elsewhere:
        blocks += [Block(styled("ELSEWHERE", roles.HEADING)), *map(_row, elsewhere), BLANK]
    keys = [key for key in KEYS.values() if all(w in f"filter {key.name} {key.help}" for w in words.split())]
    if keys:
        where = f"IN {keymap.key('filter')} AND {keymap.key('find')}"
        heading = f'{where}   words, "phrases", -not, key:value, key:one,other, ranges a..b, >= <= > <'
        blocks += [Block(styled(heading, roles.HEADING)), *map(_key, keys), BLANK]
    if not fits and not keys:
        blocks = [Block(styled(f'No command has "{words}". Esc clears.', roles.DIM))]
    return Page(styled("HELP", roles.HEADING), tuple(blocks))


def _key(key: FilterKey) -> Block:
    panes = "" if len(key.panes) == len(RECORD_PANES) else f"  ({', '.join(key.panes)})"
    return Block(
        join(styled(key.help), styled(panes, roles.DIM)), indent=20, label=styled(f"{key.name}:", roles.KEY)
    )


def _fits(command: Command, words: str) -> bool:
    text = f"{command.id} {command.title} {command.help} {keys_words(command)} {command.section}".casefold()
    return all(word in text for word in words.casefold().split())


def _row(command: Command) -> Block:
    keys = styled(keys_words(command) or f":{command.id}", roles.KEY)
    where = f"  ({', '.join(command.where)})" if command.where else ""
    does = join(styled(command.title), styled(where, roles.DIM))
    if command.help:
        does.append_text(styled(f"  {command.help}", roles.DIM))
    return Block(does, indent=20, label=keys)
