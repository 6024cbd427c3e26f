"""Who copied whom, from texts and from quotes; and one utterance in two wordings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dossier.core.dossier import Dossier
from dossier.evidence.echoes.echo import Echo, compare_sources
from dossier.evidence.echoes.echoes import echoes_of
from dossier.evidence.echoes.masking import blank_markup
from dossier.evidence.echoes.readings import SourceText, read_source
from dossier.evidence.echoes.utterance import align_quotes, compare_quotes, split_quote
from dossier.evidence.echoes.words import CodedText, Vocabulary, fold_text, fold_word
from tests import builders as b
from tests.nasty import WORDS as NASTY
from tests.text_pairs import ECHOES, QUOTES, TEXTS, TextPair

SAID = "The harbour will not survive another winter unless the council pays for new pilings before the spring"
COPIED = (
    "The dredger left the basin before dawn while the watchman slept, and nobody missed the two crates that "
    "stood on the quay until the customs officers asked for them in the afternoon."
)
OWN = (
    "A letter without a stamp lay in the hall.",
    "Herring fetched little at the auction this week.",
    "The bell rang twice and then somebody laughed.",
)


def compare(*sources: SourceText) -> Echo | None:
    """What two sources have in common, whichever comes first."""
    one, other = sorted(sources, key=lambda each: each.source)
    vocabulary, first, second = Vocabulary(), CodedText(), CodedText()
    for source, coded in ((one, first), (other, second)):
        for _ in source.number_words(coded, vocabulary):
            pass
    return compare_sources(one, other, first, second)


def echo(dossier: Dossier, one: str, other: str) -> Echo | None:
    finder = echoes_of(dossier)
    for _ in finder.ready():
        pass
    return finder.echo_between(one, other)


def both(one: str, other: str) -> Echo | None:
    return compare(SourceText.of_text("s.a", one), SourceText.of_text("s.b", other))


def equal_parts(found: Echo, one: SourceText, other: SourceText) -> Iterable[tuple[str, str]]:
    for passage in found.passages:
        for part in passage.parts:
            if part.kind == "equal":
                yield one.text_between(*part.one), other.text_between(*part.other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("DeepSeek’s $5.6 million, 2,048 H800s", ["deepseek's", "5.6", "million", "2,048", "h800s"]),
        ("Cafe\u0301 STRASSE pass\u00adword", ["café", "strasse", "password"]),
        ("हिन्दी में, தமிழ்", ["हिन्दी", "में", "தமிழ்"]),
        ("李强在 Peking", ["李", "强", "在", "peking"]),
        ("שָׁלוֹם عليكم", ["שָׁלוֹם", "عليكم"]),
        ("cutting-edge a_b <x>", ["cutting", "edge", "a", "b", "x"]),
    ],
)
def test_words_of_many_scripts(text: str, words: list[str]) -> None:
    assert fold_text(text) == [fold_word(word) for word in words]


@pytest.mark.parametrize("pair", TEXTS, ids=lambda pair: pair.name)
def test_texts_echo_one_another_or_not(pair: TextPair) -> None:
    readings = SourceText.of_text("s.a", pair.one), SourceText.of_text("s.b", pair.other)
    found = compare(*readings)
    assert (found is not None) == (pair.verdict == "echo"), pair.reason
    for here, there in equal_parts(found, *readings) if found else ():
        assert fold_text(blank_markup(here)) == fold_text(blank_markup(there))


@pytest.mark.parametrize("pair", QUOTES, ids=lambda pair: pair.name)
def test_quotes_are_one_utterance_or_two(pair: TextPair) -> None:
    one, other = split_quote(pair.one), split_quote(pair.other)
    for found in (compare_quotes("q.a", "q.b", one, other), compare_quotes("q.a", "q.b", other, one)):
        assert (found is not None) == (pair.verdict == "same utterance"), pair.reason
    for part in align_quotes(pair.one, pair.other):
        here, there = pair.one[slice(*part.one)], pair.other[slice(*part.other)]
        assert (fold_text(here) == fold_text(there)) == (part.kind == "equal")


def test_there_are_enough_pairs_of_either_kind() -> None:
    assert len(TEXTS) >= 40
    assert len(ECHOES) >= 15
    assert len({pair.name for pair in (*TEXTS, *QUOTES)}) == len(TEXTS) + len(QUOTES) - 1  # a translation


def test_a_passage_says_what_differs() -> None:
    other = COPIED.replace("two crates", "three crates").replace("the watchman", "the old watchman")
    found = both(COPIED, other)
    assert found
    assert len(found.passages) == 1
    differing = [part for part in found.passages[0].parts if part.kind != "equal"]
    assert [(part.kind, COPIED[slice(*part.one)], other[slice(*part.other)]) for part in differing] == [
        ("only there", "", "old"),
        ("changed", "two", "three"),
    ]
    assert found.words == len(fold_text(COPIED)) - 1
    assert found.reason.startswith(f"1 passage with {found.words} words in common, ")


def test_passages_far_from_one_another_are_told_apart() -> None:
    first, second = COPIED.split(", and ")
    one = f"{first}. {OWN[0]} {OWN[1]} {second}"
    other = f"{second} {OWN[2]} {first}."
    found = both(one, other)
    assert found
    assert [one[slice(*passage.one)] for passage in found.passages] == [first, second.rstrip(".")]
    assert found.longest == max(len(fold_text(part)) for part in (first, second))


def test_quotes_are_never_joined_across_a_gap(tmp_path: Path) -> None:
    words = COPIED.split()
    pieces = [" ".join(words[at : at + 6]) for at in range(0, len(words), 6)]
    starts = [COPIED.index(piece) for piece in pieces]

    def excerpts(source: str) -> list[dict[str, Any]]:
        spans = zip(pieces, starts, strict=True)
        return [
            {
                **b.quote(f"q.{source}{n}", piece, f"s.{source}", COPIED),
                "start": start,
                "end": start + len(piece),
            }
            for n, (piece, start) in enumerate(spans)
        ]

    sources = [b.source("s.one"), b.source("s.two")]
    apart = b.build(tmp_path / "apart", extra=[*sources, *excerpts("one"), *excerpts("two")])
    with Dossier.open(apart) as dossier:
        assert echo(dossier, "s.one", "s.two") is None
    whole = [b.quote(f"q.{name}", COPIED, f"s.{name}", COPIED) for name in ("one", "two")]
    with Dossier.open(b.build(tmp_path / "whole", extra=[*sources, *whole])) as dossier:
        found = echo(dossier, "s.two", "s.one")
        assert found
        assert (found.one, found.other, found.basis, found.share) == ("s.one", "s.two", "quotes", 1.0)
        assert "quotes that the dossier has" in found.reason


def test_overlapping_quotes_are_one_piece_and_disagreeing_ones_are_not(tmp_path: Path) -> None:
    head, tail, odd = COPIED[:60], COPIED[40:], b.quote("q.odd", "something else", "s.one", "")
    quotes = [b.quote(f"q.{n}", exact, "s.one", COPIED) for n, exact in enumerate((head, tail))]
    folder = b.build(tmp_path / "case", extra=[b.source("s.one"), *quotes, {**odd, "start": 50, "end": 64}])
    with Dossier.open(folder) as dossier:
        pieces = read_source(dossier, "s.one").pieces
        assert [piece.text for piece in pieces] == [COPIED, "something else"]
        assert (pieces[0].start, pieces[1].start) == (0, 50)


def test_a_quote_of_direct_speech_is_masked_without_quotation_marks() -> None:
    one, other = f"It was put like this: {SAID}. {OWN[0]}", f"{OWN[1]} At the inn they say: {SAID}."
    assert both(one, other)
    start = one.index(SAID)
    spoken = SourceText.of_text("s.a", one, [(start, start + len(SAID))])
    assert compare(spoken, SourceText.of_text("s.b", other)) is None


def test_direct_quotes_alone_make_no_echo(tmp_path: Path) -> None:
    quotes = [b.quote(f"q.{name}", SAID, f"s.{name}", SAID, speech="direct") for name in ("one", "two")]
    folder = b.build(tmp_path / "case", extra=[b.source("s.one"), b.source("s.two"), *quotes])
    with Dossier.open(folder) as dossier:
        assert echo(dossier, "s.one", "s.two") is None


PLAIN = [
    fold_word(word) for word in f"{COPIED} {SAID} {' '.join(OWN)}".replace(",", "").replace(".", "").split()
]
PARAGRAPH = st.lists(st.sampled_from(PLAIN), max_size=40).map(" ".join)
TEXT = st.lists(PARAGRAPH, max_size=4).map("\n\n".join)
FRESH = st.lists(st.sampled_from([f"neu{word}" for word in PLAIN]), max_size=30).map(" ".join)


@st.composite
def related(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and one made from it by leaving out, changing and moving words."""
    words = draw(st.lists(st.sampled_from(PLAIN), min_size=10, max_size=60))
    other = list(words)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(len(other) - 1, 0)))
        other[at : at + draw(st.integers(0, 4))] = draw(st.lists(st.sampled_from(PLAIN), max_size=3))
    return " ".join(words), " ".join(other)


