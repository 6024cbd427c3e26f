"""Choosing words in a reader, with keys or the mouse: what the next note, tag or copy is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.evidence.anchors import locate_quote
from dossier.evidence.spans import own_text, words_at
from dossier.records.annotation import Span
from dossier.records.quote import Quote
from dossier.screen.clipboard import copy
from dossier.screen.widgets.selection import Selection, Unit, begin, first_in_view, passage_at
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler
    from dossier.screen.stage import Stage
    from dossier.screen.widgets.reader import Reader


@dataclass(frozen=True, slots=True)
class Chosen:
    """Words of one record's own text."""

    record: str
    span: Span
    words: str


def chosen(browser: Browser) -> Chosen | None:
    """The words that are chosen. Those of a source that the quote being read holds are the quote's."""
    reader = browser.choosing_in
    if reader is None or (selection := reader.selection) is None:
        return None
    record, start, end = selection.passage.record, selection.start, selection.end
    quote = browser.dossier.find(reader.here) if reader.here else None
    if isinstance(quote, Quote) and quote.source == record:
        at = locate_quote(quote, own_text(browser.dossier, record))
        if at.passage == quote.exact and at.start is not None and at.start <= start < end <= (at.end or 0):
            record, start, end = quote.id, start - at.start, end - at.start
    span = Span(start=start, end=end)
    return Chosen(record, span, words_at(browser.dossier, record, span))


def leave(stage: Stage) -> None:
    """No words are chosen any more."""
    if stage.choosing_in is not None:
        stage.choosing_in.choose(None)
    stage.choosing_in = stage.chosen_at = None


def dragged(browser: Browser, reader: Reader) -> None:
    """The mouse has chosen words, or let them go: the keys are theirs from now on."""
    if reader.selection is None:
        if reader is browser.choosing_in:
            leave(browser)
            browser.sync_chrome()
        return
    if reader is not browser.choosing_in:
        leave(browser)
    browser.choosing_in = None  # moving into the reader must not let go of what was just chosen in it
    if browser.asking is None and browser.noting is None and reader is browser.reader:
        browser.update(replace(browser.place, focus="reader"))
    browser.choosing_in, browser.chosen_at = reader, browser.place
    browser.sync_chrome()


async def select(browser: Browser, count: int | None, words: str) -> None:
    """v: the first word of the quote being read, or of what is in view, or of what comes below it."""
    reader = browser.reader
    below = len(reader.lines)
    spot = first_in_view(reader.lines, reader.top, reader.size.height, reader.here) or first_in_view(
        reader.lines, reader.top, below, None
    )
    if spot is None:
        browser.say("nothing here is the text of a claim, a quote or a source")
        return
    reader.choose(begin(passage_at(reader.lines, spot), spot.offset))
    browser.choosing_in, browser.chosen_at = reader, browser.place
    browser.sync_chrome()


Move = Callable[[Selection, "Reader", int], Selection]


def _mover(move: Move, direction: int = 1) -> Handler:
    async def go(browser: Browser, count: int | None, words: str) -> None:
        reader = browser.choosing_in
        if reader is not None and reader.selection is not None:
            reader.choose(move(reader.selection, reader, direction * (count or 1)))
            browser.sync_chrome()

    return go


def _unit(unit: Unit) -> Move:
    return lambda selection, reader, count: selection.by(unit, count)


def _lines(selection: Selection, reader: Reader, count: int) -> Selection:
    return selection.by_lines(reader.lines, count)


def _characters(selection: Selection, reader: Reader, count: int) -> Selection:
    return selection.by_characters(count)


def _anew(selection: Selection, reader: Reader, count: int) -> Selection:
    """The next word, as the first one of another choice."""
    for _ in range(count):
        selection = begin(selection.passage, selection.caret)
    return selection


def _other_end(selection: Selection, reader: Reader, count: int) -> Selection:
    return selection.swapped()


async def copy_words(browser: Browser, count: int | None, words: str) -> None:
    """y: the words as they stand in the record, and nothing else."""
    if found := chosen(browser):
        leave(browser)
        browser.sync()
        browser.say(f"{plural(len(found.words), 'char')} chosen: {copy(browser.app, found.words)}")


HANDLERS: dict[str, Handler] = {
    "select": select,
    "select-anew": _mover(_anew),
    "select-other-end": _mover(_other_end),
    "select-right": _mover(_characters),
    "select-left": _mover(_characters, -1),
    "select-word": _mover(_unit("word")),
    "select-word-back": _mover(_unit("word"), -1),
    "select-sentence": _mover(_unit("sentence")),
    "select-sentence-back": _mover(_unit("sentence"), -1),
    "select-paragraph": _mover(_unit("paragraph")),
    "select-paragraph-back": _mover(_unit("paragraph"), -1),
    "select-down": _mover(_lines),
    "select-up": _mover(_lines, -1),
    "copy-words": copy_words,
}
