"""What is not the usual case: others at work, broken or read-only or empty dossiers, none at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dossier import Dossier
from dossier.features.notes.act import write_note
from dossier.features.tags.act import tag
from dossier.screen import life
from dossier.screen.opening import Opening
from dossier.store import state
from tests.builders import build, claim, entity
from tests.screen.driver import Driver, bundled, ended, flat, opened, running


async def test_what_another_program_does_is_shown_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life, "_FOLLOW_SECONDS", 0.05)
    folder = bundled(tmp_path)
    async with opened(folder) as driver:
        await driver.press("in", "down", "down", "down")
        place, top = driver.place, driver.box().top
        target = place.cursor("claims") or ""
        ticks = 0
        refresh = driver.browser.dossier.refresh

        def counted() -> Any:
            nonlocal ticks
            ticks += 1
            return refresh()

        monkeypatch.setattr(driver.browser.dossier, "refresh", counted)
        with Dossier.open(folder, by="ben") as other:
            edit = tag(other, [target], ["seen-by-ben"])
            assert edit is not None
            before = ticks
            await driver.until(lambda: "#seen-by-ben" in flat(driver.page()), "ben's tag")
            assert ticks - before <= 3  # the tick that was under way, and two
            await driver.settle()
            assert driver.status().startswith("ben: +seen-by-ben on claim")
            assert (driver.place, driver.box().top) == (place, top)
            write_note(other, [target], "A note by ben.")
            await driver.until(lambda: "A note by ben." in flat(driver.whole_page()), "ben's note")
            assert "n" in driver.cursor_row()[:20]
        await driver.press("undo")
        assert driver.status().startswith("nothing of yours to undo")
        await driver.press("tag")
        await driver.enter("mine")
    with Dossier.open(folder) as dossier:
        assert {edit.by for edit in dossier.history()} == {"ada", "ben"}


async def test_a_table_changed_by_hand_is_told_and_reloaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life, "_FOLLOW_SECONDS", 0.05)
    folder = build(tmp_path / "case")
    async with opened(folder) as driver:
        await driver.press("go-claims")
        here = driver.place.cursor("claims")
        claims = folder / "claims.jsonl"
        claims.write_text(claims.read_text().replace("The old quay is worn out.", "The old quay is fine."))
        await driver.until(
            lambda: driver.status().startswith("! claims.jsonl changed on disk - R"), "the news"
        )
        assert "worn out" in driver.text()
        await driver.press("reload")
        assert driver.message.startswith("reloaded from disk")
        assert "The old quay is fine." in driver.text()
        assert driver.place.cursor("claims") == here


async def test_a_line_deleted_by_hand_is_said_on_opening_and_taken_back_in_the_log(tmp_path: Path) -> None:
    folder = build(tmp_path / "case")
    claims = folder / "claims.jsonl"
    before = claims.read_bytes()
    with Dossier.open(folder, by="ada") as dossier:
        dossier.edit("add", lambda draft: draft.put(claim("c.new", "It moved.", "q.cost")))
    claims.write_bytes(before)
    async with opened(folder) as driver:
        assert driver.status().startswith("! claims.jsonl was edited outside: 1 removed")
        await driver.press("go-claims")
        await driver.press("tag")
        await driver.enter("mine")
        await driver.command("log")
        await driver.until(lambda: "was edited outside" in "".join(driver.rows("log")), "the change")
        await driver.press("down")
        await driver.press("revert")
        assert "c.new" in driver.browser.dossier


async def test_an_empty_dossier(tmp_path: Path) -> None:
    Dossier.new(tmp_path / "empty", title="Nothing yet", by="ada").close()
    async with opened(tmp_path / "empty") as driver:
        assert "This dossier has no entities yet." in driver.text()
        for pane, words in (
            ("claims", "no claims yet"),
            ("sources", "no sources yet"),
            ("timeline", "no events yet"),
            ("notes", "No notes. a writes one"),
        ):
            await driver.press(f"go-{pane}")
            assert words in driver.text()
            await driver.press(
                "down", "up", "last", "first", "in", "source", "next-claim", "info", "find-next"
            )
            await driver.press("copy-citation")
            assert driver.status().startswith("there is no quote here")
            await driver.press("note")
            assert driver.status().startswith("there is nothing here to annotate")
        assert driver.app.is_running


async def test_a_line_that_is_no_record(tmp_path: Path) -> None:
    folder = build(tmp_path / "case")
    with (folder / "claims.jsonl").open("a") as file:
        file.write('{"id":"c.broken","text":\n')
    async with opened(folder) as driver:
        assert driver.status().startswith("! 1 problem in the files - :problems lists them")
        await driver.press("escape", "go-claims")
        assert "CLAIMS 10 " in driver.bar("strip")
        await driver.command("problems")
        assert "! claims.jsonl:11" in driver.page()
        await driver.press("escape", "note")
        await driver.enter("The rest works.")
        assert "The rest works." in flat(driver.whole_page())
    assert '{"id":"c.broken","text":\n' in (folder / "claims.jsonl").read_text()


async def test_a_line_that_is_not_even_json_has_a_row_and_is_not_counted(tmp_path: Path) -> None:
    folder = build(tmp_path / "case")
    with (folder / "claims.jsonl").open("a") as file:
        file.write("not a record\n")
    async with opened(folder) as driver:
        await driver.press("go-claims")
        assert len(driver.box().items) == 11
        for bar in ("strip", "heading-claims"):
            assert "CLAIMS 10 " in driver.bar(bar)


async def test_a_record_that_does_not_follow_the_format(tmp_path: Path) -> None:
    folder = build(tmp_path / "case")
    with (folder / "claims.jsonl").open("a") as file:
        file.write('{"id":"c.broken","text":3,"kind":"nonsense"}\n')
    async with opened(folder) as driver:
        await driver.press("go-claims", "last")
        assert driver.browser.subject == "c.broken"
        assert driver.cursor_row().startswith("> ! claims.jsonl:11: c.broken: ")
        assert "This line is frozen" in flat(driver.page())
        await driver.press("note")
        assert driver.status().startswith("this claim is frozen")
        await driver.press("tag")
        assert not driver.shows("#prompt")
        await driver.press("in")
        assert "No quote supports" in driver.text()
        await driver.press("source", "info", "escape", "out")
        await driver.press("up", "note")
        await driver.enter("The rest works.")
        assert "The rest works." in flat(driver.whole_page())


async def test_a_read_only_dossier_refuses_and_keeps_what_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = build(tmp_path / "case")
    monkeypatch.setattr(state, "_read_only", lambda _: "history.jsonl: permission denied")
    async with opened(folder) as driver:
        await driver.press("note")
        await driver.enter("A thought that must not be lost.")
        assert driver.status().startswith("! NOT SAVED")
        assert "permission denied" in driver.message
        await driver.press("down", "up")
        assert driver.status().startswith("! NOT SAVED")  # it stays until Esc
        await driver.press("escape")
        assert not driver.status().startswith("!")
        await driver.press("note")
        assert driver.browser.prompt.input.value == "A thought that must not be lost."
        await driver.keys("tab", "enter")
        await driver.type("And one more.")
        await driver.keys("ctrl+s")
        assert driver.shows("#notepad")  # the panel and its text stay
        assert driver.message.startswith("! NOT SAVED")
        await driver.keys("escape")
        await driver.press("escape", "note")
        assert driver.note_area.text == "A thought that must not be lost.\nAnd one more."
        await driver.keys("escape")
        await driver.press("tag")
        await driver.enter("x")
        assert driver.message.startswith("! NOT SAVED")
        await driver.press("escape", "undo")
        assert driver.message.startswith("! NOT SAVED")
        assert ":log" not in driver.message
    assert not (folder / "history.jsonl").exists()


async def test_a_draft_survives_the_program(tmp_path: Path) -> None:
    folder = build(tmp_path / "case")
    async with opened(folder) as driver:
        await driver.press("note")
        await driver.type("Half a th")
        await driver.keys("escape")
        assert driver.status().startswith("draft kept - a goes on with it")
        await driver.press("down", "note")
        assert driver.browser.prompt.input.value == ""
        await driver.keys("tab")
        await driver.type("In the panel")  # and no Esc  the program goes down
    async with opened(folder) as driver:
        await driver.press("first", "note")
        assert driver.browser.prompt.input.value == "Half a th"
        await driver.enter("ought.")
        await driver.press("down", "note")
        assert driver.browser.prompt.input.value == "In the panel"
        await driver.keys("escape")
        await driver.press("up", "note")
        assert driver.browser.prompt.input.value == ""  # it has become a note
        await driver.keys("escape")
        assert "Half a thought." in flat(driver.whole_page())


async def failing(driver: Driver, *words: str) -> None:
    await driver.until(lambda: isinstance(driver.screen, Opening) and driver.screen.error, "the message")
    await driver.settle()
    shown = driver.text()
    assert shown.startswith("!")
    assert "R retry   q quit" in shown
    assert "Traceback" not in shown
    for word in words:
        assert word in shown


async def test_a_folder_that_is_no_dossier(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    async with running(folder) as driver:
        await failing(driver, "dossier.json")
        await driver.keys("x")
        await failing(driver, "dossier.json")
        folder.rmdir()
        build(folder)
        await driver.keys("R")
        await driver.until(driver.ready, "the browser")
        assert driver.cursor_row().startswith("> Marla Quist")
        driver.browser.dossier.close()


async def test_a_newer_version(tmp_path: Path) -> None:
    folder = build(tmp_path / "case")
    info = folder / "dossier.json"
    info.write_text(info.read_text().replace('"version": 1', '"version": 2'))
    async with running(folder) as driver:
        await failing(driver, "version", "2")
        await driver.keys("q")
        await ended(driver)
        assert driver.app.return_code == 2


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Reading a dossier does not end before this is set."""
    event = threading.Event()
    load = Dossier.load

    def slow(self: Dossier) -> Iterator[Any]:
        yield from load(self)
        event.wait(20)

    monkeypatch.setattr(Dossier, "load", slow)
    return event