@given(related())
@example(
    (  # two ways on from one run, told apart by nothing but the order of the texts
        f"left the the the dredger dredger the{' dredger' * 7}",
        f"dredger left the the the dredger dredger left the the the{' dredger' * 7}",
    )
)
def test_it_does_not_matter_which_text_comes_first(texts: tuple[str, str]) -> None:
    one, other = both(*texts), both(*reversed(texts))
    assert (one is None) == (other is None)
    if one and other:
        assert (one.words, one.share, len(one.passages)) == (other.words, other.share, len(other.passages))


@given(related())
def test_offsets_point_at_the_words_they_claim(texts: tuple[str, str]) -> None:
    found = both(*texts)
    assume(found)
    assert found
    for passage in found.passages:
        assert passage.parts[0].kind == passage.parts[-1].kind == "equal"
        for part in passage.parts:
            here, there = (fold_text(text[slice(*span)]) for text, span in zip(texts, part[1:], strict=True))
            assert (here == there) == (part.kind == "equal")
            assert (part.kind == "only there") == (not here)
            assert (part.kind == "only here") == (not there)


@given(TEXT)
def test_a_text_echoes_all_of_itself(text: str) -> None:
    words = fold_text(text)
    assume(len(words) >= 8)
    found = both(text, text)
    if sum(len(word) >= 4 for word in words) < 10:
        assert found is None
        return
    assert found
    assert (found.share, found.words) == (1.0, len(words))


