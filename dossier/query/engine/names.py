"""Which entities, sources, tags and speakers a name can mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from dossier.core.derived import GONE, Derived, Rows, Watch
from dossier.query.language.folding import fold_text
from dossier.query.language.values import NamePart
from dossier.records.base import Doc
from dossier.records.raw import string_or_empty

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


class NameIndex(Derived):
    """The names of each record of one table, folded, and its id last."""

    def __init__(self, dossier: Dossier, rows: Rows, read: Callable[[Doc], Iterable[str]]) -> None:
        super().__init__(dossier)
        self.tables = rows.tables
        self.of: dict[str, tuple[str, ...]] = {}
        self._rows, self._read = rows, read
        self._watch = Watch(rows)

    def update(self) -> Iterator[None]:
        """Fold the names of what changed."""
        for changes in self._watch.find_changes():
            for slot, _, doc in changes:
                record_id = self._rows.ids[slot]
                if doc is not GONE:
                    self.of[record_id] = (*map(fold_text, self._read(doc)), record_id)
                elif record_id not in self._rows.at:
                    self.of.pop(record_id, None)
            yield

    def find_fitting(self, values: Iterable[NamePart]) -> set[str]:
        """The records that one of the names can mean."""
        found: set[str] = set()
        for value in values:
            for record_id, names in self.of.items():
                if any(map(value.fits, names)):
                    found.add(record_id)
        return found


class SpeakerIndex(Derived):
    """The quotes of each speaker: of an entity, or of words such as "a spokesman"."""

    tables = ("quotes",)

    def __init__(self, dossier: Dossier, rows: Rows) -> None:
        super().__init__(dossier)
        self.of: dict[tuple[str, str], set[int]] = {}
        self._watch = Watch(rows)

    def update(self) -> Iterator[None]:
        """Move the quotes that changed to their speakers."""
        for changes in self._watch.find_changes():
            for slot, before, doc in changes:
                if before:
                    self.of.get(speaker_of(before), set()).discard(slot)
                speaker = speaker_of(doc)
                if speaker != ("", ""):
                    self.of.setdefault(speaker, set()).add(slot)
            yield

    def find_fitting(self, values: Iterable[NamePart], entities: set[str]) -> list[tuple[str, str]]:
        """The speakers that one of the names can mean, or that are one of these entities."""
        wanted = tuple(values)
        return [
            (speaker, written)
            for speaker, written in self.of
            if speaker in entities or (written and any(value.fits(written) for value in wanted))
        ]


def speaker_of(quote: Doc) -> tuple[str, str]:
    """Who speaks in a raw quote: the entity, and what the source calls it, folded."""
    return string_or_empty(quote.get("speaker")), fold_text(string_or_empty(quote.get("speaker_as_written")))


def find_sources(sources: NameIndex, rows: Rows, entities: NameIndex, values: Iterable[NamePart]) -> set[str]:
    """The sources that one of the names can mean: a source's own, or its publisher's."""
    wanted = tuple(values)
    found, publishers = sources.find_fitting(wanted), entities.find_fitting(wanted)
    for source_id, doc in zip(rows.ids, rows.docs, strict=False):
        if doc is not GONE and doc.get("publisher") in publishers:
            found.add(source_id)
    return found


def find_tags(names_of: Mapping[str, tuple[str, ...]], values: Iterable[NamePart]) -> set[str]:
    """The tags that one of the names can mean, and the tags below them.

    `names_of` gives the folded names of each tag: its path first, its id last. An id has to be given whole:
    it keeps the path that the tag began with, or is random.
    """
    found: set[str] = set()
    for value in values:
        for tag, (*called, tag_id) in names_of.items():
            if value.folded == tag_id or any(map(value.fits, called)):
                found.add(tag)
    if not found:
        return found

    heads = tuple(f"{names_of[tag][0]}/" for tag in found)
    below = {tag for tag, (path, *_) in names_of.items() if path.startswith(heads)}
    return found | below
