"""Joining two copies of one dossier: which value counts, what is listed, what the history then tells."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from dossier.core.dossier import Dossier, Draft
from dossier.evidence.checks.records import find_faults
from dossier.exchange.json_export import write_export
from dossier.exchange.merge_folder import MergeResult, merge_folders
from dossier.features.tags.act import tag
from dossier.features.tags.codebook_words import command
from dossier.records.annotation import TagBody
from dossier.records.problems import DossierError, EditRefused, RecordProblem
from dossier.records.tag import fold_tag_name
from dossier.store import draft as draft_module
from tests.builders import TEXT, TEXT_SHA, build, claim, entity, note, relation, table_lines, tagging

Copies = tuple[Path, Path]
Edit = Callable[..., None]


@pytest.fixture
def edit(monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Edit the copy at a path as the one it is named for; each edit is a second later than the one before."""
    seconds = iter(range(60))

    def make(path: Path, change: Callable[[Draft], object], label: str = "edit") -> None:
        moment = f"2026-01-01T00:00:{next(seconds):02d}.000Z"
        monkeypatch.setattr(draft_module, "now", lambda: moment)
        with Dossier.open(path, by=path.name) as dossier:
            dossier.edit(label, change)

    return make


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    build(tmp_path / "ada", extra=[relation("r.to-remove", "e.orsund", "has", "e.terminal")])
    shutil.copytree(tmp_path / "ada", tmp_path / "ben")
    return tmp_path / "ada", tmp_path / "ben"


def put(record_id: str, **fields: Any) -> Callable[[Draft], object]:
    return lambda draft: draft.put({**(draft.get(record_id) or {}), **fields})


def remove(*ids: str) -> Callable[[Draft], None]:
    def change(draft: Draft) -> None:
        for each in ids:
            draft.remove(each)

    return change


def merged(copies: Copies, name: str = "c", faults: int = 0) -> tuple[Dossier, MergeResult]:
    path = copies[0].parent / name
    done = merge_folders(*copies, path, "mo")
    dossier = Dossier.open(path, by="mo")
    assert dossier.problems == dossier.validate() == []
    assert len(list(find_faults(dossier))) == faults
    assert dossier.conflicts == []
    return dossier, done


def test_what_either_added_is_there_and_what_nobody_touched(copies: Copies, edit: Edit) -> None:
    ada, ben = copies
    edit(ada, lambda draft: draft.put(note("a.ada", "c.vote")))
    edit(ben, lambda draft: draft.put(entity("e.ben")) and draft.put(note("a.ben", "e.ben")))
    dossier, done = merged(copies)
    assert {"a.ada", "a.ben", "e.ben", "a.note"} <= {*dossier.annotations.ids(), *dossier.entities.ids()}
    assert done == MergeResult("51 records, 1 from ada alone, 2 from ben alone; no conflicts", ())
    assert [edit.by for edit in dossier.history()] == ["ada", "ben"]


def test_different_fields_of_one_record_do_not_disagree(copies: Copies, edit: Edit) -> None:
    ada, ben = copies
    edit(ben, put("c.cost", hedge="about"))
    edit(ada, put("c.cost", text="It costs 12 million."))
    edit(ben, put("c.vote", text="The same words."))
    edit(ada, put("c.vote", text="The same words."))
    dossier, done = merged(copies)
    assert done.conflicts == ()
    assert (dossier.claims["c.cost"].text, dossier.claims["c.cost"].hedge) == (
        "It costs 12 million.",
        "about",
    )
    assert dossier.claims["c.cost"].modified == "2026-01-01T00:00:01.000Z"


