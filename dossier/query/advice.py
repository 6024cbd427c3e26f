"""Which term to leave out of a filter that finds nothing, and how many records that gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.query.engine.filtering import Filter
from dossier.query.language.grammar import Query, Term

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


_SLICE = 0.01
"""In seconds."""


@dataclass(frozen=True, slots=True)
class Advice:
    """`Without grade: 4`: a term as it was typed, the query without it, and how many records fit that."""

    term: Term
    words: str
    query: Query
    hits: int

    @property
    def name(self) -> str:
        """The key of the term; without one, its words."""
        return self.term.key or self.words


def find_advice(dossier: Dossier, query: Query, ids: Sequence[str]) -> list[Advice]:
    """The terms that can be left out, each alone, the one that gives most records first."""
    found: list[Advice] = []
    for step in advise(dossier, query, ids):
        found = step
    return found


def advise(dossier: Dossier, query: Query, ids: Sequence[str]) -> Iterator[list[Advice]]:
    """As `find_advice`, in slices: the advice so far, each time."""
    found: list[Advice] = []
    for term in query.terms if len(query.terms) > 1 else ():
        shorter = query.without_term(term)
        filtered = Filter(dossier, shorter, ids)
        while not filtered.run(_SLICE):
            yield found
        if filtered.hits:
            found.append(Advice(term, query.typed_term(term), shorter, len(filtered.hits)))
            found.sort(key=lambda advice: -advice.hits)
        yield found
