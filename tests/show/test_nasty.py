"""Foreign text in every field, every row and every page: nothing raises, gets out or takes other room."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from dossier import Dossier
from dossier.evidence.findings.findings import findings_of
from dossier.features.tags.view import tag_page, tag_row
from dossier.records.kinds import RECORD_PANES
from dossier.records.tag import Tag
from dossier.show import info, rows, timeline
from dossier.show.cards import record_page
from dossier.show.findings import finding_row, pair_page
from dossier.show.history import edit_page, edit_row
from dossier.show.kit.page import Page, layout
from dossier.show.order import order_pane
from tests.nasty import NASTY
from tests.nasty_dossier import NAMES, nasty_dossier

PER_DOSSIER = 12
PARTS = [NAMES[start : start + PER_DOSSIER] for start in range(0, len(NAMES), PER_DOSSIER)]
ROWS = ((78, 1), (118, 2), (48, 1))
PAGES = (78, 60)
CONTROLS = ("Cc", "Cf", "Zl", "Zp", "Cs")


def harmless(line: str, width: int) -> None:
    """No control character, and no more cells than there are."""
    hiding = [c for c in line if unicodedata.category(c) in CONTROLS and c != "\u2061"]
    assert not hiding, (hiding, line)
    assert cell_len(line) <= width, line


def check_page(found: Page) -> None:
    for width in PAGES:
        for line in layout(found.blocks, width):
            harmless(line.text.plain, width)


def all_rows(dossier: Dossier, width: int, height: int) -> Iterator[str]:
    """Every row of every list."""
    for pane in RECORD_PANES:
        for item in order_pane(dossier, pane):
            if item[0] == "v":
                lines = timeline.event_row(dossier, item, width, height)
            else:
                lines = rows.record_row(dossier, item, width, height)
            yield from (line.plain for line in lines)
    for tag in dossier.tags:
        yield from (line.plain for line in tag_row(dossier, tag, width, height))
    for finding in findings_of(dossier).ranked():
        yield from (line.plain for line in finding_row(dossier, finding, width, height))
    for edit in dossier.history():
        yield from (line.plain for line in edit_row(edit, {}, width, height))


@pytest.mark.parametrize("names", PARTS, ids=lambda names: str(names[0]))
def test_every_row_and_every_page(tmp_path: Path, names: list[str]) -> None:
    with Dossier.open(nasty_dossier(tmp_path, names), by="ada") as dossier:
        named = {"id": "t.named", "path": "named", "definition": NASTY[names[0]]}
        dossier.edit("\x1b]52;c;eA==\x07", lambda draft: draft.put(named))
        findings_of(dossier).all()
        for width, height in ROWS:
            for line in all_rows(dossier, width, height):
                harmless(line, width)
        for pane in RECORD_PANES:
            for item in order_pane(dossier, pane):
                check_page(record_page(dossier, item))
                check_page(info.info_page(dossier, item))
        for tag in dossier.tags:
            assert isinstance(tag, Tag)
            check_page(tag_page(dossier, tag))
        for finding in findings_of(dossier).ranked():
            check_page(pair_page(dossier, finding))
        for edit in dossier.history():
            check_page(edit_page(dossier, edit, {}))