@pytest.mark.parametrize("newer", ["ada", "ben"])
def test_the_newest_edit_of_a_field_wins_and_the_log_has_the_other(
    copies: Copies, edit: Edit, newer: str
) -> None:
    older = {"ada": "ben", "ben": "ada"}[newer]
    edit(copies[0].parent / older, put("c.cost", text=f"Text of {older}."))
    edit(copies[0].parent / newer, put("c.cost", text=f"Text of {newer}."))
    dossier, done = merged(copies)
    assert dossier.claims["c.cost"].text == f"Text of {newer}."
    assert done.conflicts == (
        f"c.cost: text: kept “Text of {newer}.” of {newer} ({newer}, 2026-01-01T00:00:01.000Z) "
        f"over “Text of {older}.” of {older} ({older}, 2026-01-01T00:00:00.000Z)",
    )
    *_, settled = dossier.history()
    assert (settled.by, settled.label) == ("mo", "merged ada and ben: 1 conflict")
    ((_, _, before, after),) = settled.changes
    assert before is not None
    assert after is not None
    assert (before["text"], after["text"]) == (f"Text of {older}.", f"Text of {newer}.")


def test_a_tag_that_both_made_is_one_whatever_it_is_called(copies: Copies) -> None:
    for path, name in zip(copies, ("疑点", "疑点"), strict=True):
        with Dossier.open(path, by=path.name) as dossier:
            tag(dossier, ["c.vote"], add=[name, "x" * 200])
    dossier, done = merged(copies)
    assert [each.path for each in dossier.tags].count("疑点") == 1
    assert done.conflicts == ()


def test_two_tags_that_came_to_one_name_are_listed_and_can_be_made_one(copies: Copies, edit: Edit) -> None:
    ada, ben = copies
    edit(ada, put("t.cost", path="price"))
    edit(ben, lambda draft: draft.put({"id": "t.price", "path": "Price"}))
    edit(ben, lambda draft: draft.put(tagging("a.ben", "c.vote", "t.price", by="ben")))
    dossier, done = merged(copies, faults=1)
    words = "“:tag merge t.price into t.cost” makes one of both"
    assert done.conflicts == (f"t.price: path: “Price” is also the path of t.cost; {words}",)
    assert merge_folders(dossier.path, ada, ada.parent / "d", "mo").conflicts == ()
    command(dossier, "merge t.price into t.cost")
    assert [each.path for each in dossier.tags if fold_tag_name(each.path) == "price"] == ["price"]
    assert dossier.annotations["a.ben"].body == TagBody(tag="t.cost")


def test_undoing_the_merge_puts_the_other_values_and_everybody_can_undo_their_own(
    copies: Copies, edit: Edit
) -> None:
    ada, ben = copies
    edit(ada, put("c.cost", text="Text of ada."), "the cost")
    edit(ada, put("c.vote", text="Ada on the vote."), "the vote")
    edit(ben, put("c.cost", text="Text of ben."), "the cost")
    dossier, _ = merged(copies)
    dossier.undo()
    assert dossier.claims["c.cost"].text == "Text of ada."
    dossier.redo()
    dossier.close()
    with Dossier.open(dossier.path, by="ada") as again:
        assert again.claims["c.cost"].text == "Text of ben."
        assert again.can_undo == "the vote"
        again.undo()
        assert again.claims["c.vote"].text == "The council votes on 12 June 2024."
        with pytest.raises(EditRefused, match="was changed since, by mo"):
            again.undo()


def test_a_change_that_was_undone_is_none(copies: Copies, edit: Edit) -> None:
    ada, ben = copies
    edit(ben, put("c.cost", text="Text of ben."))
    edit(ada, put("c.cost", text="A slip."))
    edit(ada, put("c.cost", text="The move costs about 12 million crowns."))
    dossier, done = merged(copies)
    assert (dossier.claims["c.cost"].text, done.conflicts) == ("Text of ben.", ())


def test_of_one_moment_the_order_of_copies_does_not_decide(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_module, "now", lambda: "2026-01-01T00:00:00.000Z")
    for path in copies:
        with Dossier.open(path, by=path.name) as dossier:
            dossier.edit("text", put("c.cost", text=f"Text of {path.name}."))
    one, done = merged(copies)
    other, back = merged(copies[::-1], "back")
    assert one.claims["c.cost"] == other.claims["c.cost"]
    assert len(done.conflicts) == 1
    assert done.conflicts == back.conflicts


