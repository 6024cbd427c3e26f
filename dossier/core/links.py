"""Who refers to whom, both ways, kept up to date record by record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from dossier.records.base import Doc
from dossier.records.references import LETTERS_OF_ROLE, is_of_kinds, referenced_ids

_Referrers = dict[str, str | set[str]]
_SLICE = 2000


class Links:
    """For each role (`c.subject`, `q.source` ...) and target, the records that refer to it.

    A lone referrer, by far the most frequent case, is held as a string and not as a set.
    """

    def __init__(self) -> None:
        self._roles: dict[str, _Referrers] = {}
        self._sorted: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._noted: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._hidden: AbstractSet[str] = frozenset()

    def build(self, tables: Iterable[Mapping[str, Doc]]) -> Iterator[int]:
        """Take in whole tables; yields now and then how many records are done."""
        done = 0
        for docs in tables:
            ids = list(docs)
            for start in range(0, len(ids), _SLICE):
                for record_id in ids[start : start + _SLICE]:
                    self._add(docs[record_id])
                done += len(ids[start : start + _SLICE])
                yield done
        self._sorted, self._noted = {}, {}

    def change(self, before: Doc | None, after: Doc | None) -> None:
        """One record was inserted, replaced or removed."""
        if before is not None:
            for role, target in referenced_ids(before):
                self._discard(self._roles.get(role, {}), target, before["id"])
        if after is not None:
            self._add(after)
        self._noted = {}
        if not all(doc is None or doc["id"][:1] == "a" for doc in (before, after)):
            self._sorted = {}

    def _add(self, doc: Doc) -> None:
        own = doc["id"]
        for role, target in referenced_ids(doc):
            referrers = self._roles.get(role)
            if referrers is None:
                referrers = self._roles[role] = {}
            held = referrers.get(target)
            if held is None:
                referrers[target] = own
            elif isinstance(held, str):
                if held != own:
                    referrers[target] = {held, own}
            else:
                held.add(own)

    @staticmethod
    def _discard(referrers: _Referrers, target: str, own: str) -> None:
        held = referrers.get(target)
        if held == own:
            del referrers[target]
        elif isinstance(held, set):
            held.discard(own)
            if not held:
                del referrers[target]

    def to(self, target: str, *roles: str) -> tuple[str, ...]:
        """The records shown that refer to `target` in one of these roles, sorted, each once."""
        notes = all(role[:1] == "a" for role in roles)
        return self.cached((target, *roles), lambda: self._to(target, roles), notes=notes)

    def _to(self, target: str, roles: tuple[str, ...]) -> tuple[str, ...]:
        hidden = self._hidden
        return () if target in hidden else tuple(sorted(self._union(target, roles) - hidden))

    def referring(self, targets: AbstractSet[str], *roles: str) -> set[str]:
        """All records that refer to any of `targets` in one of these roles."""
        found: set[str] = set()
        for role in roles:
            referrers = self._roles.get(role, {})
            for held in [referrers[target] for target in referrers.keys() & targets]:
                if isinstance(held, str):
                    found.add(held)
                else:
                    found.update(held)
        return found

    def hide(self, hidden: AbstractSet[str]) -> None:
        """Answer `to` as if these records were not there. The set may change with the records."""
        self._hidden = hidden
        self._sorted, self._noted = {}, {}

    def cached(
        self, key: tuple[str, ...], find: Callable[[], tuple[str, ...]], *, notes: bool = False
    ) -> tuple[str, ...]:
        """What `find` finds, kept until some record changes; only `notes` may depend on annotations.

        Of all that changes most are annotations.
        """
        kept = self._noted if notes else self._sorted
        found = kept.get(key)
        if found is None:
            found = kept[key] = find()
        return found

    def referrers(self, target: str) -> tuple[str, ...]:
        """All records that refer to `target`, in whatever role, sorted."""
        return tuple(sorted(self._union(target, tuple(self._roles))))

    def _union(self, target: str, roles: tuple[str, ...]) -> set[str]:
        found: set[str] = set()
        for role in roles:
            held = self._roles.get(role, {}).get(target)
            if isinstance(held, str):
                found.add(held)
            elif held is not None:
                found.update(list(held))
        return found

    def astray(self) -> Iterator[str]:
        """The records with a reference of the wrong kind, such as a claim's subject that is a source."""
        for role, referrers in self._roles.items():
            letters = LETTERS_OF_ROLE[role]
            for target in referrers:
                if not is_of_kinds(target, letters):
                    yield from self._union(target, (role,))

    def targets(self) -> Iterator[str]:
        """Every id that some record refers to; some more than once."""
        for referrers in self._roles.values():
            yield from referrers


