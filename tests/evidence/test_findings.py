"""What was computed and what was stated, joined; kept up with edits; decided, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.core.dossier import Dossier, Draft
from dossier.core.lens import Lens
from dossier.evidence.finding import Finding, finding_id
from dossier.evidence.findings.findings import Findings, findings_of
from dossier.features.figures.act import split_figures
from dossier.features.findings.act import decide_findings
from dossier.records.problems import EditRefused, UnknownRecord
from dossier.records.relation import Relation
from tests import builders
from tests.builders import claim, quote, relation

Doc = dict[str, Any]
TEXT = "The harbour board of Orsund said that the move of the old terminal would cost 12 million crowns"


def costing(name: str, value: str, quote_id: str = "q.cost", **fields: Any) -> Doc:
    """A claim on the cost of the pier."""
    figure = {"value": value, "unit": "crown", "as_written": f"{value} crowns", **fields.pop("figure", {})}
    return claim(
        name, f"It costs {value}.", quote_id, kind="figure", subject="e.nordlink", property="pier",
        figure=figure, **fields,
    )  # fmt: skip


DOCS: list[Doc] = [
    costing("c.seven", "7000000"),
    costing("c.nine", "9000000", "q.crossings"),
    costing("c.billions", "7000000000"),
    claim("c.a", "Nordlink was founded in 1998.", "q.vote", kind="event", subject="e.nordlink", date="1998"),
    claim("c.b", "Nordlink was founded in 1999.", "q.count", kind="event", subject="e.nordlink", date="1999"),
    quote("q.copied", TEXT, "s.minutes"),
    quote("q.copy", TEXT, "s.other"),
    builders.source("s.other"),
]
PAIRS = {("c.nine", "c.seven"), ("c.billions", "c.nine"), ("c.billions", "c.seven"), ("c.a", "c.b")}


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Dossier]:
    with Dossier.open(builders.build(tmp_path / "case", extra=DOCS), by="ada") as dossier:
        yield dossier


def ends(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(min(f.from_, f.to), max(f.from_, f.to)) for f in findings}


def one(dossier: Dossier, first: str, second: str) -> Finding:
    """What was found of two records."""
    findings = findings_of(dossier)
    findings.all()
    (found,) = [each for each in findings.about(first) if second in (each.from_, each.to)]
    return found


def change(dossier: Dossier, record_id: str, **fields: Any) -> None:
    def write(draft: Draft) -> None:
        doc = {**dossier.raw(record_id), **fields}
        draft.put({key: value for key, value in doc.items() if value is not None})

    dossier.edit(f"change {record_id}", write)


def _put(doc: Doc, draft: Draft) -> None:
    draft.put(doc)


# joining


def test_everything_is_found_and_joined(case: Dossier) -> None:
    findings = Findings(case)
    found = findings.all()
    assert ends(findings.ranked("candidate", types=["contradicts"])) == PAIRS
    assert ("s.minutes", "s.other") in ends(findings.ranked("candidate"))
    # What the dossier states of its own records.
    assert ends(findings.ranked("confirmed")) == {("s.courier", "s.daily"), ("c.cost", "c.cost-exact")}
    assert findings.ranked("dismissed") == ()
    assert len({(f.type, f.from_, f.to) for f in found}) == len(found)
    assert {f.method for f in found} == {"figures", "dates", "echo", "stated"}


def test_what_most_hangs_on_comes_first(case: Dossier) -> None:
    findings = Findings(case)
    findings.all()
    weights = [finding.weight for finding in findings.ranked("candidate")]
    assert weights == sorted(weights, reverse=True)
    assert one(case, "c.a", "c.b").weight == 4  # a quote and a source on each side
    builders_note = {"id": "a.more", "target": "c.a", "motivation": "bookmarking", "body": {}}
    case.edit("mark", lambda draft: draft.put(builders_note))
    assert one(case, "c.a", "c.b").weight == 5


def test_a_figure_of_one_pair_in_a_claim_s_conflicts(case: Dossier) -> None:
    findings = Findings(case)
    findings.all()
    assert ends(findings.about("c.seven")) == {("c.nine", "c.seven"), ("c.billions", "c.seven")}
    assert {found.type for found in findings.about("c.seven")} == {"contradicts"}
    assert [f.type for f in findings.about("c.cost")] == ["rounds"]


def test_a_relation_of_the_same_type_is_the_decision_whichever_way_round(case: Dossier) -> None:
    stored = relation("r.mine", "c.seven", "contradicts", "c.nine", basis="inferred", state="candidate")
    case.edit("state", lambda draft: draft.put({**stored, "reason": "I think so."}))
    found = one(case, "c.nine", "c.seven")
    assert (found.id, found.relation, found.state) == ("r.mine", "r.mine", "candidate")
    assert (found.method, found.verdict, found.reason) == ("figures", "conflict", "I think so.")
    assert found.evidence == (("q.crossings", "q.cost"),)


def test_another_relation_that_was_confirmed_settles_how_two_figures_stand(case: Dossier) -> None:
    for state, there in (("candidate", True), ("confirmed", False), ("dismissed", True)):
        stored = relation("r.mine", "c.nine", "qualifies", "c.seven", basis="inferred", state=state)
        case.edit("state", partial(_put, stored))
        findings = findings_of(case)
        findings.all()
        assert (("c.nine", "c.seven") in ends(findings.ranked("candidate"))) is there


def test_sources_that_are_known_to_depend_on_one_another_are_no_news(case: Dossier) -> None:
    stored = relation("r.mine", "s.other", "derived-from", "s.minutes")
    case.edit("state", lambda draft: draft.put(stored))
    found = one(case, "s.minutes", "s.other")
    assert (found.type, found.from_, found.method, found.relation) == (
        "derived-from",
        "s.other",
        "echo",
        "r.mine",
    )


# keeping up


def test_work_is_done_in_slices_and_what_is_stated_comes_first(case: Dossier) -> None:
    findings = Findings(case)
    assert not findings.done
    steps = 0
    while not findings.run(0.0):
        steps += 1
        if not findings.ranked("candidate"):
            assert ends(findings.ranked("confirmed")) <= {
                ("s.courier", "s.daily"),
                ("c.cost", "c.cost-exact"),
            }
    assert steps > 10
    assert findings.run(0.0)


def test_an_edit_is_taken_in_and_an_undo_too(case: Dossier) -> None:
    findings = Findings(case)
    findings.all()
    change(case, "c.nine", figure={"value": "7000000", "unit": "crown", "as_written": "7 million crowns"})
    assert not findings.done
    findings.all()
    assert ("c.nine", "c.seven") not in ends(findings.ranked("candidate", types=["contradicts"]))
    case.undo()
    findings.all()
    assert ends(findings.ranked("candidate", types=["contradicts"])) == PAIRS


def test_what_is_changed_and_changed_back_between_two_slices_leaves_nothing(case: Dossier) -> None:
    """A slice in between may have looked at what is then taken back, and is no news afterwards."""
    findings = Findings(case)
    before = findings.all()
    for first, second in product(range(8), range(0, 60, 2)):
        change(case, "c.nine", figure={"value": "7100000", "unit": "crown", "as_written": "7.1"})
        slice_by_slice(findings, first)
        case.edit("more", lambda draft: draft.put(builders.note("a.more", "c.nine")))
        change(case, "c.nine", figure={"value": "7000000", "unit": "crown", "as_written": "7"})
        slice_by_slice(findings, second)
        case.undo()
        case.undo()
        assert set(findings.all()) == set(Findings(case).all()), (first, second)
        case.undo()
        assert findings.all() == before


def slice_by_slice(findings: Findings, slices: int) -> None:
    for _ in range(slices):
        findings.run(0.0)


def test_a_record_that_goes_takes_its_findings_along(case: Dossier) -> None:
    findings = Findings(case)
    findings.all()
    case.edit("drop", lambda draft: draft.remove("c.nine"))
    findings.all()
    assert findings.about("c.nine") == ()
    assert ends(findings.ranked("candidate", types=["contradicts"])) == {
        ("c.billions", "c.seven"),
        ("c.a", "c.b"),
    }


CHANGES: list[Callable[[Dossier], object]] = [
    lambda d: change(d, "c.nine", figure={"value": "7000000", "unit": "crown", "as_written": "7"}),
    lambda d: change(d, "c.nine", figure={"value": "7100000", "unit": "crown", "as_written": "7.1"}),
    lambda d: change(d, "c.nine", property=None),
    lambda d: change(d, "c.nine", support=[{"quote": "q.vote", "stance": "contradicts"}], property="vote"),
    lambda d: change(d, "c.a", date="1999"),
    lambda d: change(d, "c.a", date="1998"),
    lambda d: change(d, "c.a", text="Nordlink was founded by mistake in 1998."),
    lambda d: change(d, "c.b", support=[{"quote": "q.vote", "stance": "contradicts"}]),
    lambda d: change(d, "c.a", property="vote"),
    lambda d: change(d, "c.b", property="vote"),
    lambda d: change(d, "v.vote", date="2019"),
    lambda d: change(d, "v.move", inferred=None, claims=["c.b"]),
    lambda d: change(d, "q.copy", speech="direct", speaker="e.tomas-brandt"),
    lambda d: change(d, "q.copied", speech="direct", speaker="e.marla-quist"),
    lambda d: change(
        d, "c.a", attributed_to="e.tomas-brandt", support=[{"quote": "q.copy", "stance": "supports"}]
    ),
    lambda d: change(
        d, "c.b", attributed_to="e.marla-quist", support=[{"quote": "q.copied", "stance": "supports"}]
    ),
    lambda d: change(d, "e.tomas-brandt", name="Clerk (unnamed)"),
    lambda d: d.edit("+", lambda w: w.put(relation("r.e", "e.tomas-brandt", "works-with", "e.marla-quist"))),
    lambda d: d.edit("+", lambda w: w.put(relation("r.v", "v.vote", "same-event", "v.move"))),
    lambda d: d.edit("+", lambda w: w.put(relation("r.w", "v.move", "precedes", "v.vote"))),
    lambda d: d.edit("+", lambda w: w.put(relation("r.q", "q.copy", "same-utterance", "q.copied"))),
    lambda d: d.edit("+", lambda w: w.put(relation("r.c", "c.a", "duplicates", "c.b"))),
    lambda d: d.edit("+", lambda w: w.put(relation("r.c", "c.a", "duplicates", "c.b", state="dismissed"))),
    lambda d: d.edit("+", lambda w: w.put(relation("r.s", "s.other", "republishes", "s.minutes"))),
    lambda d: d.edit("+", lambda w: w.put(builders.note("a.more", "c.nine"))),
    lambda d: d.edit("-", lambda w: w.remove("q.copy") if not d.claims_of_quote("q.copy") else None),
    lambda d: d.undo(),
    lambda d: d.undo(),
    lambda d: d.redo(),
]


@settings(max_examples=40)
@given(data=st.data())
def test_what_is_kept_up_is_what_is_found_anew(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = builders.build(tmp_path_factory.mktemp("findings") / "case", extra=DOCS)
    with Dossier.open(folder, by="ada") as dossier:
        findings = findings_of(dossier)
        findings.all()
        for _ in range(data.draw(st.integers(1, 4))):
            for number in data.draw(st.lists(st.integers(0, len(CHANGES) - 1), min_size=1, max_size=4)):
                try:
                    CHANGES[number](dossier)
                except (EditRefused, UnknownRecord):
                    continue  # in a state in which it is not possible
                findings.run(0.0)
            kept = findings.all()
            with Dossier.open(folder, by="ben") as other:
                assert set(kept) == set(findings_of(other).all())
            assert len(set(kept)) == len(kept)


# deciding


@pytest.mark.parametrize("state", ["confirmed", "dismissed"])
def test_a_decision_is_a_relation_that_can_be_undone(case: Dossier, state: Any) -> None:
    found = one(case, "c.a", "c.b")
    edit = decide_findings(case, found, state, "They are two companies.")
    assert edit is not None
    assert edit.label.startswith(f"{state}: ")
    stored = case.relations[finding_id("contradicts", "c.a", "c.b")]
    assert isinstance(stored, Relation)
    assert (stored.basis, stored.state, stored.reason) == ("computed", state, "They are two companies.")
    assert stored.evidence == (("q.vote", "q.count"),)
    after = one(case, "c.a", "c.b")
    assert (after.state, after.relation, after.method) == (state, stored.id, "dates")
    case.undo()
    assert one(case, "c.a", "c.b") == found


def test_a_dismissal_needs_a_reason(case: Dossier) -> None:
    found = one(case, "c.a", "c.b")
    for reason in (None, "", "  \n"):
        with pytest.raises(EditRefused, match="needs a reason"):
            decide_findings(case, found, "dismissed", reason)
    assert not case.can_undo
    assert decide_findings(case, found, "confirmed") is not None
    assert case.relations[found.id].reason == found.reason


@pytest.mark.parametrize("state", ["confirmed", "candidate"])
def test_why_it_was_dismissed_is_no_reason_once_it_is_no_longer(case: Dossier, state: Any) -> None:
    found = one(case, "c.a", "c.b")
    decide_findings(case, found, "dismissed", "They are two companies.")
    dismissed = one(case, "c.a", "c.b")
    assert (dismissed.reason, dismissed.computed) == ("They are two companies.", found.reason)
    # Also where the dismissal was not seen yet.
    for seen in (dismissed, found):
        decide_findings(case, seen, state)
        assert case.relations[found.id].reason == found.reason
        assert (after := one(case, "c.a", "c.b")).state == state
        assert (after.reason, after.computed) == (found.reason, "")
        case.undo()
    decide_findings(case, dismissed, state, "They are one.")
    assert one(case, "c.a", "c.b").reason == "They are one."


def test_a_stated_conflict_loses_the_reason_of_its_dismissal_too(case: Dossier) -> None:
    stored = relation("r.mine", "c.a", "contradicts", "c.cost", basis="inferred", state="candidate")
    case.edit("state", lambda draft: draft.put({**stored, "reason": "I think so."}))
    decide_findings(case, one(case, "c.cost", "c.a"), "confirmed")
    assert case.relations["r.mine"].reason == "I think so."
    decide_findings(case, one(case, "c.cost", "c.a"), "dismissed", "I did not think.")
    decide_findings(case, one(case, "c.cost", "c.a"), "confirmed")
    assert case.relations["r.mine"].reason is None


def test_several_are_decided_in_one_edit(case: Dossier) -> None:
    findings = findings_of(case)
    findings.all()
    chosen = findings.ranked("candidate", types=["contradicts"])
    edit = decide_findings(case, chosen, "dismissed", "All three.")
    assert edit is not None
    assert edit.label == f"dismissed {len(PAIRS)} findings"
    findings.all()
    assert findings.ranked("candidate", types=["contradicts"]) == ()
    case.undo()
    findings.all()
    assert ends(findings.ranked("candidate", types=["contradicts"])) == PAIRS
    with pytest.raises(EditRefused, match="nothing is chosen"):
        decide_findings(case, [], "confirmed")


def test_what_was_decided_is_opened_again(case: Dossier) -> None:
    decide_findings(case, one(case, "c.a", "c.b"), "dismissed", "No.")
    edit = decide_findings(case, one(case, "c.a", "c.b"), "candidate")
    assert edit is not None
    assert edit.label.startswith("opened again: ")
    assert one(case, "c.a", "c.b").state == "candidate"
    assert decide_findings(case, one(case, "c.a", "c.b"), "candidate") is None


def test_a_stated_relation_is_decided_where_it_is(case: Dossier) -> None:
    found = one(case, "c.cost", "c.cost-exact")
    decide_findings(case, found, "dismissed", "Another pier.")
    stored = case.relations["r.costs"]
    assert (stored.basis, stored.state, stored.reason) == ("stated", "dismissed", "Another pier.")
    assert stored.evidence == (("q.cost", "q.minutes-cost"),)


def test_a_finding_on_a_record_that_is_gone_is_refused(case: Dossier) -> None:
    found = one(case, "c.a", "c.b")
    case.edit("drop", lambda draft: draft.remove("c.a"))
    with pytest.raises(UnknownRecord):
        decide_findings(case, found, "confirmed")


@settings(max_examples=20)
@given(data=st.data())
def test_a_dismissal_survives_reopening(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Once dismissed, never a candidate again, whatever else is edited, saved or reloaded."""
    folder = builders.build(tmp_path_factory.mktemp("dismissals") / "case", extra=DOCS)
    with Dossier.open(folder, by="ada") as dossier:
        candidates = list(findings_of(dossier).all())
        dropped = data.draw(st.lists(st.sampled_from(candidates), min_size=1, unique=True))
        for finding in dropped:
            decide_findings(
                dossier, finding, "dismissed", data.draw(st.sampled_from(["No.", "Nein ✗", "不"]))
            )
        if data.draw(st.booleans()):
            dossier.save()
        if data.draw(st.booleans()):
            dossier.reload()
            assert {f.id for f in findings_of(dossier).all() if f.state == "dismissed"} == {
                f.id for f in dropped
            }
    with Dossier.open(folder, by=data.draw(st.sampled_from(["ada", "ben"]))) as dossier:
        change(dossier, "c.seven", text="It costs seven millions.")
        findings = findings_of(dossier)
        found = {(f.type, f.from_, f.to): f.state for f in findings.all()}
        assert {key for key, state in found.items() if state == "dismissed"} == {
            (f.type, f.from_, f.to) for f in dropped
        }
        assert ends(findings.ranked("candidate")).isdisjoint(ends(tuple(dropped)))


