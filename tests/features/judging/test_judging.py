"""Grades, status, likelihood: given as far as the evidence allows, cleared by their author alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.evidence.checks.records import find_faults
from dossier.evidence.judgements import badge_of, judged_value, list_judgements, status_mark
from dossier.evidence.scales import read_choice, scale_choices
from dossier.features.judging.act import (
    clear_judgement,
    give_grade,
    give_reason,
    give_status,
    give_weight,
    sources_to_grade,
)
from dossier.records.annotation import GradeBody
from dossier.records.problems import EditRefused, UnknownRecord
from dossier.records.vocabulary import SCALES, Scheme
from tests import builders


@pytest.fixture
def ferry(tmp_path: Path) -> Iterator[Dossier]:
    """The invented dossier, with a claim that has two origins and one that has no quote, opened by ada."""
    extra = [
        builders.claim("c.both", "The move costs about 12 million.", "q.cost", "q.minutes-cost"),
        builders.claim("c.bare", "Nobody will ride it."),
    ]
    with Dossier.open(builders.build(tmp_path / "d", extra=extra), by="ada") as dossier:
        yield dossier


def values(dossier: Dossier, target: str, scheme: Scheme, quote: str | None = None) -> list[str]:
    return [each.value for each in list_judgements(dossier, target, quote) if each.scheme == scheme]


def test_a_letter_goes_to_the_source_and_a_digit_to_the_claim(ferry: Dossier) -> None:
    judged = give_grade(ferry, ["c.cost-exact"], "b", "2")
    assert judged.edit is not None
    assert judged.edit.label == "graded B2 on claim The move costs 11.8 million crowns."
    assert judged.words == "Minutes of the har.. is now B: affects 2 claims; the claim is now B2"
    assert judged.refused == {}
    assert values(ferry, "s.minutes", "admiralty-source") == ["B"]
    assert values(ferry, "c.cost-exact", "admiralty-info") == ["2"]
    assert badge_of(ferry, "c.cost-exact").text == "B2"
    ferry.undo()
    assert badge_of(ferry, "c.cost-exact").text == "--"


def test_a_digit_alone_leaves_the_source_alone(ferry: Dossier) -> None:
    give_grade(ferry, ["c.cost-exact"], digit="3")
    assert badge_of(ferry, "c.cost-exact").text == "3"


def test_a_source_takes_a_letter(ferry: Dossier) -> None:
    judged = give_grade(ferry, ["s.daily", "s.minutes"], "d")
    assert judged.edit is not None
    assert judged.edit.label == "graded D on 2 sources"
    assert values(ferry, "s.daily", "admiralty-source") == ["D"]


def test_a_letter_on_a_claim_with_several_sources_asks_which(ferry: Dossier) -> None:
    assert sources_to_grade(ferry, "c.both") == ("s.courier", "s.minutes")
    assert sources_to_grade(ferry, "s.daily") == ("s.daily",)
    assert sources_to_grade(ferry, "q.daily-cost") == ("s.daily",)
    with pytest.raises(EditRefused, match=r"^say which source the letter C is for; there are 2$"):
        give_grade(ferry, ["c.both"], "C")
    give_grade(ferry, ["c.both"], "C", sources=["s.minutes"])
    assert values(ferry, "s.minutes", "admiralty-source") == ["C"]
    assert values(ferry, "s.courier", "admiralty-source") == ["B"]
    with pytest.raises(EditRefused, match="that is no source of it"):
        give_grade(ferry, ["c.both"], "C", sources=["s.daily"])
    with pytest.raises(EditRefused, match="no source stands behind it"):
        give_grade(ferry, ["c.bare"], "C")


def test_the_digit_is_given_where_the_letter_is_not_and_that_is_said(ferry: Dossier) -> None:
    judged = give_grade(ferry, ["c.both"], "C", "2")
    assert judged.refused == {"c.both": "say which source the letter C is for; there are 2"}
    assert judged.words == (
        "graded C2 on claim The move costs about 12 million.; "
        "say which source the letter C is for; there are 2"
    )
    assert values(ferry, "c.both", "admiralty-info") == ["2"]


def test_a_digit_on_a_quote_is_for_one_claims_support(ferry: Dossier) -> None:
    give_grade(ferry, ["q.minutes-cost"], digit="4", claim="c.both")
    assert values(ferry, "c.both", "admiralty-info", "q.minutes-cost") == ["4"]
    assert values(ferry, "c.both", "admiralty-info") == []
    give_grade(ferry, ["q.vote"], "E", "3")
    assert values(ferry, "c.vote", "admiralty-info", "q.vote") == ["3"]
    assert judged_value(ferry, "s.courier", "admiralty-source") == "E"
    with pytest.raises(EditRefused, match="it serves 2 claims; grade it among the quotes of one of them"):
        give_grade(ferry, ["q.cost"], digit="3")
    with pytest.raises(EditRefused, match=r"serves 2 claims$"):
        give_grade(ferry, ["q.cost"], digit="3", claim="c.move")


def test_one_origin_refuses_a_1_and_names_it(ferry: Dossier) -> None:
    rule = "1 means confirmed by other, independent sources; this claim has"
    with pytest.raises(EditRefused, match=f"^{rule} 1 origin: Minutes of the harbour board$"):
        give_grade(ferry, ["c.cost-exact"], digit="1")
    with pytest.raises(EditRefused, match=f"{rule} 1 origin: Ferry terminal to move, Quay plan makes waves$"):
        give_grade(ferry, ["c.cost"], "B", "1", sources=[])
    with pytest.raises(EditRefused, match=rule):
        give_grade(ferry, ["q.cost"], digit="1", claim="c.cost")
    assert len(ferry.annotations) == 5
    give_grade(ferry, ["c.both"], digit="1")
    assert values(ferry, "c.both", "admiralty-info") == ["1"]


@pytest.mark.parametrize("digit", "1234")
def test_a_claim_without_quotes_is_at_best_improbable(ferry: Dossier, digit: str) -> None:
    with pytest.raises(EditRefused, match=f"^{digit} needs evidence; no quote supports this claim"):
        give_grade(ferry, ["c.bare"], digit=digit)


def test_a_claim_without_quotes_can_be_a_5_or_a_6(ferry: Dossier) -> None:
    give_grade(ferry, ["c.bare"], digit="5")
    give_grade(ferry, ["c.bare"], digit="6")
    assert values(ferry, "c.bare", "admiralty-info") == ["5", "6"]


def test_of_many_those_that_allow_it_are_graded_and_the_others_named(ferry: Dossier) -> None:
    judged = give_grade(ferry, ["c.both", "c.cost-exact", "c.bare", "c.vote"], digit="1")
    assert judged.edit is not None
    assert judged.edit.label == "graded 1 on claim The move costs about 12 million."
    assert list(judged.refused) == ["c.cost-exact", "c.bare", "c.vote"]
    assert judged.words == (
        "graded 1 on claim The move costs about 12 million.; 3 of 4 refused: 1 means confirmed by other, "
        "independent sources (The move costs 11.8 million crowns., The council votes on 12 June 2024.); "
        "1 needs evidence (Nobody will ride it.)"
    )


def test_when_all_are_refused_nothing_is_done(ferry: Dossier) -> None:
    with pytest.raises(
        EditRefused, match=r"^2 of 2 refused: 1 needs evidence \(Nobody .*; 1 means .* \(The coun"
    ):
        give_grade(ferry, ["c.bare", "c.vote"], digit="1")
    assert ferry.can_undo is None


def test_past_judgements_stay_and_the_newest_counts(ferry: Dossier) -> None:
    for digit in ("3", "2", "3"):
        give_grade(ferry, ["c.both"], digit=digit)
    assert values(ferry, "c.both", "admiralty-info") == ["3", "2", "3"]
    assert give_grade(ferry, ["c.both"], digit="3").edit is None
    assert give_grade(ferry, ["c.both"], digit="3").words == ""


def test_what_another_said_is_said_again_by_oneself(ferry: Dossier) -> None:
    give_grade(ferry, ["s.minutes"], "B")
    with Dossier.open(ferry.path, by="ben") as bens:
        assert give_grade(bens, ["s.minutes"], "B").edit is not None
        assert give_grade(bens, ["s.minutes"], "B").edit is None
    ferry.refresh()
    given = list_judgements(ferry, "s.minutes")
    assert [(each.by, each.value) for each in given] == [("ada", "B"), ("ben", "B")]


def test_judging_now_counts_now_although_anothers_clock_runs_ahead(ferry: Dossier) -> None:
    ahead = builders.grade("a.ahead", "s.minutes", "admiralty-source", "A", by="ben")
    ahead |= {"created": "2999-12-31T23:59:59.999Z"}
    ferry.edit("ahead", lambda draft: draft.put(ahead))
    give_grade(ferry, ["s.minutes"], "C")
    give_grade(ferry, ["s.minutes"], "D")
    assert values(ferry, "s.minutes", "admiralty-source") == ["A", "C", "D"]


def test_a_reason_is_kept_and_a_new_reason_is_a_new_judgement(ferry: Dossier) -> None:
    give_grade(ferry, ["c.both"], digit="2", reason=" two independent counts ")
    assert give_grade(ferry, ["c.both"], digit="2").edit is None
    assert give_grade(ferry, ["c.both"], digit="2", reason="three by now").edit is not None
    reasons = [each.reason for each in list_judgements(ferry, "c.both")]
    assert reasons == ["two independent counts", "three by now"]


def test_a_reason_can_come_after_the_judgement(ferry: Dossier) -> None:
    judged = give_grade(ferry, ["c.cost-exact"], "B", "2")
    assert judged.edit is not None
    edit = give_reason(ferry, judged.edit.records, "the board keeps the books")
    assert edit is not None
    assert edit.label == "reason for the judgement of 2 records"
    body = ferry.annotations[judged.edit.records[0]].body
    assert isinstance(body, GradeBody)
    assert body.reason == "the board keeps the books"
    assert give_reason(ferry, judged.edit.records, "the board keeps the books") is None
    with (
        Dossier.open(ferry.path, by="ben") as bens,
        pytest.raises(EditRefused, match="ada's; only its author"),
    ):
        give_reason(bens, judged.edit.records, "I say so")
    with pytest.raises(EditRefused, match="is not a judgement"):
        give_reason(ferry, ["a.note"], "x")
    with pytest.raises(EditRefused, match="there is no judgement"):
        give_reason(ferry, [], "x")


def test_clearing_takes_ones_own_newest_off(ferry: Dossier) -> None:
    give_grade(ferry, ["c.both"], digit="3")
    give_grade(ferry, ["c.both"], digit="2")
    cleared = clear_judgement(ferry, ["c.both"])
    assert cleared.words == "cleared grade of claim The move costs about 12 million."
    assert values(ferry, "c.both", "admiralty-info") == ["3"]
    clear_judgement(ferry, ["c.both"])
    assert clear_judgement(ferry, ["c.both"]).edit is None
    ferry.undo()
    ferry.undo()
    assert values(ferry, "c.both", "admiralty-info") == ["3", "2"]


def test_clearing_of_claim_support_and_source_are_apart(ferry: Dossier) -> None:
    give_grade(ferry, ["c.cost-exact"], "B", "2")
    give_grade(ferry, ["q.minutes-cost"], digit="3", claim="c.cost-exact")
    clear_judgement(ferry, ["q.minutes-cost"], claim="c.cost-exact")
    assert values(ferry, "c.cost-exact", "admiralty-info", "q.minutes-cost") == []
    assert badge_of(ferry, "c.cost-exact").text == "B2"
    clear_judgement(ferry, ["c.cost-exact"])
    assert badge_of(ferry, "c.cost-exact").text == "B"
    clear_judgement(ferry, ["s.minutes"])
    assert badge_of(ferry, "c.cost-exact").text == "--"


def test_anothers_judgement_is_not_cleared(ferry: Dossier) -> None:
    give_grade(ferry, ["c.vote", "c.cost-exact"], digit="3")
    with Dossier.open(ferry.path, by="ben") as bens:
        with pytest.raises(EditRefused, match=r"^the grade is ada's, who alone clears it"):
            clear_judgement(bens, ["c.vote"])
        give_grade(bens, ["c.vote"], digit="4")
        cleared = clear_judgement(bens, ["c.vote", "c.cost-exact", "c.bare"])
        assert list(cleared.refused) == ["c.cost-exact"]
        assert "; 1 of 3 refused: the grade is ada's, who alone clears it" in cleared.words
        assert values(bens, "c.vote", "admiralty-info") == ["3"]
        with pytest.raises(EditRefused, match="serves 2 claims"):
            clear_judgement(bens, ["q.cost"])


def test_what_the_dossier_says_may_be_cleared(ferry: Dossier) -> None:
    bundled = builders.grade("a.bundled", "c.vote", "status", "open", by="dossier")
    ferry.edit("bundle", lambda draft: draft.put(bundled))
    assert clear_judgement(ferry, ["c.vote"], "status").edit is not None
    assert status_mark(ferry, "c.vote") == ""


@pytest.mark.parametrize(
    ("typed", "mark"), [("s", "+"), ("refuted", "-"), ("~", "~"), ("?", "?"), ("Ｏ", "?")]
)
def test_a_status_by_letter_word_or_mark(ferry: Dossier, typed: str, mark: str) -> None:
    judged = give_status(ferry, ["c.vote", "c.both"], typed)
    assert judged.edit is not None
    assert judged.edit.label.endswith(" on 2 claims")
    assert status_mark(ferry, "c.vote") == mark
    assert give_status(ferry, ["c.vote", "c.both"], mark).edit is None


def test_weighing_gives_likelihood_and_confidence_in_one_step(ferry: Dossier) -> None:
    judged = give_weight(ferry, ["c.vote"], "5", "h")
    assert judged.edit is not None
    assert (
        judged.edit.label == "weighed likely with high confidence on claim The council votes on 12 June 2024."
    )
    assert values(ferry, "c.vote", "likelihood") == ["likely"]
    assert values(ferry, "c.vote", "confidence") == ["high"]
    assert give_weight(ferry, ["c.vote"], "likely").edit is None
    again = give_weight(ferry, ["c.vote"], "very likely", "high")
    assert again.edit is not None
    assert len(again.edit.changes) == 1
    assert clear_judgement(ferry, ["c.vote"], "weight").edit is not None
    assert values(ferry, "c.vote", "likelihood") == ["likely"]
    assert values(ferry, "c.vote", "confidence") == []
    with pytest.raises(EditRefused, match="a likelihood 1-7, a confidence l m h, or both"):
        give_weight(ferry, ["c.vote"])


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (
            lambda d: give_grade(d, ["c.vote"], "g"),
            "g is not a source's reliability; choose A, B, C, D, E, F$",
        ),
        (
            lambda d: give_grade(d, ["c.vote"], "B", "7"),
            "7 is not the credibility .*; choose 1, 2, 3, 4, 5, 6$",
        ),
        (lambda d: give_grade(d, ["c.vote"], ""), "^nothing is not a source's reliability"),
        (lambda d: give_grade(d, ["c.vote"]), "a grade is a letter A-F for a source, a digit 1-6"),
        (lambda d: give_grade(d, ["s.daily"], "B", "2"), "a source takes a letter A-F; this is a source$"),
        (lambda d: give_grade(d, ["e.orsund"], "B"), "grades are for sources, claims .*; this is an entity$"),
        (lambda d: clear_judgement(d, ["v.vote"]), "grades are for sources, claims .*; this is an event$"),
        (lambda d: give_status(d, ["s.daily"], "s"), "a status is for claims; this is a source$"),
        (
            lambda d: give_status(d, ["c.vote"], "x"),
            "x is not a status; choose s supported, r refuted, d disputed, o open$",
        ),
        (
            lambda d: give_weight(d, ["q.vote"], "1"),
            "likelihood and confidence are for claims; this is a quote$",
        ),
        (
            lambda d: give_weight(d, ["c.vote"], "8"),
            "8 is not a likelihood; choose 1 almost no chance, 2 very unl",
        ),
        (
            lambda d: give_weight(d, ["c.vote"], "1", "x"),
            "x is not a confidence; choose l low, m moderate, h high$",
        ),
        (lambda d: clear_judgement(d, ["s.daily"], "weight"), "a weight is for claims; this is a source$"),
        (lambda d: give_grade(d, [], "B"), "nothing is chosen"),
        (lambda d: give_grade(d, ["c.vote"], "B", reason="\ud800"), "the reason cannot be stored"),
        (lambda d: give_grade(d, ["c.vote"], "\x1b[31m"), r"^\[31m is not"),
    ],
)
def test_what_is_refused(ferry: Dossier, act: object, message: str) -> None:
    assert callable(act)
    with pytest.raises(EditRefused, match=message):
        act(ferry)
    assert ferry.can_undo is None


def test_an_unknown_record(ferry: Dossier) -> None:
    with pytest.raises(UnknownRecord, match=r"c\.none"):
        give_grade(ferry, ["c.vote", "c.none"], "B")


@pytest.mark.parametrize("scheme", SCALES)
def test_every_value_has_a_key_of_its_own(scheme: Scheme) -> None:
    offered = scale_choices(scheme)
    assert [choice.value for choice in offered] == list(SCALES[scheme])
    assert len({choice.key for choice in offered}) == len(offered)
    for choice in offered:
        assert read_choice(scheme, choice.key) == read_choice(scheme, choice.value.upper()) == choice.value


def test_a_thousand_claims_are_one_edit(ferry: Dossier) -> None:
    claims = [builders.claim(f"c.n{n}", f"Claim {n}", "q.vote") for n in range(1000)]
    ferry.edit("many", lambda draft: [draft.put(claim) for claim in claims])
    ids = [claim["id"] for claim in claims]
    judged = give_grade(ferry, ids, "B", "2")
    assert judged.edit is not None
    assert judged.edit.label == "graded B2 on 1,000 claims"
    assert len(judged.edit.changes) == 1000
    assert give_weight(ferry, ids, "7", "l").edit is not None
    before = ferry.can_undo
    refused = give_grade(ferry, [*ids, "c.both"], digit="1")
    assert refused.words.endswith("(Claim 0, Claim 1, Claim 2 and 997 more)")
    ferry.undo()
    assert ferry.can_undo == before


@pytest.mark.parametrize("created", ["9999-12-31T23:59:59.999Z", "2999-12-31T23:59:60.5Z"])
def test_a_judgement_dated_in_the_future_is_outdone_by_the_next_and_by_those_before(
    ferry: Dossier, created: str
) -> None:
    future = builders.grade("a.zzz", "s.minutes", "admiralty-source", "A", by="mallory")
    ferry.edit("future", lambda draft: draft.put({**future, "created": created}))
    assert judged_value(ferry, "s.minutes", "admiralty-source") == "A"
    give_grade(ferry, ["s.minutes"], "d")
    assert judged_value(ferry, "s.minutes", "admiralty-source") == "D"
    assert values(ferry, "s.minutes", "admiralty-source") == ["A", "D"]


def test_check_names_a_judgement_dated_in_the_future(ferry: Dossier) -> None:
    future = builders.grade("a.zzz", "s.minutes", "admiralty-source", "A", by="mallory")
    ferry.edit("future", lambda draft: draft.put({**future, "created": "9999-12-31T23:59:59.999Z"}))
    assert "annotations.jsonl: a.zzz: created: is in the future" in "\n".join(map(str, find_faults(ferry)))
