"""Notes: writing one on records, changing and deleting one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from dossier.acts.naming import existing, storable, subject
from dossier.acts.spans import check_span
from dossier.records.annotation import Annotation, Span, TextBody
from dossier.records.problems import EditRefused
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.dossier import Dossier
    from dossier.store.draft import Draft
    from dossier.store.history import Edit

Format = Literal["text/plain", "text/markdown"]


def note(
    dossier: Dossier,
    targets: Sequence[str],
    text: str,
    *,
    quote: str | None = None,
    selector: Span | None = None,
    format: Format = "text/markdown",
) -> Edit | None:
    """Write one note on each target; `selector` anchors it to words of the target's own text.

    `quote` says that a note on a claim is about its support by that quote.
    """
    wanted = existing(dossier, targets)
    words = _words(text)
    if quote is not None:
        existing(dossier, [quote])
    check_span(dossier, wanted, selector)

    def change(draft: Draft) -> None:
        for target in wanted:
            doc: dict[str, Any] = {
                "id": draft.mint("a"),
                "target": target,
                "quote": quote,
                "motivation": "commenting",
                "body": {"text": words, "format": format},
                "selector": selector.to_doc() if selector else None,
            }
            draft.put({key: value for key, value in doc.items() if value is not None})

    return dossier.edit(f"note on {subject(dossier, wanted)}", change)


def edit_note(dossier: Dossier, note_id: str, text: str) -> Edit | None:
    """Give a note of yours a new text; None where it is the old one."""
    found = _own(dossier, note_id)
    words = _words(text)
    if isinstance(found.body, TextBody) and found.body.text == words:
        return None

    def change(draft: Draft) -> None:
        doc = draft.get(note_id)
        if doc is None:
            raise EditRefused("the note was deleted in the meantime")
        draft.put({**doc, "body": {**doc["body"], "text": words}})

    return dossier.edit(f"changed note on {subject(dossier, [found.target])}", change)


def delete_note(dossier: Dossier, note_id: str) -> Edit | None:
    """Delete a note of yours."""
    found = _own(dossier, note_id)

    def change(draft: Draft) -> None:
        if draft.get(note_id) is not None:
            draft.remove(note_id)

    return dossier.edit(f"deleted note on {subject(dossier, [found.target])}", change)


def _own(dossier: Dossier, note_id: str) -> Annotation:
    found = dossier.annotation(note_id)
    if not isinstance(found.body, TextBody):
        raise EditRefused(f"{note_id} is not a note")
    if found.by != dossier.by:
        raise EditRefused(f"this note is {one_line(found.by)}'s; only its author changes it")
    return found


def _words(text: str) -> str:
    words = storable(text, "the note").strip("\n").rstrip()
    if not words.strip():
        raise EditRefused("a note needs words")
    return words
