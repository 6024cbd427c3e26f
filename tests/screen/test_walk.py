"""README's walk through the tutorial, typed as it stands there: what is in backticks is a key or a text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.made import README
from tests.screen.driver import Driver, bundled, flat, opened

NAMED = {"Enter": ["enter"], "Esc": ["escape"], "ctrl+r": ["ctrl+r"]}
SEEN: dict[int, tuple[str, ...]] = {
    1: ("CLAIMS 6/25", "3q 1o !"),
    2: ("Holtvik likens a silent ferry to a ghost.", "3 quotes - 3 sources - 1 origin"),
    3: ("没有声音的渡船就是一个幽灵", "quote 3/3"),
    4: ("QUOTES 3",),
    5: ("CLAIMS 17/25", "4.2 billion", "4.2 million"),
    6: ("QUOTES 4", "+ The Grey Coast Ledger", "- The Brimhamn Lantern", "- The Skerry Mail"),
    7: ("#unit-slip", "Ask the Ledger", "redone:"),
    8: ("D5 - 4q 1o !", "CLAIMS 17/25"),
    9: ("REVIEW 17", "0 of 17 done", "grade, status, origin"),
    10: ("CONFLICTS 4", "1 to decide"),
    11: ("4,200,000,000 NOK", "unit slip (x1000)"),
    12: ("SAME STATEMENT", "ghost"),
    13: ("TIMELINE 8", "reported 2024-09-14"),
    14: ("SOURCES 4", "1 source included again"),
    15: ("exported the dossier to",),
}
"""What is on the screen after each step."""
BETWEEN: dict[tuple[int, str], str] = {
    (3, "j"): "The Skerry Mail",
    (4, "i"): "word for word",
    (7, "u"): "undone: note",
    (8, "s r"): "- refuted",
    (8, "c 1"): "this claim has 1 origin",
    (9, "gq"): "0 of 17 done",
    (9, "="): "1 of 17 done",
    (10, "gx"): "1 to decide",
    (10, "Enter"): "x dismissed The council may have met in between.",
    (11, "gf"): "about 30 crossings and 40 crossings do not meet",
    (13, "C"): "by year, when reported",
    (14, "W"): "1 claim loses its last support",
}
"""What is on the screen after a key of a step, the first time that it is pressed there."""


def steps() -> dict[int, list[tuple[bool, str]]]:
    """Of each numbered step of the walk, in order: whether it is to be typed as text, and what."""
    walk = README.read_text("utf-8").split("## An analyst's ten minutes")[1].split("\n## ")[0]
    items = re.findall(r"^(\d+)\. (.*(?:\n {3,}.*)*)", walk, re.MULTILINE)
    return {
        int(number): [(bool(typed), words) for typed, words in re.findall(r"(type\s+)?`([^`]+)`", text)]
        for number, text in items
    }


async def press(driver: Driver, words: str) -> None:
    for word in words.split():
        await driver.keys(*NAMED.get(word, list(word)))


async def holds(driver: Driver, words: str, step: int) -> None:
    def on_screen() -> bool:
        return words in flat(driver.text()) or words in flat(driver.whole_page())

    await driver.until(on_screen, f"step {step}: {words!r}")


async def test_the_walk_is_as_readme_tells_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    walk, between = steps(), dict(BETWEEN)
    assert list(walk) == list(SEEN)
    async with opened(bundled(tmp_path, "tutorial"), (120, 36)) as driver:
        for step, parts in walk.items():
            for typed, words in parts:
                await (driver.type(words) if typed else press(driver, words))
                await driver.settle()
                if (seen := between.pop((step, words), None)) is not None:
                    await holds(driver, seen, step)
            for words in SEEN[step]:
                await holds(driver, words, step)
    assert not between
