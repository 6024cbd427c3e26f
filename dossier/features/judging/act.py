"""Judging: grades of sources and claims, a claim's status, how likely it is.

Each judgement is an annotation of its own; what was judged before stays, with its author and date. The
newest counts, so giving the value that counts already, and is yours, changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from dossier.core.annotating import ActOutcome
from dossier.core.naming import describe_targets, is_yours, require_records
from dossier.evidence.judgements import Judgement, list_judgements
from dossier.evidence.origins.origins import count_origins, source_origins
from dossier.evidence.scales import read_choice
from dossier.features.judging.plan import Plan, Wish, checked_reason
from dossier.records.annotation import GradeBody
from dossier.records.ids import name_kinds
from dossier.records.names import name_of
from dossier.records.problems import EditRefused
from dossier.records.raw import supporting_quotes
from dossier.records.vocabulary import Scheme
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.draft import Draft
    from dossier.store.history import Edit

What = Literal["grade", "status", "weight"]
_SCHEMES: dict[What, tuple[Scheme, ...]] = {
    "grade": ("admiralty-source", "admiralty-info"),
    "status": ("status",),
    "weight": ("likelihood", "confidence"),
}


def give_grade(
    dossier: Dossier,
    targets: Sequence[str],
    letter: str | None = None,
    digit: str | None = None,
    *,
    claim: str | None = None,
    sources: Sequence[str] | None = None,
    reason: str | None = None,
) -> ActOutcome:
    """Give sources a letter A-F and claims a digit 1-6, where the evidence allows it.

    A letter given to a claim goes to its source, or to `sources` where it has several; a digit given to a
    quote goes to the support of `claim` by it (without one, of the only claim that it serves).
    """
    wanted = require_records(dossier, targets)
    if letter is None and digit is None:
        raise EditRefused("a grade is a letter A-F for a source, a digit 1-6 for a claim, or both")
    letter = None if letter is None else read_choice("admiralty-source", letter)
    digit = None if digit is None else read_choice("admiralty-info", digit)
    _refuse_kinds(wanted, "scq", "grades are for sources, claims and the quotes of a claim")
    if digit is not None:
        _refuse_kinds(wanted, "cq", "a digit is for claims and their quotes; a source takes a letter A-F")
    plan = Plan(dossier, wanted)
    for target in wanted:
        if letter is not None:
            _wish_letter(plan, target, letter, sources)
        if digit is not None:
            _wish_digit(plan, target, digit, claim)
    _hold_to_evidence(plan)
    return plan.carry_out(f"graded {letter or ''}{digit or ''} on", reason)


def sources_to_grade(dossier: Dossier, target: str) -> tuple[str, ...]:
    """The sources that a letter given to this record can be meant for; ask which where there are several."""
    match target[:1]:
        case "s":
            return (target,)
        case "q":
            return (dossier.quotes[target].source,)
        case _:
            return dossier.sources_of(target)


def give_status(dossier: Dossier, claims: Sequence[str], value: str, reason: str | None = None) -> ActOutcome:
    """Say how claims stand: supported, refuted, disputed or open (`+ - ~ ?`)."""
    wanted = require_records(dossier, claims)
    _refuse_kinds(wanted, "c", "a status is for claims")
    chosen = read_choice("status", value)
    plan = Plan(dossier, wanted, [Wish(claim, claim, "status", chosen) for claim in wanted])
    return plan.carry_out(f"status {chosen} on", reason)


def give_weight(
    dossier: Dossier,
    claims: Sequence[str],
    likelihood: str | None = None,
    confidence: str | None = None,
    reason: str | None = None,
) -> ActOutcome:
    """Say how likely claims are (1-7, or ICD 203's words) and with what confidence (low, moderate, high)."""
    wanted = require_records(dossier, claims)
    _refuse_kinds(wanted, "c", "likelihood and confidence are for claims")
    if likelihood is None and confidence is None:
        raise EditRefused("weighing takes a likelihood 1-7, a confidence l m h, or both")
    plan, words = Plan(dossier, wanted), []
    if likelihood is not None:
        words.append(likely := read_choice("likelihood", likelihood))
        plan.wishes += [Wish(claim, claim, "likelihood", likely) for claim in wanted]
    if confidence is not None:
        sure = read_choice("confidence", confidence)
        words.append(f"{sure} confidence")
        plan.wishes += [Wish(claim, claim, "confidence", sure) for claim in wanted]
    return plan.carry_out(f"weighed {' with '.join(words)} on", reason)


def clear_judgement(
    dossier: Dossier, targets: Sequence[str], what: What = "grade", *, claim: str | None = None
) -> ActOutcome:
    """Take your newest judgement off each target; what was judged before it counts again.

    Of a claim its own digit, of a quote that of the support of `claim` by it, of a source its letter. The
    history keeps what is cleared.
    """
    wanted = require_records(dossier, targets)
    if what == "grade":
        _refuse_kinds(wanted, "scq", "grades are for sources, claims and the quotes of a claim")
    else:
        _refuse_kinds(wanted, "c", f"a {what} is for claims")
    plan = Plan(dossier, wanted)
    gone: dict[str, str] = {}
    for target in wanted:
        try:
            newest = _newest_on_each_scale(dossier, target, what, claim)
        except EditRefused as error:
            plan.refuse(target, str(error))
            continue
        own = {judgement.id: target for judgement in newest if is_yours(dossier, judgement.by)}
        if newest and not own:
            whose = one_line(newest[-1].by)
            plan.refuse(target, f"the {what} is {whose}'s, who alone clears it; your own would count instead")
        gone |= own
    if not gone:
        return plan.outcome(None)

    def change(draft: Draft) -> None:
        for annotation in gone:
            if draft.get(annotation) is not None:
                draft.remove(annotation)

    on = describe_targets(dossier, list(dict.fromkeys(gone.values())))
    return plan.outcome(dossier.edit(f"cleared {what} of {on}", change))


def give_reason(dossier: Dossier, given: Iterable[str], reason: str) -> Edit | None:
    """Say why, in judgements of yours: their ids are the records of the edit that made them."""
    found = [dossier.annotations[annotation] for annotation in given]
    if not found:
        raise EditRefused("there is no judgement to give a reason for")
    for annotation in found:
        if not isinstance(annotation.body, GradeBody):
            raise EditRefused(f"{annotation.id} is not a judgement")
        if not is_yours(dossier, annotation.by):
            raise EditRefused(f"this judgement is {one_line(annotation.by)}'s; only its author says why")
    why = checked_reason(reason)

    def change(draft: Draft) -> None:
        for annotation in found:
            if (doc := draft.get(annotation.id)) is None:
                raise EditRefused("the judgement was cleared in the meantime")
            draft.put({**doc, "body": {**doc["body"], "reason": why}})

    on = describe_targets(dossier, list(dict.fromkeys(annotation.target for annotation in found)))
    return dossier.edit(f"reason for the judgement of {on}", change)


def _refuse_kinds(targets: list[str], allowed: str, rule: str) -> None:
    for target in targets:
        if target[:1] not in allowed:
            raise EditRefused(f"{rule}; this is {name_kinds(target[0])}")


def _wish_letter(plan: Plan, target: str, letter: str, sources: Sequence[str] | None) -> None:
    possible = sources_to_grade(plan.dossier, target)
    meant = possible if sources is None else [source for source in possible if source in sources]
    if len(meant) > 1 and sources is None:
        plan.refuse(target, f"say which source the letter {letter} is for", f"there are {len(meant)}")
    elif not meant:
        plan.refuse(target, "that is no source of it" if possible else "no source stands behind it")
    else:
        plan.wishes += [Wish(target, source, "admiralty-source", letter) for source in meant]


def _wish_digit(plan: Plan, target: str, digit: str, claim: str | None) -> None:
    try:
        judged, quote = _find_judged(plan.dossier, target, claim)
    except EditRefused as error:
        plan.refuse(target, str(error))
    else:
        plan.wishes.append(Wish(target, judged, "admiralty-info", digit, quote))


def _find_judged(dossier: Dossier, target: str, claim: str | None) -> tuple[str, str | None]:
    """What a judgement of `target` is put on: the record itself, or for a quote a claim's support by it."""
    if target[:1] != "q":
        return target, None
    claims = dossier.claims_of_quote(target)
    if claim is None and len(claims) == 1:
        return claims[0], target
    if claim in claims:
        return claim, target
    served = f"it serves {plural(len(claims), 'claim')}" if claims else "it serves no claim"
    hint = "; grade it among the quotes of one of them" if claims and claim is None else ""
    raise EditRefused(f"a quote is judged for what it does for one claim; {served}{hint}")


def _hold_to_evidence(plan: Plan) -> None:
    """Take out the digits that a claim's evidence does not bear."""
    wishes, plan.wishes = plan.wishes, []
    for wish in wishes:
        if why := _too_high(plan.dossier, wish):
            plan.refuse(wish.chosen, *why)
        else:
            plan.wishes.append(wish)


def _too_high(dossier: Dossier, wish: Wish) -> tuple[str, str] | None:
    """The rule that refuses a digit, and how things are with the claim."""
    if wish.scheme != "admiralty-info":
        return None
    quotes = list(supporting_quotes(dossier.peek(wish.target)))
    if wish.quote is None and not quotes and wish.value in "1234":
        return f"{wish.value} needs evidence", "no quote supports this claim, so it can only be 5 or 6"
    if wish.value == "1" and (count := count_origins(dossier, wish.target, source_origins(dossier))) < 2:
        sources = dict.fromkeys(str(dossier.peek(quote).get("source", "")) for quote in quotes)
        names = ", ".join(name_of(dossier.peek(source)) for source in sources)
        has = f"1 origin: {names}" if count else "no origin"
        return "1 means confirmed by other, independent sources", f"this claim has {has}"
    return None


def _newest_on_each_scale(dossier: Dossier, target: str, what: What, claim: str | None) -> list[Judgement]:
    """On each scale the newest judgement of your own, else the newest of all."""
    judged, quote = _find_judged(dossier, target, claim)
    every = list_judgements(dossier, judged, quote)
    found = []
    for scheme in _SCHEMES[what]:
        given = [judgement for judgement in every if judgement.scheme == scheme]
        own = [judgement for judgement in given if is_yours(dossier, judgement.by)]
        found += (own or given)[-1:]
    return found
