"""Words chosen in a page: what is marked on the screen is exactly what the record has there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from dossier import Dossier
from dossier.screen.widgets.selection import (
    Passage,
    Selection,
    Spot,
    begin,
    between,
    first_in_view,
    passage_at,
    shown,
    spot,
    whereabouts,
)
from dossier.show.cards import record_page
from dossier.show.kit.page import BLANK, Block, PageLine, Stretch, layout
from dossier.text import JOINERS, clean, places
from tests.builders import TEXT, build
from tests.nasty import NASTY

FOREIGN = [*(words for words in NASTY.values() if len(words) < 60), "two words", "Cafe\u0301s"]
texts = st.one_of(st.lists(st.sampled_from(FOREIGN), max_size=8).map(" ".join), st.text(max_size=60))


def block(raw: str, record: str = "q.one", start: int = 0, before: str = '"') -> Block:
    """A block that shows a record's words between others."""
    text = Text(f"{before}{clean(raw)}{before}", end="")
    return Block(text, indent=3, stretches=(Stretch(record, start, len(before), raw),))


def marked(lines: list[PageLine], record: str, start: int, end: int) -> str:
    """What is marked on the screen when these code points of the record are chosen."""
    return "".join(line.text.plain[a:b] for line in lines for a, b in shown(line, record, start, end))


def inked(text: str) -> str:
    """Text without white space, of which lines drop some where they end."""
    return "".join(text.split())


@given(st.text(max_size=40) | st.sampled_from(list(NASTY.values())).map(lambda text: text[:200]))
def test_places_lead_from_a_text_to_what_is_shown_of_it(text: str) -> None:
    found = list(places(text))
    assert len(found) == len(text) + 1
    assert found[-1] == len(clean(text))
    for at, character in enumerate(text):
        part = clean(text)[found[at] : found[at + 1]]
        assert part == clean(character) or (character in JOINERS and part in (character, ""))


@given(texts, st.integers(12, 60), st.data())
def test_any_drag_chooses_exactly_the_words_it_marks(raw: str, width: int, data: st.DataObject) -> None:
    lines = layout([BLANK, block(raw, start=7), BLANK], width)
    spots = [spot(line, data.draw(st.integers(0, width))) for line in lines]
    found = [each for each in spots if each is not None]
    assume(found)
    first, last = data.draw(st.sampled_from(found)), data.draw(st.sampled_from(found))
    passage = passage_at(lines, first)
    assert (passage.start, passage.text) == (7, raw)
    chosen = between(passage, first.offset, last.offset)
    assert 7 <= chosen.start <= min(first.offset, last.offset) <= max(first.offset, last.offset) < chosen.end
    assert chosen.words == raw[chosen.start - 7 : chosen.end - 7]
    assert inked(marked(lines, "q.one", chosen.start, chosen.end)) == inked(clean(chosen.words))


@given(texts, st.integers(12, 60), st.data())
def test_the_character_under_the_pointer_is_the_one_chosen(raw: str, width: int, data: st.DataObject) -> None:
    lines = layout([block(raw)], width)
    line = data.draw(st.sampled_from(lines))
    cell = data.draw(st.integers(0, width))
    at = spot(line, cell)
    assume(at is not None and cell < cell_len(line.text.plain))
    assert at is not None
    chosen = between(passage_at(lines, at), at.offset, at.offset)
    begun = [(cell_len(line.text.plain[:a]), cell_len(line.text.plain[:b]))
             for a, b in shown(line, "q.one", chosen.start, chosen.end)]  # fmt: skip
    inside = [(a, b) for a, b in shown(line, "q.one", 0, len(raw))]
    first, last = (cell_len(line.text.plain[: inside[0][0]]), cell_len(line.text.plain[: inside[-1][1]]))
    if first <= cell < last:
        assert any(a <= cell < b for a, b in begun)


STEPS = st.tuples(
    st.sampled_from(["character", "word", "sentence", "paragraph", "line", "swap"]),
    st.integers(-3, 3).filter(bool),
)


def stepped(chosen: Selection, lines: list[PageLine], step: tuple[str, int]) -> Selection:
    kind, count = step
    match kind:
        case "character":
            return chosen.by_characters(count)
        case "line":
            return chosen.by_lines(lines, count)
        case "swap":
            return chosen.swapped()
        case "word" | "sentence" | "paragraph" as unit:
            return chosen.by(unit, count)
        case _:
            raise AssertionError(kind)


