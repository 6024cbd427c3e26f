"""The figures bench: a row for each group of figures, and its page with every pair and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from dossier.evidence.figures.groups import FigureGroup, FigurePair, each_group, judge_group
from dossier.evidence.figures.pairs import CONFLICT, DATE, ROUNDING, SAME, SCOPE, SLIP, VerdictKind
from dossier.records import edtf
from dossier.records.claim import Claim
from dossier.records.quote import Quote
from dossier.records.raw import supporting_quotes
from dossier.records.relation import Relation
from dossier.show.findings import shortest_quote
from dossier.show.kit import labels, roles
from dossier.show.kit.grid import Grid, GridRow
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.plain_words import state_words
from dossier.show.kit.relation_words import active_words
from dossier.show.kit.roles import join, styled
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

MARKS = {CONFLICT: "!", SLIP: "x", ROUNDING: "~", DATE: "@", SCOPE: "/", SAME: "="}
"""One character a verdict, so that none is told by colour alone; its name always stands beside."""
_COUNTED = {
    CONFLICT: ("conflict", "conflicts"),
    SLIP: ("unit slip", "unit slips"),
    ROUNDING: ("rounding", "roundings"),
    DATE: ("of different date", "of different date"),
    SCOPE: ("of different scope", "of different scope"),
    SAME: ("same", "same"),
}
_CLASHES = (CONFLICT, SLIP)
_FOUND = {CONFLICT: "contradicts", SLIP: "contradicts", ROUNDING: "rounds"}
"""The relation that is the decision on a pair; until there is one, it is a candidate."""
_HEADINGS = ("", "as written", "in full", "could mean", "scope", "as of", "speaker", "source")
_MOST_PAIRS = 100
_EXCERPT = 110
_NAME = 32
"""The cells of a source's name in the grid; the quotes below have it whole."""


