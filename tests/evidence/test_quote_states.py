"""A quote's state is said in the same words on the screen, in a table, in a citation and by a check."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from dossier.cli import run
from dossier.core.dossier import Dossier
from dossier.evidence.anchors import QuoteState, check_quote
from dossier.evidence.checks.records import find_faults
from dossier.show.info import info_page
from dossier.show.kit import labels
from dossier.show.kit.page import layout
from dossier.show.plain import plain_lines
from tests.builders import TEXT, Doc, build, claim, quote

OFTEN = TEXT.index("Quist")
CASES: dict[QuoteState, tuple[Doc, str]] = {
    QuoteState.SAME: ({}, "word for word"),
    QuoteState.MOVED: ({"start": 1}, "word for word, moved"),
    QuoteState.AMBIGUOUS: (
        {"exact": "Quist", "start": OFTEN + 2, "prefix": "", "suffix": ""},
        "! in 2 places",
    ),
    QuoteState.DIFFERS: ({"exact": "Nobody called ux"}, "! 1 char differs"),
    QuoteState.GONE: ({"exact": "zzzzzzzzzzzzzzz", "prefix": "", "suffix": ""}, "! not in the text"),
    QuoteState.FOREIGN: ({"text": "e" * 64}, "! not of a text of its source"),
}
"""What of `Nobody called us` is changed by hand, and what is said of it."""


def case(tmp_path: Path, fields: Doc, newer: str = "") -> Path:
    doc = {**quote("q.nobody", "Nobody called us"), **fields}
    doc["end"] = doc["start"] + len(doc["exact"])
    path = build(tmp_path / "case", extra=[doc, claim("c.nobody", "Nobody called.", "q.nobody")])
    if newer:
        with Dossier.open(path, by="ada") as dossier:
            source = dossier.raw("s.courier")
            version = {"sha256": dossier.put_text(newer.encode()), "length": len(newer)}
            dossier.edit(
                "a newer text", lambda draft: draft.put({**source, "texts": [*source["texts"], version]})
            )
    return path


def csv_check(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert run(["list", str(path), "quotes", "--csv", *options]) == 0
    lines = csv.DictReader(io.StringIO(capsys.readouterr().out))
    return next(line["check"] for line in lines if line["id"] == "q.nobody")


@pytest.mark.parametrize("state", CASES)
@pytest.mark.parametrize("newer", ["", "Nothing of this is left."])
def test_every_view_says_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], state: QuoteState, newer: str
) -> None:
    fields, label = CASES[state]
    if newer and state is not QuoteState.FOREIGN:
        label += ", earlier text"
    path = case(tmp_path, fields, newer)
    assert csv_check(path, capsys) == label
    with Dossier.open(path) as dossier:
        record = dossier.quotes["q.nobody"]
        anchor = check_quote(dossier, record)
        assert anchor.state is state
        assert label in "\n".join(line.plain for line in plain_lines(dossier, "c.nobody", 100))
        info = layout(info_page(dossier, "q.nobody").blocks, 100)
        assert label in [line.text.plain for line in info]
        assert labels.doubt(dossier, record) == (label if state.is_doubtful else "")
        assert labels.citation(dossier, record).endswith(label) == state.is_doubtful
        checked = [problem for problem in find_faults(dossier) if problem.id == "q.nobody"]
        assert bool(checked) == (state is not QuoteState.SAME)


def test_a_check_names_every_place_where_the_words_stand(tmp_path: Path) -> None:
    fields, _ = CASES[QuoteState.AMBIGUOUS]
    with Dossier.open(case(tmp_path, fields)) as dossier:
        (problem,) = [found for found in find_faults(dossier) if found.id == "q.nobody"]
    places = [at for at in range(len(TEXT)) if TEXT.startswith("Quist", at)]
    assert problem.message == f"is {OFTEN + 2}, but the words stand in 2 places, {places[0]} and {places[1]}"


def test_of_very_many_places_a_check_names_the_first_few(tmp_path: Path) -> None:
    path = case(tmp_path, {"exact": "e", "start": 3, "prefix": "", "suffix": ""})
    with Dossier.open(path) as dossier:
        (problem,) = [found for found in find_faults(dossier) if found.id == "q.nobody"]
    assert problem.message.endswith(", ..")
    assert len(problem.message) < 100


def test_csv_for_a_spreadsheet_begins_with_a_byte_order_mark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case(tmp_path, {})
    assert run(["list", str(path), "quotes", "--csv"]) == 0
    plain = capsys.readouterr().out
    assert run(["list", str(path), "quotes", "--csv", "--bom"]) == 0
    assert capsys.readouterr().out == "\ufeff" + plain
    assert run(["list", str(path), "quotes", "--bom"]) == 2
    assert "--csv" in capsys.readouterr().err
