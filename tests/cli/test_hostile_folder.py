"""A folder from a stranger: whatever stands in it instead of a file, nothing outside changes or hangs."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.records.problems import DossierError
from tests.builders import TEXT, TEXT_SHA, build, note
from tests.cli.conftest import Command
from tests.planted import KINDS, contents, plant

FILES = (
    "dossier.json",
    "history.jsonl",
    "claims.jsonl",
    "annotations.jsonl",
    ".lock",
    f"texts/{TEXT_SHA}.txt",
    "originals/x",
)
FOLDERS = ("texts", "originals")
PLACES = [
    *((kind, place) for place in FILES for kind in KINDS),
    *((kind, place) for place in FOLDERS for kind in ("a file", *KINDS) if kind != "a folder"),
]


@pytest.fixture(autouse=True)
def _no_hang() -> Iterator[None]:
    """A pipe that is waited for ends the test, not the run."""
    signal.alarm(60)
    yield
    signal.alarm(0)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "article.txt").write_text(TEXT)
    return folder


@pytest.fixture(params=PLACES, ids=" at ".join)
def planted(request: pytest.FixtureRequest, tmp_path: Path, outside: Path) -> tuple[Path, str, str]:
    """A dossier with something else in the place of a file; the folder, the place, and what it is called."""
    case = build(tmp_path / "case")
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.mine", "c.vote")))
    kind, place = request.param
    return case, place, plant(kind, case / place, outside)


def test_every_command_names_it_and_touches_nothing_outside(
    command: Command, planted: tuple[Path, str, str], outside: Path, tmp_path: Path
) -> None:
    case, place, kind = planted
    before = contents(outside)
    sound = tmp_path / "sound"
    shutil.copytree(build(tmp_path / "built"), sound)
    for arguments in (
        ("show", case),
        ("list", case, "claims"),
        ("findings", case),
        ("log", case),
        ("check", case),
        ("save", case),
        ("attach", case, "s.courier", outside / "article.txt"),
        ("export", case, "-o", tmp_path / "out.json", "-f"),
        ("merge", case, sound, "-o", tmp_path / "joined"),
    ):
        status, out, err = command(*arguments)
        said = f"{out}{err}"
        assert status in (0, 1, 2)
        assert Path(place).name in said, arguments
        assert f"it is {kind}" in said, arguments
        assert contents(outside) == before, arguments
    assert not (tmp_path / "joined").exists()


def test_an_edit_is_refused_or_kept_inside(planted: tuple[Path, str, str], outside: Path) -> None:
    case, _, _ = planted
    before = contents(outside)
    with suppress(DossierError), Dossier.open(case, by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.more", "c.cost")))
        dossier.put_text(b"Another text.")
    assert contents(outside) == before


def test_a_history_with_a_second_name_is_read_and_not_appended_to(
    command: Command, tmp_path: Path, outside: Path
) -> None:
    case = build(tmp_path / "case")
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.mine", "c.vote")))
    (outside / "history").hardlink_to(case / "history.jsonl")
    before = contents(outside)
    with Dossier.open(case, by="ada") as dossier:
        assert "a.mine" in dossier.annotations
        assert dossier.read_only is not None
        assert dossier.read_only.startswith("history.jsonl has 2 names (hard links)")
        with pytest.raises(DossierError, match="hard links"):
            dossier.edit("note", lambda draft: draft.put(note("a.more", "c.cost")))
    assert contents(outside) == before


def test_a_second_name_that_comes_while_the_dossier_is_open_stops_the_next_edit(
    tmp_path: Path, outside: Path
) -> None:
    case = build(tmp_path / "case")
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.mine", "c.vote")))
        (outside / "history").hardlink_to(case / "history.jsonl")
        before = contents(outside)
        with pytest.raises(DossierError, match="hard links"):
            dossier.edit("note", lambda draft: draft.put(note("a.more", "c.cost")))
    assert contents(outside) == before


def test_a_table_with_a_second_name_is_replaced_and_the_other_stays(tmp_path: Path, outside: Path) -> None:
    case = build(tmp_path / "case")
    (outside / "annotations").hardlink_to(case / "annotations.jsonl")
    before = contents(outside)
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.mine", "c.vote")))
    assert contents(outside) == before
    assert b"a.mine" in (case / "annotations.jsonl").read_bytes()


def test_the_dossier_itself_may_be_reached_through_a_link(command: Command, tmp_path: Path) -> None:
    build(tmp_path / "case")
    (tmp_path / "link").symlink_to(tmp_path / "case")
    assert command("check", tmp_path / "link").status == 0
    with Dossier.open(tmp_path / "link", by="ada") as dossier:
        dossier.edit("note", lambda draft: draft.put(note("a.mine", "c.vote")))
    assert b"a.mine" in (tmp_path / "case" / "annotations.jsonl").read_bytes()
