"""How large things may be. What reading would refuse is refused on writing first."""

from __future__ import annotations

TABLE_LINE = 16 << 20
"""Bytes of one line of a table."""
TEXT = 64 << 20
"""Bytes of one text of a source."""


def megabytes(size: int) -> str:
    """`16 MB`, for people."""
    return f"{size / (1 << 20):,.0f} MB"
