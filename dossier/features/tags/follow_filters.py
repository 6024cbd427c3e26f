"""Saved filters go on finding what they found when tags are called otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dossier.core.tag_names import all_tags
from dossier.query.engine.names import find_tags
from dossier.query.language.folding import fold_text
from dossier.query.language.grammar import QueryError, read_values
from dossier.query.language.values import NamePart, RawValue
from dossier.records.tag import Tag

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.draft import Draft


def follow_names(dossier: Dossier, draft: Draft, instead: Mapping[str, str] | None = None) -> None:
    """Put the new names of tags into the filters that would miss them, after the draft has renamed them.

    `instead`: the tags that stand for those that go.
    """
    tags = all_tags(dossier)
    renamed = Renamed(tags, [Tag.from_doc(doc) for tag in tags if (doc := draft.get(tag.id))], instead)
    for saved in dossier.filters:
        query = renamed.query(saved.query, saved.pane)
        if query != saved.query:
            draft.put({**dossier.raw(saved.id), "query": query})


class Renamed:
    """What tags were called and are called now."""

    def __init__(
        self, before: Iterable[Tag], after: list[Tag], instead: Mapping[str, str] | None = None
    ) -> None:
        self.before, self.after = _names(before), _names(after)
        self.paths = {tag.id: tag.path for tag in after}
        self.instead = instead or {}

    def query(self, query: str, pane: str) -> str:
        """A query that finds the tags that this one found; itself where it still does, or does not read."""
        try:
            values = read_values(query, pane, "tag")
        except QueryError:
            return query
        for raw in reversed(values):
            query = query[: raw.start] + self._words(query[raw.start : raw.end], raw) + query[raw.end :]
        return query

    def _words(self, words: str, raw: RawValue) -> str:
        """`words`, a value as it stands in a query, or what finds the same tags under their new names."""
        value = NamePart(fold_text(raw.text), raw.op == "=")
        meant = {self.instead.get(tag, tag) for tag in find_tags(self.before, [value])}
        wanted = meant & self.after.keys()
        found = find_tags(self.after, [value])
        lost = [self.paths[tag] for tag in wanted - found]
        if not lost:
            return words
        kept = [words] if found & wanted else []
        heads = tuple(f"{path}/" for path in lost)
        for path in sorted(path for path in lost if not path.startswith(heads)):
            exact = value.exact or not find_tags(self.after, [NamePart(fold_text(path))]) <= wanted
            kept.append(f"={path}" if exact else path)
        return ",".join(kept)


def _names(tags: Iterable[Tag]) -> dict[str, tuple[str, ...]]:
    """All that each tag is called, folded: its path first, its id last."""
    return {tag.id: (*map(fold_text, (tag.path, *tag.aliases)), tag.id) for tag in tags}
