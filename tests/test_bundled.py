"""The bundled dossiers are what their makers promise: exact, short, whole, and clean."""

from __future__ import annotations

import shutil
from pathlib import Path

import orjson
import pytest

from dossier import Dossier
from dossier.evidence.anchors import QuoteState, find_occurrences, locate_quote
from dossier.evidence.checks.records import find_faults
from dossier.features.sources.act import attach
from dossier.records.kinds import TABLES
from dossier.records.problems import Problem
from tests.paths import ROOT

DATA = ROOT / "data"
ARTICLES = DATA.parent.parent / "shared" / "articles"
BUNDLED = ("deepseek", "tutorial")
MOST_WORDS, MOST_SHARE, MOST_CONTEXT = 40, 0.70, 16
MOST_CHINESE = 80
"""Chinese is not written in words; two characters are about one."""


@pytest.fixture(params=BUNDLED)
def dossier(request: pytest.FixtureRequest, tmp_path: Path) -> Dossier:
    shutil.copytree(DATA / request.param, tmp_path / request.param)
    return Dossier.open(tmp_path / request.param, by="ada")


def checked(dossier: Dossier) -> list[Problem]:
    return [*dossier.validate(), *find_faults(dossier)]


def test_it_is_clean_as_it_ships(dossier: Dossier) -> None:
    assert checked(dossier) == []


def test_every_line_is_in_its_place_and_canonical(dossier: Dossier) -> None:
    for table in TABLES:
        file = dossier.path / f"{table}.jsonl"
        if not file.exists():
            continue
        lines = file.read_bytes().split(b"\n")
        assert lines.pop() == b""
        docs = [orjson.loads(line) for line in lines]
        assert [doc["id"] for doc in docs] == sorted({doc["id"] for doc in docs})
        assert [orjson.dumps(dossier.get(doc["id"]).to_doc()) for doc in docs] == lines


def test_quotes_are_short(dossier: Dossier) -> None:
    for quote in dossier.quotes:
        assert len(quote.exact.split()) <= MOST_WORDS, quote.id
        if quote.language == "zh":
            assert len(quote.exact) <= MOST_CHINESE, quote.id
            assert quote.translation, quote.id
        assert len(quote.prefix) <= MOST_CONTEXT, quote.id
        assert len(quote.suffix) <= MOST_CONTEXT, quote.id


def test_no_span_of_a_source_is_two_quotes(dossier: Dossier) -> None:
    spans = [(quote.source, quote.start, quote.end) for quote in dossier.quotes]
    assert len(spans) == len(set(spans))


def test_nothing_hangs_in_the_air(dossier: Dossier) -> None:
    assert [entity.id for entity in dossier.entities if not dossier.referrers(entity.id)] == []
    assert [claim.id for claim in dossier.claims if not dossier.quotes_of(claim.id)] == []
    assert [quote.id for quote in dossier.quotes if not dossier.claims_of_quote(quote.id)] == []
    assert [event.id for event in dossier.events if not event.claims] == []
    assert [tag.id for tag in dossier.tags if not dossier.records_tagged(tag.id)] == []
    assert [event.id for event in dossier.events if not event.date and not event.date_note] == []
    assert [source.id for source in dossier.sources if not source.published and not source.date_note] == []


def test_it_was_made_by_the_dossier(dossier: Dossier) -> None:
    assert {dossier.peek(each)["by"] for table in TABLES for each in getattr(dossier, table).ids()} == {
        "dossier"
    }
    assert not (dossier.path / "history.jsonl").exists()


def test_every_source_is_graded_with_a_reason(dossier: Dossier) -> None:
    graded = {
        annotation.target: getattr(annotation.body, "reason", None)
        for annotation in dossier.annotations
        if annotation.motivation == "assessing"
    }
    assert all(graded.get(source.id) for source in dossier.sources)


def test_no_entity_name_is_too_long_for_its_list_at_120_columns(dossier: Dossier) -> None:
    room = 120 * 2 // 5 - 2 - len("> ")
    assert [entity.name for entity in dossier.entities if len(entity.name) > room] == []


def test_the_deepseek_dossier_holds_no_text_and_enough_records() -> None:
    dossier = Dossier.open(DATA / "deepseek")
    assert not (dossier.path / "texts").exists()
    assert len(dossier.sources) == 5
    assert len(dossier.entities) >= 40
    assert len(dossier.claims) >= 80
    assert len(dossier.events) >= 15
    assert len(dossier.relations) >= 10


def with_articles(path: Path) -> Dossier:
    """The DeepSeek dossier with the text of every source attached."""
    if not ARTICLES.is_dir():
        pytest.skip("the five articles are not part of the project, and not beside this checkout")
    shutil.copytree(DATA / "deepseek", path)
    dossier = Dossier.open(path, by="ada")
    for article in sorted(ARTICLES.iterdir()):
        for source in dossier.sources:
            text = article.read_bytes().decode()
            if len(text) == source.texts[-1].length:
                attach(dossier, source.id, article)
    assert all(dossier.text_of(source.id) for source in dossier.sources)
    return dossier


def test_it_is_clean_and_verbatim_with_its_articles(tmp_path: Path) -> None:
    dossier = with_articles(tmp_path / "deepseek")
    assert checked(dossier) == []
    for quote in dossier.quotes:
        assert locate_quote(quote, dossier.text_of(quote.source)).state is QuoteState.SAME, quote.id


def test_each_quote_is_found_in_one_place_of_its_article(tmp_path: Path) -> None:
    dossier = with_articles(tmp_path / "deepseek")
    for quote in dossier.quotes:
        text = dossier.text_of(quote.source) or ""
        context = quote.prefix + quote.exact + quote.suffix
        assert len(find_occurrences(text, context)) == 1, quote.id


def test_it_quotes_and_does_not_reprint() -> None:
    dossier = Dossier.open(DATA / "deepseek")
    for source in dossier.sources:
        held = {
            n
            for q in dossier.quotes_in(source.id)
            for n in range(dossier.quotes[q].start, dossier.quotes[q].end)
        }
        assert len(held) <= MOST_SHARE * source.texts[-1].length, source.id


def test_the_tutorial_has_every_text_and_is_verbatim() -> None:
    dossier = Dossier.open(DATA / "tutorial")
    assert len(dossier.sources) == 4
    assert 15 <= len(dossier.claims) <= 25
    for quote in dossier.quotes:
        assert locate_quote(quote, dossier.text_of(quote.source)).state is QuoteState.SAME, quote.id
    assert {source.language for source in dossier.sources} == {"en", "zh"}
