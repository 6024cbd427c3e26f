"""Lines of a page: never wider than the width, and nothing lost or invented between them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from dossier.show.kit.page import BLANK, MEASURE, Block, LaidPage, PageLine, layout, wrap_text
from dossier.text import clean
from tests.nasty import NASTY

WORDS = [
    "a",
    "of",
    "DeepSeek",
    "(2023)",
    "naïve",
    "梁文锋",
    "“成本”",
    "Cafe\u0301",
    "x" * 40,
    "ﾊﾝｶｸ",
    "한국어",
    "—",
    "\n",
    "  ",
]
prose = st.lists(st.sampled_from([*WORDS, *(w for w in NASTY.values() if len(w) < 200)]), max_size=40).map(
    " ".join
)
anything = st.one_of(prose, st.text(max_size=120)).map(clean)
widths = st.integers(4, 100)


def lines_of(text: str, width: int, first: int | None = None) -> list[str]:
    return [text[start:end] for start, end in wrap_text(text, width, first)]


@given(anything, widths)
def test_nothing_is_lost_and_nothing_invented(text: str, width: int) -> None:
    spans = list(wrap_text(text, width))
    assert spans[0][0] == 0
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    for (_, end), (start, _) in itertools.pairwise(spans):
        assert end <= start
        assert not text[end:start].strip()  # between lines there is white space only
    assert not text[spans[-1][1] :].strip()


@given(anything, widths, st.integers(2, 60))
def test_no_line_is_wider_than_the_width(text: str, width: int, first: int) -> None:
    first = min(first, width)
    for number, line in enumerate(lines_of(text, width, first)):
        assert cell_len(line.rstrip()) <= (width if number else first), line


@given(anything, widths)
def test_every_newline_of_the_text_ends_a_line(text: str, width: int) -> None:
    assert all("\n" not in line for line in lines_of(text, width))
    assert len(lines_of(text, width)) >= text.count("\n") + 1


@given(
    st.lists(st.sampled_from(["alpha", "be", "gamma-delta", "of", "2023,"]), min_size=1, max_size=60), widths
)
def test_words_that_fit_a_line_are_never_cut(words: list[str], width: int) -> None:
    width = max(width, 11)
    broken = " ".join(lines_of(" ".join(words), width)).split()
    assert broken == words


def test_chinese_breaks_between_characters_and_fills_the_line() -> None:
    text = "训练成本" * 30
    lines = lines_of(text, 21)
    assert {cell_len(line) for line in lines[:-1]} == {20}
    assert "".join(lines) == text


def test_a_word_longer_than_a_line_is_cut_where_the_line_ends() -> None:
    assert lines_of("see " + "x" * 25, 10) == ["see xxxxxx", "x" * 10, "x" * 9]


def test_the_first_line_can_be_narrower() -> None:
    assert lines_of("one two three four", 9, 4) == ["one ", "two three ", "four"]


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    text = draw(anything)
    label = draw(st.none() | st.sampled_from(["12", "as written", "梁文锋梁文锋"]))
    right = draw(st.none() | st.sampled_from(["word for word", "! not found in the text", "梁"]))
    indent = draw(st.integers(0, 12))
    return Block(
        Text(text, end=""),
        indent=indent,
        hang=draw(st.none() | st.integers(0, 8)),
        label=Text(label, end="") if label and indent else None,
        right=Text(right, end="") if right else None,
        item="c.x",
        anchors=((0, "q.one"), (len(text) // 2, "q.two")),
    )


@given(st.lists(blocks(), max_size=5), st.integers(40, 120))
def test_a_page_keeps_to_its_width(page: list[Block], width: int) -> None:
    for line in layout(page, width):
        assert cell_len(line.text.plain.rstrip()) <= width, line.text.plain
        assert line.item == "c.x"


@given(st.lists(blocks(), max_size=5), st.lists(st.integers(0, 60), max_size=6), st.booleans())
def test_what_is_laid_out_as_it_is_asked_for_is_the_same(
    page: list[Block], asked: list[int], end: bool
) -> None:
    whole, laid = layout(page, 50), LaidPage(page, 50)
    for at in asked:
        assert laid.reaches(at) == (len(whole) >= at)
        assert laid[at : at + 3] == whole[at : at + 3]
    if end:
        assert (laid[-2:], len(laid)) == (whole[-2:], len(whole))
    assert list(laid) == whole
    assert bool(laid) == bool(whole)


def test_of_a_long_text_only_what_is_shown_is_laid_out() -> None:
    laid_out: list[int] = []

    def lay(number: int) -> Callable[[int], Iterable[PageLine]]:
        def lines(width: int) -> Iterable[PageLine]:
            laid_out.append(number)
            return [PageLine(Text("table"))]

        return lines

    text = "The council votes on the plan. " * 20
    paragraphs = [Block(Text(text)) for _ in range(100)]
    tables = [Block(Text(), lay=lay(number)) for number in range(100)]
    laid = LaidPage([each for pair in zip(paragraphs, tables, strict=True) for each in pair], 60)
    per = len(layout(paragraphs[:1], 60)) + 1
    assert laid.share(0, 30) == "top"
    assert laid[3 * per - 1].text.plain == "table"
    assert len(laid_out) <= 4
    share = laid.share(50 * per + 1, 30)
    assert len(laid_out) < 60
    assert 48 <= int(share.rstrip("%")) <= 54
    assert laid.share(100 * per - 30, 30) == "end"
    assert LaidPage(paragraphs[:1], 60).share(0, 30) == "all"


def test_how_far_a_long_text_is_read_only_grows() -> None:
    paragraph = Block(Text("The council votes on the plan. " * 20))
    laid = LaidPage([each for _ in range(100) for each in (paragraph, BLANK)], 60)
    shares = [int(laid.share(top, 30).rstrip("%")) for top in range(1, 1000)]
    assert shares == sorted(shares)


@given(blocks(), st.integers(40, 120))
def test_what_begins_on_a_line_begins_once(block: Block, width: int) -> None:
    begun = [item for line in layout([block], width) for item in line.begins]
    assert sorted(begun) == ["q.one", "q.two"]


@given(anything, st.integers(40, 200))
def test_prose_is_never_set_wider_than_the_measure(text: str, width: int) -> None:
    for line in layout([Block(Text(text, end=""), indent=4)], width):
        assert cell_len(line.text.plain.rstrip()) <= min(width, MEASURE)


@pytest.mark.parametrize("name", NASTY)
def test_foreign_text_is_laid_out(name: str) -> None:
    text = clean(NASTY[name])[:3000]
    lines = layout([Block(Text(text, end=""))], 40)
    assert "".join("".join(line.text.plain for line in lines).split()) == "".join(text.split())


def test_a_label_beside_text_that_leaves_no_room_gets_a_line_of_its_own() -> None:
    block = Block(Text("Orsund Courier", end=""), indent=4, right=Text("! not found in the text", end=""))
    assert [line.text.plain for line in layout([block], 30)] == [
        "    Orsund Courier",
        "    ! not found in the text",
    ]
    assert layout([block], 60)[0].text.plain == "    Orsund Courier" + " " * 19 + "! not found in the text"


def test_accents_stay_on_their_letters_and_words_whole() -> None:
    word = "Cafe\u0301s"
    assert lines_of(f"three {word} here", 12) == ["three Cafe\u0301s ", "here"]
    assert lines_of(f"three {word} here", 9) == ["three ", "Cafe\u0301s ", "here"]
    assert lines_of("数据e\u0301\u0323据", 4) == ["数据", "e\u0301\u0323据"]
