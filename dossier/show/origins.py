"""What a claim rests on: its counts in a line, and the tree from its quotes down to their roots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.evidence.origins.passing import hearsay_depth, is_first_hand
from dossier.evidence.origins.tree import OriginNode, count_evidence, party_at_end
from dossier.evidence.origins.tree import grow_tree as grown
from dossier.records.quote import Quote
from dossier.show.kit import labels, roles
from dossier.show.kit.page import BLANK, Block
from dossier.show.kit.relation_words import step_words
from dossier.show.kit.roles import join, styled
from dossier.show.rows import STANCES, stance_of
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_WORDS = 64
_STEP_CELLS = 2
_STEPS = {
    "in": "in",
    "via": "via",
    "said by": "said by",
    "voice": "in the same voice as another of these:",
}
"""The steps that are no relation; those that are have their words in `relation_words`."""
_ENDS = {
    "own": "first-hand",
    "unknown": "gives no source",
    "above": "whose origins stand above",
    "circle": "and so on in a circle",
    "deep": "and further",
}


def origins_headline(dossier: Dossier, claim_id: str) -> Text:
    """`6 quotes - 5 sources - 2 origins`, and how many of the origins are unknown."""
    found = count_evidence(dossier, claim_id)
    words = " - ".join(
        (plural(found.quotes, "quote"), plural(found.sources, "source"), plural(found.origins, "origin"))
    )
    unknown = f" ({found.unknown} unknown)" if found.unknown else ""
    return join(styled(words, roles.HEADING), styled(unknown, roles.DIM))


def foundation_words(dossier: Dossier, claim_id: str) -> Iterator[Text]:
    """What to say of where a claim comes from: that it ends at a party, how often it was passed on."""
    if party := party_at_end(dossier, claim_id):
        yield styled(f"Every account of this ends at {labels.name(dossier, party)} itself.", roles.WARN)
    depth = hearsay_depth(dossier, claim_id)
    if is_first_hand(dossier, claim_id):
        yield styled("First-hand: a document of those concerned, or a record of the matter.", roles.DIM)
    elif depth == 0:
        yield styled("Told in a source's own voice; how the source knows is not said.", roles.DIM)
    elif depth:
        yield styled(f"Hearsay: passed on at least {'once' if depth == 1 else f'{depth} times'}.", roles.DIM)


def origins_blocks(dossier: Dossier, claim_id: str) -> Iterator[Block]:
    """The section of a claim's origins: counts, tree, and what must be said of it."""
    yield Block(join(styled("ORIGINS  ", roles.HEADING), origins_headline(dossier, claim_id)))
    for number, node in enumerate(grown(dossier, claim_id), 1):
        yield from _quote_blocks(dossier, claim_id, node, number)
    for words in foundation_words(dossier, claim_id):
        yield Block(words)
    yield BLANK


def _quote_blocks(dossier: Dossier, claim_id: str, node: OriginNode, number: int) -> Iterator[Block]:
    stance = stance_of(dossier, claim_id, node.id) or "mentions"
    sign = "" if stance == "supports" else f"{STANCES[stance]} {stance}  "
    text = join(
        styled(sign, roles.WARN if stance == "contradicts" else roles.STATUS),
        styled(_short_quote(dossier, node.id), roles.QUOTE),
    )
    yield Block(text, indent=3, label=styled(str(number), roles.KEY), item=node.id)
    for child in node.children:
        yield from _step_blocks(dossier, child, 1)


def _step_blocks(dossier: Dossier, node: OriginNode, level: int) -> Iterator[Block]:
    indent = 3 + level * _STEP_CELLS
    line = join(
        styled(f"{_STEPS.get(node.how) or step_words(node.how)} ", roles.DIM),
        _node_name(dossier, node),
        styled(f"  {_ENDS[node.end]}" if node.end else "", roles.DIM),
    )
    yield Block(line, indent=indent, hang=indent + _STEP_CELLS, item=node.id)
    if node.id[:1] == "s" and node.how != "in" and node.evidence:
        shown = " / ".join(_short_quote(dossier, quote) for quote in node.evidence[0])
        more = f"  and {len(node.evidence) - 1} more" if len(node.evidence) > 1 else ""
        yield Block(styled(shown + more, roles.DIM), indent=indent + _STEP_CELLS)
    for child in node.children:
        yield from _step_blocks(dossier, child, level + 1)


def _node_name(dossier: Dossier, node: OriginNode) -> Text:
    record = dossier.find(node.id)
    if isinstance(record, Quote):
        return styled(f"{labels.citation(dossier, record)}: {_short_quote(dossier, node.id)}", roles.SOURCE)
    if node.how == "in":
        quote = dossier.find(node.evidence[0][0])
        return styled(labels.citation(dossier, quote) if isinstance(quote, Quote) else node.id, roles.SOURCE)
    role = roles.SOURCE if node.id.startswith("s.") else roles.SPEAKER
    return styled(labels.name(dossier, node.id), role)


def _short_quote(dossier: Dossier, quote_id: str) -> str:
    quote = dossier.find(quote_id)
    return f'"{clip(one_line(quote.exact), _WORDS)}"' if isinstance(quote, Quote) else quote_id
