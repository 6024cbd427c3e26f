"""Putting one tag in the place of another wherever it stands, whoever put it there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dossier.records.base import Doc
from dossier.records.raw import age_of

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.draft import Draft


def taggings(dossier: Dossier, tag_id: str) -> dict[str, Doc]:
    """Every use of a tag, by the id of its annotation, whatever is shown or hidden."""
    docs = {record_id: dossier.raw(record_id) for record_id in dossier.referrers(tag_id)}
    return {record_id: doc for record_id, doc in docs.items() if _referred_tag(doc) == tag_id}


def retag(dossier: Dossier, draft: Draft, uses: Mapping[str, Doc], wanted: Mapping[str, str]) -> None:
    """Give the taggings `uses` the tags that `wanted` says, by annotation; author and date stay.

    Where one author then has the same tag twice on the same words, the older use stays.
    """
    all_uses: dict[str, Doc] = {}
    for tag_id in set(wanted.values()):
        all_uses |= taggings(dossier, tag_id)
    for record_id, tag_id in wanted.items():
        doc = uses[record_id]
        all_uses[record_id] = {**doc, "body": {**doc["body"], "tag": tag_id}}
    kept: dict[tuple[str, ...], str] = {}
    instead: dict[str, str] = {}
    for record_id, doc in sorted(all_uses.items(), key=lambda use: age_of(use[1])):
        first = kept.setdefault(_use(doc), record_id)
        if first != record_id:
            instead[record_id] = first
        elif record_id in wanted:
            draft.put(doc)
    for gone in instead:
        draft.remove(gone)
    point_to(dossier, draft, instead)


def point_to(dossier: Dossier, draft: Draft, instead: Mapping[str, str]) -> None:
    """Put the annotations on records that go, such as a note on a tag, on those that stay."""
    for gone, stays in instead.items():
        for record_id in dossier.referrers(gone):
            doc = draft.get(record_id)
            if doc is not None and doc.get("target") == gone:
                draft.put({**doc, "target": stays})


def _referred_tag(doc: Doc) -> object:
    """The tag that an annotation refers to, whatever its motivation: none may refer to a tag that is gone."""
    body = doc.get("body")
    return body.get("tag") if isinstance(body, dict) else None


def _use(doc: Doc) -> tuple[str, ...]:
    """What makes two taggings the same one."""
    where = (doc.get("target"), doc.get("quote"), doc.get("selector"))
    return tuple(str(part) for part in (*where, doc.get("by"), _referred_tag(doc)))
