"""What the evidence proves, as linear text: every finding, what ends at a party, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.evidence.finding import Finding
from dossier.evidence.findings.findings import Findings
from dossier.evidence.gaps import GAP_KINDS, find_gaps
from dossier.evidence.origins.tree import party_at_end
from dossier.evidence.timeline import all_too_early
from dossier.records.quote import Quote
from dossier.records.vocabulary import State
from dossier.show.figures import compared_groups, group_blocks
from dossier.show.findings import SIGNS
from dossier.show.kit import labels, roles
from dossier.show.kit.page import BLANK, Block, layout
from dossier.show.kit.relation_words import finding_noun, report_sections
from dossier.show.kit.roles import join, styled
from dossier.show.origins import origins_headline
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_STATES: dict[State, str] = {"candidate": "undecided", "confirmed": "confirmed", "dismissed": "dismissed"}
_LEGEND = "   ".join(f"{SIGNS[state]} {words}" for state, words in _STATES.items())
_RELATED = "cev"
"""The records whose pages list their relations."""
_MOST = 4
_WORDS = 160
Gaps = dict[str, dict[str, int]]


def report_lines(dossier: Dossier, findings: Findings, width: int) -> Iterator[Text]:
    """The whole report; run `findings` to its end before."""
    for title, types in report_sections().items():
        yield from _text_lines(_findings_section(dossier, title, findings.ranked(types=types)), width)
    yield from _text_lines(_figures_section(dossier), width)
    yield from _text_lines(_party_section(dossier), width)
    yield from _text_lines(_early_section(dossier), width)
    yield from _text_lines(_gaps_section(dossier, gap_counts(dossier)), width)
    if findings.ranked():
        yield from _text_lines((Block(styled(_LEGEND, roles.DIM)), BLANK), width)


def record_report_lines(dossier: Dossier, record_id: str, width: int) -> Iterator[Text]:
    """What is found of one record, beyond the relations that its page tells."""
    findings = Findings(dossier, record_id[0])
    findings.all()
    told = record_id[0] in _RELATED
    found = tuple(each for each in findings.about(record_id) if not (told and each.relation))
    if found:
        yield from _text_lines(_findings_section(dossier, "FINDINGS", found), width)


def claims_ending_at_party(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Each claim all of whose accounts end at a company or body that is a party, and that party."""
    for claim_id in dossier.claims.ids():
        if (party := party_at_end(dossier, claim_id)) is not None:
            yield claim_id, party


def gap_counts(dossier: Dossier) -> Gaps:
    """How many claims, sources and events have each gap, by table."""
    tables = {name: getattr(dossier, name).ids() for name in ("claims", "sources", "events")}
    found: Gaps = {}
    for name, ids in tables.items():
        tally = Counter(kind for each in ids for kind in {gap.kind for gap in find_gaps(dossier, each)})
        found[name] = {kind: tally[kind] for kind in GAP_KINDS if tally[kind]}
    return found


def is_missing_everywhere(dossier: Dossier, table: str, count: int) -> bool:
    """Whether all records of a table lack it: then it says nothing about one of them."""
    return count == len(dossier.collection(table)) > 1


def count_of_all(dossier: Dossier, table: str, count: int) -> str:
    """`255`, or `all 266`."""
    return f"all {count:,}" if is_missing_everywhere(dossier, table, count) else f"{count:,}"


def _text_lines(blocks: Iterable[Block], width: int) -> Iterator[Text]:
    return (line.text for line in layout(blocks, width))


def _figures_section(dossier: Dossier) -> Iterator[Block]:
    groups = compared_groups(dossier)
    pairs = sum(len(group.pairs) for group in groups)
    words = f"{plural(pairs, 'pair')} judged" if pairs else "none"
    title = styled("FIGURES OF ONE SUBJECT AND PROPERTY", roles.HEADING)
    yield Block(join(title, styled(f"  {words}", roles.DIM)))
    yield BLANK
    for group in groups:
        yield from group_blocks(dossier, group)
        yield BLANK


