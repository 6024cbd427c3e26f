"""How many independent origins stand behind a claim.

Two sources are dependent when they have an origin in common: one was derived from the other or
republishes it (directed: what a source comes from, at the end of all chains, is its origin), or the two
share an origin that is not itself in the dossier (symmetric and transitive). A relation counts when it
is confirmed, or when a source states it and nobody dismissed it.

Two sources are dependent for one claim, too, when their quotes name the same person, company or paper as the
one who said it or passed it on, when one names whoever publishes the other, or when both tell it in one
voice: two reports by one author, two press releases of one company. Somebody unnamed may be anybody, and
joins nothing. Where the claim is that somebody said, thinks or expects a thing, it is no matter that both
have the words of the same speaker: each may have heard them.

Only quotes that support a claim count. One that qualifies it limits it, so it is no origin of it:
counting it would overstate how well a claim is founded.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from dossier.evidence.origins.graph import JoinedGroups, find_chain_ends
from dossier.evidence.origins.intermediaries import (
    Docs,
    intermediaries_in,
    named_in_order,
    own_voices,
    speaking_in,
)
from dossier.records.raw import Raw, is_about_the_world, is_unnamed, relation_holds, supporting_quotes
from dossier.records.vocabulary import DERIVED, SAME_WORDS

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


Origin = Hashable
"""A source's id, the ids of sources that were derived from one another, or a group of sources."""


class RawTable(Protocol):
    """The raw records of one collection of a dossier, by id."""

    @property
    def docs(self) -> Mapping[str, Mapping[str, Any]]:
        """To read, never to change."""
        ...


class Records(Protocol):
    """What is needed of a dossier."""

    @property
    def relations(self) -> RawTable:
        """Its relations."""
        ...

    @property
    def claims(self) -> RawTable:
        """Its claims."""
        ...

    @property
    def quotes(self) -> RawTable:
        """Its quotes."""
        ...

    @property
    def sources(self) -> RawTable:
        """Its sources."""
        ...

    @property
    def entities(self) -> RawTable:
        """Its entities."""
        ...


@dataclass(frozen=True, slots=True)
class SourceOrigins:
    """The origins of every source that has others than itself, and which quotes are the same words.

    Valid until a relation changes: `source_origins` builds it once, for every claim.
    """

    of_source: Mapping[str, frozenset[Origin]] = field(default_factory=dict)
    of_quote: Mapping[str, Origin] = field(default_factory=dict)

    @classmethod
    def build(cls, dossier: Records) -> SourceOrigins:
        """Read the relations of `dossier`."""
        comes_from: dict[Hashable, set[Hashable]] = {}
        shared, same_words = JoinedGroups(), JoinedGroups()
        for relation in list(dossier.relations.docs.values()):
            one, other, kind = relation.get("from"), relation.get("to"), relation.get("type")
            if not (isinstance(one, str) and isinstance(other, str) and relation_holds(relation)):
                continue
            if kind in DERIVED:
                comes_from.setdefault(one, set()).add(other)
            elif kind == "shares-origin":
                shared.join(one, other)
            elif kind in SAME_WORDS:
                same_words.join(one, other)
        for source in shared:
            comes_from.setdefault(source, set()).add(("shared", shared.name(source)))
        return cls(
            {
                source: roots
                for source, roots in find_chain_ends(comes_from).items()
                if isinstance(source, str)
            },
            {quote: ("words", same_words.name(quote)) for quote in same_words},
        )

    def of(self, source_id: str) -> frozenset[Origin]:
        """What `source_id` ultimately comes from: itself, where nothing else is known."""
        return self.of_source.get(source_id) or frozenset((source_id,))


def source_origins(dossier: Dossier) -> SourceOrigins:
    """The origins of all sources of a dossier, kept until a relation changes."""
    return dossier.derived("relations", "origins", lambda: SourceOrigins.build(dossier))


@dataclass(frozen=True, slots=True)
class Account:
    """Sources of one claim that come from the very same origins: whatever they print, they are one voice."""

    origins: frozenset[Origin]
    quotes: tuple[str, ...]


def count_origins(dossier: Records, claim_id: str, known: SourceOrigins | None = None) -> int:
    """How many accounts of a claim are independent of one another: no two share an origin or words.

    Pass `known` when asking for more than one claim.
    """
    quotes_of = quotes_by_source(dossier, claim_id)
    known = known or SourceOrigins.build(dossier)
    if len(quotes_of) < 2 or _surely_apart(dossier, quotes_of, known):
        return len(quotes_of)
    return len(_choose_accounts(dossier, claim_id, quotes_of, known))


def find_accounts(dossier: Records, claim_id: str, known: SourceOrigins | None = None) -> list[Account]:
    """The accounts of a claim that `count_origins` counts."""
    quotes_of = quotes_by_source(dossier, claim_id)
    return _choose_accounts(dossier, claim_id, quotes_of, known or SourceOrigins.build(dossier))


