"""Linked panes: a chosen entity, source or event narrows what the others list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def narrow_claims(dossier: Dossier, entity: str | None, scope: str | None) -> tuple[str, ...]:
    """Claims about the entity, if one is chosen, and of the source or event, if one is."""
    found = dossier.claims_about(entity) if entity else dossier.claims.ids()
    if scope is None:
        return found
    listed = dossier.claims_from(scope) if scope.startswith("s.") else dossier.claims_for(scope)
    inside = set(found)
    return tuple(claim for claim in listed if claim in inside)


def narrow_sources(dossier: Dossier, entity: str | None) -> tuple[str, ...]:
    """Sources of the claims about the entity, those that quote it, and those withdrawn, to be put back."""
    if entity is None:
        return dossier.sources.ids()
    found = {source for claim in dossier.claims_about(entity) for source in dossier.sources_of(claim)}
    found |= {dossier.peek(quote)["source"] for quote in dossier.quotes_by(entity)}
    return tuple(sorted(source for source in found | dossier.lens.withdrawn if source in dossier))


def narrow_events(dossier: Dossier, entity: str | None) -> tuple[str, ...]:
    """Events that the entity takes part in, or that claims about it establish."""
    return dossier.events.ids() if entity is None else dossier.events_with(entity)


def narrow_notes(dossier: Dossier, entity: str | None, everything: tuple[str, ...]) -> tuple[str, ...]:
    """Of all notes, those on the entity or on what it narrows the panes to."""
    if entity is None:
        return everything
    about = dossier.claims_about(entity)
    bearing = {entity, *about, *narrow_sources(dossier, entity), *narrow_events(dossier, entity)}
    bearing |= {quote for claim in about for quote in dossier.quotes_of(claim)}
    return tuple(note for note in everything if dossier.peek(note).get("target") in bearing)
