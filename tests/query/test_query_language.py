"""Reading queries, and folding text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dossier.query.language.folding import find_spans, fold_text, has_capital, keep_case
from dossier.query.language.grammar import Query, QueryError, can_narrow, parse_query
from dossier.query.language.keys import KEYS, keys_of
from dossier.query.language.values import DateRange, NamePart, Phrase
from dossier.records.kinds import RECORD_PANES
from tests.nasty import WORDS

PIECES = [
    *KEYS,
    *'":-,.=<> ',
    "..",
    ">=",
    "：",
    "，",
    "“",
    "”",
    "2024-05",
    "B2",
    "3",
    "a",
    "船",
    "é",
    "/",
    "[",
    "~",
]
TEXT = (
    st.text(st.characters(codec="utf-8"))
    | st.sampled_from(WORDS)
    | st.lists(st.sampled_from(PIECES)).map("".join)
)


def _read(text: str, pane: str) -> tuple[Query | None, QueryError | None]:
    try:
        return parse_query(text, pane), None
    except QueryError as error:
        return None, error


@settings(max_examples=300)
@given(TEXT, st.sampled_from([*RECORD_PANES, "everything"]))
@example('date:"', "claims")
@example("-" * 99, "claims")
@example("quotes:²", "claims")
@example("grade:=", "sources")
def test_a_query_reads_or_says_where_not(text: str, pane: str) -> None:
    query, error = _read(text, pane)
    if query is None:
        assert error is not None
        assert 0 <= error.position <= len(text)
        assert error.length > 0
        assert error.message
        return
    assert query == parse_query(text, pane)
    assert can_narrow(query, query)
    for term in query.terms:
        alone = parse_query(query.typed_term(term), pane)
        assert alone.terms == (term,)
        shorter = query.without_term(term)
        assert shorter.terms == parse_query(shorter.text, pane).terms
        assert can_narrow(shorter, query)


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("a tga:x", 'unknown key "tga:" - tag:?', (2, 4)),
        ("zzz:1", 'unknown key "zzz:"; put it in quotes', (0, 4)),
        ("date:abc", '"abc" is not a date; expected', (5, 3)),
        ("date:2024..2021", '"2024..2021" ends before it begins; did you mean 2021..2024?', (5, 10)),
        ("a date:2024-06..2024-05", "did you mean 2024-05..2024-06?", (7, 16)),
        ("quotes:4..1", 'quotes: "4..1" ends before it begins; did you mean 1..4?', (7, 4)),
        ("kind:", "kind: fact, figure, event", (0, 5)),
        ("kind:fgure", "figure? one of fact, figure", (5, 5)),
        ("quotes:>=", '"" is not a number', (7, 2)),
        ("quotes:..", "a number on one side", (7, 2)),
        ("grade:G", '"G" is not a grade', (6, 1)),
        ("cred:7", '"7" is none of 1, 2', (5, 1)),
        ("src:>=a", "src: expected a name", (4, 3)),
        ("status:maybe", "one of supported, refuted", (7, 5)),
        ("tag:money,kind:x status:x", '"x"', (24, 1)),
    ],
)
def test_what_is_wrong_is_said_in_words(text: str, message: str, at: tuple[int, int]) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert message in caught.value.message
    assert (caught.value.position, caught.value.length) == at
    assert caught.value.allowed


def test_a_key_that_means_nothing_in_a_pane_lists_those_that_do() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("origins:2", "sources")
    assert "origins: means nothing for sources; keys here: tag" in caught.value.message
    assert caught.value.allowed == keys_of("sources")
    assert "origins" not in caught.value.allowed


def test_syntax_in_full_width_and_curly_quotes() -> None:
    assert parse_query("src：“Orsund Courier”，x").terms == parse_query('src:"Orsund Courier",x').terms
    assert parse_query("－“a b”").terms == parse_query('-"a b"').terms
    assert parse_query("quotes：＞＝2").terms == parse_query("quotes:>=2").terms
    assert parse_query("quay　ferry").terms == parse_query("quay ferry").terms
    assert [term.values for term in parse_query("他说：好").terms] == [(Phrase.of("他说：好"),)]


def test_what_is_half_typed_keeps_what_was_said() -> None:
    assert not parse_query("-")
    assert not parse_query('"')
    assert parse_query('quay "').terms == parse_query("quay").terms
    assert parse_query("tag:money,").terms == parse_query("tag:money").terms
    assert parse_query('"the quay').terms == parse_query('"the quay"').terms


def test_smart_case_and_exact_names() -> None:
    word = parse_query("Quay").terms[0].values[0]
    assert word == Phrase("Quay", "quay", "Quay")
    assert parse_query("tag:Money").terms[0].values == (NamePart("money"),)
    assert parse_query("tag:=Money").terms[0].values == (NamePart("money", exact=True),)


def test_a_range_of_dates_reaches_from_the_first_day_to_the_last() -> None:
    assert parse_query("date:2015..2024-06").terms[0].values == (DateRange((2015, 1, 1), (2024, 6, 30)),)
    assert parse_query("date:2020/2021").terms[0].values == (DateRange((2020, 1, 1), (2021, 12, 31)),)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("qu", "quay", True),
        ("quay", "qu", False),
        ("quay", "Quay", True),
        ("Quay", "quay", False),
        ("-quay", "-qu", True),
        ("-qu", "-quay", False),
        ("a", "a tag:x", True),
        ("tag:x", "a", False),
        ("tag:x,y", "tag:x", True),
        ("tag:=x", "tag:xy", False),
        ("quotes:>=2", "quotes:3..4", True),
        ("date:2024", "date:2024-05", True),
        ("grade:>=C", "grade:>=B", True),
        ("no:note", "no:note,tag", True),
        ("has:note,tag", "has:note", True),
        ("no:note", "-has:note", True),
    ],
)
def test_narrowing(old: str, new: str, expected: bool) -> None:
    assert can_narrow(parse_query(old), parse_query(new)) is expected


@given(st.text())
@example("".join(WORDS))
def test_folding_goes_letter_by_letter(text: str) -> None:
    assert fold_text(text) == "".join(map(fold_text, text))
    assert fold_text(keep_case(text)) == fold_text(text) == fold_text(fold_text(text))
    assert "\n" not in fold_text(text)


def test_what_folds_alike() -> None:
    for one, other in [
        ("Straße", "STRASSE"),
        ("naïve", "nai\u0308ve"),
        ("ＡＢＣ：", "abc:"),
        ("DeepSeek’s “R1”", 'deepseek\'s "r1"'),
        ("2015–2024", "2015-2024"),
        ("ﬁne", "FINE"),
        ("a\u00a0b\nc", "a b c"),
        ("pass\u00adword", "password"),
        ("İstanbul", "istanbul"),
        ("ｶﾞ", "ガ"),
    ]:
        assert fold_text(one) == fold_text(other)
    assert fold_text("ガ") != fold_text("カ")  # another letter, not an accent


ALPHABET = st.sampled_from([*"aAéﬁßＦis船“\u00adf \nİ", "e\u0301"])


@settings(max_examples=300)
@example("sß", "ß")
@given(st.lists(ALPHABET, max_size=12).map("".join), st.lists(ALPHABET, min_size=1, max_size=3).map("".join))
def test_spans_are_where_a_term_stands(text: str, term: str) -> None:
    as_compared = keep_case if has_capital(term) else fold_text
    found = find_spans(text, term)
    needle = as_compared(term)
    assert bool(found) == (bool(needle) and needle in as_compared(text))
    last = 0
    for start, end in found:
        assert last <= start < end <= len(text)
        last = end
        assert needle in as_compared(text[start:end])
        assert needle not in as_compared(text[start + 1 : end])
        visible = [at for at in range(start, end) if as_compared(text[at])]
        assert needle not in as_compared(text[start : visible[-1]])


def test_spans_cover_accents_ligatures_and_full_width() -> None:
    assert find_spans("Cafe\u0301 Café CAFE", "cafe") == [(0, 5), (6, 10), (11, 15)]
    assert find_spans("of ﬁne art", "fine") == [(3, 6)]
    assert find_spans("of ﬁne art", "ine") == [(3, 6)]
    assert find_spans("ＡＢＣ abc", "abc") == [(0, 3), (4, 7)]
    assert find_spans("Quay quay", "Quay") == [(0, 4)]
    assert find_spans("DeepSeek’s", "deepseek's") == [(0, 10)]
    assert find_spans("梁文锋创立了", "文锋") == [(1, 3)]
    assert find_spans("text", "\u0301") == []


def test_a_message_never_repeats_a_flood() -> None:
    for flood in ("date:" + "9" * 10_000, "x" * 10_000 + ":1", "kind:" + "é" * 10_000, "a " * 1_000):
        with pytest.raises(QueryError) as caught:
            parse_query(flood)
        assert len(caught.value.message) < 400


@pytest.mark.parametrize("text", ["date:2024-06..2024", "date:2024..2024", "quotes:2..2", "grade:C..A"])
def test_a_range_may_begin_where_it_ends(text: str) -> None:
    assert parse_query(text, "claims").terms
