"""Choosing words in a reader, with keys or the mouse: what the next note, tag or copy is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from dossier.evidence.anchors import locate_quote
from dossier.evidence.spans import read_own_text, words_at
from dossier.keys.commands import SELECTION
from dossier.records.annotation import Span
from dossier.records.quote import Quote
from dossier.screen.clipboard import copy
from dossier.screen.modes import Mode
from dossier.screen.widgets.selection import Selection, Unit, begin, first_in_view, passage_at
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.place import Place
    from dossier.screen.widgets.reader import Reader


@dataclass(frozen=True, slots=True)
class Chosen:
    """Words of one record's own text."""

    record: str
    span: Span
    words: str


class ChosenWords(Mode):
    """Words are chosen in a reader, at one place: keys go on being commands, those on words first."""

    takes_keys: ClassVar[bool] = False

    def __init__(self, browser: Browser, reader: Reader) -> None:
        self.browser = browser
        self.reader = reader
        self.place = browser.place

    @classmethod
    def begin(cls, browser: Browser, reader: Reader) -> None:
        """From now on words are chosen in this reader."""
        modes = browser.state.modes
        modes[:] = [mode for mode in modes if not isinstance(mode, cls)]
        browser.open(cls(browser, reader))
        browser.redraw_bars()

    @classmethod
    def dragged(cls, browser: Browser, reader: Reader) -> None:
        """The mouse has chosen words, or let them go: the keys are theirs from now on."""
        before = next((mode for mode in browser.state.modes if isinstance(mode, cls)), None)
        if reader.selection is None:
            if before is not None and reader is before.reader:
                before.close()
            return
        if before is not None and reader is not before.reader:
            before.close()
        if browser.mode is None and reader is browser.reader:
            browser.update(replace(browser.place, focus="reader"))
        cls.begin(browser, reader)

    @property
    def live(self) -> bool:
        """Whether the reader still has them: another page has others."""
        return self.reader.selection is not None

    @property
    def contexts(self) -> frozenset[str]:
        """Keys for words come first."""
        return frozenset((SELECTION,)) if self.live else frozenset()

    def chosen(self) -> Chosen | None:
        """The words. Those of a source that the quote being read holds are the quote's."""
        selection, dossier = self.reader.selection, self.browser.dossier
        if selection is None:
            return None
        record, start, end = selection.passage.record, selection.start, selection.end
        quote = dossier.find(self.reader.here) if self.reader.here else None
        if isinstance(quote, Quote) and quote.source == record:
            at = locate_quote(quote, read_own_text(dossier, record))
            if (
                at.passage == quote.exact
                and at.start is not None
                and at.start <= start < end <= (at.end or 0)
            ):
                record, start, end = quote.id, start - at.start, end - at.start
        span = Span(start=start, end=end)
        return Chosen(record, span, words_at(dossier, record, span))

    def change(self, move: Callable[[Selection], Selection]) -> None:
        """Choose otherwise."""
        if self.reader.selection is not None:
            self.reader.choose(move(self.reader.selection))
            self.browser.redraw_bars()

    def moved(self, place: Place) -> None:
        """Elsewhere nothing is chosen any more."""
        if place != self.place or not self.live:
            self.close()

    def close(self) -> None:
        """No words are chosen any more."""
        self.reader.choose(None)
        self.browser.close(self)


def chosen(browser: Browser) -> Chosen | None:
    """The words that are chosen, if there are any."""
    mode = browser.chosen_words
    return mode.chosen() if mode is not None else None


def let_go(browser: Browser) -> None:
    """No words are chosen any more."""
    if browser.chosen_words is not None:
        browser.chosen_words.close()


def _change(browser: Browser, move: Callable[[Selection], Selection]) -> None:
    if browser.chosen_words is not None:
        browser.chosen_words.change(move)


def select(browser: Browser) -> None:
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
    ChosenWords.begin(browser, reader)


def _by(browser: Browser, unit: Unit, count: int) -> None:
    _change(browser, lambda selection: selection.by(unit, count))


def select_word(browser: Browser, count: int | None) -> None:
    """w: a word on."""
    _by(browser, "word", count or 1)


def select_word_back(browser: Browser, count: int | None) -> None:
    """b."""
    _by(browser, "word", -(count or 1))


def select_sentence(browser: Browser, count: int | None) -> None:
    """): to where the sentence ends."""
    _by(browser, "sentence", count or 1)


def select_sentence_back(browser: Browser, count: int | None) -> None:
    """(."""
    _by(browser, "sentence", -(count or 1))


def select_paragraph(browser: Browser, count: int | None) -> None:
    """}: to where the paragraph ends."""
    _by(browser, "paragraph", count or 1)


def select_paragraph_back(browser: Browser, count: int | None) -> None:
    """{."""
    _by(browser, "paragraph", -(count or 1))


def select_right(browser: Browser, count: int | None) -> None:
    """l: a character on."""
    _change(browser, lambda selection: selection.by_characters(count or 1))


def select_left(browser: Browser, count: int | None) -> None:
    """h."""
    _change(browser, lambda selection: selection.by_characters(-(count or 1)))


def select_down(browser: Browser, count: int | None) -> None:
    """j: a line on."""
    _change(browser, lambda selection: selection.by_lines(browser.reader.lines, count or 1))


def select_up(browser: Browser, count: int | None) -> None:
    """k."""
    _change(browser, lambda selection: selection.by_lines(browser.reader.lines, -(count or 1)))


def select_anew(browser: Browser, count: int | None) -> None:
    """v: the next word, as the first one of another choice."""

    def begin_again(selection: Selection) -> Selection:
        for _ in range(count or 1):
            selection = begin(selection.passage, selection.caret)
        return selection

    _change(browser, begin_again)


def select_other_end(browser: Browser) -> None:
    """o: move the other end."""
    _change(browser, lambda selection: selection.swapped())


def copy_words(browser: Browser) -> None:
    """y: the words as they stand in the record, and nothing else."""
    if found := chosen(browser):
        let_go(browser)
        browser.say(f"{plural(len(found.words), 'char')} chosen: {copy(browser.app, found.words)}")
