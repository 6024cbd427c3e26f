"""Notes: one an edit, anchored or not, changed by nobody but their author."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dossier.acts.noting import delete_note, edit_note, note
from dossier.dossier import Dossier, Draft, Edit
from dossier.evidence.judgements import notes_on
from dossier.records.annotation import Span, TextBody
from dossier.records.problems import EditRefused, UnknownRecord
from tests.unit.conftest import TEXT


def texts(dossier: Dossier, target: str) -> list[str]:
    return [each.body.text for each in notes_on(dossier, target) if isinstance(each.body, TextBody)]


def test_one_note_on_several_records(case: Dossier) -> None:
    edit = note(case, ["c.cost", "c.founded"], "Look at\n\nthis.\n\n")
    assert edit is not None
    assert edit.label == "note on 2 claims"
    assert texts(case, "c.founded") == ["Look at\n\nthis."]
    case.undo()
    assert texts(case, "c.founded") == []


def test_a_note_keeps_indentation_and_its_format(case: Dossier) -> None:
    note(case, ["e.liang"], "\n    code\n", format="text/plain")
    (made,) = notes_on(case, "e.liang")
    assert made.body == TextBody(text="    code", format="text/plain")
    assert made.by == "ada"


@pytest.mark.parametrize("text", ["", " ", "\n\t\n", "\u3000"])
def test_a_note_needs_words(case: Dossier, text: str) -> None:
    with pytest.raises(EditRefused, match="a note needs words"):
        note(case, ["c.cost"], text)


def test_half_a_surrogate_pair_is_refused_by_place(case: Dossier) -> None:
    with pytest.raises(EditRefused, match="character 3"):
        note(case, ["c.cost"], "ab\ud800")


def test_a_note_on_words_of_a_claim(case: Dossier) -> None:
    note(case, ["c.cost"], "rounded", selector=Span(start=14, end=26))
    made = notes_on(case, "c.cost")[-1]
    assert made.selector == Span(start=14, end=26)
    assert case.claim("c.cost").text[14:26] == "5.58 million"


@pytest.mark.parametrize(("target", "length"), [("c.founded", 31), ("q.cost", 18), ("s.one", 94)])
def test_words_are_inside_the_targets_own_text(case: Dossier, target: str, length: int) -> None:
    case.put_text(TEXT.encode())
    assert note(case, [target], "to the end", selector=Span(start=0, end=length)) is not None
    with pytest.raises(EditRefused, match=f"ends at character {length}"):
        note(case, [target], "beyond", selector=Span(start=0, end=length + 1))


def test_words_need_one_target_that_has_some(case: Dossier) -> None:
    with pytest.raises(EditRefused, match="several"):
        note(case, ["c.cost", "c.founded"], "x", selector=Span(start=0, end=1))
    with pytest.raises(EditRefused, match="no text of its own"):
        note(case, ["e.liang"], "x", selector=Span(start=0, end=1))
    for without_text in ("s.two", "s.three"):
        with pytest.raises(EditRefused, match="choose the words in one of its quotes"):
            note(case, [without_text], "x", selector=Span(start=0, end=1))


def test_a_note_on_a_claims_support(case: Dossier) -> None:
    note(case, ["c.cost"], "weak", quote="q.two")
    assert [each.quote for each in notes_on(case, "c.cost")] == [None, "q.two"]
    with pytest.raises(UnknownRecord):
        note(case, ["c.cost"], "weak", quote="q.nobody")


def test_editing_a_note_of_ones_own(case: Dossier) -> None:
    note(case, ["c.founded"], "first", format="text/plain")
    (mine,) = notes_on(case, "c.founded")
    edit = edit_note(case, mine.id, "second")
    assert edit is not None
    assert edit.label == "changed note on claim Liang founded DeepSeek in 2023."
    (changed,) = notes_on(case, "c.founded")
    assert changed.body == TextBody(text="second", format="text/plain")
    assert changed.created == mine.created
    assert edit_note(case, mine.id, "second\n") is None


def test_deleting_a_note_of_ones_own(case: Dossier) -> None:
    note(case, ["c.founded"], "first")
    (mine,) = notes_on(case, "c.founded")
    delete_note(case, mine.id)
    assert notes_on(case, "c.founded") == []
    case.undo()
    assert texts(case, "c.founded") == ["first"]


def test_anothers_note_is_left_alone(case: Dossier) -> None:
    with pytest.raises(EditRefused, match="ben's; only its author"):
        edit_note(case, "a.bens-note", "x")
    with pytest.raises(EditRefused, match="ben's; only its author"):
        delete_note(case, "a.bens-note")
    assert texts(case, "c.cost") == ["Really?"]


def test_a_tag_is_no_note(case: Dossier) -> None:
    with pytest.raises(EditRefused, match="is not a note"):
        delete_note(case, "a.bundled")
    with pytest.raises(UnknownRecord):
        delete_note(case, "a.nobody")


def test_a_note_that_is_deleted_elsewhere_meanwhile(case: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    note(case, ["c.founded"], "first")
    (mine,) = notes_on(case, "c.founded")
    edit = case.edit
    with Dossier.open(case.path, by="ada") as elsewhere:

        def after_deletion(label: str, change: Callable[[Draft], object]) -> Edit | None:
            if mine.id in elsewhere.annotations:
                delete_note(elsewhere, mine.id)
            return edit(label, change)

        monkeypatch.setattr(case, "edit", after_deletion)
        with pytest.raises(EditRefused, match="deleted in the meantime"):
            edit_note(case, mine.id, "second")
    with pytest.raises(UnknownRecord):
        delete_note(case, mine.id)
