"""How an edit of the history is told: done, undone, or done again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.store.history import Edit


def told(edit: Edit, undoes: Mapping[str, str | None]) -> str:
    """The edit's label; `undid:` or `redid:` before it where it reverts an edit, or a revert of one.

    `undoes` says of every edit, by id, which one it reverts.
    """
    steps, reverted = 0, edit.undoes
    while reverted is not None:
        steps, reverted = steps + 1, undoes.get(reverted)
    sign = "" if not steps else "undid: " if steps % 2 else "redid: "
    return sign + one_line(edit.label)
