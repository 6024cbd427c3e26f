"""Sources: documents that somebody published. A source's text never changes."""

from __future__ import annotations

from dossier.records.base import EntityId, Model, Record, Sha256
from dossier.records.dates import EdtfText, Moment
from dossier.records.vocabulary import SourceKind


class TextVersion(Model):
    """One version of a source's text; `length` in Unicode code points. `retrieved` is kept, not shown."""

    sha256: Sha256
    length: int
    retrieved: Moment | None = None


class Source(Record):
    """A document. The last of `texts` is its current text."""

    title: str
    kind: SourceKind
    publisher: EntityId | None = None
    publisher_as_written: str | None = None
    authors: tuple[EntityId, ...] = ()
    published: EdtfText | None = None
    date_note: str | None = None
    url: str | None = None
    language: str | None = None
    texts: tuple[TextVersion, ...] = ()
    description: str | None = None
