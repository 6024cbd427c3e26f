"""Copying: what is done where, and who can read what was copied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dossier.screen.clipboard import clip_file, copy


class Terminal:
    """As much of an app as copying needs."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def copy_to_clipboard(self, text: str) -> None:
        self.sent.append(text)


@pytest.fixture
def pasted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop with a clipboard program, which writes what it is given into this file."""
    file = tmp_path / "pasted"
    program = tmp_path / "bin" / "wl-copy"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\ncat > "{file}"\n', "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    return file


def test_on_a_desktop_its_clipboard_program_gets_the_words(pasted: Path) -> None:
    terminal = Terminal()
    said = copy(terminal, "船 words")  # type: ignore[arg-type]
    assert "wl-copy" in said
    assert pasted.read_text("utf-8") == "船 words"
    assert terminal.sent == ["船 words"]


def test_over_ssh_only_the_terminal_gets_them(pasted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22")
    terminal = Terminal()
    said = copy(terminal, "words")  # type: ignore[arg-type]
    assert said.startswith("sent to the terminal (OSC 52)")
    assert terminal.sent == ["words"]
    assert not pasted.exists()  # that clipboard is at the other end of the line


def test_nobody_else_can_read_what_was_copied() -> None:
    copy(Terminal(), "words")  # type: ignore[arg-type]
    assert clip_file().stat().st_mode & 0o777 == 0o600