def test_what_one_removed_and_the_other_left_alone_is_gone(copies: Copies, edit: Edit) -> None:
    edit(copies[0], remove("a.note", "r.costs"))
    edit(copies[1], remove("r.to-remove"))
    dossier, done = merged(copies)
    assert not {"a.note", "r.costs", "r.to-remove"} & {*dossier.annotations.ids(), *dossier.relations.ids()}
    assert done.conflicts == ()


def test_what_one_removed_and_the_other_changed_stays(copies: Copies, edit: Edit) -> None:
    edit(copies[0], remove("v.vote"), "no event")
    edit(copies[1], put("v.vote", title="Vote"))
    dossier, done = merged(copies)
    assert dossier.events["v.vote"].title == "Vote"
    assert done.conflicts == (
        "v.vote: removed in ada (ada, 2026-01-01T00:00:00.000Z), changed in the other copy: kept",
    )
    dossier.undo()
    assert "v.vote" not in dossier


def test_nothing_is_orphaned(copies: Copies, edit: Edit) -> None:
    gone = ["a.tag-cost", "a.tag-minutes", "a.note", "a.digit", "r.costs", "c.cost", "q.cost", "t.cost"]
    edit(copies[0], remove(*gone))
    edit(copies[1], lambda draft: draft.put(note("a.ben", "c.cost")))
    dossier, done = merged(copies)
    when = "(ada, 2026-01-01T00:00:00.000Z)"
    assert done.conflicts == (
        f"c.cost: removed in ada {when}, but a.ben refers to it: kept",
        f"q.cost: removed in ada {when}, but c.cost refers to it: kept",
    )
    assert not {"a.tag-cost", "a.note", "a.digit", "r.costs", "t.cost"} & {
        *dossier.annotations.ids(),
        *dossier.relations.ids(),
        *dossier.tags.ids(),
    }
    with pytest.raises(
        EditRefused, match=r"claim .* cannot be removed: annotation Ask .*, by ada, refers to it in target"
    ):
        dossier.undo()


def test_the_focus_stays(copies: Copies, edit: Edit) -> None:
    for path in copies:
        info = orjson.loads((path / "dossier.json").read_bytes())
        (path / "dossier.json").write_bytes(orjson.dumps({**info, "focus": "e.empty"}))
        with (path / "entities.jsonl").open("ab") as file:
            file.write(orjson.dumps(entity("e.empty")) + b"\n")
    edit(copies[1], remove("e.empty"))
    _, done = merged(copies)
    assert done.conflicts == (
        "e.empty: removed in ben (ben, 2026-01-01T00:00:00.000Z), but dossier.json refers to it: kept",
    )


def test_what_both_add_to_a_list_is_no_conflict(copies: Copies, edit: Edit) -> None:
    ada, ben = copies

    def more(record_id: str, field: str, *items: Any) -> Callable[[Draft], object]:
        return lambda draft: draft.put(
            {**(draft.get(record_id) or {}), field: [*(draft.get(record_id) or {}).get(field, ()), *items]}
        )

    edit(ada, more("c.vote", "support", {"quote": "q.move", "stance": "supports"}))
    edit(ben, more("c.vote", "support", {"quote": "q.friday", "stance": "contradicts"}))
    edit(ada, more("e.orsund", "aliases", "The town"))
    edit(ben, more("e.orsund", "aliases", "Oersund", "The town"))
    edit(ben, more("s.daily", "texts", {"sha256": "b" * 64, "length": 1}))
    edit(ada, more("s.daily", "texts", {"sha256": "a" * 64, "length": 1}))
    dossier, done = merged(copies)
    assert done.conflicts == ()
    assert dossier.quotes_of("c.vote") == ("q.vote", "q.friday", "q.move")
    assert dossier.entities["e.orsund"].aliases == ("Oersund", "The town")
    assert [text.sha256[:2] for text in dossier.sources["s.daily"].texts] == ["ab", "bb", "aa"], "newest last"


def supports(**stances: str) -> list[dict[str, str]]:
    return [{"quote": f"q.{quote}", "stance": stance} for quote, stance in stances.items()]


