"""The browser: turns keys, clicks and what others do into moves and acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import events, on
from textual.widgets import Input, TextArea

from dossier.core.tag_names import all_tags
from dossier.features.judging.screen import AskReason
from dossier.features.notes import drafts
from dossier.features.notes import screen as notes
from dossier.features.notes.notepad import Notepad
from dossier.features.tags.follow_filters import Renamed
from dossier.keys.commands import BY_ID, GO, MOVE, SCREEN, short
from dossier.records.problems import DossierError, describe_error
from dossier.records.tag import Tag
from dossier.screen import chrome, selecting, session, sheets
from dossier.screen.asking import Ask
from dossier.screen.chrome import Mode
from dossier.screen.drilling import place_of
from dossier.screen.handlers import HANDLERS
from dossier.screen.keys import Outcome
from dossier.screen.living import Living
from dossier.screen.moving import move_list
from dossier.screen.place import Place
from dossier.screen.widgets.bar import Bar
from dossier.screen.widgets.listbox import ListBox
from dossier.screen.widgets.prompt import Line, Prompt
from dossier.screen.widgets.reader import Reader
from dossier.show.kit import labels
from dossier.text import one_line

_WHILE_READING = (MOVE, GO, SCREEN)


class Browser(Living):
    """The screen that an analyst works in. It alone turns a message into an act or a move."""

    tags: Sequence[Tag] = ()
    """As they are called while the filters are as they are."""

    def loaded(self) -> None:
        """The dossier is whole."""
        self.tags = all_tags(self.dossier)
        super().loaded()

    def changed(self) -> None:
        """Records changed; a filter on a tag goes on finding it, whatever anybody calls it by now."""
        if self.loader is None and (tags := all_tags(self.dossier)) != self.tags:
            self.trail.reword(Renamed(self.tags, tags).query)
            self.tags = tags
        super().changed()

    def go(self, place: Place) -> None:
        """Jump to a place; H comes back."""
        sheets.close(self)
        if place != self.place:
            self.trail.push(place)
        self.sync()
        session.save(self)

    def update(self, place: Place) -> None:
        """Move within a place."""
        self.trail.update(place)
        self.sync()

    async def on_key(self, event: events.Key) -> None:
        """Every key that no input took. A prompt leaves its line's own keys (Enter, Backspace ..) alone."""
        if self.asking is not None:
            handled = await self.key_in_prompt(event.key) or self.typed_ahead(event)
        elif self.noting is not None:
            handled = await notes.key_in_panel(self, event.key) or self.typed_ahead(event)
        else:
            handled = True
            plain = event.is_printable and event.character != " " and not event.key.startswith("alt+")
            await self.press(event.character if plain and event.character else event.key)
        if handled:
            event.stop()
            event.prevent_default()

    def typed_ahead(self, event: events.Key) -> bool:
        """A character typed before the input had the keyboard: it goes where it was meant to."""
        if not event.is_printable or event.character is None:
            return False
        if self.asking is not None:
            self.prompt.input.insert_text_at_cursor(event.character)
        else:
            self.notepad.area.insert(event.character)
        return True

    async def press(self, key: str) -> None:
        """One key of the browser's own."""
        if key.startswith("alt+") and key not in self.keymap.steps:
            await self.press("escape")
            key = key.removeprefix("alt+")
            if key.startswith("shift+") and len(key) == len("shift+x"):
                key = key[-1].upper()
            if key in ("d", "q", "backspace"):
                return
        if key == "escape" and self.forget_typed():
            return
        outcome = self.dispatcher.feed(key, self.contexts)
        self.options = tuple((keys, short(command)) for keys, command in outcome.options)
        if outcome.command is not None:
            await self.run(outcome.command.id, outcome.count)
        elif outcome.unbound:
            self.say(self.unbound(outcome))
        self.sync_hints()

    def forget_typed(self) -> bool:
        """Drop a half-typed sequence or count; whether there was one."""
        if not self.dispatcher.clear():
            return False
        self.options = ()
        self.sync_hints()
        return True

    def unbound(self, outcome: Outcome) -> str:
        """What is said of a key that does nothing here."""
        if outcome.unbound == "ctrl+c":
            return f"ctrl+c does nothing here - {self.key('quit')} quits"
        then = f"{self.key('help')} for help"
        elsewhere = [c for c in self.keymap.commands if outcome.unbound in c.keys]
        if elsewhere:
            where = ", ".join(elsewhere[0].where)
            return f"{one_line(outcome.unbound)} works in {where}: {short(elsewhere[0])} - {then}"
        return f"{one_line(outcome.unbound)} is not bound here - {then}"

    async def run(self, command: str, count: int | None = None, words: str = "") -> None:
        """Do a command; what cannot be done says why."""
        self.message = self.message if self.message.startswith("!") else ""
        self.moved = True
        if self.loader is not None and BY_ID[command].section not in _WHILE_READING:
            self.say(f"{BY_ID[command].title}: when the dossier has been read")
            return
        if command in ("in", "source"):
            self.newcomer = False
        judged, self.judged = self.judged, ()
        if command == "note" and judged and not words:
            self.ask(AskReason(judged))
            return
        try:
            await HANDLERS[BY_ID[command].id](self, count, words)
        except DossierError as error:
            self.fail(drafts.refusal(error))
        except OSError as error:
            self.fail(f"{command}: {describe_error(error)}")

    @property
    def prompt(self) -> Prompt:
        """The prompt at the bottom."""
        return self.query_one(Prompt)

    @property
    def notepad(self) -> Notepad:
        """The note panel."""
        return self.query_one(Notepad)

    def ask(self, ask: Ask) -> None:
        """Open the prompt."""
        self.asking = ask
        self.prompt.start(ask.label, ask.text)
        self.offer(ask.text)
        self.sync_hints()

    def offer(self, text: str) -> None:
        """Show the candidates for what is typed."""
        if self.asking is not None:
            offered = self.asking.offer(text)
            self.prompt.offer(offered.heading, offered.candidates, offered.chosen, tall=offered.tall)
            self.offered = text

    def on_resize(self, event: events.Resize) -> None:
        """Candidates take the room that there is."""
        if self.asking is not None:
            chosen = self.prompt.candidates.chosen
            self.offer(self.prompt.input.value)
            self.prompt.choose(chosen)

    def close_prompt(self) -> None:
        """Give the keyboard back to the pane it came from."""
        self.asking, self.refused = None, False
        self.prompt.close()
        self.sync()

    async def key_in_prompt(self, key: str) -> bool:
        """Keys that the input line left over; whether it was one of the prompt's own."""
        ask, prompt = self.asking, self.prompt
        assert ask is not None  # noqa: S101  (asked by on_key)
        match key:
            case "escape":
                self.close_prompt()
                ask.cancel(self)
            case "up" | "down":
                if recalled := ask.recall(prompt.input.value, -1 if key == "up" else 1):
                    self.retype(recalled)
                else:
                    prompt.step(-1 if key == "up" else 1)
            case "tab":
                completed = ask.tab(self, prompt.input.value, prompt.choice)
                if completed is not None:
                    self.retype(completed)
            case "enter":
                await self.submit(prompt.input.value)
            case "shift+tab":
                pass
            case _:
                return await ask.pressed(self, key, prompt.input.value)
        return True

    def retype(self, text: str) -> None:
        """Put another text into the prompt."""
        self.prompt.input.value = text
        self.prompt.input.cursor_position = len(text)

    @on(Input.Changed, "#prompt-input")
    async def typed(self, event: Input.Changed) -> None:
        """Live prompts act on every character."""
        if self.asking is not None and self.prompt.open and self.asking_changed(event.value):
            await self.submit(event.value)

    @on(Line.Pasted)
    def pasted(self, message: Line.Pasted) -> None:
        """Several lines at once: a note goes on in the panel; elsewhere they become one line."""
        value = self.prompt.input.value
        if self.asking is not None and not self.asking.pasted(self, value, message.text):
            self.retype(value + " ".join(message.text.split()))

    def asking_changed(self, text: str) -> bool:
        """Tell the prompt of its new text; whether that is a whole answer."""
        if self.asking is None:
            return False
        if self.refused:
            self.refused = False
            self.sync_hints()
        self.offer(text)
        return self.asking.changed(self, text)

    async def submit(self, text: str) -> None:
        """Do what was asked for; a refusal keeps what was typed."""
        ask = self.asking
        if ask is None:
            return
        if text != self.offered:  # typed faster than candidates were offered
            self.offer(text)
        choice = self.prompt.choice
        self.close_prompt()
        try:
            await ask.submit(self, text, choice)
        except (DossierError, OSError) as error:
            self.fail(drafts.refusal(error))
            ask.keep(self, text)
            self.refused = self.asking is not None
        self.sync()

    @on(TextArea.Changed, "#notepad-area")
    def written(self, event: TextArea.Changed) -> None:
        """The panel's draft is kept with every character."""
        if self.noting is not None:
            notes.typed(self, event.text_area.text)

    @on(ListBox.Chosen)
    async def row_clicked(self, message: ListBox.Chosen) -> None:
        """Choose a row; a double click goes in."""
        if self.asking is not None or self.noting is not None:
            return
        place = replace(self.place, focus="list")
        if message.pane != place.pane:
            place = replace(place, pane=message.pane, quotes=False)
        if not message.item:
            self.update(place)
        elif message.item.startswith("q.") and place.quotes:
            self.update(replace(place, quote=message.item))
        else:
            self.update(replace(place, quotes=False).at(message.pane, message.item))
        if message.into:
            await self.run("in")

    @on(ListBox.Wheeled)
    def wheeled(self, message: ListBox.Wheeled) -> None:
        """Scroll the list under the pointer."""
        box = self.listbox(message.pane)
        if message.pane == self.place.pane and not (self.place.quotes and self.mode is Mode.WIDE):
            move_list(self, message.by)
        elif item := box.move_by(message.by):
            self.update(self.place.at(message.pane, item))

    @on(Reader.Clicked)
    async def page_clicked(self, message: Reader.Clicked) -> None:
        """Focus the reader; a double click on a quote or a related record goes there."""
        if self.asking is not None or self.noting is not None:
            return
        if message.into and message.item:
            self.reveal(message.item)
        else:
            self.update(replace(self.place, focus="reader"))

    @on(Reader.Dragged)
    def words_dragged(self, message: Reader.Dragged) -> None:
        """The mouse has chosen words, or let go of them."""
        selecting.dragged(self, self.query_one(f"#reader-{message.slot}", Reader))

    @on(Reader.Scrolled)
    def page_scrolled(self) -> None:
        """The divider says how far a page is read."""
        chrome.draw(self)

    @on(Bar.Clicked)
    async def bar_clicked(self, message: Bar.Clicked) -> None:
        """A word of the strip, the crumbs or the hint line."""
        forgot = self.forget_typed()
        if self.asking is None and self.noting is None and not (forgot and message.action == "escape"):
            await self.run(message.action)

    def reveal(self, record_id: str) -> None:
        """Go to where a record is listed; a quote is shown in its source."""
        place = place_of(self, record_id)
        if place is not None:
            self.go(place)
        else:
            self.say(f"{labels.kind(record_id)} {record_id} is not listed in a pane")
