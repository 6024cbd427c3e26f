"""Notes: one an edit, anchored or not, changed by nobody but their author."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dossier.core.dossier import Dossier, Draft, Edit
from dossier.evidence.judgements import notes_on, open_questions, read_discussion
from dossier.features.notes.act import (
    ask_question,
    delete_notes,
    edit_note,
    resolve_questions,
    write_note,
    write_reply,
)
from dossier.features.tags.act import tag
from dossier.records.annotation import Span, TextBody
from dossier.records.problems import EditRefused, UnknownRecord
from dossier.show.order import open_first
from tests.sample import TEXT


def texts(dossier: Dossier, target: str) -> list[str]:
    return [each.body.text for each in notes_on(dossier, target) if isinstance(each.body, TextBody)]


def test_one_note_on_several_records(case: Dossier) -> None:
    edit = write_note(case, ["c.cost", "c.founded"], "Look at\n\nthis.\n\n")
    assert edit is not None
    assert edit.label == "note on 2 claims"
    assert texts(case, "c.founded") == ["Look at\n\nthis."]
    case.undo()
    assert texts(case, "c.founded") == []


def test_a_note_keeps_indentation_and_its_format(case: Dossier) -> None:
    write_note(case, ["e.liang"], "\n    code\n", format="text/plain")
    (made,) = notes_on(case, "e.liang")
    assert made.body == TextBody(text="    code", format="text/plain")
    assert made.by == "ada"


@pytest.mark.parametrize("text", ["", " ", "\n\t\n", "\u3000"])
def test_a_note_needs_words(case: Dossier, text: str) -> None:
    with pytest.raises(EditRefused, match="a note needs words"):
        write_note(case, ["c.cost"], text)


def test_half_a_surrogate_pair_is_refused_by_place(case: Dossier) -> None:
    with pytest.raises(EditRefused, match="character 3"):
        write_note(case, ["c.cost"], "ab\ud800")


def test_a_note_on_words_of_a_claim(case: Dossier) -> None:
    write_note(case, ["c.cost"], "rounded", selector=Span(start=14, end=26))
    made = notes_on(case, "c.cost")[-1]
    assert made.selector == Span(start=14, end=26)
    assert case.claims["c.cost"].text[14:26] == "5.58 million"


@pytest.mark.parametrize(("target", "length"), [("c.founded", 31), ("q.cost", 18), ("s.one", 94)])
def test_words_are_inside_the_targets_own_text(case: Dossier, target: str, length: int) -> None:
    case.put_text(TEXT.encode())
    assert write_note(case, [target], "to the end", selector=Span(start=0, end=length)) is not None
    with pytest.raises(EditRefused, match=f"ends at character {length}"):
        write_note(case, [target], "beyond", selector=Span(start=0, end=length + 1))


def test_words_need_one_target_that_has_some(case: Dossier) -> None:
    with pytest.raises(EditRefused, match="several"):
        write_note(case, ["c.cost", "c.founded"], "x", selector=Span(start=0, end=1))
    with pytest.raises(EditRefused, match="no text of its own"):
        write_note(case, ["e.liang"], "x", selector=Span(start=0, end=1))
    for without_text in ("s.two", "s.three"):
        with pytest.raises(EditRefused, match="choose the words in one of its quotes"):
            write_note(case, [without_text], "x", selector=Span(start=0, end=1))


def test_a_note_on_a_claims_support(case: Dossier) -> None:
    write_note(case, ["c.cost"], "weak", quote="q.two")
    assert [each.quote for each in notes_on(case, "c.cost")] == [None, "q.two"]
    with pytest.raises(UnknownRecord):
        write_note(case, ["c.cost"], "weak", quote="q.nobody")


def test_editing_a_note_of_ones_own(case: Dossier) -> None:
    write_note(case, ["c.founded"], "first", format="text/plain")
    (mine,) = notes_on(case, "c.founded")
    edit = edit_note(case, mine.id, "second")
    assert edit is not None
    assert edit.label == "changed note on claim Liang founded DeepSeek in 2023."
    (changed,) = notes_on(case, "c.founded")
    assert changed.body == TextBody(text="second", format="text/plain")
    assert changed.created == mine.created
    assert edit_note(case, mine.id, "second\n") is None
    delete_notes(case, [mine.id])
    with pytest.raises(EditRefused, match="the note was deleted in the meantime"):
        edit_note(case, mine.id, "third")


def test_deleting_a_note_of_ones_own(case: Dossier) -> None:
    write_note(case, ["c.founded"], "first")
    (mine,) = notes_on(case, "c.founded")
    delete_notes(case, [mine.id])
    assert notes_on(case, "c.founded") == []
    case.undo()
    assert texts(case, "c.founded") == ["first"]


def test_anothers_note_is_left_alone(case: Dossier) -> None:
    with pytest.raises(EditRefused, match="ben's; only its author"):
        edit_note(case, "a.bens-note", "x")
    with pytest.raises(EditRefused, match="ben's; only its author"):
        delete_notes(case, ["a.bens-note"])
    assert texts(case, "c.cost") == ["Really?"]


def test_a_tag_is_no_note(case: Dossier) -> None:
    with pytest.raises(EditRefused, match="is not a note"):
        delete_notes(case, ["a.bundled"])
    with pytest.raises(UnknownRecord):
        delete_notes(case, ["a.nobody"])


def test_a_note_that_is_deleted_elsewhere_meanwhile(case: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    write_note(case, ["c.founded"], "first")
    (mine,) = notes_on(case, "c.founded")
    edit = case.edit
    with Dossier.open(case.path, by="ada") as elsewhere:

        def after_deletion(label: str, change: Callable[[Draft], object]) -> Edit | None:
            if mine.id in elsewhere.annotations:
                delete_notes(elsewhere, [mine.id])
            return edit(label, change)

        monkeypatch.setattr(case, "edit", after_deletion)
        with pytest.raises(EditRefused, match="deleted in the meantime"):
            edit_note(case, mine.id, "second")
    with pytest.raises(UnknownRecord):
        delete_notes(case, [mine.id])


def test_a_question_is_open_until_its_author_resolves_it(case: Dossier) -> None:
    asked = ask_question(case, ["c.cost", "c.founded"], "Per run or in all?")
    assert asked is not None
    assert asked.label == "question on 2 claims"
    first, second = asked.records
    assert set(open_questions(case)) == {first, second}
    edit = resolve_questions(case, [first])
    assert edit is not None
    assert edit.label.startswith("resolved question on claim ")
    assert case.annotations[first].resolved == edit.at
    assert open_questions(case) == (second,)
    assert resolve_questions(case, [first]) is None
    edit = resolve_questions(case, [first, second])
    assert edit is not None
    assert edit.label == "resolved 2 questions on 2 claims"
    assert edit.records == (second,)
    reopened = resolve_questions(case, [second], resolved=False)
    assert reopened is not None
    assert reopened.label.startswith("reopened question on claim ")
    case.undo()
    assert open_questions(case) == ()


def test_anothers_question_is_answered_and_not_resolved(case: Dossier) -> None:
    asked = ask_question(case, ["c.cost"], "Per run or in all?")
    assert asked is not None
    (question,) = asked.records
    with Dossier.open(case.path, by="ben") as bens:
        with pytest.raises(
            EditRefused, match="this question is ada's, who alone resolves it; a reply answers it"
        ):
            resolve_questions(bens, [question])
        edit = write_reply(bens, question, "Per run.")
        assert edit is not None
        assert edit.label == "reply to ada's question on claim Training cost 5.58 million dollars."
    case.refresh()
    assert open_questions(case) == (question,)
    resolve_questions(case, [question])
    assert open_questions(case) == ()


def test_the_dossiers_own_question_is_anybodys_to_resolve(case: Dossier) -> None:
    doc = {
        "id": "a.q",
        "target": "c.cost",
        "motivation": "questioning",
        "body": {"text": "?"},
        "by": "dossier",
    }
    case.edit("bundle", lambda draft: draft.put(doc))
    resolve_questions(case, ["a.q"])
    assert case.annotations["a.q"].by == "dossier"
    assert open_questions(case) == ()


def test_only_questions_are_resolved(case: Dossier) -> None:
    for annotation, what in (("a.bens-note", "note"), ("a.bundled", "mark")):
        with pytest.raises(EditRefused, match=f"only questions are resolved; this is a {what}"):
            resolve_questions(case, [annotation])
    with pytest.raises(EditRefused, match="no question is chosen"):
        resolve_questions(case, [])
    with pytest.raises(EditRefused, match="a question needs words"):
        ask_question(case, ["c.cost"], " ")


def test_replies_stand_under_what_they_answer(case: Dossier) -> None:
    write_reply(case, "a.bens-note", "Yes.")
    write_note(case, ["c.cost"], "By the way.")
    (mine,) = [each.id for each in notes_on(case, "c.cost") if each.motivation == "replying"]
    edit = write_reply(case, mine, "No, after all.")
    assert edit is not None
    assert edit.label == "reply to your own reply on claim Training cost 5.58 million dollars."
    assert texts(case, "c.cost") == ["Really?", "Yes.", "No, after all.", "By the way."]
    assert [depth for depth, _ in read_discussion(case, "c.cost")] == [0, 1, 2, 0]
    with pytest.raises(EditRefused, match="a reply needs words"):
        write_reply(case, mine, "")


def test_a_mark_is_answered_as_well(case: Dossier) -> None:
    edit = write_reply(case, "a.bens", "Why this tag?")
    assert edit is not None
    assert edit.label == "reply to ben's mark on claim Training cost 5.58 million dollars."


def test_what_another_has_answered_stays(case: Dossier) -> None:
    write_note(case, ["c.founded"], "first")
    (mine,) = notes_on(case, "c.founded")
    with Dossier.open(case.path, by="ben") as bens:
        write_reply(bens, mine.id, "I doubt it.")
    with pytest.raises(EditRefused, match="ben has answered; what is answered stays"):
        delete_notes(case, [mine.id])
    assert texts(case, "c.founded") == ["first", "I doubt it."]


def test_ones_own_replies_go_with_the_note(case: Dossier) -> None:
    write_note(case, ["c.founded", "c.cost"], "first")
    (mine,) = notes_on(case, "c.founded")
    other = notes_on(case, "c.cost")[-1]
    write_reply(case, mine.id, "second")
    tag(case, [mine.id], add=["later"])
    edit = delete_notes(case, [mine.id, other.id])
    assert edit is not None
    assert edit.label == "deleted 2 notes on 2 claims"
    assert notes_on(case, "c.founded") == []
    assert case.problems == []
    case.undo()
    assert texts(case, "c.founded") == ["first", "second"]
    with pytest.raises(EditRefused, match="no note is chosen"):
        delete_notes(case, [])


def test_open_questions_come_first(case: Dossier) -> None:
    def put(name: str, motivation: str, year: int, resolved: str | None = None) -> None:
        doc = {"id": name, "target": "c.cost", "motivation": motivation, "body": {"text": name}}
        doc |= {"created": f"{year}-01-01T00:00:00Z"} | ({"resolved": resolved} if resolved else {})
        case.edit("put", lambda draft: draft.put(doc))

    put("a.old", "questioning", 2001)
    put("a.older", "questioning", 2000)
    put("a.settled", "questioning", 2002, "2003-01-01T00:00:00Z")
    put("a.new", "commenting", 2004)
    assert open_questions(case) == ("a.old", "a.older")
    assert open_first(case) == ("a.old", "a.older", "a.bens-note", "a.new", "a.settled")


def test_a_thousand_questions_are_one_edit(case: Dossier) -> None:
    def fill(draft: Draft) -> None:
        for number in range(1000):
            draft.put({"id": f"c.n{number}", "text": f"Claim {number}", "kind": "fact"})

    case.edit("fill", fill)
    asked = ask_question(case, [f"c.n{number}" for number in range(1000)], "Who says so?")
    assert asked is not None
    assert (asked.label, len(asked.changes)) == ("question on 1,000 claims", 1000)
    resolve_questions(case, asked.records)
    assert open_questions(case) == ()
    assert delete_notes(case, asked.records) is not None
    case.undo()
    assert len(asked.records) == len([doc for doc in case.annotations.docs.values() if doc.get("resolved")])
