"""One utterance that is given to two people.

Two quotes are one utterance where a relation that holds says so, or where they are the very same words of
direct speech, long enough not to be a phrase. Both must name whom they have, and both names must be of
somebody: an unnamed speaker may be any of the others, and a spokesman is his company where a relation
between the two says what they have to do with one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice, product
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

    def questions_of_change(self, table: str, before: Doc, after: Doc) -> Iterable[Question]:
        """The relations of the quotes that the change bears on, and their words."""
        if table == "relations":
            yield from (doc["id"] for doc in (before, after) if doc.get("type") in SAME_WORDS)
        elif table == "quotes":
            yield from self._changed_words(before, after)
        if self.loaded:
            yield from self._of_quotes(self._quotes_affected(table, before, after))

    def _changed_words(self, before: Doc, after: Doc) -> Iterator[Question]:
        """What a quote said and what it says."""
        for doc, there in ((before, False), (after, True)):
            if (words := _words_number(doc)) is not None:
                others = {*self._saying.get(words, ())} - {doc["id"]}
                self._saying[words] = tuple(sorted({*others, doc["id"]} if there else others))
                if others:
                    yield words

    def _quotes_affected(self, table: str, before: Doc, after: Doc) -> Iterable[str]:
        """The quotes that a change affects."""
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

    def find_answer(self, question: Question) -> Iterator[Finding]:
        """For each two speakers, a claim that has it from the one and a claim that has it from the other."""
        pairs: Iterable[tuple[object, object]] = ()
        if isinstance(question, int):
            quotes = combinations(self._saying.get(question, ()), 2)
            pairs = (pair for pair in quotes if self._same_words(*pair))
        elif relation_holds(relation := self.dossier.peek(str(question))):
            pairs = ((relation.get("from"), relation.get("to")),)
        return islice((found for pair in pairs for found in self._compare_speakers(*map(str, pair))), _MOST)

    def _same_words(self, one: str, other: str) -> bool:
        return _comparable_words(self.dossier.peek(one)) == _comparable_words(self.dossier.peek(other))

    def _compare_speakers(self, one: str, other: str) -> Iterator[Finding]:
        """A claim that has the words from one speaker, beside a claim that has them from the other."""
        peek = self.dossier.peek
        speaker, other_speaker = (str(peek(quote).get("speaker") or "") for quote in (one, other))
        if speaker == other_speaker or self._are_linked(speaker, other_speaker):
            return
        if not (self._is_named(speaker) and self._is_named(other_speaker)):
            return
        claims = self._claims_attributed(one, speaker)
        other_claims = self._claims_attributed(other, other_speaker)
        pairs = [pair_of(first, second) for first, second in product(claims, other_claims) if first != second]
        if not pairs:
            return
        words = clip(one_line(peek(one).get("exact") or ""), _SHOWN)
        names = [one_line(peek(who).get("name") or who) for who in (speaker, other_speaker)]
        reason = f"“{words}” is given to {names[0]} and to {names[1]}"
        yield Finding("contradicts", *pairs[0], self.method, "two speakers", reason, ((one, other),))

    def _claims_attributed(self, quote: str, who: str) -> list[str]:
        """The claims that a quote supports and that are attributed to its speaker."""
        claims = self.dossier.claims_of_quote(quote)
        return [
            claim
            for claim in claims
            if self.dossier.peek(claim).get("attributed_to") == who
            and (quote, "supports") in support_of(self.dossier.peek(claim))
        ]

    def _is_named(self, who: str) -> bool:
        entity = self.dossier.peek(who)
        return bool(entity) and not is_unnamed(entity)

    def _are_linked(self, one: str, other: str) -> bool:
        """Whether a relation that was not dismissed links the two."""
        relations = map(self.dossier.peek, self.dossier.relations_of(one))
        return any(
            other in (relation.get("from"), relation.get("to")) and relation.get("state") != "dismissed"
            for relation in relations
        )


def _comparable_words(quote: Any) -> str | None:
    """The words of direct speech, folded so that equal words are equal; None for too few to be evidence."""
    exact = quote.get("exact")
    if quote.get("speech") != "direct" or not quote.get("speaker") or not isinstance(exact, str):
        return None
    words = exact.casefold().replace("’", "'").split()
    return " ".join(words) if len(words) >= _FEWEST_WORDS else None


def _words_number(quote: Any) -> int | None:
    """A number for these words: the words of all quotes would take much room."""
    words = _comparable_words(quote)
    return None if words is None else hash(words)
