"""Pairs of claims that cannot both be true, beyond their figures: for what one passage says of both, for
when they say a thing happened, and for whom they have say it.

A false alarm costs trust, so each rule asks for more than it would need: see the modules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dossier.evidence.attributions import Attributions
from dossier.evidence.dates import Dates
from dossier.evidence.finding import Finding
from dossier.evidence.questions import Board
from dossier.evidence.stances import Stances

if TYPE_CHECKING:
    from dossier.dossier import Dossier

KINDS = (Stances, Dates, Attributions)
"""Every kind of conflict that is looked for, in the order in which it is."""


def findings(dossier: Dossier) -> Iterator[Finding]:
    """All of them, by pair; for a screen, `findings.Findings` does it in slices and keeps up."""
    board = Board()
    for kind in KINDS:
        for _ in kind(dossier, board).ready():
            pass
    for pair in sorted(board.stale):
        yield from board.of(pair)