@pytest.mark.parametrize(
    ("place", "of_ada", "of_ben"),
    [
        ("c.vote support", supports(vote="contradicts"), supports(vote="qualifies")),
        (
            "c.vote support",
            supports(vote="supports", cost="supports"),
            supports(vote="supports", cost="mentions"),
        ),
        ("q.move via", ["e.courier", "e.orsund"], ["e.courier", "e.nordlink"]),
        ("e.marla-quist aliases", ["Quist", "M. Q."], ["Chief"]),
    ],
)
def test_lists_that_disagree(copies: Copies, edit: Edit, place: str, of_ada: Any, of_ben: Any) -> None:
    record_id, field = place.split()
    edit(copies[0], put(record_id, **{field: of_ada}))
    edit(copies[1], put(record_id, **{field: of_ben}))
    dossier, done = merged(copies)
    assert dossier.raw(record_id)[field] == of_ben
    assert len(done.conflicts) == 1


def test_where_a_quote_stands_is_one_thing(copies: Copies, edit: Edit) -> None:
    quote = table_lines(copies[0], "quotes")
    by_id = {doc["id"]: doc for doc in quote}

    def cut(record_id: str, at_start: int, at_end: int) -> Callable[[Draft], object]:
        doc = by_id[record_id]
        start, end = doc["start"] + at_start, doc["end"] - at_end
        around = {"prefix": TEXT[max(start - 9, 0) : start], "suffix": TEXT[end : end + 9]}
        return put(record_id, exact=TEXT[start:end], start=start, end=end, **around)

    edit(copies[0], cut("q.cost", 6, 0))
    edit(copies[1], cut("q.cost", 0, 8))
    edit(copies[0], put("q.vote", note="Mind the date."))
    edit(copies[1], cut("q.vote", 0, 6))
    dossier, done = merged(copies)
    assert dossier.quotes["q.cost"].exact == "about 12 millio"
    assert dossier.quotes["q.vote"].exact == "The council votes on 12 June"
    assert dossier.quotes["q.vote"].note == "Mind the date."
    (conflict,) = done.conflicts
    assert conflict.startswith("q.cost: exact, prefix, suffix, start, end: kept “about 12 millio”, “")


def test_fields_that_hold_only_together_are_not_mixed(copies: Copies, edit: Edit) -> None:
    edit(copies[0], put("a.tag-cost", motivation="commenting", body={"text": "Cost?"}))
    edit(copies[1], put("a.tag-cost", body={"tag": "t.unasked"}))
    dossier, done = merged(copies)
    assert dossier.raw("a.tag-cost")["body"] == {"tag": "t.unasked"}
    assert [line.split(": ")[1] for line in done.conflicts] == ["body", "motivation"]
    dossier.undo()
    assert dossier.raw("a.tag-cost")["body"] == {"text": "Cost?"}
    assert dossier.validate() == []


def test_the_same_id_made_twice_is_one_record(copies: Copies, monkeypatch: pytest.MonkeyPatch) -> None:
    for second, path in enumerate(reversed(copies)):
        moment = f"2026-01-01T00:00:0{second}.000Z"
        monkeypatch.setattr(draft_module, "now", lambda moment=moment: moment)
        with Dossier.open(path, by=path.name) as dossier:
            tag(dossier, ["c.vote"], add=["later"])
    dossier, done = merged(copies)
    assert done.conflicts == ()
    assert (dossier.tags["t.later"].by, dossier.tags["t.later"].created) == (
        "ben",
        "2026-01-01T00:00:00.000Z",
    )
    assert len([each for each in dossier.annotations if each.target == "c.vote"]) == 2


def test_a_copy_that_goes_on_can_be_merged_again(copies: Copies, edit: Edit) -> None:
    ada, ben = copies
    edit(ada, put("c.cost", text="Text of ada."))
    edit(ben, put("c.cost", text="Text of ben."))
    dossier, _ = merged(copies)
    dossier.close()
    edit(ben, put("c.cost", text="Ben, once more."))
    edit(ada, put("c.vote", text="Ada on the vote."))
    again, done = merged((dossier.path, ben), "with-ben")
    assert (again.claims["c.cost"].text, done.conflicts) == ("Ben, once more.", ())
    third, done = merged((again.path, ada), "with-ada")
    assert (third.claims["c.cost"].text, done.conflicts) == ("Ben, once more.", ())
    assert third.claims["c.vote"].text == "Ada on the vote."
    assert [edit.by for edit in third.history()] == ["ada", "ben", "ben", "ada", "mo"]


