"""Badges, statuses and origins of claims and letters of sources, by slot, remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dossier.core.derived import CHUNK, GONE, Part, stamp
from dossier.evidence.origins.mouths import mouths_in, own_of
from dossier.evidence.origins.origins import SourceOrigins, origins_of, source_origins
from dossier.query.engine.parts import Chain, Marks
from dossier.records.raw import supporting_quotes

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


class Grades(Part):
    """What `evidence.judgements` and `evidence.origins` say of claims and sources.

    A badge is `B2`, `B`, `2` or nothing. A new judgement costs the claims that it bears on.
    """

    tables = ("claims", "quotes", "annotations")

    def __init__(self, dossier: Dossier, chain: Chain, marks: Marks) -> None:
        super().__init__(dossier)
        self.chain, self.marks = chain, marks
        self.badges: list[str] = []
        self.statuses: list[str] = []
        self.letters: list[str] = []
        """By the chain's numbers of sources."""
        self.letter: dict[str, str] = {}
        """By source."""
        self._judged = 0
        self._chained: tuple[object, ...] = ()

    def update(self) -> Iterator[None]:
        """Judge anew what was judged since; all, if the claims or quotes changed."""
        for part in (self.chain, self.marks):
            for _ in part.ready():
                yield
        chained = stamp(self.dossier, "claims", "quotes")
        judged = self.marks.judged[self._judged :]
        done = len(self.marks.judged)
        sources = {each for each in judged if each[:1] == "s"}
        for source in sources:
            self.letter[source] = self.marks.newest(source, "admiralty-source")
        self.letters = [self.letter.get(source, "") for source in self.chain.number]
        rows = self.chain.claim_rows
        if chained != self._chained or sources:
            every = len(self.chain.quotes)
            self.badges += [""] * (every - len(self.badges))
            self.statuses += [""] * (every - len(self.statuses))
            for start in range(0, every, CHUNK):
                for slot in range(start, min(start + CHUNK, every)):
                    self._judge(slot)
                yield
        else:
            for at in range(0, len(judged), CHUNK):
                for claim in judged[at : at + CHUNK]:
                    if (slot := rows.at.get(claim, -1)) >= 0:
                        self._judge(slot)
                yield
        self._judged, self._chained = done, chained

    def _judge(self, slot: int) -> None:
        rows, marks = self.chain.claim_rows, self.marks
        claim = rows.ids[slot]
        letter = best([self.letters[number] for number in self.chain.backing[slot]])
        if claim not in marks.on or rows.docs[slot] is GONE:
            self.badges[slot], self.statuses[slot] = letter, ""
            return
        digit = marks.newest(claim, "admiralty-info") or best(
            [marks.newest(claim, "admiralty-info", quote) for quote in supporting_quotes(rows.docs[slot])]
        )
        self.badges[slot] = letter + digit
        self.statuses[slot] = marks.newest(claim, "status")


class Origins(Part):
    """How many independent origins each claim has, worked out when first asked for."""

    tables = ("claims", "quotes", "relations", "sources", "entities")

    def __init__(self, dossier: Dossier, chain: Chain) -> None:
        super().__init__(dossier)
        self.chain = chain
        self._of: list[int] = []
        self._known = SourceOrigins()
        self._simple: list[bool] = []
        self._own: dict[str, set[str]] = {}

    def update(self) -> Iterator[None]:
        """Forget."""
        for _ in self.chain.ready():
            yield
        self._known = source_origins(self.dossier)
        self._of = [-1] * len(self.chain.quotes)
        self._own = {}
        self._simple = [source not in self._known.of_source for source in self.chain.number]

    def of(self, slot: int) -> int:
        """Where nothing joins the sources of a claim, they are counted."""
        found = self._of[slot]
        if found < 0:
            backing, simple = self.chain.backing[slot], self._simple
            if len(backing) < 2 or (all(simple[each] for each in backing) and not self._joined(slot)):
                found = len(backing)
            else:
                found = origins_of(self.dossier, self.chain.claim_rows.ids[slot], self._known)
            self._of[slot] = found
        return found

    def _joined(self, slot: int) -> bool:
        """Whether two quotes of a claim may be one utterance or name the same one, or whose source it is, or
        stand in sources of one voice.
        """
        rows, same, sources = self.chain.quote_rows, self._known.of_quote, self.dossier.sources.docs
        own: set[str] = set()
        named: set[str] = set()
        for quote in self.chain.quotes[slot]:
            doc = rows.docs[quote]
            if (source := str(doc.get("source"))) not in self._own:
                self._own[source] = own_of(sources, source)
            its_own = self._own[source]
            if source not in own and not own.isdisjoint(its_own):
                return True
            mouths = [each for each in mouths_in(doc) if each not in its_own]
            if rows.ids[quote] in same or not named.isdisjoint(mouths):
                return True
            named.update(mouths)
            own |= its_own
        return not own.isdisjoint(named)


def best(grades: list[str]) -> str:
    """The best of some grades; what cannot be judged only where there is nothing else."""
    if len(grades) == 1:
        return grades[0]
    given = [grade for grade in grades if grade]
    return min(given, key=lambda grade: (grade in "F6", grade), default="")
