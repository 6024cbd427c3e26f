"""Records as rows of a list: one or two lines of a given width."""

from __future__ import annotations

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
from dossier.show.kit.plain_words import speech_words
from dossier.show.kit.roles import join, styled
from dossier.text import clip, one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

Row = list[Text]


def record_row(dossier: Dossier, record_id: str, width: int, height: int, claim: str | None = None) -> Row:
    """The row of any record in `height` lines (1 or 2) of `width` cells; a quote's, as `claim` uses it."""
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


def loading_row(dossier: Dossier, record_id: str, width: int, height: int) -> Row:
    """A row while the dossier is still being read: its name, and nothing that counts what is not there."""
    name = _clip_text(styled(labels.name(dossier, record_id)), width)
    return [name, *[Text(end="")] * (height - 1)]


def put_at_right(line: Text, words: str, width: int) -> Text:
    """Write a word or two over the right end of a row's line."""
    said = styled(f" {words}", roles.NOTE)
    kept = line.copy()
    kept.truncate(max(width - said.cell_len, 0), pad=True)
    return join(kept, said)


def fit_row(left: Text, middle: Text, right: Text, width: int, height: int) -> Row:
    """`left middle ... right` in one line, or `left ... right` over `middle` in two."""
    if height == 1:
        room = width - left.cell_len - (right.cell_len + 1 if right else 0)
        body = _clip_text(middle, max(room, 0))
        gap = " " * max(width - left.cell_len - body.cell_len - right.cell_len, 0)
        return [join(left, body, gap, right)]
    gap = " " * max(width - left.cell_len - right.cell_len, 1)
    return [join(left, gap, right), join(" ", _clip_text(middle, width - 1))]


def _clip_text(text: Text, cells: int) -> Text:
    if text.cell_len <= cells:
        return text
    short = clip(text.plain, cells)
    return Text(short, style=text.style, end="")


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
    room = max(min(width // 4 if height == 1 else width - 14, 30), 0)
    return claim_row(dossier, claim, width, height, tag_chips(dossier, claim.id, room))


def claim_row(dossier: Dossier, claim: Claim, width: int, height: int, right: Text) -> Row:
    """A claim with its grade, status and counts, and `right` at the end of its first line."""
    flags = ("n" if notes_on(dossier, claim.id) else " ") + ("!" if has_conflict(dossier, claim.id) else " ")
    count = f"{len(dossier.quotes_of(claim.id))}q"
    independent = f"{count_claim_origins(dossier, claim.id)}o"
    left = join(
        claim_grade(dossier, claim.id),
        " ",
        styled(status_mark(dossier, claim.id) or " ", roles.STATUS),
        styled(f" {count:>3} {independent:<3}", roles.DIM),
        styled(flags[0], roles.NOTE),
        styled(flags[1], roles.WARN),
        " " if height == 1 else "",
    )
    return fit_row(left, styled(one_line(claim.text)), right, width, height)


def _entity_row(dossier: Dossier, entity: Entity, width: int, height: int) -> Row:
    claims = dossier.claims_about(entity.id)
    counts = f"{len(claims):>5,}c {count_quotes_about(dossier, entity.id):>5,}q"
    kind = styled(one_line(entity.kind), roles.DIM)
    title = one_line(entity.name)
    if height == 2:
        judged = graded_words(dossier, claims)
        right = styled(f"{judged}  {counts}" if judged else counts, roles.DIM)
        return [_clip_text(styled(title), width), *fit_row(join(" ", kind), Text(end=""), right, width, 1)]
    if width >= 60:
        counts = f"{kind.plain:<14}{counts}"
    right = styled(counts, roles.DIM)
    return fit_row(Text(end=""), styled(title), right, width, 1)


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
    publisher = one_line(source.publisher_as_written or "")
    title = one_line(source.title)
    if height == 2:
        name = clip(publisher or source.kind, max(width - right.cell_len - 1, 1))
        under = join(" ", styled(name, roles.SOURCE if publisher else roles.DIM))
        return [_clip_text(styled(title), width), *fit_row(under, Text(end=""), right, width, 1)]
    heading = f"{publisher}: {title}" if publisher else title
    return fit_row(Text(end=""), styled(heading), right, width, 1)


def _event_row(dossier: Dossier, event: Event, width: int, height: int) -> Row:
    when = labels.brief(edtf.parse_date(event.date).human) if event.date else "undated"
    mark = " (inferred)" if event.inferred else ""
    count = styled(f"{len(event.claims)}c", roles.DIM)
    room = 24 if height == 1 else width - count.cell_len - 1
    left = styled(f"{clip(when + mark, room):<{20 if height == 1 else 0}} ", roles.SOURCE)
    return fit_row(left, styled(one_line(event.title)), count, width, height)


def _quote_row(dossier: Dossier, quote: Quote, width: int, height: int, stance: str | None) -> Row:
    who = labels.name(dossier, quote.speaker) if quote.speaker else speech_words(quote.speech)
    doubtful = check_quote(dossier, quote).state.is_doubtful
    sign = STANCES[stance] if stance else " "
    right = join(
        styled(clip(who, max(width // 5, 8)), roles.SPEAKER),
        styled(" !" if doubtful else "", roles.WARN),
    )
    where = f" {labels.paragraph(quote)} "
    room = 18 if height == 1 else max(width - right.cell_len - len(where) - 3, 8)
    head = join(
        styled(f"{sign} ", roles.WARN if stance == "contradicts" else roles.STATUS),
        styled(clip(labels.source_name(dossier, quote.source), room), roles.SOURCE),
        styled(where, roles.DIM),
    )
    return fit_row(head, styled(f'"{one_line(quote.exact)}"', roles.QUOTE), right, width, height)


def _annotation_row(dossier: Dossier, annotation: Annotation, width: int, height: int) -> Row:
    about = clip(labels.name(dossier, annotation.target), max(width // 3, 10))
    words = labels.annotation_words(dossier, annotation)
    if isinstance(annotation.body, TextBody) and annotation.motivation == "questioning":
        words = f"? {words}" if annotation.resolved is None else f"(resolved) {words}"
    left = styled(f"{labels.day(annotation.created)} {clip(one_line(annotation.by), 10):<10} ", roles.DIM)
    return fit_row(left, styled(words, roles.NOTE), styled(about, roles.DIM), width, height)


def _broken_row(dossier: Dossier, record_id: str, width: int, height: int) -> Row:
    found = dossier.frozen(record_id)
    return problem_row(found or Problem(record_id, "cannot be read"), width, height)


def problem_row(found: Problem, width: int, height: int) -> Row:
    """The row of what is no record: marked `!`, with file, line and what was expected."""
    lines = [styled(clip(f"! {one_line(str(found))}", width), roles.WARN)]
    return lines + [Text(end="")] * (height - 1)
