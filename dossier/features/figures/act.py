"""Splitting a conflict of figures: the two claims say what each is about, and conflict no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.core.naming import require_storable
from dossier.evidence.figures.groups import figure_group_of
from dossier.evidence.finding import finding_id
from dossier.records.base import Doc
from dossier.records.names import name_of
from dossier.records.problems import EditRefused
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.draft import Draft
    from dossier.store.history import Edit


NO_FIGURES = "only figures of one subject and one property are split by their scopes"


def can_split(dossier: Dossier, claim_a: str, claim_b: str) -> bool:
    """Whether two claims have figures of one subject and property."""
    groups = {figure_group_of(dossier.claims[claim].to_doc()) for claim in (claim_a, claim_b)}
    return len(groups) == 1 and None not in groups


def split_figures(dossier: Dossier, claim_a: str, scope_a: str, claim_b: str, scope_b: str) -> Edit | None:
    """Give the figures of two claims distinct scopes, and dismiss that the claims contradict one another.

    One edit. EditRefused unless both claims have a figure of one subject and property, and the scopes tell
    them apart.
    """
    scopes = {claim_a: _scope_words(scope_a), claim_b: _scope_words(scope_b)}
    if claim_a == claim_b:
        raise EditRefused("a conflict is split between two claims")
    if len({scope.casefold() for scope in scopes.values()}) < 2:
        raise EditRefused("the two scopes are the same: they do not tell the figures apart")
    if not can_split(dossier, claim_a, claim_b):
        raise EditRefused(NO_FIGURES)

    def change(draft: Draft) -> None:
        for claim, scope in scopes.items():
            doc: Any = draft.get(claim)
            if doc is None or not doc.get("figure"):
                raise EditRefused(f"{claim} has no figure any more")
            draft.put({**doc, "figure": {**doc["figure"], "scope": scope}})
        for relation in _find_conflicts(dossier, draft, claim_a, claim_b):
            draft.put({**relation, "state": "dismissed", "reason": _write_reason(scopes)})

    names = " and ".join(name_of(dossier.raw(claim)) for claim in scopes)
    return dossier.edit(f"split {names} by their scopes", change)


def _scope_words(scope: str) -> str:
    words = one_line(require_storable(scope, "the scope"))
    if not words:
        raise EditRefused("both claims need a scope: what the figure is about, such as “training of V3”")
    return words


def _write_reason(scopes: dict[str, str]) -> str:
    first, second = scopes.values()
    return f"Distinct scopes: “{first}” and “{second}”."


def _find_conflicts(dossier: Dossier, draft: Draft, one: str, other: str) -> list[Doc]:
    """The relations by which two claims contradict one another, and the one that would be computed."""
    found = [draft.get(each) for each in dossier.relations_of(one)]
    known = [
        doc
        for doc in found
        if doc and doc.get("type") == "contradicts" and {doc["from"], doc["to"]} == {one, other}
    ]
    if known:
        return known
    first, second = sorted((one, other))
    computed = finding_id("contradicts", first, second)
    return [{"id": computed, "from": first, "to": second, "type": "contradicts", "basis": "computed"}]
