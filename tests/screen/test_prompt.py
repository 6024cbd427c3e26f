"""The prompt: what is pasted into it."""

from __future__ import annotations

import pytest
from textual import events

from dossier.evidence.judgements import notes_on, tags_on
from dossier.records.annotation import TextBody
from tests.screen.driver import Driver

pytestmark = pytest.mark.opens(press=("go-claims",), at="c.vote")


async def paste(driver: Driver, text: str) -> None:
    """What the terminal sends when somebody pastes."""
    driver.app.post_message(events.Paste(text))
    await driver.settle()


async def test_several_lines_become_one_where_a_line_is_asked_for(driver: Driver) -> None:
    await driver.press("tag")
    await paste(driver, "survey\nfees")
    await driver.keys("enter")
    assert [tag.path for tag in tags_on(driver.browser.dossier, "c.vote")] == ["fees", "survey"]


async def test_several_lines_of_a_note_go_on_in_the_panel(driver: Driver) -> None:
    await driver.press("note")
    await driver.type("First, ")
    await paste(driver, "one line\nand another")
    assert "and another" in driver.text()
    await driver.keys("ctrl+s")
    (note,) = notes_on(driver.browser.dossier, "c.vote")
    assert isinstance(note.body, TextBody)
    assert note.body.text == "First, one line\nand another"
