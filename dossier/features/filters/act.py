"""Giving a filter a name, so that it can be chosen again; and taking the name away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.core.naming import require_storable
from dossier.query.language.grammar import QueryError, parse_query
from dossier.records.problems import EditRefused
from dossier.records.saved_filter import SavedFilter
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.draft import Draft
    from dossier.store.history import Edit


def named(dossier: Dossier, name: str, pane: str | None = None) -> SavedFilter | None:
    """The filter of that name, of one pane or of any."""
    folded = name.strip().casefold()
    fitting = (f for f in dossier.filters if f.name.casefold() == folded and pane in (None, f.pane))
    return next(fitting, None)


def save_filter(dossier: Dossier, name: str, pane: str, query: str) -> Edit | None:
    """Keep `query` under a name; the filter of that name in that pane is replaced. Undoable."""
    words = one_line(require_storable(name, "the name"))
    if not words:
        raise EditRefused("a filter needs a name")
    if not query.strip():
        raise EditRefused("there is no filter on this list to save")
    try:
        parse_query(query, pane)
    except QueryError as error:
        raise EditRefused(f"the filter does not read: {error.message}") from None

    def change(draft: Draft) -> None:
        known = named(dossier, words, pane)
        doc = (draft.get(known.id) if known else None) or {"id": draft.mint("f")}
        draft.put({**doc, "name": words, "pane": pane, "query": query.strip()})

    return dossier.edit(f"saved filter {words}", change)


def drop_filter(dossier: Dossier, name: str) -> Edit | None:
    """Take a saved filter away. Undoable."""
    known = named(dossier, name)
    if known is None:
        raise EditRefused(f"there is no saved filter {one_line(name)}")
    record_id = known.id

    def change(draft: Draft) -> None:
        if draft.get(record_id) is not None:
            draft.remove(record_id)

    return dossier.edit(f"dropped filter {one_line(known.name)}", change)
