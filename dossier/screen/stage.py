"""The stage: the widgets of the screen, and the one way from state to what is drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.geometry import Size
from textual.screen import Screen

from dossier.evidence.findings.findings import findings_of
from dossier.features.notes import drafts
from dossier.features.notes.notepad import Notepad
from dossier.keys.commands import COMMANDS, SELECTION
from dossier.keys.keymap import KeyMap, default_keymap
from dossier.query.language.keys import LETTERS
from dossier.screen import chrome, selecting
from dossier.screen.acting import Act
from dossier.screen.all_sides import ALL_SIDES
from dossier.screen.asking import Ask
from dossier.screen.chrome import Mode
from dossier.screen.keys import Dispatcher
from dossier.screen.marks import Marks
from dossier.screen.panes import Panes
from dossier.screen.place import PANES, SIDES, Focus, Place, Trail
from dossier.screen.themes import Palette
from dossier.screen.widgets.bar import Bar
from dossier.screen.widgets.listbox import HEADER, ListBox
from dossier.screen.widgets.prompt import Prompt
from dossier.screen.widgets.reader import Reader
from dossier.show.cards import loading_page, problem_page, record_page
from dossier.show.kit.page import Page
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.screen.living import Living
    from dossier.store.history import Edit

_PAGES = 16
SIDE = "side"
"""The list that all sides share: one of them is on screen at a time."""


def slot(pane: str) -> str:
    """The widget that a pane is shown in."""
    return SIDE if pane in SIDES else pane


class Stage(Screen[None]):
    """Four panes and the reader over one open dossier. Draws the state; the browser changes it."""

    def __init__(
        self,
        dossier: Dossier,
        palette: Palette,
        notice: str | None,
        loader: asyncio.Task[None] | None = None,
        keymap: KeyMap | None = None,
    ) -> None:
        super().__init__(id="browser")
        self.dossier = dossier
        self.palette = palette
        self.loader = loader
        self.panes = Panes(dossier, self.key, loading=loader is not None)
        self.panes.sides = {side.name: side(cast("Living", self)) for side in ALL_SIDES}
        self.marks = Marks()
        self.last_act: Act | None = None
        self.judged: Sequence[str] = ()
        self.trail = Trail()
        self.use_keys(keymap or default_keymap(COMMANDS))
        self.asking: Ask | None = None
        self.refused = False  # what the prompt asks for anew: why is said until something is typed
        self.offered = ""
        self.noting: drafts.Draft | None = None
        self.choosing_in: Reader | None = None
        self.chosen_at: Place | None = None
        self.zoomed = False
        self.reader_shown = True
        self.hints_shown = True
        self.sheet: Page | None = None
        self.before_sheet: Focus = "list"
        self.messages: list[str] = []
        self.message = notice or ""
        self.then = ""
        self.whole = False
        self.found = ""
        self.queries: list[str] = []
        self._pages: dict[tuple[object, ...], Page | None] = {}
        self.drafts: dict[str, str] = {}
        self.mode = Mode.STACKED
        self.options: tuple[tuple[str, str], ...] = ()
        self.newcomer = False

    def compose(self) -> ComposeResult:
        """Strip, panes beside readers, prompt, hint line."""
        palette = self.palette
        yield Bar(palette, "strip")
        with Container(id="body"):
            with Vertical(id="panes"):
                for name in (*PANES, SIDE):
                    with Vertical(id=f"pane-{name}", classes="pane"):
                        yield Bar(palette, f"heading-{name}")
                        yield ListBox(palette, self.draw_side if name == SIDE else self.panes.draw, name)
            with Horizontal(id="readers"):
                with Vertical(id="slot-evidence", classes="slot"):
                    yield Bar(palette, "heading-evidence")
                    yield Reader(palette, "evidence")
                with Vertical(id="slot-source", classes="slot"):
                    yield Bar(palette, "heading-source")
                    yield Reader(palette, "source")
        yield Notepad(palette)
        yield Prompt(palette)
        yield Bar(palette, "hints")
        yield Bar(palette, "too-small")

    @property
    def place(self) -> Place:
        """Where the analyst is."""
        return self.trail.place

    def listbox(self, pane: str) -> ListBox:
        """The list of a pane, or the one that the sides share."""
        return self.query_one(f"#list-{slot(pane)}", ListBox)

    @property
    def lists(self) -> tuple[str, ...]:
        """The four panes, and the side that is on screen."""
        return (*PANES, self.place.pane) if self.place.pane in SIDES else PANES

    def draw_side(self, item: str, width: int, height: int) -> list[Text]:
        """A row of the side that is on screen."""
        pane = self.place.pane
        return self.panes.draw(item, width, height, pane if pane in self.panes.sides else "")

    @property
    def list(self) -> ListBox:
        """The list of the pane we are in."""
        return self.listbox(self.place.pane)

    @property
    def reader(self) -> Reader:
        """The reader that follows the list: level N + 1 beside level N."""
        wide_source = self.mode is Mode.WIDE and self.place.quotes and self.sheet is None
        return self.query_one("#reader-source" if wide_source else "#reader-evidence", Reader)

    @property
    def subject(self) -> str | None:
        """The record that an action is about: the one under the cursor."""
        place = self.place
        return place.quote if place.quotes else place.cursor(place.pane)

    @property
    def letter(self) -> str:
        """The kind of record that the list shows; nothing where its rows are none."""
        side = self.panes.sides.get(self.place.pane)
        return side.letter if side else LETTERS[self.place.depth]

    @property
    def contexts(self) -> frozenset[str]:
        """Where keys are typed now: the side, and what the list shows; and whether words are chosen."""
        here = frozenset((self.place.focus, self.place.depth))
        chosen = self.choosing_in is not None and self.choosing_in.selection is not None
        return here | {SELECTION} if chosen else here

    def use_keys(self, keymap: KeyMap) -> None:
        """From now on these keys count."""
        self.keymap = keymap
        self.dispatcher = Dispatcher(keymap.commands)

    def key(self, command: str) -> str:
        """The key that a command has now, for what is said on the screen."""
        return self.keymap.key(command)

    def first_help(self) -> str:
        """What a newcomer is told."""
        into, out, tag, note, export, rest = map(self.key, ("in", "out", "tag", "note", "export", "help"))
        return (
            f"{into} goes in, {out} comes out. {tag} tags, {note} notes, {export} exports. "
            f"{rest} shows the rest."
        )

    def say(self, words: str, then: str = "", *, whole: bool = False) -> None:
        """One line of status, kept until the next key; `then`, the key to know now, is never cut off.

        `whole`: nor are the words, they take more lines.
        """
        self.message, self.then, self.whole = words, then, whole
        self.messages.append(words)
        self.sync_hints()

    def say_edit(self, edit: Edit | None, otherwise: str) -> None:
        """What an edit did, or why there was none."""
        if edit is None:
            self.say(otherwise)
        else:
            self.say(edit.label, f"{self.key('undo')} undoes")

    def fail(self, words: str) -> None:
        """An error: begins with `!` and stays until Esc."""
        words = one_line(words)
        words = words if words.startswith("!") else f"! {words}"
        if self.message != words:
            self.say(words, whole=True)

    def lay_out(self, size: Size) -> None:
        """Lay out by size (INTERACTION, section 3)."""
        self.mode = chrome.mode_of(size)
        for mode in Mode:
            self.set_class(mode is self.mode, f"-{mode.value}")
        for box in self.query(ListBox):
            box.restyle()

    def on_resize(self, event: events.Resize) -> None:
        """Another size, the same place."""
        self.lay_out(event.size)
        self.sync()

    def sync(self) -> None:
        """Draw the state: lists, readers, and the chrome around them."""
        place = self.settled(self.place)
        self.trail.update(place)
        if place != self.chosen_at:
            selecting.leave(self)
        self.panes.claim = place.claim if place.quotes else None
        self.marks.here = self.subject or ""
        quotes_in_list = place.quotes and self.mode is not Mode.WIDE
        alone = place.focus == "list" and (self.zoomed or not self.reader_shown)
        narrow = self.mode is Mode.BESIDE and not alone
        for name in self.lists:
            box = self.listbox(name)
            tall = name not in SIDES or name == "notes" or self.panes.sides[name].tall
            box.row_height = 2 if narrow and tall else 1
            if name in SIDES:
                box.pane = name
            here = name == place.pane
            what = "quotes" if here and quotes_in_list else name
            cursor = place.quote if what == "quotes" else place.cursor(name)
            items = self.panes.items(what, place)
            fresh: tuple[object, ...] = (what, self.panes.revision, place.claim if what == "quotes" else None)
            if what == "timeline":
                fresh = (*fresh, place.scale, place.clock)
            elif name in SIDES:  # what was found is known a moment after the edit that it comes from
                fresh = (*fresh, findings_of(self.dossier).version)
            box.live = here and place.focus == "list" and not (place.quotes and self.mode is Mode.WIDE)
            box.marked = self.marks.shown(items)
            box.show(items, cursor, empty=Text("") if items else self.panes.empty(what, place), fresh=fresh)
            self.query_one(f"#pane-{slot(name)}").set_class(here, "-here")
        self.query_one(f"#pane-{SIDE}").set_class(place.pane in SIDES, "-here")
        self.sync_readers()
        self.sync_chrome()

    def settled(self, place: Place) -> Place:
        """The place with every cursor on a record that its pane shows."""
        for name in self.lists:
            items = [item for item in self.panes.items(name, place)[:2] if not item.startswith(HEADER)]
            cursor = place.cursor(name)
            if cursor is None or self.position(name, cursor, place) is None:
                near = self.nearest(name, place) if cursor else None
                place = place.at(name, near or (items[0] if items else None))
        if place.quotes:
            place = place.at("claims", place.claim)
            quotes = self.dossier.quotes_of(place.claim) if place.claim else ()
            if place.quote not in quotes:
                place = replace(place, quote=quotes[0] if quotes else None)
        return place

    def position(self, pane: str, item: str, place: Place) -> int | None:
        """Where a record stands in a pane at a place."""
        box, items = self.listbox(pane), self.panes.items(pane, place)
        if items is box.items:
            return box.position(item)
        try:
            return items.index(item)
        except ValueError:
            return None

    def nearest(self, pane: str, place: Place) -> str | None:
        """The record at the row where the cursor was, when its own record is gone."""
        items = self.panes.items(pane, place)
        row = min(self.listbox(pane).cursor, len(items) - 1)
        return items[row] if row >= 0 and not items[row].startswith(HEADER) else None

    def sync_readers(self) -> None:
        """Show level N + 1 beside level N; the wide layout shows the source as well."""
        place, wide = self.place, self.mode is Mode.WIDE
        evidence = self.query_one("#reader-evidence", Reader)
        source = self.query_one("#reader-source", Reader)
        top = place.claim if place.quotes and wide else self.subject
        shown = self.sheet or self.page(top, place.quote if place.quotes else None)
        key = (
            ("sheet", id(self.sheet))
            if self.sheet
            else (top if wide or not place.quotes else self.source_of(top))
        )
        evidence.show(shown, key, place.quote if place.quotes else None)
        if wide:
            quote = place.quote if place.quotes else next(iter(shown.quotes if shown else ()), None)
            quote = None if place.pane == "sources" and not place.quotes else quote
            source.show(self.page(quote, quote), self.source_of(quote), quote)

    def source_of(self, quote: str | None) -> str | None:
        """The source that a quote stands in."""
        return str(self.dossier.peek(quote).get("source")) if quote and quote in self.dossier else None

    def page(self, record_id: str | None, here: str | None) -> Page | None:
        """The page of a record; a newcomer is shown the keys first."""
        if record_id is None:
            return None
        side = self.panes.sides.get(self.place.pane)
        if side is not None and self.loader is None and here is None and record_id == self.subject:
            return self._remembered((side.name, record_id), lambda: side.page(record_id))
        if record_id not in self.dossier and record_id not in self.panes.broken:
            return None
        if self.loader is not None:
            return loading_page(self.dossier, record_id)
        return self._remembered((record_id, here), lambda: self._page(record_id, here))

    def _remembered(self, what: tuple[str | None, ...], make: Callable[[], Page | None]) -> Page | None:
        key = (*what, self.panes.revision, self.newcomer)
        if key not in self._pages:
            if len(self._pages) >= _PAGES:
                self._pages.clear()
            self._pages[key] = make()
        return self._pages[key]

    def forget_pages(self) -> None:
        """What pages are made of has changed, though no record did."""
        self._pages.clear()

    def _page(self, record_id: str, here: str | None) -> Page:
        problem = self.panes.broken.get(record_id)
        whole = problem_page(problem) if problem else record_page(self.dossier, record_id, here)
        return chrome.with_first_help(whole, self.first_help()) if self.newcomer else whole

    def sync_chrome(self) -> None:
        """Strip, headings, crumbs, hint line, and which widgets are on screen."""
        chrome.draw(self)
        self.sync_hints()

    def sync_hints(self) -> None:
        """The last line: a message, the next keys of a sequence, or the keys that matter here."""
        if self.is_mounted:
            chrome.draw_hints(self)

    def restyle(self, palette: Palette) -> None:
        """Another theme."""
        self.palette = palette
        for widget in self.lines_widgets():
            widget.palette = palette
        for box in self.query(ListBox):
            box.restyle()
        self.sync()

    def lines_widgets(self) -> Iterator[Bar | ListBox | Reader]:
        """Every widget that draws with the palette."""
        yield from self.query(Bar)
        yield from self.query(ListBox)
        yield from self.query(Reader)
