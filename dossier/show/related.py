"""What a record stands in relation to: stated, decided, or only computed so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dossier.evidence.findings.findings import findings_of
from dossier.records.raw import is_conflict
from dossier.records.relation import Relation
from dossier.show.findings import quote_with_source, shortest_quote
from dossier.show.kit import labels, roles
from dossier.show.kit.columns import side_by_side
from dossier.show.kit.page import BLANK, Block
from dossier.show.kit.plain_words import slug_words, state_words
from dossier.show.kit.relation_words import active_words, finding_noun, passive_words
from dossier.show.kit.roles import join, styled

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_SHOWN_FIRST = {"contradicts": 0, "qualifies": 1}


def related_blocks(dossier: Dossier, record_id: str) -> Iterator[Block]:
    """The relations of a record: conflicts first, dismissed ones last and marked as such."""
    found = map(dossier.find, dossier.relations_of(record_id))
    relations = [relation for relation in found if isinstance(relation, Relation)]
    computed = [finding for finding in findings_of(dossier).about(record_id) if finding.relation is None]
    if not relations and not computed:
        return
    yield Block(styled("RELATED", roles.HEADING))
    for relation in sorted(relations, key=_related_order):
        other = relation.to if relation.from_ == record_id else relation.from_
        passive = relation.from_ != record_id
        contradicts = is_conflict(dossier.peek(relation.id))
        mark, role = ("!", roles.WARN) if contradicts else (" ", roles.DIM)
        state = "" if relation.state == "confirmed" else f" ({state_words(relation.state)})"
        verb = styled(f"{mark} {relation_verb(relation, passive)}{state}  ", role)
        yield Block(join(verb, styled(labels.name(dossier, other))), hang=4, item=other)
        if relation.reason:
            yield Block(styled(relation.reason, roles.DIM), indent=4)
        if relation.type == "contradicts" and relation.state == "confirmed":
            yield side_by_side(_shown_quote(dossier, record_id), _shown_quote(dossier, other))
    for finding in computed:
        other = finding.to if finding.from_ == record_id else finding.from_
        undecided = styled(f"? {finding_noun(finding.type)} (computed, unconfirmed)  ", roles.DIM)
        yield Block(join(undecided, styled(labels.name(dossier, other))), hang=4, item=other)
        yield Block(styled(finding.reason, roles.DIM), indent=4)
    yield BLANK


def _related_order(relation: Relation) -> tuple[bool, int, str]:
    return relation.state == "dismissed", _SHOWN_FIRST.get(relation.type, len(_SHOWN_FIRST)), relation.id


def _shown_quote(dossier: Dossier, claim_id: str) -> tuple[Block, ...]:
    """The shortest quote of a claim: enough to see what it is contradicted by."""
    quote = shortest_quote(dossier, claim_id)
    return tuple(quote_with_source(dossier, quote.id)) if quote else ()


def relation_verb(relation: Relation, passive: bool) -> str:
    """The relation as seen from the page's record; a free verb that leads here says so."""
    if relation.from_[0] == "e":
        return f"{slug_words(relation.type)} this:" if passive else slug_words(relation.type)
    return passive_words(relation.type) if passive else active_words(relation.type)
