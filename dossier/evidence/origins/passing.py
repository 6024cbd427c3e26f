"""Who has it from whom: sources from sources by the relations that count, quotes by `via` and `speaker`.

An intermediary is somebody between the one who first said a thing and the source that prints it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from dossier.core.derived import keep_derived
from dossier.evidence.origins.graph import JoinedGroups
from dossier.evidence.origins.intermediaries import DECLARED, intermediaries_in, own_voices
from dossier.evidence.origins.origins import Origin, source_origins
from dossier.records.raw import evidence_of, relation_holds, supporting_quotes
from dossier.records.vocabulary import DERIVED, SAME_WORDS

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_RECORDS = ("filing", "press-release", "transcript", "dataset", "interview")
"""Kinds of source that are a record of what they tell, by those who did it or were there."""
_SPOKEN = ("transcript", "interview")
_FARTHEST = 64
_TABLES = ("relations", "quotes", "sources", "claims", "entities")


class Link(NamedTuple):
    """One step from a record to another: the relation's type, the other end, and the quotes that show it."""

    type: str
    other: str
    evidence: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DependenceRelations:
    """The relations that count, from each source and each quote; valid until a relation changes."""

    of: Mapping[str, list[Link]] = field(default_factory=dict)
    nearest: Mapping[str, str] = field(default_factory=dict)
    """The next source on the shortest way to where all that a source tells comes from."""
    words: JoinedGroups = field(default_factory=JoinedGroups)
    """Quotes that are one utterance, or translate one another."""

    @classmethod
    def build(cls, dossier: Dossier) -> DependenceRelations:
        """Read the relations of `dossier`."""
        links: dict[str, list[Link]] = {}
        words = JoinedGroups()
        for doc in list(dossier.relations.docs.values()):
            one, other, kind = doc.get("from"), doc.get("to"), str(doc.get("type"))
            if not (isinstance(one, str) and isinstance(other, str) and one != other and relation_holds(doc)):
                continue
            shown = evidence_of(doc)
            if kind in DERIVED or kind in ("quotes", "cites"):
                links.setdefault(one, []).append(Link(kind, other, shown))
            elif kind == "shares-origin" or kind in SAME_WORDS:
                links.setdefault(one, []).append(Link(kind, other, shown))
                links.setdefault(other, []).append(Link(kind, one, shown))
                if kind in SAME_WORDS:
                    words.join(one, other)
        for found in links.values():
            found.sort()
        return cls(links, _next_sources(links), words)

    def path_to_origin(self, source_id: str) -> list[str]:
        """The sources that a source comes from, the next one first, on the shortest way to the last."""
        return list(islice(self._steps(source_id), _FARTHEST))

    def _steps(self, source_id: str) -> Iterator[str]:
        seen = {source_id}
        while (following := self.nearest.get(source_id)) and following not in seen:
            yield following
            seen.add(following)
            source_id = following


