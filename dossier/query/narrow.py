"""What panes list while an entity, a source or an event is chosen in another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def narrow_claims(dossier: Dossier, entity: str | None, scope: str | None) -> tuple[str, ...]:
    """The claims about the entity, and from the source or for the event (`scope`); None: no such limit."""
    found = dossier.claims_about(entity) if entity else dossier.claims.ids()
    if scope is None:
        return found
    listed = dossier.claims_from(scope) if scope.startswith("s.") else dossier.claims_for(scope)
    inside = set(found)
    return tuple(claim for claim in listed if claim in inside)


def narrow_sources(dossier: Dossier, entity: str | None) -> tuple[str, ...]:
    """The sources of the claims about the entity and those that quote it.

    Withdrawn sources stay in the list, so that they can be put back.
    """
    if entity is None:
        return dossier.sources.ids()
    found = set(dossier.lens.withdrawn)
    for claim in dossier.claims_about(entity):
        found.update(dossier.sources_of(claim))
    for quote in dossier.quotes_by(entity):
        found.add(dossier.peek(quote)["source"])
    return tuple(sorted(source for source in found if source in dossier))


def narrow_events(dossier: Dossier, entity: str | None) -> tuple[str, ...]:
    """The events that the entity takes part in, or that claims about it establish."""
    return dossier.events.ids() if entity is None else dossier.events_with(entity)


def narrow_notes(dossier: Dossier, entity: str | None, everything: tuple[str, ...]) -> tuple[str, ...]:
    """The notes on the entity, and on the records that the panes list while it is chosen."""
    if entity is None:
        return everything
    about = dossier.claims_about(entity)
    bearing = {entity, *about, *narrow_sources(dossier, entity), *narrow_events(dossier, entity)}
    bearing |= {quote for claim in about for quote in dossier.quotes_of(claim)}
    return tuple(note for note in everything if dossier.peek(note).get("target") in bearing)
