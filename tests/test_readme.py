"""README and manual are true: their keys, fields, examples, pictures, commands and links."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from dossier import Dossier
from dossier.cli import run
from dossier.cli.base import cli
from dossier.features.notes.templates import FIELDS
from dossier.manual import list_topics, load_page
from dossier.records.kinds import KINDS, LETTERS, TABLES
from tests.made import README, pages_with_made
from tests.paths import ROOT

TEXT = README.read_text("utf-8")
CLEAN = ": no problems\n"


def test_the_generated_parts_are_those_of_the_program() -> None:
    for page, made in pages_with_made().items():
        assert page.read_text("utf-8") == made, f"{page.name}: run python -m tests.made"


def test_the_readme_is_short() -> None:
    assert len(TEXT.splitlines()) <= 250


def test_the_pictures_are_there() -> None:
    pictures = re.findall(r"\((screenshots/[^)]+)\)", TEXT)
    assert len(pictures) >= 5
    for picture in pictures:
        assert (README.parent / picture).is_file()
        assert (README.parent / picture).with_suffix(".svg").is_file()


def test_the_readme_links_to_every_page_of_the_manual() -> None:
    linked = re.findall(r"\(dossier/manual/([\w-]+)\.md\)", TEXT)
    assert set(linked) == set(list_topics())


def test_every_page_that_the_manual_names_is_there() -> None:
    for topic in list_topics():
        named = re.findall(r"dossier help ([\w-]+)", load_page(topic).text)
        assert set(named) <= set(list_topics()), topic


def ran(folder: Path, *words: str) -> str:
    """What a command of this Python says, in this folder."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def typed(folder: Path, block: str) -> list[str]:
    """What each line of a shell block says."""
    said = []
    for line in block.splitlines():
        name, *words = shlex.split(line)
        if name == "printf":
            (text, _, target) = words
            (folder / target).write_text(text.replace("\\n", "\n"), "utf-8")
        else:
            assert name == "dossier"
            said.append(ran(folder, "-m", "dossier", *words))
    return said


def part_of(text: str, heading: str) -> str:
    """What stands under a heading."""
    return text.split(f"## {heading}\n")[1].split("\n## ", maxsplit=1)[0]


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_ones_own_dossier_in_five_minutes(tmp_path: Path) -> None:
    own = part_of(TEXT, "Your own in five minutes")
    before, after = blocks(own, "sh")
    (code,) = blocks(own, "python")
    typed(tmp_path, before)
    (tmp_path / "records.py").write_text(code, "utf-8")
    ran(tmp_path, "records.py")
    opens = "dossier cases/harbour\n"
    assert after.endswith(opens)
    attached, checked = typed(tmp_path, after.removesuffix(opens))
    assert attached.endswith("captured from, 59 characters; 1 quote: 1 verbatim\n")
    assert checked.endswith(CLEAN)
    (queries,) = blocks(part_of(TEXT, "Python and TinyDB"), "python")
    assert ran(tmp_path, "-c", queries) == "The bridge is to cost 4.2 million euros.\n"
    with Dossier.open(tmp_path / "cases" / "harbour") as dossier:
        assert dossier.entities["e.engineer"].name == "A. Berg"


FORMAT = load_page("format").text
(RECORDS,) = blocks(FORMAT, "json")


def test_one_record_of_each_kind_goes_in_with_python_and_comes_out_in_parts(tmp_path: Path) -> None:
    with Dossier.new(tmp_path / "cases" / "harbour", title="The harbour bridge"):
        pass
    (tmp_path / "harbour.jsonl").write_text(RECORDS, "utf-8")
    (code,) = blocks(FORMAT, "python")
    assert ran(tmp_path, "-c", code) == "('c.cost',) first records\n"
    (parts,) = re.findall(r"```\n(dossier export.*?)```", load_page("export").text, re.DOTALL)
    typed(tmp_path, parts)
    assert {"cost.json", "two.json"} <= {file.name for file in tmp_path.iterdir()}


def test_the_python_of_the_manual_reads_queries_and_edits(tmp_path: Path) -> None:
    with Dossier.new(tmp_path / "cases" / "harbour", title="The harbour bridge") as dossier:
        records = [json.loads(line) for line in RECORDS.splitlines()]
        dossier.edit("first records", lambda draft: [draft.put(record) for record in records])
    reading, querying = blocks(load_page("python").text, "python")
    assert ran(tmp_path, "-c", reading) == (
        "The bridge is expected to cost 4.2 million euros. ['will cost 4.2 million euros']\n"
    )
    assert ran(tmp_path, "-c", querying) == "c.cost 4.2 million euros\n1 hedge figures\n"


def test_the_records_can_be_written_by_hand(tmp_path: Path) -> None:
    with Dossier.new(tmp_path / "harbour", title="The harbour bridge"):
        pass
    stamp = {"created": "2025-02-01T09:30:00Z", "modified": "2025-02-01T09:30:00Z", "by": "ada"}
    assert all(f'"{key}"' in FORMAT for key in stamp)
    words = " ".join(FORMAT.split())
    assert all(f"`{kind.letter}.` {kind.table}" in words for kind in KINDS)
    letters = {line["id"][0] for line in map(json.loads, RECORDS.splitlines())}
    assert letters == set(LETTERS)
    for kind in KINDS:
        lines = [line for line in RECORDS.splitlines() if line.startswith(f'{{"id":"{kind.letter}.')]
        by_hand = [json.dumps({**json.loads(line), **stamp}, ensure_ascii=False) for line in lines]
        (tmp_path / "harbour" / f"{kind.table}.jsonl").write_text("\n".join(by_hand) + "\n", "utf-8")
    assert ran(tmp_path, "-m", "dossier", "check", "harbour").endswith(CLEAN)


def test_the_folder_tree_is_what_a_dossier_has() -> None:
    (tree,) = re.findall(r"```\n(cases/harbour/\n.*?)```", FORMAT, re.DOTALL)
    assert set(re.findall(r"\w+\.jsonl", tree)) == {f"{table}.jsonl" for table in (*TABLES, "history")}


def test_the_fields_of_templates_are_named() -> None:
    assert all(f"`{{{field}}}`" in load_page("notes").text for field in FIELDS)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\| `dossier (\w+)", load_page("commands").text))))
def test_every_command_of_the_table_exists(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert f"dossier {name}" in capsys.readouterr().out


def test_every_command_is_in_the_table() -> None:
    table = load_page("commands").text
    listed = set(re.findall(r"\| `dossier (\w+)", table)) | {"open"}
    assert set(cli.list_commands(click.Context(cli))) == listed
