"""Tags: put on and taken off in one edit, found by what people type."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dossier.core.dossier import Dossier, Draft, Edit
from dossier.core.tag_names import closest_tag, parse_tag_line, recent_tags, tags_starting_with
from dossier.evidence.judgements import tags_on
from dossier.features.tags.act import tag
from dossier.records.annotation import Span
from dossier.records.problems import EditRefused, UnknownRecord


def paths(dossier: Dossier, target: str) -> list[str]:
    return [each.path for each in tags_on(dossier, target)]


def test_a_new_tag_on_several_records_is_one_edit(case: Dossier) -> None:
    edit = tag(case, ["c.cost", "c.founded", "c.cost"], add=["leads/Money"])
    assert edit is not None
    assert edit.label == "+leads/Money on 2 claims"
    assert "t.leads-money" in case.tags
    assert len(edit.changes) == 3
    assert paths(case, "c.founded") == ["leads/Money"]
    undone = case.undo()
    assert undone is not None
    assert "t.leads-money" not in case.tags
    assert paths(case, "c.founded") == []


def test_the_label_of_one_names_it(case: Dossier) -> None:
    edit = tag(case, ["e.liang"], add=["founding"])
    assert edit is not None
    assert edit.label == "+founding on entity Liang Wenfeng"


def test_labels_count_what_is_not_of_one_kind(case: Dossier) -> None:
    edit = tag(case, ["e.liang", "s.one"], add=["x"])
    assert edit is not None
    assert edit.label == "+x on 2 records"
    edit = tag(case, ["e.liang", "e.deepseek"], remove=["x"])
    assert edit is not None
    assert edit.label == "-x on entity Liang Wenfeng"


def test_tagging_twice_is_nothing(case: Dossier) -> None:
    assert tag(case, ["c.cost"], add=["founding"]) is None
    assert tag(case, ["c.cost", "c.founded"], add=["founding", "FOUNDING"]) is not None
    assert tag(case, ["c.cost", "c.founded"], add=["founding"]) is None
    assert paths(case, "c.founded") == ["founding"]


@pytest.mark.parametrize("name", ["Money/Training-Cost", "price", "PRICE", "money/training-cost"])
def test_case_and_aliases_mean_the_tag_that_is_there(case: Dossier, name: str) -> None:
    tag(case, ["c.founded"], add=[name])
    assert paths(case, "c.founded") == ["money/training-cost"]
    assert len(case.tags) == 2
    tag(case, ["c.founded"], remove=[name])
    assert paths(case, "c.founded") == []


def test_composed_and_decomposed_are_one_tag(case: Dossier) -> None:
    tag(case, ["c.cost"], add=["Cafe\u0301"])
    tag(case, ["c.founded"], add=["CAFÉ"])
    assert paths(case, "c.founded") == ["Café"]


@pytest.mark.parametrize("path", ["资金", "Größe", "İstanbul", "R&D", "x" * 200])
def test_paths_that_cannot_be_ids_get_those_that_any_copy_gives_them(case: Dossier, path: str) -> None:
    tag(case, ["c.cost"], add=[path])
    (made,) = [each for each in case.tags if each.path == path]
    assert len(made.id) == len("t.") + 16
    assert path in paths(case, "c.cost")
    case.undo()
    tag(case, ["c.founded"], add=[path])
    assert made.id in case.tags


def test_one_name_in_two_spellings_is_one_new_tag(case: Dossier) -> None:
    tag(case, ["c.cost"], add=["Doubt", "DOUBT", "Cafe\u0301", "café"])
    assert [path for path in paths(case, "c.cost") if path[0] in "DCc"] == ["Café", "Doubt"]


def test_a_taken_id_does_not_lend_its_tag(case: Dossier) -> None:
    case.edit("rename", lambda draft: draft.put({**case.raw("t.founding"), "path": "origin"}))
    tag(case, ["c.founded"], add=["founding"])
    assert paths(case, "c.founded") == ["founding"]
    assert case.tags["t.founding"].path == "origin"


@pytest.mark.parametrize("name", ["3", "a b", "-x", "a/", "/a", "[b]", "", "\x1b]52;", "a//b"])
def test_what_cannot_be_a_tag_is_refused(case: Dossier, name: str) -> None:
    with pytest.raises(EditRefused, match="cannot be a tag") as refused:
        tag(case, ["c.cost"], add=[name])
    assert "\x1b" not in str(refused.value)
    assert len(case.tags) == 2


def test_the_dossiers_own_tags_may_go(case: Dossier) -> None:
    edit = tag(case, ["c.cost"], remove=["price"])
    assert edit is not None
    assert paths(case, "c.cost") == ["founding"]


def test_anothers_tag_stays_and_it_is_said_whose(case: Dossier) -> None:
    with pytest.raises(EditRefused, match=r"founding stays where ben put it, on 1 record$"):
        tag(case, ["c.cost"], remove=["founding"])
    tag(case, ["c.founded"], add=["founding"])
    edit = tag(case, ["c.cost", "c.founded"], remove=["founding"])
    assert edit is not None
    assert edit.label.startswith(
        "-founding on claim Liang founded DeepSeek in 2023. (founding stays where ben"
    )
    assert paths(case, "c.founded") == []
    assert paths(case, "c.cost") == ["founding", "money/training-cost"]


def test_taking_off_what_is_not_there(case: Dossier) -> None:
    assert tag(case, ["c.founded"], remove=["founding"]) is None
    with pytest.raises(EditRefused, match=r"there is no tag foundnig; did you mean founding\?"):
        tag(case, ["c.cost"], remove=["foundnig"])
    with pytest.raises(EditRefused, match=r"there is no tag unheard-of$"):
        tag(case, ["c.cost"], remove=["unheard-of"])


def test_adding_and_removing_are_one_step(case: Dossier) -> None:
    edit = tag(case, ["c.cost"], add=["a", "b"], remove=["price"])
    assert edit is not None
    assert edit.label == "+a +b -money/training-cost on claim Training cost 5.58 million dollars."
    case.undo()
    assert paths(case, "c.cost") == ["founding", "money/training-cost"]


def test_unknown_and_no_targets(case: Dossier) -> None:
    with pytest.raises(UnknownRecord, match=r"c\.nobody"):
        tag(case, ["c.cost", "c.nobody"], add=["x"])
    with pytest.raises(EditRefused, match="nothing is chosen"):
        tag(case, [], add=["x"])
    assert len(case.tags) == 2


@pytest.mark.parametrize(
    ("line", "add", "remove"),
    [
        ("founding -policy +x", ["founding", "x"], ["policy"]),
        ("  a,b，c、d;e ", ["a", "b", "c", "d", "e"], []),
        ("training-cost", ["training-cost"], []),
        ("a -a", [], ["a"]),
        ("-a +a a", ["a"], []),
        ("＋资金 －政策", ["资金"], ["政策"]),
        ("", [], []),
    ],
)
def test_the_prompt_line(line: str, add: list[str], remove: list[str]) -> None:
    assert parse_tag_line(line) == (add, remove)


@pytest.mark.parametrize("line", ["-", "a + b"])
def test_a_sign_needs_a_name(line: str) -> None:
    with pytest.raises(EditRefused, match="name is missing"):
        parse_tag_line(line)


def test_recent_tags_come_first(case: Dossier) -> None:
    def put(name: str, tag_id: str, at: str) -> None:
        body = {"tag": tag_id}
        doc = {"id": name, "target": "c.founded", "motivation": "tagging", "body": body, "created": at}
        case.edit("put", lambda draft: draft.put(doc))

    tag(case, ["s.one"], add=["zebra"])
    case.undo()
    case.edit("unused", lambda draft: draft.put({"id": "t.unused", "path": "a-unused"}))
    put("a.1", "t.cost", "2999-01-01T00:00:00Z")
    put("a.2", "t.founding", "2998-01-01T00:00:00Z")
    assert [each.id for each in recent_tags(case)] == ["t.cost", "t.founding", "t.unused"]


def test_candidates_begin_with_what_was_typed(case: Dossier) -> None:
    tag(case, ["c.cost", "c.founded"], add=["training"])
    later = {"id": "a.later", "target": "v.founded", "motivation": "tagging", "body": {"tag": "t.cost"}}
    case.edit("later", lambda draft: draft.put({**later, "created": "2999-01-01T00:00:00Z"}))
    assert recent_tags(case)[0].path == "money/training-cost"
    assert [(each.path, count) for each, count in tags_starting_with(case, "TRAIN")] == [
        ("training", 2),
        ("money/training-cost", 2),
    ]
    assert [each.path for each, _ in tags_starting_with(case, "pri")] == ["money/training-cost"]
    assert tags_starting_with(case, "zzz") == []
    assert len(tags_starting_with(case, "")) == 3


def test_the_closest_spelling(case: Dossier) -> None:
    near = closest_tag(case, "foundnig")
    assert near is not None
    assert near.path == "founding"
    assert closest_tag(case, "xylophone") is None


def test_tags_are_there_after_reopening(case: Dossier) -> None:
    tag(case, ["c.founded"], add=["资金"])
    with Dossier.open(case.path, by="ben") as again:
        assert paths(again, "c.founded") == ["资金"]


def test_two_analysts_who_make_the_same_tag_at_once_make_one(
    case: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Dossier.open(case.path, by="ben") as bens:
        edit = case.edit

        def after_ben(label: str, change: Callable[[Draft], object]) -> Edit | None:
            tag(bens, ["c.cost"], add=["new"])
            bens.edit("define", lambda draft: draft.put({**bens.raw("t.new"), "definition": "Ben's words."}))
            return edit(label, change)

        monkeypatch.setattr(case, "edit", after_ben)
        tag(case, ["c.founded"], add=["new"])
    assert case.tags["t.new"].definition == "Ben's words."
    assert case.records_tagged("t.new") == ("c.cost", "c.founded")
    assert len(case.tags) == 3


def test_words_of_a_record_bear_tags_of_their_own(case: Dossier) -> None:
    words = Span(start=14, end=26)
    edit = tag(case, ["c.cost"], add=["founding", "number"], selector=words)
    assert edit is not None
    assert edit.label == "+founding +number on claim Training cost 5.58 million dollars."
    assert tag(case, ["c.cost"], add=["number"], selector=words) is None
    assert tag(case, ["c.cost"], add=["number"]) is not None
    tag(case, ["c.cost"], remove=["number"], selector=words)
    (left,) = [doc for doc in case.annotations.docs.values() if doc["body"].get("tag") == "t.number"]
    assert "selector" not in left
    with pytest.raises(EditRefused, match="ends at character 35"):
        tag(case, ["c.cost"], add=["number"], selector=Span(start=0, end=36))
