"""What analysts made of a record: the judgement that counts, the badge, tags and notes.

Judgements are annotations; on one scale the newest of those that the lens shows counts, older ones stay.
Which one counts, what a badge is made of and in what order grades come is decided here, from raw records,
for rows and pages (which ask for one record) and for filters, sorting and facets (which keep all up to date).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from dossier.records.annotation import Annotation, TagBody
from dossier.records.problems import DossierError
from dossier.records.raw import age_of, string_or_empty, supporting_quotes, tag_of
from dossier.records.tag import Tag
from dossier.records.vocabulary import NOTE_KINDS, SCALES, STATUS_MARKS, Scheme

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

Raw = Mapping[str, Any]
_DIGITS = "123456"


class Judgement(NamedTuple):
    """A value that somebody gave a record, or a claim's support by `quote`, on one scale."""

    id: str
    scheme: Scheme
    value: str
    quote: str | None
    by: str
    created: str
    reason: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A claim's grade: `B2`, `B`, `2` or empty; `derived` when its digit is not the claim's own."""

    grade: str
    derived: bool

    @property
    def text(self) -> str:
        """As it is shown, in two characters at most."""
        return self.grade or "--"


_badge = cache(Badge)
"""There are few badges and many claims."""


def pick_judgement(annotations: Iterable[Raw], scheme: Scheme, quote: str | None = None) -> Raw | None:
    """The judgement that counts, of the annotations on one record: the newest on the scale.

    `quote` asks for that of the claim's support by this quote.
    """
    fitting = [each for each in annotations if _judges(each, scheme, quote)]
    if len(fitting) > 1:
        return max(fitting, key=age_of)
    return fitting[0] if fitting else None


def pick_value(annotations: Iterable[Raw], scheme: Scheme, quote: str | None = None) -> str:
    """What the judgement that counts says, such as `B` or `supported`; empty where there is none."""
    annotation = pick_judgement(annotations, scheme, quote)
    return annotation["body"]["value"] if annotation else ""


def _judges(annotation: Raw, scheme: Scheme, quote: str | None) -> bool:
    if annotation.get("motivation") != "assessing" or annotation.get("quote") != quote:
        return False
    body = annotation.get("body")
    if not isinstance(body, dict) or body.get("scheme") != scheme:
        return False
    return string_or_empty(body.get("value")) in SCALES[scheme]


def grade_claim(claim: Raw, annotations: Collection[Raw], letters: Iterable[str]) -> Badge:
    """The badge of a claim, from the annotations on it and the letters of the sources that support it.

    Its own digit counts, else that of its best support; of the letters the best.
    """
    letter = best_grade(letters)
    if not annotations:
        return _badge(letter, bool(letter))

    digit = pick_value(annotations, "admiralty-info")
    if digit:
        return _badge(letter + digit, False)

    quotes = dict.fromkeys(supporting_quotes(claim))
    digit = best_grade(pick_value(annotations, "admiralty-info", quote) for quote in quotes)
    return _badge(letter + digit, bool(letter or digit))


def best_grade(grades: Iterable[str]) -> str:
    """The best of some letters or digits, empty ones aside. F and 6, "cannot be judged", are last anyway."""
    return min(filter(None, grades), default="")


def grade_order(grade: str) -> tuple[str, str]:
    """Sort key of grades, the best first: by letter, then by digit; a part that is missing comes last."""
    return grade.rstrip(_DIGITS) or "Z", grade.lstrip("ABCDEF") or "9"


def badge_of(dossier: Dossier, claim_id: str) -> Badge:
    """The badge of a claim, as the lens shows it."""
    claim = dossier.claims.docs.get(claim_id, {})
    letters = []
    for quote in supporting_quotes(claim):
        source = string_or_empty(dossier.quotes.docs.get(quote, {}).get("source"))
        if source[:1] == "s":
            letters.append(judged_value(dossier, source, "admiralty-source"))
    return grade_claim(claim, raw_annotations_on(dossier, claim_id), letters)


def status_mark(dossier: Dossier, claim_id: str) -> str:
    """One of `+ - ~ ?` for a claim's status, or nothing where it has none."""
    return STATUS_MARKS.get(judged_value(dossier, claim_id, "status"), "")


def judged_value(dossier: Dossier, target_id: str, scheme: Scheme, quote: str | None = None) -> str:
    """What the judgement that counts says of a record; empty where there is none."""
    return pick_value(raw_annotations_on(dossier, target_id), scheme, quote)


