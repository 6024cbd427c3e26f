"""Starting the screen, with what must be said before textual is imported."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.core.lens import Lens
    from dossier.keys.commands import Registry


def start(
    path: Path,
    by: str | None,
    notice: str | None = None,
    lens: Lens | None = None,
    *,
    load_registry: Callable[[], Registry],
) -> int:
    """Open the screen on a dossier, seen through `lens` once it is read; the exit code."""
    os.environ.setdefault("ESCDELAY", "25")  # read when textual is imported: Esc must not wait 100 ms
    from dossier.screen.app import DossierApp, run  # noqa: PLC0415  (textual: 200 ms)

    return run(DossierApp(path, by, notice, lens, load_registry=load_registry))
