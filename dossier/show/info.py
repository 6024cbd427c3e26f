"""What the dossier knows of a record itself: id, authors, checks, history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.evidence.anchors import QuoteState, check_quote
from dossier.records.claim import Claim
from dossier.records.quote import Quote
from dossier.records.source import Source
from dossier.show.claim import fact_blocks
from dossier.show.kit import labels, roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.roles import styled
from dossier.show.origins import origins_blocks
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def info_page(dossier: Dossier, record_id: str) -> Page:
    """Ids, provenance, a quote held against its text, a claim's origins, and every edit of the record."""
    edits = [edit for edit in dossier.history() if record_id in edit.records]
    changes = [
        Block(styled(f"{edit.at}  {one_line(edit.by)}  {one_line(edit.label)}"), hang=2)
        for edit in reversed(edits)
    ] or [Block(styled("no edit since the dossier was made", roles.DIM))]
    blocks = (
        Block(styled(labels.name(dossier, record_id), roles.TITLE)),
        BLANK,
        *fact_blocks(_info_facts(dossier, record_id)),
        BLANK,
        *_check_blocks(dossier, record_id),
        *(origins_blocks(dossier, record_id) if isinstance(dossier.find(record_id), Claim) else ()),
        Block(styled("CHANGED BY", roles.HEADING)),
        *changes,
    )
    return Page(styled(f"INFO  {labels.kind(record_id)} {record_id}", roles.HEADING), blocks)


def _info_facts(dossier: Dossier, record_id: str) -> Iterator[tuple[str, Text]]:
    raw = dossier.raw(record_id)
    yield "id", styled(record_id, roles.KEY)
    yield "created", styled(f"{raw.get('created')} by {one_line(str(raw.get('by')))}")
    yield "modified", styled(str(raw.get("modified")))
    record = dossier.find(record_id)
    if isinstance(record, Source):
        for version in record.texts:
            attached = (
                "attached" if dossier.text_of(record_id, version.sha256) is not None else "not attached"
            )
            yield "text", styled(f"{version.length:,} characters, sha256 {version.sha256}, {attached}")
    if isinstance(record, Quote):
        yield "source", styled(f"{labels.name(dossier, record.source)}  {record.source}")
        yield (
            "place",
            styled(f"characters {record.start:,} to {record.end:,} of the text with sha256 {record.text}"),
        )
    if referrers := dossier.referrers(record_id):
        yield "used by", styled(", ".join(referrers), roles.DIM)


def _check_blocks(dossier: Dossier, record_id: str) -> Iterator[Block]:
    record = dossier.find(record_id)
    if not isinstance(record, Quote):
        return
    anchor = check_quote(dossier, record)
    yield Block(styled("VERBATIM", roles.HEADING))
    words = anchor.label
    if anchor.state == QuoteState.UNCHECKED:
        words += ": the text it was taken from is not attached, so the words cannot be held against it"
    if problem := dossier.text_problem(record.source, record.text):
        words += f": {problem}"
    yield Block(styled(words, roles.WARN if anchor.state.is_doubtful else roles.BODY))
    if anchor.state == QuoteState.DIFFERS and anchor.passage is not None:
        yield Block(styled(record.exact, roles.QUOTE), indent=10, label=styled("quote", roles.DIM))
        yield Block(styled(anchor.passage, roles.QUOTE), indent=10, label=styled("text", roles.DIM))
    yield BLANK
