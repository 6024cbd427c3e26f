"""Records as rows of a list: one or two lines of a given width."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.evidence.anchors import check_quote
from dossier.evidence.judgements import badge_of, judged_value, notes_on, status_mark, tags_on
from dossier.evidence.origins.origins import count_origins, source_origins
from dossier.records import edtf
from dossier.records.annotation import Annotation, TextBody
from dossier.records.claim import Claim
from dossier.records.entity import Entity
from dossier.records.event import Event
from dossier.records.problems import Problem
from dossier.records.quote import Quote
from dossier.records.raw import is_conflict
from dossier.records.source import Source
from dossier.show import lens_marks as looking
from dossier.show.kit import labels, roles
from dossier.show.kit.page import wrap_text
from dossier.show.kit.plain_words import speech_words
from dossier.show.kit.roles import join, styled
from dossier.text import ELLIPSIS, clip, one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

Row = list[Text]
"""The lines of a row."""

MOST_LINES = 8
"""A row takes no more lines than this, however long its words are."""
_HANG = 3
"""How far the lines of a row are set in, but the first."""
_NARROW = 60
"""Cells below which an entity, a source or a quote takes a line of its own for what is said of it."""
_ROOM_FOR_TAGS = 10
_NOTE_LINES = 3


def record_row(dossier: Dossier, record_id: str, width: int, height: int, claim: str | None = None) -> Row:
    """The row of any record in at most `height` lines of `width` cells; a quote's, as `claim` uses it."""
    record = dossier.find(record_id)
    match record:
        case Entity():
            return _entity_row(dossier, record, width, height)
        case Claim():
            return _claim_row(dossier, record, width, height)
        case Source():
            return _source_row(dossier, record, width, height)
        case Event():
            return _event_row(dossier, record, width, height)
        case Quote():
            return _quote_row(dossier, record, width, height, stance_of(dossier, claim, record.id))
        case Annotation():
            return _annotation_row(dossier, record, width, height)
        case _:
            return _broken_row(dossier, record_id, width, height)


STANCES = {"supports": "+", "contradicts": "-", "qualifies": "~", "mentions": "."}
"""One character a stance."""


def stance_of(dossier: Dossier, claim_id: str | None, quote_id: str) -> str | None:
    """What a quote does to a claim."""
    claim = dossier.find(claim_id) if claim_id else None
    if not isinstance(claim, Claim):
        return None
    return next((support.stance for support in claim.support if support.quote == quote_id), None)


def loading_row(dossier: Dossier, record_id: str, width: int) -> Row:
    """A row while the dossier is still being read: its name, and nothing that counts what is not there."""
    return [cut_text(styled(labels.name(dossier, record_id)), width)]


def flow_row(
    left: Text,
    words: Text,
    width: int,
    height: int,
    *,
    right: Text | None = None,
    spare: Callable[[int], Text] | None = None,
) -> Row:
    """`left words .. right`: the words go on in the next lines, as many as they take, up to `height`.

    `right` ends the first line. `spare` fills what is left of the last line, given its room in cells.
    """
    text = join(left, words)
    beside = right.cell_len + 1 if right else 0
    row = []
    for number, (start, end) in enumerate(_break_lines(text, width, beside, height)):
        line = text[start:end]
        line.rstrip()
        indent = _HANG if number else 0
        room = width - indent - (0 if number else beside)
        row.append(join(" " * indent, cut_text(line, room)))
    if spare is not None:
        room = width - row[-1].cell_len - 2 - (beside if len(row) == 1 else 0)
        row[-1] = _set_apart(row[-1], spare(room), width - (beside if len(row) == 1 else 0))
    if right:
        row[0] = _set_apart(row[0], right, width)
    return row


def _break_lines(text: Text, width: int, beside: int, height: int) -> list[tuple[int, int]]:
    """Where each line of a row starts and ends; the last one has all that is left."""
    lines = list(islice(wrap_text(text.plain, width - _HANG, width - beside), height))
    start, _ = lines[-1]
    lines[-1] = (start, len(text))
    return lines


def _set_apart(line: Text, words: Text, width: int) -> Text:
    """The line, with words at its right end."""
    if not words:
        return line
    return join(line, " " * max(width - line.cell_len - words.cell_len, 0), words)


def add_at_end(row: Row, words: Text, width: int, height: int) -> Row:
    """The row with words at its end: beside its last line, else on one more, else over that line's end."""
    room = width - words.cell_len - 1
    if row[-1].cell_len > room and len(row) < height:
        return [*row, _set_apart(Text(end=""), words, width)]
    return [*row[:-1], _set_apart(cut_text(row[-1], max(room, 0)), words, width)]


