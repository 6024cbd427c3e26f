"""The cards of an entity, an event, a note, a tag and a relation."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.evidence.spans import words_at
from dossier.records.annotation import Annotation, TextBody
from dossier.records.claim import Claim
from dossier.records.entity import Entity
from dossier.records.event import Event
from dossier.records.kinds import noun_of
from dossier.records.problems import Problem
from dossier.records.quote import Quote
from dossier.records.source import Source
from dossier.show import timeline
from dossier.show.claim import claim_page, fact_blocks, note_blocks, note_text_blocks, quote_block
from dossier.show.kit import labels, roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.plain_words import slug_words
from dossier.show.kit.roles import join, styled
from dossier.show.marked_words import mark_noted_words
from dossier.show.related import related_blocks
from dossier.show.rows import graded_words, tag_chips
from dossier.show.source import source_page
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_NOTES_ABOVE = 12
"""So many notes that answer one another are shown on a page."""
_NOTES = {"commenting": "NOTE", "questioning": "QUESTION", "replying": "REPLY", "assessing": "GRADE"}
_MOST_CITED = 3
_FIGURES = 8


def record_page(dossier: Dossier, record_id: str, here: str | None = None) -> Page:
    """The page of any record; the quote `here` is the one being read. Words with a note are marked."""
    return mark_noted_words(dossier, _page_of(dossier, record_id, here))


def _page_of(dossier: Dossier, record_id: str, here: str | None = None) -> Page:
    record = dossier.find(record_id)
    match record:
        case Entity():
            return entity_card(dossier, record)
        case Claim():
            return claim_page(dossier, record, here)
        case Source():
            return source_page(dossier, record, here)
        case Event():
            return event_card(dossier, record, here)
        case Quote():
            source = dossier.find(record.source)
            return (
                source_page(dossier, source, record.id)
                if isinstance(source, Source)
                else _plain_page(dossier, record_id)
            )
        case Annotation():
            return note_card(dossier, record)
        case _:
            return _plain_page(dossier, record_id)


def loading_page(dossier: Dossier, record_id: str) -> Page:
    """What can be shown of a record while others, which bear on it, are still being read."""
    wait = Block(styled("The dossier is still being read; this page is whole when it is done.", roles.DIM))
    name = Block(styled(labels.name(dossier, record_id), roles.TITLE))
    return Page(styled("LOADING", roles.HEADING), (name, BLANK, wait))


def problem_page(problem: Problem) -> Page:
    """The page of a line that is no valid record: what is wrong, and that nothing writes to it."""
    words = Block(styled(f"! {problem}", roles.WARN))
    advice = "This line is frozen: nothing writes to it. Mend it in an editor; the rest of the dossier works."
    return Page(styled("BROKEN RECORD", roles.WARN), (words, BLANK, Block(styled(advice, roles.DIM))))


def _plain_page(dossier: Dossier, record_id: str) -> Page:
    """The page of a record that has no card of its own, or that is broken."""
    if problem := dossier.frozen(record_id):
        return problem_page(problem)
    title = styled(labels.name(dossier, record_id), roles.TITLE)
    raw = dossier.raw(record_id)
    pairs = ((key, styled(str(value))) for key, value in raw.items())
    heading = styled(labels.kind(record_id).upper(), roles.HEADING)
    return Page(heading, (Block(title), BLANK, *fact_blocks(iter(pairs))))


def entity_card(dossier: Dossier, entity: Entity) -> Page:
    """Who or what it is, its figures, relations, and the quotes that serve most of its claims."""
    claims = dossier.claims_about(entity.id)
    quotes = most_cited(dossier, entity.id)
    blocks = (
        Block(styled(entity.name, roles.TITLE), item=entity.id),
        Block(join(styled(entity.kind, roles.DIM), "  ", tag_chips(dossier, entity.id, 60))),
        BLANK,
        *([Block(styled(entity.description)), BLANK] if entity.description else ()),
        *fact_blocks(_entity_facts(dossier, entity, claims)),
        BLANK,
        *_figure_blocks(dossier, entity.id),
        *_cited_blocks(dossier, quotes),
        *note_blocks(dossier, entity.id),
        *related_blocks(dossier, entity.id),
    )
    heading = f"{entity.kind.upper()}  {plural(len(claims), 'claim')}"
    return Page(styled(heading, roles.HEADING), blocks, quotes)


def most_cited(dossier: Dossier, entity_id: str) -> tuple[str, ...]:
    """The quotes of the claims about an entity, those that serve most of them first."""
    known: dict[str, tuple[str, ...]] = dossier.derived("claims", "most cited", dict)
    if entity_id not in known:
        uses = Counter(
            quote for claim in dossier.claims_about(entity_id) for quote in dossier.quotes_of(claim)
        )
        best = heapq.nsmallest(_MOST_CITED, uses, key=lambda quote: (-uses[quote], quote))
        known[entity_id] = tuple(best)
    return known[entity_id]


def _entity_facts(dossier: Dossier, entity: Entity, claims: tuple[str, ...]) -> Iterator[tuple[str, Text]]:
    if entity.aliases:
        yield "as written", styled(", ".join(one_line(alias) for alias in entity.aliases))
    for scheme, value in entity.identifiers.items():
        yield one_line(scheme)[:9], styled(value)
    spoken = len(dossier.quotes_by(entity.id))
    judged = f", {graded_words(dossier, claims) or 'none graded yet'}" if claims else ""
    yield (
        "evidence",
        styled(f"{plural(len(claims), 'claim')}{judged}; quoted or relayed in {plural(spoken, 'quote')}"),
    )


def _with_figures(dossier: Dossier, entity_id: str) -> list[str]:
    """The claims about an entity that state a figure, by what it measures."""
    known: dict[str, list[str]] = dossier.derived("claims", "with figures", dict)
    if entity_id not in known:
        found = [claim for claim in dossier.claims_about(entity_id) if dossier.peek(claim).get("figure")]
        known[entity_id] = sorted(found, key=lambda c: (dossier.peek(c).get("property") or "", c))
    return known[entity_id]


def _figure_blocks(dossier: Dossier, entity_id: str) -> Iterator[Block]:
    records = _with_figures(dossier, entity_id)
    if not records:
        return
    yield Block(styled("FIGURES", roles.HEADING))
    for claim in map(dossier.find, records[:_FIGURES]):
        if not isinstance(claim, Claim) or claim.figure is None:
            continue
        subject = labels.name(dossier, claim.subject) if claim.subject else ""
        words = " of ".join(part for part in (slug_words(claim.property or ""), subject) if part)
        line = join(styled(claim.figure.human, roles.FIGURE), styled(f"  {one_line(words)}", roles.DIM))
        yield Block(line, indent=2, hang=4, item=claim.id)
    if len(records) > _FIGURES:
        yield Block(styled(f"and {len(records) - _FIGURES} more", roles.DIM), indent=2)
    yield BLANK


def _cited_blocks(dossier: Dossier, quotes: tuple[str, ...]) -> Iterator[Block]:
    if quotes:
        yield Block(styled("MOST CITED", roles.HEADING))
    for quote in map(dossier.find, quotes):
        if isinstance(quote, Quote):
            yield quote_block(quote, roles.QUOTE, indent=2, anchors=((0, quote.id),))
            yield Block(styled(labels.citation(dossier, quote), roles.SOURCE), indent=4, item=quote.id)
    if quotes:
        yield BLANK


def event_card(dossier: Dossier, event: Event, here: str | None = None) -> Page:
    """When it happened and what establishes that: each claim with its quotes."""
    quotes: list[str] = []
    blocks = [
        Block(styled(event.title, roles.TITLE), item=event.id),
        *fact_blocks(_event_facts(dossier, event)),
        BLANK,
    ]
    blocks += note_blocks(dossier, event.id)
    for claim in map(dossier.find, event.claims):
        if isinstance(claim, Claim):
            quotes += [quote for quote in dossier.quotes_of(claim.id) if quote not in quotes]
            whole = claim_page(dossier, claim, here).blocks
            blocks += [Block(styled("BASED ON", roles.HEADING)), *whole]
    blocks += related_blocks(dossier, event.id)
    return Page(
        styled(f"EVENT  {plural(len(event.claims), 'claim')}", roles.HEADING), tuple(blocks), tuple(quotes)
    )


def _event_facts(dossier: Dossier, event: Event) -> Iterator[tuple[str, Text]]:
    inferred = " (inferred, no source says it)" if event.inferred else ""
    yield "date", styled(labels.date_words(event.date, event.date_note) + inferred, roles.FIGURE)
    if event.date and event.date_note:
        yield "", styled(event.date_note, roles.DIM)
    yield from timeline.event_facts(dossier, event)
    if event.participants:
        people = (
            labels.name(dossier, part.entity) + (f" ({one_line(part.role)})" if part.role else "")
            for part in event.participants
        )
        yield "with", styled(", ".join(people), roles.SPEAKER)


def note_card(dossier: Dossier, annotation: Annotation) -> Page:
    """A note with the replies to it, under it the note that it answers, and at last what they are about."""
    thread = _notes_above(dossier, annotation)
    about = _subject_page(dossier, thread[-1].target)
    for note in reversed(thread):
        about = _note_over(dossier, note, about)
    return about


def _subject_page(dossier: Dossier, record_id: str) -> Page:
    """The page of what a thread of notes is about; next to nothing where that is a note, or not there."""
    if record_id not in dossier:
        missing = f"there is no {noun_of(record_id)} {record_id}"
        return Page(Text(""), (Block(styled(missing, roles.WARN)),))
    if isinstance(dossier.find(record_id), Annotation):
        return Page(Text(""), ())
    return _page_of(dossier, record_id)


def _notes_above(dossier: Dossier, annotation: Annotation) -> list[Annotation]:
    """A note, the one that it answers, and so on: not too many, and each once, also in a circle."""
    found = [annotation]
    while len(found) < _NOTES_ABOVE:
        above = dossier.find(found[-1].target)
        if not isinstance(above, Annotation) or above in found:
            break
        found.append(above)
    return found


def _note_over(dossier: Dossier, annotation: Annotation, about: Page) -> Page:
    """A note with the replies to it, over the page of what it is on."""
    if isinstance(annotation.body, TextBody):
        drawn = note_text_blocks(annotation.body)
    else:
        drawn = [Block(styled(labels.annotation_words(dossier, annotation), roles.NOTE))]
    words = [replace(block, item=annotation.id) for block in drawn]
    on = f"ON THE {labels.kind(annotation.target).upper()}"
    if annotation.selector:
        on = (
            f'ON "{clip(one_line(words_at(dossier, annotation.target, annotation.selector)), 60)}" IN{on[2:]}'
        )
    quote = dossier.find(annotation.target)
    kind = _NOTES.get(annotation.motivation, "MARK")
    if annotation.motivation == "questioning":
        kind += f", resolved {labels.day(annotation.resolved)}" if annotation.resolved else ", open"
    blocks = (
        Block(styled(f"{one_line(annotation.by)}, {labels.day(annotation.created)}", roles.DIM)),
        *words,
        *note_blocks(dossier, annotation.id, indent=2, heading=False),
        BLANK,
        Block(styled(on, roles.HEADING)),
        *([quote_block(quote, roles.QUOTE, indent=2), BLANK] if isinstance(quote, Quote) else ()),
        *about.blocks,
    )
    return Page(styled(kind, roles.HEADING), blocks, about.quotes)


def lines_page(heading: str, lines: Iterable[str], empty: str = "nothing") -> Page:
    """A page of plain lines."""
    blocks = tuple(Block(styled(line), hang=2) for line in lines)
    return Page(styled(heading, roles.HEADING), blocks or (Block(styled(empty, roles.DIM)),))
