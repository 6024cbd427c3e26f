"""README is true: its keys, its findings, its Python example, its pictures and its commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dossier.cli import run
from tests.readme import README, with_made

TEXT = README.read_text("utf-8")


def test_the_keys_and_the_findings_are_those_of_the_program() -> None:
    assert with_made(TEXT) == TEXT, "run python -m tests.readme"


def test_the_pictures_are_there() -> None:
    pictures = re.findall(r"\((screenshots/[^)]+)\)", TEXT)
    assert len(pictures) >= 5
    for picture in pictures:
        assert (README.parent / picture).is_file()
        assert (README.parent / picture).with_suffix(".svg").is_file()


def test_the_python_example_runs(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "('c.cost',) first records\n"
    checked = subprocess.run(
        [sys.executable, "-m", "dossier", "check", "harbour"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\| `dossier (\w+)", TEXT))))
def test_every_command_of_the_table_exists(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert f"dossier {name}" in capsys.readouterr().out
