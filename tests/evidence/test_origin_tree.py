"""Who has it from whom: mouths, hearsay depth, first-hand claims, and the tree down to the roots."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.core.dossier import Dossier, Draft
from dossier.evidence.origins.passing import hearsay_depth, is_first_hand, passing_of
from dossier.evidence.origins.tree import EvidenceCounts, OriginNode, count_evidence, grow_tree, party_at_end
from dossier.show.kit.page import layout
from dossier.show.origins import origins_blocks as tree_blocks
from tests import builders, nasty
from tests.builders import claim, entity, quote, relation, source

Doc = dict[str, Any]
FIRM = entity("e.firm", kind="company")
WORDS = "The old quay is finished"


def opened(tmp_path: Path, *docs: Doc) -> Dossier:
    """The small dossier with some records more."""
    return Dossier.open(builders.build(tmp_path / "d", extra=docs), by="ada")


def chain(nodes: Iterable[OriginNode]) -> list[tuple[str, str, str]]:
    """The tree in a line: how, id and end of each node, depth first."""
    return [step for node in nodes for step in [(node.how, node.id, node.end), *chain(node.children)]]


def test_a_quote_that_names_nobody_is_the_source_speaking(tmp_path: Path) -> None:
    with opened(tmp_path) as dossier:
        assert hearsay_depth(dossier, "c.crossings") == 0
        assert not is_first_hand(dossier, "c.crossings")
        assert count_evidence(dossier, "c.crossings") == EvidenceCounts(1, 1, 1, 1)
        assert chain(grow_tree(dossier, "c.crossings")) == [
            ("", "q.crossings", ""),
            ("in", "s.courier", "unknown"),
        ]


def test_a_speaker_is_a_mouth_and_a_source_s_own_publisher_is_none(tmp_path: Path) -> None:
    with opened(tmp_path) as dossier:
        # q.cost names Quist, via the Courier, in the Courier.
        assert passing_of(dossier).intermediaries("q.cost") == ("e.marla-quist",)
        assert passing_of(dossier).hearsay_depth("q.cost") == 1
        # q.daily-cost names s.courier only, which its source republishes: one mouth, not two.
        assert passing_of(dossier).hearsay_depth("q.daily-cost") == 1
        assert count_evidence(dossier, "c.cost") == EvidenceCounts(2, 2, 1, 0)
        assert chain(grow_tree(dossier, "c.cost")) == [
            ("", "q.cost", ""),
            ("in", "s.courier", ""),
            ("said by", "e.marla-quist", ""),
            ("", "q.daily-cost", ""),
            ("in", "s.daily", ""),
            ("via", "s.courier", ""),
            ("republishes", "s.courier", "unknown"),
        ]


def test_every_further_mouth_counts(tmp_path: Path) -> None:
    far = quote("q.far", WORDS, via=["e.orsund", "e.terminal"], speaker="e.marla-quist")
    with opened(tmp_path, far, claim("c.far", "Far.", "q.far")) as dossier:
        assert passing_of(dossier).intermediaries("q.far") == ("e.terminal", "e.orsund", "e.marla-quist")
        assert hearsay_depth(dossier, "c.far") == 3
        assert [how for how, _, _ in chain(grow_tree(dossier, "c.far"))] == [
            "",
            "in",
            "via",
            "via",
            "said by",
        ]


def test_a_claim_has_the_least_depth_of_its_supporting_quotes(tmp_path: Path) -> None:
    docs = [
        quote("q.told", WORDS, speaker="e.marla-quist"),
        quote("q.own", WORDS),
        claim("c.both", "Both.", "q.told", "q.own"),
        claim("c.told", "Told.", "q.told"),
        {**claim("c.against", "Against."), "support": [{"quote": "q.own", "stance": "contradicts"}]},
    ]
    with opened(tmp_path, *docs) as dossier:
        assert [hearsay_depth(dossier, each) for each in ("c.both", "c.told", "c.against")] == [0, 1, None]


def test_what_one_wording_leaves_out_another_wording_of_the_utterance_says(tmp_path: Path) -> None:
    docs = [
        quote("q.retold", WORDS, "s.daily"),
        quote("q.said", WORDS, speaker="e.firm", via=["e.orsund"]),
        claim("c.retold", "Retold.", "q.retold", kind="figure", subject="e.firm"),
        relation("r.same", "q.retold", "same-utterance", "q.said"),
        FIRM,
    ]
    with opened(tmp_path, *docs) as dossier:
        assert passing_of(dossier).intermediaries("q.retold") == ("e.orsund", "e.firm")
        assert party_at_end(dossier, "c.retold") == "e.firm"
        assert ("same-utterance", "q.said", "") in chain(grow_tree(dossier, "c.retold"))

    dismissed = relation("r.same", "q.retold", "same-utterance", "q.said", state="dismissed")
    with Dossier.open(builders.build(tmp_path / "e", extra=[*docs[:3], dismissed, FIRM])) as dossier:
        assert passing_of(dossier).intermediaries("q.retold") == ()
        assert party_at_end(dossier, "c.retold") is None


@pytest.mark.parametrize("kind", ["filing", "press-release", "dataset", "transcript", "interview"])
def test_a_record_of_the_matter_is_first_hand(tmp_path: Path, kind: str) -> None:
    docs = [
        source("s.record", kind=kind),
        quote("q.record", WORDS, "s.record"),
        claim("c.record", "On record.", "q.record"),
    ]
    with opened(tmp_path, *docs) as dossier:
        assert is_first_hand(dossier, "c.record")
        assert count_evidence(dossier, "c.record").unknown == 0
        assert chain(grow_tree(dossier, "c.record"))[-1] == ("in", "s.record", "own")


@pytest.mark.parametrize(
    ("field", "concerned", "first"),
    [
        ("publisher", {"subject": "e.firm"}, True),
        ("publisher", {"attributed_to": "e.firm"}, True),
        ("publisher", {"about": ["e.firm"]}, False),
        ("authors", {"subject": "e.firm"}, True),
        ("publisher", {"subject": "e.nordlink"}, False),
    ],
)
def test_an_own_document_is_first_hand_on_its_own_affairs(
    tmp_path: Path, field: str, concerned: Doc, first: bool
) -> None:
    who: Any = ["e.firm"] if field == "authors" else "e.firm"
    docs = [
        FIRM,
        source("s.post", kind="post", **{field: who}),
        quote("q.post", WORDS, "s.post"),
        claim("c.post", "Posted.", "q.post", **concerned),
    ]
    with opened(tmp_path, *docs) as dossier:
        assert is_first_hand(dossier, "c.post") is first


def test_a_paper_that_quotes_itself_is_no_more_first_hand_for_it(tmp_path: Path) -> None:
    docs = [
        source("s.again", publisher="e.courier"),
        quote("q.again", WORDS, "s.again", speaker="e.courier", speech="direct"),
        claim("c.again", "As reported before.", "q.again", subject="e.nordlink"),
    ]
    with opened(tmp_path, *docs) as dossier:
        assert not is_first_hand(dossier, "c.again")
        assert chain(grow_tree(dossier, "c.again")) == [("", "q.again", ""), ("in", "s.again", "unknown")]


def test_whoever_posts_in_person_is_in_a_position_to_know(tmp_path: Path) -> None:
    docs = [
        source("s.post", kind="post", authors=["e.marla-quist"]),
        quote("q.post", WORDS, "s.post", speaker="e.marla-quist", speech="direct"),
        claim("c.post", "The quay was closed.", "q.post", subject="e.terminal"),
    ]
    with opened(tmp_path, *docs) as dossier:
        assert is_first_hand(dossier, "c.post")
        paper = {**dossier.raw("e.marla-quist"), "kind": "publication"}
        dossier.edit("a paper", lambda draft: draft.put(paper))
        assert not is_first_hand(dossier, "c.post")


def test_two_documents_of_one_body_are_one_origin_and_the_tree_says_why(tmp_path: Path) -> None:
    docs = [FIRM, claim("c.own", "Own.", "q.filing", "q.release", subject="e.firm")]
    for kind in ("filing", "release"):
        docs += [source(f"s.{kind}", publisher="e.firm"), quote(f"q.{kind}", WORDS, f"s.{kind}")]
    with opened(tmp_path, *docs) as dossier:
        assert count_evidence(dossier, "c.own") == EvidenceCounts(2, 2, 1, 0)
        assert chain(grow_tree(dossier, "c.own")[1:]) == [
            ("", "q.release", ""),
            ("in", "s.release", "own"),
            ("voice", "e.firm", ""),
        ]


def test_words_in_a_transcript_are_the_speaker_s_own_and_retold_ones_are_not(tmp_path: Path) -> None:
    docs = [
        source("s.hearing", kind="transcript"),
        quote("q.direct", WORDS, "s.hearing", speaker="e.firm", speech="direct"),
        quote("q.indirect", WORDS, "s.hearing", speaker="e.firm", speech="indirect"),
        FIRM,
    ]
    with opened(tmp_path, *docs) as dossier:
        assert [passing_of(dossier).hearsay_depth(each) for each in ("q.direct", "q.indirect")] == [0, 1]


def test_a_republished_text_is_one_mouth_further(tmp_path: Path) -> None:
    docs = [
        source("s.copy"),
        source("s.copy-of-copy"),
        quote("q.copied", WORDS, "s.copy-of-copy", speaker="e.marla-quist"),
        relation("r.1", "s.copy-of-copy", "republishes", "s.copy"),
        relation("r.2", "s.copy", "derived-from", "s.courier"),
    ]
    with opened(tmp_path, *docs) as dossier:
        assert passing_of(dossier).hearsay_depth("q.copied") == 3
        assert passing_of(dossier).relations.path_to_origin("s.copy-of-copy") == ["s.copy", "s.courier"]


def test_what_always_ends_at_a_party_says_so(tmp_path: Path) -> None:
    docs = [
        FIRM,
        quote("q.firm", WORDS, speaker="e.firm"),
        quote("q.firm-too", WORDS, "s.minutes", speaker="e.firm"),
        quote("q.nobody-said", WORDS, "s.minutes"),
        claim("c.cost-firm", "Cost.", "q.firm", "q.firm-too", kind="figure", subject="e.firm"),
        claim("c.cost-by", "Cost.", "q.firm", kind="figure", subject="e.terminal", attributed_to="e.firm"),
        claim("c.opinion", "It is fine.", "q.firm", kind="opinion", subject="e.firm"),
        claim("c.other", "Cost.", "q.firm", kind="figure", subject="e.terminal"),
        claim("c.mixed", "Cost.", "q.firm", "q.nobody-said", kind="figure", subject="e.firm"),
        claim("c.person", "Heads.", "q.finished", kind="fact", subject="e.marla-quist"),
    ]
    with opened(tmp_path, *docs) as dossier:
        found = {each[2:]: party_at_end(dossier, f"c.{each[2:]}") for each in dossier.claims.ids()}
        assert {name: party for name, party in found.items() if party} == {
            "cost-firm": "e.firm",
            "cost-by": "e.firm",
        }
        lines = [line.text.plain for line in layout(tree_blocks(dossier, "c.cost-firm"), 80)]
        assert "Every account of this ends at Firm itself." in lines


def test_a_press_release_ends_at_its_publisher(tmp_path: Path) -> None:
    docs = [
        FIRM,
        source("s.release", kind="press-release", publisher="e.firm"),
        quote("q.release", WORDS, "s.release"),
        quote("q.copy", WORDS, "s.daily"),
        relation("r.copy", "s.daily", "derived-from", "s.release"),
        claim("c.release", "Sold 5.", "q.release", "q.copy", kind="figure", subject="e.firm"),
    ]
    gone = {"r.daily-courier"}
    with Dossier.open(builders.build(tmp_path / "d", extra=docs, without=gone)) as dossier:
        assert party_at_end(dossier, "c.release") == "e.firm"


def test_a_press_release_stays_its_publisher_s_whoever_shares_its_words(tmp_path: Path) -> None:
    docs = [
        FIRM,
        source("s.release", kind="press-release", publisher="e.firm"),
        quote("q.release", WORDS, "s.release"),
        quote("q.copy", WORDS, "s.daily"),
        relation("r.copy", "s.daily", "shares-origin", "s.release", basis="computed"),
        claim("c.release", "Sold 5.", "q.release", kind="figure", subject="e.firm"),
        claim("c.copy", "Sold 5.", "q.copy", kind="figure", subject="e.firm"),
    ]
    gone = {"r.daily-courier"}
    with Dossier.open(builders.build(tmp_path / "d", extra=docs, without=gone)) as dossier:
        assert party_at_end(dossier, "c.release") == "e.firm"
        assert party_at_end(dossier, "c.copy") is None, "which of the two has it from whom, nothing says"
        lines = " ".join(line.text.plain for line in layout(tree_blocks(dossier, "c.copy"), 200))
        assert "which has the same source as" in lines


def test_an_origin_outside_the_dossier_is_nobody_s(tmp_path: Path) -> None:
    docs = [
        quote("q.minutes", WORDS, "s.minutes"),
        claim("c.shared", "Shared.", "q.minutes", "q.crossings", kind="fact", subject="e.courier"),
        relation(
            "r.shared", "s.minutes", "shares-origin", "s.courier", evidence=[["q.minutes", "q.crossings"]]
        ),
    ]
    with opened(tmp_path, *docs) as dossier:
        assert passing_of(dossier).find_roots("q.minutes") == {""}
        assert party_at_end(dossier, "c.shared") is None
        assert count_evidence(dossier, "c.shared") == EvidenceCounts(2, 2, 1, 0)
        steps = [node for top in grow_tree(dossier, "c.shared") for node in top.children[0].children]
        # What shows that two sources share an origin is shown once.
        assert [(node.how, node.id, node.evidence) for node in steps] == [
            ("shares-origin", "s.courier", (("q.minutes", "q.crossings"),)),
            ("shares-origin", "s.minutes", ()),
        ]


def test_circles_and_long_chains_end(tmp_path: Path) -> None:
    names = [f"s.n{number:04}" for number in range(1200)]
    docs: list[Doc] = [source(name) for name in names]
    docs += [
        relation(f"r.n{number:04}", one, "derived-from", other)
        for number, (one, other) in enumerate(itertools.pairwise(names))
    ]
    docs += [
        relation("r.round", "s.minutes", "derived-from", "s.courier"),
        relation("r.back", "s.courier", "derived-from", "s.minutes"),
        quote("q.long", WORDS, names[0]),
        quote("q.round", WORDS, "s.minutes"),
        claim("c.long", "Long.", "q.long"),
        claim("c.round", "Round.", "q.round"),
    ]
    with opened(tmp_path, *docs) as dossier:
        assert chain(grow_tree(dossier, "c.long"))[-1][2] == "deep"
        assert hearsay_depth(dossier, "c.long") == 64  # as far as chains are followed
        assert chain(grow_tree(dossier, "c.round"))[1:] == [
            ("in", "s.minutes", ""),
            ("derived-from", "s.courier", ""),
            ("derived-from", "s.minutes", "circle"),
        ]
        assert hearsay_depth(dossier, "c.round") == 1
        for each in ("c.long", "c.round"):
            assert layout(tree_blocks(dossier, each), 40)


def test_an_edit_is_seen_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as dossier:
        assert count_evidence(dossier, "c.not-asked") == EvidenceCounts(3, 1, 1, 0)

        def unsaid(draft: Draft) -> None:
            for each in ("q.nobody", "q.newspaper"):
                draft.put({key: value for key, value in dossier.raw(each).items() if key != "speaker"})

        dossier.edit("unsaid", unsaid)
        assert count_evidence(dossier, "c.not-asked") == EvidenceCounts(3, 1, 1, 1)
        dossier.undo()
        assert count_evidence(dossier, "c.not-asked") == EvidenceCounts(3, 1, 1, 0)


@given(st.data())
def test_counts_are_bounded_by_one_another(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sources = data.draw(st.lists(st.sampled_from(["s.courier", "s.minutes", "s.daily"]), max_size=5))
    docs: list[Doc] = []
    for number, each in enumerate(sources):
        named: Doc = data.draw(st.sampled_from([{}, {"speaker": "e.firm"}, {"via": ["s.courier"]}]))
        docs.append(quote(f"q.n{number}", WORDS, each, **named))
    docs.append(claim("c.n", "N.", *(f"q.n{number}" for number in range(len(sources)))))
    folder = tmp_path_factory.mktemp("counts")
    with Dossier.open(builders.build(folder / "d", extra=[*docs, FIRM])) as dossier:
        found = count_evidence(dossier, "c.n")
        assert found.unknown <= found.origins <= found.sources <= found.quotes == len(sources)
        assert len(grow_tree(dossier, "c.n")) == found.quotes


def test_foreign_text_is_shown_safely(tmp_path: Path) -> None:
    for number, text in enumerate(nasty.WORDS):
        docs = [
            entity("e.nasty", name=text),
            quote("q.nasty", text, "s.minutes", speaker="e.nasty"),
            claim("c.nasty", text, "q.nasty", subject="e.nasty"),
        ]
        with Dossier.open(builders.build(tmp_path / str(number), extra=docs)) as dossier:
            shown = "".join(line.text.plain for line in layout(tree_blocks(dossier, "c.nasty"), 60))
            assert not set(shown) & set(nasty.HIDING)