@pytest.mark.parametrize(
    ("lens", "gone"),
    [
        (Lens(as_of="2024-05-03"), ("s.courier", "s.daily")),
        (Lens(withdrawn=frozenset({"s.other"})), ("s.minutes", "s.other")),
        (Lens(authors=frozenset({"ben"})), None),
    ],
    ids=lambda value: value.words if isinstance(value, Lens) else "",
)
def test_findings_follow_the_lens_and_come_back(
    case: Dossier, lens: Lens, gone: tuple[str, str] | None
) -> None:
    """Nothing is told of what is left out, not even that one source is known to come from another."""
    before = findings_of(case).all()
    assert gone is None or gone in ends(before)
    case.look(lens)
    found = findings_of(case).all()
    assert found == Findings(case).all()
    assert all(case.shows(end) for pair in ends(found) for end in pair)
    about = [pair for each in found for pair in ends(findings_of(case).about(each.from_))]
    assert all(case.shows(end) for pair in about for end in pair)
    assert gone not in ends(found)
    assert gone is None or gone not in ends(findings_of(case).about(gone[0]))
    case.look(Lens())
    assert findings_of(case).all() == before


# splitting


def test_a_split_tells_two_figures_apart_in_one_edit(case: Dossier) -> None:
    split_figures(case, "c.seven", "the planks", "c.nine", "planks and piles")
    assert case.claims["c.seven"].figure.scope == "the planks"  # type: ignore[union-attr]
    found = one(case, "c.seven", "c.nine")
    assert (found.state, found.reason) == (
        "dismissed",
        "Distinct scopes: “the planks” and “planks and piles”.",
    )
    case.undo()
    assert one(case, "c.seven", "c.nine").state == "candidate"
    assert case.claims["c.seven"].figure.scope is None  # type: ignore[union-attr]


