"""The badge, status, origins and hearsay of each claim, and the letters of sources, kept by slot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dossier.core.derived import CHUNK, GONE, Derived, stamp_tables
from dossier.evidence.judgements import grade_claim, pick_value
from dossier.evidence.origins.origins import SourceOrigins, count_origins, source_origins
from dossier.evidence.origins.passing import Passing, passing_of
from dossier.query.engine.parts import AnnotationIndex, Chain

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

NO_SUPPORT = -1
"""The depth of a claim that no quote supports; no filter can ask for it."""


class ClaimGrades(Derived):
    """What `evidence.judgements` says of claims and sources. A badge is `B2`, `B`, `2` or empty.

    After a new judgement only the claims that it is about are graded again.
    """

    tables = ("claims", "quotes", "annotations")

    def __init__(self, dossier: Dossier, chain: Chain, marks: AnnotationIndex) -> None:
        super().__init__(dossier)
        self.chain, self.marks = chain, marks
        self.badges: list[str] = []
        self.statuses: list[str] = []
        self.letters: list[str] = []
        """By the number of the source."""
        self.letter: dict[str, str] = {}
        """By the id of the source."""
        self._judged = 0
        self._chained: tuple[object, ...] = ()

    def update(self) -> Iterator[None]:
        """Grade again what was judged since; all claims, if a claim, a quote or a source's letter changed."""
        for part in (self.chain, self.marks):
            for _ in part.ready():
                yield
        chained = stamp_tables(self.dossier, "claims", "quotes")
        judged = self.marks.judged[self._judged :]
        done = len(self.marks.judged)
        sources = {each for each in judged if each[:1] == "s"}
        for source in sources:
            self.letter[source] = pick_value(self.marks.on.get(source, ()), "admiralty-source")
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
        annotations = () if rows.docs[slot] is GONE else marks.on.get(claim, ())
        letters = [self.letters[number] for number in self.chain.backing[slot]]
        self.badges[slot] = grade_claim(rows.docs[slot], annotations, letters).grade
        self.statuses[slot] = pick_value(annotations, "status")


class ClaimOrigins(Derived):
    """How many independent origins each claim has, counted when first asked for."""

    tables = ("claims", "quotes", "relations", "sources", "entities")

    def __init__(self, dossier: Dossier, chain: Chain) -> None:
        super().__init__(dossier)
        self.chain = chain
        self._of: list[int] = []
        self._known = SourceOrigins()

    def update(self) -> Iterator[None]:
        """Forget what was counted."""
        for _ in self.chain.ready():
            yield
        self._known = source_origins(self.dossier)
        self._of = [-1] * len(self.chain.quotes)

    def count_origins(self, slot: int) -> int:
        """The number of origins of one claim."""
        found = self._of[slot]
        if found < 0:
            claim = self.chain.claim_rows.ids[slot]
            found = self._of[slot] = count_origins(self.dossier, claim, self._known)
        return found


class ClaimHearsay(Derived):
    """How far each claim is from whoever knew it first, worked out when first asked for."""

    tables = ("claims", "quotes", "sources", "relations", "entities")

    def __init__(self, dossier: Dossier, chain: Chain) -> None:
        super().__init__(dossier)
        self.chain = chain
        self._passing: Passing
        self._depths: dict[int, int] = {}
        self._first: dict[int, bool] = {}

    def update(self) -> Iterator[None]:
        """Forget what was counted."""
        for _ in self.chain.ready():
            yield
        self._passing = passing_of(self.dossier)
        self._depths, self._first = {}, {}

    def depth_of(self, slot: int) -> int:
        """The least hearsay depth of the quotes that support the claim."""
        if slot not in self._depths:
            found = self._passing.claim_depth(self.chain.claim_rows.ids[slot])
            self._depths[slot] = NO_SUPPORT if found is None else found
        return self._depths[slot]

    def is_first_hand(self, slot: int) -> bool:
        """Whether somebody in a position to know supports the claim."""
        if slot not in self._first:
            self._first[slot] = self._passing.is_claim_first_hand(self.chain.claim_rows.ids[slot])
        return self._first[slot]
