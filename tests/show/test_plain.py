"""`dossier show`: everything that the screen shows, as lines; every quote verbatim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from dossier import Dossier, home
from dossier.records.problems import DossierError
from dossier.show.cards import record_page
from dossier.show.kit import roles
from dossier.show.order import by_evidence, by_time, by_weight, event_time
from dossier.show.plain import plain_lines
from dossier.show.rows import record_row
from dossier.text import clean
from tests.builders import build


@pytest.fixture(scope="module")
def deepseek() -> Dossier:
    """The bundled dossier, read where it lies: nothing here edits it."""
    return Dossier.open(home.bundled("deepseek"), by="ada")


@pytest.fixture
def orsund(tmp_path: Path) -> Iterator[Dossier]:
    with Dossier.open(build(tmp_path / "case"), by="ada") as dossier:
        yield dossier


def squeezed(text: str) -> str:
    """Without white space: as it was before it was wrapped."""
    return "".join(text.split())


@pytest.mark.parametrize("width", [20, 60, 88, 200])
def test_every_quote_is_printed_verbatim(deepseek: Dossier, width: int) -> None:
    printed = squeezed("".join(line.plain for line in plain_lines(deepseek, None, width)))
    for quote in deepseek.quotes:
        assert squeezed(clean(quote.exact)) in printed, quote.id


@pytest.mark.parametrize("width", [40, 88])
def test_no_line_is_wider_than_asked_for(deepseek: Dossier, width: int) -> None:
    for line in plain_lines(deepseek, None, width):
        assert cell_len(line.plain.rstrip()) <= width, line.plain


def test_every_record_has_its_heading(orsund: Dossier) -> None:
    lines = [line.plain for line in plain_lines(orsund, None, 88)]
    for table in (orsund.entities, orsund.claims, orsund.sources, orsund.events):
        for record in table.ids():
            assert any(f"{record}]" in line for line in lines), record
    for title in ("ENTITIES (6)", "CLAIMS (10)", "SOURCES (3)", "TIMELINE (3)", "NOTES (1)"):
        assert title in lines
    assert lines[0] == "The ferry terminal of Orsund"
    assert "6 entities, 10 claims, 14 quotes, 3 sources, 3 events" in lines


def test_one_record_alone(orsund: Dossier) -> None:
    printed = "\n".join(line.plain for line in plain_lines(orsund, "c.cost", 88))
    assert printed.startswith("[claim c.cost] EVIDENCE  2 quotes - 2 sources - 1 origin")
    assert "Does this include the car park?" in printed
    with pytest.raises(DossierError, match=r"there is no record c\.nowhere"):
        list(plain_lines(orsund, "c.nowhere", 88))


def test_a_claim_tells_all_that_is_known_of_it(orsund: Dossier) -> None:
    printed = "\n".join(line.plain for line in plain_lines(orsund, "c.cost", 88))
    for words in (
        'as written "about 12 million crowns"',
        "cost of Ferry terminal of Orsund",
        "#money/cost",
        "word for word",
        "not checked (no text)",
        "Marla Quist",
        "rounds",
        "ada, 2025-02-01",
        "information 2: ",
    ):
        assert words in printed, words


def test_a_page_for_every_record_of_every_kind(deepseek: Dossier) -> None:
    tables = (
        "sources",
        "entities",
        "quotes",
        "claims",
        "events",
        "relations",
        "tags",
        "annotations",
        "filters",
    )
    for table in tables:
        for record in getattr(deepseek, table).ids():
            found = record_page(deepseek, record)
            assert found.blocks
            assert found.heading.plain
            for block in found.blocks:
                assert {str(span.style) for span in block.text.spans if span.style} <= set(roles.ROLES)


@pytest.mark.parametrize("width", [10, 28, 46, 78, 118])
@pytest.mark.parametrize("height", [1, 2, 8])
def test_rows_keep_to_their_width(deepseek: Dossier, width: int, height: int) -> None:
    for table in ("entities", "claims", "sources", "events", "quotes"):
        for record in getattr(deepseek, table).ids()[:40]:
            lines = record_row(deepseek, record, width, height)
            assert 1 <= len(lines) <= height
            if width >= 46:
                assert all(line.cell_len <= width for line in lines), (record, [line.plain for line in lines])


def test_orders(deepseek: Dossier) -> None:
    entities = by_weight(deepseek, deepseek.entities.ids())
    assert entities[0] == deepseek.info.focus
    weights = [len(deepseek.claims_about(entity)) for entity in entities[1:]]
    assert weights == sorted(weights, reverse=True)
    claims = by_evidence(deepseek, deepseek.claims.ids())
    counts = [len(deepseek.quotes_of(claim)) for claim in claims]
    assert counts == sorted(counts, reverse=True)
    times = [event_time(deepseek, event) for event in by_time(deepseek, deepseek.events.ids())]
    assert times == sorted(times)
    for order, table in ((entities, deepseek.entities), (claims, deepseek.claims)):
        assert sorted(order) == list(table.ids())