class Passing:
    """Who passed on the quotes of a dossier. Valid until `passing_of` gives another one."""

    def __init__(self, dossier: Dossier) -> None:
        self.relations: DependenceRelations = dossier.derived(
            "relations", "passing", lambda: DependenceRelations.build(dossier)
        )
        self.origins = source_origins(dossier)
        self._quotes, self._sources = dossier.quotes.docs, dossier.sources.docs
        self._claims, self._entities = dossier.claims.docs, dossier.entities.docs
        self._same: dict[str, tuple[str, ...]] | None = None

    def own_voices(self, source_id: str) -> set[str]:
        """A source, its publisher and its authors: in these it speaks for itself."""
        return own_voices(self._sources, source_id)

    def intermediaries(self, quote_id: str) -> tuple[str, ...]:
        """Entities and sources, from the one that the source has it from to the first that is known.

        Empty if neither the quote nor another quote of the same utterance names anybody.
        """
        found = self.named_intermediaries(quote_id)
        if found or quote_id not in self.relations.of:
            return found
        if self._same is None:
            self._same = self._fewest_by_utterance()
        return self._same.get(self.relations.words.name(quote_id), ())

    def named_intermediaries(self, quote_id: str) -> tuple[str, ...]:
        """The intermediaries that a quote names itself."""
        return intermediaries_in(self._quotes.get(quote_id, {}), self._sources)

    def _fewest_by_utterance(self) -> dict[str, tuple[str, ...]]:
        """For each utterance, the fewest intermediaries that one of its quotes names."""
        best: dict[str, tuple[str, ...]] = {}
        for quote_id in self.relations.words:
            found, group = self.named_intermediaries(quote_id), self.relations.words.name(quote_id)
            if found and (group not in best or (len(found), found) < (len(best[group]), best[group])):
                best[group] = found
        return best

    def hearsay_depth(self, quote_id: str) -> int:
        """Hearsay: how many intermediaries are between what was first said or seen and the source.

        0: the source tells it in its own voice, or it is the speaker's own document, or a transcript has
        the speaker's words. 1: the source passes on somebody's words. One more for each further
        intermediary, and for each source that this one was derived from or republishes.
        """
        doc = self._quotes.get(quote_id, {})
        source = str(doc.get("source"))
        credited = set(self.intermediaries(quote_id))
        path = self.relations.path_to_origin(source)
        further = sum(1 for each in path if credited.isdisjoint(self.own_voices(each)))
        verbatim = doc.get("speech") == "direct" and self._sources.get(source, {}).get("kind") in _SPOKEN
        if verbatim and str(doc.get("speaker")) in credited:
            return len(credited) - 1 + further
        return len(credited) + further

    def claim_depth(self, claim_id: str) -> int | None:
        """The least hearsay depth among the quotes that support a claim; None without one."""
        return min((self.hearsay_depth(quote) for quote in self._supporting_quotes(claim_id)), default=None)

    def is_claim_first_hand(self, claim_id: str) -> bool:
        """Whether some quote that supports a claim comes from one who was in a position to know.

        That is a record of the matter (a filing, a dataset, a transcript ...), or what the claim's
        subject, or whom it is attributed to, publishes in a document of its own. A report in a paper's own
        voice is none: nothing says how the paper knows.
        """
        return any(self.is_first_hand(quote, claim_id) for quote in self._supporting_quotes(claim_id))

    def is_first_hand(self, quote_id: str, claim_id: str) -> bool:
        """Whether one quote is first-hand for a claim."""
        if self.hearsay_depth(quote_id):
            return False
        doc, claim = self._quotes.get(quote_id, {}), self._claims.get(claim_id, {})
        source = str(doc.get("source"))
        parties = claim.get("subject"), claim.get("attributed_to"), self._in_person(doc)
        concerned = {each for each in parties if isinstance(each, str)}
        kind = self._sources.get(source, {}).get("kind")
        return kind in _RECORDS or not concerned.isdisjoint(self.own_voices(source))

    def _in_person(self, quote: Mapping[str, Any]) -> object:
        """Who speaks in a raw quote; None for a paper: quoting itself makes it no better informed."""
        speaker = quote.get("speaker")
        entity = self._entities.get(speaker, {}) if isinstance(speaker, str) else {}
        return None if entity.get("kind") == "publication" else speaker

    def is_origin_unknown(self, quote_id: str, claim_id: str) -> bool:
        """Whether the source gives no origin: it names nobody, and comes from no other source."""
        source = str(self._quotes.get(quote_id, {}).get("source"))
        if self.intermediaries(quote_id) or source in self.origins.of_source:
            return False
        return not self.is_first_hand(quote_id, claim_id)

    def find_roots(self, quote_id: str) -> frozenset[str]:
        """Who first told what a quote says: entities, or sources without a publisher.

        "" stands for an origin that nothing names: two sources are known to share one, and no more. It is
        no other than its publisher for a filing or a press release, whoever else has words of it.
        """
        credited = self.intermediaries(quote_id)
        if credited and credited[-1][0] != "s":
            return frozenset(credited[-1:])
        source = credited[-1] if credited else str(self._quotes.get(quote_id, {}).get("source"))
        return frozenset(self._root(source, origin) for origin in self.origins.of(source))

    def _root(self, source: str, origin: Origin) -> str:
        """Who stands for an origin of a source."""
        if isinstance(origin, str):
            return str(self._sources.get(origin, {}).get("publisher") or origin)
        doc = self._sources.get(source, {})
        return str(doc.get("publisher") or "") if doc.get("kind") in DECLARED else ""

    def _supporting_quotes(self, claim_id: str) -> Iterator[str]:
        quotes = self._quotes
        return (quote for quote in supporting_quotes(self._claims.get(claim_id, {})) if quote in quotes)


def passing_of(dossier: Dossier) -> Passing:
    """Who passes on what in a dossier; kept until a record that it reads changes."""
    return keep_derived(dossier, _TABLES, "who passes on", lambda: Passing(dossier))


def hearsay_depth(dossier: Dossier, claim_id: str) -> int | None:
    """The least hearsay depth among the quotes that support a claim; None without one."""
    return passing_of(dossier).claim_depth(claim_id)


def is_first_hand(dossier: Dossier, claim_id: str) -> bool:
    """Whether somebody in a position to know supports the claim."""
    return passing_of(dossier).is_claim_first_hand(claim_id)


def _next_sources(links: Mapping[str, list[Link]]) -> dict[str, str]:
    """For each source that comes from others, the next one on its shortest way to a source that does not.

    Among equals, and in a circle without a way out, the first by id.
    """
    onward = {one: [link.other for link in found if link.type in DERIVED] for one, found in links.items()}
    backward: dict[str, list[str]] = {}
    for one, others in onward.items():
        for other in others:
            backward.setdefault(other, []).append(one)
    far = {source: 0 for source in backward if not onward.get(source)}
    todo = deque(far)
    while todo:
        target = todo.popleft()
        for one in backward.get(target, ()):
            if one not in far:
                far[one] = far[target] + 1
                todo.append(one)
    return {
        one: min(others, key=lambda other: (far.get(other, len(far)), other))
        for one, others in onward.items()
        if others
    }
