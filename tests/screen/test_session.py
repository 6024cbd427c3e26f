"""State files: replaced whole or not at all, readable by their owner only."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.home import state_folder
from dossier.screen import session
from tests.screen.driver import Driver, ended


def test_a_full_disk_keeps_the_older_state_and_leaves_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "drafts" / "a.json"
    session.write(file, b"older")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        session.write(file, b"newer")
    assert [each.name for each in file.parent.iterdir()] == ["a.json"]
    assert file.read_bytes() == b"older"


def test_nobody_else_can_read_a_state_file(tmp_path: Path) -> None:
    file = tmp_path / "drafts" / "a.json"
    session.write(file, b"older")
    file.chmod(0o644)
    session.write(file, b"newer")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


async def test_nobody_else_can_read_where_one_was_and_what_one_was_writing(driver: Driver) -> None:
    await driver.press("go-claims", "note")
    await driver.type("Ask the")
    await driver.keys("escape")
    await driver.press("quit")
    await ended(driver)
    files = [file for file in state_folder().rglob("*") if file.is_file()]
    assert any("draft" in str(file) for file in files)
    assert len(files) >= 2, files
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
