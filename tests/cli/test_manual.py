"""`dossier help`: topics listed, a page printed, words searched."""

from __future__ import annotations

from dossier.manual import find_topics, list_topics, load_page
from tests.cli.conftest import Command


def test_without_a_topic_every_page_is_listed_with_its_title(command: Command) -> None:
    status, out, _ = command("help")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == list(list_topics())
    assert "Grades and scales" in out


def test_a_page_is_printed_as_markdown_to_a_pipe(command: Command) -> None:
    status, out, _ = command("help", "filters")
    assert status == 0
    assert out.startswith("# Filters")
    assert "`tag:`" in out
    assert "<!--" not in out


def test_a_word_that_is_no_topic_lists_the_pages_that_have_it(command: Command) -> None:
    status, out, err = command("help", "admiralty")
    assert status == 0
    assert "no page admiralty" in err
    assert "grades" in out


def test_a_word_that_is_nowhere_says_so(command: Command) -> None:
    status, out, err = command("help", "no-such\x1bword")
    assert (status, out) == (1, "")
    assert "no page of the manual has no-such" in err
    assert "\x1b" not in err


def test_pages_named_by_the_words_come_first() -> None:
    assert find_topics("keys")[:2] == ("keys", "own-keys")
    assert all(load_page(topic).title for topic in list_topics())
