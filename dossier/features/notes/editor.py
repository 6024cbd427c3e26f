"""A note in the user's own editor: its text goes out in a file that nobody else can read, and comes back."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from dossier.records.problems import DossierError, describe_error
from dossier.text import one_line

if TYPE_CHECKING:
    from textual.app import App

SCISSORS = "# ------------------------ >8 ------------------------"
"""This line of the file, and those with # above it, are no part of the note."""
_ADVICE = "Write below the next line. It and the lines with # above it are left out of the note."


class EditorError(DossierError):
    """The editor could not be run, or what it left is no text. The text from before stands."""


def editor_command() -> list[str]:
    """The user's editor, with its arguments: $VISUAL, else $EDITOR."""
    for name in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(os.environ.get(name, ""))
        except ValueError as error:
            raise EditorError(f"${name} cannot be read: {error}") from None
        if words:
            return words
    raise EditorError("$VISUAL and $EDITOR are not set")


def is_editor_set() -> bool:
    """Whether the user has named an editor, be it one that does not work."""
    return any(os.environ.get(name, "").strip() for name in ("VISUAL", "EDITOR"))


def edit_text(app: App[None], text: str, about: Sequence[str]) -> str:
    """`text` as the user's editor leaves it. The lines of `about` stand above it for reading only.

    EditorError says which command failed and why, and where the file is that it worked on.
    """
    words = editor_command()
    head = [f"# {one_line(line)}".rstrip() for line in (*about, _ADVICE)]
    file = _make_file("\n".join([*head, SCISSORS, text, ""]))
    try:
        status = run_in_terminal(app, [*words, str(file)])
        if status != 0:
            raise EditorError(f"{_name_editor(words)} ended with {status}")
        if not file.is_file():
            raise EditorError(f"{_name_editor(words)} left no file")
        found = _read_note(file.read_bytes().decode("utf-8-sig"), head)
        if text.strip() and not found.strip():
            raise EditorError(f"{_name_editor(words)} left no text")
    except UnicodeDecodeError as error:
        raise _name_failure(
            f"{_name_editor(words)} left what is not UTF-8 (byte {error.start:,})", file
        ) from None
    except OSError as error:
        raise _name_failure(f"{_name_editor(words)}: {error.strerror or error}", file) from None
    except SuspendNotSupported:
        raise _name_failure(f"{_name_editor(words)} cannot be shown here", file) from None
    except EditorError as error:
        raise _name_failure(str(error), file) from None
    shutil.rmtree(file.parent, ignore_errors=True)
    return found


def _name_failure(why: str, file: Path) -> EditorError:
    where = f", its file: {file}" if file.is_file() else ""
    return EditorError(f"{why}; nothing is lost{where}")


def _name_editor(words: Sequence[str]) -> str:
    return one_line(" ".join([Path(words[0]).name, *words[1:]]))


def _make_file(text: str) -> Path:
    try:
        file = Path(tempfile.mkdtemp(prefix="dossier-")) / "note.md"
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(text.encode("utf-8", errors="replace"))
    except OSError as error:
        raise EditorError(f"no file could be made for the editor: {describe_error(error)}") from None
    return file


def _read_note(text: str, head: Sequence[str]) -> str:
    """What the user wrote: all below the line and, so that nothing is lost, what is no comment above it.

    Where the line was deleted, all but the head.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if SCISSORS in lines:
        at = lines.index(SCISSORS)
        lines = [line for line in lines[:at] if line.strip() and not line.startswith("#")] + lines[at + 1 :]
    else:
        while lines and lines[0] in head:
            lines.pop(0)
    return "\n".join(lines).rstrip("\n")


def run_in_terminal(app: App[None], words: Sequence[str]) -> int:
    """Give the terminal to a command until it ends; its exit status."""
    failure = None
    with app.suspend(), _ignore_signals():
        try:
            return subprocess.run(words, check=False).returncode
        except OSError as error:  # raised in here, it would leave the terminal given away
            failure = error
    raise failure


@contextmanager
def _ignore_signals() -> Iterator[None]:
    """Let ctrl+c and ctrl+\\ mean the editor alone. A handler, unlike SIG_IGN, is not passed on to it."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        for number in before:
            signal.signal(number, lambda *_: None)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
