"""Drives the real app headless: keys from the registry in, lines of the screen out, no sleeping."""

from __future__ import annotations

import asyncio
import shutil
import time
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea

from dossier import home
from dossier.features.notes.notepad import Notepad
from dossier.registry import REGISTRY
from dossier.screen.app import DossierApp
from dossier.screen.browser import Browser
from dossier.screen.place import Place
from dossier.screen.prompt import Ask
from dossier.screen.widgets.bar import Bar
from dossier.screen.widgets.listbox import ListBox
from dossier.screen.widgets.reader import Reader
from dossier.screen.widgets.selection import Selection

PATIENCE = 20.0
"""Seconds that a condition may take on a slow machine; none is ever waited out when all is well."""

_ROUNDS = 3


def bundled(folder: Path, name: str = "deepseek") -> Path:
    """A copy of a bundled dossier to work on."""
    return Path(shutil.copytree(home.bundled(name), folder / name))


def steps_of(command: str) -> list[str]:
    """The keys of a command, one step each; the first way to type it."""
    return REGISTRY.by_id[command].keys[0].split(" ")


def key_event(step: str) -> events.Key:
    """What the terminal's parser makes of a key: a name, and the character if it prints one."""
    if step == "space":
        return events.Key("space", " ")
    if step.startswith("alt+") and len(step) == len("alt+x"):
        name = f"shift+{step[-1].lower()}" if step[-1].isupper() else step[-1]
        return events.Key(f"alt+{name}", step[-1])
    if len(step) > 1:
        return events.Key(step, None)
    if step.isalnum():
        return events.Key(step, step)
    return events.Key(unicodedata.name(step).lower().replace(" ", "_").replace("-", "_"), step)


