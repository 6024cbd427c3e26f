"""Words chosen in a page: a span of one record's own text, wherever the page shows it.

A page shows stretches of records' texts made safe and wrapped; everything here goes between the cells of
its lines and the code points of those texts.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

from rich.cells import cell_len, split_graphemes

from dossier.show.kit.page import PageLine, Stretch
from dossier.text import JOINERS, clean, places

Unit = Literal["word", "sentence", "paragraph"]

_IDEOGRAPH = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN = (
    r"\s!-/:-@\[-^`{-~\u00a1-\u00bf\u2000-\u206f\u2e00-\u2e7f"
    r"\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
"""White space and punctuation. Accents, vowel signs and the like are part of their words."""
_RUN = f"[^{_BETWEEN}{_IDEOGRAPH}]+"
_UNITS: dict[Unit, re.Pattern[str]] = {
    "word": re.compile(f"[{_IDEOGRAPH}]|{_RUN}(?:['’.,-]{_RUN})*"),
    "sentence": re.compile(
        r"\S.*?(?:(?<![.!?])[.!?]++[\"'”’)\]]*+(?=\s|$)|[。！？]++[”’」』）]*+|$)", re.MULTILINE
    ),
    "paragraph": re.compile(r"\S(?:.*\S)?"),
}


class Spot(NamedTuple):
    """A character of a record's own text."""

    record: str
    offset: int


@dataclass(frozen=True)
class Passage:
    """The text of one record that a page shows, from code point `start` of it on. Words are chosen in it.

    Line ends stand for what the page leaves out between two paragraphs.
    """

    record: str
    start: int
    text: str

    @property
    def end(self) -> int:
        """Where in the record's own text it ends."""
        return self.start + len(self.text)

    @cached_property
    def _joined(self) -> frozenset[str]:
        """Its characters that take no room of their own, such as accents: they stay with the one before."""
        without_room = (each for each in set(self.text) - {"\n"} if not cell_len(clean(each)))
        return frozenset((*without_room, *JOINERS))

    @cached_property
    def _known(self) -> dict[Unit, tuple[list[int], list[int]]]:
        return {}

    def units(self, unit: Unit) -> tuple[list[int], list[int]]:
        """Where in the record's text its words, sentences or paragraphs start, and where they end."""
        if unit not in self._known:
            found = [(match.start(), match[0].rstrip()) for match in _UNITS[unit].finditer(self.text)]
            starts = [self.start + start for start, _ in found]
            ends = [self.start + start + len(words) for start, words in found]
            if self._joined:
                starts, ends = list(map(self.floor, starts)), list(map(self.ceil, ends))
            self._known[unit] = starts, ends
        return self._known[unit]

    def _cuts(self, offset: int) -> bool:
        """Whether a character that can be seen begins here."""
        at = offset - self.start
        return not 0 < at < len(self.text) or self.text[at] not in self._joined

    def floor(self, offset: int) -> int:
        """Where the character at `offset` begins."""
        offset = min(max(offset, self.start), self.end)
        while not self._cuts(offset):
            offset -= 1
        return offset

    def ceil(self, offset: int) -> int:
        """Where the character that `offset` may cut ends."""
        offset = min(max(offset, self.start), self.end)
        while not self._cuts(offset):
            offset += 1
        return offset


