"""In what order a pane lists its records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from dossier.core.derived import find_kept, keep_derived
from dossier.evidence.judgements import open_questions
from dossier.records import edtf
from dossier.records.kinds import KIND_BY_PANE
from dossier.records.raw import age_of
from dossier.records.vocabulary import NOTE_KINDS

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_FEW = 2_000
"""Annotations that are put in order at once."""

UNDATED = (edtf.END, edtf.END)


def by_weight(dossier: Dossier, ids: Iterable[str]) -> tuple[str, ...]:
    """Entities: the dossier's focus, then those with most claims, then by name."""
    focus = dossier.info.focus
    return tuple(
        sorted(ids, key=lambda e: (e != focus, -len(dossier.claims_about(e)), _text(dossier, e, "name"), e))
    )


def by_evidence(dossier: Dossier, ids: Iterable[str]) -> tuple[str, ...]:
    """Claims: those with most quotes first, then by id."""
    return tuple(sorted(ids, key=lambda claim: (-len(dossier.quotes_of(claim)), claim)))


def by_name(dossier: Dossier, ids: Iterable[str]) -> tuple[str, ...]:
    """Sources: by title."""
    return tuple(sorted(ids, key=lambda source: (_text(dossier, source, "title"), source)))


def by_time(dossier: Dossier, ids: Iterable[str]) -> tuple[str, ...]:
    """Events: by the first day that their date can mean, then the last; undated ones at the end."""
    return tuple(sorted(ids, key=lambda event: (event_time(dossier, event), event)))


def event_time(dossier: Dossier, event_id: str) -> tuple[edtf.Day, edtf.Day]:
    """The sort key of an event's date; undated (or unreadable) sorts last."""
    try:
        return edtf.parse_date(dossier.peek(event_id)["date"]).sort_key
    except (KeyError, ValueError, AttributeError):
        return UNDATED


def open_first(dossier: Dossier) -> tuple[str, ...]:
    """Every note, question and reply: open questions first, then newest first."""
    waiting = open_questions(dossier)
    is_open = frozenset(waiting)
    rest = [
        doc
        for doc in list(dossier.annotations.docs.values())
        if doc.get("motivation") in NOTE_KINDS and doc["id"] not in is_open
    ]
    rest.sort(key=age_of, reverse=True)
    return (*waiting, *(doc["id"] for doc in rest))


BEARING: dict[str, tuple[str, ...]] = {
    "entities": ("entities", "claims"),
    "claims": ("claims", "quotes"),
    "sources": ("sources", "claims", "quotes"),
    "timeline": ("events", "claims"),
    "quotes": ("quotes",),
    "notes": ("annotations", "claims", "quotes", "events"),
}
"""The tables that decide which records a pane lists, and in which order."""

_SORTED_BY: dict[str, Callable[[Dossier, Iterable[str]], tuple[str, ...]]] = {
    "entities": by_weight,
    "claims": by_evidence,
    "sources": by_name,
    "timeline": by_time,
}


def order_pane(dossier: Dossier, pane: str) -> tuple[str, ...]:
    """Every record of a pane in its order; kept until a table that affects it changes."""
    return keep_derived(dossier, BEARING[pane], f"listed in {pane}", lambda: _order_unsorted(dossier, pane))


def count_listed(dossier: Dossier, pane: str) -> int | None:
    """How many records a pane lists, where that is known or found at once; else None."""
    known: tuple[str, ...] | None = find_kept(dossier, BEARING[pane], f"listed in {pane}")
    if known is None and len(dossier.annotations) <= _FEW:
        known = order_pane(dossier, pane)
    return None if known is None else len(known)


def _order_unsorted(dossier: Dossier, pane: str) -> tuple[str, ...]:
    if pane == "notes":
        return open_first(dossier)
    ids = dossier.collection(KIND_BY_PANE[pane].table).ids()
    return _SORTED_BY[pane](dossier, ids) if pane in _SORTED_BY else ids


def _text(dossier: Dossier, record_id: str, field: str) -> str:
    return str(dossier.peek(record_id).get(field, "")).casefold()
