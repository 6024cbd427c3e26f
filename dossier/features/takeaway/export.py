"""`x`: the dossier as JSON, all of it or the records shown or marked, to a file that is named."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.exchange.json_export import write_export
from dossier.exchange.part import ExportPart, make_part
from dossier.records.kinds import KINDS
from dossier.records.problems import describe_error
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.roles import join, styled
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser

ALL, SHOWN, MARKED = "a", "s", "m"


@dataclass
class AskWhat(Ask):
    """What is exported: one letter."""

    shown: Mapping[str, Sequence[str]]
    marks: Mapping[str, Sequence[str]]
    label: str = "export"
    keys = "a letter, or Enter for what > points at   Esc cancel"
    single_keys = True

    def offer(self, text: str) -> Offer:
        """All, shown, marked, with how many each is."""
        noun = self.browser.panes.nouns(self.browser.place.depth)
        rows = [_candidate(ALL, "all", "the whole dossier with its annotations")]
        if self.shown:
            words = f"the {plural(len(self.shown), *noun)} of this list, with what they need to stand alone"
            rows.append(_candidate(SHOWN, "shown", words))
        if self.marks:
            words = f"{plural(len(self.marks), *noun)}, with what they need"
            rows.append(_candidate(MARKED, "marked", words))
        return Offer("what goes into the JSON file", rows, len(rows) - 1 if self.marks else 0)

    def typed(self, text: str) -> bool:
        """A letter that is offered is the whole answer."""
        offered = [ALL]
        if self.shown:
            offered.append(SHOWN)
        if self.marks:
            offered.append(MARKED)
        if text and text.casefold() not in offered:
            self.retype("")
            return False
        return bool(text)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Ask where to."""
        answer = text.strip().casefold() or (choice.value if choice else ALL)
        part = None
        if answer != ALL:
            rows = self.marks if answer == MARKED else self.shown
            chosen = list(dict.fromkeys(chain.from_iterable(rows.values())))
            part = await self.browser.life.off_thread(lambda: make_part(self.browser.dossier, chosen))
        name = f"{self.browser.dossier.path.resolve().name}{'-part' if part else ''}.json"
        self.browser.ask(AskWhere(self.browser, str(Path.cwd() / name), part, self.browser.size.width - 4))


def _candidate(letter: str, name: str, words: str) -> Candidate:
    return Candidate(letter, join(styled(f"{letter}  {name:<8}", roles.KEY), styled(words, roles.BODY)))


@dataclass
class AskWhere(Ask):
    """Where to, after saying what goes in, what stays out, and whether something is in the way."""

    text: str
    part: ExportPart | None = None
    columns: int = 76
    label: str = "export to"
    keys = "Enter write it   Esc cancel"

    def offer(self, text: str) -> Offer:
        """What will be written."""
        what = "part of the dossier" if self.part else "the whole dossier with its annotations, without texts"
        words = self.part.describe().split("; ") if self.part else ()
        lines = [line for each in words for line in textwrap.wrap(one_line(each), self.columns)]
        rows = [Candidate("", styled(line, roles.DIM)) for line in lines]
        way = _describe_obstacle(_read_path(text)) if text.strip() else ""
        return Offer(f"! {way}" if way else what, rows, -1)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Write it, and say where; what was marked for it is spent."""
        if not text.strip():
            self.browser.say("no file was named; nothing exported")
            return
        await _export_to(self.browser, _read_path(text), self.part)

    def keep(self, text: str) -> None:
        """Another place can be named."""
        self.browser.ask(AskWhere(self.browser, text, self.part, self.columns))


def _read_path(text: str) -> Path:
    """What is typed as a path; `~name` is one's home folder where there is somebody of that name."""
    path = Path(text.strip().replace("\0", ""))
    with suppress(RuntimeError):
        path = path.expanduser()
    return path.absolute()


def _describe_obstacle(path: Path) -> str:
    """What is to be known before Enter; nothing where the file can simply be made."""
    name = clip(one_line(path.name), 32)
    try:
        if not path.exists():
            return ""
    except OSError as error:
        return one_line(describe_error(error))
    return f"{name} is {'a folder' if path.is_dir() else 'there already: Enter replaces it'}"


async def _export_to(browser: Browser, path: Path, part: ExportPart | None) -> None:
    size = await browser.life.off_thread(lambda: write_export(browser.dossier, path, part))
    if part:
        browser.marks.spend(part.chosen)
    what = f"{plural(len(part.ids), 'record')}" if part else "the dossier"
    browser.say(f"exported {what} to {path} ({size:,} bytes)")


async def export(browser: Browser, words: str) -> None:
    """x asks what and where; `:export FILE` writes all of it there, unless something is in the way."""
    if words:
        path = _read_path(words)
        if _describe_obstacle(path):
            browser.ask(AskWhere(browser, words))
        else:
            await _export_to(browser, path, None)
        return
    items = browser.panes.items(browser.place.depth, browser.place)
    marked = browser.marked()
    shown, marks = await browser.life.off_thread(
        lambda: (_records_of_rows(browser, items), _records_of_rows(browser, marked))
    )
    browser.ask(AskWhat(browser, shown, marks))


def _records_of_rows(browser: Browser, rows: Iterable[str]) -> dict[str, Sequence[str]]:
    """By row, the records that go with it; rows that have none are left out."""
    side = browser.lists.get(browser.place.depth)
    tables = {kind.letter: browser.dossier.every(kind.table) for kind in KINDS}
    found: dict[str, Sequence[str]] = {}
    for row in rows:
        records = side.records(row) if side else (row,)
        known = [record for record in records if record in tables.get(record[:1], ())]
        if known:
            found[row] = known
    return found