@dataclass(frozen=True)
class Selection:
    """What is chosen of a passage: from `anchor`, which stays, to `caret`, which moves. Never nothing.

    `column` is the cell that moving by lines keeps to.
    """

    passage: Passage
    anchor: int
    caret: int
    column: int | None = None

    @property
    def start(self) -> int:
        """The first code point chosen, in the record's own text."""
        return min(self.anchor, self.caret)

    @property
    def end(self) -> int:
        """Behind the last one chosen."""
        return max(self.anchor, self.caret)

    @property
    def words(self) -> str:
        """The words chosen, as the record has them."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]

    @property
    def moving(self) -> int:
        """The last character chosen, at the end that moves."""
        return self.caret if self.caret < self.anchor else self.passage.floor(self.caret - 1)

    def swapped(self) -> Selection:
        """The same words; the other end moves."""
        return replace(self, anchor=self.caret, caret=self.anchor, column=None)

    def by_characters(self, count: int) -> Selection:
        """Move the end by characters."""
        passage, caret = self.passage, self.caret
        step = 1 if count > 0 else -1
        for _ in range(abs(count)):
            moved = passage.ceil(caret + 1) if step > 0 else passage.floor(caret - 1)
            if moved == self.anchor:
                moved = passage.ceil(moved + 1) if step > 0 else passage.floor(moved - 1)
            if moved in (self.anchor, caret):
                break
            caret = moved
        return replace(self, caret=caret, column=None)

    def by(self, unit: Unit, count: int) -> Selection:
        """Move the end by words, sentences or paragraphs: to where they end, or, before the anchor, start."""
        starts, ends = self.passage.units(unit)
        caret = self.caret
        for _ in range(abs(count)):
            moved = self._on(starts, ends, caret) if count > 0 else self._back(starts, ends, caret)
            caret = caret if moved == self.anchor else moved
        return replace(self, caret=caret, column=None)

    def _on(self, starts: list[int], ends: list[int], caret: int) -> int:
        if caret < self.anchor:
            nearer = starts[bisect_right(starts, caret) :][:1]
            if nearer and nearer[0] < self.anchor:
                return nearer[0]
            caret = self.anchor
        return next(iter(ends[bisect_right(ends, caret) :][:1]), self.passage.end)

    def _back(self, starts: list[int], ends: list[int], caret: int) -> int:
        if caret > self.anchor:
            nearer = ends[: bisect_left(ends, caret)][-1:]
            if nearer and nearer[0] > self.anchor:
                return nearer[0]
            caret = self.anchor
        return next(iter(starts[: bisect_left(starts, caret)][-1:]), self.passage.start)

    def reaching(self, offset: int, column: int | None = None) -> Selection:
        """Move the end so that the character at `offset` is the last one chosen."""
        passage = self.passage
        offset = min(max(offset, passage.start), max(passage.end - 1, passage.start))
        caret = passage.ceil(offset + 1) if offset >= self.anchor else passage.floor(offset)
        return replace(self, caret=caret, column=column)

    def by_lines(self, lines: Sequence[PageLine], count: int) -> Selection:
        """Move the end up or down the lines of the page that show the passage, in its column."""
        here = whereabouts(lines, Spot(self.passage.record, self.moving))
        if here is None:
            return self
        number, cell = here
        column = cell if self.column is None else self.column
        found = self
        step = 1 if count > 0 else -1
        while count and 0 <= number + step < len(lines):
            number += step
            spot = self.spot_in(lines[number], column)
            if spot is not None:
                found = self.reaching(spot.offset, column)
                count -= step
        if count:  # no line is left: to the end of the text
            found = self.reaching(self.passage.end if step > 0 else self.passage.start, column)
        return found

    def spot_in(self, line: PageLine, cell: int) -> Spot | None:
        """What a line shows of the passage at a cell, or nearest to it."""
        return spot(line, cell, self.passage.record)


def begin(passage: Passage, offset: int) -> Selection:
    """The first word at or behind `offset`; a character where there is no word."""
    starts, ends = passage.units("word")
    number = bisect_left(starts, offset)
    if number < len(starts):
        return Selection(passage, starts[number], ends[number])
    offset = passage.floor(min(offset, max(passage.end - 1, passage.start)))
    return Selection(passage, offset, passage.ceil(offset + 1))


def between(passage: Passage, first: int, last: int) -> Selection:
    """From one character to another, both of them chosen: what dragging the mouse does."""
    if last < first:
        return Selection(passage, passage.ceil(first + 1), passage.floor(last))
    return Selection(passage, passage.floor(first), passage.ceil(last + 1))


def passage_at(lines: Iterable[PageLine], at: Spot) -> Passage:
    """All that a page shows of the text around a character, as far as it stands in one piece."""
    stretches: list[Stretch] = []
    for stretch in _stretches(lines, at.record):
        if stretches and stretch.start < stretches[-1].end:
            if any(each.start <= at.offset < each.end for each in stretches):
                break
            stretches.clear()  # the page shows it once more, from an earlier place on
        stretches.append(stretch)
    parts: list[str] = []
    end = stretches[0].start
    for stretch in stretches:
        parts += ["\n" * (stretch.start - end), stretch.raw]
        end = stretch.end
    return Passage(at.record, stretches[0].start, "".join(parts))


def renewed(lines: Iterable[PageLine], selection: Selection) -> Selection | None:
    """The same words in a page that was set or drawn anew; None where it does not show them as before."""
    record = selection.passage.record
    if next(_stretches(lines, record), None) is None:
        return None
    passage = passage_at(lines, Spot(record, selection.start))
    return replace(selection, passage=passage) if passage == selection.passage else None


def _stretches(lines: Iterable[PageLine], record: str) -> Iterator[Stretch]:
    """What a page shows of a record's text, block by block."""
    block = None
    for line in lines:
        if line.block is not None and line.block is not block:
            block = line.block
            yield from (stretch for stretch in block.stretches if stretch.record == record)


