"""What was changed behind the program's back is said beside the output of every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from tests.builders import note
from tests.cli.conftest import Command

TOLD = "dossier: annotations.jsonl was edited outside: 1 removed\n"


@pytest.fixture
def changed(case: Path) -> Path:
    """A dossier in which the line of a saved note was deleted by hand."""
    file = case / "annotations.jsonl"
    before = file.read_bytes()
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("a note", lambda draft: draft.put(note("a.x", "c.cost")))
    file.write_bytes(before)
    return case


@pytest.mark.parametrize("arguments", [("show",), ("check",), ("log",), ("export",), ("list", "claims")])
def test_a_command_that_reads_says_it_and_writes_nothing(
    command: Command, changed: Path, arguments: tuple[str, ...]
) -> None:
    before = (changed / "history.jsonl").read_bytes()
    name, *more = arguments
    assert TOLD in command(name, changed, *more).err
    assert (changed / "history.jsonl").read_bytes() == before


def test_a_save_says_it_once_and_the_log_lists_it(command: Command, changed: Path) -> None:
    assert command("save", changed).err == TOLD
    log = command("log", changed)
    assert log.err == ""
    assert "outside  annotations.jsonl was edited outside: 1 removed" in log.out


def test_nobody_edits_as_outside(command: Command, case: Path) -> None:
    ran = command("save", case, "--by", "outside")
    assert ran.status == 2
    assert "marks what was changed outside dossier" in ran.err
