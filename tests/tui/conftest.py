"""The snapshot plugin keeps its working folder in the environment, which every test begins without."""

from __future__ import annotations

import os

import pytest

_FOLDER = "TEXTUAL_SNAPSHOT_TEMPDIR"


@pytest.fixture(scope="session")
def _snapshot_folder() -> str | None:
    return os.environ.get(_FOLDER)


@pytest.fixture(autouse=True)
def _snapshots(_snapshot_folder: str | None, _own_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    if _snapshot_folder is not None:
        monkeypatch.setenv(_FOLDER, _snapshot_folder)