def cut_text(text: Text, cells: int) -> Text:
    """The text in at most `cells` cells, ending in `..` where something was cut off."""
    if text.cell_len <= cells:
        return text
    short = clip(text.plain, cells)
    kept = text[: max(len(short) - len(ELLIPSIS), 0)]
    return join(kept, short[len(kept) :])


def tag_chips(dossier: Dossier, record_id: str, width: int) -> Text:
    """`#one #two` in at most `width` cells; `#one +2` where not all fit."""
    tags = tags_on(dossier, record_id)
    chips = Text(end="")
    for number, tag in enumerate(tags):
        chip = styled(f"#{one_line(tag.path)}", roles.tag_role(tag.path))
        left = len(tags) - number
        more = f" +{left - 1}" if left > 1 else ""
        space = 1 if chips else 0
        if chips.cell_len + space + chip.cell_len + len(more) > width:
            if not chips:
                leaf = clip("#" + one_line(tag.path.rsplit("/", 1)[-1]), max(width - len(more), 2))
                return join(styled(leaf, roles.tag_role(tag.path)), styled(more, roles.DIM))
            chips.append_text(styled(f" +{left}", roles.DIM))
            return chips
        if chips:
            chips.append(" ")
        chips.append_text(chip)
    return chips


def claim_grade(dossier: Dossier, claim_id: str) -> Text:
    """The badge of a claim in two cells: `B2`, `B `, ` 2` or `--`; dim where it is derived."""
    badge = badge_of(dossier, claim_id)
    role = roles.GRADE if badge.grade and not badge.derived else roles.GRADE_DERIVED
    return styled(badge.text.ljust(2), role)


def count_claim_origins(dossier: Dossier, claim_id: str) -> int:
    """How many independent origins support a claim."""
    return count_origins(dossier, claim_id, source_origins(dossier))


def has_conflict(dossier: Dossier, claim_id: str) -> bool:
    """Whether another claim contradicts this one."""
    relations = map(dossier.peek, dossier.relations_of(claim_id))
    return any(map(is_conflict, relations))


def _claim_row(dossier: Dossier, claim: Claim, width: int, height: int) -> Row:
    def chips(room: int) -> Text:
        return tag_chips(dossier, claim.id, room) if room >= _ROOM_FOR_TAGS else Text(end="")

    return claim_row(dossier, claim, width, height, chips)


def claim_row(
    dossier: Dossier,
    claim: Claim,
    width: int,
    height: int,
    spare: Callable[[int], Text] | None = None,
) -> Row:
    """A claim with its grade, status and counts; its words come before what `spare` makes of the rest."""
    left = join(
        claim_grade(dossier, claim.id),
        " ",
        styled(status_mark(dossier, claim.id) or " ", roles.STATUS),
        styled(_count_evidence(dossier, claim), roles.DIM),
        styled("n" if notes_on(dossier, claim.id) else " ", roles.NOTE),
        styled("!" if has_conflict(dossier, claim.id) else " ", roles.WARN),
        " ",
    )
    return flow_row(left, styled(one_line(claim.text)), width, height, spare=spare)


def _count_evidence(dossier: Dossier, claim: Claim) -> str:
    """`  3q 2o  `: quotes and independent origins."""
    quotes = f"{len(dossier.quotes_of(claim.id))}q"
    origins = f"{count_claim_origins(dossier, claim.id)}o"
    return f" {quotes:>3} {origins:<3}"


def _entity_row(dossier: Dossier, entity: Entity, width: int, height: int) -> Row:
    claims = dossier.claims_about(entity.id)
    counts = f"{len(claims):>6,}c {count_quotes_about(dossier, entity.id):>6,}q"
    kind, name = one_line(entity.kind), styled(one_line(entity.name))
    if height > 1 and width < _NARROW:
        graded = graded_words(dossier, claims)
        said = styled(f"{graded}  {counts}" if graded else counts, roles.DIM)
        under = flow_row(styled(f" {kind}", roles.DIM), Text(end=""), width, 1, right=said)
        return [*flow_row(Text(end=""), name, width, height - 1), *under]
    if width >= _NARROW:
        counts = f"{kind:<13}{counts}"
    return flow_row(Text(end=""), name, width, height, right=styled(counts, roles.DIM))


def graded_words(dossier: Dossier, claims: tuple[str, ...]) -> str:
    """How many of `claims` have been graded, in words; empty where none has."""
    judged = dossier.derived("annotations", "graded", lambda: _find_graded(dossier))
    count = len(judged.intersection(claims))
    return f"{count:,} graded" if count else ""


def _find_graded(dossier: Dossier) -> frozenset[str]:
    """The claims whose information anybody has graded; read raw, as there may be very many annotations."""
    found = set()
    for doc in list(dossier.annotations.docs.values()):
        body = doc.get("body")
        if isinstance(body, dict) and body.get("scheme") == "admiralty-info" and "quote" not in doc:
            found.add(str(doc.get("target")))
    return frozenset(found)


