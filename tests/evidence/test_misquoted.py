"""Words that are not those of the text are marked wherever they are shown or copied as a quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.evidence.checks.records import find_faults
from dossier.evidence.findings.findings import findings_of
from dossier.features.notes.filling import fields_of
from dossier.features.takeaway import cite as citing
from dossier.records.kinds import TABLES
from dossier.show.figures import compared_groups, figures_page
from dossier.show.kit import labels
from dossier.show.kit.page import layout
from dossier.show.plain import plain_lines
from dossier.show.report import report_lines
from tests.builders import TEXT_SHA, build, records, relation

WRONG = "\u00a4"
MARK = re.compile(r"! (1 char differs|not in the text|text unusable)|^! |\s! ?[\"“]| !$", re.MULTILINE)


def misquoted(doc: dict[str, object]) -> dict[str, object]:
    """The same quote with its middle character changed, as by a hand edit before there was a text."""
    exact = str(doc["exact"])
    middle = len(exact) // 2
    return {**doc, "exact": f"{exact[:middle]}{WRONG}{exact[middle + 1 :]}"}


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    quotes = [misquoted(doc) for doc in records() if doc.get("text") == TEXT_SHA and doc["id"][0] == "q"]
    related = [
        relation("r.same", "q.headline", "same-utterance", "q.move", state="confirmed"),
        relation("r.against", "c.cost", "contradicts", "c.cost-exact", state="confirmed"),
    ]
    with Dossier.open(build(tmp_path / "d", extra=[*quotes, *related]), by="ada") as dossier:
        yield dossier


def unmarked(found: str) -> list[str]:
    """The lines that hold a changed quote, without a mark on them or on the two before or behind."""
    all_lines = found.split("\n")
    return [
        line
        for number, line in enumerate(all_lines)
        if WRONG in line and not MARK.search("\n".join(all_lines[max(0, number - 2) : number + 3]))
    ]


def test_every_page_of_every_record_marks_them(dossier: Dossier) -> None:
    seen = 0
    for record_id in (record_id for table in TABLES for record_id in dossier.every(table)):
        if record_id[0] in "ecqsvr":
            page = "\n".join(line.plain.rstrip() for line in plain_lines(dossier, record_id, 100))
            assert unmarked(page) == [], record_id
            seen += WRONG in page
    assert seen > 10


def test_the_whole_dossier_its_findings_and_figures_mark_them(dossier: Dossier) -> None:
    cost = dossier.raw("c.cost")
    dossier.edit("one quote", lambda draft: draft.put({**cost, "support": cost["support"][:1]}))
    pages = [figures_page(dossier, group.id) for group in compared_groups(dossier)]
    benches = [[line.text for line in layout(page.blocks, 100)] for page in pages]
    assert any(WRONG in line.plain for bench in benches for line in bench)
    for printed in (
        plain_lines(dossier, None, 100),
        report_lines(dossier, findings_of(dossier), 100),
        *benches,
    ):
        assert unmarked("\n".join(line.plain.rstrip() for line in printed)) == []


def test_copies_and_templates_mark_them(dossier: Dossier) -> None:
    quote = dossier.quotes["q.cost"]
    assert citing.cite_quote(dossier, quote).endswith("(Orsund Courier, undated, ! 1 char differs)")
    assert "1 char differs" in citing.footnote_claims(dossier, [dossier.claims["c.cost"]])
    assert fields_of(dossier, "q.cost", "2025-01-01")["cite"] == "Orsund Courier, undated, ! 1 char differs"
    assert labels.name(dossier, "q.cost").startswith('! "')


def test_words_that_moved_are_still_the_words(dossier: Dossier) -> None:
    doc = next(doc for doc in records() if doc["id"] == "q.vote")
    moved = {**doc, "start": 1, "end": 1 + len(doc["exact"])}
    assert dossier.edit("corrected", lambda draft: draft.put(doc))
    assert labels.doubt(dossier, dossier.quotes["q.vote"]) == ""
    assert labels.doubt(dossier, type(dossier.quotes["q.vote"]).from_doc(moved)) == ""


def test_a_quote_of_an_earlier_text_says_so(dossier: Dossier) -> None:
    source = dossier.raw("s.courier")
    texts = [*source["texts"], {"sha256": dossier.put_text(b"A newer text."), "length": 13}]
    page = "\n".join(line.plain for line in plain_lines(dossier, "c.vote", 100))
    assert "earlier text" not in page
    dossier.edit("newer text", lambda draft: draft.put({**source, "texts": texts}))
    page = "\n".join(line.plain for line in plain_lines(dossier, "c.vote", 100))
    assert "! 1 char differs, earlier text" in page


def test_a_text_that_was_altered_marks_the_quotes_taken_from_it(tmp_path: Path) -> None:
    path = build(tmp_path / "d")
    with Dossier.open(path, by="ada") as dossier:
        source = dossier.raw("s.courier")
        newer = dossier.put_text(b"Another text of the same source.")
        texts = [*source["texts"], {"sha256": newer, "length": 32}]
        dossier.edit("newer text", lambda draft: draft.put({**source, "texts": texts}))
    (path / "texts" / f"{TEXT_SHA}.txt").write_text("Altered.", "utf-8")
    with Dossier.open(path, by="ada") as dossier:
        assert any("has been altered" in str(problem) for problem in find_faults(dossier))
        page = "\n".join(line.plain for line in plain_lines(dossier, "c.vote", 100))
        assert "! text unusable" in page
        assert "! text unusable" in citing.cite_quote(dossier, dossier.quotes["q.vote"])
