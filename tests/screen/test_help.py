"""Help: what can be done here, found by the words of a newcomer, and the manual behind it."""

from __future__ import annotations

import pytest

from dossier.keys.commands import MAKE, MOVE, SECTIONS
from dossier.manual import load_page
from dossier.registry import REGISTRY
from dossier.screen.help import Help, find_commands
from dossier.screen.palette import match_commands
from tests.screen.driver import Driver, flat

pytestmark = pytest.mark.opens(bundled=True)


def whole_help(driver: Driver) -> str:
    """All of the page, in view or not."""
    reader = driver.screen.query_one("#reader-help")
    return "\n".join(line.text.plain for line in reader.lines)  # type: ignore[attr-defined]


def sections_of(text: str) -> list[str]:
    """The headings of a page that are names of sections, in order."""
    names = {section.upper() for section in SECTIONS} | {"ELSEWHERE", "HERE", "IN THE MANUAL"}
    return [line for line in map(str.strip, text.splitlines()) if line in names]


async def test_help_opens_on_the_badges_and_what_can_be_done_here(driver: Driver) -> None:
    await driver.press("go-claims", "help")
    lines = [line.strip() for line in driver.lines()]
    assert "HELP  claims" in lines[0]
    assert lines[1] == "IN FRONT OF A CLAIM"
    assert lines[2].startswith("B2 source B, information 2")
    assert lines[3].startswith("3q 2o 3 quotes from 2 origins")
    shown = whole_help(driver)
    sections = sections_of(shown)
    used = [each.upper() for each in SECTIONS if each != MAKE]
    assert sections == [*(each for each in used if each != "CHOOSE WORDS"), "ELSEWHERE"]
    assert sections[:4] == ["READ", "ANNOTATE", "FIND", "MOVE"]
    here, _, elsewhere = shown.partition("ELSEWHERE")
    assert "grade:" in here
    assert "delete the tag and its uses" in elsewhere


async def test_what_the_rows_here_do_not_take_stands_elsewhere(driver: Driver) -> None:
    await driver.press("help")
    here, _, elsewhere = whole_help(driver).partition("ELSEWHERE")
    weigh = REGISTRY.by_id["weigh"].title
    assert weigh not in flat(here)  # entities are listed
    assert weigh in flat(elsewhere)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("add", ("t  ", "a  ")), ("delete", ("d  ",)), ("open", ("Enter l Right", "gs"))],
    ids=["add", "delete", "open"],
)
async def test_help_finds_what_a_newcomer_looks_for(
    driver: Driver, typed: str, meant: tuple[str, ...]
) -> None:
    await driver.press("go-claims", "help")
    await driver.type(typed)
    lines = [line.strip() for line in driver.lines()]
    for keys in meant:
        assert any(line.startswith(keys) for line in lines), keys
    assert "half a page" not in driver.text()
    assert driver.bar("help-hints").startswith(f" {typed}_")


@pytest.mark.parametrize("word", ["add", "new", "edit", "remove", "delete", "open", "copy", "find", "close"])
def test_every_word_that_a_newcomer_tries_finds_commands(word: str) -> None:
    assert find_commands(REGISTRY.commands, word)
    best = match_commands(REGISTRY.commands, word)[0]
    assert word in (best.id, *best.synonyms.split()) or best.id.startswith(word)


def test_every_command_is_found_by_its_synonyms() -> None:
    for command in REGISTRY.commands:
        assert command.synonyms, command.id
        for word in command.synonyms.split():
            assert command in find_commands(REGISTRY.commands, word)
            assert command in match_commands(REGISTRY.commands, word)


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("add", "tag"),
        ("new", "tag"),
        ("edit", "note-edit"),
        ("remove", "tag"),
        ("delete", "note-delete"),
        ("open", "in"),
        ("export", "export"),
        ("import", "reload"),
        ("search", "search"),
        ("undo", "undo"),
        ("help", "help"),
        ("quit", "quit"),
        ("exit", "quit"),
    ],
)
def test_a_newcomers_word_leads_to_its_command(word: str, command: str) -> None:
    assert REGISTRY.by_id[command] in find_commands(REGISTRY.commands, word)
    assert REGISTRY.by_id[command] in match_commands(REGISTRY.commands, word)


async def test_a_search_that_esc_ends_does_not_run_what_is_typed_next(driver: Driver) -> None:
    before = driver.place
    await driver.press("help")
    await driver.type("undo")
    await driver.keys("alt+u")  # Esc and u, typed fast
    assert driver.bar("help-hints").startswith(" u_")
    await driver.keys("escape")
    assert driver.bar("help-hints").startswith(" type to search")
    await driver.keys("d")
    assert driver.bar("help-hints").startswith(" d_")
    await driver.keys("escape", "escape")
    assert not isinstance(driver.screen, Help)
    assert driver.place == before
    assert driver.message == ""


async def test_the_manual_is_searched_and_read(driver: Driver) -> None:
    await driver.press("help")
    await driver.type("filters")
    assert "IN THE MANUAL" in driver.text()
    assert "> filters" in driver.text()
    await driver.keys("enter")
    assert "MANUAL  Filters" in driver.bar("help-heading")
    assert "`" not in whole_help(driver)
    assert "records whose text contains both words" in flat(whole_help(driver))
    await driver.keys("pagedown", "escape")
    assert "> filters" in driver.text()
    assert driver.bar("help-hints").startswith(" filters_")


async def test_arrows_choose_among_the_pages_found(driver: Driver) -> None:
    await driver.press("help")
    await driver.type("tag")
    topics = driver.screen.topics  # type: ignore[attr-defined]
    assert len(topics) > 2
    await driver.keys("down")
    assert f"> {topics[1]}" in driver.text()
    await driver.keys("up", "up")
    assert f"> {topics[-1]}" in driver.text()
    await driver.keys("enter")
    assert f"MANUAL  {load_page(topics[-1]).title}" in driver.bar("help-heading")


async def test_words_behind_help_open_a_page_or_search(driver: Driver) -> None:
    await driver.command("help filters")
    assert "MANUAL  Filters" in driver.bar("help-heading")
    await driver.keys("escape")
    assert not isinstance(driver.screen, Help)
    await driver.command("help undo")
    assert driver.bar("help-hints").startswith(" undo_")


async def test_help_is_searched_on_another_layout(driver: Driver) -> None:
    await driver.press("help")
    await driver.type("гтвщ")  # undo
    assert "undo my last change" in driver.text()


async def test_places_and_acts_are_offered_before_cursor_moves(driver: Driver) -> None:
    for command in ("palette", "go-anywhere"):
        await driver.press(command)
        offered = [row.text.plain for row in driver.browser.prompt.candidates.items]
        assert "go-entities" in offered[0] or "entities" in offered[0]
        moves = [each for each in REGISTRY.commands if each.section == MOVE]
        assert not any(move.title in row for row in offered[:30] for move in moves)
        await driver.keys("escape")