@settings(max_examples=200)
@given(texts, st.integers(12, 60), st.lists(STEPS, max_size=12))
def test_no_key_leaves_the_text_cuts_a_letter_or_marks_other_words(
    raw: str, width: int, steps: list[tuple[str, int]]
) -> None:
    assume(raw)
    lines = layout([block("before", "q.other"), block(raw, start=3), block("behind", "q.else")], width)
    passage = Passage("q.one", 3, raw)
    chosen = begin(passage, 3)
    for step in steps:
        chosen = stepped(chosen, lines, step)
        assert 3 <= chosen.start < chosen.end <= passage.end
        for edge in (chosen.start, chosen.end):
            assert passage.floor(edge) == edge == passage.ceil(edge)
        stands = places(raw)
        words = clean(raw)[stands[chosen.start - 3] : stands[chosen.end - 3]]
        assert inked(marked(lines, "q.one", chosen.start, chosen.end)) == inked(words)


@given(texts, st.integers(0, 5))
def test_words_one_way_come_back_the_other_way(raw: str, count: int) -> None:
    passage = Passage("q.one", 0, raw)
    assume(len(passage.units("word")[0]) > count + 1)
    chosen = begin(passage, 0)
    assert chosen.by("word", count).by("word", -count) == chosen


def steps_through(text: str, *keys: str) -> Iterator[str]:
    """The words chosen after each key."""
    chosen = begin(Passage("q.one", 0, text), 0)
    moves = {"w": ("word", 1), "b": ("word", -1), ")": ("sentence", 1), "(": ("sentence", -1)}
    moves |= {"l": ("character", 1), "h": ("character", -1), "}": ("paragraph", 1), "{": ("paragraph", -1)}
    yield chosen.words
    for key in keys:
        if key == "o":
            chosen = chosen.swapped()
        elif key == "v":
            chosen = begin(chosen.passage, chosen.caret)
        else:
            chosen = stepped(chosen, [], moves[key])
        yield chosen.words


def test_words() -> None:
    text = "She said: 3,400 passengers don't wait."
    assert list(steps_through(text, "w", "w", "w", "b")) == [
        "She",
        "She said",
        "She said: 3,400",
        "She said: 3,400 passengers",
        "She said: 3,400",
    ]
    assert list(steps_through(text, "v", "v", "w"))[1:] == ["said", "3,400", "3,400 passengers"]
    assert list(steps_through(text, "w", "o", "w")) == ["She", "She said", "She said", "said"]
    assert list(steps_through(text, "v", "b", "b")) == ["She", "said", "She ", "She "]
    assert next(reversed(list(steps_through(text, *"wwwwww")))) == text


def test_chinese_words_are_characters() -> None:
    assert list(steps_through("梁文锋 founded it.", "w", "w", "w")) == [
        "梁",
        "梁文",
        "梁文锋",
        "梁文锋 founded",
    ]


def test_sentences_and_paragraphs() -> None:
    text = 'It ended. "Nobody called us," he said! Why?\n\nThe council votes.  '
    assert list(steps_through(text, ")", ")", ")", ")")) == [
        "It",
        "It ended.",
        'It ended. "Nobody called us," he said!',
        'It ended. "Nobody called us," he said! Why?',
        'It ended. "Nobody called us," he said! Why?\n\nThe council votes.',
    ]
    assert list(steps_through(text, "}", "}", "{"))[1:] == [
        'It ended. "Nobody called us," he said! Why?',
        text.rstrip(),
        'It ended. "Nobody called us," he said! Why?',
    ]


def test_characters_never_part_an_accent_from_its_letter() -> None:
    assert list(steps_through("Cafe\u0301s", "h", "h", "h", "h", "l")) == [
        "Cafe\u0301s",
        "Cafe\u0301",
        "Caf",
        "Ca",
        "C",
        "Ca",
    ]
    assert list(steps_through("ab", "v", "o", "h")) == ["ab", "b", "b", "ab"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("." * 100_000, []),
        (" " * 100_000 + "x", [(100_000, 100_001)]),
        ("a " * 50_000, [(at, at + 1) for at in range(0, 100_000, 2)]),
        ("?" * 50_000 + "x", [(50_000, 50_001)]),
    ],
    ids=["full stops", "blanks", "letters", "question marks"],
)
def test_long_runs_are_parted_once(raw: str, words: list[tuple[int, int]]) -> None:
    """A pattern that tried each of them anew would not come to an end."""
    passage = Passage("q.one", 7, raw)
    whole = [(7 + len(raw) - len(raw.lstrip()), 7 + len(raw.rstrip()))]
    found = {unit: list(zip(*passage.units(unit), strict=True)) for unit in ("word", "sentence", "paragraph")}
    assert found["word"] == [(7 + start, 7 + end) for start, end in words]
    assert found["sentence"] == found["paragraph"] == whole


