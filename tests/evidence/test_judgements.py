"""What analysts made of a record: grades, status, tags, notes."""

from __future__ import annotations

from typing import Any

import pytest

from dossier.core.dossier import Dossier, Draft
from dossier.core.lens import Lens
from dossier.evidence.judgements import (
    Badge,
    badge_of,
    grade_order,
    judged_value,
    list_judgements,
    newest_judgement,
    notes_on,
    status_mark,
    tags_on,
)

ONE_SECOND_LATER = "2025-02-01T10:00:01Z"


def grade(
    dossier: Dossier,
    target: str,
    scheme: str,
    value: str,
    *,
    at: str = "2025-02-01T10:00:00Z",
    by: str = "ada",
    quote: str | None = None,
    name: str | None = None,
) -> None:
    def change(draft: Draft) -> None:
        doc: dict[str, Any] = {
            "id": name or draft.mint("a"),
            "target": target,
            "motivation": "assessing",
            "body": {"scheme": scheme, "value": value},
            "created": at,
            "by": by,
        }
        draft.put(doc | ({"quote": quote} if quote else {}))

    dossier.edit(f"{value} on {target}", change)


def test_the_newest_judgement_counts_and_older_ones_stay(case: Dossier) -> None:
    grade(case, "c.cost", "status", "open", at=ONE_SECOND_LATER, name="a.first")
    grade(case, "c.cost", "status", "refuted", name="a.second")
    assert judged_value(case, "c.cost", "status") == "open"
    assert [each.value for each in list_judgements(case, "c.cost")] == ["refuted", "open"]


def test_fractions_of_a_second_are_later_than_the_second(case: Dossier) -> None:
    grade(case, "c.cost", "status", "open", at="2025-02-01T10:00:00.5Z", name="a.aaa")
    grade(case, "c.cost", "status", "refuted", at="2025-02-01T10:00:00Z", name="a.zzz")
    assert judged_value(case, "c.cost", "status") == "open"


def test_only_the_authors_shown_count(case: Dossier) -> None:
    grade(case, "c.cost", "status", "supported")
    grade(case, "c.cost", "status", "refuted", at=ONE_SECOND_LATER, by="ben")
    assert judged_value(case, "c.cost", "status") == "refuted"
    case.look(Lens(authors=frozenset({"ada"})))
    assert judged_value(case, "c.cost", "status") == "supported"
    case.look(Lens(authors=frozenset()))
    assert newest_judgement(case, "c.cost", "status") is None


def test_a_grade_of_a_support_is_not_one_of_the_claim(case: Dossier) -> None:
    grade(case, "c.cost", "admiralty-info", "3", quote="q.cost")
    assert newest_judgement(case, "c.cost", "admiralty-info") is None
    assert judged_value(case, "c.cost", "admiralty-info", quote="q.cost") == "3"


def test_badge_without_any_grade(case: Dossier) -> None:
    assert badge_of(case, "c.cost") == Badge("", derived=False)


def test_badge_takes_the_best_letter_and_the_claims_own_digit(case: Dossier) -> None:
    grade(case, "s.one", "admiralty-source", "C")
    assert badge_of(case, "c.cost") == Badge("C", derived=True)
    grade(case, "s.two", "admiralty-source", "B")
    grade(case, "c.cost", "admiralty-info", "1", quote="q.two")
    assert badge_of(case, "c.cost") == Badge("B1", derived=True)
    grade(case, "c.cost", "admiralty-info", "4")
    assert badge_of(case, "c.cost") == Badge("B4", derived=False)


def test_what_cannot_be_judged_is_never_the_best(case: Dossier) -> None:
    grade(case, "s.one", "admiralty-source", "F")
    grade(case, "c.cost", "admiralty-info", "6", quote="q.cost")
    assert badge_of(case, "c.cost").text == "F6"
    grade(case, "s.two", "admiralty-source", "E")
    grade(case, "c.cost", "admiralty-info", "5", quote="q.two")
    assert badge_of(case, "c.cost").text == "E5"


def test_a_source_that_does_not_support_lends_no_letter(case: Dossier) -> None:
    grade(case, "s.one", "admiralty-source", "A")
    doc = case.raw("c.cost")
    doc["support"][0]["stance"] = "contradicts"
    case.edit("turn", lambda draft: draft.put(doc))
    assert badge_of(case, "c.cost").text == "--"


def test_badges_sort_best_first_and_what_cannot_be_judged_last() -> None:
    grades = ["", "F1", "A6", "B", "2", "B2", "A1", "F6"]
    assert sorted(grades, key=grade_order) == ["A1", "A6", "B2", "B", "F1", "F6", "2", ""]


@pytest.mark.parametrize(
    ("status", "mark"), [("supported", "+"), ("refuted", "-"), ("disputed", "~"), ("open", "?")]
)
def test_status_is_one_character(case: Dossier, status: str, mark: str) -> None:
    assert status_mark(case, "c.cost") == ""
    grade(case, "c.cost", "status", status)
    assert status_mark(case, "c.cost") == mark


def test_tags_each_once_by_path(case: Dossier) -> None:
    body = {"tag": "t.cost"}
    again = {"id": "a.again", "target": "c.cost", "motivation": "tagging", "body": body}
    case.edit("again", lambda draft: draft.put(again))
    assert [tag.path for tag in tags_on(case, "c.cost")] == ["founding", "money/training-cost"]
    assert tags_on(case, "c.founded") == []
    case.look(Lens(authors=frozenset({"ben"})))
    assert [tag.path for tag in tags_on(case, "c.cost")] == ["founding"]


def test_notes_oldest_first(case: Dossier) -> None:
    older = {
        "id": "a.zz-older",
        "target": "c.cost",
        "motivation": "questioning",
        "body": {"text": "Who says so?"},
        "created": "2020-01-01T00:00:00Z",
    }
    case.edit("ask", lambda draft: draft.put(older))
    assert [note.id for note in notes_on(case, "c.cost")] == ["a.zz-older", "a.bens-note"]
    assert notes_on(case, "c.founded") == []
