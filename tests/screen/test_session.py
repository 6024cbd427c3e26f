"""State files: replaced whole or not at all, and nothing is left beside them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

import pytest

from dossier.screen import session


def test_a_full_disk_keeps_the_older_state_and_leaves_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "drafts" / "a.json"
    session.write(file, b"older")
    opened = os.fdopen

    def full(descriptor: int, mode: str) -> IO[bytes]:
        found = opened(descriptor, mode)
        found.write(b"half")
        found.close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dossier.screen.session.os.fdopen", full)
    with pytest.raises(OSError, match="No space"):
        session.write(file, b"newer")
    assert [each.name for each in file.parent.iterdir()] == ["a.json"]
    assert file.read_bytes() == b"older"
