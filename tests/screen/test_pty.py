"""The program as a process of its own on a pseudo-terminal: killed, reopened, fed with hostile data."""

from __future__ import annotations

import base64
import re
import signal
import sys
import termios
from pathlib import Path

import orjson
import pytest

from dossier import Dossier
from dossier.registry import REGISTRY
from tests.builders import build
from tests.nasty import NASTY
from tests.nasty_dossier import nasty_dossier
from tests.screen.driver import bundled
from tests.screen.pty_app import PATIENCE, PtyApp, words

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

_BYTES = {"enter": "\r", "escape": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f", "down": "\x1b[B"}
NOTE = "Who else sat at that table?"


def typed(command: str) -> str:
    """The bytes that a command's keys send."""
    steps = REGISTRY.by_id[command].keys[0].split(" ")
    return "".join(
        chr(ord(step[-1]) & 31) if step.startswith("ctrl+") else _BYTES.get(step, step) for step in steps
    )


def notes(folder: Path) -> list[str]:
    """The texts of all notes in a dossier's history, as it is on disk."""
    history = folder / "history.jsonl"
    return re.findall(r'"body":\{"text":"(.*?)"', history.read_text("utf-8")) if history.exists() else []


def run(folder: Path, home: Path) -> PtyApp:
    return PtyApp("-m", "dossier", str(folder), home=home, cwd=folder.parent)


def assert_terminal_is_back(app: PtyApp) -> None:
    """Echo and line editing are on, the alternate screen and the mouse are off, the cursor is there."""
    assert termios.tcgetattr(app.slave) == app.before
    for mode in (b"?1049", b"?1000", b"?1003", b"?2004"):
        assert app.output.rfind(b"\x1b[" + mode + b"l") > app.output.rfind(b"\x1b[" + mode + b"h")
    assert app.output.rfind(b"\x1b[?25h") > app.output.rfind(b"\x1b[?25l")


def write_half_a_note(app: PtyApp) -> None:
    app.shown("its claims")
    here = app.send(typed("note") + "half a thought")
    app.shown("half a thought", here)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_gives_the_terminal_back_and_keeps_the_draft(tmp_path: Path, number: int) -> None:
    folder, home = build(tmp_path / "case"), tmp_path / "home"
    with run(folder, home) as app:
        write_half_a_note(app)
        app.process.send_signal(number)
        assert app.wait() == 128 + number
        assert_terminal_is_back(app)
    with run(folder, home) as app:
        app.shown("1 draft of a note not saved yet")


def test_a_lost_terminal_ends_it_in_order(tmp_path: Path) -> None:
    folder, home = build(tmp_path / "case"), tmp_path / "home"
    with run(folder, home) as app:
        write_half_a_note(app)
        app.hang_up()
        assert app.process.wait(timeout=PATIENCE) == 128 + signal.SIGHUP
    with run(folder, home) as app:
        app.shown("1 draft of a note not saved yet")


def test_the_screen_is_on_the_terminal_wherever_errors_go(tmp_path: Path) -> None:
    folder, errors = build(tmp_path / "case"), tmp_path / "errors"
    with PtyApp("-m", "dossier", str(folder), home=tmp_path / "home", errors=errors) as app:
        app.shown("its claims")
        app.send(typed("quit"))
        assert app.wait() == 0
    assert errors.read_bytes() == b""


def test_a_note_outlives_a_kill(tmp_path: Path) -> None:
    folder, home = bundled(tmp_path), tmp_path / "home"
    with run(folder, home) as app:
        app.shown("Liang Wenfeng")
        app.shown("its claims")
        here = app.send(typed("in"))
        app.shown("CLAIMS 74/266", here)
        here = app.send(typed("down") + typed("in"))
        app.shown("QUOTES", here)
        here = app.send(typed("in"))
        app.shown("Space page", here)
        here = app.send(typed("out") + typed("out"))
        app.shown("CLAIMS 74/266", here)
        here = app.send(typed("tag"))
        app.shown("tag>", here)
        here = app.send("riv\r")
        app.shown("+industry/rivals on claim", here)
        here = app.send(typed("note"))
        app.shown("note on claim", here)
        app.send(NOTE + "\r")
        app.until(lambda: NOTE in notes(folder), "the note in the history")
        app.kill()
    with run(folder, home) as app:
        app.shown("CLAIMS 74/266")  # the same place
        app.shown("#industry/rivals")
        here = app.send(typed("next-pane") + typed("last"))
        app.shown(NOTE, here)
        here = app.send(typed("undo"))
        app.shown("undone: note on claim", here)
        here = app.send(typed("redo"))
        app.shown("redone: note on claim", here)
        target = tmp_path / "deepseek.json"
        here = app.send(typed("export") + "a")
        app.shown("export to", here)
        app.send("\r")
        app.until(target.exists, "the export")
        here = app.send(typed("copy-citation"))
        app.shown("sent to the terminal (OSC 52)", here)
        copied = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", app.output)
        assert base64.b64decode(copied[-1]).decode().startswith('"')
        app.send(typed("quit"))
        assert app.wait() == 0
        assert_terminal_is_back(app)
    texts = [a["body"].get("text") for a in orjson.loads(target.read_bytes())["annotations"]]
    assert NOTE in texts
    with Dossier.open(folder, by="ada") as dossier:
        assert dossier.can_undo is not None
        assert not dossier.problems


def test_keys_sent_in_one_burst_all_arrive(tmp_path: Path) -> None:
    """A slow line delivers keys in one piece: each still goes where it was meant to."""
    folder = bundled(tmp_path)
    with run(folder, tmp_path / "home") as app:
        app.shown("its claims")
        app.send(
            typed("in")
            + typed("down")
            + typed("note")
            + NOTE
            + "\r"
            + typed("down")
            + typed("note")
            + "Two.\r"
        )
        app.until(lambda: notes(folder) == [NOTE, "Two."], "both notes")
        app.send(typed("quit"))
        assert app.wait() == 0
    with Dossier.open(folder) as dossier:
        written = [a for a in dossier.annotations if a.by == "ada"]
        assert len({annotation.target for annotation in written}) == 2


def test_nothing_raw_reaches_the_terminal(tmp_path: Path) -> None:
    names = [
        "escape",
        "clear-screen",
        "clipboard",
        "title",
        "hyperlink",
        "device-control",
        "answerback",
        "c1",
    ]
    names += [
        "bell",
        "backspace",
        "carriage-return",
        "nul",
        "del",
        "shift-out",
        "bidi-override",
        "zero-width",
    ]
    folder = nasty_dossier(tmp_path, names, title=NASTY["title"])
    with run(folder, tmp_path / "home") as app:
        app.shown("its claims")
        for pane in ("go-claims", "go-entities", "go-sources", "go-timeline", "go-notes"):
            here = app.send(typed(pane))
            app.shown(pane.removeprefix("go-").upper(), here)
            for _ in range(len(names) + 12):
                here = app.send(typed("down"))
                app.read(0.01)
        app.send(typed("go-claims") + typed("in") + typed("in") + typed("info"))
        app.shown("INFO")
        app.send(typed("quit"))
        assert app.wait() == 0
        output = app.output
    text = output.decode("utf-8")  # no half characters, no bare C1 bytes
    assert "red" in words(output)
    assert "owned" in words(output)
    told = {match[0][:4] for match in re.finditer(rb"\x1b[\]PX^_][^\x1b\x07]{0,40}", output)}
    assert not {each for each in told if each.startswith((b"\x1b]52", b"\x1b]0;", b"\x1b]8;", b"\x1bP+q"))}
    assert b"owned\x07" not in output
    assert b"aGFja2Vk\x07" not in output
    printed = words(output)
    for forbidden in "\x00\x05\x07\x08\x0e\x7f\x90\x9b\x9c\x9d\u202e\u200b\ufeff":
        assert forbidden not in printed, hex(ord(forbidden))
    assert "<U+202E>" in printed
    for code in ("\x1b[31mred", "\x1b[2J\x1b[H\x1b", "\x1b[c", "\x1b[6n"):
        assert code not in text.replace("\x1b[2J\x1b[H\x1b[?", ""), code
