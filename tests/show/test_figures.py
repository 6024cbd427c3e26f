"""The figures as text: rows, the grid and the pairs, at every width and with foreign text in it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from dossier import Dossier
from dossier.evidence.figures.groups import MOST
from dossier.evidence.figures.pairs import WORST_FIRST
from dossier.show.figures import MARKS, figure_row, figures_page
from dossier.show.kit import roles
from dossier.show.kit.grid import Grid, GridRow
from dossier.show.kit.page import layout
from dossier.show.kit.roles import styled
from tests.builders import quote, relation
from tests.evidence.test_figures import COST, figure, opened
from tests.nasty import NASTY

WIDTHS = (24, 46, 76, 110, 200)


def lines_of(dossier: Dossier, group: str, width: int) -> list[str]:
    return [line.text.plain for line in layout(figures_page(dossier, group).blocks, width)]


def test_a_wide_page_has_a_grid_with_everything_of_each_figure() -> None:
    with opened() as dossier:
        lines = lines_of(dossier, COST, 130)
    title, counts, head, exact, about = [line for line in lines if line][:5]
    assert (title, counts) == ("cost of Ferry terminal of Orsund", "1 rounding")
    assert head.split() == ["as", "written", "in", "full", "could", "mean", "speaker", "source"]  # no scope
    assert exact.startswith("1  “11.8 million crowns”")
    assert "11,800,000 crowns        11.75 to 11.85 million crowns" in exact
    assert about.startswith("2  “about 12 million crowns”  about 12,000,000 crowns")


def test_a_narrow_page_stacks_the_same_words() -> None:
    with opened() as dossier:
        lines = lines_of(dossier, COST, 40)
    assert "1   “11.8 million crowns”" in lines
    assert "    could mean  11.75 to 11.85 million" in lines


def test_every_pair_says_its_verdict_its_reason_and_the_words_of_both() -> None:
    with opened() as dossier:
        page = figures_page(dossier, COST)
        lines = [line.text.plain for line in layout(page.blocks, 110)]
    pairs = lines[lines.index("PAIRS") + 1 :]
    assert pairs[0] == "~ 1 and 2  rounding"
    text = " ".join(" ".join(pairs).split())
    assert "could mean 11 to 13 million crowns, which leaves room for 11.8 million crowns" in text
    assert "confirmed: 2 rounds 1" in text
    assert "1 “Cost of the move: 11.8 million crowns.” Minutes of the harbour board, April 2024" in text
    assert "2 “some 12 million crowns” Quay plan makes waves, 4 May 2024" in text
    assert page.quotes == ("q.minutes-cost", "q.daily-cost")


def test_quotes_can_be_stepped_through_each_once() -> None:
    with opened(*(figure(f"c.{n}", str(n), "q.crossings") for n in range(3, 6))) as dossier:
        page = figures_page(dossier, "e.terminal|berths")
    begun = [quote for line in layout(page.blocks, 80) for quote in line.begins]
    assert begun == list(page.quotes) == ["q.crossings"]


def test_a_lone_figure_shows_its_quote_and_one_without_says_so() -> None:
    with opened(figure("c.a", "3", "q.crossings"), figure("c.b", "3", property="alone")) as dossier:
        assert any("runs all 14 crossings" in line for line in lines_of(dossier, "e.terminal|berths", 80))
        assert "  1   no quote supports it" in lines_of(dossier, "e.terminal|alone", 80)


def test_long_quotes_are_cut_to_the_words_around_the_figure() -> None:
    long = f"{'before ' * 40}exactly 3,400 berths {'after ' * 40}"
    said = quote("q.long", long, "s.minutes", text=long)
    with opened(said, figure("c.a", "3400", "q.long", written="3,400")) as dossier:
        text = " ".join(" ".join(lines_of(dossier, "e.terminal|berths", 200)).split())
    assert "“.. before before" in text
    assert "before exactly 3,400 berths after" in text
    assert "after ..” Minutes of the harbour board" in text


def test_a_row_has_a_mark_and_words_for_what_is_worst() -> None:
    with opened(figure("c.a", "3"), figure("c.b", "4"), figure("c.c", "4000")) as dossier:
        (row,) = figure_row(dossier, "e.terminal|berths", 80, 1)
        over, under = figure_row(dossier, "e.terminal|berths", 80, 2)
        (narrow,) = figure_row(dossier, "e.terminal|berths", 40, 1)
        (gone,) = figure_row(dossier, "e.terminal|gone", 40, 1)
    assert row.plain.startswith("! berths of Ferry terminal of Orsund ")
    assert row.plain.endswith(" 3 figures, 2 conflicts")
    assert over.plain.endswith(" 3 figures")
    assert under.plain == "  2 conflicts, 1 unit slip: “3”, “4”, “4,000”"
    assert narrow.plain.endswith(" 2 conflicts")
    assert gone.plain == "no figure left"


DECIDED = {"candidate": "unconfirmed", "confirmed": "confirmed", "dismissed": "dismissed"}


def test_what_is_undecided_is_a_candidate_and_what_was_dismissed_is_no_conflict() -> None:
    pair = figure("c.a", "3"), figure("c.b", "4")
    for state, marked, counted in (
        ("", True, "! 1 conflict"),
        ("candidate", False, "! 1 conflict"),
        ("confirmed", False, "! 1 conflict"),
        ("dismissed", False, "1 dismissed"),
    ):
        more = [relation("r.x", "c.b", "contradicts", "c.a", state=state, reason="So.")] if state else []
        with opened(*pair, *more) as dossier:
            over, under = figure_row(dossier, "e.terminal|berths", 80, 2)
            lines = lines_of(dossier, "e.terminal|berths", 80)
        assert f"{over.plain[:2]}{under.plain.strip()}".strip().startswith(counted)
        assert ("! 1 and 2  conflict  ? unconfirmed" in lines) is marked
        assert (f"  {DECIDED.get(state)}: 2 contradicts 1: So." in lines) is bool(state)
        assert lines[1] == counted.removeprefix("! ")


def test_every_verdict_has_a_mark_of_its_own() -> None:
    assert set(MARKS) == set(WORST_FIRST)
    assert len(set(MARKS.values())) == len(MARKS)
    assert all(len(mark) == 1 and mark.isascii() for mark in MARKS.values())


def test_a_page_of_too_many_figures_says_what_is_left_out() -> None:
    with opened(*(figure(f"c.{n:03}", str(100 + n)) for n in range(MOST + 5))) as dossier:
        lines = lines_of(dossier, "e.terminal|berths", 80)
    text = " ".join(" ".join(lines[1:4]).split())
    assert f"Of {MOST + 5} figures {MOST} are compared: one claim for each different figure" in text
    assert lines[-1].startswith("and ")
    assert lines[-1].endswith("more pairs, none of them worse")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [name for name in NASTY if name != "very-long"])
def test_foreign_text_neither_gets_out_nor_widens_a_line(name: str, width: int) -> None:
    text = NASTY[name]
    entity = {"subject": "e.terminal", "property": text}
    docs = [
        figure("c.a", "3", "q.crossings", written=text, scope=text, **entity),
        figure("c.b", "4", written="4", attributed_as_written=text, unit=text, **entity),
        figure("c.d", "5", written=text, scope="x", **entity),
        relation("r.x", "c.a", "contradicts", "c.d", reason=text),
    ]
    with opened(*docs) as dossier:
        group = f"e.terminal|{text}"
        shown = [line.text for line in layout(figures_page(dossier, group).blocks, width)]
        shown += [line for height in (1, 2) for line in figure_row(dossier, group, width, height)]
    for line in shown:
        assert cell_len(line.plain.rstrip()) <= width, line.plain
        hiding = [c for c in line.plain if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")]
        assert not [c for c in hiding if c != "\u2061"], (hiding, line.plain)


words = st.lists(
    st.sampled_from(
        ["", "of", "scope", "5,600,000 USD", "“5.6B”", "671-billion-parameter", "梁文锋创立了", "x" * 30]
    ),
    max_size=6,
).map(" ".join)


@given(st.lists(st.tuples(words, words, words, words), min_size=1, max_size=5), st.integers(36, 150))
def test_a_grid_keeps_its_words_whole_and_to_its_width(cells: list[tuple[str, ...]], width: int) -> None:
    rows = tuple(
        GridRow((styled(str(number)), styled("title " + row[0]), *map(styled, row[1:])), f"c.{number}")
        for number, row in enumerate(cells)
    )
    lines = layout([Grid(("", "as written", "one", "two", "three"), rows).block()], width)
    assert all(cell_len(line.text.plain) <= width for line in lines)
    shown = " ".join(line.text.plain for line in lines).split()
    for number, row in enumerate(cells):
        own = " ".join(line.text.plain for line in lines if line.item == f"c.{number}").split()
        for word in " ".join(row).split():
            if word.isascii() or "“" in word:
                assert word in own
    assert {line.item for line in lines} >= {f"c.{number}" for number in range(len(cells))}
    assert "title" in shown


def test_a_grid_beside_and_stacked() -> None:
    cells = (styled("1"), styled("some words", roles.QUOTE), Text(end=""), styled("a b"))
    grid = Grid(("", "written", "empty", "scope"), (GridRow(cells, "c.x"),))
    assert [line.text.plain for line in grid.lines(30)] == ["   written     scope", "1  some words  a b"]
    assert [line.text.plain for line in grid.lines(19)] == ["1   some words", "    scope       a b"]
    assert [line.item for line in grid.lines(30)] == [None, "c.x"]
