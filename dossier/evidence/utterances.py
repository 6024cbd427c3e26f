"""All utterances that sources print in two wordings, kept up to date in slices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dossier.evidence.finding import Finding
from dossier.evidence.utterance import Utterance, Word, meant, same, words_of
from dossier.following import Part, Watch, rows_of

if TYPE_CHECKING:
    from dossier.dossier import Dossier

_STEP = 64
_WIDE = 64
"""A pair of words that more quotes of one speaker have leads to the first of them only."""

_CHARACTERS = 4
_SPOKEN = ("direct", "indirect")
Words = tuple[Word, ...]


class Utterances(Part):
    """The pairs of quotes that are one utterance. An edit costs what its speakers said."""

    tables = ("quotes",)

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier)
        self._news = Watch(rows_of(dossier, "quotes"))
        self._said: dict[str, set[str]] = {}
        self.found: dict[str, list[Finding]] = {}
        """By speaker."""

    def findings(self) -> Iterator[Finding]:
        """What was found so far, as candidates, speaker by speaker."""
        return (finding for speaker in sorted(self.found) for finding in self.found[speaker])

    def update(self) -> Iterator[None]:
        """Compare anew what the speakers of changed quotes said."""
        touched: set[str] = set()
        for changes in self._news.news():
            for _, before, now in changes:
                for doc, said in ((before or {}, False), (now, True)):
                    if speaker := speaker_of(doc):
                        touched.add(speaker)
                        quotes = self._said.setdefault(speaker, set())
                        (quotes.add if said else quotes.discard)(doc["id"])
            yield
        for speaker in sorted(touched):
            self.found.pop(speaker, None)
            yield from self._compare(speaker)

    def _compare(self, speaker: str) -> Iterator[None]:
        """Quotes of one speaker that have two neighbouring words in common, and come from two sources."""
        known: dict[str, Words] = {}
        holders: dict[tuple[str, str], list[str]] = {}
        found = self.found.setdefault(speaker, [])
        for count, quote in enumerate(sorted(self._said[speaker])):
            doc = self.dossier.peek(quote)
            words = words_of(doc["exact"]) if speaker_of(doc) == speaker else ()
            near = set[str]()
            for key in set(pairwise(word.stem for word in meant(words))):
                held = holders.setdefault(key, [])
                near.update(held[:_WIDE])
                held.append(quote)
            for other in sorted(near):
                if self.dossier.peek(other).get("source") != doc.get("source") and _alike(
                    words, known[other]
                ):
                    if utterance := same(other, quote, known[other], words):
                        found.append(_finding(utterance))
                    yield
            known[quote] = words
            if count % _STEP == 0:
                yield
        if not found:
            del self.found[speaker]


def speaker_of(quote: Mapping[str, Any]) -> str:
    """Who says a raw quote, if somebody does and it is whole."""
    speaker, exact = quote.get("speaker"), quote.get("exact")
    spoken = isinstance(speaker, str) and isinstance(exact, str) and quote.get("speech") in _SPOKEN
    return str(speaker) if spoken else ""


def utterance(dossier: Dossier, one: str, other: str) -> Utterance | None:
    """How two quotes are one utterance; None if they are not."""
    first, second = sorted((one, other))
    return same(first, second, *(words_of(dossier.quote(quote).exact) for quote in (first, second)))


def utterances_of(dossier: Dossier) -> Utterances:
    """The utterances of a dossier, the same ones until it is loaded anew."""
    return dossier.derived("index", "utterances", lambda: Utterances(dossier))


def _alike(one: Words, other: Words) -> bool:
    """Whether they can have two thirds of the words with a meaning of the shorter one in common."""
    sizes, held = [], []
    for words, others in ((one, other), (other, one)):
        stems = {word.stem for word in meant(others)}
        sizes.append(sum(word.size for word in meant(words)))
        held.append(sum(word.size for word in meant(words) if word.stem in stems))
    return 3 * min(held) >= 2 * min(sizes)


def _finding(utterance: Utterance) -> Finding:
    ends = utterance.one, utterance.other
    return Finding("same-utterance", *ends, "utterance", "one utterance", utterance.reason, (ends,))
