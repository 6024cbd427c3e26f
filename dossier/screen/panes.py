"""What each pane lists at a place: narrowed, filtered, in order; and how a row of it looks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.core.derived import WHOLE_DOSSIER, stamp_tables
from dossier.core.tag_names import tags_starting_with
from dossier.evidence.timeline import Clock, TimeScale
from dossier.query.advice import Advice, advise
from dossier.query.engine.filtering import Filter, Filters
from dossier.query.language.grammar import QueryError, parse_query
from dossier.query.narrow import narrow_claims, narrow_events, narrow_notes, narrow_sources
from dossier.query.sorting import Sorting
from dossier.records.kinds import KIND_BY_PANE, MAIN_PANES, TABLES, pane_of, row_nouns_of
from dossier.records.problems import Problem
from dossier.screen.items import broken_line, heading, is_heading
from dossier.screen.lists import RowFilter, RowFilters, SideList
from dossier.screen.place import Place
from dossier.show import order, rows, timeline
from dossier.show.kit import labels, roles
from dossier.show.kit.roles import styled
from dossier.store.files import file_name
from dossier.text import clip, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.records.base import Doc

_ADVICE_SECONDS = 0.04
_DATING: dict[Clock, tuple[str, ...]] = {
    "happened": ("events",),
    "reported": ("events", "claims", "quotes", "sources"),
}
"""The tables that decide in which lane of the timeline an event stands."""

Key = tuple[object, ...]


@dataclass(slots=True)
class Panes:
    """Lists of record ids by pane. Remembers each until the dossier or what narrows it changes."""

    dossier: Dossier
    key: Callable[[str], str]
    lists: Mapping[str, SideList]
    revision: int = 0
    loading: bool = False
    broken: dict[str, Problem] = field(default_factory=dict)
    scale: TimeScale = "year"
    clock: Clock = "happened"
    _lanes: dict[str, timeline.Lane] = field(default_factory=dict)
    _most: int = 0
    _fits: dict[str, Filter] = field(default_factory=dict)
    _maybe: set[str] = field(default_factory=set)
    _filters: dict[str, Filters] = field(default_factory=dict)
    _row_filters: dict[str, RowFilters] = field(default_factory=dict)
    _sortings: dict[str, tuple[Key, Sorting]] = field(default_factory=dict)
    _known: dict[tuple[str, str], tuple[Key, tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    _counted: dict[str, tuple[tuple[str, ...], int]] = field(default_factory=dict)

    def total(self, pane: str) -> int:
        """How many records the pane has when nothing narrows it."""
        if pane in self.lists:
            return len(self.lists[pane].items())
        table = self._table(pane)
        return len(self._order(pane, None, None) if table is None else table)

    def known_count(self, pane: str) -> int | None:
        """How many records the pane has, as far as that is known without any work; else None."""
        if self.loading:
            return None
        if pane in self.lists:
            return self.lists[pane].known_count()
        table = self._table(pane)
        return order.count_listed(self.dossier, pane) if table is None else len(table)

    def _table(self, pane: str) -> Mapping[str, Doc] | None:
        """The records of the table that a pane lists; None where it is not all of one."""
        if pane not in MAIN_PANES:
            return None
        return self.dossier.collection(KIND_BY_PANE[pane].table).docs

    def items(self, pane: str, place: Place) -> tuple[str, ...]:
        """The records of a pane at a place: narrowed, sorted, filtered; the timeline has headings."""
        if pane == "quotes":
            return self.dossier.quotes_of(place.claim) if place.claim else ()
        side = self.lists.get(pane)
        ids, query = side.items() if side else self._sorted(pane, place), place.filter(pane)
        key: Key = (id(ids), query, stamp_tables(self.dossier, *WHOLE_DOSSIER) if query else None)
        if pane == "timeline":
            key = (*key, place.scale, place.clock, stamp_tables(self.dossier, *_DATING[place.clock]))
        known = self._known.get((pane, "shown"))
        if known and known[0] == key and known[1] is ids:
            return known[2]
        found = self._list_filtered(pane, ids, query) if side else self._filtered(pane, ids, query)
        if not query and not self.loading and not side:
            found = (*found, *self._broken_lines(pane))
        if pane == "timeline" and place.sort(pane)[0] in ("", "date"):
            found = self._with_lanes(found, place)
        self._known[pane, "shown"] = key, ids, found
        return found

    def records(self, pane: str, place: Place) -> int:
        """How many records a pane shows; neither headings nor lines that are no records are counted."""
        items = self.items(pane, place)
        known = self._counted.get(pane)
        if known is None or known[0] is not items:
            some = items if pane == "timeline" else takewhile(self.broken.__contains__, reversed(items))
            others = sum(is_heading(item) or item in self.broken for item in some)
            known = self._counted[pane] = items, len(items) - others
        return known[1]

    def sorting(self, pane: str, place: Place) -> Sorting:
        """The sorting that a place asks for of what it narrows the pane to."""
        ids, (name, reverse) = self._narrowed(pane, place), place.sort(pane)
        known = self._sortings.get(pane)
        if (
            known is None
            or known[0] != (name, reverse, stamp_tables(self.dossier, *TABLES))
            or known[1].given is not ids
        ):
            sorting = Sorting(self.dossier, pane, ids, name, reverse=reverse)
            known = self._sortings[pane] = (name, reverse, stamp_tables(self.dossier, *TABLES)), sorting
        return known[1]

    def _sorted(self, pane: str, place: Place) -> tuple[str, ...]:
        if not place.sort(pane)[0] or self.loading:
            return self._narrowed(pane, place)
        return self.sorting(pane, place).finish()

    def _narrowed(self, pane: str, place: Place) -> tuple[str, ...]:
        """What the chosen entity, source or event leaves, in the pane's own order."""
        entity = None if pane == "entities" else place.entity
        scope = place.scope if pane == "claims" else None
        reading = self.revision if self.loading else None
        key: Key = (reading, stamp_tables(self.dossier, *order.BEARING[pane]), entity, scope)
        known = self._known.get((pane, "narrowed"))
        if known and known[0] == key:
            return known[2]
        found = self._order(pane, entity, scope)
        self._known[pane, "narrowed"] = key, (), found
        return found

    def _order(self, pane: str, entity: str | None, scope: str | None) -> tuple[str, ...]:
        dossier = self.dossier
        if self.loading:
            return self._as_read(pane)
        if entity is None and scope is None:
            return order.order_pane(dossier, pane)
        match pane:
            case "claims":
                return order.by_evidence(dossier, narrow_claims(dossier, entity, scope))
            case "sources":
                return order.by_name(dossier, narrow_sources(dossier, entity))
            case "timeline":
                return order.by_time(dossier, narrow_events(dossier, entity))
            case _:
                return narrow_notes(dossier, entity, order.order_pane(dossier, pane))

    def _as_read(self, pane: str) -> tuple[str, ...]:
        """The records read so far, as their file has them."""
        table = self._table(pane)
        return tuple(table) if table is not None and pane != "timeline" else ()

    def filtering(self, pane: str, place: Place, query: str) -> Filter | RowFilter:
        """A filter for what the pane lists without one; QueryError where the query does not read."""
        if side := self.lists.get(pane):
            return self._rows_with(pane, side.items(), query)
        if pane == "quotes":
            return self.finding(pane, place, query)
        return self._of(pane, self._sorted(pane, place), query)

    def finding(self, pane: str, place: Place, query: str) -> Filter | RowFilter:
        """A filter for the rows that the pane shows."""
        items = self.items(pane, place)
        if pane in self.lists:
            return self._rows_with(pane, items, query, "find ")
        return self._of(f"find {pane}", tuple(i for i in items if not is_heading(i)), query, pane)

    def _of(self, use: str, ids: tuple[str, ...], query: str, pane: str | None = None) -> Filter:
        filters = self._filters.setdefault(use, Filters(self.dossier))
        return filters.filter_for(parse_query(query, pane or use), ids)

    def _rows_with(self, name: str, items: tuple[str, ...], query: str, use: str = "") -> Filter | RowFilter:
        """Rows that are claims are filtered like claims, all others by the words that they show."""
        side = self.lists[name]
        if pane := pane_of(side.letter):
            return self._of(use + name, items, query, pane)
        return self._row_filters.setdefault(use + name, RowFilters(side)).of(items, query)

    def _list_filtered(self, name: str, items: tuple[str, ...], query: str) -> tuple[str, ...]:
        try:
            return self._rows_with(name, items, query).finish() if query else items
        except QueryError:  # a place of an earlier session whose query no longer reads
            return items

    def _filtered(self, pane: str, ids: tuple[str, ...], query: str) -> tuple[str, ...]:
        self._fits.pop(pane, None)
        if not query:
            return ids
        try:
            fits = self._fits[pane] = self._of(pane, ids, query)
            found = fits.finish()
            self._maybe = fits.possible
            return found
        except QueryError:  # a place of an earlier session whose query no longer reads
            return ids

    def _broken_lines(self, pane: str) -> tuple[str, ...]:
        """Lines of the pane's file that are no records at all: each has a row, which says what is wrong."""
        file = file_name(KIND_BY_PANE[pane].table)
        lost = {broken_line(p): p for p in self.dossier.problems if p.file == file and p.id is None}
        self.broken.update(lost)
        return tuple(lost)

    def _with_lanes(self, ids: tuple[str, ...], place: Place) -> tuple[str, ...]:
        """Events under headings of years, months or days; those without a date in lanes of their own.

        An event that is the only one of its time says it itself: it has no heading.
        """
        lanes = timeline.timeline_lanes(self.dossier, ids, place.scale, place.clock)
        self._lanes = {heading(lane.words): lane for lane in lanes}
        self._most = timeline.longest_bar(lanes)
        self.scale, self.clock = place.scale, place.clock
        items: list[str] = []
        for title, lane in self._lanes.items():
            if len(lane.events) > 1 or not lane.dated:
                items.append(title)
            items += lane.events
        return tuple(items)

    def draw(self, pane: str, item: str, width: int, height: int, claim: str | None = None) -> list[Text]:
        """The row of an item of a list in at most `height` lines; of a quote as it bears on `claim`."""
        if pane in self.lists:
            return self.lists[pane].row(item, width, height)
        if is_heading(item):
            return [self._heading(item, width)]
        if self.loading:
            return rows.loading_row(self.dossier, item, width)
        if item in self.broken:
            return rows.problem_row(self.broken[item], width, height)
        if item[:1] == "v":
            row = timeline.event_row(self.dossier, item, width, height, scale=self.scale, clock=self.clock)
        else:
            row = rows.record_row(self.dossier, item, width, height, claim)
        if why := self._why(item):
            row = rows.add_at_end(row, styled(why, roles.NOTE), width, height)
        return row

    def _why(self, item: str) -> str:
        """Why a row fits that does not show it: where `any:` hit, or a date that only may be meant."""
        fits = self._fits.get(pane_of(item) or "")
        if fits is None:
            return ""
        return fits.describe_hit(item) or ("may be" if item in self._maybe else "")

    def _heading(self, item: str, width: int) -> Text:
        """A year, month or day and how much is in it; or the lane of what has no date."""
        lane = self._lanes[item]
        most = self._most if lane.dated else 0
        return timeline.lane_heading(lane.words, len(lane.events), most, width, lane.more)

    def _advice(self, pane: str, place: Place) -> str:
        """Which terms to drop for how many hits, as far as that is found at once."""
        if pane in self.lists:
            return ""
        try:
            query = parse_query(place.filter(pane), pane)
        except QueryError:
            return ""
        tagged = [
            word for word in query.highlighted if tags_starting_with(self.dossier, word.removeprefix("#"))
        ]
        if tagged:
            return f" There is a tag: try tag:{tagged[0].removeprefix('#')}."
        deadline = time.perf_counter() + _ADVICE_SECONDS
        found: list[Advice] = []
        for step in advise(self.dossier, query, self._narrowed(pane, place)):
            found = step
            if time.perf_counter() > deadline:
                break
        return "".join(f" Without {advice.words}: {advice.hits:,}." for advice in found[:3])

    def nouns(self, pane: str) -> tuple[str, str]:
        """What the rows of a pane are called, one and many."""
        return self.lists[pane].noun if pane in self.lists else row_nouns_of(pane)

    def _unfiltered(self, pane: str, place: Place) -> tuple[str, ...]:
        return self.lists[pane].items() if pane in self.lists else self._narrowed(pane, place)

    def empty(self, pane: str, place: Place) -> Text:
        """What an empty pane says instead of rows: why, and which key helps."""
        noun, many = self.nouns(pane)
        if query := place.filter(pane):
            left = plural(len(self._unfiltered(pane, place)), noun, many)
            keys = f"{self.key('escape')} clears, {self.key('filter')} edits."
            words = f"No {noun} fits {query}, of {left}.{self._advice(pane, place)} {keys}"
            return styled(words, roles.DIM)
        if side := self.lists.get(pane):
            return styled(side.empty(), roles.DIM)
        if pane == "quotes":
            claim = clip(labels.name(self.dossier, place.claim or ""), 60)
            then = f"{self.key('note')} says what is missing."
            return styled(f'No quote supports "{claim}". {then}', roles.DIM)
        if pane == "notes":
            words = f"No notes. {self.key('note')} writes one on the claim or the quote you are reading."
            return styled(words, roles.DIM)
        if place.entity:
            name = clip(labels.name(self.dossier, place.entity), 40)
            return styled(f"No {noun} bears on {name}. {self.key('escape')} shows all {many}.", roles.DIM)
        return styled(f"This dossier has no {many} yet.", roles.DIM)
