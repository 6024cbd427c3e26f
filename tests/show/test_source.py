"""A source read without its text: its excerpts in order, and every gap counted exactly."""

from __future__ import annotations

import hashlib
import itertools
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import Dossier
from dossier.records.quote import Quote
from dossier.records.source import Source
from dossier.show import source as source_module
from dossier.show.cards import record_page
from dossier.show.kit import roles
from dossier.show.kit.page import Block, LaidPage, Page
from dossier.show.source import join_excerpts, source_page
from tests.builders import STAMP, TEXT, UNREAD, build, note, quote, source

GAP = re.compile(r"\[\.\.([\d,]+)\.\.\]")


def text_of_length(length: int) -> str:
    """A text in which no two places look the same, so that what is shown can be told."""
    return "".join(f"{number:05}|" for number in range(length // 6 + 1))[:length]


@st.composite
def excerpts(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """A text, and quotes of it that may touch, overlap and stand in any order."""
    text = text_of_length(draw(st.integers(1, 600)))
    spans = draw(
        st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 90)), min_size=1, max_size=12)
    )
    docs = []
    for number, (start, length) in enumerate(spans):
        end = min(start + length, len(text))
        docs.append({"start": start, "end": end, "exact": text[start:end], "paragraph": start // 80})
        if number % 4 == 3:
            docs[-1].pop("paragraph")
    return text, docs


def open_with(folder: Path, text: str, docs: list[dict[str, Any]]) -> Dossier:
    read = [{"sha256": UNREAD, "length": len(text)}]
    extra = [source("s.x", title="Unread", texts=read)]
    for number, doc in enumerate(docs):
        extra.append({**quote(f"q.x{number:02}", "", "s.x"), **doc, "prefix": "", "suffix": ""})
    return Dossier.open(build(folder / "case", extra=extra), by="ada")


def body(page: Page) -> list[str]:
    """The blocks of the excerpts and the gaps between them."""
    gaps = [n for n, block in enumerate(page.blocks) if "characters left out" in block.text.plain]
    return [block.text.plain for block in page.blocks[gaps[0] + 2 :] if block.text.plain]


@given(excerpts())
def test_shown_and_left_out_make_the_whole_text(case: tuple[str, list[dict[str, Any]]]) -> None:
    text, docs = case
    with tempfile.TemporaryDirectory() as folder, open_with(Path(folder), text, docs) as dossier:
        found = dossier.sources["s.x"]
        shown = "\n".join(body(source_page(dossier, found)))
        position = 0
        rest = shown
        while rest:
            gap = GAP.match(rest.lstrip())
            if gap:
                position += int(gap[1].replace(",", ""))
                rest = rest.lstrip()[gap.end() :]
                continue
            if rest[0].isspace():
                rest = rest[1:]
                continue
            assert rest[0] == text[position], (position, rest[:20])
            position += 1
            rest = rest[1:]
        assert position == len(text)


@given(excerpts())
def test_pieces_are_in_order_and_do_not_overlap(case: tuple[str, list[dict[str, Any]]]) -> None:
    text, docs = case
    made = [
        Quote.from_doc(
            {
                "id": f"q.x{n}",
                "source": "s.x",
                "text": UNREAD,
                "prefix": "",
                "suffix": "",
                "speech": "narration",
            }
            | STAMP
            | doc
        )
        for n, doc in enumerate(docs)
    ]
    found = join_excerpts(made)
    for piece in found:
        assert piece.text == text[piece.start : piece.start + len(piece.text)]
    for one, other in itertools.pairwise(found):
        assert one.start + len(one.text) < other.start
    covered = {n for doc in docs for n in range(doc["start"], doc["end"])}
    assert {n for piece in found for n in range(piece.start, piece.start + len(piece.text))} == covered


def marked(page: Page, role: str) -> str:
    """What stands in a role, anywhere on a page."""
    return "".join(
        block.text.plain[span.start : span.end]
        for block in page.blocks
        for span in block.text.spans
        if span.style == role
    )


@given(excerpts(), st.data())
def test_the_quote_being_read_is_marked_whole_and_alone(
    case: tuple[str, list[dict[str, Any]]], data: st.DataObject
) -> None:
    text, docs = case
    number = data.draw(st.integers(0, len(docs) - 1))
    with tempfile.TemporaryDirectory() as folder, open_with(Path(folder), text, docs) as dossier:
        page = source_page(dossier, dossier.sources["s.x"], f"q.x{number:02}")
        assert marked(page, roles.QUOTE_HERE) == docs[number]["exact"]
        anchors = [item for block in page.blocks for _, item in block.anchors]
        assert anchors.count(f"q.x{number:02}") == 1
        assert set(anchors) == set(page.quotes)


def test_anchors_point_at_the_first_character_of_their_quote(case: Dossier) -> None:
    found = case.sources["s.two"]
    page = source_page(case, found)
    places = {item: block.text.plain[at:] for block in page.blocks for at, item in block.anchors}
    for quote_id in page.quotes:
        assert places[quote_id].startswith(case.quotes[quote_id].exact)


def test_without_a_text_it_says_so_and_how_to_add_one(case: Dossier) -> None:
    words = " ".join(block.text.plain for block in source_page(case, case.sources["s.two"]).blocks)
    assert "The text of this source is not in this dossier (sha256 ffffffff..)" in words
    assert f"dossier attach {case.path} s.two FILE" in words
    assert "these are its 1 excerpt" in words
    none = " ".join(block.text.plain for block in source_page(case, case.sources["s.three"]).blocks)
    assert "nor is any excerpt of it" in none
    assert "[..12..]" in none  # the legend, and no gap that nobody has measured
    assert len(GAP.findall(none)) == 1


@pytest.mark.parametrize("here", ["q.cost", "q.winter", "q.newspaper", None])
def test_with_its_text_every_cited_passage_is_marked(tmp_path: Path, here: str | None) -> None:
    with Dossier.open(build(tmp_path / "case"), by="ada") as dossier:
        found: Source = dossier.sources["s.courier"]
        page = source_page(dossier, found, here)
        shown = "\n".join(block.text.plain for block in page.blocks)
        for line in TEXT.splitlines():
            assert line in shown
        assert not GAP.search(shown)
        exact = dossier.quotes[here].exact if here else ""
        assert marked(page, roles.QUOTE_HERE) == exact.replace("\n", "")
        for quote_id in page.quotes:
            if quote_id != here:
                words = dossier.quotes[quote_id].exact.split("\n")
                cited = marked(page, roles.QUOTE_CITED) + marked(page, roles.QUOTE_HERE)
                assert all(word in cited for word in words)


def test_a_text_that_no_longer_has_the_words_marks_them_where_they_are_now(tmp_path: Path) -> None:
    folder = build(tmp_path / "case")
    with Dossier.open(folder, by="ada") as dossier:
        before = dossier.quotes["q.cost"]
    claims = folder / "quotes.jsonl"
    moved = f'"start":{before.start},"end":{before.end}'
    assert moved in claims.read_text()
    claims.write_text(claims.read_text().replace(moved, f'"start":{before.start + 7},"end":{before.end + 7}'))
    with Dossier.open(folder, by="ada") as dossier:
        page = source_page(dossier, dossier.sources["s.courier"], "q.cost")
        assert marked(page, roles.QUOTE_HERE) == before.exact


def test_a_long_text_is_made_ready_as_far_as_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(f"Paragraph {number} of many.\n\n" for number in range(5000))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    long = source("s.long", texts=[{"sha256": sha256, "length": len(text)}])
    case = build(tmp_path / "case", extra=[long, note("a.long", "s.long")])
    (case / "texts" / f"{sha256}.txt").write_text(text)
    made = []
    make = source_module._paragraph_block

    def counted(*arguments: Any) -> Block:
        made.append(arguments)
        return make(*arguments)

    monkeypatch.setattr(source_module, "_paragraph_block", counted)
    with Dossier.open(case) as dossier:
        lines = LaidPage(record_page(dossier, "s.long").blocks, 80)
        assert lines.reaches(40)
        assert lines.share(10, 30) == "1%"
        assert len(made) < 40
        assert len(lines) > 10_000
        assert len(made) == 5000