def test_a_merge_makes_what_it_kept_no_newer_than_it_is(copies: Copies, edit: Edit, tmp_path: Path) -> None:
    cat = shutil.copytree(copies[0], tmp_path / "cat")
    for path in (*copies, cat):
        edit(path, put("c.cost", text=f"Text of {path.name}."))
    dossier, _ = merged(copies)
    third, done = merged((dossier.path, cat), "with-cat")
    assert third.claims["c.cost"].text == "Text of cat."
    assert len(done.conflicts) == 1


def test_copies_without_a_history_are_joined_by_when_records_were_modified(copies: Copies) -> None:
    for path, text, modified in ((copies[0], "By hand.", "2026"), (copies[1], "Later by hand.", "2027")):
        changed = [
            {**doc, "text": text, "modified": f"{modified}-01-01T00:00:00Z"} if doc["id"] == "c.cost" else doc
            for doc in table_lines(path, "claims")
        ]
        (path / "claims.jsonl").write_bytes(b"".join(orjson.dumps(doc) + b"\n" for doc in changed))
    dossier, done = merged(copies)
    assert dossier.claims["c.cost"].text == "Later by hand."
    assert done.conflicts == (
        "c.cost: text: kept “Later by hand.” of ben (2027-01-01T00:00:00Z) "
        "over “By hand.” of ada (2026-01-01T00:00:00Z)",
    )


def test_an_export_is_a_copy_too(copies: Copies, edit: Edit, tmp_path: Path) -> None:
    ada, ben = copies
    with Dossier.open(ada) as dossier:
        write_export(dossier, tmp_path / "old.json")
    edit(ben, put("c.cost", text="Text of ben."))
    edit(ben, remove("a.note"))
    dossier, done = merged((tmp_path / "old.json", ben))
    assert (dossier.claims["c.cost"].text, done.conflicts) == ("Text of ben.", ())
    assert "a.note" not in dossier
    assert dossier.text_of("s.courier") == TEXT


def test_dossier_json_has_no_history_and_the_first_counts(copies: Copies) -> None:
    info = orjson.loads((copies[1] / "dossier.json").read_bytes())
    changed = {**info, "title": "Quays", "description": "Which quay?", "x-unknown": [1]}
    (copies[1] / "dossier.json").write_bytes(orjson.dumps(changed))
    dossier, done = merged(copies)
    assert done.conflicts == (
        "dossier.json: title: kept “The ferry terminal of Orsund” of ada over “Quays” of ben",
    )
    assert (dossier.info.title, dossier.info.description) == ("The ferry terminal of Orsund", "Which quay?")
    assert orjson.loads((dossier.path / "dossier.json").read_bytes()) == {
        **changed,
        "title": "The ferry terminal of Orsund",
    }
    assert not (dossier.path / "history.jsonl").exists()


def test_copies_of_two_dossiers_are_refused(copies: Copies) -> None:
    info = orjson.loads((copies[1] / "dossier.json").read_bytes())
    (copies[1] / "dossier.json").write_bytes(orjson.dumps({**info, "id": "another"}))
    with pytest.raises(
        DossierError, match=r"ada and ben are not copies of one dossier: dossier\.json: id: is"
    ):
        merged(copies)
    assert not (copies[0].parent / "c").exists()


def test_a_broken_line_is_named_and_nothing_is_merged(copies: Copies) -> None:
    with (copies[1] / "claims.jsonl").open("a") as file:
        file.write('{"id":"c.x","id":"c.y"}\n')
    with pytest.raises(RecordProblem, match=r"ben/claims\.jsonl:11: c\.x: id: is there twice"):
        merged(copies)
    assert not (copies[0].parent / "c").exists()


