"""Records on disk: table files, the history, the lock, and TinyDB over them, whose `where` makes queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tinydb import where

__all__ = ["where"]


def __getattr__(name: str) -> object:
    """Import TinyDB when it is asked for: what only finds files does without it."""
    if name == "where":
        from tinydb import where  # noqa: PLC0415

        return where
    raise AttributeError(f"module 'dossier.store' has no attribute {name!r}")