def test_lines_keep_their_column() -> None:
    lines = layout([block("alpha beta gamma delta epsilon zeta eta theta")], 16)
    assert [line.text.plain.strip() for line in lines] == [
        '"alpha beta',
        "gamma delta",
        "epsilon zeta",
        'eta theta"',
    ]
    chosen = begin(Passage("q.one", 0, "alpha beta gamma delta epsilon zeta eta theta"), 6)
    assert chosen.by_lines(lines, 1).words == "beta gamma delta"
    assert chosen.by_lines(lines, 2).words == "beta gamma delta epsilon zet"
    assert chosen.by_lines(lines, 2).by_lines(lines, -2) == chosen.by_lines(lines, 1).by_lines(lines, -1)
    assert chosen.by_lines(lines, 9).words == "beta gamma delta epsilon zeta eta theta"
    assert chosen.by_lines(lines, -9).words == "alpha "


@pytest.fixture
def ferry(tmp_path: Path) -> Iterator[Dossier]:
    with Dossier.open(build(tmp_path / "ferry"), by="ada") as dossier:
        yield dossier


@pytest.fixture
def unread(tmp_path: Path) -> Iterator[Dossier]:
    with Dossier.open(build(tmp_path / "ferry", text=False), by="ada") as dossier:
        yield dossier


def find(lines: list[PageLine], words: str) -> Spot:
    """The record's character where `words` begin on the screen."""
    number, at = next(
        (n, line.text.plain.find(words)) for n, line in enumerate(lines) if words in line.text.plain
    )
    found = spot(lines[number], cell_len(lines[number].text.plain[:at]))
    assert found is not None
    return found


def test_a_claim_and_its_quotes_are_texts_of_their_own(ferry: Dossier) -> None:
    lines = layout(record_page(ferry, "c.cost").blocks, 70)
    assert find(lines, "move costs") == ("c.cost", 4)
    assert find(lines, '12 million crowns"') == ("q.cost", 6)
    passage = passage_at(lines, find(lines, "some 12"))
    assert (passage.record, passage.text) == ("q.daily-cost", "some 12 million crowns")
    assert between(passage, 0, 999).words == "some 12 million crowns"  # it ends where the quote ends


def test_the_attached_text_is_the_sources(ferry: Dossier) -> None:
    lines = layout(record_page(ferry, "q.cost").blocks, 70)
    at = find(lines, "Nobody called")
    assert at == ("s.courier", TEXT.index("Nobody called"))
    passage = passage_at(lines, at)
    assert passage.text == TEXT.rstrip("\n")
    start = passage.text.index("船")
    assert begin(passage, start).words == "船"
    assert between(passage, at.offset, start).words == TEXT[at.offset : start + 1]


def test_excerpts_are_their_quotes(unread: Dossier) -> None:
    lines = layout(record_page(unread, "q.winter").blocks, 70)
    assert find(lines, "on it in winter") == ("q.winter", 23)
    assert passage_at(lines, Spot("q.winter", 23)).text == "everyone who has stood on it in winter knows it"


def test_of_two_quotes_the_one_being_read_is_meant(tmp_path: Path) -> None:
    from tests.builders import quote

    wider = quote("q.wider", "The old quay is finished, and everyone who has stood on it in winter knows it")
    with Dossier.open(build(tmp_path / "ferry", text=False, extra=[wider])) as dossier:
        lines = layout(record_page(dossier, "q.finished", "q.finished").blocks, 200)
        number = next(n for n, line in enumerate(lines) if "old quay" in line.text.plain)
        cell = lines[number].text.plain.index("quay is")
        assert spot(lines[number], cell, "q.finished") == ("q.finished", 8)
        assert spot(lines[number], cell, "q.wider") == ("q.wider", 8)
        assert spot(lines[number], cell) == ("q.wider", 8)


def test_choosing_begins_at_the_quote_in_view(ferry: Dossier) -> None:
    lines = layout(record_page(ferry, "q.nobody", "q.nobody").blocks, 60)
    assert first_in_view(lines, 0, 99, "q.nobody") == ("s.courier", TEXT.index("Nobody"))
    assert first_in_view(lines, 0, 8, "q.nobody") == ("s.courier", 0)
    claim = layout(record_page(ferry, "c.cost", "q.daily-cost").blocks, 60)
    assert first_in_view(claim, 0, 99, "q.daily-cost") == ("q.daily-cost", 0)
    assert first_in_view(claim, 0, 99, None) == ("c.cost", 0)
    assert first_in_view(layout([BLANK], 20), 0, 9, None) is None


def test_where_a_character_is_shown() -> None:
    lines = layout([block("one 梁文锋 two")], 40)
    assert whereabouts(lines, Spot("q.one", 5)) == (0, 3 + 1 + 4 + 2)
    assert whereabouts(lines, Spot("q.one", 99)) is None
    assert whereabouts(lines, Spot("q.other", 0)) is None
