"""A dossier, or one record, as plain linear text: for pipes and screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.core.naming import count_records
from dossier.records.kinds import MAIN_PANES
from dossier.records.problems import DossierError
from dossier.show.cards import record_page
from dossier.show.kit import labels, roles
from dossier.show.kit.page import BLANK, Block, lay_out_lines, layout
from dossier.show.kit.roles import styled
from dossier.show.order import order_pane
from dossier.show.report import record_report_lines
from dossier.text import clean

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def plain_lines(dossier: Dossier, record_id: str | None, width: int) -> Iterator[Text]:
    """The lines of one record's page, or of the whole dossier; DossierError for an unknown id."""
    if record_id is not None:
        if record_id not in dossier:
            raise DossierError(f"there is no record {clean(record_id)} in {dossier.path}")
        if not dossier.shows(record_id):
            raise DossierError(f"{record_id} is left out ({dossier.lens.words})")
        yield from lens_lines(dossier, width)
        yield from _record_lines(dossier, record_id, width)
        yield from record_report_lines(dossier, record_id, width)
        return
    yield from _title_lines(dossier, width)
    for pane in (*MAIN_PANES, "notes"):
        ids = order_pane(dossier, pane)
        yield Text("")
        yield styled(f"{pane.upper()} ({len(ids):,})", roles.HEADING)
        yield Text("")
        for each in ids:
            yield from _record_lines(dossier, each, width)


def _title_lines(dossier: Dossier, width: int) -> Iterator[Text]:
    blocks = [Block(styled(dossier.info.title, roles.TITLE))]
    if dossier.info.description:
        blocks.append(Block(styled(dossier.info.description)))
    blocks.append(Block(styled(count_records(dossier, "ecqsv"), roles.DIM)))
    yield from (line.text for line in layout(blocks, width))
    yield from lens_lines(dossier, width)
    found = [Block(styled(f"! {problem}", roles.WARN), hang=2) for problem in dossier.problems]
    yield from (line.text for line in layout(found, width))


def lens_lines(dossier: Dossier, width: int) -> Iterator[Text]:
    """What is left out of what follows."""
    if seen := dossier.lens.words:
        yield from (line.text for line in layout((Block(styled(f"shown {seen}", roles.WARN)),), width))


def _record_lines(dossier: Dossier, record_id: str, width: int) -> Iterator[Text]:
    whole = record_page(dossier, record_id)
    label = Block(styled(f"[{labels.kind(record_id)} {record_id}] {whole.heading.plain}", roles.HEADING))
    blocks = chain((label,), whole.blocks, (BLANK,))
    yield from (line.text for line in lay_out_lines(blocks, width))
