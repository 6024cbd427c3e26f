"""The command line, run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dossier.cli import run
from tests.builders import build


class Ran(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command with these arguments."""
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str | Path) -> Ran:
        status = run([str(argument) for argument in arguments])
        return Ran(status, *capfd.readouterr())

    return call


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The invented dossier."""
    return build(tmp_path / "case")
