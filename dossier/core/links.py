"""Who refers to whom, both ways, kept up to date record by record."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from dossier.records.base import Doc
from dossier.records.raw import support_of, target_of
from dossier.records.references import (
    LETTERS_OF_ROLE,
    ROLES_OF_ANNOTATIONS,
    Role,
    is_of_kinds,
    referenced_ids,
)

_Referrers = dict[str, str | set[str]]
_SLICE = 2000


class Links:
    """For each role (`c.subject`, `q.source` ...) and target, the records that refer to it.

    A single referrer, by far the most frequent case, is held as a string and not as a set.
    """

    def __init__(self) -> None:
        self._roles: dict[Role, _Referrers] = {}
        self._answers: dict[tuple[str, ...], tuple[str, ...]] = {}
        """Those that no annotation changes. Most edits are annotations, so these are kept apart."""
        self._answers_on_notes: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._hidden: AbstractSet[str] = frozenset()

    def build(self, tables: Iterable[Mapping[str, Doc]]) -> Iterator[int]:
        """Take in whole tables, in slices; yields how many records are done."""
        done = 0
        for docs in tables:
            ids = list(docs)
            for start in range(0, len(ids), _SLICE):
                for record_id in ids[start : start + _SLICE]:
                    self._add(docs[record_id])
                done += len(ids[start : start + _SLICE])
                yield done
        self._answers, self._answers_on_notes = {}, {}

    def update(self, before: Doc | None, after: Doc | None) -> None:
        """Take in that one record was inserted, replaced or removed."""
        if before is not None:
            for role, target in referenced_ids(before):
                self._discard(self._roles.get(role, {}), target, before["id"])
        if after is not None:
            self._add(after)
        self._answers_on_notes = {}
        record_id = (after or before or {"id": ""})["id"]
        if not record_id.startswith("a."):
            self._answers = {}

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

    def referrers_in(self, target: str, *roles: Role) -> tuple[str, ...]:
        """The records shown that refer to `target` in one of these roles, sorted, each once."""
        on_notes = ROLES_OF_ANNOTATIONS.issuperset(roles)
        return self.keep((target, *roles), lambda: self._find_shown(target, roles), on_notes=on_notes)

    def _find_shown(self, target: str, roles: tuple[Role, ...]) -> tuple[str, ...]:
        if target in self._hidden:
            return ()
        return tuple(sorted(self._union(target, roles) - self._hidden))

    def referrers_to_any(self, targets: AbstractSet[str], *roles: Role) -> set[str]:
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
        """Answer `referrers_in` as if these records were not there. The set may change with the records."""
        self._hidden = hidden
        self._answers, self._answers_on_notes = {}, {}

    def keep(
        self, key: tuple[str, ...], find: Callable[[], tuple[str, ...]], *, on_notes: bool = False
    ) -> tuple[str, ...]:
        """The answer of `find`, kept until a record changes; `on_notes`: or an annotation."""
        answers = self._answers_on_notes if on_notes else self._answers
        found = answers.get(key)
        if found is None:
            found = answers[key] = find()
        return found

    def all_referrers(self, target: str) -> tuple[str, ...]:
        """All records that refer to `target`, in whatever role, shown or not, sorted."""
        return tuple(sorted(self._union(target, list(self._roles))))

    def _union(self, target: str, roles: Iterable[Role]) -> set[str]:
        found: set[str] = set()
        for role in roles:
            held = self._roles.get(role, {}).get(target)
            if isinstance(held, str):
                found.add(held)
            elif held is not None:
                found.update(list(held))
        return found

    def find_astray(self) -> Iterator[str]:
        """The records with a reference of the wrong kind, such as a claim's subject that is a source."""
        for role, referrers in self._roles.items():
            letters = LETTERS_OF_ROLE[role]
            for target in referrers:
                if not is_of_kinds(target, letters):
                    yield from self._union(target, (role,))

    def all_targets(self) -> Iterator[str]:
        """Every id that some record refers to; some more than once."""
        for referrers in self._roles.values():
            yield from referrers


