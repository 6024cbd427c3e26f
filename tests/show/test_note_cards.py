"""The page of a note: what it is on, whatever that is."""

from __future__ import annotations

from pathlib import Path

from dossier import Dossier
from dossier.show.cards import record_page
from dossier.show.kit.page import layout
from tests.builders import build, note


def lines(dossier: Dossier, record_id: str) -> list[str]:
    return [line.text.plain.strip() for line in layout(record_page(dossier, record_id).blocks, 60)]


def test_a_reply_is_shown_over_what_it_answers(tmp_path: Path) -> None:
    replies = [note("a.reply", "a.note", "It does."), note("a.again", "a.reply", "Who says so?")]
    with Dossier.open(build(tmp_path / "case", extra=replies)) as dossier:
        shown = lines(dossier, "a.again")
        heads = [line for line in shown if line.startswith("ON THE")]
        assert heads == ["ON THE ANNOTATION", "ON THE ANNOTATION", "ON THE CLAIM"]
        assert shown.index("Who says so?") < shown.index("It does.")
        assert "The move costs about 12 million crowns." in shown


def test_notes_in_a_circle_are_each_shown_once(tmp_path: Path) -> None:
    circle = [
        note("a.one", "a.two", "First."),
        note("a.two", "a.one", "Second."),
        note("a.self", "a.self", "Mine."),
    ]
    with Dossier.open(build(tmp_path / "case", extra=circle)) as dossier:
        assert [line for line in lines(dossier, "a.one") if line == "ON THE ANNOTATION"] == [
            "ON THE ANNOTATION"
        ] * 2
        assert [line for line in lines(dossier, "a.self") if line == "ON THE ANNOTATION"] == [
            "ON THE ANNOTATION"
        ]


def test_an_endless_thread_ends(tmp_path: Path) -> None:
    thread = [
        note(f"a.n{number:04}", f"a.n{number - 1:04}" if number else "c.cost") for number in range(2000)
    ]
    with Dossier.open(build(tmp_path / "case", extra=thread)) as dossier:
        assert lines(dossier, "a.n1999").count("ON THE ANNOTATION") == 12


def test_a_note_on_what_is_not_there_says_so(tmp_path: Path) -> None:
    with Dossier.open(build(tmp_path / "case", extra=[note("a.lost", "c.gone")])) as dossier:
        assert "there is no claim c.gone" in lines(dossier, "a.lost")
