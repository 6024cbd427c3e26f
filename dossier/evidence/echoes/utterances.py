"""All utterances that sources print in two wordings, kept up to date in slices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dossier.core.derived import Derived, Watch, rows_of
from dossier.evidence.echoes.utterance import (
    QuoteWord,
    Utterance,
    compare_quotes,
    may_be_one_utterance,
    meaningful_words,
    measure_words,
    split_quote,
)
from dossier.evidence.finding import Finding, FindingMethod

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_WIDE, _NEAR, _ENOUGH = 64, 32, 8
"""How many quotes of one speaker two neighbouring words lead to, of how many of those are looked at, and how
many that are the same utterance are told: the others are the same as these."""

_SPOKEN = ("direct", "indirect")
QuoteWords = tuple[QuoteWord, ...]


class UtteranceFinder(Derived):
    """The pairs of quotes that are one utterance. After an edit, what its speakers said is compared again."""

    tables = ("quotes",)

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier)
        self._news = Watch(rows_of(dossier, "quotes"))
        self._quotes_by_speaker: defaultdict[str, set[str]] = defaultdict(set)
        self.findings: dict[str, list[Finding]] = {}
        """By speaker."""
        self._touched: set[str] = set()

    def update(self) -> Iterator[None]:
        """Compare again what the speakers of changed quotes said."""
        touched = self._touched
        for changes in self._news.find_changes():
            for _, before, now in changes:
                if before and (speaker := speaker_of(before)):
                    touched.add(speaker)
                    self._quotes_by_speaker[speaker].discard(before["id"])
                if speaker := speaker_of(now):
                    touched.add(speaker)
                    self._quotes_by_speaker[speaker].add(now["id"])
            yield
        for speaker in sorted(touched):
            self.findings.pop(speaker, None)
            yield from self._compare_quotes(speaker)
            if not self.unchanged_so_far:
                return
            touched.discard(speaker)

    def _compare_quotes(self, speaker: str) -> Iterator[None]:
        """Compare each quote of a speaker with those of other sources that share most neighbouring words."""
        known: dict[str, tuple[object, QuoteWords, Counter[str]]] = {}
        holders: dict[tuple[str, str], list[str]] = {}
        found = self.findings.setdefault(speaker, [])
        for quote in sorted(self._quotes_by_speaker[speaker]):
            doc = self.dossier.peek(quote)
            source, words = doc.get("source"), split_quote(doc["exact"]) if speaker_of(doc) == speaker else ()
            mine, near = measure_words(words), Counter[str]()
            for key in dict.fromkeys(pairwise(word.stem for word in meaningful_words(words))):
                held = holders.setdefault(key, [])
                near.update(held[:_WIDE])
                held.append(quote)
            before = len(found)
            for other, _ in near.most_common(_NEAR):
                origin, their, theirs = known[other]
                if origin == source or not may_be_one_utterance(mine, theirs):
                    continue
                if one := compare_quotes(other, quote, their, words):
                    found.append(_make_finding(one))
                yield
                if len(found) - before == _ENOUGH:
                    break
            known[quote] = source, words, mine
            yield
        if not found:
            del self.findings[speaker]


def speaker_of(quote: Mapping[str, Any]) -> str:
    """Who speaks in a raw quote; "" where nobody does or the quote is broken."""
    speaker, exact = quote.get("speaker"), quote.get("exact")
    spoken = isinstance(speaker, str) and isinstance(exact, str) and quote.get("speech") in _SPOKEN
    return str(speaker) if spoken else ""


def utterances_of(dossier: Dossier) -> UtteranceFinder:
    """The utterances of a dossier; the same finder until the dossier is loaded again."""
    return dossier.derived("index", "utterances", lambda: UtteranceFinder(dossier))


def _make_finding(utterance: Utterance) -> Finding:
    ends = utterance.one, utterance.other
    method = FindingMethod.UTTERANCE
    return Finding("same-utterance", *ends, method, "one utterance", utterance.reason, (ends,))
