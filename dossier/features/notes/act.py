"""Notes, questions and replies: writing them, changing and deleting one's own.

Another's words are never edited, only answered: a reply stands on the note that it answers. A question is
resolved by whoever asked it (the dossier's own questions by anybody); a reply alone leaves it open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from dossier.core.annotating import with_annotations
from dossier.core.naming import describe_targets, is_yours, require_records, require_storable
from dossier.evidence.judgements import subject_of
from dossier.evidence.spans import check_span
from dossier.records.annotation import Annotation, Span, TextBody
from dossier.records.problems import EditRefused
from dossier.records.vocabulary import NOTE_KINDS
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.draft import Draft
    from dossier.store.history import Edit

Format = Literal["text/plain", "text/markdown"]


def write_note(
    dossier: Dossier,
    targets: Sequence[str],
    text: str,
    *,
    quote: str | None = None,
    selector: Span | None = None,
    format: Format = "text/markdown",
    question: bool = False,
) -> Edit | None:
    """Write one note on each target; `selector` anchors it to words of the target's own text.

    `quote` says that a note on a claim is about its support by that quote. A `question` stays open until
    it is resolved.
    """
    motivation = "questioning" if question else "commenting"
    wanted = require_records(dossier, targets)
    words = _require_words(text, NOTE_KINDS[motivation])
    if quote is not None:
        require_records(dossier, [quote])
    check_span(dossier, wanted, selector)

    def change(draft: Draft) -> None:
        for target in wanted:
            doc: dict[str, Any] = {
                "id": draft.mint("a"),
                "target": target,
                "quote": quote,
                "motivation": motivation,
                "body": {"text": words, "format": format},
                "selector": selector.to_doc() if selector else None,
            }
            draft.put({key: value for key, value in doc.items() if value is not None})

    return dossier.edit(f"{NOTE_KINDS[motivation]} on {describe_targets(dossier, wanted)}", change)


def ask_question(
    dossier: Dossier,
    targets: Sequence[str],
    text: str,
    *,
    quote: str | None = None,
    selector: Span | None = None,
    format: Format = "text/markdown",
) -> Edit | None:
    """Put a question on each target, as `write_note` does."""
    return write_note(dossier, targets, text, quote=quote, selector=selector, format=format, question=True)


def write_reply(
    dossier: Dossier, annotation_id: str, text: str, *, format: Format = "text/markdown"
) -> Edit | None:
    """Answer a note, a question, a grade ... of anybody's: a note of your own that stands on it."""
    answered = dossier.annotations[annotation_id]
    words = _require_words(text, "reply")

    def change(draft: Draft) -> None:
        doc = {
            "id": draft.mint("a"),
            "target": annotation_id,
            "motivation": "replying",
            "body": {"text": words, "format": format},
        }
        draft.put(doc)

    whose = "your own" if answered.by == dossier.by else f"{one_line(answered.by)}'s"
    what = NOTE_KINDS.get(answered.motivation, "judgement" if answered.motivation == "assessing" else "mark")
    return dossier.edit(f"reply to {whose} {what} on {_describe_subjects(dossier, [answered])}", change)


def resolve_questions(dossier: Dossier, questions: Sequence[str], resolved: bool = True) -> Edit | None:
    """Settle questions that you or the dossier asked, or open them again; None where they are so already."""
    found = [dossier.annotations[question] for question in dict.fromkeys(questions)]
    if not found:
        raise EditRefused("no question is chosen")
    for question in found:
        if question.motivation != "questioning":
            raise EditRefused(
                f"only questions are resolved; this is a {NOTE_KINDS.get(question.motivation, 'mark')}"
            )
        if not is_yours(dossier, question.by):
            whose = one_line(question.by)
            raise EditRefused(f"this question is {whose}'s, who alone resolves it; a reply answers it")

    def change(draft: Draft) -> None:
        for question in found:
            doc = draft.get(question.id)
            if doc is None:
                raise EditRefused("the question was deleted in the meantime")
            if (doc.get("resolved") is None) == resolved:
                draft.put({**doc, "resolved": draft.at if resolved else None})

    what = "question" if len(found) == 1 else f"{len(found):,} questions"
    return dossier.edit(
        f"{'resolved' if resolved else 'reopened'} {what} on {_describe_subjects(dossier, found)}", change
    )


def edit_note(dossier: Dossier, note_id: str, text: str) -> Edit | None:
    """Give a note of yours a new text; None where it is the old one."""
    if note_id not in dossier:
        raise EditRefused("the note was deleted in the meantime")
    found = _require_own_note(dossier, note_id)
    words = _require_words(text, NOTE_KINDS[found.motivation])
    if isinstance(found.body, TextBody) and found.body.text == words:
        return None

    def change(draft: Draft) -> None:
        doc = draft.get(note_id)
        if doc is None:
            raise EditRefused("the note was deleted in the meantime")
        draft.put({**doc, "body": {**doc["body"], "text": words}})

    return dossier.edit(
        f"changed {NOTE_KINDS[found.motivation]} on {_describe_subjects(dossier, [found])}", change
    )


def delete_notes(dossier: Dossier, note_ids: Sequence[str]) -> Edit | None:
    """Delete notes of yours, with what you yourself put on them; one that another has answered stays."""
    found = [_require_own_note(dossier, note_id) for note_id in dict.fromkeys(note_ids)]
    if not found:
        raise EditRefused("no note is chosen")

    def change(draft: Draft) -> None:
        gone = with_annotations(dossier, [each.id for each in found])
        others = {str(dossier.raw(each).get("by")) for each in gone} - {dossier.by}
        if others:
            whose = one_line(", ".join(sorted(others)))
            raise EditRefused(f"{whose} has answered; what is answered stays, so that the answer has a place")
        for each in gone:
            draft.remove(each)

    what = NOTE_KINDS[found[0].motivation] if len(found) == 1 else plural(len(found), "note")
    return dossier.edit(f"deleted {what} on {_describe_subjects(dossier, found)}", change)


def _describe_subjects(dossier: Dossier, annotations: Sequence[Annotation]) -> str:
    """The records these notes are about; for a reply, its thread's."""
    records = dict.fromkeys(subject_of(dossier, found.id) for found in annotations)
    return describe_targets(dossier, list(records))


def _require_own_note(dossier: Dossier, note_id: str) -> Annotation:
    found = dossier.annotations[note_id]
    if not isinstance(found.body, TextBody):
        raise EditRefused(f"{note_id} is not a note")
    if found.by != dossier.by:
        what = NOTE_KINDS[found.motivation]
        raise EditRefused(
            f"this {what} is {one_line(found.by)}'s; only its author changes it, a reply answers it"
        )
    return found


def _require_words(text: str, what: str) -> str:
    words = require_storable(text, f"the {what}").strip("\n").rstrip()
    if not words.strip():
        raise EditRefused(f"a {what} needs words")
    return words