def first_in_view(lines: Sequence[PageLine], top: int, height: int, here: str | None) -> Spot | None:
    """Where choosing begins: at the quote `here` if that begins in view, else at the first words in view."""
    view = range(top, min(top + height, len(lines)))
    begins = next((number for number in view if here in lines[number].begins), None)
    for number in view if begins is None else view[begins - top :]:
        line = lines[number]
        anchors = line.block.anchors if line.block and number == begins else ()
        at = next((offset for offset, item in anchors if item == here), line.start)
        if found := spot_of(line, at, here):
            return found
    return None


def spot(line: PageLine, cell: int, record: str | None = None) -> Spot | None:
    """Which record's character a line shows at a cell, or nearest to it; `record` is preferred."""
    if line.block is None or not line.block.stretches or line.start == line.end:
        return None
    shown = line.start - line.margin + _character(line.text.plain, cell)
    shown = min(max(shown, line.start), line.end - 1)
    return spot_of(line, shown, record)


def spot_of(line: PageLine, shown: int, record: str | None = None) -> Spot | None:
    """The record's character that stands at, or nearest to, a character of a line's block."""
    best: tuple[int, bool, int] | None = None
    found: Spot | None = None
    for stretch in line.block.stretches if line.block else ():
        offsets = places(stretch.raw)
        first, last = stretch.at, stretch.at + offsets[-1] - 1
        first, last = max(first, line.start), min(last, line.end - 1)
        if last < first:
            continue
        near = min(max(shown, first), last)
        rank = (abs(near - shown), stretch.record != record, -len(stretch.raw))
        if best is None or rank < best:
            at = bisect_right(offsets, near - stretch.at) - 1
            best, found = rank, Spot(stretch.record, stretch.start + at)
    return found


def _character(text: str, cell: int) -> int:
    """The index of the character of `text` that covers a cell."""
    used = 0
    for start, _, width in split_graphemes(text)[0]:
        used += width
        if used > cell:
            return start
    return len(text)


def whereabouts(lines: Sequence[PageLine], at: Spot) -> tuple[int, int] | None:
    """The line and the cell at which a page shows a character."""
    for number, line in enumerate(lines):
        for first, last in shown(line, at.record, at.offset, at.offset + 1):
            if first < last:
                return number, cell_len(line.text.plain[:first])
    return None


def shown(line: PageLine, record: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The characters of a line's text that show code points `start` to `end` of a record's text."""
    for stretch in line.block.stretches if line.block else ():
        if stretch.record != record or stretch.start >= end or stretch.end <= start:
            continue
        offsets = places(stretch.raw)
        first = stretch.at + offsets[max(start - stretch.start, 0)]
        last = stretch.at + offsets[min(end, stretch.end) - stretch.start]
        first, last = max(first, line.start), min(last, line.end)
        if first < last:
            yield first - line.start + line.margin, last - line.start + line.margin
