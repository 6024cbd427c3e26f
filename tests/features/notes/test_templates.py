"""Templates of notes: built in or a user's own, filled from what the note is on; broken ones are reported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.features.notes.filling import fields_of
from dossier.features.notes.templates import BUILT_IN, FIELDS, LARGEST, Template, read_templates
from tests import builders

TODAY = "2025-03-01"


@pytest.fixture
def ferry(tmp_path: Path) -> Iterator[Dossier]:
    with Dossier.open(builders.build(tmp_path / "d"), by="ada") as dossier:
        yield dossier


def put(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)


def test_four_come_with_the_program(tmp_path: Path) -> None:
    found, problems = read_templates(tmp_path / "none")
    assert [each.name for each in found] == ["discrepancy", "follow-up", "source check", "translation"]
    assert problems == []


def test_ones_own_come_behind_and_take_the_place_of_a_namesake(tmp_path: Path) -> None:
    put(tmp_path, "Zeta.md", b"\xef\xbb\xbfZ {claim}\r\n{quote}\r\n")
    put(tmp_path, "alpha.md", "ä\n\n".encode())
    put(tmp_path, "Follow-Up.md", b"Mine")
    put(tmp_path, "ignored.txt", b"no")
    found, problems = read_templates(tmp_path)
    assert [each.name for each in found] == [
        "discrepancy", "Follow-Up", "source check", "translation", "alpha", "Zeta",
    ]  # fmt: skip
    assert [each.text for each in found[1::3]] == ["Mine", "ä"]
    assert found[-1].text == "Z {claim}\n{quote}"
    assert problems == []


def test_a_broken_file_is_reported_and_the_rest_works(tmp_path: Path) -> None:
    put(tmp_path, "latin.md", "fine\nna\u00efve".encode("latin-1"))
    put(tmp_path, "empty.md", b" \n")
    put(tmp_path, "large.md", b"x" * (LARGEST + 1))
    put(tmp_path, "good.md", b"{claim")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "nowhere.md").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe.md")
    found, problems = read_templates(tmp_path)
    assert [each.name for each in found[len(BUILT_IN) :]] == ["good"]
    said = [str(problem).replace(str(tmp_path), "") for problem in problems]
    assert said == [
        "/empty.md: is empty",
        "/folder.md: is not a file",
        "/large.md: is larger than 100,000 bytes: not a template",
        "/latin.md:2: is not UTF-8: byte 0xef",
        "/nowhere.md: is not a file",
        "/pipe.md: is not a file",
    ]


def test_a_field_that_there_is_not_is_remarked_upon_and_stays(tmp_path: Path) -> None:
    put(tmp_path, "odd.md", b"{claim}\n{nosuch}, {Quote} {} { x } {a b} {1}{nosuch}")
    found, problems = read_templates(tmp_path)
    assert found[-1].filled({"claim": "C"}) == "C\n{nosuch}, {Quote} {} { x } {a b} {1}{nosuch}"
    assert [str(problem).replace(str(tmp_path), "") for problem in problems] == [
        f"/odd.md: {name} is none of {{claim}}, {{quote}}, {{cite}}, {{date}}, and stays as it is"
        for name in ("{nosuch}", "{Quote}")
    ]


def test_names_are_safe_to_show(tmp_path: Path) -> None:
    put(tmp_path, "a\x1b[31mb.md", b"text")
    found, _ = read_templates(tmp_path)
    assert found[-1].name == "a[31mb"


def test_fields_are_filled_once_and_unknown_ones_stay() -> None:
    template = Template("x", "{claim} {claims} {} { claim } {{date}}\n{quote}\n{cite}")
    filled = template.filled({"claim": "{quote}", "quote": None, "cite": "\\1", "date": TODAY})
    assert filled == f"{{quote}} {{claims}} {{}} {{ claim }} {{{TODAY}}}\n\\1"


def test_the_fields_of_a_claim_are_those_of_the_quote_being_read(ferry: Dossier) -> None:
    cite = "Orsund Courier, undated"
    assert fields_of(ferry, "c.vote", TODAY) == {
        "claim": "The council votes on 12 June 2024.",
        "quote": "The council votes on 12 June 2024.",
        "cite": cite,
        "date": TODAY,
    }
    first = fields_of(ferry, "c.cost", TODAY)
    assert (first["quote"], first["cite"]) == ("about 12 million crowns", cite)
    read = fields_of(ferry, "c.cost", TODAY, quote="q.daily-cost")
    assert read["quote"] == ferry.quotes["q.daily-cost"].exact != first["quote"]
    assert fields_of(ferry, "c.cost", TODAY, quote="q.vote") == first, "that one is of another claim"


def test_the_fields_of_other_records(ferry: Dossier) -> None:
    quote = fields_of(ferry, "q.nobody", TODAY)
    assert (quote["claim"], quote["quote"]) == ("Tomas Brandt heads Nordlink.", "Nobody called us")
    quote = fields_of(ferry, "q.nobody", TODAY, claim="c.vote")
    assert quote["claim"] == "The council votes on 12 June 2024."
    source = fields_of(ferry, "s.minutes", TODAY)
    assert source == {
        "claim": None,
        "quote": None,
        "cite": "Minutes of the harbour board, April 2024",
        "date": TODAY,
    }
    assert set(fields_of(ferry, "e.orsund", TODAY)) == set(FIELDS)
    chosen = fields_of(ferry, "s.minutes", TODAY, claim="c.vote", words="on 12 June")
    assert (chosen["claim"], chosen["quote"]) == ("The council votes on 12 June 2024.", "on 12 June")


@pytest.mark.parametrize("template", BUILT_IN, ids=lambda template: template.name)
@pytest.mark.parametrize("target", ["c.vote", "c.cost", "q.vote", "s.daily", "e.orsund", "v.vote"])
def test_the_built_in_ones_leave_no_field_and_no_empty_brackets(
    ferry: Dossier, template: Template, target: str
) -> None:
    filled = template.filled(fields_of(ferry, target, TODAY))
    assert not any(f"{{{name}}}" in filled for name in FIELDS)
    assert '""' not in filled
    assert "()" not in filled
