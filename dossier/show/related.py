"""What a record stands in relation to: stated, decided, or only computed so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dossier.evidence.findings.findings import findings_of
from dossier.records.relation import Relation
from dossier.show.findings import quote_with_source, shortest_quote
from dossier.show.kit import labels, roles
from dossier.show.kit.columns import side_by_side
from dossier.show.kit.page import BLANK, Block
from dossier.show.kit.relation_words import passive_words
from dossier.show.kit.roles import join, styled

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def related_blocks(dossier: Dossier, record_id: str) -> Iterator[Block]:
    """The relations of a record: conflicts first, dismissed ones last and marked as such."""
    relations = [r for r in map(dossier.find, dossier.relations_of(record_id)) if isinstance(r, Relation)]
    computed = [each for each in findings_of(dossier).about(record_id) if each.relation is None]
    if not relations and not computed:
        return
    yield Block(styled("RELATED", roles.HEADING))
    order = {"contradicts": 0, "qualifies": 1}
    for relation in sorted(relations, key=lambda r: (r.state == "dismissed", order.get(r.type, 2), r.id)):
        other = relation.to if relation.from_ == record_id else relation.from_
        passive = relation.from_ != record_id
        sign = "!" if relation.type == "contradicts" and relation.state != "dismissed" else " "
        state = "" if relation.state == "confirmed" else f" ({relation.state})"
        line = join(
            styled(
                f"{sign} {relation_verb(relation, passive)}{state}  ",
                roles.WARN if sign == "!" else roles.DIM,
            ),
            styled(labels.name(dossier, other)),
        )
        yield Block(line, hang=4, item=other)
        if relation.reason:
            yield Block(styled(relation.reason, roles.DIM), indent=4)
        if relation.type == "contradicts" and relation.state == "confirmed":
            yield side_by_side(_shown_quote(dossier, record_id), _shown_quote(dossier, other))
    for finding in computed:
        other = finding.to if finding.from_ == record_id else finding.from_
        undecided = styled(f"? {finding.type} (computed, undecided)  ", roles.DIM)
        yield Block(join(undecided, styled(labels.name(dossier, other))), hang=4, item=other)
        yield Block(styled(finding.reason, roles.DIM), indent=4)
    yield BLANK


def _shown_quote(dossier: Dossier, claim_id: str) -> tuple[Block, ...]:
    """The shortest quote of a claim: enough to see what it is contradicted by."""
    quote = shortest_quote(dossier, claim_id)
    return tuple(quote_with_source(dossier, quote.id)) if quote else ()


def relation_verb(relation: Relation, passive: bool) -> str:
    """The relation as seen from the page's record; a free verb shows its direction by an arrow."""
    if relation.from_[0] == "e":
        return f"<- {relation.type}" if passive else f"{relation.type} ->"
    return passive_words(relation.type) if passive else relation.type
