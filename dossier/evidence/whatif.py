"""If some sources did not count: which claims and events would lose what they rest on.

Nothing is changed and no lens is set. It is worked out from what is shown, so that sources which are
withdrawn already stay so, and one more can be tried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from dossier.evidence.origins.origins import RawTable, SourceOrigins, count_origins, source_origins
from dossier.records.raw import support_of
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

Lost = Literal["last claims", "last quote", "last support", "second origin"]
_ORDER: tuple[Lost, ...] = get_args(Lost)
_COUNTED: dict[Lost, tuple[str, str]] = {
    "last claims": ("claim with a quote", "claims with quotes"),
    "last quote": ("quote", "quotes"),
    "last support": ("supporting quote", "supporting quotes"),
    "second origin": ("origin", "origins"),
}


@dataclass(frozen=True, slots=True)
class Loss:
    """What one claim or event loses: how many quotes, supporting quotes, origins or claims, before and after.

    `weight` counts the events, relations and annotations that depend on it.
    """

    record: str
    lost: Lost
    before: int
    after: int
    weight: int

    @property
    def words(self) -> str:
        """`2 origins, then 1`."""
        return f"{plural(self.before, *_COUNTED[self.lost])}, then {self.after or 'none'}"


@dataclass(frozen=True, slots=True)
class Losses:
    """What is lost without `sources`: the worst first, then what most records depend on."""

    sources: tuple[str, ...]
    quotes: int
    """How many quotes would no longer count."""
    claims: tuple[Loss, ...]
    events: tuple[Loss, ...]

    @property
    def words(self) -> str:
        """`without 2 sources, 9 quotes: 3 claims lose their last quote, 1 claim loses its second origin`."""
        counts = Counter(loss.lost for loss in (*self.events, *self.claims))
        said = [
            f"{plural(counts[lost], 'event' if lost == 'last claims' else 'claim')} "
            + (f"loses its {lost}" if counts[lost] == 1 else f"lose their {lost}")
            for lost in _ORDER
            if counts[lost]
        ]
        head = f"without {plural(len(self.sources), 'source')}, {plural(self.quotes, 'quote')}"
        return f"{head}: {', '.join(said) or 'no claim loses its last quote or second origin'}"


def losses_without(dossier: Dossier, sources: Iterable[str]) -> Losses:
    """What would be lost if these sources were withdrawn too."""
    chosen = tuple(dict.fromkeys(sources))
    gone = {quote for source in chosen for quote in dossier.quotes_in(source)}
    known = source_origins(dossier)
    concerned = dict.fromkeys(claim for source in chosen for claim in dossier.claims_from(source))
    claims = [loss for claim in concerned for loss in _losses_of_claim(dossier, claim, gone, known)]
    bare = {loss.record for loss in claims if loss.lost == "last quote"}
    touched = dict.fromkeys(event for claim in bare for event in dossier.events_of(claim))
    events = [loss for event in touched for loss in _losses_of_event(dossier, event, bare)]
    return Losses(chosen, len(gone), _rank_losses(claims), _rank_losses(events))


@dataclass(frozen=True, slots=True)
class _DocTable:
    docs: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _RecordsLeft:
    """The records without some quotes, as far as one claim's origins need them."""

    relations: RawTable
    claims: RawTable
    quotes: RawTable
    sources: RawTable
    entities: RawTable


def _losses_of_claim(dossier: Dossier, claim: str, gone: set[str], known: SourceOrigins) -> Iterator[Loss]:
    quotes, claims = dossier.quotes.docs, dossier.claims.docs
    has = {quote: quotes[quote] for quote in dossier.quotes_of(claim) if quote in quotes}
    keeps = {quote: doc for quote, doc in has.items() if quote not in gone}
    weight = _count_dependents(dossier, claim)
    if not keeps:
        yield Loss(claim, "last quote", len(has), 0, weight)
        return
    backing = {quote for quote, stance in support_of(claims[claim]) if stance == "supports" and quote in has}
    if not backing & keeps.keys():
        if backing:
            yield Loss(claim, "last support", len(backing), 0, weight)
        return
    before = count_origins(dossier, claim, known)
    if before > 1:
        left = _RecordsLeft(
            dossier.relations, dossier.claims, _DocTable(keeps), dossier.sources, dossier.entities
        )
        if (after := count_origins(left, claim, known)) == 1:
            yield Loss(claim, "second origin", before, after, weight)


def _losses_of_event(dossier: Dossier, event: str, bare: set[str]) -> Iterator[Loss]:
    quoted = [claim for claim in dossier.claims_for(event) if _has_quote(dossier, claim)]
    if bare.issuperset(quoted):
        yield Loss(event, "last claims", len(quoted), 0, _count_dependents(dossier, event))


def _has_quote(dossier: Dossier, claim: str) -> bool:
    return any(quote in dossier.quotes for quote in dossier.quotes_of(claim))


def _count_dependents(dossier: Dossier, record_id: str) -> int:
    bearing = (dossier.events_of, dossier.relations_of, dossier.annotations_of)
    return sum(len(ask(record_id)) for ask in bearing)


def _rank_losses(losses: list[Loss]) -> tuple[Loss, ...]:
    return tuple(sorted(losses, key=lambda loss: (_ORDER.index(loss.lost), -loss.weight, loss.record)))