def figure_row(dossier: Dossier, group_id: str, width: int, height: int) -> list[Text]:
    """The row of one group: what is measured, how many figures there are, and what is wrong with them."""
    group = judge_group(dossier, group_id)
    if group is None:
        return [styled(clip("no figure left", width), roles.DIM), *[Text(end="")] * (height - 1)]
    counts, dismissed = _count_open(dossier, group)
    worst = next(iter(counts), None)
    mark = styled(f"{MARKS[worst] if worst else ' '} ", _role_of(worst))
    figures = plural(len(group.claims), "figure")
    right = (
        _fit_counts(figures, _counts_words(dict(list(counts.items())[:1])), width // 2)
        if height == 1
        else figures
    )
    name = clip(_group_name(dossier, group), max(width - 3 - len(right), 4))
    gap = " " * max(width - 2 - cell_len(name) - len(right), 1)
    head = join(mark, styled(name), gap, styled(right, roles.DIM))
    if height == 1:
        return [head]
    found = _counts_words(counts, dismissed)
    said = ", ".join(f"“{one_line(group.readings[claim].figure.as_written)}”" for claim in group.judged)
    under = f"  {found}: {said}" if found else f"  {said}"
    return [head, styled(clip(under, width), roles.DIM), *[Text(end="")] * (height - 2)]


def _fit_counts(figures: str, found: str, cells: int) -> str:
    """How many figures there are and what is wrong with them; only what is wrong, if both do not fit."""
    both = f"{figures}, {found}" if found else figures
    return both if len(both) <= cells else clip(found or figures, max(cells, 10))


def _group_name(dossier: Dossier, group: FigureGroup) -> str:
    return f"{one_line(group.measured)} of {labels.name(dossier, group.subject)}"


def _counts_words(counts: Mapping[VerdictKind, int], dismissed: int = 0) -> str:
    """`1 conflict, 3 unit slips, 2 dismissed`."""
    words = [f"{count:,} {_COUNTED[kind][count != 1]}" for kind, count in counts.items()]
    return ", ".join(words + ([f"{dismissed:,} dismissed"] if dismissed else []))


def _count_open(dossier: Dossier, group: FigureGroup) -> tuple[Mapping[VerdictKind, int], int]:
    """How many pairs have each verdict, worst first, without dismissed clashes; and how many those are."""
    clashing = [pair for pair in group.pairs if pair.verdict.kind in _CLASHES]
    claims = dict.fromkeys(claim for pair in clashing for claim in (pair.one, pair.other))
    stated = [dossier.peek(relation) for claim in claims for relation in dossier.relations_of(claim)]
    known = {
        frozenset((str(doc.get("from")), str(doc.get("to"))))
        for doc in stated
        if (doc.get("type"), doc.get("state")) == ("contradicts", "dismissed")
    }
    gone = Counter(pair.verdict.kind for pair in clashing if frozenset((pair.one, pair.other)) in known)
    return {kind: left for kind, count in group.counts.items() if (left := count - gone[kind])}, gone.total()


def _role_of(kind: VerdictKind | None) -> str:
    return roles.WARN if kind in (CONFLICT, SLIP) else roles.STATUS


def figures_page(dossier: Dossier, group_id: str) -> Page:
    """All figures of one subject and property in a grid, then the verdict on each pair, worst first."""
    group = judge_group(dossier, group_id)
    if group is None:
        return Page(styled("FIGURES", roles.HEADING), (Block(styled("There is no such figure any more.")),))
    quotes = {claim: shortest_quote(dossier, claim) for claim in group.claims}
    blocks = [
        Block(styled(_group_name(dossier, group), roles.TITLE), item=group.subject),
        Block(styled(_summary_words(dossier, group), roles.DIM)),
        BLANK,
        _build_grid(dossier, group).block(),
        BLANK,
        *_pairs_blocks(dossier, group, quotes),
    ]
    if not group.pairs:
        blocks += _quote_blocks(dossier, group, quotes, group.claims, set())
    heading = f"FIGURES  {plural(len(group.claims), 'figure')}, {plural(len(group.pairs), 'pair')}"
    shown = tuple(dict.fromkeys(quote.id for quote in quotes.values() if quote))
    return Page(styled(heading, roles.HEADING), tuple(blocks), shown)


def compared_groups(dossier: Dossier) -> list[FigureGroup]:
    """The groups in which there is something to compare, worst first."""
    return sorted((group for group in each_group(dossier) if group.pairs), key=lambda group: group.urgency)


def group_blocks(dossier: Dossier, group: FigureGroup) -> Iterator[Block]:
    """A group in a report: each figure and what it could mean, then the verdict on each pair, and why."""
    worst = next(iter(group.counts), None)
    name = f"{_group_name(dossier, group)}: {_summary_words(dossier, group)}"
    mark = styled(f"{MARKS[worst] if worst else ' '} ", _role_of(worst))
    yield Block(styled(name, roles.TITLE), indent=2, label=mark, item=group.id)
    for claim in filter(group.readings.__contains__, group.claims):
        reading = group.readings[claim]
        scope = f"; {one_line(reading.figure.scope)}" if reading.figure.scope else ""
        date = f"; {edtf.parse_date(reading.date).human}" if reading.date else ""
        words = f"“{one_line(reading.figure.as_written)}”: {reading.implied}{scope}{date}"
        where = styled(f"  {_source_names(dossier, claim) or 'no source'}", roles.SOURCE)
        number = styled(f"    {_number_of(group, claim)}", roles.KEY)
        line = join(styled(words), where, styled(f"  [{claim}]", roles.DIM))
        yield Block(line, indent=8, label=number, item=claim)
    for pair in group.pairs[:_MOST_PAIRS]:
        kind, both = pair.verdict.kind, f"{_number_of(group, pair.one)} and {_number_of(group, pair.other)}"
        verdict = join(
            styled(f"{both}  ", roles.KEY), styled(kind, _role_of(kind)), styled(f": {pair.verdict.reason}")
        )
        yield Block(
            verdict, indent=6, hang=8, label=styled(f"    {MARKS[kind]} ", _role_of(kind)), item=pair.one
        )
    if (left := len(group.pairs) - _MOST_PAIRS) > 0:
        yield Block(styled(f"and {plural(left, 'more pair')}, none of them worse", roles.DIM), indent=4)


def _summary_words(dossier: Dossier, group: FigureGroup) -> str:
    """The verdicts in numbers, and what was not compared."""
    words = _counts_words(*_count_open(dossier, group)) or "nothing to compare it with"
    if group.left_out:
        words += f". Of {len(group.readings):,} figures {len(group.judged):,} are compared"
        words += ": one claim for each different figure, the best supported first"
    return words


def _build_grid(dossier: Dossier, group: FigureGroup) -> Grid:
    rows = (GridRow(_row_cells(dossier, group, claim), claim) for claim in group.claims)
    return Grid(_HEADINGS, tuple(rows))


def _number_of(group: FigureGroup, claim: str) -> int:
    return group.claims.index(claim) + 1


def _row_cells(dossier: Dossier, group: FigureGroup, claim_id: str) -> tuple[Text, ...]:
    number = styled(str(_number_of(group, claim_id)), roles.KEY)
    claim, reading = dossier.find(claim_id), group.readings.get(claim_id)
    if reading is None or not isinstance(claim, Claim):
        broken = styled("! cannot be read", roles.WARN)
        return number, broken, *[Text(end="")] * (len(_HEADINGS) - 2)
    return (
        number,
        styled(f"“{one_line(reading.figure.as_written)}”", roles.QUOTE),
        styled(one_line(reading.figure.human), roles.FIGURE),
        styled(reading.implied),
        styled(one_line(reading.figure.scope or "")),
        styled(labels.brief(edtf.parse_date(reading.date).human) if reading.date else "", roles.DIM),
        styled(_speaker_names(dossier, claim), roles.SPEAKER),
        styled(_source_names(dossier, claim_id), roles.SOURCE),
    )


def _speaker_names(dossier: Dossier, claim: Claim) -> str:
    """Whose figure it is: as the claim says, else those who speak in its quotes."""
    if claim.attributed_to:
        return labels.name(dossier, claim.attributed_to)
    if claim.attributed_as_written:
        return one_line(claim.attributed_as_written)
    quotes = map(dossier.find, supporting_quotes(dossier.peek(claim.id)))
    spoken = [quote.speaker for quote in quotes if isinstance(quote, Quote) and quote.speaker]
    return ", ".join(labels.name(dossier, speaker) for speaker in dict.fromkeys(spoken))


def _source_names(dossier: Dossier, claim_id: str) -> str:
    names = (clip(labels.source_name(dossier, each), _NAME) for each in sources_behind(dossier, claim_id))
    return ", ".join(dict.fromkeys(names))


def sources_behind(dossier: Dossier, claim_id: str) -> list[str]:
    """The sources of the quotes that support a claim."""
    quotes = map(dossier.find, supporting_quotes(dossier.peek(claim_id)))
    return list(dict.fromkeys(quote.source for quote in quotes if isinstance(quote, Quote)))


def _pairs_blocks(
    dossier: Dossier, group: FigureGroup, quotes: Mapping[str, Quote | None]
) -> Iterator[Block]:
    if group.pairs:
        yield Block(styled("PAIRS", roles.HEADING))
    begun: set[str] = set()
    for pair in group.pairs[:_MOST_PAIRS]:
        yield from _pair_blocks(dossier, group, pair)
        yield from _quote_blocks(dossier, group, quotes, (pair.one, pair.other), begun)
        yield BLANK
    if (left := len(group.pairs) - _MOST_PAIRS) > 0:
        yield Block(styled(f"and {plural(left, 'more pair')}, none of them worse", roles.DIM))


def _pair_blocks(dossier: Dossier, group: FigureGroup, pair: FigurePair) -> Iterator[Block]:
    kind = pair.verdict.kind
    both = f"{_number_of(group, pair.one)} and {_number_of(group, pair.other)}"
    found = [
        relation
        for relation in map(dossier.find, dossier.relations_of(pair.one))
        if isinstance(relation, Relation) and pair.other in (relation.from_, relation.to)
    ]
    open_ = kind in _FOUND and not any(relation.type == _FOUND[kind] for relation in found)
    head = join(
        styled(f"{MARKS[kind]} ", _role_of(kind)),
        styled(both, roles.KEY),
        "  ",
        styled(kind, _role_of(kind)),
        styled("  ? unconfirmed" if open_ else "", roles.DIM),
    )
    yield Block(head, hang=2, item=pair.one)
    yield Block(styled(pair.verdict.reason), indent=2, item=pair.one)
    for relation in found:
        one, other = _number_of(group, relation.from_), _number_of(group, relation.to)
        words = f"{state_words(relation.state)}: {one} {active_words(relation.type)} {other}"
        reason = f": {one_line(relation.reason)}" if relation.reason else ""
        yield Block(styled(f"{words}{reason}", roles.NOTE), indent=2, item=relation.id)


def _quote_blocks(
    dossier: Dossier,
    group: FigureGroup,
    quotes: Mapping[str, Quote | None],
    claims: tuple[str, ...],
    begun: set[str],
) -> Iterator[Block]:
    """The words that each of some figures rests on; a quote begins where it is shown first."""
    for claim in claims:
        label = join("  ", styled(str(_number_of(group, claim)), roles.KEY))
        quote, reading = quotes[claim], group.readings.get(claim)
        if quote is None or reading is None:
            yield Block(styled("no quote supports it", roles.WARN), indent=6, label=label, item=claim)
            continue
        words = styled(f"“{_excerpt_around(quote.exact, reading.figure.as_written)}”", roles.QUOTE)
        where = styled(f"  {labels.citation(dossier, quote)}", roles.SOURCE)
        anchors = () if quote.id in begun else ((0, quote.id),)
        begun.add(quote.id)
        yield Block(join(words, where), indent=6, label=label, item=quote.id, anchors=anchors)


def _excerpt_around(text: str, written: str) -> str:
    """The words of a quote around a figure: whole where they are few, else cut between words."""
    line, wanted = one_line(text), one_line(written)
    if len(line) <= _EXCERPT:
        return line
    at = max(line.casefold().find(wanted.casefold()), 0)
    start = max(min(at + len(wanted) // 2 - _EXCERPT // 2, len(line) - _EXCERPT), 0)
    end = start + _EXCERPT
    words = line[start:end]
    if end < len(line) and not line[end].isspace():
        words = words.rpartition(" ")[0] or words
    if start and not line[start - 1].isspace():
        words = words.partition(" ")[2] or words
    return f"{'.. ' if start else ''}{words.strip()}{' ..' if end < len(line) else ''}"
