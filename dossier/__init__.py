"""A dossier: entities, claims, verbatim quotes and sources, browsed from the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store import where

__version__ = "0.1.0"
__all__ = ["Dossier", "__version__", "where"]


def __getattr__(name: str) -> object:
    """Import the public names when they are asked for, so that importing `dossier` costs nothing."""
    if name == "Dossier":
        from dossier.core.dossier import Dossier  # noqa: PLC0415

        return Dossier
    if name == "where":
        from dossier.store import where  # noqa: PLC0415

        return where
    raise AttributeError(f"module 'dossier' has no attribute {name!r}")