def quotes_by_source(dossier: Records, claim_id: str) -> dict[str, list[str]]:
    """The quotes that support a claim, by source."""
    found: dict[str, list[str]] = {}
    quotes = dossier.quotes.docs
    for quote_id in supporting_quotes(dossier.claims.docs.get(claim_id, {})):
        source = quotes.get(quote_id, {}).get("source")
        if isinstance(source, str):
            found.setdefault(source, []).append(quote_id)
    return found


def _surely_apart(dossier: Records, quotes_of: Mapping[str, list[str]], known: SourceOrigins) -> bool:
    """Whether these sources have nothing in common that could make two of them one origin.

    Most claims are like that, and this is many times faster than to work their accounts out.
    """
    if any(source in known.of_source for source in quotes_of):
        return False

    quotes, sources = dossier.quotes.docs, dossier.sources.docs
    own: set[str] = set()
    named: set[str] = set()
    for source, its_quotes in quotes_of.items():
        its_own = own_voices(sources, source)
        if not own.isdisjoint(its_own):
            return False

        its_named: set[str] = set()
        for quote in its_quotes:
            if quote in known.of_quote:
                return False
            its_named.update(each for each in named_in_order(quotes[quote]) if each not in its_own)
        if not named.isdisjoint(its_named):
            return False

        own |= its_own
        named |= its_named
    return own.isdisjoint(named)


def _choose_accounts(
    dossier: Records, claim_id: str, quotes_of: Mapping[str, list[str]], known: SourceOrigins
) -> list[Account]:
    """Choose independent accounts greedily: those that rest on least first, then by their origins.

    The order knows neither the sources nor their words, and a copy has the origins of what it copies:
    so the number is the same on every machine, and adding a copy never adds one.
    """
    quotes: dict[frozenset[Origin], list[str]] = {}
    for source, its_quotes in quotes_of.items():
        quotes.setdefault(known.of(source), []).extend(its_quotes)
    resting = {origins: set(origins) for origins in quotes}
    if len(quotes) > 1:
        for source, speaking in find_voices(dossier, quotes_of, known):
            resting[known.of(source)] |= speaking
        _add_intermediaries(dossier, claim_id, quotes_of, known, resting)
    used: set[Origin] = set()
    chosen = []
    for origins in sorted(quotes, key=lambda each: (len(resting[each]), sorted(map(repr, each)))):
        words = {known.of_quote[quote] for quote in quotes[origins] if quote in known.of_quote}
        if used.isdisjoint(resting[origins]) and used.isdisjoint(words):
            used |= resting[origins] | words
            chosen.append(Account(origins, tuple(quotes[origins])))
    return chosen


def find_voices(
    dossier: Records, quotes_of: Mapping[str, list[str]], known: SourceOrigins
) -> Iterator[tuple[str, set[str]]]:
    """Each source that tells a claim in its own voice, and whose voice that is.

    Not of a source that comes from others: it is their voice, so that a copy changes nothing.
    """
    quotes, sources, entities = dossier.quotes.docs, dossier.sources.docs, dossier.entities.docs
    for source, its_quotes in quotes_of.items():
        if known.of(source) == {source} and not all(
            intermediaries_in(quotes[quote], sources) for quote in its_quotes
        ):
            speaking = speaking_in(sources.get(source, {}))
            yield source, {each for each in speaking if not is_unnamed(entities.get(each, {}))}


def _add_intermediaries(
    dossier: Records,
    claim_id: str,
    quotes_of: Mapping[str, list[str]],
    known: SourceOrigins,
    resting: Mapping[frozenset[Origin], set[Origin]],
) -> None:
    """An account rests on those whom its quotes name, too, on what these publish, and so on."""
    claim, quotes = dossier.claims.docs.get(claim_id, {}), dossier.quotes.docs
    sources, entities = dossier.sources.docs, dossier.entities.docs
    passed_on: dict[str, set[str]] = {}
    for source, its_quotes in quotes_of.items():
        found: set[str] = set()
        for quote in its_quotes:
            found.update(_intermediaries_of(claim, quotes[quote], sources, entities))
        if found:
            before = (own_voices(sources, origin) for origin in known.of(source) if isinstance(origin, str))
            passed_on[source] = found.difference(*before)
    whose: dict[str, list[str]] = {}
    for source in quotes_of if passed_on else ():
        for each in own_voices(sources, source):
            whose.setdefault(each, []).append(source)
    for source in passed_on:
        rests, todo, seen = resting[known.of(source)], [source], set[str]()
        while todo:
            if (each := todo.pop()) not in seen:
                seen.add(each)
                rests.update(known.of(each), passed_on.get(each, ()))
                for credited in passed_on.get(each, ()):
                    todo += whose.get(credited, ())


def _intermediaries_of(claim: Raw, quote: Raw, sources: Docs, entities: Docs) -> list[str]:
    """The named origins of a quote, where their identity matters."""
    named = intermediaries_in(quote, sources)
    if not named:
        return []
    spoken = None if is_about_the_world(claim) else claim.get("attributed_to") or quote.get("speaker")
    return [each for each in named if each != spoken and not is_unnamed(entities.get(each, {}))]
