"""One utterance that is given to two people.

Two quotes are one utterance where a relation that holds says so, or where they are the very same words of
direct speech, long enough not to be a phrase. Both must name whom they have, and both names must be of
somebody: an unnamed speaker may be any of the others, and a spokesman is his company where a relation
between the two says what they have to do with one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import TYPE_CHECKING, Any

from dossier.evidence.finding import Finding, FindingMethod
from dossier.evidence.findings.questions import FindingBoard, Question, Questions, pair_of
from dossier.records.base import Doc
from dossier.records.raw import is_unnamed, relation_holds, support_of
from dossier.records.vocabulary import SAME_WORDS
from dossier.text import clip, one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_FEWEST_WORDS = 6
_MOST = 20
_SHOWN = 60


class AttributionQuestions(Questions):
    """Asks of quotes with the same words whether they have the same speaker."""

    tables = ("relations", "quotes", "claims", "entities")
    method = FindingMethod.ATTRIBUTION

    def __init__(self, dossier: Dossier, board: FindingBoard) -> None:
        super().__init__(dossier, board)
        self._saying: dict[int, tuple[str, ...]] = {}

    def touched(self, table: str, before: Doc, after: Doc) -> Iterable[Question]:
        """The relations of the quotes that the change bears on, and their words."""
        if table == "relations":
            yield from (doc["id"] for doc in (before, after) if doc.get("type") in SAME_WORDS)
        elif table == "quotes":
            yield from self._moved(before, after)
        if self.loaded:
            yield from self._of_quotes(self._concerned(table, before, after))

    def _moved(self, before: Doc, after: Doc) -> Iterator[Question]:
        """What a quote said and what it says."""
        for doc, there in ((before, False), (after, True)):
            if (words := _words_number(doc)) is not None:
                others = {*self._saying.get(words, ())} - {doc["id"]}
                self._saying[words] = tuple(sorted({*others, doc["id"]} if there else others))
                if others:
                    yield words

    def _concerned(self, table: str, before: Doc, after: Doc) -> Iterable[str]:
        """The quotes that a change has to do with."""
        docs = [doc for doc in (before, after) if doc]
        if table == "claims":
            return [quote for doc in docs for quote, _ in support_of(doc)]
        if table == "quotes":
            return [docs[0]["id"]]
        if table == "entities":
            return self.dossier.quotes_by(docs[0]["id"])
        ends = [str(doc.get("from")) for doc in docs]
        return [quote for end in ends if end[:1] == "e" for quote in self.dossier.quotes_by(end)]

    def _of_quotes(self, quotes: Iterable[str]) -> Iterator[Question]:
        for quote in quotes:
            words = _words_number(self.dossier.peek(quote))
            if words is not None and len(self._saying.get(words, ())) > 1:
                yield words
            for relation in self.dossier.relations_of(quote):
                if self.dossier.peek(relation).get("type") in SAME_WORDS:
                    yield relation

    def answer(self, question: Question) -> Iterator[Finding]:
        """For each two speakers, a claim that has it from the one and a claim that has it from the other."""
        pairs: Iterable[tuple[object, object]] = ()
        if isinstance(question, int):
            quotes = combinations(self._saying.get(question, ()), 2)
            pairs = (pair for pair in quotes if self._alike(*pair))
        elif relation_holds(relation := self.dossier.peek(str(question))):
            pairs = ((relation.get("from"), relation.get("to")),)
        return islice((found for pair in pairs for found in self._between(*map(str, pair))), _MOST)

    def _alike(self, one: str, other: str) -> bool:
        return _comparable_words(self.dossier.peek(one)) == _comparable_words(self.dossier.peek(other))

    def _between(self, one: str, other: str) -> Iterator[Finding]:
        speakers = [str(self.dossier.peek(quote).get("speaker") or "") for quote in (one, other)]
        if speakers[0] == speakers[1] or not all(map(self._named, speakers)) or self._linked(*speakers):
            return
        claims = [self._attributing(quote, who) for quote, who in zip((one, other), speakers, strict=True)]
        pairs = ((first, second) for first in claims[0] for second in claims[1] if first != second)
        for first, second in islice(pairs, 1):
            words = clip(one_line(str(self.dossier.peek(one).get("exact", ""))), _SHOWN)
            names = [one_line(str(self.dossier.peek(who).get("name", who))) for who in speakers]
            reason = f"“{words}” is given to {names[0]} and to {names[1]}"
            yield Finding(
                "contradicts", *pair_of(first, second), self.method, "two speakers", reason, ((one, other),)
            )

    def _attributing(self, quote: str, who: str) -> list[str]:
        """The claims that a quote supports and that are attributed to its speaker."""
        claims = self.dossier.claims_of_quote(quote)
        return [
            claim
            for claim in claims
            if self.dossier.peek(claim).get("attributed_to") == who
            and (quote, "supports") in support_of(self.dossier.peek(claim))
        ]

    def _named(self, who: str) -> bool:
        entity = self.dossier.peek(who)
        return bool(entity) and not is_unnamed(entity)

    def _linked(self, one: str, other: str) -> bool:
        """Whether a relation, not dismissed, has the two to do with one another."""
        relations = map(self.dossier.peek, self.dossier.relations_of(one))
        return any(
            other in (relation.get("from"), relation.get("to")) and relation.get("state") != "dismissed"
            for relation in relations
        )


def _comparable_words(quote: Any) -> str | None:
    """What is equal for quotes of the same words of direct speech; None where that is no evidence."""
    exact = quote.get("exact")
    if quote.get("speech") != "direct" or not quote.get("speaker") or not isinstance(exact, str):
        return None
    words = exact.casefold().replace("’", "'").split()
    return " ".join(words) if len(words) >= _FEWEST_WORDS else None


def _words_number(quote: Any) -> int | None:
    """A number for these words, as the words of all quotes would take much room."""
    words = _comparable_words(quote)
    return None if words is None else hash(words)
