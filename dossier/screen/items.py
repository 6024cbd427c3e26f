"""What a list holds: ids of records, headings between them, and lines of a file that are no records."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.records.problems import Problem

_HEADING, _BROKEN = "#", "!"


def heading(words: str) -> str:
    """The item of a heading."""
    return f"{_HEADING}{words}"


def broken_line(problem: Problem) -> str:
    """The item of a line that cannot be read as a record."""
    return f"{_BROKEN}{problem.file}:{problem.line}"


def is_heading(item: str) -> bool:
    """Whether an item is a heading, on which the cursor never stands."""
    return item.startswith(_HEADING)


def is_record(item: str) -> bool:
    """Whether an item is a record, not a heading or a broken line."""
    return bool(item) and not item.startswith((_HEADING, _BROKEN))


def kind_of(items: Sequence[str]) -> str:
    """The letter of the records of a list; empty where it has none."""
    return next((item[0] for item in items if is_record(item)), "")


def nearest_row(items: Sequence[str], position: int, *, downward: bool = True) -> int:
    """The row at a position; from a heading on to the next row that way, or else the other way."""
    last = len(items) - 1
    position = min(max(position, 0), last)
    step = 1 if downward else -1
    while is_heading(items[position]) and 0 <= position + step <= last:
        position += step
    while is_heading(items[position]) and position < last:
        position += 1
    return position


def row_after(items: Sequence[str], position: int, rows: int) -> int:
    """The position `rows` rows further on (or back); headings do not count."""
    step, left = 1 if rows > 0 else -1, abs(rows)
    while left and 0 <= position + step < len(items):
        position += step
        left -= not is_heading(items[position])
    return nearest_row(items, position, downward=rows > 0)
