"""How many records depend on a pair: what would have to be looked at again once it is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def weigh_pair(dossier: Dossier, one: str, other: str) -> int:
    """Of claims, their quotes, sources, events and annotations; of sources, the claims that rest on both.

    Of quotes and events, the claims of both.
    """
    match one[:1]:
        case "c":
            return _weigh_claim(dossier, one) + _weigh_claim(dossier, other)
        case "s":
            return len(set(dossier.claims_from(one)).intersection(dossier.claims_from(other)))
        case "q":
            return len({*dossier.claims_of_quote(one), *dossier.claims_of_quote(other)})
        case "v":
            return sum(len(dossier.claims_for(event)) for event in (one, other))
    return 0


def _weigh_claim(dossier: Dossier, claim: str) -> int:
    return (
        len(dossier.quotes_of(claim))
        + len(dossier.sources_of(claim))
        + len(dossier.events_of(claim))
        + len(dossier.annotations_of(claim))
    )