class Driver:
    """One running app, seen from the keyboard and the screen."""

    def __init__(self, pilot: Pilot[None], app: DossierApp) -> None:
        self.pilot = pilot
        self.app = app

    @property
    def screen(self) -> Screen[object]:
        """The screen on top."""
        return self.app.screen

    @property
    def browser(self) -> Browser:
        """The browser, be it under another screen."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Browser))

    @property
    def place(self) -> Place:
        """Where the analyst is."""
        return self.browser.place

    @property
    def note_area(self) -> TextArea:
        """What is written in the note panel."""
        return self.browser.query_one(Notepad).area

    @property
    def message(self) -> str:
        """What is said, whether or not the hint line has room for it."""
        return self.browser.state.message.text

    @property
    def ask(self) -> Ask:
        """The prompt that is open."""
        mode = self.browser.mode
        assert isinstance(mode, Ask)
        return mode

    @property
    def selection(self) -> Selection | None:
        """The words that are chosen."""
        mode = self.browser.chosen_words
        return mode.reader.selection if mode is not None else None

    def ready(self) -> bool:
        """Whether the browser is on the screen with all of the dossier read."""
        return self.half_ready() and self.browser.life.loader is None

    def half_ready(self) -> bool:
        """Whether the browser is on the screen, be it that the dossier is still being read."""
        return (
            self.screen.id == "browser"
            and self.screen.is_mounted
            and bool(self.screen.query("#strip, #hints"))
        )

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait for a condition; says what was on the screen when it did not come."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                shown = "\n".join(self.lines())
                raise AssertionError(f"{what or 'the condition'} did not come about:\n{shown}")
            await asyncio.sleep(0.005)

    async def settle(self) -> None:
        """Let every message that is under way arrive, and the screen be laid out anew."""
        await self.handled()
        if self.app.is_running and self.app.screen_stack:
            await self._arrived(self.app.screen, self.app.screen.call_after_refresh)
            await self.handled()

    async def handled(self) -> None:
        """Let every message that is under way arrive: from the app to what has the keyboard, and back."""
        for _ in range(_ROUNDS):
            if not self.app.is_running or not self.app.screen_stack:
                return
            screen = self.app.screen
            pumps: list[MessagePump] = [self.app, screen]
            if screen.focused is not None:
                pumps = [self.app, *screen.focused.ancestors_with_self[:-1]]
            for pump in pumps:
                await self._arrived(pump, pump.call_later)

    async def _arrived(self, pump: MessagePump, call: Callable[[Callable[[], None]], object]) -> None:
        came = asyncio.Event()
        call(came.set)
        end = time.monotonic() + PATIENCE
        while not came.is_set() and pump.is_running and self.app.is_running:
            await asyncio.sleep(0)
            assert time.monotonic() < end, f"{pump} does not answer"

    async def keys(self, *steps: str) -> None:
        """Press keys by the names that the registry uses."""
        for step in steps:
            self.app.post_message(key_event(step))
            await self.handled()
        await self.settle()

    async def tap(self, *steps: str) -> None:
        """Press keys and do not wait for the paint: the widgets draw what is true already."""
        for step in steps:
            self.app.post_message(key_event(step))
            await self.handled()

    async def press(self, *commands: str, count: int | None = None) -> None:
        """Do commands by their keys, the first one after a count."""
        await self.keys(*str(count or ""), *(step for command in commands for step in steps_of(command)))

    async def type(self, text: str) -> None:
        """Type into a prompt."""
        await self.keys(*("space" if character == " " else character for character in text))

    async def enter(self, text: str) -> None:
        """Type and confirm."""
        await self.type(text)
        await self.keys("enter")

    async def command(self, words: str) -> None:
        """Run a command by name."""
        await self.press("palette")
        await self.enter(words)

    async def reveal(self, record: str) -> None:
        """Go to where a record is listed."""
        self.browser.reveal(record)
        await self.settle()

    async def stand_at(self, record: str) -> None:
        """Put the cursor of the list on a record."""
        self.browser.update(self.place.at(self.place.pane, record))
        await self.settle()

    async def resize(self, columns: int, rows: int) -> None:
        """Another size of the terminal."""
        await self.pilot.resize_terminal(columns, rows)
        await self.until(lambda: tuple(self.screen.size) == (columns, rows), "the new size")
        await self.settle()

    def visible(self) -> list[Widget]:
        """The widgets on the screen, containers before what they hold."""
        return [
            widget
            for widget in self.screen.walk_children(Widget)
            if widget.region.area and all(each.display for each in widget.ancestors_with_self)
        ]

    def shows(self, selector: str) -> bool:
        """Whether a widget is on the screen."""
        return self.screen.query_one(selector, Widget) in self.visible()

    def strips(self) -> list[Strip]:
        """The lines of the screen, put together from what each visible widget draws."""
        columns, rows = self.screen.size
        lines = [Strip([Segment(" " * columns)], columns) for _ in range(rows)]
        for widget in self.visible():
            region = widget.region
            for y, strip in enumerate(widget.render_lines(Region(0, 0, region.width, region.height))):
                under = lines[region.y + y]
                right = under.crop(region.right, columns)
                lines[region.y + y] = Strip.join([under.crop(0, region.x), strip, right])
        return lines

    def lines(self) -> list[str]:
        """What is on the screen, as text."""
        return [strip.text for strip in self.strips()]

    def text(self) -> str:
        """What is on the screen, in one string."""
        return "\n".join(line.rstrip() for line in self.lines())

    def bar(self, name: str) -> str:
        """The text of one bar."""
        bar = self.screen.query_one(f"#{name}", Bar)
        lines = [bar.render_line(y).text.rstrip() for y in range(len(bar.above) + 1)]
        return " ".join([lines[0], *(line.strip() for line in lines[1:])])

    def status(self) -> str:
        """The last line: a message, or the hints."""
        return self.bar("hints").strip()

    def box(self, pane: str | None = None) -> ListBox:
        """The list of a pane; by default of the one we are in."""
        return self.browser.box_of(pane or self.place.pane)

    def rows(self, pane: str | None = None) -> list[str]:
        """The lines that a list shows."""
        box = self.box(pane)
        return [box.render_line(y).text.rstrip() for y in range(box.size.height)]

    def cursor_row(self, pane: str | None = None) -> str:
        """The row behind `>`."""
        return next(row for row in self.rows(pane) if row.startswith("> "))

    def reader(self, slot: str = "evidence") -> Reader:
        """A reader."""
        return self.browser.query_one(f"#reader-{slot}", Reader)

    def page(self, slot: str = "evidence") -> str:
        """The part of a page that is in view."""
        reader = self.reader(slot)
        return "\n".join(reader.render_line(y).text.rstrip() for y in range(reader.size.height))

    def whole_page(self, slot: str = "evidence") -> str:
        """All of a page, in view or not."""
        return "\n".join(line.text.plain for line in self.reader(slot).lines)


def flat(text: str) -> str:
    """Text with every run of white space as one space: as it was before it was wrapped."""
    return " ".join(text.split())


@asynccontextmanager
async def running(path: Path, size: tuple[int, int] = (80, 24), *, by: str = "ada") -> AsyncIterator[Driver]:
    """The app on a dossier, whatever becomes of opening it."""
    app = DossierApp(path, by, load_registry=lambda: REGISTRY)
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = Driver(pilot, app)
        yield driver


@asynccontextmanager
async def opened(path: Path, size: tuple[int, int] = (80, 24), *, by: str = "ada") -> AsyncIterator[Driver]:
    """The app with the browser on the screen."""
    async with running(path, size, by=by) as driver:
        await driver.until(driver.ready, "the browser")
        await driver.settle()
        try:
            yield driver
        finally:
            driver.browser.dossier.close()


async def ended(driver: Driver) -> None:
    """Wait until the app has left."""
    await driver.until(lambda: not driver.app.is_running, "the end")
