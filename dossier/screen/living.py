"""The life of an open dossier on the screen: read, followed, edited, left."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from textual.css.query import NoMatches

from dossier.evidence.findings.findings import findings_of
from dossier.exchange.json_export import write_export
from dossier.features.notes import drafts
from dossier.query.engine.filtering import fold_ahead
from dossier.records.problems import DossierError, describe_error
from dossier.screen import session
from dossier.screen.place import PANES, SIDES, Place, Trail
from dossier.screen.stage import Stage
from dossier.screen.widgets.listbox import ListBox
from dossier.show.history import edit_words
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from textual.timer import Timer

    from dossier.screen.app import DossierApp
    from dossier.store.history import Edit

_FOLLOW_SECONDS = 1.0
_STREAM_SECONDS = 0.25
_SLICE_SECONDS = 0.01
_LONG_SECONDS = 0.3
_WORKING = "working .. (what is typed meanwhile comes after it)"
_QUERIES = 50
T = TypeVar("T")


class Living(Stage):
    """Everything that takes time. The browser decides what is done; this does it beside the screen."""

    reading: Timer
    moved = False
    finding = False
    away = 0
    """How many jobs are done off the screen's thread: until they are, it leaves the dossier to them."""
    undrawn = False
    leaving = False
    """Whether the screen is being left: what works beside it stops and draws nothing more."""
    cut_off = False
    """Whether the history on disk is no longer the one that this program reads and writes."""

    def on_mount(self) -> None:
        """Return to where the analyst was; follow what others do from now on."""
        self.lay_out(self.size)
        if self.loader is None:
            self.loaded()
        else:
            self.reading = self.set_interval(_STREAM_SECONDS, self.stream)
            self.sync()
        self.set_interval(_FOLLOW_SECONDS, self.follow)

    def stream(self) -> None:
        """Show what has been read so far; the cursor stays on its record."""
        assert self.loader is not None  # noqa: S101  (stopped when it is)
        if not self.loader.done():
            progress = cast("DossierApp", self.app).progress
            if progress is not None:
                share = 100 * progress.done // max(progress.total, 1)
                self.message = f"reading {plural(progress.records, 'record')}, {share} %"
            self.changed()
            return
        self.reading.stop()
        problem = self.loader.exception()
        self.loader, self.panes.loading, self.message = None, False, ""
        self.panes.revision += 1
        self.loaded()
        if problem is not None:
            self.fail(str(problem))

    def loaded(self) -> None:
        """The dossier is whole: back to the place of last time, unless a key has led elsewhere already."""
        saved = session.load(self.dossier)
        self.newcomer = saved is None
        if saved:
            self.hints_shown = saved.hints
            self.queries = saved.queries
            if saved.theme in self.app.available_themes:
                self.app.theme = saved.theme
        if not self.moved:
            places = [self.sound(place) for place in saved.places] if saved else [Place()]
            self.trail = Trail(places, saved.here if saved else 0)
            for box in self.query(ListBox):  # what was read first is not what stands first
                box.cursor = box.top = 0
        if self.dossier.read_only:
            self.fail(f"read-only: {self.dossier.read_only}")
        if notices := self.dossier.notices:
            more = f" (and {len(notices) - 1} more: :problems)" if len(notices) > 1 else ""
            self.fail(f"{notices[0]}{more}")
        if told := "; ".join(self.dossier.edited_outside):
            self.fail(told)
        if self.dossier.problems and not self.message:
            found = len(self.dossier.problems)
            self.fail(f"{plural(found, 'problem')} in the files - :problems lists them")
        self.tell_of_keys()
        if not self.message and (kept := drafts.all_kept(self)):
            words = f"{plural(len(kept), 'draft of a note', 'drafts of notes')} not saved yet"
            self.say(words, f"{self.key('drafts')} goes on")
        self.sync()
        self.run_worker(self._warm(), group="warm", exclusive=True)

    def tell_of_keys(self) -> None:
        """Say what is wrong in keys.toml, unless something graver is being said."""
        problems = self.keymap.problems
        if problems and not self.message.startswith("!"):
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            self.fail(f"{problems[0]}{more} - `dossier keys` lists what is wrong")

    async def _warm(self) -> None:
        """Fold the texts of the panes before they are first filtered, between keys."""
        for _ in fold_ahead(self.dossier, "entities", "claims", "sources", "timeline"):
            await asyncio.sleep(0.002)
        self.find()

    def sound(self, place: Place) -> Place:
        """A saved place with what no longer exists taken out of it."""
        dossier = self.dossier
        entity = place.entity if place.entity in dossier else None
        scope = place.scope if place.scope in dossier else None
        claim = place.claim if place.claim in dossier else None
        pane = place.pane if place.pane in (*PANES, *SIDES) else "entities"
        quotes = place.quotes and claim is not None and pane == "claims"
        focus = place.focus if place.focus in ("list", "reader") else "list"
        return replace(place, pane=pane, entity=entity, scope=scope, claim=claim, quotes=quotes, focus=focus)

    async def edit(self, change: Callable[[], T]) -> T:
        """Do an edit off the screen's thread; it is on disk when this returns."""
        result = await self.off_thread(change)
        self.changed()
        return result

    def work_off(self, run: Callable[[float], bool], then: Callable[[], None], group: str = "slices") -> None:
        """Do a job in slices, between which keys are read; `then` when it is done.

        A newer job of its group ends it.
        """
        if run(_SLICE_SECONDS):
            self.workers.cancel_group(self, group)
            then()
        else:
            self.run_worker(self._work_off(run, then), group=group, exclusive=True)

    async def _work_off(self, run: Callable[[float], bool], then: Callable[[], None]) -> None:
        while self.away or not run(_SLICE_SECONDS):
            await asyncio.sleep(0.002 if self.away else 0)
        self.beside(then)

    def beside(self, draw: Callable[[], None]) -> None:
        """Draw what was worked out beside the screen, unless that is being taken down meanwhile."""
        if not self.leaving:
            try:
                draw()
            except NoMatches:
                self.leaving = True

    def find(self) -> None:
        """Look for findings between keys, until all are found; what is found is shown while it comes."""
        engine = findings_of(self.dossier)
        if not engine.done and not self.finding and not self.leaving:
            self.finding = True
            self.run_worker(self._find(), group="find")

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
                    self.beside(self.redraw)
        finally:
            self.finding = False
        if findings_of(self.dossier).version != shown or self.place.pane in SIDES:
            self.beside(self.redraw)

    def redraw(self) -> None:
        """Draw pages anew, though no record changed."""
        self.forget_pages()
        self.sync()

    def remember(self, query: str) -> None:
        """Keep a query for Up."""
        if query:
            self.queries[:] = [*(past for past in self.queries if past != query), query][-_QUERIES:]

    async def off_thread(self, job: Callable[[], T]) -> T:
        """Do something slow; keys wait for it, the screen does not freeze and says that it takes long."""
        self.away += 1
        task = asyncio.create_task(asyncio.to_thread(job))
        await asyncio.wait({task}, timeout=_LONG_SECONDS)
        if not task.done():
            self.message, self.then = _WORKING, ""
            self.sync_hints()
            self._paint_now()
        try:
            return await task
        finally:
            self.message = "" if self.message == _WORKING else self.message
            self.away -= 1
            if self.undrawn and not self.away:
                self.sync()

    def sync(self) -> None:
        """Draw the state; while a job has the dossier, when that is done."""
        self.undrawn = bool(self.away)
        if not self.away:
            super().sync()

    def _paint_now(self) -> None:
        """Paint while a key is still being done: Textual's own painting waits until it is."""
        self._dirty_widgets.add(self)
        self._refresh_layout()

    async def quit(self) -> None:
        """Leave: the place is remembered, the tables are written, the dossier is closed."""
        self.leaving = True
        if self.loader is not None:
            self.app.exit()
            return
        session.save(self)
        if self.cut_off:
            self.app.exit(message=await asyncio.to_thread(self._farewell))
            return
        try:
            await self.off_thread(self.dossier.close)
        except (DossierError, OSError) as error:
            # Every edit is in the history already: the next opening replays what could not be folded in.
            why = one_line(describe_error(error))
            self.app.exit(message=f"dossier: the tables were not written ({why}); nothing is lost")
            return
        self.app.exit()

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

    def changed(self) -> None:
        """Records changed: show it, the cursor stays; and see what that comes to."""
        self.panes.revision += 1
        self.sync()
        if self.loader is None:
            self.find()

    async def follow(self) -> None:
        """Read what other programs did to this dossier."""
        if self.loader is not None:
            return
        try:
            news = await asyncio.to_thread(self.dossier.refresh)
        except (DossierError, OSError) as error:
            self.fail(describe_error(error))
            return
        self.cut_off = news.replaced
        if news.replaced:
            self.fail(f"the history was replaced on disk - {self.key('reload')} reloads")
        elif news.outside:
            then = f"{self.key('reload')} reloads (your notes are safe)"
            self.fail(f"{', '.join(news.outside)} changed on disk - {then}")
        if news.edits or news.texts:
            self.changed()
        if news.edits:
            await self._tell_of(news.edits[-1])
        elif news.texts and not self.message.startswith("!"):
            self.say("the text of a source was attached")

    async def _tell_of(self, last: Edit) -> None:
        """Say what another did, unless something went wrong: that stays until it is dismissed."""
        read = lambda: {edit.id: edit.undoes for edit in self.dossier.history()}  # noqa: E731
        words = (
            f"{one_line(last.by)}: {edit_words(last, await asyncio.to_thread(read) if last.undoes else {})}"
        )
        if self.message.startswith("!"):
            self.messages.append(words)
        else:
            self.say(words)