def test_where_it_may_go(copies: Copies, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    (tmp_path / "empty").mkdir()
    for path, words in (
        (copies[0], "exists already"),
        (tmp_path / "full", "exists already"),
        (copies[1] / "c", "lies in"),
    ):
        with pytest.raises(DossierError, match=words):
            merge_folders(*copies, path, "mo")
    with pytest.raises(DossierError, match="does not exist"):
        merge_folders(copies[0], tmp_path / "nobody", tmp_path / "c", "mo")
    merge_folders(*copies, tmp_path / "empty", "mo")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["ada", "ben", "empty", "full"]


def test_copies_are_read_and_not_written_to(copies: Copies, edit: Edit) -> None:
    edit(copies[0], put("c.cost", text="Text of ada."))
    everything = [each for copy in copies for each in (copy, *copy.rglob("*"))]
    before = {file: file.read_bytes() for file in everything if file.is_file()}
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        dossier, _ = merged(copies)
    finally:
        for path in everything:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert dossier.claims["c.cost"].text == "Text of ada."
    assert {
        file: file.read_bytes() for copy in copies for file in copy.rglob("*") if file.is_file()
    } == before
    dossier.edit("more", put("c.cost", hedge="about"))


def test_edits_that_no_table_holds_yet_count(copies: Copies) -> None:
    open_elsewhere = Dossier.open(copies[0], by="ada")
    open_elsewhere.edit("text", put("c.cost", text="Text of ada."))
    before = {file: file.read_bytes() for file in copies[0].rglob("*") if file.is_file()}
    dossier, _ = merged(copies)
    assert dossier.claims["c.cost"].text == "Text of ada."
    assert {file: file.read_bytes() for file in copies[0].rglob("*") if file.is_file()} == before
    open_elsewhere.close()


def test_texts_are_united_and_a_true_one_replaces_an_altered_one(copies: Copies) -> None:
    ada, ben = copies
    (ada / "texts" / f"{TEXT_SHA}.txt").write_text("altered")
    with Dossier.open(ben, by="ben") as dossier:
        sha256 = dossier.put_text(b"Another text.")
    (ben / "texts" / "notes.md").write_text("not a text of a source")
    dossier, _ = merged(copies)
    names = sorted(file.name for file in (dossier.path / "texts").iterdir())
    assert names == sorted([f"{sha256}.txt", f"{TEXT_SHA}.txt"])
    assert dossier.text_of("s.courier") == TEXT


def test_lines_by_hand_stay_as_they_are_spelled(copies: Copies, edit: Edit) -> None:
    by_hand = b'{"id": "c.a", "text": "By \\u0068and.", "kind": "fact", '
    line = (
        by_hand
        + orjson.dumps(claim("c.a", "By hand.", "q.vote"))[
            len(b'{"id":"c.a","text":"By hand.","kind":"fact",') :
        ]
    )
    for path in copies:
        table = path / "claims.jsonl"
        table.write_bytes(line + b"\n" + table.read_bytes())
    edit(copies[1], put("c.cost", text="Text of ben."))
    dossier, done = merged(copies)
    assert done.conflicts == ()
    assert (dossier.path / "claims.jsonl").read_bytes().splitlines()[0] == line


def test_copies_with_one_name_are_told_apart(copies: Copies, edit: Edit, tmp_path: Path) -> None:
    edit(copies[0], put("c.cost", text="Text of ada."))
    edit(copies[1], put("c.cost", text="Text of ben."))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    moved = copies[0].rename(tmp_path / "one" / "case"), copies[1].rename(tmp_path / "two" / "case")
    dossier, done = merged(moved)
    assert "of two/case (ben, " in done.conflicts[0]
    assert "of one/case (ada, " in done.conflicts[0]
    assert [edit.label for edit in dossier.history()][-1] == "merged one/case and two/case: 1 conflict"


def test_a_full_disk_leaves_nothing(copies: Copies, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(copies[0], put("c.cost", text="Text of ada."))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        merge_folders(*copies, copies[0].parent / "c", "mo")
    assert sorted(each.name for each in copies[0].parent.iterdir()) == ["ada", "ben"]
