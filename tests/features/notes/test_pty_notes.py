"""Notes in a real terminal: a shell script for an editor, a program that is killed while one writes."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.builders import build, note
from tests.screen.pty_app import PtyApp, words
from tests.screen.test_pty import notes, run, typed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

CTRL_G, CTRL_S, ESCAPE = "\x07", "\x13", "\x1b"


def script(path: Path, lines: str) -> str:
    """A shell script as somebody's editor, in a folder with a space in its name."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
    path.chmod(0o755)
    return f"'{path}' -w"


def recorded(folder: Path) -> list[dict[str, Any]]:
    """The annotations that were written, as the history has them."""
    history = folder / "history.jsonl"
    edits = [orjson.loads(line) for line in history.read_bytes().splitlines()] if history.exists() else []
    return [after for edit in edits for _, _, _, after in edit.get("changes", ()) if after]


def begin(app: PtyApp, text: str) -> None:
    """A note in the prompt."""
    here = app.send(typed("note"))
    app.shown("note on", here)
    app.send(text)
    app.shown(text)


def test_a_script_as_the_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = build(tmp_path / "ferry")
    editor = script(tmp_path / "my tools" / "ed.sh", 'echo "EDITING $1"; echo "From the script." >> "$2"')
    monkeypatch.setenv("VISUAL", editor)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with run(folder, tmp_path / "home") as app:
        app.shown("its claims")
        begin(app, "From the prompt.")
        here = app.send(CTRL_G)
        app.shown("From the script.", here)
        app.shown("ctrl+s save", here)
        shown = app.output[here:]
        left, back = shown.index(b"\x1b[?1049l"), shown.rindex(b"\x1b[?1049h")
        assert b"EDITING -w" in shown[left:back]  # it had the terminal to itself
        app.send(CTRL_S + typed("quit"))  # a key typed while it is saved is not the panel's any more
        assert app.wait() == 0
    assert notes(folder) == ["From the prompt.\\nFrom the script."]
    assert list(tmp_path.glob("dossier-*")) == []


def test_a_script_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = build(tmp_path / "ferry")
    editor = script(tmp_path / "my tools" / "ed.sh", 'echo garbage > "$2"; exit 7')
    monkeypatch.setenv("VISUAL", editor)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with run(folder, tmp_path / "home") as app:
        app.shown("its claims")
        begin(app, "Mine.")
        here = app.send(CTRL_G)
        app.shown("ended with 7", here)
        app.send(CTRL_S + typed("quit"))
        assert app.wait() == 0
        assert notes(folder) == ["Mine."]
        (kept,) = tmp_path.glob("dossier-*/note.md")
        assert kept.read_text("utf-8") == "garbage\n"


def test_an_editor_that_is_not_there_gives_the_terminal_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = build(tmp_path / "ferry")
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with run(folder, tmp_path / "home") as app:
        app.shown("its claims")
        begin(app, "Mine.")
        here = app.send(CTRL_G)
        app.shown("no-such-editor --wait: No such file", here)
        app.send(CTRL_S + typed("quit"))
        assert app.wait() == 0
    assert notes(folder) == ["Mine."]


def test_an_interrupt_is_for_the_editor_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = build(tmp_path / "ferry")
    waiting = 'touch "{0}/began"; while [ ! -e "{0}/go" ]; do sleep 0.05; done; echo Behind. >> "$2"'
    monkeypatch.setenv("VISUAL", script(tmp_path / "my tools" / "ed.sh", waiting.format(tmp_path)))
    with run(folder, tmp_path / "home") as app:
        app.shown("its claims")
        begin(app, "Before.")
        here = app.send(CTRL_G)
        app.until((tmp_path / "began").exists, "the editor")
        for number in (signal.SIGINT, signal.SIGQUIT):
            app.process.send_signal(number)
            time.sleep(0.05)
        (tmp_path / "go").touch()
        app.shown("Behind.", here)
        app.send(CTRL_S + typed("quit"))
        assert app.wait() == 0
    assert notes(folder) == ["Before.\\nBehind."]


def written_until_the_kill(app: PtyApp) -> None:
    """A reply and a change left with Esc, and a note on words in the middle of a word."""
    app.shown("its claims")
    here = app.send(typed("go-notes"))
    app.shown("NOTES 2", here)
    here = app.send(typed("note"))
    app.shown("reply to ben", here)
    app.send("Since 2019.")
    app.shown("Since 2019.")
    here = app.send(ESCAPE)
    app.shown("draft kept", here)
    here = app.send(typed("down") + typed("note-edit"))
    app.shown("CHANGE of a note", here)
    app.send(" Or was.")
    app.shown(" Or was.")
    here = app.send(ESCAPE)
    app.shown("draft kept", here)
    here = app.send(typed("go-claims") + typed("next-pane") + typed("select") + typed("select-word"))
    app.shown("SELECTED", here)
    here = app.send(typed("note"))
    app.shown('note on "', here)
    app.send("Chosen wor")
    app.shown("Chosen wor")


def gone_on_with(app: PtyApp, which: str, more: str) -> None:
    """A draft chosen from the list, finished and saved."""
    here = app.send(":drafts\r")
    app.shown("drafts of notes", here)
    here = app.send(f"{which}\r")
    app.shown("Enter save", here)
    here = app.send(f"{more}\r")
    app.shown("u undo", here)


def test_every_kind_of_draft_outlives_a_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    bens = note("a.bens", "e.marla-quist", "Since when?", by="ben", created="2025-03-01T00:00:00Z")
    mine = note("a.note", "e.marla-quist", "Head of the harbour.", created="2025-02-01T00:00:00Z")
    folder, home = build(tmp_path / "ferry", extra=[bens, mine]), tmp_path / "home"
    with run(folder, home) as app:
        written_until_the_kill(app)
        app.until(lambda: any(b"Chosen wor" in file.read_bytes() for file in home.rglob("drafts/*.json")))
        app.kill()
    assert recorded(folder) == []
    with run(folder, home) as app:
        app.shown("3 drafts of notes not saved yet")
        gone_on_with(app, "Chosen", "ds.")
        gone_on_with(app, "Since 2019", " Or so.")
        gone_on_with(app, "", "")
        app.send(typed("quit"))
        assert app.wait() == 0
    with run(folder, home) as app:
        app.shown("? help")
        assert "not saved yet" not in words(app.output)
    by_text = {each["body"]["text"]: each for each in recorded(folder)}
    assert set(by_text) == {"Chosen words.", "Since 2019. Or so.", "Head of the harbour. Or was."}
    assert by_text["Since 2019. Or so."]["target"] == "a.bens"
    assert by_text["Head of the harbour. Or was."]["id"] == "a.note"
    assert by_text["Chosen words."]["selector"]["start"] == 0