def test_a_slip_of_the_unit_is_split_for_good(case: Dossier) -> None:
    split_figures(case, "c.billions", "all piers", "c.seven", "one pier")
    assert one(case, "c.seven", "c.billions").state == "dismissed"


def test_a_conflict_that_was_stated_is_settled_by_a_split(case: Dossier) -> None:
    stored = relation("r.mine", "c.seven", "contradicts", "c.nine")
    case.edit("state", lambda draft: draft.put(stored))
    split_figures(case, "c.seven", "the planks", "c.nine", "the piles")
    assert case.relations["r.mine"].state == "dismissed"
    assert len(case.relations_of("c.seven")) == 1


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        (("c.seven", "planks", "c.seven", "piles"), "between two claims"),
        (("c.seven", "planks", "c.nine", " Planks"), "the two scopes are the same"),
        (("c.seven", "planks", "c.nine", "  "), "both claims need a scope"),
        (("c.seven", "planks", "c.a", "piles"), "one subject and one property"),
        (("c.seven", "planks", "c.cost", "piles"), "one subject and one property"),
    ],
)
def test_what_cannot_be_split_is_refused(
    case: Dossier, given_: tuple[str, str, str, str], words: str
) -> None:
    with pytest.raises(EditRefused, match=words):
        split_figures(case, *given_)
    assert not case.can_undo
