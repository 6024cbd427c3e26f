"""Copying out of a terminal: do what can be done here, and say what that was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dossier import home
from dossier.screen import session

if TYPE_CHECKING:
    from textual.app import App

_LOCAL = (("wl-copy",), ("xclip", "-selection", "clipboard"), ("pbcopy",))


def clip_file() -> Path:
    """Where the last copied text is kept."""
    return home.state_folder() / "clip.txt"


def copy(app: App[None], text: str) -> str:
    """Copy `text`; the answer says where it went, and never more than is known.

    OSC 52 gives no answer, and tmux drops it under its default settings, so inside tmux its own buffer
    is loaded. Whatever else happens, the text is kept in a file.
    """
    kept = True
    try:
        session.write(clip_file(), text.encode("utf-8", errors="replace"))
    except OSError:
        kept = False
    if os.environ.get("TMUX") and _ran(("tmux", "load-buffer", "-w", "-"), text):
        return "copied (tmux; terminal if it allows)"
    app.copy_to_clipboard(text)
    if not os.environ.get("SSH_CONNECTION"):
        for program in _LOCAL:
            if _usable(program[0]) and _ran(program, text):
                return f"with {program[0]}, and sent to the terminal (OSC 52)"
    return "sent to the terminal (OSC 52)" + ("; if paste is empty, :clip shows it" if kept else "")


def _usable(program: str) -> bool:
    if program == "wl-copy" and not os.environ.get("WAYLAND_DISPLAY"):
        return False
    if program == "xclip" and not os.environ.get("DISPLAY"):
        return False
    return (program != "pbcopy" or sys.platform == "darwin") and shutil.which(program) is not None


def _ran(command: tuple[str, ...], text: str) -> bool:
    try:
        done = subprocess.run(
            command,
            input=text.encode("utf-8", errors="replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=3,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
