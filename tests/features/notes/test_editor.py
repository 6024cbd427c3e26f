"""The way of a text through the user's editor and back, whatever the editor does."""

from __future__ import annotations

import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.features.notes import editor
from dossier.features.notes.editor import SCISSORS, EditorError, edit_text
from tests.nasty import NASTY

ABOUT = ["note on claim The move costs about 12 million crowns.", '> "about 12 million crowns"']
APP: Any = None
"""No terminal is given away: the editor is a function."""

Change = Callable[[Path], int | None]


@pytest.fixture
def edited(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    """Edit a text with a function for an editor; the status is what it answers, if that is a number."""
    monkeypatch.setenv("VISUAL", "ed -s --wait")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def run(text: str, change: Change, about: Sequence[str] = ABOUT) -> str:
        def command(app: object, words: Sequence[str]) -> int:
            assert list(words[:-1]) == ["ed", "-s", "--wait"]
            return change(Path(words[-1])) or 0

        monkeypatch.setattr(editor, "run_in_terminal", command)
        return edit_text(APP, text, about)

    return run


def write(text: str | bytes) -> Change:
    """An editor that leaves this."""

    def change(file: Path) -> None:
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    return change


def nothing(file: Path) -> None:
    """An editor that was left at once."""


def test_what_the_editor_is_given(edited: Callable[..., str], tmp_path: Path) -> None:
    seen: list[str] = []

    def look(file: Path) -> None:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        seen.extend(file.read_text("utf-8").split("\n"))

    assert edited("One.\n# Two", look) == "One.\n# Two"
    assert seen[:2] == [f"# {line}" for line in ABOUT]
    assert seen[2].startswith("# Write below")
    assert seen[3:] == [SCISSORS, "One.", "# Two", ""]
    assert list(tmp_path.iterdir()) == []  # nothing is left behind


def test_headings_are_the_users_own(edited: Callable[..., str]) -> None:
    def add(file: Path) -> None:
        file.write_text(file.read_text("utf-8") + "\n# A heading\n\nText.\n\n\n", "utf-8")

    assert edited("# First", add) == "# First\n\n# A heading\n\nText."
    assert edited("", add) == "\n\n# A heading\n\nText."


def test_what_is_written_above_the_line_is_not_lost(edited: Callable[..., str]) -> None:
    def above(file: Path) -> None:
        first, *rest = file.read_text("utf-8").split("\n")
        file.write_text("\n".join([first, "In haste.", "", *rest]), "utf-8")

    assert edited("One.", above) == "In haste.\nOne."


def test_a_deleted_line_leaves_only_the_head_out(edited: Callable[..., str]) -> None:
    def cut(file: Path) -> None:
        lines = file.read_text("utf-8").split("\n")
        lines.remove(SCISSORS)
        file.write_text("\n".join(lines), "utf-8")

    assert edited("# mine\ntext", cut) == "# mine\ntext"
    assert edited("old", write("# new\nall of it")) == "# new\nall of it"


@given(st.one_of(st.sampled_from([words[:300] for words in NASTY.values()]), st.text(max_size=80)))
def test_any_text_comes_back_as_it_went(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EDITOR", "true")
        patch.delenv("VISUAL", raising=False)
        patch.setattr(editor, "run_in_terminal", lambda app, words: 0)
        found = edit_text(APP, text, [text])
    assert found == f"{text}\n".replace("\r\n", "\n").rstrip("\n")


def test_what_windows_editors_leave(edited: Callable[..., str]) -> None:
    assert edited("x", write(f"\ufeff# a\r\n{SCISSORS}\r\nOne.\r\nTwo.\r\n")) == "One.\nTwo."


FAILURES: dict[str, Change] = {
    "ended with 3": lambda file: 3,
    "ended with -15": lambda file: -15,
    r"left what is not UTF-8 \(byte 1\)": write(b"a\xff\xfe"),
    "left no text": write(""),
}


@pytest.mark.parametrize("why", FAILURES)
def test_a_failure_says_which_command_and_why_and_keeps_the_file(
    why: str, edited: Callable[..., str], tmp_path: Path
) -> None:
    with pytest.raises(EditorError, match=f"^ed -s --wait:? {why}; nothing is lost, its file: ") as failed:
        edited("mine", FAILURES[why])
    (folder,) = tmp_path.iterdir()
    assert str(failed.value).endswith(f"its file: {folder / 'note.md'}")


def _make_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("change", [Path.unlink, _make_folder])
def test_a_file_that_is_gone_is_not_pointed_to(edited: Callable[..., str], change: Change) -> None:
    with pytest.raises(EditorError, match=r"^ed -s --wait left no file; nothing is lost$"):
        edited("mine", change)


def test_an_editor_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def run(app: object, words: Sequence[str]) -> int:
        raise FileNotFoundError(2, "No such file or directory", words[0])

    monkeypatch.setenv("EDITOR", "no-such-editor -x")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(editor, "run_in_terminal", run)
    with pytest.raises(EditorError, match=r"^no-such-editor -x: No such file or directory; nothing"):
        edit_text(APP, "mine", ABOUT)


def test_which_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "code -w '/a b'")
    monkeypatch.setenv("EDITOR", "ed")
    assert editor.editor_command() == ["code", "-w", "/a b"]
    monkeypatch.setenv("VISUAL", " ")
    assert editor.editor_command() == ["ed"]
    assert editor.is_editor_set()
    monkeypatch.setenv("EDITOR", "")
    assert not editor.is_editor_set()
    with pytest.raises(EditorError, match=r"^\$VISUAL and \$EDITOR are not set$"):
        editor.editor_command()
    monkeypatch.setenv("EDITOR", "vi 'unclosed")
    with pytest.raises(EditorError, match=r"^\$EDITOR cannot be read: No closing quotation"):
        editor.editor_command()


def test_no_room_for_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EDITOR", "ed")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(EditorError, match=r"^no file could be made for the editor: no such file"):
        edit_text(APP, "mine", ABOUT)
