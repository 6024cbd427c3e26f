"""Two things beside one another: in columns where there is room, one under the other where there is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.text import Text

from dossier.show.kit import roles
from dossier.show.kit.page import BLANK, Block, PageLine, layout
from dossier.show.kit.roles import styled

_LEAST = 32
"""The least width of a column in which sentences can be read."""
_BETWEEN = " │ "


def side_by_side(left: Sequence[Block], right: Sequence[Block]) -> Block:
    """Two sequences of blocks as one block of a page."""

    def lay(width: int) -> Iterator[PageLine]:
        column = (width - len(_BETWEEN)) // 2
        if column < _LEAST:
            yield from layout([*left, BLANK, *right], width)
            return
        nothing = PageLine(Text(end=""))
        for one, other in zip_longest(layout(left, column), layout(right, column), fillvalue=nothing):
            text = one.text.copy()
            text.pad_right(max(column - text.cell_len, 0))
            text.append_text(styled(_BETWEEN, roles.DIM))
            yield PageLine(text.append_text(other.text), one.item or other.item, (*one.begins, *other.begins))

    return Block(Text(end=""), lay=lay)
