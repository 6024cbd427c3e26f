"""Pages of the manual as the help screen shows them."""

from __future__ import annotations

import pytest

from dossier.manual import ManualPage, list_topics, load_page
from dossier.show.kit.page import layout
from dossier.show.manual import manual_page


def drawn(text: str, width: int = 60) -> list[str]:
    """The lines of a page, below its title."""
    page = manual_page(ManualPage("x", "X", f"# X\n\n{text}"))
    return [line.text.plain.rstrip() for line in layout(page.blocks, width)]


def test_paragraphs_are_set_anew_and_marks_are_not_shown() -> None:
    assert drawn("One `f` and\n**two** of [a page](notes.md).") == ["One f and two of a page.", ""]


def test_items_tables_and_code_keep_their_shape() -> None:
    assert drawn("- first\n  goes on\n- second") == ["- first goes on", "- second", ""]
    table = drawn(
        "| Key | Finds | In |\n|---|---|---|\n| `tag:` | a tag | everywhere |\n| `a\\|b` | x<br>y |  |"
    )
    assert table.pop(0) == "Key" + " " * 21 + "Finds  In"
    assert table == ["tag:" + " " * 20 + "a tag  everywhere", "a|b" + " " * 21 + "x; y", ""]
    assert drawn("```toml\n[keys]\n\ntag = 1\n```") == ["  [keys]", "", "  tag = 1", ""]


@pytest.mark.parametrize("topic", list_topics())
def test_every_page_is_drawn_whole(topic: str) -> None:
    page = load_page(topic)
    shown = "".join(line.text.plain for line in layout(manual_page(page).blocks, 80))
    letters = "".join(filter(str.isalnum, shown.casefold()))
    for word in page.text.partition("\n")[2].casefold().split():
        plain = "".join(filter(str.isalnum, word.split("](")[0].replace("<br>", " ").split(" ")[0]))
        if not word.startswith(("```", "|--")):
            assert plain in letters, word
