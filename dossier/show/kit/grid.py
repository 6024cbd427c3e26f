"""Rows of cells under headings; where they do not fit beside one another, each row is a stack of facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len
from rich.text import Text

from dossier.show.kit import roles
from dossier.show.kit.page import BLANK, Block, PageLine, layout, wrap_text
from dossier.show.kit.roles import join, styled

_GAP = 2
_LEAST = 10
"""A column is not set narrower than this, unless all that is in it is."""
_LABEL = 12


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells of one row, and the record that it is about. The first cell is a short mark."""

    cells: tuple[Text, ...]
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. A column without anything in it is left out; no word is cut that fits the width."""

    headings: tuple[str, ...]
    rows: tuple[GridRow, ...]

    def block(self) -> Block:
        """The table as a block of a page."""
        return Block(Text(end=""), lay=self.lines)

    def lines(self, width: int) -> Iterator[PageLine]:
        """The table in `width` cells."""
        columns = [
            number for number in range(len(self.headings)) if any(row.cells[number] for row in self.rows)
        ]
        widths = self._widths(columns, width)
        if widths is None:
            yield from self._stacked(columns, width)
            return
        heads = tuple(styled(self.headings[number], roles.DIM) for number in columns)
        rows = [self._side_by_side(heads, widths, None)]
        rows += [self._side_by_side([row.cells[n] for n in columns], widths, row.item) for row in self.rows]
        tall = any(len(row) > 1 for row in rows[1:])
        for number, row in enumerate(rows):
            if number and tall:  # rows of several lines are hard to tell apart
                yield PageLine(Text(end=""), row[0].item)
            yield from row

    def _widths(self, columns: list[int], width: int) -> list[int] | None:
        """How wide each column is set; None if they do not fit."""
        texts = [
            [self.headings[number], *(row.cells[number].plain for row in self.rows)] for number in columns
        ]
        natural = [max(map(cell_len, column)) for column in texts]
        least = [
            max(*map(_longest_word, column), min(wide, _LEAST))
            for column, wide in zip(texts, natural, strict=True)
        ]
        room = width - _GAP * (len(columns) - 1)
        if sum(least) > room:
            return None
        while sum(natural) > room:  # what is widest gives way first, to its longest word
            wide = max(
                (each for each in range(len(columns)) if natural[each] > least[each]), key=natural.__getitem__
            )
            natural[wide] -= 1
        return natural

    @staticmethod
    def _side_by_side(
        cells: tuple[Text, ...] | list[Text], widths: list[int], item: str | None
    ) -> list[PageLine]:
        columns = [
            [cell[start:end] for start, end in wrap_text(cell.plain, width)]
            for cell, width in zip(cells, widths, strict=True)
        ]
        lines = []
        for pieces in zip_longest(*columns, fillvalue=Text(end="")):
            line = Text(end="")
            for number, (piece, width) in enumerate(zip(pieces, widths, strict=True)):
                inked = piece.copy()
                inked.rstrip()
                line.append_text(inked)
                if number < len(widths) - 1:
                    line.append(" " * (width - inked.cell_len + _GAP))
            line.rstrip()
            lines.append(PageLine(line, item))
        return lines

    def _stacked(self, columns: list[int], width: int) -> Iterator[PageLine]:
        """Each row as its first cells, and under them the others, named."""
        mark, title, *rest = columns
        for number, row in enumerate(self.rows):
            blocks = [] if number == 0 else [BLANK]
            blocks.append(Block(row.cells[title], indent=4, label=row.cells[mark], item=row.item))
            for column in rest:
                if cell := row.cells[column]:
                    label = styled(self.headings[column], roles.DIM)
                    blocks.append(_fact(label, cell, row.item, width))
            yield from layout(blocks, width)


def _fact(label: Text, cell: Text, item: str | None, width: int) -> Block:
    """A cell beside its heading, or behind it where a word needs the room."""
    if _longest_word(cell.plain) > width - 4 - _LABEL:
        return Block(join(label, "  ", cell), indent=4, hang=6, item=item)
    return Block(cell, indent=4 + _LABEL, label=join("    ", label), item=item)


def _longest_word(text: str) -> int:
    """The cells of the longest word that wrapping keeps whole; East Asian wide characters may part."""
    return max((cell_len(word) if cell_len(word) == len(word) else 4 for word in text.split()), default=0)