async def test_a_dossier_read_slowly_starts_on_its_first_row(tmp_path: Path, go_on: threading.Event) -> None:
    """Half of it is on the screen at first; in the end all is as if it had been read at once."""
    others = [entity(f"e.a{n}", name=f"A {n}") for n in range(30)]
    others += [claim(f"c.a{n}", "Something.", about=[f"e.a{n}"]) for n in range(30)]
    folder = build(tmp_path / "case", extra=others)
    async with running(folder) as driver:
        await driver.until(driver.half_ready, "the browser")
        await driver.settle()
        assert not driver.ready()
        driver.browser.update(driver.place.at("entities", "e.a9"))
        await driver.settle()
        assert "A 9" in driver.cursor_row()
        go_on.set()
        await driver.until(driver.ready, "all of it")
        await driver.settle()
        assert driver.cursor_row().startswith("> Marla Quist")
        driver.browser.dossier.close()


async def test_while_a_dossier_is_read_moves_work_and_what_changes_records_waits(
    folder: Path, go_on: threading.Event
) -> None:
    async with running(folder) as driver:
        await driver.until(driver.half_ready, "the browser")
        await driver.settle()
        await driver.press("tag")
        assert driver.status().startswith("tags: name adds, -name removes: when the dossier has been read")
        assert not driver.shows("#prompt")
        await driver.press("go-claims")
        assert driver.place.pane == "claims"
        go_on.set()
        await driver.until(driver.ready, "all of it")
        driver.browser.dossier.close()