def newest_judgement(
    dossier: Dossier, target_id: str, scheme: Scheme, quote: str | None = None
) -> Judgement | None:
    """The judgement that counts."""
    annotation = pick_judgement(raw_annotations_on(dossier, target_id), scheme, quote)
    return _read_judgement(annotation) if annotation else None


def list_judgements(dossier: Dossier, target_id: str, quote: str | None = None) -> list[Judgement]:
    """Every judgement of a record (or of a claim's support by `quote`), on all scales, oldest first."""
    found = []
    for annotation in sorted(raw_annotations_on(dossier, target_id), key=age_of):
        if any(_judges(annotation, scheme, quote) for scheme in SCALES):
            found.append(_read_judgement(annotation))
    return found


def _read_judgement(annotation: Raw) -> Judgement:
    body = annotation["body"]
    return Judgement(
        id=annotation["id"],
        scheme=body["scheme"],
        value=body["value"],
        quote=annotation.get("quote"),
        by=string_or_empty(annotation.get("by")),
        created=string_or_empty(annotation.get("created")),
        reason=string_or_empty(body.get("reason")),
    )


def raw_annotations_on(dossier: Dossier, record_id: str) -> list[Raw]:
    """The raw annotations that the lens shows of a record, in no order."""
    docs = dossier.annotations.docs
    found = [docs.get(each, {}) for each in dossier.annotations_of(record_id)]
    return [annotation for annotation in found if annotation.get("target") == record_id]


def annotations_on(dossier: Dossier, record_id: str) -> list[Annotation]:
    """The annotations on a record, oldest first; broken ones are left out, `problems` lists them."""
    found = []
    for annotation in sorted(raw_annotations_on(dossier, record_id), key=age_of):
        record = dossier.find(annotation["id"])
        if isinstance(record, Annotation):
            found.append(record)
    return found


def tags_on(dossier: Dossier, record_id: str) -> list[Tag]:
    """The tags of a record, each once, by path."""
    ids = {
        annotation.body.tag
        for annotation in annotations_on(dossier, record_id)
        if isinstance(annotation.body, TagBody)
    }
    tags = []
    for tag_id in ids:
        try:
            tags.append(dossier.tags[tag_id])
        except DossierError:
            continue
    return sorted(tags, key=lambda tag: (tag.path.casefold(), tag.id))


def tag_ids_on(dossier: Dossier, record_ids: Iterable[str], authors: Collection[str]) -> set[str]:
    """The tags that `authors` put on any of many records."""
    found = set()
    for record in record_ids:
        for annotation in map(dossier.peek, dossier.annotations_of(record)):
            if annotation.get("by") in authors:
                found.add(tag_of(annotation))
    return found - {""}


def notes_on(dossier: Dossier, record_id: str) -> list[Annotation]:
    """The notes and questions on a record, oldest first, each followed by the replies to it."""
    return [note for _, note in read_discussion(dossier, record_id)]


def read_discussion(dossier: Dossier, record_id: str) -> list[tuple[int, Annotation]]:
    """The notes of `notes_on`, each with its depth: 0 on the record, 1 a reply, 2 a reply to a reply .."""
    found: list[tuple[int, Annotation]] = []
    seen: set[str] = set()
    waiting = [(0, note) for note in annotations_on(dossier, record_id)][::-1]
    while waiting:
        depth, note = waiting.pop()
        if note.motivation in NOTE_KINDS and note.id not in seen:
            seen.add(note.id)
            found.append((depth, note))
            replies = annotations_on(dossier, note.id)
            waiting += [(depth + 1, reply) for reply in replies][::-1]
    return found


def subject_of(dossier: Dossier, record_id: str) -> str:
    """The record that a note is about; for a reply, its thread's."""
    seen: set[str] = set()
    while record_id[:1] == "a" and record_id not in seen:
        seen.add(record_id)
        record_id = str(dossier.peek(record_id).get("target") or record_id)
    return record_id


def open_questions(dossier: Dossier) -> tuple[str, ...]:
    """The questions that nobody has resolved, newest first."""
    return dossier.derived("annotations", "open questions", lambda: _open_questions(dossier))


def _open_questions(dossier: Dossier) -> tuple[str, ...]:
    found = [
        doc
        for doc in list(dossier.annotations.docs.values())
        if doc.get("motivation") == "questioning" and doc.get("resolved") is None
    ]
    found.sort(key=age_of, reverse=True)
    return tuple(doc["id"] for doc in found)
