"""What a claim, a source or an event lacks, in words, for reviewing them one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from dossier.core.derived import Derived
from dossier.evidence.origins.passing import Passing, passing_of
from dossier.evidence.origins.tree import count_evidence
from dossier.records.names import name_of
from dossier.records.raw import is_conflict, is_unnamed, support_of, supporting_quotes
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

GapKind = Literal[
    "no quote",
    "no support",
    "one origin",
    "anonymous only",
    "no primary document",
    "one side quoted",
    "quotes disagree",
    "no claim",
    "no date",
    "no publisher",
    "date inferred",
]
GAP_KINDS: tuple[GapKind, ...] = get_args(GapKind)
"""All kinds of gap, the worst first."""

_STEP = 16
_DATED = ("event", "figure")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, and what in words."""

    kind: GapKind
    words: str


def find_gaps(dossier: Dossier, record_id: str) -> tuple[Gap, ...]:
    """The gaps of a claim, a source or an event. Other records have none."""
    record = dossier.peek(record_id)
    match record_id[:1] if record else "":
        case "c":
            return tuple(_find_claim_gaps(dossier, record_id, record))
        case "s":
            return tuple(_find_source_gaps(record))
        case "v":
            return tuple(_find_event_gaps(record))
    return ()


class SharedGaps(Derived):
    """The kinds of gap that all claims have: said once, and not of each claim."""

    tables = ("claims", "quotes", "sources", "relations", "entities", "events")

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier)
        self.claims = 0
        self.kinds: frozenset[GapKind] = frozenset()

    def update(self) -> Iterator[None]:
        """Look at claims as long as there is a gap that all had so far."""
        claims = self.dossier.claims.ids()
        kinds = set(GAP_KINDS) if len(claims) > 1 else set()
        for number, claim in enumerate(claims, 1):
            kinds &= {gap.kind for gap in find_gaps(self.dossier, claim)}
            if not kinds:
                break
            if number % _STEP == 0:
                yield
        self.claims, self.kinds = len(claims), frozenset(kinds)

    @property
    def words(self) -> str:
        """Such as `as with all 266 claims: no primary document`; empty if they share no gap."""
        found = ", ".join(kind for kind in GAP_KINDS if kind in self.kinds)
        return f"as with all {self.claims:,} claims: {found}" if found else ""


def shared_gaps_of(dossier: Dossier) -> SharedGaps:
    """The shared gaps of a dossier: the same object for everybody, until the dossier is loaded again."""
    return dossier.derived("index", "shared gaps", lambda: SharedGaps(dossier))


def _find_claim_gaps(dossier: Dossier, claim_id: str, claim: Mapping[str, Any]) -> Iterator[Gap]:
    stances = [stance for quote, stance in support_of(claim) if quote in dossier.quotes]
    if not stances:
        yield Gap("no quote", "no quote is about it")
    elif "supports" not in stances:
        yield Gap("no support", f"none of its {plural(len(stances), 'quote')} supports it")
    else:
        yield from _find_support_gaps(dossier, claim_id, claim)
    yield from _find_conflict_gaps(dossier, claim_id, stances)
    if "supports" in stances and "contradicts" in stances:
        against, for_it = stances.count("contradicts"), stances.count("supports")
        yield Gap(
            "quotes disagree",
            f"{plural(for_it, 'quote')} for it, {against} against it",
        )
    if claim.get("kind") in _DATED and not _is_dated(dossier, claim_id, claim):
        yield Gap("no date", f"nothing says when this {claim['kind']} was")


def _find_support_gaps(dossier: Dossier, claim_id: str, claim: Mapping[str, Any]) -> Iterator[Gap]:
    passing = passing_of(dossier)
    quotes = [quote for quote in supporting_quotes(claim) if quote in dossier.quotes]
    if count_evidence(dossier, claim_id).origins == 1:
        sources = len({str(dossier.peek(quote).get("source")) for quote in quotes})
        copies = f"its {sources} sources are one origin" if sources > 1 else "it rests on one source"
        yield Gap("one origin", copies)
    if not any(_names_somebody(dossier, passing, quote) for quote in quotes):
        yield Gap("anonymous only", "nobody who says so is named")
    if not passing.is_claim_first_hand(claim_id):
        yield Gap("no primary document", "no primary document supports it")


def _names_somebody(dossier: Dossier, passing: Passing, quote: str) -> bool:
    """Whether whoever says a quote has a name: who said it first, or who publishes it."""
    credited = passing.intermediaries(quote)
    if credited:
        return any(not is_unnamed(dossier.peek(each)) for each in credited[-1:])
    source = str(dossier.peek(quote).get("source"))
    return len(passing.own_voices(source)) > 1


def _find_conflict_gaps(dossier: Dossier, claim_id: str, stances: list[object]) -> Iterator[Gap]:
    """A conflict in which only one of the two claims has a quote that supports it."""
    is_supported = "supports" in stances
    for relation in map(dossier.peek, dossier.relations_of(claim_id)):
        if not is_conflict(relation):
            continue
        ends = {str(relation.get("from")), str(relation.get("to"))}
        for other in sorted(ends - {claim_id}):
            record = dossier.peek(other)
            other_is_supported = any(quote in dossier.quotes for quote in supporting_quotes(record))
            if not record or is_supported == other_is_supported:
                continue
            side = "only this side" if is_supported else "only the other side"
            perhaps = "" if relation.get("state") == "confirmed" else "perhaps "
            name = name_of(record, _SHOWN)
            yield Gap("one side quoted", f"{perhaps}in conflict with “{name}”; {side} is quoted")


def _is_dated(dossier: Dossier, claim_id: str, claim: Mapping[str, Any]) -> bool:
    figure = claim.get("figure")
    if claim.get("date") or (isinstance(figure, Mapping) and figure.get("as_of")):
        return True
    return any(dossier.peek(event).get("date") for event in dossier.events_of(claim_id))


def _find_source_gaps(source: Mapping[str, Any]) -> Iterator[Gap]:
    if not source.get("published"):
        yield Gap("no date", "nothing says when it was published")
    if not source.get("publisher") and not source.get("publisher_as_written"):
        yield Gap("no publisher", "nothing says who published it")


def _find_event_gaps(event: Mapping[str, Any]) -> Iterator[Gap]:
    if not event.get("claims"):
        yield Gap("no claim", "no claim establishes it")
    if not event.get("date"):
        yield Gap("no date", "nothing says when it was")
    elif event.get("inferred"):
        yield Gap("date inferred", "its date was worked out; no source gives it")
