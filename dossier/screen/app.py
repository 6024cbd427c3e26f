"""The application: themes, opening a dossier behind the first paint, and the way out."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from textual.app import App

from dossier.screen.opening import Opening
from dossier.screen.themes import DARK, THEMES, Palette, no_color

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier, Progress
    from dossier.core.lens import Lens
    from dossier.keys.commands import Registry
    from dossier.keys.keymap import KeyMap

_PATIENCE = 0.2
"""Seconds that a dossier may take before it is shown half read."""


_FIRST_SCREEN = 60
"""Rows of entities that are counted before they are shown."""


class DossierApp(App[None]):
    """One dossier, one screen."""

    CSS_PATH = "dossier.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    TITLE = "dossier"
    palette: Palette
    registry: Registry
    keymap: KeyMap

    def __init__(
        self,
        path: Path,
        by: str | None,
        notice: str | None = None,
        lens: Lens | None = None,
        *,
        load_registry: Callable[[], Registry],
    ) -> None:
        # With its own colours Textual would answer NO_COLOR with greys; with the terminal's, with none.
        super().__init__(ansi_color=True if no_color() else None)
        self.path = path
        self.by = by
        self.notice = notice
        self.lens = lens
        self.load_registry = load_registry
        self.animation_level = "none"
        self.progress: Progress | None = None
        self.leaving = False
        self.ended_by: int | None = None
        """The signal that asks this program to end."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK

    def _palette(self) -> Palette:
        return Palette(self.theme_variables, dark=self.current_theme.dark, plain=self.no_color)

    def on_mount(self) -> None:
        """Paint first; open the dossier behind it."""
        self.palette = self._palette()
        self.push_screen(Opening(self.path, self.open))
        self.theme_changed_signal.subscribe(self, lambda _: self.restyle())

    def restyle(self) -> None:
        """Another theme."""
        self.palette = self._palette()
        for screen in self.screen_stack:
            if hasattr(screen, "restyle"):
                screen.restyle(self.palette)

    async def open(self) -> None:
        """Open the dossier behind the screen. A large one is shown while it is still being read."""
        from dossier.records.problems import DossierError, describe_error  # noqa: PLC0415

        screen = self.screen
        assert isinstance(screen, Opening)  # noqa: S101  (only it asks for this)
        try:
            opened = await asyncio.to_thread(self._begin)
            loading = asyncio.create_task(asyncio.to_thread(self._load, opened))
            done, _ = await asyncio.wait({loading}, timeout=_PATIENCE)
            if done:
                await loading
        except (DossierError, OSError) as error:
            screen.failed(describe_error(error))
            return
        from dossier.screen.browser import Browser  # noqa: PLC0415

        loader = None if done else loading
        browser = Browser(
            opened,
            self.palette,
            self.registry,
            self.keymap,
            notice=self.notice,
            loader=loader,
            progress=lambda: self.progress,
        )
        await self.switch_screen(browser)

    def _begin(self) -> Dossier:
        """What takes long to import is imported here, off the screen's thread."""
        import dossier.screen.browser  # noqa: F401, PLC0415
        from dossier.core.dossier import Dossier  # noqa: PLC0415
        from dossier.keys.keymap import load_keymap  # noqa: PLC0415
        from dossier.screen.running import import_modules  # noqa: PLC0415

        self.registry = self.load_registry()
        import_modules(self.registry)
        self.keymap = load_keymap(self.registry.commands)
        return Dossier(self.path, by=self.by, lens=self.lens)

    def _load(self, opened: Dossier) -> None:
        for self.progress in opened.load():
            if self.leaving:
                return
        # Sorting, and counting for what is shown first, belong here too: off the screen's thread.
        from dossier.show.cards import record_page  # noqa: PLC0415
        from dossier.show.order import BEARING, order_pane  # noqa: PLC0415
        from dossier.show.rows import record_row  # noqa: PLC0415

        for pane in BEARING:
            order_pane(opened, pane)
        for entity in order_pane(opened, "entities")[:_FIRST_SCREEN]:
            record_row(opened, entity, 80, 1)
        for entity in order_pane(opened, "entities")[:1]:
            record_page(opened, entity)

    def end_by(self, number: int) -> None:
        """Leave in order, as a signal asks: what is being written is kept, tables are saved."""
        self.ended_by = number
        self.call_later(self.action_quit)

    def exit(self, *args: Any, **kwargs: Any) -> None:
        """Leave; a dossier that is still being read is let go of."""
        self.leaving = True
        if self.ended_by is not None:
            kwargs["return_code"] = 128 + self.ended_by
        super().exit(*args, **kwargs)

    def action_help_quit(self) -> None:
        """ctrl+c in a prompt, whose last line says how to leave it: Textual's own words would cover it."""

    async def action_quit(self) -> None:
        """ctrl+q, wherever it is pressed."""
        quitting = getattr(self.screen, "quit", None)
        if quitting is None:
            self.exit()
        else:
            await quitting()


def _end_in_order(app: DossierApp) -> None:
    """Let the app leave in order when it is told to end, or when its terminal goes away."""

    def end(number: int, _: FrameType | None) -> None:
        if not os.isatty(0):
            _draw_on_nothing()
        asyncio.get_running_loop().call_soon_threadsafe(app.end_by, number)

    if os.name != "nt":
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, end)


def _draw_on_nothing() -> None:
    """The terminal has gone: the thread that writes to it would die of the error, and be waited for."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    signal.signal(signal.SIGCONT, lambda *_: None)  # it comes along, and Textual would start once more


def run(app: DossierApp) -> int:
    """Show it until it is left; the exit code."""
    if not sys.stderr or not sys.stderr.isatty():
        # Textual draws on stderr, which `2>errors` leads away from the terminal.
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]
    _end_in_order(app)
    app.run()
    return app.return_code or 0
