"""Apply a query to the records of a pane, at once or in slices between two keys."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dossier.core.derived import WHOLE_DOSSIER, advance_work, stamp_tables
from dossier.query.engine.anywhere import AnywhereSieve
from dossier.query.engine.compiling import compile_terms
from dossier.query.engine.index import Index, index_of
from dossier.query.engine.sieves import DateSieve, Sieve, make_ready
from dossier.query.language.grammar import Query, can_narrow
from dossier.query.language.keys import EVERYTHING

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_BLOCK, _SLOW_BLOCK = 4096, 64
_REMEMBERED = 24


class Filter:
    """Finds those of `ids` that fit a query, in their order.

    `run(seconds)` works for about that long and says whether it is done; `hits` has what was found so far.
    If the query can only narrow the filter `after`, work starts from the hits of that one, with the terms
    that are new. All filters of one dossier run on one thread; if a record changes, the next `run` starts
    again.
    """

    def __init__(
        self, dossier: Dossier, query: Query, ids: Sequence[str], after: Filter | None = None
    ) -> None:
        self.dossier, self.query, self.ids = dossier, query, ids
        self.done = False
        self.hits: list[str] = []
        self._slots: list[int] = []
        self._index: Index
        self._sieves: list[Sieve] = []
        self._after = after if after is not None and after.can_start(query, ids) else None
        self._stamp: tuple[object, ...] = ()
        self._work: Iterator[None] | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether no record and no attached text has changed since it began."""
        return self._stamp == stamp_tables(self.dossier, *WHOLE_DOSSIER)

    @property
    def possible(self) -> set[str]:
        """Those of the hits whose date may lie outside the range that was asked for."""
        found: set[int] = set()
        for sieve in self._sieves:
            if isinstance(sieve, DateSieve):
                found |= sieve.maybe
        if not found:
            return set()
        ids = self._index.rows[self.query.pane].ids
        return {ids[slot] for slot in found.intersection(self._slots)}

    def can_start(self, query: Query, ids: Sequence[str]) -> bool:
        """Whether a filter of `ids` by `query` can start from the hits of this one."""
        if not self.done or not can_narrow(self.query, query) or not self.is_fresh:
            return False
        return self.ids is ids or list(self.ids) == list(ids)

    def run(self, seconds: float) -> bool:
        """Go on for about `seconds`; True when it is done."""
        if self._work is None or not self.is_fresh:
            self._begin()
        assert self._work is not None  # noqa: S101  (_begin made it)
        try:
            self.done = self.done or advance_work(self._work, seconds)
        except LookupError:
            if self.is_fresh:
                raise
            self._work = None  # a record changed in the middle of it
        return self.done

    def finish(self) -> tuple[str, ...]:
        """Find all hits, however long it takes."""
        while not self.run(1.0):
            pass
        return tuple(self.hits)

    def describe_hit(self, record_id: str) -> str:
        """Where `any:` found a record, such as `in quote 2`; empty if in the record's own text."""
        slot = self._index.rows[self.query.pane].at[record_id]
        for sieve in self._sieves:
            if isinstance(sieve, AnywhereSieve) and (place := sieve.describe_hit(slot)):
                return place
        return ""

    def _begin(self) -> None:
        self.done, self.hits, self._slots = False, [], []
        self._stamp = stamp_tables(self.dossier, *WHOLE_DOSSIER)
        self._index = index_of(self.dossier)
        after = self._after if self._after is not None and self._after.is_fresh else None
        known = set(after.query.terms) if after else set()
        # Dates and `any:` are asked again: they say more than yes or no.
        new = tuple(term for term in self.query.terms if term not in known or term.key in ("date", "any"))
        self._sieves = compile_terms(self._index, self.query, new)
        self._work = self._work_through(after)

    def _work_through(self, after: Filter | None) -> Iterator[None]:
        if not self.query:
            self.hits = list(self.ids)
            return
        candidates: list[int] = []
        if after and after.query:
            candidates = after._slots
        else:
            for found in self._index.find_slots(self.query.pane, self.ids):
                candidates = found or candidates
                yield
        for sieve in self._sieves:
            yield from sieve.prepare()
        names = self._index.rows[self.query.pane].ids
        size = _SLOW_BLOCK if any(sieve.slow for sieve in self._sieves) else _BLOCK
        for start in range(0, len(candidates), size):
            block = candidates[start : start + size]
            for sieve in self._sieves:
                if not block:
                    break
                block = sieve.keep(block)
            self._slots += block
            self.hits += [names[slot] for slot in block]
            yield


class Filters:
    """The filters of one prompt: each starts from the best of those before it."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self._last: deque[Filter] = deque(maxlen=_REMEMBERED)

    def filter_for(self, query: Query, ids: Sequence[str]) -> Filter:
        """A filter for a query: an earlier one of the same query, if it still holds."""
        helping = [known for known in self._last if known.can_start(query, ids)]
        for known in helping:
            if known.query == query:
                return known
        best = min(helping, key=lambda known: len(known.hits), default=None)
        found = Filter(self.dossier, query, ids, best)
        self._last.append(found)
        return found


def fold_ahead(dossier: Dossier, *panes: str) -> Iterator[None]:
    """Fold the texts of some panes (EVERYTHING: of the search) before the first key, in slices."""
    index = index_of(dossier)
    for pane in panes:
        if pane == EVERYTHING:
            yield from make_ready(index.entity_texts, *index.texts.values(), index.passages)
        else:
            yield from make_ready(index.texts[pane])
