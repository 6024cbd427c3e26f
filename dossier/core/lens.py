"""Ways of looking at a dossier that leave records out. A lens is never an edit: what is stored stays.

What a lens shows is a dossier in which the records left out are not there:

- `authors`: annotations by anybody else.
- `withdrawn` sources stay listed, but none of their quotes counts.
- `as_of`, a date as a whole: sources published after its last day, and their quotes; a claim goes if it
  rests on such quotes alone, an event if it rests on such claims alone. A source is after that day only if
  the first day that its date can mean is; one without a date stays, and `Lens.mark` says so.

Claims are shown without the quotes left out, events without the claims left out. An annotation goes with
the record that it is on, a relation between claims or events with either of them. Relations between
sources and between quotes stay: who copied whom is no report of a day, and leaving it out would make more
origins of fewer sources. Entities, tags and filters always stay.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dossier.core.links import Links
from dossier.records import edtf
from dossier.records.base import Doc
from dossier.records.edtf import Day
from dossier.records.problems import DossierError
from dossier.records.references import Role
from dossier.store.history import Change
from dossier.text import one_line, plural

Mark = Literal["", "withdrawn", "undated", "may be later"]
Stored = Callable[[str], dict[str, Doc]]

_CHAIN = ("sources", "quotes", "claims", "events")
"""Each rests on the one before: leaving out a record may leave out those of the next table."""
_TABLES = (*_CHAIN, "relations", "annotations")
_RESTING: dict[str, tuple[Role, ...]] = {
    "claims": ("c.support.quote",),
    "events": ("v.claims",),
    "relations": ("r.from", "r.to"),
    "annotations": ("a.target", "a.quote"),
}
"""The roles in which the records of a table rest on others."""
_FEW = 20
_DEEP = 8


@dataclass(frozen=True, slots=True)
class Lens:
    """Whose annotations are shown (None: everybody's), which sources do not count, and as of what date.

    DossierError says what is wrong with the date. What the program itself brought is by "dossier".
    """

    authors: frozenset[str] | None = None
    withdrawn: frozenset[str] = frozenset()
    as_of: str | None = None

    def __post_init__(self) -> None:
        _ = self.last_day

    def __bool__(self) -> bool:
        """Whether it leaves out anything."""
        return self.authors is not None or bool(self.withdrawn) or self.as_of is not None

    @property
    def last_day(self) -> Day | None:
        """The last day that `as_of` can mean."""
        if self.as_of is None:
            return None
        try:
            day = edtf.parse_date(self.as_of).latest
        except ValueError as error:
            raise DossierError(one_line(str(error))) from None
        if day == edtf.END:
            wanted = "a date such as 2025-01-27, 2025-01 or 2025"
            raise DossierError(f"{one_line(self.as_of)!r} has no last day; expected {wanted}")
        return day

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that it may leave records out of."""
        if self.withdrawn or self.as_of is not None:
            return _TABLES
        return () if self.authors is None else ("annotations",)

    @property
    def words(self) -> str:
        """What it does, in one line; empty where it leaves nothing out."""
        parts = [f"as of {one_line(self.as_of)}"] if self.as_of is not None else []
        if self.withdrawn:
            parts.append(f"without {plural(len(self.withdrawn), 'source')}")
        if self.authors is not None:
            parts.append(f"only {', '.join(map(one_line, sorted(self.authors))) or 'nobody'}")
        return ", ".join(parts)

    def mark(self, source: Mapping[str, Any]) -> Mark:
        """What must be said of a source beside its title; "" for nothing."""
        if source.get("id") in self.withdrawn:
            return "withdrawn"
        if (last := self.last_day) is None:
            return ""
        days = edtf.possible_days(source.get("published"))
        if days is None:
            return "undated"
        return "may be later" if days[1] > last else ""


class Shown:
    """What one lens shows of the tables, kept up to date edit by edit."""

    def __init__(self, lens: Lens, stored: Stored, links: Links) -> None:
        self.lens = lens
        self.hidden: set[str] = set()
        """The ids of the records left out."""
        self.shorter: dict[str, Doc] = {}
        """The claims and events that are shown without some of their quotes or claims."""
        self._docs: dict[str, dict[str, Doc]] = {}
        self._guard = threading.Lock()
        self._stored = stored
        self._last_day = lens.last_day
        self._late: set[str] = set()
        self._judges = {
            "sources": self._show_source,
            "quotes": self._show_quote,
            "claims": self._show_claim,
            "events": self._show_event,
            "relations": self._show_relation,
            "annotations": self._show_annotation,
        }
        self._judge_all(links)

    def _judge_all(self, links: Links) -> None:
        """Judge the tables in order, each as far as records left out so far concern it."""
        if "sources" in self.lens.tables:
            self._judge("sources", self._stored("sources"))
            self.hidden |= links.referrers_to_any(self._late | self.lens.withdrawn, "q.source")
            for table, roles in _RESTING.items():
                self._judge(table, self._find_concerned(table, roles, links))
        if self.lens.authors is not None:
            self._judge("annotations", self._stored("annotations"))

    def _find_concerned(self, table: str, roles: tuple[Role, ...], links: Links) -> dict[str, Doc]:
        """The records of a table that may rest on ones left out; where those are many, all of it."""
        stored = self._stored(table)
        if len(self.hidden) * _FEW > len(stored):
            return stored  # reading it in order is faster than following links
        found = links.referrers_to_any(self.hidden, *roles)
        while table == "annotations" and (replies := links.referrers_to_any(found, "a.target") - found):
            found |= replies
        return {each: stored[each] for each in found}

    def _judge(self, table: str, docs: dict[str, Doc]) -> None:
        """Note which of these records are left out, and which are shown shorter."""
        judge, hidden, shorter = self._judges[table], self.hidden, self.shorter
        for record_id, doc in docs.copy().items():
            seen = judge(doc)
            if seen is None:
                hidden.add(record_id)
            elif seen is not doc:
                shorter[record_id] = seen

    def docs(self, table: str) -> dict[str, Doc]:
        """The records of a table that are shown, as they are shown, in stored order."""
        if table not in self.lens.tables:
            return self._stored(table)
        with self._guard:
            if table not in self._docs:
                hidden, shorter, stored = self.hidden, self.shorter, dict(self._stored(table))
                shown = {each: doc for each, doc in stored.items() if each not in hidden}
                if table in ("claims", "events"):
                    shown.update((each, doc) for each, doc in shorter.items() if each in shown)
                self._docs[table] = shown
            return self._docs[table]

    def follow(self, changes: Iterable[Change]) -> bool:
        """Take in an edit; False if it may show or hide other records too: then judge all anew."""
        with self._guard:
            concerned = [change for change in changes if change.table in self.lens.tables]
            concerned.sort(key=lambda change: _TABLES.index(change.table))
            return all(self._follow(change) for change in concerned)

    def _follow(self, change: Change) -> bool:
        table, record_id, before, after = change
        seen = None if after is None else self._judges[table](after)
        hides = after is not None and seen is None
        if table in _CHAIN and hides != (record_id in self.hidden):
            return False
        if table == "quotes" and before and after and before.get("source") != after.get("source"):
            return False  # what is hidden as late may now be withdrawn, which is another matter to its claims
        docs = self._docs.get(table, {})
        self.shorter.pop(record_id, None)
        if seen is None:
            docs.pop(record_id, None)
        else:
            docs[record_id] = seen
            if seen is not after:
                self.shorter[record_id] = seen
        if hides:
            self.hidden.add(record_id)
        else:
            self.hidden.discard(record_id)
        return True

    def _show_source(self, doc: Doc) -> Doc | None:
        if self._last_day is not None:
            days = edtf.possible_days(doc.get("published"))
            if days is not None and days[0] > self._last_day:
                self._late.add(doc["id"])
                return None
        return doc

    def _show_quote(self, doc: Doc) -> Doc | None:
        source = str(doc.get("source"))
        return None if source in self._late or source in self.lens.withdrawn else doc

    def _show_claim(self, doc: Doc) -> Doc | None:
        """Without the quotes left out; not at all if it rests on late quotes alone."""
        items, hidden = doc.get("support"), self.hidden
        if not isinstance(items, list):
            return doc
        left = [item for item in items if _quote_in(item) not in hidden]
        if len(left) == len(items):
            return doc
        if left or not self._all_late([item["quote"] for item in items]):
            return {**doc, "support": left}
        return None

    def _all_late(self, hidden: list[str]) -> bool:
        if not (self._late and self.lens.withdrawn):
            return bool(self._late)
        quotes = self._stored("quotes")
        return all(quotes[each].get("source") in self._late for each in hidden)

    def _show_event(self, doc: Doc) -> Doc | None:
        claims, hidden = doc.get("claims"), self.hidden
        if not isinstance(claims, list):
            return doc
        left = [claim for claim in claims if not (type(claim) is str and claim in hidden)]
        if len(left) == len(claims):
            return doc
        return {**doc, "claims": left} if left else None

    def _show_relation(self, doc: Doc) -> Doc | None:
        ends = (str(doc.get("from")), str(doc.get("to")))
        return None if any(end[:1] in "cv" and end in self.hidden for end in ends) else doc

    def _show_annotation(self, doc: Doc) -> Doc | None:
        authors = self.lens.authors
        if authors is not None and str(doc.get("by")) not in authors:
            return None
        target, quote = str(doc.get("target")), str(doc.get("quote"))
        if target.startswith("a."):
            target = self._target_of_thread(target)
        return None if target in self.hidden or quote in self.hidden else doc

    def _target_of_thread(self, note: str) -> str:
        """The record that the first note of a thread of replies is on."""
        target = note
        for _ in range(_DEEP):
            target = str(self._stored("annotations").get(target, {}).get("target"))
            if not target.startswith("a."):
                break
        return target


def _quote_in(item: object) -> str:
    """The quote of an item of raw support; "" if it is malformed."""
    quote = item.get("quote") if type(item) is dict else None
    return quote if type(quote) is str else ""
