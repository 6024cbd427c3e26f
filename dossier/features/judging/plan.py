"""Carrying out judgements: what is wished for, what is refused and why, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from dossier.core.annotating import ActOutcome
from dossier.core.naming import describe_targets, require_storable
from dossier.evidence.judgements import Judgement, badge_of, newest_judgement
from dossier.records.dates import is_ahead, moment_key, next_millisecond
from dossier.records.names import name_of
from dossier.records.problems import EditRefused
from dossier.records.vocabulary import Scheme
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.draft import Draft
    from dossier.store.history import Edit

_SAID = 3
_NAME = 20
"""Cells of a record's name in a message."""


class Wish(NamedTuple):
    """One value for one record (or for a claim's support by `quote`), because `chosen` was chosen."""

    chosen: str
    target: str
    scheme: Scheme
    value: str
    quote: str | None = None


@dataclass
class Plan:
    """What is to be judged how, and what cannot be."""

    dossier: Dossier
    chosen: Sequence[str]
    wishes: list[Wish] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    rules: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, chosen: str, rule: str, here: str = "") -> None:
        """Leave one of the chosen out by some rule, and say how things are `here`; the rest is done."""
        before = self.refused.get(chosen)
        sentence = f"{rule}; {here}" if here else rule
        self.refused[chosen] = f"{before}; {sentence}" if before else sentence
        self.rules.setdefault(rule, []).append(chosen)

    def carry_out(self, words: str, reason: str | None) -> ActOutcome:
        """One edit, named by `words`, with a new annotation for each wish that is not so already."""
        dossier, why = self.dossier, checked_reason(reason)
        wishes = {(wish.target, wish.scheme, wish.quote): wish for wish in self.wishes}.values()
        fresh = [wish for wish in wishes if not _holds_already(dossier, wish, why)]
        if not fresh:
            return self.outcome(None)

        def change(draft: Draft) -> None:
            for wish in fresh:
                draft.put(_make_annotation(dossier, draft, wish, why))

        on = describe_targets(dossier, list(dict.fromkeys(wish.chosen for wish in fresh)))
        edit = dossier.edit(f"{words} {on}", change)
        return self.outcome(edit, describe_result(dossier, fresh))

    def outcome(self, edit: Edit | None, result: str = "") -> ActOutcome:
        """What is to be told: what came of the edit; else its label, and what was refused.

        EditRefused where nothing could be done at all.
        """
        if edit is None and self.refused:
            raise EditRefused(self._excuse())

        if edit is None:
            words = ""
        elif self.refused:
            words = f"{edit.label}; {self._excuse()}"
        else:
            words = result or edit.label
        return ActOutcome(edit, self.refused, words)

    def _excuse(self) -> str:
        if len(self.chosen) == 1:
            return self.refused[self.chosen[0]]
        by_rule = [f"{rule} ({self._names(chosen)})" for rule, chosen in self.rules.items()]
        return f"{len(self.refused):,} of {len(self.chosen):,} refused: {'; '.join(by_rule)}"

    def _names(self, chosen: Sequence[str]) -> str:
        names = ", ".join(name_of(self.dossier.peek(one)) for one in chosen[:_SAID])
        return f"{names} and {len(chosen) - _SAID:,} more" if len(chosen) > _SAID else names


def describe_result(dossier: Dossier, given: Sequence[Wish]) -> str:
    """What grades came to: `How did DeepSeek.. is now B: affects 69 claims; the claim is now B2`.

    Empty where the edit's own label says as much: for other judgements, and for those of several records.
    """
    letters = [wish for wish in given if wish.scheme == "admiralty-source"]
    digits = [wish for wish in given if wish.scheme == "admiralty-info" and wish.quote is None]
    if len(letters) > 1 or len(digits) > 1:
        return ""

    told = []
    for wish in letters:
        affected = plural(len(dossier.claims_from(wish.target)), "claim")
        told.append(f"{_short_name(dossier, wish.target)} is now {wish.value}: affects {affected}")
    for wish in digits:
        name = "the claim" if letters else f"claim {_short_name(dossier, wish.target)}"
        told.append(f"{name} is now {badge_of(dossier, wish.target).text}")
    return "; ".join(told)


def _short_name(dossier: Dossier, record: str) -> str:
    """As much of a name as leaves room for what is said of it on a line of 80 cells."""
    return clip(one_line(name_of(dossier.peek(record))), _NAME)


def checked_reason(reason: str | None) -> str | None:
    """A reason as it is stored; None where it says nothing."""
    return require_storable(reason or "", "the reason").strip() or None


def _holds_already(dossier: Dossier, wish: Wish, why: str | None) -> bool:
    """Whether the value counts already, and by the same author; a new reason is a new judgement."""
    last = _last_judgement(dossier, wish)
    if last is None or last.by != dossier.by or last.value != wish.value:
        return False
    return why is None or why == last.reason


def _last_judgement(dossier: Dossier, wish: Wish) -> Judgement | None:
    return newest_judgement(dossier, wish.target, wish.scheme, wish.quote)


def _make_annotation(dossier: Dossier, draft: Draft, wish: Wish, why: str | None) -> dict[str, object]:
    """The annotation. What is judged now counts now, even where another's clock runs ahead."""
    last = _last_judgement(dossier, wish)
    created = None
    if last is not None and not is_ahead(last.created) and moment_key(last.created) >= moment_key(draft.at):
        created = next_millisecond(last.created)
    doc = {
        "id": draft.mint("a"),
        "target": wish.target,
        "quote": wish.quote,
        "motivation": "assessing",
        "body": {"scheme": wish.scheme, "value": wish.value, "reason": why},
        "created": created,
    }
    return {key: value for key, value in doc.items() if value is not None}
