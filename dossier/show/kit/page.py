"""A page: blocks of text laid out in lines of a width counted in cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import overload

from rich.cells import cell_len
from rich.text import Text

_LONG = 20_000
"""Characters from which on a page is not laid out to its end only to tell how long it is."""
MEASURE = 88
"""The widest that prose is set, in cells."""

_TOKEN = re.compile(r"\S+[^\S\n]*|[^\S\n]+|\n")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a record in a block: `raw`, from code point `start` of the record's own text on.

    They are shown, made safe, from character `at` of the block's text on.
    """

    record: str
    start: int
    at: int
    raw: str

    @property
    def end(self) -> int:
        """Where in the record's own text they end."""
        return self.start + len(self.raw)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph. `anchors` are (offset in text, id of what begins there).

    `stretches` say which of its characters are a record's own: those can be chosen and annotated.
    What is no paragraph, such as a table, has no text and gives its own lines for a width: `lay`.
    """

    text: Text
    indent: int = 0
    hang: int | None = None
    right: Text | None = None
    label: Text | None = None
    item: str | None = None
    anchors: tuple[tuple[int, str], ...] = ()
    stretches: tuple[Stretch, ...] = ()
    lay: Callable[[int], Iterable[PageLine]] | None = None


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a laid-out page and what it belongs to.

    It shows characters `start` to `end` of its block's text, behind a margin of so many characters.
    """

    text: Text
    item: str | None = None
    begins: tuple[str, ...] = ()
    block: Block | None = None
    start: int = 0
    end: int = 0
    margin: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader shows: a heading for the divider, blocks, and the quotes to step through."""

    heading: Text
    blocks: Sequence[Block]
    quotes: tuple[str, ...] = ()
    source: str | None = None
    plain: str = field(default="", compare=False)


class LazyBlocks(Sequence[Block]):
    """Blocks that are made as far as they are asked for: those of a long text take their time.

    `size` is how many characters they will have, in all and about.
    """

    def __init__(self, blocks: Iterable[Block], size: int) -> None:
        self.size = size
        self._made: list[Block] = []
        self._more = iter(blocks)

    def __iter__(self) -> Iterator[Block]:
        at = 0
        while self._reaches(at + 1):
            yield self._made[at]
            at += 1

    def _reaches(self, count: int) -> bool:
        self._made.extend(islice(self._more, max(count - len(self._made), 0)))
        return len(self._made) >= count

    def __bool__(self) -> bool:
        return self._reaches(1)

    def __len__(self) -> int:
        self._made.extend(self._more)
        return len(self._made)

    @overload
    def __getitem__(self, at: int) -> Block: ...

    @overload
    def __getitem__(self, at: slice) -> list[Block]: ...

    def __getitem__(self, at: int | slice) -> Block | list[Block]:
        len(self)
        return self._made[at]


def count_characters(blocks: Sequence[Block]) -> int:
    """How many characters the blocks have, about; no block is made for it."""
    if isinstance(blocks, LazyBlocks):
        return blocks.size
    return sum(len(block.text) for block in blocks)


BLANK = Block(Text(end=""))


def wrap_text(text: str, width: int, first: int | None = None) -> Iterator[tuple[int, int]]:
    """Offsets (start, end) of each line of `text` set in `width` cells, the first line in `first`.

    Breaks at white space, within a word only where it is wider than a line, and between East Asian
    wide characters. Trailing white space hangs over the margin and is not counted.
    """
    width = max(width, 2)
    room = max(width if first is None else first, 2)
    start = end = used = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "\n":
            yield start, match.start()
            start = end = match.end()
            used, room = 0, width
            continue
        ink = cell_len(token.rstrip())
        if used + ink <= room:
            used += cell_len(token)
            end = match.end()
            continue
        position = match.start()
        line = width if used else room  # what it may take once it stands at the beginning of one
        if ink == len(token.rstrip()) and ink <= line:  # a word of narrow characters stays whole
            if used:
                yield start, end
                start, used, room = position, 0, width
            used += cell_len(token)
        else:
            for unit in _unbreakable_parts(token.rstrip(), line):
                cells = cell_len(unit)
                if used + cells > room and used:
                    yield start, position
                    start, used, room = position, 0, width
                used += cells
                position += len(unit)
            used += cell_len(token[len(token.rstrip()) :])
        end = match.end()
    yield start, max(end, start)


def _unbreakable_parts(word: str, width: int) -> Iterator[str]:
    """The parts of a word that must not be cut: a wide character, or a run of narrow ones that fits a line.

    Accents and other characters without width stay with the one that they are written on.
    """
    narrow: list[str] = []
    for cluster in (*_split_clusters(word), ""):
        if cluster and cell_len(cluster) < 2:
            narrow.append(cluster)
            continue
        run = "".join(narrow)
        if cell_len(run) > width:
            yield from narrow
        elif run:
            yield run
        narrow.clear()
        if cluster:
            yield cluster


def _split_clusters(word: str) -> Iterator[str]:
    start = 0
    for end in range(1, len(word) + 1):
        if end == len(word) or cell_len(word[end]):
            yield word[start:end]
            start = end


def layout(blocks: Iterable[Block], width: int) -> list[PageLine]:
    """The lines of `blocks` in `width` cells."""
    return list(lay_out_lines(blocks, width))


def lay_out_lines(blocks: Iterable[Block], width: int) -> Iterator[PageLine]:
    """The lines of `blocks` in `width` cells, one by one."""
    for block in blocks:
        yield from block.lay(width) if block.lay else _lay_out_block(block, width)


class LaidPage(Sequence[PageLine]):
    """The lines of blocks in a width, laid out as far as they are asked for: a long text takes its time."""

    def __init__(self, blocks: Sequence[Block] = (), width: int = 0) -> None:
        self._lines: list[PageLine] = []
        self._blocks = blocks
        self._laid = 0
        """How many characters the blocks have that are laid out."""
        self._more = self._lay(width)

    def _lay(self, width: int) -> Iterator[PageLine]:
        for block in self._blocks:
            yield from lay_out_lines((block,), width)
            self._laid += len(block.text)

    def reaches(self, count: int) -> bool:
        """Whether there are as many lines."""
        if (missing := count - len(self._lines)) > 0:
            self._lines.extend(islice(self._more, missing))
        return len(self._lines) >= count

    def __bool__(self) -> bool:
        return self.reaches(1)

    def __len__(self) -> int:
        self._lines.extend(self._more)
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> PageLine: ...

    @overload
    def __getitem__(self, at: slice) -> list[PageLine]: ...

    def __getitem__(self, at: int | slice) -> PageLine | list[PageLine]:
        last = at.stop if isinstance(at, slice) else at
        if last is None or last < 0:
            len(self)
        else:
            self.reaches(last + 1)
        return self._lines[at]

    def share(self, top: int, height: int) -> str:
        """How far down the page line `top` is: `all`, `top`, `45%` or `end`.

        Of a long text that is not laid out to its end, the lines are guessed from its characters.
        """
        if not self.reaches(height + 1):
            return "all"
        if top == 0:
            return "top"
        if not self.reaches(top + height + 1):
            return "end"
        size = count_characters(self._blocks)
        if size < _LONG or not self._laid:
            return f"{100 * top // (len(self) - height)}%"
        lines = len(self._lines) * size / self._laid
        return f"{min(max(int(100 * top / (lines - height)), 1), 99)}%"


def _lay_out_block(block: Block, width: int) -> Iterator[PageLine]:
    hang = block.indent if block.hang is None else block.hang
    right = block.right.cell_len + 2 if block.right else 0
    first = width - block.indent - right
    if right and first < 12:  # too narrow for a label beside the text: it goes on a line of its own
        right, first = 0, width - block.indent
    measure = min(width, MEASURE)
    room = min(first, measure - block.indent)
    if not block.right and "\n" not in block.text.plain and cell_len(block.text.plain) <= room:
        yield _single_line(block)
        return
    word = next(iter(block.text.plain.split(maxsplit=1)), "")
    if right and room < len(word) == cell_len(word):  # nor may its first word be cut for it
        right, room = 0, measure - block.indent
    spans = list(wrap_text(block.text.plain, measure - hang, room))
    pieces = block.text.divide([offset for span in spans for offset in span])  # once: slices are quadratic
    for number, (start, _) in enumerate(spans):
        margin = hang if number else block.indent
        line = _margin_text(block, margin, number)
        piece = pieces[2 * number + 1]
        piece.rstrip()
        before = len(line)
        line.append_text(piece)
        if number == 0 and block.right and right:
            gap = min(width, MEASURE) - line.cell_len - block.right.cell_len
            line.append(" " * max(gap, 1))
            line.append_text(block.right)
        last = number == len(spans) - 1
        begins = tuple(
            item
            for offset, item in block.anchors
            if start <= offset and (last or offset < spans[number + 1][0])
        )
        yield PageLine(line, block.item, begins, block, start, start + len(piece), before)
    if block.right and not right:
        yield PageLine(Text(" " * hang, end="").append_text(block.right), block.item)


def _single_line(block: Block) -> PageLine:
    """A block that fits one line, as most of a text of short lines do: nothing is to be broken."""
    line = _margin_text(block, block.indent, 0)
    margin, piece = len(line), block.text.copy()
    piece.rstrip()
    begins = tuple(item for _, item in block.anchors)
    return PageLine(line.append_text(piece), block.item, begins, block, 0, len(piece), margin)


def _margin_text(block: Block, margin: int, number: int) -> Text:
    if number or block.label is None:
        return Text(" " * margin, end="")
    label = Text(end="").append_text(block.label)
    label.truncate(max(margin - 1, 1))
    label.pad_right(max(margin - label.cell_len, 0))
    return label
