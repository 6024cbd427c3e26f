"""`dossier list`: the filter language on the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import orjson
import pytest

from dossier.cli import run
from dossier.exchange.csv_export import make_csv
from dossier.records.kinds import KIND_BY_TABLE
from tests.builders import build


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return build(tmp_path / "case")


def listed(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    status = run(["list", *args])
    out, err = capsys.readouterr()
    return status, out, err


def test_it_lists_what_fits(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, everything, _ = listed(capsys, str(case), "claims")
    assert status == 0
    status, some, _ = listed(capsys, str(case), "claims", "quotes:>=2")
    assert status == 0
    assert 0 < some.count("\n") < everything.count("\n")
    assert set(some.splitlines()) < set(everything.splitlines())


def test_no_hit_is_1_and_a_wrong_query_is_2(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(capsys, str(case), "claims", "nowhere-to-be-found")[:2] == (1, "")
    status, out, err = listed(capsys, str(case), "claims", "tga:money")
    assert (status, out) == (2, "")
    assert 'unknown key "tga:"' in err
    assert "tag" in err


def test_json_is_the_records_one_a_line(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, plain, _ = listed(capsys, str(case), "claims", "quotes:>=2")
    _, out, _ = listed(capsys, str(case), "claims", "quotes:>=2", "--json")
    docs = [orjson.loads(line) for line in out.splitlines()]
    assert [doc["id"] for doc in docs] == [line.split()[0] for line in plain.splitlines()]
    assert all(len(doc["support"]) >= 2 for doc in docs)


@pytest.mark.parametrize("pane", ["entities", "claims", "quotes", "sources", "timeline", "notes"])
def test_csv_reads_back(case: Path, capsys: pytest.CaptureFixture[str], pane: str) -> None:
    status, out, _ = listed(capsys, str(case), pane, "--csv")
    assert status == 0
    head, *lines = csv.reader(io.StringIO(out))
    assert head[0] == "id"
    assert lines
    assert all(len(line) == len(head) for line in lines)


def test_csv_of_quotes_says_which_are_verbatim(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = case / "quotes.jsonl"
    file.write_bytes(file.read_bytes().replace(b"The old quay is finished", b"The old quay is finishes"))
    _, out, _ = listed(capsys, str(case), "quotes", "--csv")
    checks = {line["id"]: line["check"] for line in csv.DictReader(io.StringIO(out))}
    assert checks["q.finished"] == "! 1 char differs"
    assert checks["q.vote"] == "word for word"
    assert checks["q.daily-cost"] == "not checked (no text)"


def test_csv_defuses_formulas() -> None:
    text = make_csv(
        KIND_BY_TABLE["entities"].columns,
        [{"id": "e.x", "name": "=cmd|' /C calc'!A0", "kind": "person", "aliases": ["-1"]}],
    )
    (_, cells) = csv.reader(io.StringIO(text))
    assert cells[1] == "'=cmd|' /C calc'!A0"
    assert cells[3] == "'-1"


def test_without_a_path_it_is_the_working_copy(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, _ = listed(capsys, "claims", "Liang", "--json")
    assert status == 0
    assert "Liang" in out
    assert listed(capsys, "claims", "quotes")[0] == 0, "a word to find"
    case.rename(case.parent / "claims")
    monkeypatch.chdir(case.parent)
    assert "c.vote " in listed(capsys, "claims", "claims")[1]
    assert "c.vote " in listed(capsys, "./claims", "claims", "vote")[1]
    assert listed(capsys, "claims", "Liang", "--json")[1] == out


@pytest.mark.parametrize("arguments", [("case",), ("case", "persons"), ("claims", "a", "b"), ("x", "y", "z")])
def test_what_is_no_pane_is_told_which_there_are(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    status, _, err = listed(capsys, *arguments)
    assert status == 2
    assert "PANE is one of entities, claims, quotes, sources, timeline, notes" in err
