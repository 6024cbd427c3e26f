"""Deciding what was found: a finding is confirmed, dismissed with a reason, or opened again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dossier.core.naming import require_storable
from dossier.evidence.finding import Finding
from dossier.records.base import Doc
from dossier.records.names import name_of
from dossier.records.problems import EditRefused
from dossier.records.vocabulary import State
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.draft import Draft
    from dossier.store.history import Edit

_VERBS: dict[State, str] = {"confirmed": "confirmed", "dismissed": "dismissed", "candidate": "opened again"}


def decide_findings(
    dossier: Dossier, findings: Finding | Sequence[Finding], state: State, reason: str | None = None
) -> Edit | None:
    """Write what was decided of one finding, or of several in one edit; None where it is so already.

    The decision is a relation: the one that holds the finding, or a new one with the id of what it says. A
    reason given replaces the one that is there; why it was dismissed is no reason once it is no longer.
    EditRefused for a dismissal without a reason.
    """
    chosen = [findings] if isinstance(findings, Finding) else list(findings)
    if not chosen:
        raise EditRefused("nothing is chosen")
    why = require_storable(reason or "", "the reason").strip()
    if state == "dismissed" and not why:
        raise EditRefused("a dismissal needs a reason: without one, nobody can tell later why")
    for finding in chosen:
        for end in (finding.from_, finding.to):
            dossier.get(end)  # says what is wrong: unknown, or broken

    def change(draft: Draft) -> None:
        for finding in chosen:
            doc = dict(_make_relation(draft, finding))
            before = doc.pop("reason", None)
            if doc.get("state") == "dismissed":
                before = finding.computed_reason
            if reason := why or before:
                doc["reason"] = reason
            draft.put({**doc, "state": state})

    return dossier.edit(_name_decision(dossier, chosen, state), change)


def _make_relation(draft: Draft, finding: Finding) -> Doc:
    """The relation that holds a finding, as it is now, or as it is to be."""
    known = draft.get(finding.id)
    if known is not None:
        return known
    found: Doc = {"id": finding.id, "from": finding.from_, "to": finding.to, "type": finding.type}
    found |= {"basis": "computed", "evidence": [list(shown) for shown in finding.evidence]}
    return {**found, "reason": finding.reason}


def _name_decision(dossier: Dossier, chosen: list[Finding], state: State) -> str:
    if len(chosen) > 1:
        return f"{_VERBS[state]} {plural(len(chosen), 'finding')}"
    ends = [name_of(dossier.raw(end)) for end in (chosen[0].from_, chosen[0].to)]
    return f"{_VERBS[state]}: {ends[0]} {chosen[0].type} {ends[1]}"
