"""Findings as rows and pages: what was computed or stated of two records, why, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.evidence.finding import Finding, FindingMethod
from dossier.records.claim import Claim
from dossier.records.event import Event
from dossier.records.quote import Quote
from dossier.records.raw import supporting_quotes
from dossier.records.vocabulary import State
from dossier.show.kit import labels, roles
from dossier.show.kit.columns import side_by_side
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.plain_words import slug_words, state_words
from dossier.show.kit.relation_words import finding_noun
from dossier.show.kit.roles import join, styled
from dossier.show.rows import STANCES, claim_grade, stance_of
from dossier.text import clip, one_line, plural
from dossier.text import width as width_of

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

SIGNS: dict[State, str] = {"candidate": "?", "confirmed": "!", "dismissed": "x"}
"""One character a decision: computed and undecided, confirmed, dismissed."""

_HANGING = {
    "c": ("record depends on it", "records depend on it"),
    "s": ("claim rests on both", "claims rest on both"),
    "q": ("claim rests on them", "claims rest on them"),
    "v": ("claim says them", "claims say them"),
}
"""What depends on two records (`weighing`), by the letter of their ids."""


def finding_row(dossier: Dossier, finding: Finding, width: int, height: int) -> list[Text]:
    """The decision, the two records (one a line in two lines), how it was found, its weight."""
    sign = styled(f"{SIGNS[finding.state]} ", roles.WARN if finding.state == "confirmed" else roles.STATUS)
    right = styled(f"  affects {finding.weight:>3}", roles.DIM)
    one, other = (_short_name(dossier, end, finding.method) for end in (finding.from_, finding.to))
    room = max(width - sign.cell_len - right.cell_len, 8)
    if height == 2:
        return [_spread_line(sign, one, right, room), styled(f"  | {clip(other, max(width - 4, 1))}")]
    first = clip(one, (room - 3) // 2)
    return [_spread_line(sign, f"{first} | {clip(other, max(room - 3 - width_of(first), 1))}", right, room)]


def _spread_line(left: Text, words: str, right: Text, room: int) -> Text:
    middle = styled(clip(words, room))
    return join(left, middle, " " * max(room - middle.cell_len, 0), right)


def _short_name(dossier: Dossier, record_id: str, method: FindingMethod) -> str:
    record = dossier.find(record_id)
    if method is FindingMethod.FIGURES and isinstance(record, Claim) and record.figure:
        subject = labels.name(dossier, record.subject) if record.subject else ""
        return one_line(
            f"{record.figure.as_written}, {slug_words(record.property or '')} {subject}".strip(", ")
        )
    return labels.name(dossier, record_id)


def pair_page(dossier: Dossier, finding: Finding) -> Page:
    """Two claims that cannot both be true, or tell one thing, or two events: why, what was decided, both."""
    sides = [tuple(_side_blocks(dossier, end, finding)) for end in (finding.from_, finding.to)]
    blocks = (*decision_blocks(finding), side_by_side(*sides))
    clash = finding.type == "contradicts"
    words = f"CONFLICT  {finding.verdict}" if clash else f"TOLD TWICE  {finding_noun(finding.type)}"
    return Page(styled(words, roles.HEADING), blocks)


def decision_blocks(finding: Finding) -> Iterator[Block]:
    """The decision and the reason."""
    role = roles.WARN if finding.state == "confirmed" else roles.STATUS
    yield Block(styled(f"{SIGNS[finding.state]} {state_words(finding.state)}", role))
    yield Block(styled(finding.reason, roles.BODY))
    if finding.computed:
        yield Block(styled(f"computed: {finding.computed}", roles.DIM))
    if finding.weight:
        yield Block(styled(plural(finding.weight, *_HANGING[finding.from_[0]]), roles.DIM))
    yield BLANK


def _side_blocks(dossier: Dossier, claim_id: str, finding: Finding) -> Iterator[Block]:
    claim = dossier.find(claim_id)
    if not isinstance(claim, Claim):
        yield Block(styled(labels.name(dossier, claim_id), roles.TITLE), item=claim_id)
        if isinstance(claim, Event):
            yield Block(styled(labels.date_words(claim.date, claim.date_note), roles.DIM), item=claim_id)
        return
    yield Block(
        join(claim_grade(dossier, claim_id), " ", styled(claim.text, roles.TITLE)), hang=3, item=claim_id
    )
    if claim.figure:
        scope = f", {claim.figure.scope}" if claim.figure.scope else ""
        yield Block(styled(f"{claim.figure.human}{scope}", roles.FIGURE), indent=3)
    yield BLANK
    quotes = dossier.quotes_of(claim_id)
    shown = [quote for evidence in finding.evidence for quote in evidence if quote in quotes]
    for quote_id in dict.fromkeys(shown or quotes):
        yield from quote_with_source(dossier, quote_id, stance_of(dossier, claim_id, quote_id))
        yield BLANK


def shortest_quote(dossier: Dossier, claim_id: str) -> Quote | None:
    """The shortest quote that supports a claim."""
    quotes = map(dossier.find, supporting_quotes(dossier.peek(claim_id)))
    found = [quote for quote in quotes if isinstance(quote, Quote)]
    return min(found, key=lambda quote: (len(quote.exact), quote.id), default=None)


def quote_with_source(dossier: Dossier, quote_id: str, stance: str | None = None) -> Iterator[Block]:
    """A quote with its citation, its stance if it is not support, and its words."""
    quote = dossier.find(quote_id)
    if not isinstance(quote, Quote):
        return
    who = f", {labels.name(dossier, quote.speaker)}" if quote.speaker else ""
    sign = f"{STANCES[stance]} {stance}  " if stance in STANCES and stance != "supports" else ""
    where = styled(f"{labels.citation(dossier, quote)}{who}", roles.SOURCE)
    yield Block(join(styled(sign, roles.WARN), where), item=quote_id)
    words = join(styled('"', roles.DIM), styled(quote.exact, roles.QUOTE), styled('"', roles.DIM))
    yield Block(words, indent=3, item=quote_id)
