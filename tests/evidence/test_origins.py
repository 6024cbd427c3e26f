"""How many independent origins stand behind a claim."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.evidence.origins.graph import find_chain_ends
from dossier.evidence.origins.origins import SourceOrigins, count_origins, find_accounts

Raw = Mapping[str, Any]


class Rows:
    def __init__(self, docs: Mapping[str, Raw]) -> None:
        self.docs = docs


class Records:
    """One claim c.x with a quote from each source given; q.a is the quote from s.a, which e.pub-a publishes.

    `said`: what quotes have beside their source, by name; `claim`: what the claim has beside its support.
    """

    def __init__(
        self,
        sources: Iterable[str],
        relations: Iterable[Raw] = (),
        stance: str = "supports",
        said: Mapping[str, Raw] | None = None,
        claim: Raw | None = None,
    ) -> None:
        names, said = list(sources), said or {}
        support = [{"quote": f"q.{name}", "stance": stance} for name in names]
        self.claims = Rows({"c.x": {"id": "c.x", "kind": "fact", "support": support, **(claim or {})}})
        self.quotes = Rows({f"q.{name}": {"source": f"s.{name[0]}", **said.get(name, {})} for name in names})
        self.sources = Rows({f"s.{name[0]}": {"publisher": f"e.pub-{name[0]}"} for name in names})
        self.entities = Rows({"e.anon": {"name": "An official (unnamed)"}, "e.firm": {"name": "Firm"}})
        self.relations = Rows({f"r.{number}": relation for number, relation in enumerate(relations)})


def relation(one: str, kind: str, other: str, basis: str = "stated", state: str = "candidate") -> Raw:
    letter = "q" if kind in ("same-utterance", "translates") else "s"
    return {
        "from": f"{letter}.{one}",
        "to": f"{letter}.{other}",
        "type": kind,
        "basis": basis,
        "state": state,
    }


def test_every_source_is_an_origin_until_something_is_known() -> None:
    assert count_origins(Records("abc"), "c.x") == 3
    assert count_origins(Records([]), "c.x") == 0
    assert count_origins(Records("a"), "c.x") == 1


def test_two_quotes_of_one_source_are_one_origin() -> None:
    assert count_origins(Records(["a1", "a2", "b"]), "c.x") == 2


@pytest.mark.parametrize("kind", ["derived-from", "republishes", "shares-origin"])
def test_dependent_sources_are_one_origin(kind: str) -> None:
    assert count_origins(Records("abc", [relation("a", kind, "b")]), "c.x") == 2


@pytest.mark.parametrize("kind", ["quotes", "cites"])
def test_citing_does_not_make_dependent(kind: str) -> None:
    assert count_origins(Records("ab", [relation("a", kind, "b")]), "c.x") == 2


def test_the_origin_need_not_support_the_claim() -> None:
    both = [relation("a", "derived-from", "z"), relation("b", "republishes", "z")]
    assert count_origins(Records("ab", both), "c.x") == 1


def test_chains_end_at_their_origin() -> None:
    chain = [
        relation("a", "derived-from", "m"),
        relation("m", "republishes", "z"),
        relation("b", "derived-from", "z"),
    ]
    assert count_origins(Records("ab", chain), "c.x") == 1


def test_a_source_with_two_origins_does_not_join_them() -> None:
    fork = [relation("a", "derived-from", "b"), relation("a", "derived-from", "c")]
    assert count_origins(Records("abc", fork), "c.x") == 2


def test_sharing_an_origin_is_transitive() -> None:
    pairs = [relation("a", "shares-origin", "b"), relation("c", "shares-origin", "b")]
    assert count_origins(Records("abc", pairs), "c.x") == 1


@pytest.mark.parametrize(
    ("basis", "state", "count"),
    [
        ("stated", "candidate", 1),
        ("stated", "confirmed", 1),
        ("stated", "dismissed", 2),
        ("inferred", "candidate", 2),
        ("inferred", "confirmed", 1),
        ("computed", "candidate", 2),
        ("computed", "dismissed", 2),
    ],
)
def test_what_is_stated_or_confirmed_counts(basis: str, state: str, count: int) -> None:
    shared = [relation("a", "shares-origin", "b", basis, state)]
    assert count_origins(Records("ab", shared), "c.x") == count


@pytest.mark.parametrize("kind", ["same-utterance", "translates"])
def test_the_same_words_twice_are_one_origin(kind: str) -> None:
    assert count_origins(Records("abc", [relation("a", kind, "b")]), "c.x") == 2
    # Also through a quote that does not serve the claim.
    through = [relation("a", kind, "z"), relation("z", kind, "b")]
    assert count_origins(Records("abc", through), "c.x") == 2


@pytest.mark.parametrize("stance", ["contradicts", "qualifies", "mentions"])
def test_only_support_counts(stance: str) -> None:
    assert count_origins(Records("ab", stance=stance), "c.x") == 0


@pytest.mark.parametrize("length", [1, 2, 3, 5_000])
def test_circles_and_long_chains_end(length: int) -> None:
    names = [f"n{number}" for number in range(length)]
    circle = [
        relation(one, "derived-from", other) for one, other in zip(names, names[1:] + names[:1], strict=True)
    ]
    known = SourceOrigins.build(Records([], circle))
    assert len({known.of(f"s.{name}") for name in names}) == 1
    chain = SourceOrigins.build(Records([], circle[:-1]))
    assert {chain.of(f"s.{name}") for name in names} == {frozenset({f"s.{names[-1]}"})}


def test_malformed_records_count_as_nothing() -> None:
    broken = Records(
        "ab", [{}, {"from": 1, "to": None}, {"from": "s.a", "type": "shares-origin", "state": "confirmed"}]
    )
    assert count_origins(broken, "c.x") == 2
    assert count_origins(broken, "c.unknown") == 0
    for support in (
        None,
        "x",
        [1, None, {"quote": 3, "stance": "supports"}, {"quote": "q.gone", "stance": "supports"}],
    ):
        broken.claims = Rows({"c.x": {"support": support}})
        assert count_origins(broken, "c.x") == 0


FIRM: Raw = {"speaker": "e.firm"}


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (FIRM, FIRM, 1),
        (FIRM, {"via": ["e.firm"]}, 1),
        (FIRM, {"speaker": "e.rival"}, 2),
        (FIRM, {}, 2),  # nothing says where the other has it from
        ({"speaker": "e.pub-b"}, {}, 1),  # the other is its own document
        ({"via": ["s.b"]}, {}, 1),
        ({"speaker": "e.pub-a"}, {"speaker": "e.pub-b"}, 2),  # each speaks for itself
        ({"speaker": "e.anon"}, {"speaker": "e.anon"}, 2),  # who may be two
        ({"via": ["e.wire"], "speaker": "e.firm"}, {"via": ["e.wire"], "speaker": "e.rival"}, 1),
        ({"speaker": ["e.firm"], "via": "e.firm"}, {"speaker": "", "via": [None, {}, ""]}, 2),
    ],
)
def test_whom_two_sources_both_name_is_one_origin(one: Raw, other: Raw, count: int) -> None:
    for names in ("ab", "ba"):
        assert count_origins(Records(names, said={"a": one, "b": other}), "c.x") == count


PUBLISHED: Raw = {"publisher": "e.firm"}


@pytest.mark.parametrize(
    ("one", "other", "said", "count"),
    [
        (PUBLISHED, PUBLISHED, {}, 1),
        ({**PUBLISHED, "kind": "filing", "authors": ["e.ann"]}, PUBLISHED, {}, 1),  # it speaks as a body
        ({**PUBLISHED, "authors": ["e.ann"]}, {**PUBLISHED, "authors": ["e.bob"]}, {}, 2),
        ({"authors": ["e.ann"]}, {"authors": ["e.ann", "e.bob"]}, {}, 1),
        ({"publisher": "e.anon"}, {"publisher": "e.anon"}, {}, 2),
        ({"publisher": None, "authors": "e.ann"}, {"authors": [None, 3, ""]}, {}, 2),
        # Two witnesses, whose words stand in two transcripts of one court.
        (PUBLISHED, PUBLISHED, {"a": {"speaker": "e.rival"}, "b": {"speaker": "e.bob"}}, 2),
        (PUBLISHED, PUBLISHED, {"a": {"speaker": "e.rival"}}, 2),
        (PUBLISHED, PUBLISHED, {"a": {"speaker": "e.anon"}}, 2),
    ],
)
def test_two_sources_in_one_voice_are_one_origin(
    one: Raw, other: Raw, said: dict[str, Raw], count: int
) -> None:
    for names in ("ab", "ba"):
        records = Records(names, said=said)
        records.sources = Rows({"s.a": one, "s.b": other})
        assert count_origins(records, "c.x") == count


def test_a_copy_has_the_voice_of_its_original() -> None:
    for related, count in (([], 2), ([relation("b", "republishes", "c")], 3)):
        records = Records("abc", related)
        records.sources = Rows({"s.a": PUBLISHED, "s.b": PUBLISHED, "s.c": {}})
        assert count_origins(records, "c.x") == count - (1 if related else 0)


def test_whom_a_source_is_derived_from_is_no_third_party() -> None:
    said = {"a": {"via": ["e.pub-c"]}, "b": {"via": ["e.pub-c"]}}
    assert count_origins(Records("abc", [relation("a", "derived-from", "c")], said=said), "c.x") == 1


def test_what_is_passed_on_twice_comes_from_the_first() -> None:
    said: dict[str, Raw] = {"a": {"via": ["e.pub-b"]}, "b": {"speaker": "e.pub-c"}, "c": {}}
    for names in itertools.permutations("abc"):
        assert count_origins(Records(names, said=said), "c.x") == 1
    circle = {"a": {"via": ["e.pub-b"]}, "b": {"via": ["e.pub-a"]}}
    assert count_origins(Records("abc", said=circle), "c.x") == 2


def test_a_source_that_names_two_does_not_join_them() -> None:
    said = {"a": {"via": ["e.firm", "e.rival"]}, "b": FIRM, "c": {"speaker": "e.rival"}}
    assert count_origins(Records("abc", said=said), "c.x") == 2
    said = {"a": {"via": ["e.pub-b", "e.pub-c"]}}
    assert count_origins(Records("abc", said=said), "c.x") == 2


@pytest.mark.parametrize(
    ("claim", "count"),
    [
        ({"kind": "attribution"}, 2),
        ({"kind": "attribution", "attributed_to": "e.firm"}, 2),
        ({"kind": "opinion", "attributed_to": "e.rival"}, 1),  # both have from the firm what the rival said
        ({"kind": "figure", "attributed_to": "e.firm"}, 1),
    ],
)
def test_two_may_have_heard_what_one_said(claim: Raw, count: int) -> None:
    said = {"a": FIRM, "b": FIRM}
    assert count_origins(Records("ab", said=said, claim=claim), "c.x") == count
    # But not where both have it from one paper.
    said = {name: {**FIRM, "via": ["e.wire"]} for name in "ab"}
    assert count_origins(Records("ab", said=said, claim=claim), "c.x") == 1


_NODES = st.sampled_from("abcdef")
_SAID = st.fixed_dictionaries(
    {},
    optional={
        "speaker": st.sampled_from(["e.firm", "e.rival"]),
        "via": st.lists(st.sampled_from(["e.wire", "e.pub-a", "e.pub-b", "s.c"]), max_size=2),
    },
)


@given(st.lists(st.tuples(_NODES, _NODES), max_size=14))
def test_ends_are_what_can_be_reached_and_left_no_more(pairs: list[tuple[str, str]]) -> None:
    edges: dict[Any, set[Any]] = {}
    for one, other in pairs:
        edges.setdefault(one, set()).add(other)

    def reach(node: Any) -> frozenset[Any]:
        seen, todo = set(), [node]
        while todo:
            if (at := todo.pop()) not in seen:
                seen.add(at)
                todo.extend(edges.get(at, ()))
        return frozenset(seen)

    found = find_chain_ends(edges)
    for node, its_ends in found.items():
        final = [at for at in reach(node) if all(at in reach(other) for other in reach(at))]
        members = {member for end in its_ends for member in (end if isinstance(end, tuple) else (end,))}
        assert members == set(final)


@given(
    st.sets(_NODES, min_size=1),
    st.lists(
        st.tuples(_NODES, st.sampled_from(["derived-from", "shares-origin", "republishes"]), _NODES),
        max_size=8,
    ),
)
def test_no_two_that_are_counted_depend_on_each_other(
    names: set[str], triples: list[tuple[str, str, str]]
) -> None:
    related = [relation(*triple) for triple in triples]
    records = Records(sorted(names), related)
    known = SourceOrigins.build(records)
    count = count_origins(records, "c.x", known)
    best = max(
        size
        for size in range(len(names) + 1)
        for chosen in itertools.combinations(sorted(names), size)
        if all(
            known.of(f"s.{a}").isdisjoint(known.of(f"s.{b}")) for a, b in itertools.combinations(chosen, 2)
        )
    )
    assert 1 <= count <= best
    # The order in which relations were read is nobody's business.
    assert count == count_origins(Records(sorted(names), related[::-1]), "c.x")


_LINKS = st.lists(
    st.tuples(
        _NODES,
        st.sampled_from(["derived-from", "shares-origin", "republishes", "same-utterance", "translates"]),
        _NODES,
    ),
    max_size=10,
)


@given(st.sets(_NODES, min_size=1), _LINKS, st.dictionaries(_NODES, _SAID))
def test_origins_are_never_more_than_sources(
    names: set[str], triples: list[tuple[str, str, str]], said: dict[str, Raw]
) -> None:
    related = [relation(*triple) for triple in triples]
    count = count_origins(Records(sorted(names), related, said=said), "c.x")
    assert 1 <= count <= len(names)
    assert count == count_origins(Records(sorted(names, reverse=True), related, said=said), "c.x")


@given(st.sets(_NODES, min_size=1), _LINKS, st.sampled_from("0g"), st.dictionaries(_NODES, _SAID), st.data())
def test_adding_a_copy_never_adds_an_origin(
    names: set[str], triples: list[tuple[str, str, str]], copy: str, said: dict[str, Raw], data: st.DataObject
) -> None:
    """Whatever the copy is called, whomever of its original's it names, or the original's publisher, and
    whether or not its quotes are said to be the same words.
    """
    original = data.draw(st.sampled_from(sorted(names)))
    related = [relation(*triple) for triple in triples]
    before = count_origins(Records(sorted(names), related, said=said), "c.x")
    related.append(relation(copy, data.draw(st.sampled_from(["republishes", "derived-from"])), original))
    if data.draw(st.booleans()):
        related.append(relation(copy, "same-utterance", original))
    names_too = data.draw(st.sampled_from([{}, said.get(original, {}), {"via": [f"e.pub-{original}"]}]))
    copied = Records(sorted({*names, copy}), related, said={**said, copy: names_too})
    after = count_origins(copied, "c.x")
    assert after <= before
    assert after == before or said


@given(st.sets(_NODES, min_size=1), _LINKS, _LINKS)
def test_a_dismissed_relation_changes_nothing(
    names: set[str], triples: list[tuple[str, str, str]], dismissed: list[tuple[str, str, str]]
) -> None:
    related = [relation(*triple) for triple in triples]
    dropped = [relation(*triple, basis="computed", state="dismissed") for triple in dismissed]
    before = count_origins(Records(sorted(names), related), "c.x")
    assert count_origins(Records(sorted(names), [*related, *dropped]), "c.x") == before


@given(st.sets(_NODES, min_size=1), _LINKS)
def test_the_accounts_counted_are_independent_and_hold_whole_sources(
    names: set[str], triples: list[tuple[str, str, str]]
) -> None:
    records = Records(sorted(names), [relation(*triple) for triple in triples])
    accounts = find_accounts(records, "c.x")
    assert len(accounts) == count_origins(records, "c.x")
    known = SourceOrigins.build(records)
    for account in accounts:
        assert {known.of(f"s.{quote[2]}") for quote in account.quotes} == {account.origins}
    for one, other in itertools.combinations(accounts, 2):
        assert one.origins.isdisjoint(other.origins)