class Linked(ABC):
    """The links of a dossier as questions: tuples of ids, sorted unless said otherwise.

    The answers are about what the dossier's lens shows; `referrers` alone is about what is stored.
    """

    _links: Links

    @abstractmethod
    def peek(self, record_id: str) -> Mapping[str, Any]:
        """The record as it is shown."""

    @abstractmethod
    def shows(self, record_id: str) -> bool:
        """Whether the lens leaves it in."""

    def claims_about(self, entity_id: str) -> tuple[str, ...]:
        """The claims with this entity as their subject or among `about`."""
        return self._links.referrers_in(entity_id, "c.subject", "c.about")

    def quotes_of(self, claim_id: str) -> tuple[str, ...]:
        """The quotes behind a claim, in the order of its support."""
        if not self.shows(claim_id):
            return ()
        return _each_once(quote for quote, _ in support_of(self.peek(claim_id)))

    def claims_of_quote(self, quote_id: str) -> tuple[str, ...]:
        """The claims that a quote supports, contradicts, qualifies or mentions."""
        return self._links.referrers_in(quote_id, "c.support.quote")

    def quotes_in(self, source_id: str) -> tuple[str, ...]:
        """The quotes from a source in the order of its text: by start, then id."""
        return self._links.keep(("quotes_in", source_id), lambda: self._find_quotes_in(source_id))

    def _find_quotes_in(self, source_id: str) -> tuple[str, ...]:
        quotes = self._links.referrers_in(source_id, "q.source")
        return tuple(sorted(quotes, key=lambda quote: (self._start_of(quote), quote)))

    def _start_of(self, quote_id: str) -> int:
        start = self.peek(quote_id).get("start")
        return start if isinstance(start, int) else 0

    def claims_from(self, source_id: str) -> tuple[str, ...]:
        """The claims that some quote from this source supports, contradicts, qualifies or mentions."""
        return self._links.keep(("claims_from", source_id), lambda: self._find_claims_from(source_id))

    def _find_claims_from(self, source_id: str) -> tuple[str, ...]:
        found: set[str] = set()
        for quote in self._links.referrers_in(source_id, "q.source"):
            found.update(self.claims_of_quote(quote))
        return tuple(sorted(found))

    def sources_of(self, claim_id: str) -> tuple[str, ...]:
        """The sources of a claim's quotes, each once, in the order of its support."""
        sources = (self.peek(quote_id).get("source") for quote_id in self.quotes_of(claim_id))
        return _each_once(source for source in sources if isinstance(source, str))

    def quotes_by(self, entity_id: str) -> tuple[str, ...]:
        """The quotes that this entity speaks or relays."""
        return self._links.referrers_in(entity_id, "q.speaker", "q.via")

    def events_of(self, claim_id: str) -> tuple[str, ...]:
        """The events that this claim establishes."""
        return self._links.referrers_in(claim_id, "v.claims")

    def claims_for(self, event_id: str) -> tuple[str, ...]:
        """The claims that establish an event, in its order."""
        claims = self.peek(event_id).get("claims")
        if not isinstance(claims, list):
            return ()
        return _each_once(claim for claim in claims if isinstance(claim, str))

    def events_with(self, entity_id: str) -> tuple[str, ...]:
        """The events with this entity as a participant, or established by a claim about it."""
        return self._links.keep(("events_with", entity_id), lambda: self._find_events_with(entity_id))

    def _find_events_with(self, entity_id: str) -> tuple[str, ...]:
        found = set(self._links.referrers_in(entity_id, "v.participants.entity"))
        for claim in self.claims_about(entity_id):
            found.update(self.events_of(claim))
        return tuple(sorted(found))

    def relations_of(self, record_id: str) -> tuple[str, ...]:
        """The relations from or to this record; under a lens, those whose other end is shown too."""
        return self._links.keep(("relations_of", record_id), lambda: self._find_relations(record_id))

    def _find_relations(self, record_id: str) -> tuple[str, ...]:
        relations = self._links.referrers_in(record_id, "r.from", "r.to")
        return tuple(relation for relation in relations if self._shows_ends(relation))

    def _shows_ends(self, relation_id: str) -> bool:
        relation = self.peek(relation_id)
        return self.shows(str(relation.get("from"))) and self.shows(str(relation.get("to")))

    def annotations_of(self, record_id: str) -> tuple[str, ...]:
        """The annotations on this record, or on a claim's support by this quote."""
        return self._links.referrers_in(record_id, "a.target", "a.quote")

    def records_tagged(self, tag_id: str) -> tuple[str, ...]:
        """The records that bear this tag."""
        return self._links.keep(("records_tagged", tag_id), lambda: self._find_tagged(tag_id), on_notes=True)

    def _find_tagged(self, tag_id: str) -> tuple[str, ...]:
        taggings = self._links.referrers_in(tag_id, "a.body.tag")
        targets = {target_of(self.peek(tagging)) for tagging in taggings} - {""}
        return tuple(sorted(targets))

    def referrers(self, record_id: str) -> tuple[str, ...]:
        """All records that refer to this one in any field, whatever the lens."""
        return self._links.all_referrers(record_id)


def _each_once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
