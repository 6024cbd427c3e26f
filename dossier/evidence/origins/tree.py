"""What a claim rests on, as a tree: each quote, its source, whom that has it from, down to the roots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from dossier.evidence.origins.origins import find_accounts, find_voices, quotes_by_source
from dossier.evidence.origins.passing import Link, Passing, passing_of
from dossier.records.raw import is_about_the_world, supporting_quotes
from dossier.records.vocabulary import DERIVED

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_DEEPEST = 24
_BODIES = ("company", "organization", "public-body")

BranchEnd = Literal["", "own", "unknown", "above", "circle", "deep"]
"""Why a branch ends: the source is first-hand; nothing tells where it has it from; it was drawn above; it
leads back to itself; there is more. Empty: whoever stands here is named as the one who said it."""


class EvidenceCounts(NamedTuple):
    """How a claim is founded: `6 quotes - 5 sources - 2 origins`; of the origins, those nobody knows."""

    quotes: int
    sources: int
    origins: int
    unknown: int


@dataclass(frozen=True, slots=True)
class OriginNode:
    """A quote, a source or an entity; `how` the one above has it from this one, and the quotes that show it.

    `how` is empty for a quote at the top, `in` for its source, `via` and `said by` for those that the quote
    names, `voice` for whoever speaks in several of the sources, else the type of a relation.
    """

    id: str
    how: str = ""
    evidence: tuple[tuple[str, ...], ...] = ()
    children: tuple[OriginNode, ...] = ()
    end: BranchEnd = ""


def count_evidence(dossier: Dossier, claim_id: str) -> EvidenceCounts:
    """Quotes and sources that bear on a claim, and how many origins support it."""
    passing = passing_of(dossier)
    accounts = find_accounts(dossier, claim_id, passing.origins)
    unknown = 0
    for account in accounts:
        if all(passing.is_origin_unknown(quote, claim_id) for quote in account.quotes):
            unknown += 1
    quotes, sources = dossier.quotes_of(claim_id), dossier.sources_of(claim_id)
    return EvidenceCounts(len(quotes), len(sources), len(accounts), unknown)


def grow_tree(dossier: Dossier, claim_id: str) -> tuple[OriginNode, ...]:
    """A node for each quote of a claim, in the order of its support."""
    grown = _TreeGrower(passing_of(dossier), claim_id, dossier)
    return tuple(grown.quote(quote) for quote in dossier.quotes_of(claim_id) if quote in dossier.quotes)


def party_at_end(dossier: Dossier, claim_id: str) -> str | None:
    """The company or other body that every account of a claim ends at, where it is a party; else None.

    It is the claim's subject, or the one that the claim is attributed to. Of opinions and of claims about
    who said what, nothing else is to be expected.
    """
    claim = dossier.claims.docs.get(claim_id, {})
    if not is_about_the_world(claim):
        return None
    passing = passing_of(dossier)
    quotes = [quote for quote in supporting_quotes(claim) if quote in dossier.quotes]
    roots = frozenset[str]().union(*map(passing.find_roots, quotes))
    if len(roots) != 1:
        return None
    (root,) = roots
    party = root in (claim.get("subject"), claim.get("attributed_to"))
    return root if party and dossier.entities.docs.get(root, {}).get("kind") in _BODIES else None


class _TreeGrower:
    """Grows the tree of one claim; what a source comes from is drawn where it first appears."""

    def __init__(self, passing: Passing, claim_id: str, dossier: Dossier) -> None:
        self._passing, self._claim, self._quotes = passing, claim_id, dossier.quotes.docs
        self._own = set(dossier.quotes_of(claim_id))
        known = self._passing.origins
        self._voices = dict(find_voices(dossier, quotes_by_source(dossier, claim_id), known))
        self._heard = Counter(each for speaking in self._voices.values() for each in speaking)
        self._drawn: set[str] = set()
        self._shown: set[frozenset[str]] = set()

    def quote(self, quote_id: str) -> OriginNode:
        source = str(self._quotes[quote_id].get("source"))
        passing = self._passing
        said = (*self._said(quote_id), *self._same_words(quote_id), *self._voice(source))
        end: BranchEnd = ""
        if passing.is_first_hand(quote_id, self._claim):
            end = "own"
        elif passing.is_origin_unknown(quote_id, self._claim):
            end = "unknown"
        below = self._below(source, (source,))
        if below is None:
            below, end = (), "above"
        return OriginNode(
            quote_id, children=(OriginNode(source, "in", ((quote_id,),), (*said, *below), end),)
        )

    def _said(self, quote_id: str) -> tuple[OriginNode, ...]:
        """Those whom a quote names, each below the one that has it from there."""
        speaker = self._quotes.get(quote_id, {}).get("speaker")
        node: tuple[OriginNode, ...] = ()
        for credited in reversed(self._passing.named_intermediaries(quote_id)):
            how = "said by" if credited == speaker and not node else "via"
            node = (OriginNode(credited, how, ((quote_id,),), node),)
        return node

    def _voice(self, source: str) -> Iterator[OriginNode]:
        """Those who speak in this source and in another one too."""
        for each in sorted(self._voices.get(source, ())):
            if self._heard[each] > 1:
                yield OriginNode(each, "voice")

    def _same_words(self, quote_id: str) -> tuple[OriginNode, ...]:
        links = self._passing.relations.of.get(quote_id, ())
        return tuple(OriginNode(link.other, link.type, children=self._said(link.other)) for link in links)

    def _below(self, source: str, path: tuple[str, ...]) -> tuple[OriginNode, ...] | None:
        """What a source comes from; None if that was drawn already."""
        links = self._passing.relations.of.get(source, ())
        if not links:
            return ()
        if source in self._drawn:
            return None
        self._drawn.add(source)
        return tuple(self._further(link, path) for link in links)

    def _further(self, link: Link, path: tuple[str, ...]) -> OriginNode:
        source, evidence = link.other, self._evidence(link, path[-1])
        if link.type not in DERIVED:
            return OriginNode(source, link.type, evidence)
        if source in path:
            return OriginNode(source, link.type, evidence, end="circle")
        if len(path) == _DEEPEST:
            return OriginNode(source, link.type, evidence, end="deep")
        below = self._below(source, (*path, source))
        if below is None:
            return OriginNode(source, link.type, evidence, end="above")
        return OriginNode(source, link.type, evidence, below, "" if below else "unknown")

    def _evidence(self, link: Link, source: str) -> tuple[tuple[str, ...], ...]:
        """What shows a step, this claim's own quotes first; once for two sources, whichever comes first."""
        pair = frozenset((source, link.other))
        if pair in self._shown:
            return ()
        self._shown.add(pair)
        return tuple(sorted(link.evidence, key=self._own.isdisjoint))