async def test_what_takes_long_says_that_it_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(build(tmp_path / "ferry")) as driver:
        browser, painted = driver.browser, threading.Event()
        edit, paint = browser.dossier.edit, browser._compositor_refresh

        def slow(label: str, change: Any) -> Any:
            assert painted.wait(20)
            return edit(label, change)

        def see() -> None:
            paint()
            if "working" in driver.status() and not driver.shows("#prompt"):
                painted.set()

        monkeypatch.setattr(browser.dossier, "edit", slow)
        monkeypatch.setattr(browser, "_compositor_refresh", see)
        await driver.press("tag")
        await driver.enter("slowly")  # done only after it was painted that it is under way
        assert "+slowly" in driver.status()
        await driver.press("down")
        assert "working" not in driver.text()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("claims (1).jsonl", "is a copy of claims.jsonl"),
        ("originals/x", "it is a link; expected a plain file"),
    ],
)
async def test_what_does_not_belong_into_the_folder_is_named_at_opening(
    tmp_path: Path, name: str, words: str
) -> None:
    folder = build(tmp_path / "case")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).symlink_to(folder / "claims.jsonl")
    async with opened(folder) as driver:
        await driver.settle()
        assert words in driver.message


async def test_quitting_on_a_full_disk_says_which_tables_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = build(tmp_path / "case")
    told: list[object] = []
    async with opened(folder) as driver:
        tag(driver.browser.dossier, ["c.cost"], ["mine"])

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("dossier.store.store.write_beside", full)
        monkeypatch.setattr(driver.app, "exit", lambda *_, message=None: told.append(message))
        await driver.browser.quit()
    assert "annotations.jsonl and tags.jsonl not saved" in str(told[0])
    assert "Your edits are in history.jsonl" in str(told[0])


async def test_without_a_home_folder_the_screen_works_and_says_what_it_does_without(
    tmp_path: Path, homeless: None
) -> None:
    folder = build(tmp_path / "case")
    async with opened(folder) as driver:
        await driver.settle()
        assert "you have no home folder (HOME is not set); set DOSSIER_HOME" in driver.message
        await driver.press("note")
        await driver.enter("Kept in the dossier.")
    with Dossier.open(folder) as dossier:
        assert "Kept in the dossier." in str([dossier.raw(each) for each in dossier.annotations.ids()])
