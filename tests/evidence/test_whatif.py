"""Withdrawing sources loses what a lens without them no longer shows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.core.dossier import Dossier
from dossier.core.lens import Lens
from dossier.evidence.origins.origins import SourceOrigins, count_origins
from dossier.evidence.whatif import Loss, losses_without
from dossier.records.raw import supporting_quotes
from tests import builders
from tests.bench.synth import write
from tests.query import test_query_cases as cases_


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Dossier]]:
    folder = tmp_path_factory.mktemp("whatif")
    paths = [cases_.build(folder / str(seed), seed) for seed in range(6)]
    opened = [Dossier.open(path) for path in (*paths, write(folder / "synthetic", 80))]
    yield opened
    for dossier in opened:
        dossier.close()


def standing(dossier: Dossier, claim: str) -> tuple[int, int, int]:
    """How many quotes, supporting quotes and origins a claim has, of what is shown."""
    doc = dossier.claims.docs[claim]
    backing = {quote for quote in supporting_quotes(doc) if quote in dossier.quotes}
    quotes = [quote for quote in dossier.quotes_of(claim) if quote in dossier.quotes]
    return len(quotes), len(backing), count_origins(dossier, claim, SourceOrigins.build(dossier))


def through_a_lens(
    dossier: Dossier, already: Lens, sources: frozenset[str]
) -> set[tuple[str, str, int, int]]:
    before = {claim: standing(dossier, claim) for claim in dossier.claims.ids()}
    dossier.look(dataclasses.replace(already, withdrawn=already.withdrawn | sources))
    after = {claim: standing(dossier, claim) for claim in before}
    lost = set()
    for claim, had in before.items():
        has = after[claim]
        if had[0] and not has[0]:
            lost.add((claim, "last quote", had[0], 0))
        elif had[1] and not has[1]:
            lost.add((claim, "last support", had[1], 0))
        elif had[2] > 1 and has[2] == 1:
            lost.add((claim, "second origin", had[2], 1))
    for event in dossier.events.ids():
        claims = set(dossier.peek(event).get("claims", ()))
        had_quotes = [claim for claim in claims if before[claim][0]]
        if had_quotes and not any(after[claim][0] for claim in claims):
            lost.add((event, "last claims", len(had_quotes), 0))
    dossier.look(already)
    return lost


@given(st.integers(0, 6), st.data())
def test_what_is_lost_is_what_a_lens_without_them_lacks(
    cases: list[Dossier], number: int, data: st.DataObject
) -> None:
    dossier = cases[number]
    some = st.frozensets(st.sampled_from(dossier.sources.ids()), max_size=3)
    already = Lens(withdrawn=data.draw(some), as_of=data.draw(st.sampled_from([None, None, "2024-05-03"])))
    sources = data.draw(some)
    dossier.look(already)
    try:
        found = losses_without(dossier, sources)
        assert dossier.lens == already
        losses = {
            (each.record, each.lost, each.before, each.after) for each in (*found.claims, *found.events)
        }
        assert losses == through_a_lens(dossier, already, sources)
        assert found.quotes == sum(len(dossier.quotes_in(source)) for source in sources)
        records = [each.record for each in (*found.claims, *found.events)]
        assert len(records) == len(set(records))
    finally:
        dossier.look(Lens())


def test_withdrawing_nothing_loses_nothing(cases: list[Dossier]) -> None:
    for dossier in cases:
        found = losses_without(dossier, [])
        assert (found.quotes, found.claims, found.events) == (0, (), ())


def test_the_worst_comes_first_and_then_what_most_hangs_on(cases: list[Dossier]) -> None:
    found = losses_without(cases[0], ["s.courier", "s.courier"])
    assert found.sources == ("s.courier",)
    assert [(loss.record, loss.words) for loss in found.claims] == [
        ("c.vote", "1 quote, then none"),
        ("c.move", "2 quotes, then none"),
        ("c.told", "1 quote, then none"),
        ("c.crossings", "1 quote, then none"),
        ("c.finished", "2 quotes, then none"),
        ("c.heads", "1 quote, then none"),
        ("c.not-asked", "3 quotes, then none"),
        ("c.passengers", "1 quote, then none"),
    ]
    assert [loss.words for loss in found.events] == ["1 claim with a quote, then none"] * 3
    assert found.words == (
        "without 1 source, 12 quotes: 3 events lose their last claims, 8 claims lose their last quote"
    )


def test_each_kind_of_loss(tmp_path_factory: pytest.TempPathFactory) -> None:
    against = builders.claim("c.against", "The move is cheap.", "q.minutes-cost")
    against["support"].append({"quote": "q.daily-cost", "stance": "contradicts"})
    two = builders.claim("c.two", "The move has a cost.", "q.minutes-cost", "q.cost")
    more = builders.claim("c.more", "The move has a price.", "q.minutes-cost", "q.cost", "q.daily-cost")
    path = builders.build(tmp_path_factory.mktemp("kinds") / "d", extra=[against, two, more])
    with Dossier.open(path) as dossier:
        found = losses_without(dossier, ["s.minutes"])
        assert found.claims == (
            Loss("c.cost-exact", "last quote", 1, 0, 1),
            Loss("c.against", "last support", 1, 0, 0),
            Loss("c.more", "second origin", 2, 1, 0),
            Loss("c.two", "second origin", 2, 1, 0),
        )
        assert [loss.words for loss in found.claims] == [
            "1 quote, then none",
            "1 supporting quote, then none",
            "2 origins, then 1",
            "2 origins, then 1",
        ]
        assert losses_without(dossier, ["s.daily"]).claims == ()
        assert losses_without(dossier, ["s.daily"]).words == (
            "without 1 source, 1 quote: no claim loses its last quote or second origin"
        )
