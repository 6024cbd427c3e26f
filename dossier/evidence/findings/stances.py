"""One passage that speaks for a claim and against another one on the same matter.

The same matter is the same subject and the same property, both given: a passage often says several things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from dossier.evidence.finding import Finding, FindingMethod
from dossier.evidence.findings.questions import FindingBoard, Question, Questions, pair_of
from dossier.records.base import Doc
from dossier.records.raw import support_of
from dossier.text import clip, one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_MOST = 20
"""Of one passage, no more pairs than this are told."""
_SHOWN = 80


class StanceQuestions(Questions):
    """Asks of each quote that contradicts a claim which claims it supports."""

    tables = ("claims",)
    method = FindingMethod.STANCES

    def __init__(self, dossier: Dossier, board: FindingBoard) -> None:
        super().__init__(dossier, board)
        self._against: dict[str, set[str]] = {}

    def questions_of_change(self, table: str, before: Doc, after: Doc) -> Iterable[Question]:
        """The quotes of the claim that contradict it or another claim."""
        for quote, stance in support_of(before):
            if stance == "contradicts":
                self._against[quote].discard(before["id"])
            if quote in self._against:
                yield quote
        for quote, stance in support_of(after):
            if stance == "contradicts":
                self._against.setdefault(quote, set()).add(after["id"])
            if quote in self._against:
                yield quote

    def find_answer(self, question: Question) -> Iterator[Finding]:
        """Each claim that the quote supports beside each that it contradicts."""
        return islice(self._contradicting_pairs(str(question)), _MOST)

    def _contradicting_pairs(self, quote: str) -> Iterator[Finding]:
        against = sorted(self._against.get(quote, ()))
        if not against:
            return
        words = clip(one_line(self.dossier.peek(quote).get("exact") or ""), _SHOWN)
        reason = f"“{words}” speaks for the one and against the other"
        for one in self.dossier.claims_of_quote(quote):
            claim = self.dossier.peek(one)
            if (quote, "supports") not in support_of(claim):
                continue
            for other in against:
                if one != other and _are_on_one_matter(claim, self.dossier.peek(other)):
                    pair = pair_of(one, other)
                    yield Finding("contradicts", *pair, self.method, "one passage", reason, ((quote,),))


def _are_on_one_matter(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one.get(field) and one.get(field) == other.get(field) for field in ("subject", "property"))
