"""Whose edits these are, where nobody says it."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from dossier import Dossier
from dossier.store.author import find_author


def test_the_author(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(getpass, "getuser", lambda: "login")
    assert find_author() == "login"
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n\tname = Git Name\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert find_author() == "Git Name"
    monkeypatch.setenv("DOSSIER_BY", "  by variable ")
    assert find_author() == "by variable"
    assert find_author("\x1b[31mada\n") == "[31mada"
    assert find_author("  ") == "by variable"


def test_an_author_where_nothing_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr(getpass, "getuser", nobody)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_author() == "analyst"


def test_an_edit_from_python_has_the_same_author(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n\tname = Git Name\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    for by, name in (("", "Git Name"), ("by variable", "by variable")):
        monkeypatch.setenv("DOSSIER_BY", by)
        with Dossier.new(tmp_path / name, title="X") as dossier:
            dossier.edit("begin", lambda draft: draft.put({"id": "t.x", "path": "x"}))
            (edit,) = dossier.history()
            assert (edit.by, dossier.tags["t.x"].by) == (name, name)
    assert Dossier.open(tmp_path / "Git Name", by="ada").by == "ada"
