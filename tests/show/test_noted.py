"""Notes in a page: threads, questions, and the words that they are about."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import Dossier
from dossier.evidence.spans import read_own_text, spans_on, words_at
from dossier.records.annotation import Span
from dossier.show.cards import record_page
from dossier.show.kit import roles
from dossier.show.kit.page import Page, layout
from dossier.text import clean
from tests.builders import TEXT, build, note, quote
from tests.nasty import NASTY

REPLY = note("a.reply", "a.note", "It does.", motivation="replying", by="ben")
AGAIN = note("a.reply-2", "a.reply", "Says who?", motivation="replying")
ASKED = note("a.asked", "c.cost", "Which crowns?", motivation="questioning")
SOLVED = note(
    "a.solved", "c.cost", "Net or gross?", motivation="questioning", resolved="2025-03-04T00:00:00Z"
)


def on_words(record: str, words: str, text: str, **fields: object) -> dict[str, object]:
    at = text.index(words)
    return note("a.words", record, "Mind this.", selector={"start": at, "end": at + len(words)}, **fields)


def shown(whole: Page) -> list[str]:
    return [line.text.plain for line in layout(whole.blocks, 88)]


def marked(whole: Page) -> list[str]:
    """The words of a page that are marked as having a note."""
    return [
        block.text.plain[span.start : span.end]
        for block in whole.blocks
        for span in block.text.spans
        if span.style == roles.NOTED
    ]


def test_replies_stand_under_what_they_answer(tmp_path: Path) -> None:
    with Dossier.open(build(tmp_path / "ferry", extra=[REPLY, AGAIN, ASKED, SOLVED])) as dossier:
        lines = shown(record_page(dossier, "c.cost"))
    start = lines.index("NOTES")
    assert lines[start + 1 : start + 6] == [
        "n? ada, 2025-02-01: Which crowns?",
        "n ada, 2025-02-01: Does this include the car park?",
        "  > ben, 2025-02-01: It does.",
        "    > ada, 2025-02-01: Says who?",
        "n ada, 2025-02-01 (question, resolved 2025-03-04): Net or gross?",
    ]


@pytest.mark.parametrize(
    ("record", "shown_on", "words", "text"),
    [
        ("c.cost", "c.cost", "about 12 million", "The move costs about 12 million crowns."),
        ("q.winter", "c.finished", "winter", "everyone who has stood on it in winter knows it"),
        ("q.finished", "e.marla-quist", "quay", "The old quay is finished"),
        ("s.courier", "s.courier", "was not asked.", TEXT),
        ("s.courier", "q.cost", "was not asked.", TEXT),
    ],
)
def test_words_with_a_note_are_marked_and_named(
    tmp_path: Path, record: str, shown_on: str, words: str, text: str
) -> None:
    with Dossier.open(build(tmp_path / "ferry", extra=[on_words(record, words, text)])) as dossier:
        whole = record_page(dossier, shown_on)
        assert marked(whole) == [words]
        if shown_on in ("c.cost", "c.finished", "s.courier"):
            assert any(f'on "{words}": Mind this.' in line for line in shown(whole))


def test_the_card_of_a_note_says_what_it_is_and_how_it_was_answered(tmp_path: Path) -> None:
    words = on_words("q.winter", "winter", "everyone who has stood on it in winter knows it")
    with Dossier.open(build(tmp_path / "ferry", extra=[REPLY, AGAIN, ASKED, SOLVED, words])) as dossier:
        headings = {
            record: record_page(dossier, record).heading.plain
            for record in ("a.note", "a.reply", "a.asked", "a.solved")
        }
        assert list(headings.values()) == ["NOTE", "REPLY", "QUESTION, open", "QUESTION, resolved 2025-03-04"]
        card = shown(record_page(dossier, "a.note"))
        assert card[:5] == [
            "ada, 2025-02-01",
            "Does this include the car park?",
            "  > ben, 2025-02-01: It does.",
            "    > ada, 2025-02-01: Says who?",
            "",
        ]
        assert 'ON "winter" IN THE QUOTE' in shown(record_page(dossier, "a.words"))
        assert "The old quay" in " ".join(shown(record_page(dossier, "a.words")))


def test_words_of_a_quote_are_marked_in_its_excerpt(tmp_path: Path) -> None:
    extra = [on_words("q.winter", "winter knows", "everyone who has stood on it in winter knows it")]
    with Dossier.open(build(tmp_path / "ferry", text=False, extra=extra)) as dossier:
        assert marked(record_page(dossier, "q.winter", "q.winter")) == ["winter knows"]


def test_words_over_two_paragraphs_are_marked_in_both(tmp_path: Path) -> None:
    words = TEXT[TEXT.index("from the newspaper") : TEXT.index("council") + 7]
    with Dossier.open(build(tmp_path / "ferry", extra=[on_words("s.courier", words, TEXT)])) as dossier:
        found = marked(record_page(dossier, "s.courier"))
    assert "".join(" ".join(found).split()) == "".join(words.split())
    assert len(found) == 3


@given(st.sampled_from([words[:120] for words in NASTY.values()]), st.data())
def test_foreign_words_are_marked_as_they_are_shown(raw: str, data: st.DataObject) -> None:
    from tempfile import TemporaryDirectory

    words = "." + raw
    end = data.draw(st.integers(1, len(words)))
    start = data.draw(st.integers(0, end - 1))
    held = quote("q.nasty", words, "s.minutes", start=100, end=100 + len(words))
    extra = [held, note("a.words", "q.nasty", selector={"start": start, "end": end})]
    with (
        TemporaryDirectory() as folder,
        Dossier.open(build(Path(folder) / "ferry", extra=extra)) as dossier,
    ):
        found = marked(record_page(dossier, "q.nasty", "q.nasty"))
    assert "".join(found) == clean(words[start:end])


def test_where_quotes_disagree_about_the_text_nothing_is_taken_for_the_others_words(tmp_path: Path) -> None:
    other = quote("q.other", "Fees of the move: 9.1 million crowns.", "s.minutes")
    with Dossier.open(build(tmp_path / "ferry", extra=[other])) as dossier:
        whole = record_page(dossier, "s.minutes")
        said = {"q.other": other["exact"], "q.minutes-cost": dossier.quotes["q.minutes-cost"].exact}
    stretches = [stretch for block in whole.blocks for stretch in block.stretches]
    assert {stretch.record for stretch in stretches} == {"q.minutes-cost"}
    for each in stretches:
        assert said[each.record][each.start : each.end] == each.raw


def test_own_texts(tmp_path: Path) -> None:
    with Dossier.open(
        build(tmp_path / "ferry", extra=[on_words("c.vote", "12 June", "The council votes on 12 June 2024.")])
    ) as dossier:
        assert read_own_text(dossier, "s.courier") == TEXT
        assert read_own_text(dossier, "s.minutes") is None
        assert read_own_text(dossier, "e.orsund") is None
        assert read_own_text(dossier, "c.nothing") is None
        assert spans_on(dossier, "c.vote") == [Span(start=21, end=28)]
        assert words_at(dossier, "c.vote", Span(start=21, end=28)) == "12 June"
