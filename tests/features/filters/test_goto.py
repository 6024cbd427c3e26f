"""Going to anything by a few letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.features.filters.goto import Destination, rank_destinations
from dossier.query.language.folding import fold_text
from tests.nasty import NASTY, WORDS

TEXT = st.text(st.characters(codec="utf-8")) | st.sampled_from(WORDS)

THINGS = [
    Destination("Liang Wenfeng", "entity", "e.liang", ("梁文锋",)),
    Destination("go-claims", "command", "go-claims"),
    Destination("log", "command", "log"),
    Destination("DeepSeek-R1", "entity", "e.r1"),
    Destination("Ilva", "entity", "e.ilva"),
    Destination("money/training-cost", "tag", "t.cost"),
]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("lw", "e.liang"),
        ("goc", "go-claims"),
        ("梁", "e.liang"),
        ("r1", "e.r1"),
        ("DSR", "e.r1"),
        ("tc", "t.cost"),
    ],
)
def test_going_to_what_begins_with_the_letters(query: str, first: str) -> None:
    assert rank_destinations(query, THINGS)[0].candidate.id == first


@given(TEXT, st.lists(st.sampled_from(list(NASTY.values())[:40]) | st.text(max_size=20), max_size=12))
def test_going_to_anything_is_deterministic(query: str, names: list[str]) -> None:
    candidates = [*THINGS, *(Destination(name, "entity", str(number)) for number, name in enumerate(names))]
    found = rank_destinations(query, candidates, limit=5)
    assert found == rank_destinations(query, candidates, limit=5) == rank_destinations(query, candidates)[:5]
    assert len(found) <= 5
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    letters = fold_text("".join(query.split()))
    for each in found:
        assert [(fold_text(each.name[at])[:1] or " ") for at in each.positions] == list(letters)
        assert list(each.positions) == sorted(set(each.positions))


def test_accents_are_not_needed_and_twelve_letters_in_a_long_title_are_no_matter() -> None:
    title = "A strong mixture of experts with 671B total parameters, trained on 14.8 trillion tokens " * 2
    things = [Destination("Zoë Étienne", "entity", "e.zoe"), Destination(title, "source", "s.title")]
    assert rank_destinations("etienne", things)[0].candidate.id == "e.zoe"
    assert rank_destinations("storaltokens", things)[0].candidate.id == "s.title"
