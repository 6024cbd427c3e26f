"""README is true: its keys, its findings, its Python example, its pictures and its commands."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dossier import Dossier
from dossier.cli import run
from dossier.features.notes.templates import FIELDS
from dossier.records.kinds import KINDS, LETTERS, TABLES
from tests.readme import README, with_made

TEXT = README.read_text("utf-8")


def test_the_keys_the_fields_and_the_findings_are_those_of_the_program() -> None:
    assert with_made(TEXT) == TEXT, "run python -m tests.readme"


def test_the_pictures_are_there() -> None:
    pictures = re.findall(r"\((screenshots/[^)]+)\)", TEXT)
    assert len(pictures) >= 5
    for picture in pictures:
        assert (README.parent / picture).is_file()
        assert (README.parent / picture).with_suffix(".svg").is_file()


OWN = TEXT.split("## Your own dossier")[1].split("\n## ")[0]
(RECORDS,) = re.findall(r"```json\n(.*?)```", OWN, re.DOTALL)
CLEAN = ": no problems\n"


def ran(folder: Path, *words: str) -> str:
    """What a command of this Python says, in this folder."""
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, timeout=60, check=False
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


def test_the_steps_to_ones_own_dossier_run_in_their_order(tmp_path: Path) -> None:
    before, after = re.findall(r"```sh\n(.*?)```", OWN, re.DOTALL)
    typed(tmp_path, before)
    (tmp_path / "harbour.jsonl").write_text(RECORDS, "utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", OWN, re.DOTALL)
    assert ran(tmp_path, "-c", code) == "('c.cost',) first records\n"
    attached, checked = typed(tmp_path, after)
    assert attached.endswith("captured from, 59 characters; 1 quote: 1 verbatim\n")
    assert checked.endswith(CLEAN)
    (parts,) = re.findall(r"```\n(dossier export.*?)```", TEXT, re.DOTALL)
    typed(tmp_path, parts)
    assert {"cost.json", "two.json"} <= {file.name for file in tmp_path.iterdir()}


def test_the_records_can_be_written_by_hand(tmp_path: Path) -> None:
    with Dossier.new(tmp_path / "harbour", title="The harbour bridge"):
        pass
    stamp = {"created": "2025-02-01T09:30:00Z", "modified": "2025-02-01T09:30:00Z", "by": "ada"}
    assert all(f'"{key}"' in OWN or f"`{key}`" in OWN for key in stamp)
    folder = " ".join(OWN.split("Fields")[0].split())
    assert all(f"`{kind.letter}.` {kind.table}" in folder for kind in KINDS)
    letters = {line["id"][0] for line in map(json.loads, RECORDS.splitlines())}
    assert letters == set(LETTERS)
    for kind in KINDS:
        lines = [line for line in RECORDS.splitlines() if line.startswith(f'{{"id":"{kind.letter}.')]
        by_hand = [json.dumps({**json.loads(line), **stamp}, ensure_ascii=False) for line in lines]
        (tmp_path / "harbour" / f"{kind.table}.jsonl").write_text("\n".join(by_hand) + "\n", "utf-8")
    assert ran(tmp_path, "-m", "dossier", "check", "harbour").endswith(CLEAN)


def test_the_folder_tree_is_what_a_dossier_has() -> None:
    (tree,) = re.findall(r"```\n(cases/harbour/\n.*?)```", OWN, re.DOTALL)
    assert set(re.findall(r"\w+\.jsonl", tree)) == {f"{table}.jsonl" for table in (*TABLES, "history")}


def test_the_fields_of_templates_are_named() -> None:
    assert all(f"`{{{field}}}`" in TEXT for field in FIELDS)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\| `dossier (\w+)", TEXT))))
def test_every_command_of_the_table_exists(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert f"dossier {name}" in capsys.readouterr().out