def _findings_section(dossier: Dossier, title: str, found: tuple[Finding, ...]) -> Iterator[Block]:
    tally = Counter(finding.state for finding in found)
    words = ", ".join(f"{tally[state]:,} {word}" for state, word in _STATES.items() if tally[state])
    yield Block(join(styled(title, roles.HEADING), styled(f"  {words or 'none'}", roles.DIM)))
    yield BLANK
    for finding in sorted(found, key=lambda finding: list(_STATES).index(finding.state)):
        yield from _finding_blocks(dossier, finding)
        yield BLANK


def _finding_blocks(dossier: Dossier, finding: Finding) -> Iterator[Block]:
    sign = styled(f"{SIGNS[finding.state]} ", roles.STATUS)
    yield Block(styled(labels.name(dossier, finding.from_)), indent=2, label=sign, item=finding.from_)
    yield Block(styled(labels.name(dossier, finding.to)), indent=2, item=finding.to)
    noun = finding_noun(finding.type)
    verdict = "" if finding.verdict in (finding.type, noun) else f" ({finding.verdict})"
    reason = f": {one_line(finding.reason)}" if finding.reason else ""
    yield Block(
        join(styled(f"{noun}{verdict}", roles.WARN), styled(reason)),
        indent=4,
        item=finding.id,
    )
    if finding.computed:
        yield Block(styled(f"computed: {one_line(finding.computed)}", roles.DIM), indent=4, item=finding.id)
    quotes = [quote for quote in dict.fromkeys(chain(*finding.evidence)) if dossier.shows(quote)]
    for quote in map(dossier.find, quotes[:_MOST]):
        if isinstance(quote, Quote):
            words = styled(f'"{clip(one_line(quote.exact), _WORDS)}"', roles.QUOTE)
            where = styled(f"  {labels.citation(dossier, quote)}", roles.SOURCE)
            yield Block(join(words, where), indent=4, hang=6)
    more = f"{plural(len(quotes) - _MOST, 'quote')} more, " if len(quotes) > _MOST else ""
    hanging = f"{more}weight {finding.weight}, {finding.from_} {finding.to} [{finding.id}]"
    yield Block(styled(hanging, roles.DIM), indent=4, hang=6)


def _party_section(dossier: Dossier) -> Iterator[Block]:
    found = sorted(claims_ending_at_party(dossier), key=lambda pair: (pair[1], pair[0]))
    words = plural(len(found), "claim") if found else "none"
    yield Block(
        join(styled("EVERY ACCOUNT ENDS AT ONE PARTY", roles.HEADING), styled(f"  {words}", roles.DIM))
    )
    yield BLANK
    for claim_id, party in found:
        ends = join(styled(labels.name(dossier, party), roles.SPEAKER), styled(": "))
        yield Block(join(ends, styled(labels.name(dossier, claim_id))), indent=2, hang=4)
        yield Block(
            join(origins_headline(dossier, claim_id), styled(f"  [{claim_id}]", roles.DIM)), indent=4, hang=6
        )
    if found:
        yield BLANK


def _early_section(dossier: Dossier) -> Iterator[Block]:
    found = all_too_early(dossier)
    words = plural(len(found), "record") if found else "none"
    yield Block(join(styled("TOLD TOO EARLY", roles.HEADING), styled(f"  {words}", roles.DIM)))
    yield BLANK
    for early in found:
        yield Block(styled(labels.name(dossier, early.record)), indent=2, hang=4, item=early.record)
        yield Block(join(styled(early.reason), styled(f"  [{early.record}]", roles.DIM)), indent=4, hang=6)
    if found:
        yield BLANK


def _gaps_section(dossier: Dossier, found: Gaps) -> Iterator[Block]:
    yield Block(styled("GAPS", roles.HEADING))
    yield BLANK
    for table, tally in found.items():
        for kind, count in tally.items():
            role = roles.DIM if is_missing_everywhere(dossier, table, count) else roles.BODY
            words = f"{count_of_all(dossier, table, count):>11}  {table}: {kind}"
            yield Block(styled(words, role), indent=2)
    if not any(found.values()):
        yield Block(styled("none", roles.DIM), indent=2)
    yield BLANK
