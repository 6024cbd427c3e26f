"""The page of a claim: what it says, and every quote that bears on it, verbatim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.evidence.anchors import check_quote
from dossier.evidence.judgements import (
    Judgement,
    list_judgements,
    newest_judgement,
    read_discussion,
    status_mark,
    tags_on,
)
from dossier.evidence.origins.tree import party_at_end
from dossier.evidence.spans import words_at
from dossier.records.annotation import Annotation, TextBody
from dossier.records.claim import Claim
from dossier.records.quote import Quote
from dossier.records.relation import Relation
from dossier.records.vocabulary import SCALES, STATUS_MARKS
from dossier.show.kit import labels, roles
from dossier.show.kit.markdown import draw_markdown
from dossier.show.kit.page import BLANK, Block, Page, Stretch
from dossier.show.kit.plain_words import scheme_words, slug_words, speech_words, state_words
from dossier.show.kit.roles import join, styled
from dossier.show.origins import origins_headline
from dossier.show.related import related_blocks, relation_verb
from dossier.show.rows import STANCES, claim_grade, stance_of, tag_chips
from dossier.show.timeline import early_facts
from dossier.text import clip, one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_DEEPEST = 4
"""Replies to replies are set further in up to so deep."""


def claim_page(dossier: Dossier, claim: Claim, here: str | None = None) -> Page:
    """The evidence for one claim; the quote `here` is the one being read."""
    quotes = dossier.quotes_of(claim.id)
    blocks = list(_head_blocks(dossier, claim))
    for number, quote in enumerate(quotes, 1):
        blocks += _quote_with_facts(dossier, claim, quote, number, here)
    if not quotes:
        blocks += [Block(styled(f'No quote supports "{claim.text}".', roles.WARN)), BLANK]
    blocks += note_blocks(dossier, claim.id)
    blocks += grade_blocks(dossier, claim.id)
    blocks += related_blocks(dossier, claim.id)
    heading = join(styled("EVIDENCE  ", roles.HEADING), origins_headline(dossier, claim.id))
    return Page(heading, tuple(blocks), quotes)


def _head_blocks(dossier: Dossier, claim: Claim) -> Iterator[Block]:
    mark = status_mark(dossier, claim.id)
    word = next((f"{sign} {word}" for word, sign in STATUS_MARKS.items() if sign == mark), "no status yet")
    line = join(
        styled(f"{word}  ", roles.STATUS),
        claim_grade(dossier, claim.id),
        "  ",
        tag_chips(dossier, claim.id, 60),
    )
    yield Block(line)
    yield BLANK
    whole = Stretch(claim.id, 0, 0, claim.text)
    yield Block(styled(claim.text, roles.TITLE), item=claim.id, stretches=(whole,))
    yield BLANK
    yield from fact_blocks(_claim_facts(dossier, claim))
    yield BLANK


def _claim_facts(dossier: Dossier, claim: Claim) -> Iterator[tuple[str, Text]]:
    if figure := claim.figure:
        written = styled(f', as written "{figure.as_written}"', roles.DIM)
        yield "figure", join(styled(figure.human, roles.FIGURE), written)
        scope = [figure.scope] if figure.scope else []
        if figure.as_of:
            scope.append(f"as of {labels.date_words(figure.as_of)}")
        if scope:
            yield "scope", styled(one_line(", ".join(scope)))
    subject = labels.name(dossier, claim.subject) if claim.subject else ""
    if measured := " of ".join(part for part in (slug_words(claim.property or ""), subject) if part):
        yield "subject", styled(measured)
    if about := [labels.name(dossier, entity) for entity in claim.about if entity != claim.subject]:
        yield "about", styled(", ".join(about))
    if claim.date:
        yield "date", styled(labels.date_words(claim.date))
        yield from early_facts(dossier, claim.id)
    if claim.attributed_to or claim.attributed_as_written:
        who = labels.name(dossier, claim.attributed_to) if claim.attributed_to else ""
        in_source = f' "{claim.attributed_as_written}"' if claim.attributed_as_written else ""
        yield "said by", join(styled(who, roles.SPEAKER), styled(in_source, roles.DIM))
    if party := party_at_end(dossier, claim.id):
        words = f"every account of this ends at {labels.name(dossier, party)} itself"
        yield "origin", styled(words, roles.WARN)
    if claim.hedge:
        yield "hedge", styled(f'"{claim.hedge}"', roles.DIM)


def fact_blocks(pairs: Iterator[tuple[str, Text]]) -> Iterator[Block]:
    """Names of fields beside their values."""
    for label, value in pairs:
        yield Block(value, indent=12, label=styled(label, roles.DIM))


def _quote_with_facts(
    dossier: Dossier, claim: Claim, quote_id: str, number: int, here: str | None
) -> Iterator[Block]:
    quote = dossier.find(quote_id)
    stance = stance_of(dossier, claim.id, quote_id) or "mentions"
    marker = ">" if quote_id == here else " "
    label = styled(f"{marker}{number}", roles.KEY)
    if not isinstance(quote, Quote):
        yield Block(styled(f"{quote_id} cannot be read", roles.WARN), indent=4, label=label, item=quote_id)
        yield BLANK
        return
    sign = "" if stance == "supports" else f"{STANCES[stance]} {stance}  "
    check = check_quote(dossier, quote)
    state = styled(check.label, roles.WARN if check.state.is_doubtful else roles.DIM)
    head = join(
        styled(sign, roles.WARN if stance == "contradicts" else roles.STATUS),
        styled(labels.place(dossier, quote), roles.SOURCE),
    )
    yield Block(head, indent=4, label=label, right=state, item=quote_id, anchors=((0, quote_id),))
    role = roles.QUOTE_HERE if quote_id == here else roles.QUOTE
    yield quote_block(quote, role, indent=4)
    yield from _quote_facts(dossier, quote)
    yield from note_blocks(dossier, quote_id, indent=4, heading=False)
    if judged := newest_judgement(dossier, claim.id, "admiralty-info", quote=quote_id):
        yield Block(_grade_words(judged), indent=4, item=quote_id)
    yield BLANK


def quote_block(quote: Quote, role: str, *, indent: int, anchors: tuple[tuple[int, str], ...] = ()) -> Block:
    """The words of a quote, in quotation marks."""
    text = join(styled('"', roles.DIM), styled(quote.exact, role), styled('"', roles.DIM))
    whole = Stretch(quote.id, 0, 1, quote.exact)
    return Block(text, indent, item=quote.id, anchors=anchors, stretches=(whole,))


def _quote_facts(dossier: Dossier, quote: Quote) -> Iterator[Block]:
    said = []
    if quote.speaker:
        said.append(labels.name(dossier, quote.speaker))
        if quote.speaker_as_written and one_line(quote.speaker_as_written) != said[0]:
            said.append(f'("{one_line(quote.speaker_as_written)}")')
    said.append(speech_words(quote.speech))
    if quote.via:
        said.append("via " + ", ".join(labels.name(dossier, origin) for origin in quote.via))
    yield Block(styled(" ".join(said), roles.SPEAKER), indent=4, item=quote.id)
    if quote.translation:
        language = f" ({quote.language})" if quote.language else ""
        yield Block(styled(f"translation{language}: {quote.translation}"), indent=4, item=quote.id)
    if quote.note:
        yield Block(styled(quote.note, roles.DIM), indent=4, item=quote.id)
    for relation in map(dossier.find, dossier.relations_of(quote.id)):
        if isinstance(relation, Relation) and relation.state != "dismissed":
            other = dossier.find(relation.to if relation.from_ == quote.id else relation.from_)
            if isinstance(other, Quote):
                how = relation_verb(relation, relation.from_ != quote.id)
                state = "" if relation.state == "confirmed" else f" ({state_words(relation.state)})"
                where = labels.citation(dossier, other)
                yield Block(styled(f"{how}{state}: {where}", roles.DIM), indent=4, hang=6, item=other.id)
    if tags_on(dossier, quote.id):
        yield Block(tag_chips(dossier, quote.id, 60), indent=4, item=quote.id)


def note_blocks(
    dossier: Dossier, record_id: str, *, indent: int = 0, heading: bool = True
) -> Iterator[Block]:
    """The notes on a record, oldest first, each with author and day, and the replies to it under it."""
    found = read_discussion(dossier, record_id)
    if found and heading:
        yield Block(styled("NOTES", roles.HEADING))
    for depth, note in found:
        if isinstance(note.body, TextBody):
            yield from _labelled_note(dossier, note, note.body, indent + 2 * min(depth, _DEEPEST))
    if found and heading:
        yield BLANK


def note_text_blocks(body: TextBody, indent: int = 0) -> list[Block]:
    """What a note says: Markdown is drawn, plain text stays as it is."""
    if body.format == "text/markdown":
        return draw_markdown(body.text, indent)
    return [Block(styled(body.text, roles.NOTE), indent)]


def _labelled_note(dossier: Dossier, note: Annotation, body: TextBody, margin: int) -> Iterator[Block]:
    """A note behind its label; what begins with a list or with code stands under it."""
    label = styled(_note_label(dossier, note), roles.DIM)
    first, *rest = note_text_blocks(body, margin + 2)
    if first.label is None and first.indent == margin + 2:
        yield Block(join(label, first.text), margin, margin + 2, item=note.id, anchors=((0, note.id),))
    else:
        label.rstrip()
        yield Block(label, margin, item=note.id, anchors=((0, note.id),))
        rest.insert(0, first)
    for block in rest:
        yield replace(block, item=note.id)


def _note_label(dossier: Dossier, note: Annotation) -> str:
    """`n ada, 2025-02-01 on "words": `; `n?` is an open question, `>` a reply."""
    question = note.motivation == "questioning"
    sign = ">" if note.motivation == "replying" else "n?" if question and note.resolved is None else "n"
    resolved = f" (question, resolved {labels.day(note.resolved)})" if question and note.resolved else ""
    on = ""
    if note.selector:
        on = f' on "{clip(one_line(words_at(dossier, note.target, note.selector)), 40)}"'
    return f"{sign} {one_line(note.by)}, {labels.day(note.created)}{resolved}{on}: "


def grade_blocks(dossier: Dossier, record_id: str) -> Iterator[Block]:
    """Every judgement of a record, oldest first: past ones stay."""
    judgements = list_judgements(dossier, record_id)
    if judgements:
        yield Block(styled("GRADES", roles.HEADING))
        for judgement in judgements:
            yield Block(_grade_words(judgement), hang=2, item=judgement.id)
        yield BLANK


def _grade_words(judgement: Judgement) -> Text:
    meaning = SCALES[judgement.scheme][judgement.value]
    words = f"{scheme_words(judgement.scheme)} {judgement.value}: {meaning}"
    who = f"  {one_line(judgement.by)}, {labels.day(judgement.created)}"
    reason = f"  {judgement.reason}" if judgement.reason else ""
    return join(styled(words, roles.GRADE), styled(who, roles.DIM), styled(reason))