class Linked:
    """The links of a dossier as questions: tuples of ids, sorted unless said otherwise.

    The answers are about what the dossier's lens shows; `referrers` alone is about what is stored.
    """

    _links: Links

    def peek(self, record_id: str) -> Mapping[str, Any]:
        """The record as it is shown."""
        raise NotImplementedError

    def shows(self, record_id: str) -> bool:
        """Whether the lens leaves it in."""
        raise NotImplementedError

    def claims_about(self, entity_id: str) -> tuple[str, ...]:
        """The claims with this entity as their subject or among `about`."""
        return self._links.to(entity_id, "c.subject", "c.about")

    def quotes_of(self, claim_id: str) -> tuple[str, ...]:
        """The quotes behind a claim, in the order of its support."""
        return _distinct(_each(self.peek(claim_id), "support", "quote")) if self.shows(claim_id) else ()

    def claims_of_quote(self, quote_id: str) -> tuple[str, ...]:
        """The claims that a quote does something to."""
        return self._links.to(quote_id, "c.support.quote")

    def quotes_in(self, source_id: str) -> tuple[str, ...]:
        """The quotes from a source in the order of its text: by start, then id."""
        return self._links.cached(("quotes_in", source_id), lambda: self._by_start(source_id))

    def _by_start(self, source_id: str) -> tuple[str, ...]:
        def start(quote_id: str) -> tuple[int, str]:
            value = self.peek(quote_id).get("start")
            return (value if isinstance(value, int) else 0), quote_id

        return tuple(sorted(self._links.to(source_id, "q.source"), key=start))

    def claims_from(self, source_id: str) -> tuple[str, ...]:
        """The claims that some quote from this source does something to."""
        return self._links.cached(
            ("claims_from", source_id),
            lambda: tuple(
                sorted({c for q in self._links.to(source_id, "q.source") for c in self.claims_of_quote(q)})
            ),
        )

    def sources_of(self, claim_id: str) -> tuple[str, ...]:
        """The sources of a claim's quotes, each once, in the order of its support."""
        sources = (self.peek(quote_id).get("source") for quote_id in self.quotes_of(claim_id))
        return _distinct(source for source in sources if isinstance(source, str))

    def quotes_by(self, entity_id: str) -> tuple[str, ...]:
        """The quotes that this entity speaks or passes on."""
        return self._links.to(entity_id, "q.speaker", "q.via")

    def events_of(self, claim_id: str) -> tuple[str, ...]:
        """The events that this claim establishes."""
        return self._links.to(claim_id, "v.claims")

    def claims_for(self, event_id: str) -> tuple[str, ...]:
        """The claims that establish an event, in its order."""
        claims = self.peek(event_id).get("claims")
        return _distinct(
            each for each in (claims if isinstance(claims, list) else ()) if isinstance(each, str)
        )

    def events_with(self, entity_id: str) -> tuple[str, ...]:
        """The events with this entity as a participant, or established by a claim about it."""
        return self._links.cached(
            ("events_with", entity_id),
            lambda: tuple(
                sorted(
                    {v for c in self.claims_about(entity_id) for v in self.events_of(c)}.union(
                        self._links.to(entity_id, "v.participants.entity")
                    )
                )
            ),
        )

    def relations_of(self, record_id: str) -> tuple[str, ...]:
        """The relations from or to this record; under a lens, those whose other end is shown too."""
        return self._links.cached(("relations_of", record_id), lambda: self._related(record_id))

    def _related(self, record_id: str) -> tuple[str, ...]:
        found = self._links.to(record_id, "r.from", "r.to")
        return tuple(
            r for r in found if all(self.shows(str(self.peek(r).get(end))) for end in ("from", "to"))
        )

    def annotations_of(self, record_id: str) -> tuple[str, ...]:
        """The annotations on this record, or on a claim's support by this quote."""
        return self._links.to(record_id, "a.target", "a.quote")

    def records_tagged(self, tag_id: str) -> tuple[str, ...]:
        """The records that bear this tag."""
        return self._links.cached(("records_tagged", tag_id), lambda: self._tagged(tag_id), notes=True)

    def _tagged(self, tag_id: str) -> tuple[str, ...]:
        targets = (self.peek(a).get("target") for a in self._links.to(tag_id, "a.body.tag"))
        return tuple(sorted({target for target in targets if isinstance(target, str)}))

    def referrers(self, record_id: str) -> tuple[str, ...]:
        """All records that refer to this one, in whatever way."""
        return self._links.referrers(record_id)


def _each(doc: Mapping[str, Any], field: str, key: str) -> Iterator[str]:
    items = doc.get(field)
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and isinstance(item.get(key), str):
            yield item[key]


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
