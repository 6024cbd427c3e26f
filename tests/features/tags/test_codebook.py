"""The codebook: every act one step over all uses, everybody's; no use is lost, no two tags get one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dossier.core.dossier import Dossier, Draft
from dossier.core.tag_names import all_tags, find_tag
from dossier.evidence.judgements import tags_on
from dossier.features.tags import codebook
from dossier.features.tags.act import tag
from dossier.features.tags.codebook_words import USAGE, command, is_command
from dossier.query.engine.filtering import Filters
from dossier.query.language.grammar import parse_query
from dossier.records.problems import EditRefused, UnknownRecord
from tests import builders

TAGS: dict[str, dict[str, Any]] = {
    "t.money": {"path": "money", "definition": "What is paid."},
    "t.cost": {"path": "money/cost"},
    "t.gpu": {"path": "money/cost/gpu"},
    "t.finance": {"path": "finance", "aliases": ["Geld"]},
    "t.fcost": {"path": "finance/cost"},
    "t.moneyed": {"path": "moneyed"},
    "t.idle": {"path": "idle"},
}
USES = [
    ("a.1", "c.cost", "t.money", "ada", "2025-03-01T00:00:00Z"),
    ("a.2", "c.cost", "t.finance", "ada", "2025-03-02T00:00:00Z"),
    ("a.3", "c.cost", "t.money", "ben", "2025-03-03T00:00:00Z"),
    ("a.4", "c.vote", "t.cost", "ben", "2025-03-04T00:00:00Z"),
    ("a.5", "s.daily", "t.gpu", "ada", "2025-03-05T00:00:00Z"),
    ("a.6", "c.vote", "t.fcost", "ben", "2025-03-06T00:00:00Z"),
    ("a.7", "e.orsund", "t.moneyed", "ada", "2025-03-07T00:00:00Z"),
]
BARE = ("t.cost", "t.unasked", "a.tag-cost", "a.tag-minutes")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Dossier]:
    """The invented dossier with a codebook of its own, opened by ada."""
    extra = [{"id": tag_id, **fields, **builders.STAMP} for tag_id, fields in TAGS.items()]
    extra += [builders.tagging(a, on, tag_id, by=by, created=at) for a, on, tag_id, by, at in USES]
    folder = builders.build(tmp_path / "d", extra=extra, without=set(BARE) - TAGS.keys())
    with Dossier.open(folder, by="ada") as dossier:
        yield dossier


def uses(dossier: Dossier) -> set[tuple[str, str, str]]:
    """Record, author and path of every use."""
    tagged = [doc for doc in dossier.annotations.docs.values() if doc["motivation"] == "tagging"]
    return {(doc["target"], doc["by"], dossier.tags[doc["body"]["tag"]].path) for doc in tagged}


def filtered(dossier: Dossier, words: str) -> set[str]:
    """The claims that a filter leaves."""
    found = Filters(dossier).filter_for(parse_query(words, "claims"), dossier.claims.ids())
    assert found.run(10)
    return set(found.finish())


def paths(dossier: Dossier) -> list[str]:
    return [each.path for each in all_tags(dossier)]


def test_renaming_moves_what_is_below(book: Dossier) -> None:
    edit = codebook.rename(book, "t.money", "means/cash")
    assert edit is not None
    assert edit.label == "renamed tag money to means/cash and 2 below it"
    assert {change.id for change in edit.changes} == {"t.money", "t.cost", "t.gpu", "f.cost"}
    assert paths(book) == [
        "finance", "finance/cost", "idle", "means/cash", "means/cash/cost", "means/cash/cost/gpu", "moneyed",
    ]  # fmt: skip
    assert ("s.daily", "ada", "means/cash/cost/gpu") in uses(book)
    book.undo()
    assert "money/cost/gpu" in paths(book)


def test_renaming_can_change_the_case_alone(book: Dossier) -> None:
    codebook.rename(book, "t.money", "MONEY")
    assert [path for path in paths(book) if "oney/" in path or "ONEY/" in path] == [
        "MONEY/cost",
        "MONEY/cost/gpu",
    ]
    assert codebook.rename(book, "t.money", "MONEY") is None


def test_renaming_to_an_alias_of_its_own_drops_the_alias(book: Dossier) -> None:
    codebook.rename(book, "t.finance", "Geld")
    assert (book.tags["t.finance"].path, book.tags["t.finance"].aliases) == ("Geld", ())
    assert book.tags["t.fcost"].path == "Geld/cost"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("finance", "there is a tag finance already; merge puts two tags together"),
        ("FINANCE", "there is a tag finance already"),
        ("geld", "geld is an alias of finance; take it off there first"),
        ("money/new", "money cannot move below itself: 2 tags below it would go along"),
        ("7", "'7' cannot be a tag"),
        ("a b", "cannot be a tag"),
    ],
)
def test_renaming_refuses_what_is_taken(book: Dossier, path: str, message: str) -> None:
    with pytest.raises(EditRefused, match=message):
        codebook.rename(book, "t.money", path)
    assert book.can_undo is None


def test_renaming_refuses_where_one_below_would_collide(book: Dossier) -> None:
    codebook.rename(book, "t.finance", "funds")
    codebook.rename(book, "t.fcost", "finance/cost")
    with pytest.raises(EditRefused, match="there is a tag finance/cost already"):
        codebook.rename(book, "t.money", "finance")


def test_a_tag_without_others_below_can_become_one_below_itself(book: Dossier) -> None:
    codebook.rename(book, "t.idle", "idle/wheel")
    assert book.tags["t.idle"].path == "idle/wheel"


def test_merging_takes_all_uses_over_and_keeps_whose_they_are(book: Dossier) -> None:
    before = book.annotations["a.3"]
    edit = codebook.merge(book, ["t.money"], "t.finance")
    assert edit is not None
    assert edit.label == "merged tag money into finance"
    assert uses(book) == {
        ("c.cost", "ada", "finance"),
        ("c.cost", "ben", "finance"),
        ("c.vote", "ben", "finance/cost"),
        ("s.daily", "ada", "finance/cost/gpu"),
        ("e.orsund", "ada", "moneyed"),
    }
    after = book.annotations["a.3"]
    assert (after.by, after.created) == (before.by, before.created)
    assert "a.1" in book.annotations, "the older use stays"
    assert "a.2" not in book.annotations
    merged = book.tags["t.finance"]
    assert (merged.aliases, merged.definition) == (("Geld", "money"), "What is paid.")
    assert book.tags["t.fcost"].aliases == ("money/cost",)
    assert book.tags["t.gpu"].path == "finance/cost/gpu"
    assert find_tag(all_tags(book), "money/cost") == book.tags["t.fcost"]
    book.undo()
    assert len(uses(book)) == len(USES)


def test_merging_keeps_a_definition_that_is_there(book: Dossier) -> None:
    codebook.merge(book, ["t.finance", "t.idle"], "t.money")
    merged = book.tags["t.money"]
    assert (merged.aliases, merged.definition) == (("finance", "Geld", "idle"), "What is paid.")


def test_merging_up_and_down_the_hierarchy(book: Dossier) -> None:
    codebook.merge(book, ["t.money"], "t.cost")
    assert book.tags["t.cost"].aliases == ("money",)
    assert book.tags["t.gpu"].path == "money/cost/gpu"
    codebook.merge(book, ["t.gpu"], "t.finance")
    codebook.merge(book, ["t.fcost"], "t.finance")
    assert paths(book) == ["finance", "idle", "money/cost", "moneyed"]
    assert len(uses(book)) == len(USES)


def test_merging_a_parent_and_its_child_into_one(book: Dossier) -> None:
    codebook.merge(book, ["t.money", "t.cost"], "t.idle")
    assert paths(book) == ["finance", "finance/cost", "idle", "idle/gpu", "moneyed"]
    assert book.tags["t.idle"].aliases == ("money", "money/cost")
    assert len(uses(book)) == len(USES)


def test_what_is_written_on_what_goes_moves_to_what_stays(book: Dossier) -> None:
    def write(draft: Draft) -> None:
        draft.put(builders.note("a.on-tag", "t.money", "Too broad?", by="ben"))
        draft.put(builders.note("a.reply", "a.2", "Why?", by="ben", motivation="replying"))

    book.edit("notes", write)
    codebook.merge(book, ["t.money"], "t.finance")
    assert book.annotations["a.on-tag"].target == "t.finance"
    assert book.annotations["a.reply"].target == "a.1"
    assert book.problems == []


def test_words_of_a_record_are_a_use_of_their_own(book: Dossier) -> None:
    span = {"selector": {"start": 0, "end": 3}}
    book.edit("span", lambda draft: draft.put(builders.tagging("a.span", "c.cost", "t.finance", **span)))
    codebook.merge(book, ["t.money"], "t.finance")
    assert "a.span" in book.annotations


def test_merging_refuses_nothing_and_itself(book: Dossier) -> None:
    for tags in ([], ["t.money"]):
        with pytest.raises(EditRefused, match="say which tags to merge into money"):
            codebook.merge(book, tags, "t.money")
    with pytest.raises(UnknownRecord):
        codebook.merge(book, ["t.none"], "t.money")


def test_merging_takes_in_what_another_just_did(book: Dossier) -> None:
    with Dossier.open(book.path, by="ben") as bens:
        tag(bens, ["c.move"], add=["money"])
    codebook.merge(book, ["t.money"], "t.idle")
    assert ("c.move", "ben", "idle") in uses(book)
    with Dossier.open(book.path, by="ben") as bens:
        codebook.delete(bens, "t.idle", with_uses=True)
    with pytest.raises(UnknownRecord):
        codebook.merge(book, ["t.moneyed"], "t.idle")


def test_undoing_a_merge_refuses_to_lose_what_another_tagged_since(book: Dossier) -> None:
    codebook.merge(book, ["t.money"], "t.idle")
    with Dossier.open(book.path, by="ben") as bens:
        codebook.define(bens, "t.idle", "Ben's words.")
    with pytest.raises(EditRefused, match="tag idle was changed since, by ben, with “defined tag idle”"):
        book.undo()


@pytest.mark.parametrize("name", ["IDLE", "lazy"])
def test_no_undo_gives_a_tag_a_name_that_another_has_by_now(book: Dossier, name: str) -> None:
    codebook.alias(book, "t.idle", ["lazy"])
    codebook.alias(book, "t.idle", [], ["lazy"])
    codebook.rename(book, "t.idle", "wheel")
    with Dossier.open(book.path, by="ben") as bens:
        tag(bens, ["c.move"], add=[name])
    if name == "lazy":
        book.undo()
    with pytest.raises(EditRefused, match=f"cannot undo “.* tag idle.*”: there is a tag {name} already"):
        book.undo()
    assert paths(book).count(name) == 1


def test_splitting_moves_the_uses_on_some_records(book: Dossier) -> None:
    edit = codebook.split(book, "t.money", {"price": ["c.cost"]})
    assert edit is not None
    assert edit.label == "split tag money into price"
    assert ("c.cost", "ben", "price") in uses(book)
    assert "money" in paths(book)
    codebook.split(book, "t.cost", {"FINANCE/cost": ["c.vote"]})
    assert [each.path for each in tags_on(book, "c.vote")] == ["finance/cost"]
    assert len(uses(book)) == len(USES) - 1, "ben's two uses became one"


def test_splitting_refuses_what_it_cannot_mean(book: Dossier) -> None:
    cases: list[tuple[dict[str, list[str]], str]] = [
        ({"a": ["c.cost"], "b": ["c.cost"]}, "claim The move .* cannot go to two tags"),
        ({"a": ["c.vote"]}, r"money is not on claim The council votes"),
        ({"a": ["c.vote", "c.move"]}, "money is not on 2 claims"),
        ({"Money": ["c.cost"]}, "money cannot be split into itself"),
        ({"a": []}, "nothing is chosen"),
        ({}, "say which records of money get another tag"),
    ]
    for parts, message in cases:
        with pytest.raises(EditRefused, match=message):
            codebook.split(book, "t.money", parts)
    assert book.can_undo is None


def test_a_tag_in_use_is_deleted_only_with_its_uses(book: Dossier) -> None:
    with pytest.raises(EditRefused, match="money is on 1 record; merge it, or delete it with its uses"):
        codebook.delete(book, "t.money")
    book.edit("note", lambda draft: draft.put(builders.note("a.reply", "a.3", "Why?", by="ben")))
    edit = codebook.delete(book, "t.money", with_uses=True)
    assert edit is not None
    assert edit.label == "deleted tag money and took it off 1 record"
    assert {change.id for change in edit.changes} == {"t.money", "a.1", "a.3", "a.reply"}
    assert "money/cost" in paths(book)
    book.undo()
    assert len(uses(book)) == len(USES)
    edit = codebook.delete(book, "t.idle")
    assert edit is not None
    assert edit.label == "deleted tag idle"
    codebook.delete(book, "t.gpu", with_uses=True)
    book.edit("note", lambda draft: draft.put(builders.note("a.on-tag", "t.cost", by="ben")))
    codebook.split(book, "t.cost", {"elsewhere": ["c.vote"]})
    with pytest.raises(EditRefused, match="there are notes on the tag money/cost"):
        codebook.delete(book, "t.cost")


def test_definitions(book: Dossier) -> None:
    edit = codebook.define(book, "t.idle", " Does nothing.\n")
    assert edit is not None
    assert edit.label == "defined tag idle"
    assert book.tags["t.idle"].definition == "Does nothing."
    assert codebook.define(book, "t.idle", "Does nothing.") is None
    codebook.define(book, "t.idle", "")
    assert "definition" not in book.raw("t.idle")


def test_aliases(book: Dossier) -> None:
    edit = codebook.alias(book, "t.finance", ["funds", "FINANCE", "Funds", "geld"], ["Geld"])
    assert edit is not None
    assert edit.label == "aliases of tag finance: +funds +FINANCE +Funds +geld -Geld"
    assert book.tags["t.finance"].aliases == ("funds", "geld")
    assert codebook.alias(book, "t.finance", ["funds"]) is None
    for add, remove, message in (
        (["money"], [], "there is a tag money already"),
        ([], ["cash"], "finance has no alias cash"),
        (["7"], [], "cannot be a tag"),
    ):
        with pytest.raises(EditRefused, match=message):
            codebook.alias(book, "t.finance", add, remove)
    with pytest.raises(EditRefused, match="funds is an alias of finance"):
        codebook.alias(book, "t.money", ["funds"])


def test_counts_and_the_hierarchy(book: Dossier) -> None:
    counts = codebook.uses(book)
    assert (counts["t.money"], counts["t.cost"], counts["t.idle"]) == (1, 1, 0)
    tag(book, ["c.vote", "c.move"], add=["idle"])
    assert codebook.uses(book)["t.idle"] == 2
    assert [each.path for each in codebook.below(book, "t.money")] == ["money/cost", "money/cost/gpu"]
    assert [each.path for each in codebook.above(book, "t.gpu")] == ["money", "money/cost"]


def test_a_filter_on_a_tag_takes_in_what_is_below_and_follows_a_merge(book: Dossier) -> None:
    assert filtered(book, "tag:money") == {"c.cost", "c.vote"}
    codebook.merge(book, ["t.money"], "t.finance")
    assert filtered(book, "tag:money") == {"c.cost", "c.vote"}


def test_a_filter_on_a_tag_finds_none_by_a_part_of_an_id(book: Dossier) -> None:
    codebook.rename(book, "t.money", "funds")
    tag(book, ["c.move"], add=["money"])
    assert filtered(book, "tag:money") == {"c.move"}
    assert filtered(book, "tag:t.money") == {"c.cost", "c.vote"}


@pytest.mark.parametrize(
    ("query", "acts", "rewritten"),
    [
        ("tag:money the", ["rename money funds"], "tag:money,funds the"),
        ("-TAG:MONEY/COST,=money -x", ["rename money funds"], "-TAG:funds/cost,=funds -x"),
        ('tag:"money/cost/gpu" the', ["rename money/cost price"], "tag:price/gpu the"),
        ("tag:mon", ["rename money funds"], "tag:mon,funds"),
        ("tag:money/cost", ["rename money cost"], "tag:cost/cost"),
        ("tag:t.money", ["rename money funds"], "tag:t.money"),
        ("tag:money", ["merge money into finance"], "tag:money"),
        ("tag:money", ["merge money into idle", "alias idle -money"], "tag:money,idle"),
        ("tag:money/cost/gpu", ["merge money into finance"], "tag:finance/cost/gpu"),
        ("tag:t.cost", ["merge money/cost into idle"], "tag:idle"),
        ("tag:geld", ["alias finance -geld"], "tag:finance"),
        ("tag:money cred:", ["rename money funds"], "tag:money cred:"),
        ("has:tag", ["rename money funds"], "has:tag"),
        ("tag:idle", ["rename idle in"], "tag:=in"),
        ("tag:none", ["rename money funds"], "tag:none"),
    ],
)
def test_saved_filters_find_what_they_found(
    book: Dossier, query: str, acts: list[str], rewritten: str
) -> None:
    book.edit("hand", lambda draft: draft.put({"id": "f.x", "name": "x", "pane": "claims", "query": query}))
    before = filtered(book, query) if not query.endswith(":") else None
    for act in acts:
        command(book, act)
    assert book.filters["f.x"].query == rewritten
    assert before is None or filtered(book, rewritten) == before
    for _ in acts:
        book.undo()
    assert book.filters["f.x"].query == query


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("rename idle wheel", "renamed tag idle to wheel"),
        ("  move\tidle  wheel ", "renamed tag idle to wheel"),
        ("merge IDLE money into Geld", "merged tags idle, money into finance"),
        ("split money price", "split tag money into price"),
        ("delete idle", "deleted tag idle"),
        ("delete money with uses", "deleted tag money and took it off 1 record"),
        ("define idle Does  nothing at all.", "defined tag idle"),
        ("alias idle lazy -slow +slack", None),
        ("alias finance funds -Geld", "aliases of tag finance: +funds -Geld"),
    ],
)
def test_commands(book: Dossier, words: str, label: str | None) -> None:
    assert is_command(words)
    if label is None:
        with pytest.raises(EditRefused, match="idle has no alias slow"):
            command(book, words)
        return
    edit = command(book, words, ["c.cost"])
    assert edit is not None
    assert edit.label == label
    book.undo()
    assert len(uses(book)) == len(USES)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("rename idle", "the words are: rename TAG PATH"),
        ("rename idle two  words", "'two words' cannot be a tag; expected a word that"),
        ("split money two words", "'two words' cannot be a tag; expected a word that"),
        ("merge idle money", r"the words are: merge TAG\.\. into TAG"),
        ("merge into money", r"the words are: merge TAG\.\. into TAG"),
        ("split money", "the words are: split TAG PATH"),
        ("split money price", "nothing is chosen"),
        ("delete money with", "the words are: delete TAG, or delete TAG with uses"),
        ("define idle", "the words are: define"),
        ("alias idle", "the words are: alias"),
        ("rename idel wheel", r"there is no tag idel; did you mean idle\?"),
        ("paint idle red", "paint is no command; there are: rename, merge, split, delete, define, alias"),
        ("", "nothing is no command"),
    ],
)
def test_commands_say_what_they_take(book: Dossier, words: str, message: str) -> None:
    with pytest.raises(EditRefused, match=message):
        command(book, words)
    assert book.can_undo is None


def test_a_tag_may_be_called_like_a_command(book: Dossier) -> None:
    assert not is_command("merge")
    assert not is_command("founding -policy")
    assert all(is_command(f"{verb} x") for verb in USAGE)


def crowd(dossier: Dossier, records: int, authors: tuple[str, ...]) -> None:
    """Two tags on each of many claims by each of some authors."""

    def fill(draft: Draft) -> None:
        for number in range(records):
            claim = f"c.n{number}"
            draft.put(builders.claim(claim, f"Claim {number}", "q.vote"))
            for by in authors:
                for tag_id in ("t.idle", "t.moneyed"):
                    name = f"a.{by}-{tag_id[2:]}-{number}"
                    draft.put(builders.tagging(name, claim, tag_id, by=by))

    dossier.edit("crowd", fill)


@pytest.mark.parametrize(
    "act",
    [
        lambda d: codebook.merge(d, ["t.moneyed"], "t.idle"),
        lambda d: codebook.split(d, "t.idle", {"x": [f"c.n{n}" for n in range(1000)]}),
        lambda d: codebook.delete(d, "t.idle", with_uses=True),
        lambda d: codebook.rename(d, "t.idle", "busy"),
    ],
)
def test_a_thousand_records_are_one_step(book: Dossier, act: Callable[[Dossier], Any]) -> None:
    crowd(book, 1000, ("ada", "ben"))
    before, known = uses(book), paths(book)
    assert act(book) is not None
    assert [edit.label for edit in book.history()][-2] == "crowd"
    assert book.problems == []
    book.undo()
    assert (uses(book), paths(book)) == (before, known)
