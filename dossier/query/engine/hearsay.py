"""Through how many mouths each claim came, and which are first-hand, by slot, remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dossier.core.derived import Part
from dossier.evidence.origins.passing import Passing, passing_of

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.query.engine.parts import Chain

NO_SUPPORT = -1
"""The depth of a claim that no quote supports: no number that can be asked for."""


class Hearsay(Part):
    """What `evidence.origins.passing` says of claims, worked out when first asked for."""

    tables = ("claims", "quotes", "sources", "relations", "entities")

    def __init__(self, dossier: Dossier, chain: Chain) -> None:
        super().__init__(dossier)
        self.chain = chain
        self._passing: Passing
        self._depths: dict[int, int] = {}
        self._first: dict[int, bool] = {}

    def update(self) -> Iterator[None]:
        """Forget."""
        for _ in self.chain.ready():
            yield
        self._passing = passing_of(self.dossier)
        self._depths, self._first = {}, {}

    def depth(self, slot: int) -> int:
        """The least hearsay depth of the quotes that support the claim."""
        if slot not in self._depths:
            found = self._passing.of_claim(self.chain.claim_rows.ids[slot])
            self._depths[slot] = NO_SUPPORT if found is None else found
        return self._depths[slot]

    def first_hand(self, slot: int) -> bool:
        """Whether somebody in a position to know supports the claim."""
        if slot not in self._first:
            self._first[slot] = self._passing.first_hand(self.chain.claim_rows.ids[slot])
        return self._first[slot]
