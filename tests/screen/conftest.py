"""What every test of the screen stands on."""

from __future__ import annotations

import os

import pytest

_FOLDER = "TEXTUAL_SNAPSHOT_TEMPDIR"


@pytest.fixture(scope="session")
def _snapshot_folder() -> str | None:
    return os.environ.get(_FOLDER)


@pytest.fixture(autouse=True)
def _snapshots(_snapshot_folder: str | None, _own_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The snapshot plugin keeps its working folder in the environment, which every test begins without."""
    if _snapshot_folder is not None:
        monkeypatch.setenv(_FOLDER, _snapshot_folder)


@pytest.fixture(autouse=True)
def _frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for the next sixtieth of a second: a fifth of the time of all of them."""
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 0.001)
