"""What one part of the evidence finds in a dossier by itself, in one go and before anything is decided."""

from __future__ import annotations

from dossier.core.dossier import Dossier
from dossier.evidence.finding import Finding
from dossier.evidence.findings.questions import FindingBoard, Questions


def answers(dossier: Dossier, *kinds: type[Questions]) -> list[Finding]:
    """What some kinds of question have for an answer, by pair."""
    board = FindingBoard()
    for kind in kinds:
        for _ in kind(dossier, board).ready():
            pass
    return [finding for pair in sorted(board.stale) for finding in board.findings_of_pair(pair)]
