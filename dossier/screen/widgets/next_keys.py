"""A small window above the last line: the keys that may come next, what each does, and how much is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message

from dossier.screen.themes import Palette
from dossier.screen.widgets.lines import Lines
from dossier.show.kit import roles
from dossier.show.kit.roles import join, styled
from dossier.text import width

_GAP = 3
_MOST_COLUMNS = 3
_ROOM_FOR_TITLE = 4


@dataclass(frozen=True, slots=True)
class NextKey:
    """One key that may come next: what it does, and a count or other note beside it."""

    key: str
    words: str
    note: str = ""


class NextKeys(Lines):
    """Keys in two or three columns, read downwards. It takes no room while there is nothing to show."""

    @dataclass
    class Chosen(Message):
        """A key was clicked."""

        key: str

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="next-keys")
        self.title = ""
        self.cells: Sequence[NextKey] = ()
        self.columns = 1
        self.rows = 0
        self.noted = True
        self.titled = True

    def show(self, title: str, cells: Sequence[NextKey]) -> None:
        """Show these keys under a title; none hides the window."""
        self.title, self.cells = title, cells
        self.set_class(bool(cells), "-open")
        if cells:
            room = self.screen.size
            self._lay_out(room.width - 2)
            self.titled = room.height - self.rows > _ROOM_FOR_TITLE
            self.styles.height = self.rows + self.titled
        self.repaint()

    def _lay_out(self, room: int) -> None:
        """Notes give way where two columns would not fit beside one another with them."""
        with_notes = room // self._cell_width(noted=True)
        self.noted = with_notes > 1
        fitting = with_notes if self.noted else room // self._cell_width(noted=False)
        self.columns = max(min(fitting, _MOST_COLUMNS), 1)
        self.rows = -(-len(self.cells) // self.columns)

    def _cell_width(self, *, noted: bool) -> int:
        cells = self._key_width() + 1 + self._words_width() + _GAP
        note = max(width(cell.note) for cell in self.cells)
        return cells + note + 1 if noted and note else cells

    def _key_width(self) -> int:
        return max(width(cell.key) for cell in self.cells)

    def _words_width(self) -> int:
        return max(width(cell.words) for cell in self.cells)

    def line(self, y: int) -> tuple[Text, Style | None]:
        """The title, then row by row."""
        if not self.cells:
            return Text(), None
        if y == 0 and self.titled:
            rule = "─" * max(self.size.width - width(self.title) - 4, 0)
            return styled(f"── {self.title} {rule}", roles.DIM), None
        line = Text(" ", end="")
        for cell in self._row(y - self.titled):
            line.append_text(self._drawn(cell))
        return line, None

    def _row(self, number: int) -> Sequence[NextKey]:
        """The cells of a row, one of each column."""
        return self.cells[number :: self.rows]

    def _drawn(self, cell: NextKey) -> Text:
        drawn = join(
            styled(cell.key + " " * (self._key_width() - width(cell.key)), roles.KEY),
            styled(f" {cell.words}" + " " * (self._words_width() - width(cell.words))),
            styled(f" {cell.note}" if self.noted else "", roles.DIM),
        )
        drawn.pad_right(max(self._cell_width(noted=self.noted) - drawn.cell_len, 0))
        return drawn

    def on_click(self, event: events.Click) -> None:
        """A click on a key is the key."""
        event.stop()
        if not self.cells or event.y < self.titled:
            return
        column = (event.x - 1) // self._cell_width(noted=self.noted)
        row = self._row(event.y - self.titled)
        if 0 <= column < len(row):
            self.post_message(self.Chosen(row[column].key))
