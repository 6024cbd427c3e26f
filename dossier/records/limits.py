"""How large and how deep things may be. What reading would refuse is refused on writing first."""

from __future__ import annotations

TABLE_LINE = 16 << 20
"""Bytes of one line of a table."""
TEXT = 64 << 20
"""Bytes of one text of a source."""
MAX_DEPTH = 100
"""Levels of objects and lists in a record, the record itself included."""


def megabytes(size: int) -> str:
    """`16 MB`, for people."""
    return f"{size / (1 << 20):,.0f} MB"


def depth_exceeds(value: object, limit: int) -> bool:
    """Whether objects and lists in a JSON value are nested deeper than `limit`."""
    level = [value]
    for _ in range(limit + 1):
        inner: list[object] = []
        deeper = False
        for each in level:
            if isinstance(each, dict):
                inner.extend(each.values())
                deeper = True
            elif isinstance(each, list | tuple):
                inner.extend(each)
                deeper = True
        if not deeper:
            return False
        level = inner
    return True
