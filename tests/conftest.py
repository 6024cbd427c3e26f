"""Every test has a home of its own, and none of the developer's settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(  # the same examples in each run: whoever looks for new ones says `thorough`
    "fast",
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

_TERMINAL = (
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "TMUX",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "SSH_CONNECTION",
)
_PROGRAMS = ("VISUAL", "EDITOR", "SSH_CONNECTION")
_HOMES = ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """HOME, XDG and DOSSIER_HOME lead into a temporary folder; nothing else of the environment counts."""
    home: Path = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("TEXTUAL", "DOSSIER_")) or name in (*_TERMINAL, *_PROGRAMS):
            monkeypatch.delenv(name)
    for name in _HOMES:
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("DOSSIER_HOME", str(home / "dossiers"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A user without a home: no HOME, no entry in the system's list of users; the working folder is empty."""
    import pwd

    def nobody(_: object) -> None:
        raise KeyError

    for name in (*_HOMES, "DOSSIER_HOME", "LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    empty = tmp_path / "working folder"
    empty.mkdir()
    monkeypatch.chdir(empty)


pytest_plugins = ("tests.sample", "tests.screen.fixtures")
