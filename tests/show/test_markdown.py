"""Markdown of notes: drawn with bold, lists and addresses, harmless, and never a word lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from dossier import Dossier
from dossier.show.cards import record_page
from dossier.show.kit import roles
from dossier.show.kit.markdown import draw_markdown, markdown_line
from dossier.show.kit.page import Block, layout
from dossier.show.rows import record_row
from dossier.text import clean
from tests.builders import build, note
from tests.nasty import NASTY

_PIECES = [*"*_`)\n\\", "**", "```", "[a", "](b", "# ", "- ", "1. ", "> ", "\n\n", "    ", "<c>"]


def lines(text: str, width: int = 60) -> list[str]:
    return [line.text.plain.rstrip() for line in layout(draw_markdown(text), width)]


def role_of(block: Block, words: str) -> str:
    """The role that `words` have on top of a note's."""
    at = block.text.plain.index(words)
    found = [str(span.style) for span in block.text.spans if span.start <= at < span.end]
    return next((role for role in found if role != roles.NOTE), roles.NOTE)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def test_bold_italics_and_code_are_drawn_without_their_marks() -> None:
    (block,) = draw_markdown("Read **both** of *them*, then `x_y`.")
    assert block.text.plain == "Read both of them, then x_y."
    assert role_of(block, "both") == roles.NOTE_STRONG
    assert role_of(block, "them") == roles.NOTE_EMPHASIS
    assert role_of(block, "x_y") == roles.NOTE_CODE
    assert role_of(block, "Read") == roles.NOTE


def test_lists_stand_in_their_margins_with_the_numbers_that_were_written() -> None:
    assert lines("To do:\n- ask the *harbour* office\n  - again\n- wait\n\n3. three\n4. four") == [
        "To do:",
        "- ask the harbour office",
        "  - again",
        "- wait",
        "",
        "3. three",
        "4. four",
    ]
    assert lines("- a long item that goes on", 20) == ["- a long item that", "  goes on"]
    assert lines("- \n- b") == ["-", "- b"]


def test_a_link_shows_its_address_and_is_not_live() -> None:
    (block,) = draw_markdown('See [the page](https://example.org/ä "Its title") or <https://example.org>.')
    assert block.text.plain == ("See the page (https://example.org/ä, Its title) or https://example.org.")
    assert role_of(block, "the page") == roles.NOTE_LINK
    assert all(not getattr(span.style, "link", None) for span in block.text.spans)
    assert lines("[x](javascript:alert(1)) ![y](file:///z)") == ["x (javascript:alert(1)) y (file:///z)"]


def test_headings_code_quotes_and_rules() -> None:
    blocks = draw_markdown("# Head #\n\n```py\nif x:\n    y\n```\n> said\n> so\n\n---")
    assert role_of(blocks[0], "Head") == roles.NOTE_HEADING
    assert lines("# Head #\n\n```py\nif x:\n    y\n```\n> said\n> so\n\n---") == [
        "Head",
        "",
        "  py",
        "  if x:",
        "      y",
        "> said",
        "  so",
        "",
        "---",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Against this:\n---",
        "[1]: https://example.org",
        "<b>bold</b> &amp; <!-- hidden -->",
        "5 * 3 * 2 and snake_case_name #tag",
        "| a | b |\n|---|---|",
        "first\nsecond\n\nthird",
    ],
)
def test_what_other_programs_would_hide_is_shown_as_it_is(text: str) -> None:
    assert lines(text) == text.split("\n")


@pytest.mark.parametrize("name", NASTY)
def test_foreign_text_is_harmless(name: str) -> None:
    for text in (NASTY[name], f"*{NASTY[name]}*", f"- [x]({NASTY[name]})", f"`{NASTY[name]}`"):
        for block in draw_markdown(text):
            assert block.text.plain == clean(block.text.plain)
            assert {str(span.style) for span in block.text.spans if span.style} <= set(roles.ROLES)
        hiding = [c for c in markdown_line(text) if unicodedata.category(c) in ("Cc", "Zl", "Zp")]
        assert not hiding


@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=30).map("".join))
def test_no_letter_is_ever_lost(text: str) -> None:
    drawn = "".join(f"{block.label or ''}{block.text}" for block in draw_markdown(text))
    assert letters(drawn) == letters(clean(text))


def test_lists_nested_deeper_than_the_parser_goes_are_shown_as_they_are() -> None:
    text = ">" * 100 + " deep"
    assert [block.text for block in draw_markdown(text)] == [Text(text, roles.NOTE, end="")]


def test_in_a_row_a_note_is_one_line_without_marks() -> None:
    assert markdown_line("# Plan\n- **ask** *them*\n- wait") == "Plan ask them wait"
    assert markdown_line("as it is") == "as it is"


@pytest.fixture
def noted(tmp_path: Path) -> Iterator[Dossier]:
    """The invented dossier with two notes on a claim, one in Markdown and one in plain text."""
    plain = note("a.plain", "c.vote")
    plain["body"] = {"text": "as *written*\n- here", "format": "text/plain"}
    extra = [note("a.drawn", "c.vote", WRITTEN), plain]
    with Dossier.open(build(tmp_path / "d", extra=extra)) as dossier:
        yield dossier


WRITTEN = "Two **bold** words and [one](https://example.org):\n- first\n- second"


def test_a_page_draws_notes_and_the_file_keeps_what_was_written(noted: Dossier) -> None:
    page = [line.text.plain.rstrip() for line in layout(record_page(noted, "c.vote").blocks, 80)]
    first = page.index("n ada, 2025-02-01: Two bold words and one (https://example.org):")
    assert page[first + 1 : first + 3] == ["  - first", "  - second"]
    assert "n ada, 2025-02-01: as *written*" in page
    assert noted.raw("a.drawn")["body"]["text"] == WRITTEN


def test_a_notes_own_page_draws_it(noted: Dossier) -> None:
    page = [line.text.plain.rstrip() for line in layout(record_page(noted, "a.drawn").blocks, 80)]
    assert page[1:4] == ["Two bold words and one (https://example.org):", "- first", "- second"]
    plain = [line.text.plain.rstrip() for line in layout(record_page(noted, "a.plain").blocks, 80)]
    assert plain[1:3] == ["as *written*", "- here"]


def test_a_note_that_begins_with_a_list_stands_under_its_label(tmp_path: Path) -> None:
    extra = [note("a.list", "c.vote", "1. one\n2. two")]
    with Dossier.open(build(tmp_path / "d", extra=extra)) as dossier:
        page = [line.text.plain.rstrip() for line in layout(record_page(dossier, "c.vote").blocks, 80)]
    first = page.index("n ada, 2025-02-01:")
    assert page[first + 1 : first + 3] == ["  1. one", "  2. two"]


def test_the_row_of_a_note_is_one_line(noted: Dossier) -> None:
    (row,) = record_row(noted, "a.drawn", 200, 1)
    assert "Two bold words and one (https://example.org): first second" in row.plain
    (row,) = record_row(noted, "a.plain", 200, 1)
    assert "as *written* - here" in row.plain
