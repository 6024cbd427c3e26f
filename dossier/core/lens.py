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
"""Each rests on the one before, so that what leaves one record out may leave out those behind it."""
_TABLES = (*_CHAIN, "relations", "annotations")
_RESTING: dict[str, tuple[Role, ...]] = {
    "claims": ("c.support.quote",),
    "events": ("v.claims",),
    "relations": ("r.from", "r.to"),
    "annotations": ("a.target", "a.quote"),
}
"""By what the records of a table may rest on ones left out."""
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
        """Whether it can leave anything out."""
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
        """What must be said of a source that is shown: why it does not count, or may not belong here."""
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
        """The claims and events that are shown without some of what they name."""
        self._docs: dict[str, dict[str, Doc]] = {}
        self._guard = threading.Lock()
        self._stored = stored
        self._last_day = lens.last_day
        self._late: set[str] = set()
        self._look(links)

    def _look(self, links: Links) -> None:
        """Judge, table by table, the records that what is left out so far may concern."""
        if "sources" in self.lens.tables:
            self._judge("sources", self._stored("sources"))
            self.hidden |= links.referrers_to_any(self._late | self.lens.withdrawn, "q.source")
            for table, roles in _RESTING.items():
                self._judge(table, self._concerned(table, roles, links))
        if self.lens.authors is not None:
            self._judge("annotations", self._stored("annotations"))

    def _concerned(self, table: str, roles: tuple[Role, ...], links: Links) -> dict[str, Doc]:
        """Where much is left out, reading a whole table in its order is faster than following links."""
        stored = self._stored(table)
        if len(self.hidden) * _FEW > len(stored):
            return stored
        found = links.referrers_to_any(self.hidden, *roles)
        while table == "annotations" and (replies := links.referrers_to_any(found, "a.target") - found):
            found |= replies
        return {each: stored[each] for each in found}

    def _judge(self, table: str, docs: dict[str, Doc]) -> None:
        judge, hidden, shorter = self._judge_of(table), self.hidden, self.shorter
        for record_id, doc in docs.copy().items():
            seen = judge(doc)
            if seen is None:
                hidden.add(record_id)
            elif seen is not doc:
                shorter[record_id] = seen

    def _judge_of(self, table: str) -> Callable[[Doc], Doc | None]:
        """Tells how a record of a table is shown: None for not at all. What it rests on comes first."""
        judges = (self._source, self._quote, self._claim, self._event, self._relation, self._annotation)
        return judges[_TABLES.index(table)]

    def docs(self, table: str) -> dict[str, Doc]:
        """The records of a table that are shown, as they are shown, in the order that it stores them in."""
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
        """Take in an edit; False where that may show or hide other records: then look anew."""
        with self._guard:
            concerned = [change for change in changes if change.table in self.lens.tables]
            concerned.sort(key=lambda change: _TABLES.index(change.table))
            return all(self._follow(change) for change in concerned)

    def _follow(self, change: Change) -> bool:
        table, record_id, before, after = change
        seen = None if after is None else self._judge_of(table)(after)
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

    def _source(self, doc: Doc) -> Doc | None:
        if self._last_day is not None:
            days = edtf.possible_days(doc.get("published"))
            if days is not None and days[0] > self._last_day:
                self._late.add(doc["id"])
                return None
        return doc

    def _quote(self, doc: Doc) -> Doc | None:
        source = str(doc.get("source"))
        return None if source in self._late or source in self.lens.withdrawn else doc

    def _claim(self, doc: Doc) -> Doc | None:
        items, hidden = doc.get("support"), self.hidden
        if not isinstance(items, list):
            return doc
        left = [
            item
            for item in items
            if type(item) is not dict or type(quote := item.get("quote")) is not str or quote not in hidden
        ]
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

    def _event(self, doc: Doc) -> Doc | None:
        claims, hidden = doc.get("claims"), self.hidden
        if not isinstance(claims, list):
            return doc
        left = [claim for claim in claims if not (type(claim) is str and claim in hidden)]
        if len(left) == len(claims):
            return doc
        return {**doc, "claims": left} if left else None

    def _relation(self, doc: Doc) -> Doc | None:
        ends = (str(doc.get("from")), str(doc.get("to")))
        return None if any(end[:1] in "cv" and end in self.hidden for end in ends) else doc

    def _annotation(self, doc: Doc) -> Doc | None:
        authors = self.lens.authors
        if authors is not None and str(doc.get("by")) not in authors:
            return None
        target, quote, hidden = str(doc.get("target")), doc.get("quote"), self.hidden
        if target[:2] == "a.":
            target = self._about(target)
        return None if target in hidden or (quote is not None and str(quote) in hidden) else doc

    def _about(self, note: str) -> str:
        """What a reply is on in the end: what the first note was on."""
        target = note
        for _ in range(_DEEP):
            target = str(self._stored("annotations").get(target, {}).get("target"))
            if target[:2] != "a.":
                break
        return target
