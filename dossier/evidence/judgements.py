"""What analysts made of a record: the judgement that counts, the badge, tags and notes.

Judgements are annotations; on one scale the newest by the authors shown counts, older ones stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.records.annotation import Annotation, GradeBody, TagBody
from dossier.records.dates import age
from dossier.records.problems import DossierError
from dossier.records.raw import supporting_quotes
from dossier.records.tag import Tag
from dossier.records.vocabulary import NOTE_KINDS, STATUS_MARKS, Scheme

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

Authors = Collection[str]
_CANNOT_BE_JUDGED = "F6"


@dataclass(frozen=True, slots=True)
class Badge:
    """A claim's grade as two characters; `derived` when its digit is not the claim's own."""

    text: str
    derived: bool

    @property
    def sort_key(self) -> tuple[str, str]:
        """Orders by letter, then by digit; what cannot be judged behind all grades, no grade last."""
        letter = next((char for char in self.text if char.isalpha()), "Z")
        digit = next((char for char in self.text if char.isdigit()), "9")
        return letter, digit


def annotations_on(dossier: Dossier, record_id: str, authors: Authors | None = None) -> Iterator[Annotation]:
    """The annotations of a record by `authors` (None: by anybody), oldest first; broken ones left out."""
    found = []
    for annotation_id in dossier.annotations_of(record_id):
        try:
            annotation = dossier.annotations[annotation_id]
        except DossierError:
            continue  # listed among the dossier's problems
        if annotation.target == record_id and (authors is None or annotation.by in authors):
            found.append(annotation)
    found.sort(key=lambda annotation: (age(annotation.created), annotation.id))
    yield from found


def judgements(
    dossier: Dossier, target_id: str, scheme: Scheme, quote: str | None = None, authors: Authors | None = None
) -> list[Annotation]:
    """Every judgement of `target_id` on one scale, oldest first."""
    return [
        annotation
        for annotation in annotations_on(dossier, target_id, authors)
        if annotation.quote == quote
        and isinstance(annotation.body, GradeBody)
        and annotation.body.scheme == scheme
    ]


def judgement(
    dossier: Dossier, target_id: str, scheme: Scheme, quote: str | None = None, authors: Authors | None = None
) -> Annotation | None:
    """The judgement that counts: the newest. `quote` asks for that of the claim's support by one quote."""
    found = judgements(dossier, target_id, scheme, quote, authors)
    return found[-1] if found else None


def value(annotation: Annotation | None) -> str | None:
    """What a judgement says, such as `B` or `supported`."""
    return annotation.body.value if annotation and isinstance(annotation.body, GradeBody) else None


def badge(dossier: Dossier, claim_id: str, authors: Authors | None = None) -> Badge:
    """`B2`: the claim's own digit, else its best support's, with the best letter among its sources."""
    quotes = list(dict.fromkeys(supporting_quotes(dossier.claims.docs.get(claim_id, {}))))
    own = value(judgement(dossier, claim_id, "admiralty-info", authors=authors))
    digit = own or _best(
        value(judgement(dossier, claim_id, "admiralty-info", quote, authors)) for quote in quotes
    )
    letter = _best(
        value(judgement(dossier, source, "admiralty-source", authors=authors))
        for source in _sources_of(dossier, quotes)
    )
    return Badge(f"{letter or ''}{digit or ''}" or "--", derived=own is None and bool(letter or digit))


def status_mark(dossier: Dossier, claim_id: str, authors: Authors | None = None) -> str:
    """One of `+ - ~ ?` for a claim's status, or nothing where it has none."""
    status = value(judgement(dossier, claim_id, "status", authors=authors))
    return STATUS_MARKS.get(status or "", "")


def tags_on(dossier: Dossier, record_id: str, authors: Authors | None = None) -> list[Tag]:
    """The tags of a record, each once, by path."""
    ids = {
        annotation.body.tag
        for annotation in annotations_on(dossier, record_id, authors)
        if isinstance(annotation.body, TagBody)
    }
    tags = []
    for tag_id in ids:
        try:
            tags.append(dossier.tags[tag_id])
        except DossierError:
            continue
    return sorted(tags, key=lambda tag: (tag.path.casefold(), tag.id))


def tag_ids_on(dossier: Dossier, record_ids: Iterable[str], authors: Authors) -> set[str]:
    """The tags that `authors` put on any of many records: read from the raw annotations."""
    docs = (dossier.peek(each) for record in record_ids for each in dossier.annotations_of(record))
    bodies = (doc.get("body") for doc in docs if doc.get("by") in authors)
    return {str(body.get("tag")) for body in bodies if isinstance(body, dict)}


def notes_on(dossier: Dossier, record_id: str, authors: Authors | None = None) -> list[Annotation]:
    """The notes and questions on a record, oldest first, each with the replies to it behind it."""
    return [note for _, note in discussion(dossier, record_id, authors)]


def discussion(
    dossier: Dossier, record_id: str, authors: Authors | None = None
) -> list[tuple[int, Annotation]]:
    """What `notes_on` finds, with how deep each note stands: 0 on the record, 1 a reply to one, and so on."""
    found: list[tuple[int, Annotation]] = []
    seen: set[str] = set()
    waiting = [(0, note) for note in annotations_on(dossier, record_id, authors)][::-1]
    while waiting:
        depth, note = waiting.pop()
        if note.motivation in NOTE_KINDS and note.id not in seen:
            seen.add(note.id)
            found.append((depth, note))
            replies = annotations_on(dossier, note.id, authors)
            waiting += [(depth + 1, reply) for reply in replies][::-1]
    return found


def subject_of(dossier: Dossier, record_id: str) -> str:
    """What a note is about in the end: of a reply, the record that the first note of its thread is on."""
    seen: set[str] = set()
    while record_id[:1] == "a" and record_id not in seen:
        seen.add(record_id)
        record_id = str(dossier.peek(record_id).get("target", record_id))
    return record_id


def open_questions(dossier: Dossier) -> tuple[str, ...]:
    """The questions that nobody has resolved, newest first."""
    return dossier.derived("annotations", "open questions", lambda: _open_questions(dossier))


def _open_questions(dossier: Dossier) -> tuple[str, ...]:
    found = [
        (str(doc.get("created", "")), str(doc["id"]))
        for doc in list(dossier.annotations.docs.values())
        if doc.get("motivation") == "questioning" and doc.get("resolved") is None
    ]
    return tuple(question for _, question in sorted(found, reverse=True))


def _best(grades: Iterator[str | None]) -> str | None:
    given = [grade for grade in grades if grade]
    return min(given, key=lambda grade: (grade in _CANNOT_BE_JUDGED, grade), default=None)


def _sources_of(dossier: Dossier, quotes: list[str]) -> list[str]:
    sources = (dossier.quotes.docs.get(quote, {}).get("source") for quote in quotes)
    return list(dict.fromkeys(source for source in sources if isinstance(source, str)))
