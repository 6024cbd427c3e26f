"""Figures in groups: what is compared with what, which findings come of it, and what an edit costs."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dossier import Dossier
from dossier.evidence.figures.groups import (
    MOST,
    claims_by_group,
    each_group,
    figure_group_of,
    find_in_group,
    judge_group,
)
from dossier.evidence.findings.findings import FigureQuestions
from tests.builders import build, claim
from tests.computed import answers
from tests.paths import ROOT

COST = "e.terminal|cost"


def figure(
    record_id: str, value: str, *quotes: str, written: str | None = None, **fields: Any
) -> dict[str, Any]:
    """A claim of a number of berths at the terminal, unless said otherwise."""
    said: dict[str, Any] = {"value": value, "unit": "berth", "as_written": written or f"{int(value):,}"}
    for key in ("unit", "qualifier", "scope", "as_of"):
        if key in fields:
            said[key] = fields.pop(key)
    doc = {"subject": "e.terminal", "property": "berths", "kind": "figure", "figure": said, **fields}
    return claim(record_id, f"It is {value}.", *quotes, **doc)


@contextmanager
def opened(*extra: dict[str, Any]) -> Iterator[Dossier]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Dossier.open(build(Path(folder) / "case", extra=extra), by="ada") as dossier,
    ):
        yield dossier


def test_a_group_is_a_subject_and_a_property() -> None:
    doc = figure("c.a", "4")
    assert figure_group_of(doc) == "e.terminal|berths"
    for missing in ("subject", "property", "figure"):
        assert figure_group_of({key: value for key, value in doc.items() if key != missing}) is None
    for broken in ({"subject": 3}, {"property": ["x"]}, {"figure": None}, {"property": ""}):
        assert figure_group_of({**doc, **broken}) is None


def test_the_ferry_terminals_costs_are_one_figure_rounded() -> None:
    with opened() as dossier:
        assert claims_by_group(dossier) == {COST: ("c.cost", "c.cost-exact")}
        group = judge_group(dossier, COST)
        assert group
        assert [(pair.one, pair.other, pair.verdict.kind) for pair in group.pairs] == [
            ("c.cost-exact", "c.cost", "rounding")
        ]
        (found,) = answers(dossier, FigureQuestions)
    assert (found.type, found.from_, found.to, found.method) == (
        "rounds",
        "c.cost",
        "c.cost-exact",
        "figures",
    )
    assert found.evidence == (("q.cost", "q.minutes-cost"), ("q.daily-cost", "q.minutes-cost"))
    assert (found.verdict, found.state, found.weight) == ("rounding", "candidate", 3)
    assert found.reason.endswith(
        "could mean 11 to 13 million crowns, which leaves room for 11.8 million crowns"
    )


def test_what_needs_attention_comes_first() -> None:
    slip = [figure("c.s1", "5600000", property="slip"), figure("c.s2", "5600000000", property="slip")]
    clash = [figure("c.k1", "3", property="clash"), figure("c.k2", "4", property="clash")]
    many = [figure(f"c.m{n}", "7", property="many") for n in range(3)]
    lone = [figure("c.l", "7", property="lone")]
    with opened(*slip, *clash, *many, *lone) as dossier:
        found = sorted(each_group(dossier), key=lambda group: group.urgency)
        assert [group.measured for group in found] == ["clash", "slip", "many", "cost", "lone"]
        assert found[0].counts == {"conflict": 1}
        assert found[-1].pairs == ()
        assert [len(group.pairs) for group in found] == [1, 1, 3, 1, 0]


def test_conflicts_slips_roundings_and_true_duplicates_are_findings() -> None:
    berths = [
        figure("c.a", "2048"),
        figure("c.b", "2000", written="2,000"),
        figure("c.c", "2048", written="2048"),
        figure("c.d", "2048000", written="2,048,000"),
        figure("c.e", "1000", qualifier="at-least"),
        figure("c.f", "2048", written="some 2,048", qualifier="approx"),
        figure("c.g", "9", scope="on the quay", unit="crane"),
    ]
    with opened(*berths) as dossier:
        found = {(each.type, each.from_, each.to) for each in find_in_group(dossier, "e.terminal|berths")}
    assert found == {
        ("rounds", "c.b", "c.a"), ("rounds", "c.b", "c.c"), ("rounds", "c.b", "c.f"),
        ("duplicates", "c.a", "c.c"),
        ("contradicts", "c.a", "c.d"), ("contradicts", "c.c", "c.d"), ("contradicts", "c.d", "c.f"),
        ("contradicts", "c.b", "c.d"),
    }  # fmt: skip


def test_one_passage_does_not_contradict_itself_unless_it_gives_two_sides() -> None:
    def verdicts(*quotes: str, by: str = "e.nordlink") -> list[str]:
        docs = figure("c.a", "100", "q.cost", attributed_to="e.nordlink"), figure("c.b", "50", *quotes)
        with opened(docs[0], {**docs[1], "attributed_to": by}) as dossier:
            group = judge_group(dossier, "e.terminal|berths")
            assert group
            return [f"{pair.verdict.kind}: {pair.verdict.reason}" for pair in group.pairs]

    (both,) = verdicts("q.vote", "q.cost")
    assert both.startswith("different scope: one passage gives both, so of two things or two times: “100”")
    assert verdicts("q.vote")[0].startswith("conflict: “100”")
    assert verdicts("q.cost", by="e.tomas-brandt")[0].startswith("conflict: “100”")


def test_of_two_that_differ_in_scope_only_one_says_nothing_is_a_duplicate() -> None:
    both = [figure("c.a", "40", scope="the fleet"), figure("c.b", "40", scope="The fleet.")]
    with opened(*both, figure("c.c", "40")) as dossier:
        found = [(each.type, each.from_, each.to) for each in find_in_group(dossier, "e.terminal|berths")]
    assert found == [("duplicates", "c.a", "c.b")]


def test_an_edit_has_only_its_own_group_judged_again() -> None:
    with opened(figure("c.a", "3"), figure("c.b", "4")) as dossier:
        before = {group.id: group for group in each_group(dossier)}
        dossier.edit("say it", lambda draft: draft.put({**dossier.raw("c.a"), "hedge": "said to be"}))
        after = {group.id: group for group in each_group(dossier)}
        assert after[COST] is before[COST] is judge_group(dossier, COST)
        assert after["e.terminal|berths"] is not before["e.terminal|berths"]
        dossier.edit("agree", lambda draft: draft.put(figure("c.a", "4")))
        again = judge_group(dossier, "e.terminal|berths")
        assert again
        assert again.counts == {"same": 1}
        dossier.edit("drop", lambda draft: draft.remove("c.a"))
        dossier.edit("drop", lambda draft: draft.remove("c.b"))
        assert judge_group(dossier, "e.terminal|berths") is None
        assert "e.terminal|berths" not in claims_by_group(dossier)


def test_a_figure_that_cannot_be_read_is_listed_and_not_judged() -> None:
    broken = figure("c.a", "3")
    broken["figure"]["value"] = "three"
    with opened(broken, figure("c.b", "4")) as dossier:
        group = judge_group(dossier, "e.terminal|berths")
    assert group
    assert group.claims == ("c.b", "c.a")
    assert (group.pairs, group.judged, group.left_out) == ((), ("c.b",), 0)


def test_of_too_many_figures_each_different_one_is_compared_the_best_supported_first() -> None:
    twins = [figure(f"c.twin{n:02}", "5") for n in range(MOST)]
    others = [figure(f"c.other{n:02}", str(100 + n)) for n in range(MOST)]
    best = figure("c.zz-best", "7", "q.crossings", "q.vote")
    with opened(*twins, *others, best) as dossier:
        group = judge_group(dossier, "e.terminal|berths")
    assert group
    assert len(group.judged) == MOST
    assert len(group.pairs) == MOST * (MOST - 1) // 2
    assert "c.zz-best" in group.judged
    assert not {claim for claim in group.judged if claim.startswith("c.twin")} - {"c.twin00"}
    assert group.left_out == MOST + 1


def test_the_bundled_dossier_has_no_false_alarm(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "deepseek", tmp_path / "deepseek")
    with Dossier.open(tmp_path / "deepseek") as dossier:
        alarms = [each for each in answers(dossier, FigureQuestions) if each.type == "contradicts"]
        kinds = {kind for group in each_group(dossier) for kind in group.counts}
    assert {(each.from_, each.to, each.verdict) for each in alarms} == {
        ("c.r1-cost-5-6b", million, "unit slip (x1000)")
        for million in ("c.training-cost-5-58m", "c.training-cost-5-6m", "c.recent-model-5-6m")
    }
    assert kinds == {"unit slip (x1000)", "different scope", "same"}
