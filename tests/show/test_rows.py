"""Rows of lists: what is said comes first, and what stands beside it gives way."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.text import Text

from dossier import Dossier, home
from dossier.show.kit.roles import styled
from dossier.show.rows import MOST_LINES, add_at_end, flow_row, record_row
from tests import builders


@pytest.fixture(scope="module")
def deepseek() -> Dossier:
    """The bundled dossier, read where it lies: nothing here edits it."""
    return Dossier.open(home.bundled("deepseek"), by="ada")


def words_of(row: list[Text]) -> str:
    """The words of a row, as they were before it was broken into lines."""
    return " ".join(" ".join(line.plain for line in row).split())


def tag(room: int) -> Text:
    """A tag where there is room for it."""
    return styled("#tag") if room >= len("#tag") else Text()


@pytest.mark.parametrize("width", [37, 45, 61, 77])
def test_every_claim_is_read_whole_in_a_list(deepseek: Dossier, width: int) -> None:
    for claim in deepseek.claims:
        row = record_row(deepseek, claim.id, width, MOST_LINES)
        assert claim.text in words_of(row), claim.id


def test_words_go_on_in_the_next_line_and_what_is_left_of_the_last_one_is_spare() -> None:
    row = flow_row(styled("C  "), styled("one two three four"), 20, 8, right=styled("2c"), spare=tag)
    assert [line.plain for line in row] == ["C  one two three  2c", "   four         #tag"]


def test_in_one_line_words_are_cut_only_where_it_ends_and_nothing_is_spare() -> None:
    (row,) = flow_row(styled("C  "), styled("one two three four five six"), 20, 1, spare=tag)
    assert row.plain == "C  one two three f.."


@pytest.mark.parametrize(
    ("height", "expected"),
    [(2, ["one two three", "          may be"]), (1, ["one two.. may be"])],
)
def test_what_is_added_has_a_line_of_its_own_before_it_covers_words(height: int, expected: list[str]) -> None:
    row = add_at_end([styled("one two three")], styled("may be"), 16, height)
    assert [line.plain for line in row] == expected


def test_a_claim_keeps_its_words_and_gives_up_its_tags(tmp_path: Path) -> None:
    with Dossier.open(builders.build(tmp_path / "d")) as dossier:
        (wide,) = record_row(dossier, "c.cost", 100, MOST_LINES)
        (narrow,) = record_row(dossier, "c.cost", 15 + len(dossier.claims["c.cost"].text), MOST_LINES)
    assert "#money/cost" in wide.plain
    assert "#" not in narrow.plain
