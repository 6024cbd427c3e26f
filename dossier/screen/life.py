"""The life of an open dossier on the screen: read, followed, edited, left. All of it takes time."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.css.query import NoMatches

from dossier.evidence.findings.findings import findings_of
from dossier.exchange.json_export import write_export
from dossier.query.engine.filtering import fold_ahead
from dossier.query.sorting import SORTS
from dossier.records.kinds import MAIN_PANES
from dossier.records.problems import DossierError, describe_error
from dossier.screen import session
from dossier.screen.place import Place, Trail
from dossier.screen.state import Message
from dossier.screen.widgets.listbox import ListBox
from dossier.show.history import edit_words, find_signs
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from textual.timer import Timer

    from dossier.core.dossier import Progress
    from dossier.screen.browser import Browser
    from dossier.store.history import Edit

_FOLLOW_SECONDS = 1.0
_STREAM_SECONDS = 0.25
_SLICE_SECONDS = 0.01
_LONG_SECONDS = 0.3
_WORKING = Message("working .. (what is typed meanwhile comes after it)")
T = TypeVar("T")


class Life:
    """Does beside the screen what the browser decides, and tells the browser what others did."""

    timer: Timer

    def __init__(
        self,
        browser: Browser,
        loader: asyncio.Task[None] | None,
        progress: Callable[[], Progress | None],
    ) -> None:
        self.browser = browser
        self.dossier = browser.dossier
        self.loader = loader
        self.progress = progress
        self.moved = False
        """Whether a key has led somewhere while the dossier was still being read."""
        self.away = 0
        """How many jobs are done off the screen's thread: until they are, it leaves the dossier to them."""
        self.leaving = False
        """Whether the screen is being left: what works beside it stops and draws nothing more."""
        self.cut_off = False
        """Whether the history on disk is no longer the one that this program reads and writes."""
        self._finding = False

    @property
    def reading(self) -> bool:
        """Whether the dossier is still being read."""
        return self.loader is not None

    def begin(self) -> None:
        """Return to where the analyst was; follow what others do from now on."""
        if self.loader is None:
            self.finish_reading()
        else:
            self.timer = self.browser.set_interval(_STREAM_SECONDS, self.stream)
            self.browser.redraw()
        self.browser.set_interval(_FOLLOW_SECONDS, self.follow)

    def stream(self) -> None:
        """Show what has been read so far; the cursor stays on its record."""
        browser = self.browser
        if self.loader is None:
            return
        if not self.loader.done():
            if progress := self.progress():
                share = 100 * progress.done // max(progress.total, 1)
                browser.state.message = Message(f"reading {plural(progress.records, 'record')}, {share} %")
            browser.changed()
            return
        self.timer.stop()
        problem = self.loader.exception()
        self.loader, browser.panes.loading, browser.state.message = None, False, Message()
        browser.panes.revision += 1
        self.finish_reading()
        if problem is not None:
            browser.fail(str(problem))

    def finish_reading(self) -> None:
        """The dossier is whole: back to the place of last time, unless a key has led elsewhere already."""
        browser, state, dossier = self.browser, self.browser.state, self.dossier
        saved, notice = session.load(dossier)
        if notice:
            browser.fail(notice)
        state.newcomer = saved is None
        if saved:
            state.hints_shown = saved.hints
            state.queries = saved.queries
            state.list_shares = saved.list_shares
            if saved.theme in browser.app.available_themes:
                browser.app.theme = saved.theme
        if not self.moved:
            places = [self._sound(place) for place in saved.places] if saved else [Place()]
            state.trail = Trail(places, saved.here if saved else 0)
            browser.cursors.forget()  # what was read first is not what stands first
            for box in browser.query(ListBox):
                box.cursor = box.top = 0
        if dossier.read_only:
            browser.fail(f"read-only: {dossier.read_only}")
        if dossier.problems and not state.message.words:
            found = plural(len(dossier.problems), "problem")
            browser.fail(f"{found} in the files - :problems lists them")
        if notices := dossier.notices:
            more = f" (and {len(notices) - 1} more: :problems)" if len(notices) > 1 else ""
            browser.fail(f"{notices[0]}{more}")
        if edited := "; ".join(dossier.edited_outside):
            browser.fail(edited)
        self.tell_of_keys()
        for feature in browser.feature_states:
            feature.loaded()
        browser.settle()
        browser.redraw()
        browser.run_worker(self._warm(), group="warm", exclusive=True)

    def tell_of_keys(self) -> None:
        """Say what is wrong in keys.toml, unless something graver is being said."""
        problems = self.browser.keymap.problems
        if problems and not self.browser.state.message.is_error:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            self.browser.fail(f"{problems[0]}{more} - `dossier keys` lists what is wrong")

    async def _warm(self) -> None:
        """Fold the texts of the panes before they are first filtered, between keys."""
        for _ in fold_ahead(self.dossier, *MAIN_PANES):
            await asyncio.sleep(0.002)
        self.find()

    def _sound(self, place: Place) -> Place:
        """A saved place with what no longer exists taken out of it."""
        dossier = self.dossier
        entity = place.entity if place.entity in dossier else None
        scope = place.scope if place.scope in dossier else None
        claim = place.claim if place.claim in dossier else None
        known = (*MAIN_PANES, "notes", *self.browser.lists)
        pane = place.pane if place.pane in known else "entities"
        quotes = place.quotes and claim is not None and pane == "claims"
        sorts = tuple((pane, by) for pane, by in place.sorts if by.removeprefix("-") in _sorts_of(pane))
        return replace(place, pane=pane, entity=entity, scope=scope, claim=claim, quotes=quotes, sorts=sorts)

    async def edit(self, change: Callable[[], T]) -> T:
        """Do an edit off the screen's thread; it is on disk when this returns."""
        result = await self.off_thread(change)
        self.browser.changed()
        return result

    async def off_thread(self, job: Callable[[], T]) -> T:
        """Do something slow; keys wait for it, the screen does not freeze and says that it takes long."""
        state = self.browser.state
        self.away += 1
        task = asyncio.create_task(asyncio.to_thread(job))
        await asyncio.wait({task}, timeout=_LONG_SECONDS)
        if not task.done():
            state.message = _WORKING
            self.browser.paint_hints_now()
        try:
            return await task
        finally:
            if state.message is _WORKING:
                state.message = Message()
                self.browser.redraw_hints()
            self.away -= 1
            if not self.away:
                self.browser.drawing.resume()

    def work_off(self, run: Callable[[float], bool], then: Callable[[], None], group: str = "slices") -> None:
        """Do a job in slices, between which keys are read; `then` when it is done.

        A newer job of its group ends it.
        """
        if run(_SLICE_SECONDS):
            self.browser.workers.cancel_group(self.browser, group)
            then()
        else:
            self.browser.run_worker(self._work_off(run, then), group=group, exclusive=True)

    async def _work_off(self, run: Callable[[float], bool], then: Callable[[], None]) -> None:
        while self.away or not run(_SLICE_SECONDS):
            await asyncio.sleep(0.002 if self.away else 0)
        self.show(then)

    def show(self, then: Callable[[], None]) -> None:
        """Show what was worked out beside the screen, unless that is being taken down meanwhile."""
        if not self.leaving:
            try:
                then()
            except NoMatches:
                self.leaving = True

    def find(self) -> None:
        """Look for findings between keys, until all are found; what is found is shown while it comes."""
        if self.reading or self.leaving or self._finding or findings_of(self.dossier).done:
            return
        self._finding = True
        self.browser.run_worker(self._find(), group="find")

    async def _find(self) -> None:
        """Show what is new now and then, and at the end."""
        shown, when = findings_of(self.dossier).version, time.monotonic()
        try:
            while self.away or not findings_of(self.dossier).run(_SLICE_SECONDS):
                await asyncio.sleep(0.001)
                if self.leaving:
                    return
                if self.away:
                    continue
                now = time.monotonic()
                if findings_of(self.dossier).version != shown and now - when > _STREAM_SECONDS:
                    shown, when = findings_of(self.dossier).version, now
                    self.show(self.browser.derived_changed)
        finally:
            self._finding = False
        if findings_of(self.dossier).version != shown or self.browser.place.pane not in MAIN_PANES:
            self.show(self.browser.derived_changed)

    async def quit(self) -> None:
        """Leave: the place is remembered, the tables are written, the dossier is closed."""
        browser = self.browser
        self.leaving = True
        if self.loader is not None:
            browser.app.exit()
            return
        session.save(self.dossier, browser.state, browser.app.theme)
        if self.cut_off:
            browser.app.exit(message=await asyncio.to_thread(self._farewell))
            return
        try:
            await self.off_thread(self.dossier.close)
        except (DossierError, OSError) as error:
            # Every edit is in the history already: the next opening replays what could not be folded in.
            why = one_line(describe_error(error))
            browser.app.exit(message=f"dossier: the tables were not written ({why}); nothing is lost")
            return
        unsaved = browser.dossier.unsaved
        browser.app.exit(message=f"dossier: {one_line(unsaved)}" if unsaved else None)

    def rescue(self) -> Path:
        """The history was taken away under us: keep what this program holds; where. OSError if it cannot."""
        path = session.folder(self.dossier) / f"rescued-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_export(self.dossier, path)
        return path

    def _farewell(self) -> str:
        """Rescue what is there, and say where."""
        try:
            path = self.rescue()
        except (DossierError, OSError) as error:
            why = describe_error(error)
            return f"dossier: the history was replaced on disk, and a copy of what was open failed: {why}"
        return (
            "dossier: the history was replaced on disk while it was open. All that this program held, with "
            f"your last edits, is in {path}; `dossier new FOLDER --from` opens it"
        )

    async def follow(self) -> None:
        """Read what other programs did to this dossier."""
        browser = self.browser
        if self.reading:
            return
        try:
            news = await asyncio.to_thread(self.dossier.refresh)
        except (DossierError, OSError) as error:
            browser.fail(describe_error(error))
            return
        self.cut_off = news.replaced
        if news.replaced:
            browser.fail(f"the history was replaced on disk - {browser.key('reload')} reloads")
        elif news.outside:
            then = f"{browser.key('reload')} reloads (your notes are safe)"
            browser.fail(f"{', '.join(news.outside)} changed on disk - {then}")
        if news.edits or news.texts:
            browser.changed()
        if news.edits:
            await self._tell_of(news.edits[-1])
        elif news.texts and not browser.state.message.is_error:
            browser.say("the text of a source was attached")

    async def _tell_of(self, last: Edit) -> None:
        """Say what another did, unless something went wrong: that stays until it is dismissed."""
        signs: dict[str, str] = {}
        if last.undoes:
            signs = await asyncio.to_thread(self._signs)
        words = f"{one_line(last.by)}: {edit_words(last, signs)}"
        if self.browser.state.message.is_error:
            self.browser.state.said.append(words)
        else:
            self.browser.say(words)

    def _signs(self) -> dict[str, str]:
        """Which edits of the history take back another one."""
        return find_signs(self.dossier.history())


def _sorts_of(pane: str) -> list[str]:
    return [sort.name for sort in SORTS.get(pane, ())]
