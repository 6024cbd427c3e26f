"""The kinds of record there are: one row a kind. No import of a model, which takes long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Pane = Literal["entities", "claims", "quotes", "sources", "timeline", "notes"]

RECORD_PANES: tuple[str, ...] = get_args(Pane)
"""Every list of records of one kind: what is filtered, sorted and printed by `dossier list`."""

MAIN_PANES: tuple[str, ...] = ("entities", "claims", "sources", "timeline")
"""The four lists that are always on the screen, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of record, and what the rest of the program needs to know of it."""

    letter: str
    """What its ids begin with."""
    table: str
    """Its file without `.jsonl`, its key in an export, its attribute of a dossier."""
    model: str
    """Module and class in `dossier.records`; `records.models` imports it."""
    noun: str
    nouns: str
    pane: Pane | None = None
    """The list that shows it; None if it has none of its own."""
    row_nouns: tuple[str, str] = ("", "")
    """What a row of its pane is called, one and many, where that is not `noun` and `nouns`."""
    searched: tuple[str, ...] = ()
    """The fields that say what it is, the most telling first: a search looks here."""
    shown: tuple[str, ...] = ()
    """Further fields whose words its row shows: a filter's plain words look here too."""
    unshown: tuple[str, ...] = ()
    """Fields that only `any:` looks into."""
    columns: tuple[str, ...] = ()
    """The fields that CSV has, in order."""


_QUOTE_COLUMNS = (
    "id", "source", "exact", "speaker", "speech", "paragraph", "start", "end", "translation", "check",
)  # fmt: skip
_CLAIM_COLUMNS = (
    "id", "text", "kind", "subject", "about", "property", "figure", "date", "attributed_to", "support",
)  # fmt: skip

KINDS: tuple[Kind, ...] = (
    Kind(
        letter="s",
        table="sources",
        model="source.Source",
        noun="source",
        nouns="sources",
        pane="sources",
        searched=("title", "publisher_as_written"),
        unshown=("description", "date_note"),
        columns=("id", "title", "kind", "publisher_as_written", "published", "language", "url"),
    ),
    Kind(
        letter="e",
        table="entities",
        model="entity.Entity",
        noun="entity",
        nouns="entities",
        pane="entities",
        searched=("name", "aliases"),
        shown=("kind",),
        unshown=("description",),
        columns=("id", "name", "kind", "aliases", "description"),
    ),
    Kind(
        letter="q",
        table="quotes",
        model="quote.Quote",
        noun="quote",
        nouns="quotes",
        pane="quotes",
        searched=("exact", "translation"),
        unshown=("note",),
        columns=_QUOTE_COLUMNS,
    ),
    Kind(
        letter="c",
        table="claims",
        model="claim.Claim",
        noun="claim",
        nouns="claims",
        pane="claims",
        searched=("text",),
        columns=_CLAIM_COLUMNS,
    ),
    Kind(
        letter="v",
        table="events",
        model="event.Event",
        noun="event",
        nouns="events",
        pane="timeline",
        searched=("title", "date", "date_note"),
        columns=("id", "title", "date", "date_note", "participants", "claims"),
    ),
    Kind(letter="r", table="relations", model="relation.Relation", noun="relation", nouns="relations"),
    Kind(letter="t", table="tags", model="tag.Tag", noun="tag", nouns="tags", searched=("path", "aliases")),
    Kind(
        letter="a",
        table="annotations",
        model="annotation.Annotation",
        noun="annotation",
        nouns="annotations",
        pane="notes",
        row_nouns=("note", "notes"),
        searched=("body.text",),
        columns=("id", "target", "motivation", "body", "created", "by"),
    ),
    Kind(
        letter="f",
        table="filters",
        model="saved_filter.SavedFilter",
        noun="filter",
        nouns="filters",
        searched=("name",),
    ),
)
"""In the order of the JSON export."""

TABLES: tuple[str, ...] = tuple(kind.table for kind in KINDS)
LETTERS = "".join(kind.letter for kind in KINDS)
KIND_BY_LETTER: dict[str, Kind] = {kind.letter: kind for kind in KINDS}
KIND_BY_TABLE: dict[str, Kind] = {kind.table: kind for kind in KINDS}
KIND_BY_PANE: dict[str, Kind] = {kind.pane: kind for kind in KINDS if kind.pane}


def noun_of(record_id: object) -> str:
    """`claim`, `source` ...: what the record with this id is; `record` if it is no id."""
    kind = KIND_BY_LETTER.get(str(record_id)[:1])
    return kind.noun if kind else "record"


def pane_of(record_id: str) -> Pane | None:
    """The pane that lists the record with this id; None if none does."""
    kind = KIND_BY_LETTER.get(record_id[:1])
    return kind.pane if kind else None


def row_nouns_of(pane: str) -> tuple[str, str]:
    """What a row of a pane is called, one and many: `event`, `events` of the timeline."""
    kind = KIND_BY_PANE[pane]
    one, many = kind.row_nouns
    return one or kind.noun, many or kind.nouns
