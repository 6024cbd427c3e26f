"""Where the cursors of the lists stand: each stays on its record, or at its row when the record is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.records.kinds import MAIN_PANES
from dossier.screen.items import is_heading, nearest_row, row_after
from dossier.screen.panes import Panes
from dossier.screen.place import Place

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def shown_lists(place: Place) -> tuple[str, ...]:
    """The four panes, and the list beside them that is on screen."""
    return MAIN_PANES if place.pane in MAIN_PANES else (*MAIN_PANES, place.pane)


class Cursors:
    """Puts cursors on records that their lists show. Remembers their rows, so that no list is searched."""

    def __init__(self, dossier: Dossier, panes: Panes) -> None:
        self.dossier = dossier
        self.panes = panes
        self._rows: dict[str, int] = {}

    def forget(self) -> None:
        """The lists are others than before."""
        self._rows.clear()

    def settled(self, place: Place) -> Place:
        """The place with every cursor on a record that its list shows."""
        for name in shown_lists(place):
            items, cursor = self.panes.items(name, place), place.cursor(name)
            position = self.position(name, items, cursor)
            if position is None and items:
                position = self._rows.get(name, 0) if cursor else 0
                position = min(position, len(items) - 1)
                if is_heading(items[position]):
                    position = nearest_row(items, 0)
            if position is None:
                place = place.at(name, None)
            else:
                place = place.at(name, items[position])
                self._rows[name] = position
        if place.quotes:
            place = place.at("claims", place.claim)
            quotes = self.dossier.quotes_of(place.claim) if place.claim else ()
            if place.quote not in quotes:
                place = replace(place, quote=quotes[0] if quotes else None)
        return place

    def position(self, pane: str, items: tuple[str, ...], item: str | None) -> int | None:
        """Where an item stands in its list: mostly where the cursor was last."""
        if item is None:
            return None
        known = self._rows.get(pane, -1)
        if 0 <= known < len(items) and items[known] == item:
            return known
        try:
            return items.index(item)
        except ValueError:
            return None

    def item_after(self, pane: str, place: Place, rows: int) -> str | None:
        """The item `rows` rows after the cursor of a list; None where the list is empty."""
        items, cursor = self.panes.items(pane, place), place.cursor(pane)
        if not items:
            return None
        position = row_after(items, self.position(pane, items, cursor) or 0, rows)
        self._rows[pane] = position
        return items[position]
