"""Saved filters go on finding what they found when tags are called otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dossier.acts.tag_names import all_tags
from dossier.query.folding import fold
from dossier.query.language import QueryError, written
from dossier.query.values import Name, Raw

if TYPE_CHECKING:
    from dossier.dossier import Dossier
    from dossier.store.draft import Draft

_Names = dict[str, tuple[str, ...]]
"""What each tag is called, by its id: its path, then its aliases."""


def follow_names(dossier: Dossier, draft: Draft, instead: Mapping[str, str] | None = None) -> None:
    """Put the new names of tags into the filters that would miss them, after the draft has renamed them.

    `instead`: the tags that stand for those that go.
    """
    before = {tag.id: (tag.path, *tag.aliases) for tag in all_tags(dossier)}
    docs = [doc for doc in map(draft.get, before) if doc is not None]
    after: _Names = {doc["id"]: (doc["path"], *doc.get("aliases", ())) for doc in docs}
    for saved in dossier.filters:
        try:
            values = written(saved.query, saved.pane, "tag")
        except QueryError:
            continue
        query = saved.query
        for raw in reversed(values):
            words = _words(query[raw.start : raw.end], raw, (before, after), instead or {})
            query = query[: raw.start] + words + query[raw.end :]
        if query != saved.query:
            draft.put({**dossier.raw(saved.id), "query": query})


def _words(words: str, raw: Raw, names: tuple[_Names, _Names], instead: Mapping[str, str]) -> str:
    """`words`, the value as it stands, or what finds the same tags under their new names."""
    before, after = names
    value = Name(fold(raw.text), raw.op == "=")
    wanted = {instead.get(tag, tag) for tag in _meant(value, before)}
    found = _meant(value, after)
    lost = {tag: after[tag][0] for tag in wanted - found}
    kept = [words] if found & wanted or not lost else []
    heads = tuple(f"{fold(path)}/" for path in lost.values())
    for path in sorted(path for path in lost.values() if not fold(path).startswith(heads)):
        exact = value.exact or not _meant(Name(fold(path)), after) <= wanted
        kept.append(f"={path}" if exact else path)
    return ",".join(kept)


def _meant(value: Name, names: _Names) -> set[str]:
    """The tags that a value names, in part or by id, and those below them.

    A part of an id is none: ids keep the name that a tag began with, or are drawn at random.
    """
    found = {
        tag for tag, called in names.items() if tag == value.folded or any(map(value.fits, map(fold, called)))
    }
    heads = tuple(f"{fold(names[tag][0])}/" for tag in found)
    return found | {tag for tag, called in names.items() if fold(called[0]).startswith(heads)}
