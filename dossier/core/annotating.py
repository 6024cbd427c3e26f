"""What annotating has in common, whatever is annotated: what came of it, and what hangs on a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.history import Edit


@dataclass(frozen=True, slots=True)
class ActOutcome:
    """What came of an act on several records: the edit, and why it left some of them out."""

    edit: Edit | None = None
    """None where nothing had to change."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Each record that was left out, with the reason in a sentence."""
    words: str = ""
    """The edit's label and what was refused, for people; empty where nothing happened."""


def with_annotations(dossier: Dossier, records: Iterable[str]) -> set[str]:
    """`records` and every annotation on one of them, on one of those, and so on."""
    found: set[str] = set()
    waiting = list(records)
    while waiting:
        record_id = waiting.pop()
        if record_id not in found:
            found.add(record_id)
            waiting += dossier.referrers(record_id)
    return found
