"""The figures bench: all figures of one subject and property, and how each stands to each.

A group is judged by itself, from its claims alone, and kept for as long as they are the same: an edit costs
the groups that it touches. `group_of` says which one that is for a raw claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, Any

from dossier.evidence.figures.pairs import (
    CONFLICT,
    ROUNDING,
    SAME,
    SCOPE,
    SLIP,
    WORST_FIRST,
    FigureReading,
    Verdict,
    VerdictKind,
    judge_figures,
)
from dossier.evidence.finding import Finding, FindingMethod
from dossier.records.claim import Claim
from dossier.records.raw import supporting_quotes

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

MOST = 48
"""Of a group with more claims than this, the distinct figures are judged, and no more than so many."""
_MOST_EVIDENCE = 12
Urgency = tuple[int, int, int, str]
_TYPES = {CONFLICT: "contradicts", SLIP: "contradicts", ROUNDING: "rounds", SAME: "duplicates"}


@dataclass(frozen=True, slots=True)
class FigurePair:
    """Two claims of a group and the verdict on their figures; `one` has the smaller number."""

    one: str
    other: str
    verdict: Verdict


@dataclass(frozen=True)
class FigureGroup:
    """All figures of one subject and property. `claims` are sorted by their numbers; some may be unread."""

    id: str
    subject: str
    measured: str
    claims: tuple[str, ...]
    readings: Mapping[str, FigureReading]
    judged: tuple[str, ...]
    """The claims that are compared with one another: all of them, unless there are too many."""
    said: Mapping[str, frozenset[tuple[str, object]]]
    """The quotes that support each claim, with whom it is attributed to."""

    @cached_property
    def pairs(self) -> tuple[FigurePair, ...]:
        """Every pair of what is judged, worst first."""
        found = [
            FigurePair(one, other, self._verdict(one, other)) for one, other in combinations(self.judged, 2)
        ]
        return tuple(sorted(found, key=lambda pair: WORST_FIRST.index(pair.verdict.kind)))

    def _verdict(self, one: str, other: str) -> Verdict:
        """Judge a pair. One passage does not contradict itself: its figures are of two things or times.

        Unless it gives one figure to one party and the other to another.
        """
        found = judge_figures(self.readings[one], self.readings[other])
        if found.kind == CONFLICT and not self.said[one].isdisjoint(self.said[other]):
            return Verdict(SCOPE, f"one passage gives both, so of two things or two times: {found.reason}")
        return found

    @cached_property
    def counts(self) -> Mapping[VerdictKind, int]:
        """How many pairs have each verdict, worst first; only those that occur."""
        counts = Counter(pair.verdict.kind for pair in self.pairs)
        return {kind: counts[kind] for kind in WORST_FIRST if counts[kind]}

    @property
    def urgency(self) -> Urgency:
        """A sort key: most conflicts first, then most slips, then most figures."""
        return -self.counts.get(CONFLICT, 0), -self.counts.get(SLIP, 0), -len(self.claims), self.id

    @property
    def left_out(self) -> int:
        """How many claims are not compared because there are too many."""
        return len(self.readings) - len(self.judged)


def figure_group_of(claim: Mapping[str, Any]) -> str | None:
    """The group of a raw claim, such as `e.deepseek|training-cost`; None if it lacks one of the three."""
    subject, measured = claim.get("subject"), claim.get("property")
    if claim.get("figure") and isinstance(subject, str) and isinstance(measured, str) and subject:
        return f"{subject}|{measured}" if measured else None
    return None


def claims_by_group(dossier: Dossier) -> Mapping[str, tuple[str, ...]]:
    """The claims of every group; kept until a claim changes."""
    return dossier.derived("claims", "figure groups", lambda: _group_claims(dossier.claims.docs))


def _group_claims(claims: Mapping[str, Mapping[str, Any]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for claim_id, claim in list(claims.items()):
        if "figure" in claim and (group := figure_group_of(claim)) is not None:
            found.setdefault(group, []).append(claim_id)
    return {group: tuple(sorted(claims)) for group, claims in found.items()}


def judge_group(dossier: Dossier, group_id: str) -> FigureGroup | None:
    """The group with its verdicts (cached until a claim changes), or None.

    Only the claims about its subject are read: `claims_by_group` walks all claims after each edit.
    """
    subject = group_id.partition("|")[0]
    known: dict[str, Mapping[str, tuple[str, ...]]] = dossier.derived("claims", "figures of subjects", dict)
    if subject not in known:
        known[subject] = _group_claims(
            {claim: dossier.peek(claim) for claim in dossier.claims_about(subject)}
        )
    return _judge_cached(dossier, group_id, known[subject].get(group_id, ()))


def _judge_cached(dossier: Dossier, group_id: str, claims: tuple[str, ...]) -> FigureGroup | None:
    kept: dict[str, tuple[list[Mapping[str, Any]], FigureGroup]] = dossier.derived("figures", "judged", dict)
    docs = [dossier.peek(claim) for claim in claims]
    if not claims:
        kept.pop(group_id, None)
        return None
    if group_id not in kept or not _are_same_records(kept[group_id][0], docs):
        kept[group_id] = docs, _build_group(dossier, group_id, claims)
    return kept[group_id][1]


def _are_same_records(before: list[Mapping[str, Any]], now: list[Mapping[str, Any]]) -> bool:
    """Whether these are the very same objects: an edit replaces a record by a new one."""
    return len(before) == len(now) and all(one is other for one, other in zip(before, now, strict=True))


def _build_group(dossier: Dossier, group_id: str, claims: tuple[str, ...]) -> FigureGroup:
    subject, _, measured = group_id.partition("|")
    readings = {
        claim.id: FigureReading.read_figure(claim.figure, claim.date, claim.hedge)
        for claim in map(dossier.find, claims)
        if isinstance(claim, Claim) and claim.figure
    }
    ordered = sorted(readings, key=lambda claim: (readings[claim].sort_key, claim))
    unread = tuple(claim for claim in claims if claim not in readings)
    chosen = _choose_claims(dossier, readings, ordered) if len(ordered) > MOST else ordered
    docs = {claim: dossier.peek(claim) for claim in readings}
    said = {
        claim: frozenset((quote, doc.get("attributed_to")) for quote in supporting_quotes(doc))
        for claim, doc in docs.items()
    }
    return FigureGroup(group_id, subject, measured, (*ordered, *unread), readings, tuple(chosen), said)


def _choose_claims(dossier: Dossier, readings: Mapping[str, FigureReading], ordered: list[str]) -> list[str]:
    """The best supported claim for each thing that is said, as many as can be judged."""
    support = {claim: len(list(supporting_quotes(dossier.peek(claim)))) for claim in ordered}
    speakers: dict[tuple[object, ...], str] = {}
    for claim in sorted(ordered, key=lambda claim: (-support[claim], claim)):
        speakers.setdefault(readings[claim].statement, claim)
    chosen = set(islice(speakers.values(), MOST))
    return [claim for claim in ordered if claim in chosen]


def each_group(dossier: Dossier) -> Iterator[FigureGroup]:
    """Every group, each judged when it is asked for."""
    for group_id, claims in claims_by_group(dossier).items():
        if group := _judge_cached(dossier, group_id, claims):
            yield group


def find_in_group(dossier: Dossier, group_id: str) -> Iterator[Finding]:
    """What the figures of one group say of pairs of claims, worst first.

    Conflicts and slips contradict; a rounder number rounds the more exact one; claims that say the same of
    the same, hedges included, duplicate one another. A number within a bound is no finding.
    """
    group = judge_group(dossier, group_id)
    if group is None:
        return
    for pair in group.pairs:
        one, other = group.readings[pair.one], group.readings[pair.other]
        type_ = _TYPES.get(pair.verdict.kind)
        if type_ is None or (type_ == "duplicates" and one.statement != other.statement):
            continue
        ends = sorted((pair.one, pair.other))
        if type_ == "rounds" and one.width != other.width:
            ends = [pair.one, pair.other] if one.width > other.width else [pair.other, pair.one]
        yield _make_finding(dossier, type_, ends[0], ends[1], pair.verdict)


def _make_finding(dossier: Dossier, type_: str, from_: str, to: str, verdict: Verdict) -> Finding:
    quotes = [tuple(supporting_quotes(dossier.peek(claim))) for claim in (from_, to)]
    shown = tuple(islice(product(*quotes), _MOST_EVIDENCE))
    weight = sum(map(len, quotes))
    method = FindingMethod.FIGURES
    return Finding(type_, from_, to, method, verdict.kind, verdict.reason, shown, weight)
