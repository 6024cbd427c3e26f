"""What the fields of a note's template stand for, where the note is to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.records.claim import Claim
from dossier.records.quote import Quote
from dossier.records.source import Source
from dossier.show.kit import labels

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def fields_of(
    dossier: Dossier,
    target: str,
    today: str,
    *,
    claim: str | None = None,
    quote: str | None = None,
    words: str | None = None,
) -> dict[str, str | None]:
    """`{claim} {quote} {cite} {date}` for a note on `target`, as far as there is one of each.

    `claim` and `quote` are those being read; else a claim's first quote and a quote's first claim count.
    `words` are those chosen of a quote or a source.
    """
    claim, quote = _find_claim_and_quote(dossier, target, claim, quote)
    cite = None
    match dossier.find(quote or target):
        case Quote() as found:
            words, cite = words or found.exact, labels.citation(dossier, found)
        case Source() as source:
            cite = f"{labels.source_name(dossier, source.id)}, {labels.source_date(source)}"
    said = dossier.find(claim) if claim else None
    return {
        "claim": said.text if isinstance(said, Claim) else None,
        "quote": words,
        "cite": cite,
        "date": today,
    }


def _find_claim_and_quote(
    dossier: Dossier, target: str, claim: str | None, quote: str | None
) -> tuple[str | None, str | None]:
    match target[:1]:
        case "c":
            quotes = dossier.quotes_of(target)
            return target, quote if quote in quotes else next(iter(quotes), None)
        case "q":
            return claim or next(iter(dossier.claims_of_quote(target)), None), target
        case _:
            return claim, None
