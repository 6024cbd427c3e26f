"""Attaching texts: recognized by digest, or a new version; and what a check then finds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.evidence.checks.records import find_faults
from dossier.features.sources import act as attaching
from dossier.features.sources.act import attach
from dossier.records.problems import DossierError, EditRefused


def test_the_text_a_source_was_captured_from(case: Dossier, text_file: Path) -> None:
    before = len(list(case.history()))
    done = attach(case, "s.one", text_file)
    assert done.edit is None
    assert len(list(case.history())) == before
    assert case.text_of("s.one") == text_file.read_text()
    assert done.summary == "the text this source was captured from, 94 characters; 2 quotes: 2 verbatim"


def test_another_text_is_a_new_version(case: Dossier, tmp_path: Path) -> None:
    file = tmp_path / "new.txt"
    file.write_bytes(b"Update.\r\nThe model cost $5.59 million.\r\nLiang Wenfeng founded DeepSeek in 2023.")
    done = attach(case, "s.one", file)
    assert done.edit is not None
    assert done.edit.label == "new text of source One"
    assert done.summary.startswith("a new version of the text, ")
    assert done.summary.endswith("2 quotes: 1 verbatim elsewhere, 1 with differences")
    assert [version.sha256 for version in case.sources["s.one"].texts][1:] == [done.sha256]
    stored = case.path / "texts" / f"{done.sha256}.txt"
    assert stored.read_bytes() == file.read_bytes()
    assert case.text_of("s.one") == file.read_bytes().decode()
    assert attach(case, "s.one", file).edit is None


def test_words_that_stand_in_several_places_are_counted_apart(case: Dossier, tmp_path: Path) -> None:
    file = tmp_path / "twice.txt"
    file.write_text("Again: Liang Wenfeng founded DeepSeek. Yes, Liang Wenfeng founded DeepSeek in 2023.")
    change(case, "q.founded", exact="Liang Wenfeng", start=40, end=53, prefix="", suffix="")
    assert "1 in several places" in attach(case, "s.one", file).summary


def test_a_source_without_any_version_gets_its_first(case: Dossier, text_file: Path) -> None:
    done = attach(case, "s.three", text_file)
    assert done.edit is not None
    assert done.summary == "a new version of the text, 94 characters"


def test_a_text_without_a_single_quote_is_anothers(case: Dossier, tmp_path: Path) -> None:
    file = tmp_path / "other.txt"
    file.write_text("The weather was fine all over the country, and nobody spoke of anything else.\n" * 9)
    before = case.sources["s.one"]
    with pytest.raises(EditRefused, match=r"other\.txt is hardly the text of s\.one: 2 quotes, none found"):
        attach(case, "s.one", file)
    assert case.sources["s.one"] == before
    assert not (case.path / "texts").exists()
    done = attach(case, "s.one", file, force=True)
    assert done.summary.endswith("; 2 quotes: 2 not found")
    assert attach(case, "s.one", file).edit is None, "known by now"


def test_a_byte_order_mark_stays_and_is_told(case: Dossier, text_file: Path) -> None:
    text_file.write_bytes(b"\xef\xbb\xbf" + text_file.read_bytes())
    done = attach(case, "s.one", text_file)
    said = (
        "a new version of the text, 95 characters, the first of them a byte order mark; 2 quotes: 2 verbatim"
    )
    assert done.summary.startswith(said)
    assert (case.path / "texts" / f"{done.sha256}.txt").read_bytes() == text_file.read_bytes()


def test_what_is_not_utf8_says_where(case: Dossier, tmp_path: Path) -> None:
    file = tmp_path / "latin.txt"
    file.write_bytes("Größe".encode("latin-1"))
    with pytest.raises(EditRefused, match="byte 0xf6 at offset 2"):
        attach(case, "s.one", file)
    assert not (case.path / "texts").exists()


def test_an_empty_file_is_no_text(case: Dossier, tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.write_bytes(b" \n")
    with pytest.raises(EditRefused, match="is empty"):
        attach(case, "s.one", file)


def test_only_files_are_read(case: Dossier, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, words in (
        (tmp_path, "is not a file"),
        (pipe, "is not a file"),
        (tmp_path / "no\x1b[2J", "no file"),
    ):
        with pytest.raises(EditRefused, match=words) as refused:
            attach(case, "s.one", path)
        assert "\x1b" not in str(refused.value)


def test_what_is_too_large_is_not_read(
    case: Dossier, text_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = text_file.stat().st_size
    monkeypatch.setattr(attaching, "TEXT", size - 1)
    with pytest.raises(EditRefused, match="the text of a source may have"):
        attach(case, "s.one", text_file)
    monkeypatch.setattr(attaching, "TEXT", size)
    assert attach(case, "s.one", text_file).quotes.total() == 2


def test_an_unknown_source(case: Dossier, text_file: Path) -> None:
    with pytest.raises(DossierError, match=r"s\.nobody"):
        attach(case, "s.nobody", text_file)


def test_a_folder_that_cannot_be_written_to(case: Dossier, text_file: Path) -> None:
    (case.path / "texts").write_text("in the way")
    with pytest.raises(DossierError, match="could not be stored"):
        attach(case, "s.one", text_file)


def found(dossier: Dossier) -> list[tuple[str | None, str | None]]:
    return [(problem.id, problem.field) for problem in find_faults(dossier)]


def test_a_check_of_quotes_without_their_text_finds_nothing(case: Dossier) -> None:
    assert found(case) == []


def change(dossier: Dossier, record_id: str, **fields: object) -> None:
    dossier.edit("change", lambda draft: draft.put({**dossier.raw(record_id), **fields}))


def test_a_check_holds_quotes_against_their_text(case: Dossier, text_file: Path) -> None:
    change(case, "q.cost", exact="cost $5.59 million")
    assert found(case) == []
    attach(case, "s.one", text_file)
    assert found(case) == [("q.cost", "exact")]
    assert "cost $5.58 million" in str(next(find_faults(case)))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"start": 11, "end": 29}, "start"),
        ({"paragraph": 2}, "paragraph"),
        ({"prefix": "The modal "}, "prefix"),
        ({"suffix": ","}, "suffix"),
        ({"text": "e" * 64}, "text"),
        ({"exact": "something else....", "start": 10, "end": 28}, "exact"),
    ],
)
def test_a_check_names_the_field(
    case: Dossier, text_file: Path, fields: dict[str, object], field: str
) -> None:
    change(case, "q.cost", paragraph=1, prefix="The model ", suffix=".\n\nLiang")
    change(case, "q.cost", **fields)
    attach(case, "s.one", text_file)
    assert found(case) == [("q.cost", field)]


def test_a_check_finds_a_claim_without_quotes_and_an_altered_text(case: Dossier, text_file: Path) -> None:
    sha256 = attach(case, "s.one", text_file).sha256
    change(case, "c.cost", support=[])
    (case.path / "texts" / f"{sha256}.txt").write_text("altered")
    with Dossier.open(case.path) as again:
        problems = list(find_faults(again))
    assert [problem.id for problem in problems][:1] == ["c.cost"]
    assert any("altered" in problem.message for problem in problems)