def count_quotes_about(dossier: Dossier, entity_id: str) -> int:
    """How many quotes the claims about an entity rest on."""
    known: dict[str, int] = dossier.derived("claims", "quotes about", dict)
    if entity_id not in known:
        claims = dossier.claims_about(entity_id)
        known[entity_id] = len({quote for claim in claims for quote in dossier.quotes_of(claim)})
    return known[entity_id]


def _source_row(dossier: Dossier, source: Source, width: int, height: int) -> Row:
    letter = judged_value(dossier, source.id, "admiralty-source")
    count = f"{len(dossier.claims_from(source.id)):,}c"
    when = clip(labels.brief(labels.source_date(source)), 20)
    right = join(
        styled(f" {looking.short_lens_mark(dossier, source.id)}".rstrip(), roles.WARN),
        styled(f" {when}  ", roles.DIM),
        styled(letter or "-", roles.GRADE if letter else roles.GRADE_DERIVED),
        styled(f" {count:>5}", roles.DIM),
    )
    publisher, title = one_line(source.publisher_as_written or ""), one_line(source.title)
    if height > 1 and width < _NARROW:
        name = styled(f" {publisher or source.kind}", roles.SOURCE if publisher else roles.DIM)
        under = flow_row(name, Text(end=""), width, 1, right=right)
        return [*flow_row(Text(end=""), styled(title), width, height - 1), *under]
    heading = styled(f"{publisher}: {title}" if publisher else title)
    return flow_row(Text(end=""), heading, width, height, right=right)


def _event_row(dossier: Dossier, event: Event, width: int, height: int) -> Row:
    when = labels.brief(edtf.parse_date(event.date).human) if event.date else "undated"
    if event.inferred:
        when += " (inferred)"
    left = styled(f"{when:<20} ", roles.SOURCE)
    claims = styled(f"{len(event.claims)}c", roles.DIM)
    return flow_row(left, styled(one_line(event.title)), width, height, right=claims)


def _quote_row(dossier: Dossier, quote: Quote, width: int, height: int, stance: str | None) -> Row:
    who = labels.name(dossier, quote.speaker) if quote.speaker else speech_words(quote.speech)
    doubtful = check_quote(dossier, quote).state.is_doubtful
    sign = STANCES[stance] if stance else " "
    right = join(
        styled(clip(who, max(width // 5, 8)), roles.SPEAKER),
        styled(" !" if doubtful else "", roles.WARN),
    )
    where = f" {labels.paragraph(quote)} "
    alone = height > 1 and width < _NARROW
    room = max(width - right.cell_len - len(where) - 3, 8) if alone else 18
    head = join(
        styled(f"{sign} ", roles.WARN if stance == "contradicts" else roles.STATUS),
        styled(clip(labels.source_name(dossier, quote.source), room), roles.SOURCE),
        styled(where, roles.DIM),
    )
    words = styled(one_line(quote.exact), roles.QUOTE)
    if not alone:
        return flow_row(head, join(" ", words), width, 1, right=right)
    above = flow_row(head, Text(end=""), width, 1, right=right)
    return [*above, join(" " * _HANG, cut_text(words, width - _HANG))]


def _annotation_row(dossier: Dossier, annotation: Annotation, width: int, height: int) -> Row:
    words = labels.annotation_words(dossier, annotation)
    if isinstance(annotation.body, TextBody) and annotation.motivation == "questioning":
        words = f"? {words}" if annotation.resolved is None else f"(resolved) {words}"
    made = f"{labels.day(annotation.created)} {clip(one_line(annotation.by), 10):<10} "
    head, note = styled(made, roles.DIM), styled(words, roles.NOTE)
    alone = height > 1 and width < _NARROW
    room = width - len(made) - 1 if alone else width // 3
    about = styled(clip(labels.name(dossier, annotation.target), max(room, 10)), roles.DIM)
    if not alone:
        return flow_row(head, note, width, min(height, _NOTE_LINES), right=about)
    above = flow_row(head, Text(end=""), width, 1, right=about)
    return [*above, *flow_row(Text(" " * _HANG), note, width, min(height - 1, _NOTE_LINES))]


def _broken_row(dossier: Dossier, record_id: str, width: int, height: int) -> Row:
    found = dossier.frozen(record_id)
    return problem_row(found or Problem(record_id, "cannot be read"), width, height)


def problem_row(found: Problem, width: int, height: int) -> Row:
    """The row of what is no record: marked `!`, with file, line and what was expected."""
    return flow_row(Text(end=""), styled(f"! {one_line(str(found))}", roles.WARN), width, height)
