"""The browser: the screen that an analyst works in. It turns keys, clicks and messages into commands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Input, TextArea

from dossier.evidence.judgements import subject_of
from dossier.keys.commands import Registry, short
from dossier.keys.keymap import KeyMap
from dossier.keys.layouts import LatinKey, explain_unread, is_foreign_letter, read_as_latin
from dossier.records.kinds import KIND_BY_PANE, MAIN_PANES, pane_of
from dossier.records.problems import DossierError, describe_error, describe_refusal
from dossier.screen import chrome, running, session
from dossier.screen.chosen_words import ChosenWords
from dossier.screen.chrome import Arrangement
from dossier.screen.cursors import Cursors, shown_lists
from dossier.screen.drawing import SIDE, Drawing, Stale, slot_of
from dossier.screen.keys import Dispatcher, KeyOutcome
from dossier.screen.life import Life
from dossier.screen.lists import SideList
from dossier.screen.marks import Marks
from dossier.screen.modes import Mode
from dossier.screen.panes import Panes
from dossier.screen.place import Place
from dossier.screen.prompt import Ask
from dossier.screen.state import FeatureState, Message, Severity, State
from dossier.screen.themes import Palette
from dossier.screen.widgets.bar import Bar
from dossier.screen.widgets.listbox import ListBox
from dossier.screen.widgets.next_keys import NextKeys
from dossier.screen.widgets.prompt import Line, Prompt
from dossier.screen.widgets.reader import Reader
from dossier.show.kit import labels
from dossier.show.kit.page import Page
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier, Progress
    from dossier.store.history import Edit

F = TypeVar("F", bound=FeatureState)


class Browser(Screen[None]):
    """Four panes, the lists beside them, and the reader, over one open dossier.

    It owns the state and runs the commands and lists that it is given. Whatever changes the state asks for
    a `redraw`; the screen is then drawn once, when the key or message has been handled.
    """

    dossier: Dossier
    state: State

    def __init__(
        self,
        dossier: Dossier,
        palette: Palette,
        registry: Registry,
        keymap: KeyMap,
        *,
        notice: str | None = None,
        loader: asyncio.Task[None] | None = None,
        progress: Callable[[], Progress | None] = lambda: None,
    ) -> None:
        super().__init__(id="browser")
        self.dossier = dossier
        self.palette = palette
        self.registry = registry
        self.use_keys(keymap)
        self.state = State(message=Message(notice or ""))
        self.arrangement = Arrangement.STACKED
        self.life = Life(self, loader, progress)
        self.lists: dict[str, SideList] = {}
        self.panes = Panes(dossier, self.key, self.lists, loading=loader is not None)
        self.cursors = Cursors(dossier, self.panes)
        self.drawing = Drawing(self)
        for name, path in registry.lists.items():
            self.lists[name] = running.load_class(path)(self)
        states = [running.load_class(path)(self) for path in registry.states]
        self.feature_states: list[FeatureState] = [*self.lists.values(), *states]

    def compose(self) -> ComposeResult:
        """Strip, panes beside readers, the features' panels, prompt, hint line."""
        palette = self.palette
        yield Bar(palette, "strip")
        with Container(id="body"):
            with Vertical(id="panes"):
                for name in (*MAIN_PANES, SIDE):
                    with Vertical(id=f"pane-{name}", classes="pane"):
                        yield Bar(palette, f"heading-{name}")
                        yield ListBox(palette, self.drawing.row, name)
            with Horizontal(id="readers"):
                with Vertical(id="slot-evidence", classes="slot"):
                    yield Bar(palette, "heading-evidence")
                    yield Reader(palette, "evidence")
                with Vertical(id="slot-source", classes="slot"):
                    yield Bar(palette, "heading-source")
                    yield Reader(palette, "source")
        for path in self.registry.panels:
            yield running.load_class(path)(palette)
        yield NextKeys(palette)
        yield Prompt(palette)
        yield Bar(palette, "hints")
        yield Bar(palette, "too-small")

    def on_mount(self) -> None:
        """Return to where the analyst was."""
        self._arrange(self.size)
        self.life.begin()

    # What is on the screen

    @property
    def place(self) -> Place:
        """Where the analyst is."""
        return self.state.trail.place

    @property
    def marks(self) -> Marks:
        """The marked rows."""
        return self.state.marks

    @property
    def mode(self) -> Mode | None:
        """The prompt or panel that has the keyboard."""
        top = self.state.modes[-1] if self.state.modes else None
        return top if top is not None and top.takes_keys else None

    @property
    def chosen_words(self) -> ChosenWords | None:
        """The words that are chosen in a reader."""
        modes = self.state.modes
        return next((mode for mode in modes if isinstance(mode, ChosenWords) and mode.live), None)

    def feature(self, kind: type[F]) -> F:
        """What a feature keeps of a kind: its list, or other state."""
        return next(each for each in self.feature_states if isinstance(each, kind))

    @property
    def side_list(self) -> SideList | None:
        """The list beside the panes that is on screen, if it is one of a feature."""
        return self.lists.get(self.place.pane)

    @property
    def shown_lists(self) -> tuple[str, ...]:
        """The four panes, and the list beside them that is on screen."""
        return shown_lists(self.place)

    def box_of(self, pane: str) -> ListBox:
        """The widget of a list."""
        return self.query_one(f"#list-{slot_of(pane)}", ListBox)

    @property
    def box(self) -> ListBox:
        """The widget of the list we are in."""
        return self.box_of(self.place.pane)

    @property
    def reader(self) -> Reader:
        """The reader that follows the list: level N + 1 beside level N."""
        wide_source = self.arrangement is Arrangement.WIDE and self.place.quotes and self.state.sheet is None
        return self.query_one("#reader-source" if wide_source else "#reader-evidence", Reader)

    @property
    def prompt(self) -> Prompt:
        """The prompt at the bottom."""
        return self.query_one(Prompt)

    @property
    def subject(self) -> str | None:
        """The record that an action is about: the one under the cursor."""
        place = self.place
        return place.quote if place.quotes else place.cursor(place.pane)

    @property
    def claim(self) -> str | None:
        """The claim whose quotes are read, or under the cursor of Claims; of an event, its first claim."""
        place = self.place
        if place.quotes:
            return place.claim
        if place.pane == "timeline":
            return next(iter(self.dossier.claims_for(self.subject)), None) if self.subject else None
        return place.cursor("claims")

    @property
    def letter(self) -> str:
        """The kind of record that the list shows; nothing where its rows are none."""
        side = self.side_list
        return side.letter if side else KIND_BY_PANE[self.place.depth].letter

    @property
    def contexts(self) -> frozenset[str]:
        """Where keys are typed now: list or reader, and what the list shows; and what modes add."""
        here = frozenset((self.place.focus, self.place.depth))
        return here.union(*(mode.contexts for mode in self.state.modes))

    # What an act works on

    def keep_range(self) -> None:
        """End a range, if there is one: its rows are marked."""
        if self.marks.anchor:
            self.marks.keep_range(self.panes.items(self.place.depth, self.place))

    def marked(self) -> list[str]:
        """The marks that an act here would work on."""
        self.keep_range()
        return self.marks.of(self.letter)

    def rows_meant(self) -> list[str]:
        """The rows that a command here is for: the marks, else the one under the cursor."""
        return self.marked() or ([self.subject] if self.subject else [])

    def claims_meant(self) -> list[str]:
        """The marked claims, else the one under the cursor, or whose quotes are read."""
        marks = [mark for mark in self.marked() if mark[0] == "c"]
        here = self.place.claim if self.place.quotes else self.subject
        return marks or ([here] if here and here[0] == "c" else [])

    def targets(self) -> list[str]:
        """What is annotated: the records of the rows meant; of a note, what the note is on."""
        side, found = self.side_list, dict[str, None]()
        for row in self.rows_meant():
            record = side.target(row) if side else subject_of(self.dossier, row)
            if record is not None:
                found[record] = None
        return list(found)

    # Keys and messages

    def use_keys(self, keymap: KeyMap) -> None:
        """From now on these keys count."""
        self.keymap = keymap
        self.dispatcher = Dispatcher(keymap.commands)

    def key(self, command: str) -> str:
        """The key that a command has now, for what is said on the screen."""
        return self.keymap.key(command)

    async def on_key(self, event: events.Key) -> None:
        """Every key that no input took. A mode leaves its input's own keys (Enter, Backspace ..) alone."""
        if (mode := self.mode) is not None:
            handled = await mode.key(event.key)
            if not handled and event.is_printable and event.character is not None:
                mode.insert(event.character)
                handled = True
        else:
            handled = True
            plain = event.is_printable and event.character != " " and not event.key.startswith("alt+")
            await self.press(event.character if plain and event.character else event.key)
        if handled:
            event.stop()
            event.prevent_default()

    async def press(self, key: str) -> None:
        """One key of the browser's own."""
        if key.startswith("alt+") and key not in self.keymap.steps:
            await self.press("escape")
            key = key.removeprefix("alt+")
            if key.startswith("shift+") and len(key) == len("shift+x"):
                key = key[-1].upper()
            if read_as_latin(key) in ("d", "q", "backspace"):
                return
        if key == "escape" and self._forget_typed():
            return
        outcome = self.dispatcher.feed(key, self.contexts)
        self.state.typed_next = outcome.options
        self.redraw_hints()
        if outcome.command is not None:
            await self.run(outcome.command.id, outcome.count)
        elif outcome.unbound:
            self.say(self._unbound(outcome), whole=True)
        if outcome.readings and not outcome.unbound:
            self._tell_of_layout(key, outcome.readings[0])

    def _tell_of_layout(self, typed: str, latin: LatinKey) -> None:
        """Say once how keys of another layout are read, where nothing else is to be said."""
        free = self.mode is None and not self.dispatcher.typed and not self.state.message.words
        if free and not self.state.layout_told:
            self.state.layout_told = True
            self.say(f"{one_line(typed)} read as {latin.key} ({latin.keyboard})")

    def _forget_typed(self) -> bool:
        """Drop a half-typed sequence or count; whether there was one."""
        if not self.dispatcher.clear():
            return False
        self.state.typed_next = ()
        self.redraw_hints()
        return True

    def _unbound(self, outcome: KeyOutcome) -> str:
        """What is said of a key that does nothing here."""
        typed = outcome.unbound
        if typed == "ctrl+c":
            return f"ctrl+c does nothing here - {self.key('quit')} quits"
        then = f"{self.key('help')} for help"
        latin = read_as_latin(typed)
        shown = one_line(typed) if latin == typed else f"{one_line(typed)} ({one_line(latin)})"
        if is_foreign_letter(latin[-1:]):
            return f"{shown} {explain_unread(outcome.readings)} ({then})"
        elsewhere = [command for command in self.keymap.commands if latin in command.keys]
        if elsewhere:
            where = ", ".join(elsewhere[0].where)
            return f"{shown} works in {where}: {short(elsewhere[0])} - {then}"
        return f"{shown} is not bound here - {then}"

    async def run(self, command_id: str, count: int | None = None, words: str = "") -> None:
        """Do a command; what cannot be done says why."""
        state, command = self.state, self.keymap.by_id[command_id]
        if not state.message.is_error:
            state.message = Message()
        self.redraw_hints()
        self.life.moved = True
        ask_why, state.ask_why = state.ask_why, None  # only what was done last is given a reason
        if ask_why is not None and command.gives_reason and not words:
            self.ask(ask_why())
            return
        if why_not := running.what_is_missing(self, command, words):
            self.say(why_not)
            return
        try:
            await running.run_command(self, command, count, words)
        except DossierError as error:
            self.fail(describe_refusal(error))
        except OSError as error:
            self.fail(f"{command_id}: {describe_error(error)}")

    def say(self, words: str, then: str = "", *, whole: bool = False) -> None:
        """One line of status, kept until the next command; `then` is the key to know now."""
        self._tell(Message(words, then, whole=whole))

    def say_edit(self, edit: Edit | None, otherwise: str) -> None:
        """What an edit did, or why there was none."""
        if edit is None:
            self.say(otherwise)
        else:
            self.say(edit.label, f"{self.key('undo')} undo")

    def fail(self, words: str) -> None:
        """An error: stays until Esc."""
        message = Message(one_line(words), severity=Severity.ERROR, whole=True)
        if message.words != self.state.message.words:
            self._tell(message)

    def _tell(self, message: Message) -> None:
        self.state.message = message
        self.state.said.append(message.text)
        self.redraw_hints()

    # Modes

    def ask(self, ask: Ask) -> None:
        """Open the prompt."""
        self.open(ask)
        ask.open()

    def open(self, mode: Mode) -> None:
        """Give a mode the keyboard."""
        if mode.takes_keys:
            self.state.modes.append(mode)
        else:
            self.state.modes.insert(0, mode)
        self.redraw_hints()

    def close(self, mode: Mode) -> None:
        """A mode has ended."""
        if mode in self.state.modes:
            self.state.modes.remove(mode)
        self.redraw()

    @on(Input.Changed, "#prompt-input")
    async def line_typed(self, event: Input.Changed) -> None:
        """The prompt's line has another text."""
        if isinstance(self.mode, Ask):
            await self.mode.changed(event.value)

    @on(Line.Pasted)
    async def lines_pasted(self, message: Line.Pasted) -> None:
        """Several lines at once."""
        if isinstance(self.mode, Ask):
            await self.mode.paste(message.text)

    @on(TextArea.Changed)
    async def panel_typed(self, event: TextArea.Changed) -> None:
        """A panel has another text."""
        if self.mode is not None and not isinstance(self.mode, Ask):
            await self.mode.changed(event.text_area.text)

    # Clicks

    @on(ListBox.Chosen)
    async def row_clicked(self, message: ListBox.Chosen) -> None:
        """Choose a row; a double click goes in."""
        if self.mode is not None:
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
        wide = self.arrangement is Arrangement.WIDE
        if message.pane == self.place.pane and not (self.place.quotes and wide):
            self.move_cursor(message.by)
        elif item := self.cursors.item_after(message.pane, self.place, message.by):
            self.update(self.place.at(message.pane, item))

    @on(Reader.Clicked)
    async def page_clicked(self, message: Reader.Clicked) -> None:
        """Focus the reader; a double click on a quote or a related record goes there."""
        if self.mode is not None:
            return
        if message.into and message.item:
            self.reveal(message.item)
        else:
            self.update(replace(self.place, focus="reader"))

    @on(Reader.Dragged)
    def words_dragged(self, message: Reader.Dragged) -> None:
        """The mouse has chosen words, or let go of them."""
        ChosenWords.dragged(self, self.query_one(f"#reader-{message.slot}", Reader))

    @on(Reader.Scrolled)
    def page_scrolled(self) -> None:
        """The divider says how far a page is read."""
        self.redraw_bars()

    @on(Bar.Clicked)
    async def bar_clicked(self, message: Bar.Clicked) -> None:
        """A word of the strip, the crumbs or the hint line."""
        forgot = self._forget_typed()
        if self.mode is None and not (forgot and message.action == "escape"):
            await self.run(message.action)

    @on(NextKeys.Chosen)
    async def next_key_clicked(self, message: NextKeys.Chosen) -> None:
        """A key of the small window: as if it were pressed."""
        if self.mode is not None:
            self.mode.insert(message.key)
        else:
            await self.press(message.key)

    # Moving

    def go(self, place: Place) -> None:
        """Jump to a place; H comes back."""
        self.close_sheet()
        if place != self.place:
            self.state.trail.push(place)
        self.settle()
        self.redraw()
        session.save(self.dossier, self.state, self.app.theme)

    def update(self, place: Place) -> None:
        """Move within a place."""
        self.state.trail.update(place)
        self.settle()
        self.redraw()

    def step_trail(self, by: int) -> bool:
        """Back (negative) or forward over the places of this session; whether there was anywhere to go."""
        moved = self.state.trail.step(by)
        self.settle()
        self.redraw()
        return moved

    def go_to_list(self, pane: str) -> None:
        """Go to a pane or a list beside the panes."""
        place = self.place
        scope = place.scope if pane == place.pane == "claims" else None
        self.go(replace(place, pane=pane, quotes=False, scope=scope, focus="list"))

    def go_filtered(self, pane: str, query: str) -> None:
        """Go to a pane with a filter on it, and nothing else that narrows."""
        self.panes.filtering(pane, self.place, query)
        place = replace(self.place, pane=pane, quotes=False, scope=None, entity=None, focus="list")
        self.go(place.filtered(pane, query))

    def reveal(self, record_id: str) -> None:
        """Go to where a record is listed; a quote is shown in its source."""
        place = self.place_of(record_id)
        if place is not None:
            self.go(place)
        else:
            self.say(f"{labels.kind(record_id)} {record_id} is not listed in a pane")

    def place_of(self, record_id: str) -> Place | None:
        """Where a record is listed. What narrows the panes is taken off only where it hides the record."""
        place = replace(self.place, quotes=False, focus="list", scope=None)
        dossier = self.dossier
        if record_id not in dossier:
            return None
        if record_id[0] == "q":
            claims = dossier.claims_of_quote(record_id)
            if not claims:
                return None
            shown = [claim for claim in claims if claim in self.panes.items("claims", place)]
            claim = next(iter(shown or claims))
            place = self._unhidden(place, "claims", claim)
            return self.inside_claim(place, claim, dossier.quotes_of(claim).index(record_id) + 1)
        pane = pane_of(record_id)
        if pane is None:
            return None
        return self._unhidden(replace(place, pane=pane), pane, record_id).at(pane, record_id)

    def inside_claim(self, place: Place, claim: str, number: int = 1) -> Place:
        """The place inside a claim, on its quote `number`."""
        quotes = self.dossier.quotes_of(claim)
        quote = quotes[min(number, len(quotes)) - 1] if quotes else None
        place = place.at("claims", claim)
        return replace(place, pane="claims", quotes=True, claim=claim, quote=quote, focus="list")

    def _unhidden(self, place: Place, pane: str, record_id: str) -> Place:
        if record_id in self.panes.items(pane, place):
            return place
        place = place.filtered(pane, "")
        return place if record_id in self.panes.items(pane, place) else replace(place, entity=None)

    def move_cursor(self, rows: int) -> None:
        """Move the cursor of the list we are in over `rows` rows."""
        place = self.place
        if place.quotes:
            quotes = self.panes.items("quotes", place)
            if quotes:
                self.state.sheet = None
                here = quotes.index(place.quote) if place.quote in quotes else 0
                self.update(replace(place, quote=quotes[min(max(here + rows, 0), len(quotes) - 1)]))
            return
        item = self.cursors.item_after(place.pane, place, rows)
        if item is not None and item != place.cursor(place.pane):
            self.state.sheet = None
            self.update(place.at(place.pane, item))

    def scroll(self, lines: int) -> None:
        """Scroll the reader."""
        self.reader.scroll_to_line(self.reader.top + lines)
        self.redraw_bars()

    def show_sheet(self, page: Page) -> None:
        """Lay a page over the reader and give it the keys."""
        if self.state.sheet is None:
            self.state.focus_before_sheet = self.place.focus
        self.state.sheet = page
        self.update(replace(self.place, focus="reader"))

    def close_sheet(self) -> bool:
        """Take the sheet off and give the keys back to where they were; whether there was one."""
        if self.state.sheet is None:
            return False
        self.state.sheet = None
        if self.place.focus == "reader":
            self.update(replace(self.place, focus=self.state.focus_before_sheet))
        self.redraw()
        return True

    def escape_step(self) -> tuple[str, Place | None]:
        """What Esc will do next (INTERACTION, section 6): its word, and the place it leads to."""
        place, state = self.place, self.state
        if state.message.is_error:
            return "dismiss", None
        if self.chosen_words is not None:
            return "drop selection", None
        if state.sheet is not None:
            return "close", None
        if state.marks.anchor:
            return "drop range", None
        if state.found:
            return "end search", None
        if state.zoomed:
            return "unzoom", None
        if place.focus == "list" and not place.quotes and place.filter(place.pane):
            return "clear filter", place.filtered(place.pane, "")
        if place.focus == "reader" or place.quotes or place.scope or place.pane not in MAIN_PANES:
            return "back", place.outward()
        if place.entity is not None:
            return "show all", replace(place, entity=None)
        return "", None

    # What has changed

    def changed(self) -> None:
        """Records changed: show it, the cursor stays; and see what that comes to."""
        self.panes.revision += 1
        if not self.life.reading:
            for feature in self.feature_states:
                feature.changed()
        self.settle()
        self.redraw()
        self.life.find()

    def derived_changed(self) -> None:
        """What is worked out of the records has changed, though no record did."""
        self.drawing.forget_pages()
        self.settle()
        self.redraw()

    def settle(self) -> None:
        """Bring the list on screen up to date, and put every cursor on a record that its list shows."""
        side = self.side_list
        if side is not None and not self.life.reading:
            side.refresh()
        self.state.trail.update(self.cursors.settled(self.place))
        self.marks.here = self.subject or ""

    # Drawing

    def redraw(self) -> None:
        """Have the screen drawn, once, when the key or message that is being handled has been handled."""
        self.drawing.request(Stale.ALL)

    def redraw_bars(self) -> None:
        """Have the strip, the headings and the hint line drawn."""
        self.drawing.request(Stale.BARS)

    def redraw_hints(self) -> None:
        """Have the hint line drawn."""
        self.drawing.request(Stale.HINTS)

    def paint_hints_now(self) -> None:
        """Paint the hint line while a key is still being done: Textual's own painting waits until it is."""
        chrome.draw_hints(self)
        self._dirty_widgets.add(self)
        self._refresh_layout()

    def _arrange(self, size: Size) -> None:
        """Lay out by size (INTERACTION, section 3)."""
        self.arrangement = chrome.arrangement_for(size)
        for each in Arrangement:
            self.set_class(each is self.arrangement, f"-{each.value}")
        for box in self.query(ListBox):
            box.restyle()

    def on_resize(self, event: events.Resize) -> None:
        """Another size, the same place."""
        self._arrange(event.size)
        if self.mode is not None:
            self.mode.resized()
        self.redraw()

    def restyle(self, palette: Palette) -> None:
        """Another theme."""
        self.palette = palette
        for bar in self.query(Bar):
            bar.palette = palette
        for reader in self.query(Reader):
            reader.palette = palette
        for box in self.query(ListBox):
            box.palette = palette
            box.restyle()
        self.query_one(NextKeys).palette = palette
        self.redraw()

    async def quit(self) -> None:
        """Leave."""
        await self.life.quit()