@given(related(), FRESH, st.booleans())
def test_a_paragraph_added_elsewhere_takes_no_echo_away(
    texts: tuple[str, str], more: str, before: bool
) -> None:
    assume(both(*texts))
    other = f"{more}\n\n{texts[1]}" if before else f"{texts[1]}\n\n{more}"
    assert both(texts[0], other)


@given(related(), st.integers(0, 300), st.integers(1, 120), st.booleans())
def test_masking_a_quotation_never_makes_an_echo(
    texts: tuple[str, str], start: int, length: int, in_both: bool
) -> None:
    def masked(source: str, text: str) -> SourceText:
        return SourceText.of_text(source, text, [(start, start + length)])

    other = masked("s.b", texts[1]) if in_both else SourceText.of_text("s.b", texts[1])
    if compare(masked("s.a", texts[0]), other):
        assert both(*texts)


SMALL = st.lists(
    st.sampled_from(["the", "of", "quay", "ferries", "ferry's", "won't", "桥", "梁"]), max_size=12
)


@given(SMALL.map(" ".join), SMALL.map(" ".join))
def test_differences_cover_every_word_of_both_wordings(one: str, other: str) -> None:
    parts = align_quotes(one, other)
    for text, spans in ((one, [part.one for part in parts]), (other, [part.other for part in parts])):
        shown = "".join(word for span in spans for word in fold_text(text[slice(*span)]))
        assert shown.replace("'", "") == "".join(fold_text(text)).replace("'", "")
    for part in parts:
        here, there = one[slice(*part.one)], other[slice(*part.other)]
        assert (part.kind == "only here", part.kind == "only there") == (not there, not here)
        assert (part.kind == "equal") == (fold_text(here) == fold_text(there))


@given(st.sampled_from(NASTY), st.sampled_from(NASTY))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    texts = f"{one} {COPIED} {other}", f"{other}\n{COPIED}\n{one}"
    found = both(*texts)
    assert found
    for passage in found.passages:
        here, there = texts[0][slice(*passage.one)], texts[1][slice(*passage.other)]
        assert here
        assert there
