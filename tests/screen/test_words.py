"""The program speaks plain words: none of those that readers took twice is on the screen or in a text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dossier.cli import run
from dossier.manual import list_topics, load_page
from dossier.registry import REGISTRY
from tests.made import README
from tests.screen.driver import Driver

OLD = (
    "unfind", "unfilter", "unselect", "as captured", "verbatim ok", "speaks or passes on", "the rest lacks",
    "takes off", "takes mine off", "Esc none", "u undoes", "a says why", "redid", "undid", "tables written",
    "perhaps the terminal", "spread over", "narrow to", "candidate", "hang on it", "hangs on it",
    "has that from", "nobody knows when", "normalized", "admiralty-", "shares-origin", "same-utterance",
    "established by", "figures bench", "echoes", "withdraw the", "counted again", "left as it is",
    "begin again at", "move the other side", "theme dossier", "narration", "no record of the matter",
)  # fmt: skip
FOUND = re.compile("|".join(rf"(?<![\w/-]){re.escape(words)}(?![\w-])" for words in OLD), re.IGNORECASE)

NAMES_THE_FILES = ("fields", "format", "filters", "python", "security")
"""Pages about what stands in the files, where `candidate` and `narration` are values."""

PLACES = [command.id for command in REGISTRY.commands if command.id.startswith("go-")]
ASKING = ["tag", "note", "grade", "status", "weigh", "filter", "find", "search", "facets", "sort", "export"]
SHEETS = ["info", "help"]
NAMED = ["messages", "problems", "clip", "drafts", "layer", "template", "log", "history", "as-of"]


def old_words(text: str, where: str) -> list[str]:
    """Each old word with the place and the line that it was found in."""
    found = []
    for line in text.splitlines():
        found += [f"{where}: {match[0]}: {line.strip()}" for match in FOUND.finditer(line)]
    return found


def old_words_shown(driver: Driver, where: str) -> list[str]:
    """The old words on the screen, and on the page of the reader in view or not."""
    return old_words(f"{driver.text()}\n{driver.whole_page()}", where)


@pytest.mark.opens(bundled=True, size=(80, 24))
async def test_no_pane_prompt_or_sheet_says_an_old_word(driver: Driver) -> None:
    for place in PLACES:
        await driver.press(place)
        assert old_words_shown(driver, place) == []
        for command in (*ASKING, *SHEETS):
            await driver.press(command)
            assert old_words_shown(driver, f"{place}: {command}") == []
            await driver.keys("escape", "escape")
        await driver.press("in")
        assert old_words_shown(driver, f"in from {place}") == []
    for words in NAMED:
        await driver.command(words)
        assert old_words_shown(driver, f":{words}") == []
        await driver.keys("escape", "escape")


@pytest.mark.opens(bundled=True, size=(80, 24), press=("go-claims",))
async def test_no_window_of_keys_says_an_old_word(driver: Driver) -> None:
    for key in ("g", "y", "S"):
        await driver.keys(key)
        assert old_words_shown(driver, key) == []
        await driver.keys("escape")


@pytest.mark.opens(bundled=True, size=(120, 36), press=("go-claims",))
async def test_no_message_says_an_old_word(driver: Driver) -> None:
    for command, *keys in (("tag", "x", "enter"), ("undo",), ("redo",), ("status", "s"), ("copy-citation",)):
        await driver.press(command)
        await driver.keys(*keys)
        assert old_words_shown(driver, command) == []
    await driver.press("go-sources", "withdraw")
    assert old_words_shown(driver, "withdraw") == []
    await driver.press("withdraw")
    assert old_words_shown(driver, "withdraw again") == []
    for words in ("save", "theme", "theme"):
        await driver.command(words)
        assert old_words_shown(driver, words) == []


@pytest.mark.parametrize("command", ["show", "findings", "check", "log", "keys"])
def test_no_command_prints_an_old_word(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run([command] if command == "keys" else [command, str(folder)])
    assert old_words(capsys.readouterr().out, command) == []


def test_no_page_of_the_manual_has_an_old_word() -> None:
    pages = {topic: load_page(topic).text for topic in list_topics() if topic not in NAMES_THE_FILES}
    for where, text in {"README": README.read_text("utf-8"), **pages}.items():
        assert old_words(text, where) == []
