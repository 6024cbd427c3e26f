"""Which entities, sources, tags and voices a name stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from dossier.query.folding import fold
from dossier.query.following import Follower, Part
from dossier.query.parts import strings
from dossier.query.values import Name
from dossier.records.base import Doc

if TYPE_CHECKING:
    from dossier.dossier import Dossier


class Names(Part):
    """All that the records of one table are called, folded, the id last."""

    def __init__(self, dossier: Dossier, table: str, read: Callable[[Doc], Iterable[str]]) -> None:
        super().__init__(dossier)
        self.tables = (table,)
        self.of: dict[str, tuple[str, ...]] = {}
        self._read = read
        self._follower = Follower()

    def update(self) -> Iterator[None]:
        """Fold what is new."""
        docs = getattr(self.dossier, self.tables[0]).docs
        for changes in self._follower.news(docs, self.of):
            for record_id, _, doc in changes:
                if doc is None:
                    self.of.pop(record_id, None)
                else:
                    self.of[record_id] = (*map(fold, self._read(doc)), record_id)
            yield

    def fitting(self, values: Iterable[Name]) -> set[str]:
        """The records that one of the values can mean."""
        found: set[str] = set()
        for value in values:
            found.update(each for each, names in self.of.items() if any(map(value.fits, names)))
        return found


class Voices(Part):
    """The quotes of each speaker: an entity, or words such as "a spokesman"."""

    tables = ("quotes",)

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier)
        self.of: dict[tuple[str, str], set[str]] = {}
        self._voice: dict[str, tuple[str, str]] = {}
        self._known: set[str] = set()
        self._follower = Follower()

    def update(self) -> Iterator[None]:
        """Follow the quotes."""
        for changes in self._follower.news(self.dossier.quotes.docs, self._known):
            for quote_id, _, doc in changes:
                self._known.discard(quote_id)
                self.of.get(self._voice.pop(quote_id, ("", "")), set()).discard(quote_id)
                if doc is not None:
                    self._known.add(quote_id)
                    self._take_in(quote_id, doc)
            yield

    def _take_in(self, quote_id: str, doc: Doc) -> None:
        speaker = next(strings(doc.get("speaker")), "")
        written = fold(next(strings(doc.get("speaker_as_written")), ""))
        if speaker or written:
            self._voice[quote_id] = speaker, written
            self.of.setdefault((speaker, written), set()).add(quote_id)

    def fitting(self, values: Iterable[Name], speakers: set[str]) -> Iterator[set[str]]:
        """The quotes by one of the speakers, or by a voice that a value can mean; a set for each voice."""
        wanted = tuple(values)
        for (speaker, written), quotes in list(self.of.items()):
            if speaker in speakers or (written and any(value.fits(written) for value in wanted)):
                yield quotes


def entity_names(doc: Doc) -> Iterator[str]:
    """Name and aliases."""
    yield from strings(doc.get("name"))
    yield from strings(doc.get("aliases"))


def source_names(doc: Doc) -> Iterator[str]:
    """Title, and publisher as written; the publisher's own names are the entity's."""
    yield from strings(doc.get("title"))
    yield from strings(doc.get("publisher_as_written"))


def tag_names(doc: Doc) -> Iterator[str]:
    """Path and aliases."""
    yield from strings(doc.get("path"))
    yield from strings(doc.get("aliases"))


def sources_fitting(dossier: Dossier, sources: Names, entities: Names, values: tuple[Name, ...]) -> set[str]:
    """The sources that one of the values can mean, by their own names or their publisher's."""
    publishers = entities.fitting(values)
    by_publisher = {
        source_id for source_id, doc in dossier.sources.docs.items() if doc.get("publisher") in publishers
    }
    return sources.fitting(values) | by_publisher


def tags_fitting(dossier: Dossier, tags: Names, values: tuple[Name, ...]) -> set[str]:
    """The tags that one of the values can mean, and those below them."""
    found = tags.fitting(values)
    paths = {tag: fold(next(strings(doc.get("path")), "")) for tag, doc in list(dossier.tags.docs.items())}
    heads = tuple(f"{paths[tag]}/" for tag in found if paths.get(tag))
    return found | {tag for tag, path in paths.items() if path.startswith(heads)} if heads else found
