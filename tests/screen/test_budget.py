"""The keystroke budget (INTERACTION, section 20): every row is done with so many keys, at 80x24."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.evidence.judgements import badge_of, notes_on, tags_on
from tests.builders import claim, quote, source, tagging
from tests.screen.driver import Driver, bundled, opened, steps_of

WORD = "harbourer"
WORDS = [f"{WORD} number {number} of the ferry line speaks" for number in range(12)]
TEXT = "\n".join(WORDS)


class Counting:
    """Presses keys and counts them."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.count = 0

    async def keys(self, *steps: str) -> None:
        self.count += len(steps)
        await self.driver.keys(*steps)

    async def press(self, *commands: str) -> None:
        await self.keys(*(step for command in commands for step in steps_of(command)))

    async def type(self, text: str) -> None:
        await self.keys(*("space" if character == " " else character for character in text))


def many() -> list[dict[str, object]]:
    """Twelve claims, each with two quotes of one source; a tag that some bear."""
    docs: list[dict[str, object]] = [source("s.long", texts=[], published="2024-05-01")]
    for number, words in enumerate(WORDS):
        docs.append(quote(f"q.long-{number:02}", words, "s.long", text=TEXT))
        docs.append(quote(f"q.longer-{number:02}", words[:20], "s.long", text=TEXT))
        ids = (f"q.long-{number:02}", f"q.longer-{number:02}")
        docs.append(claim(f"c.long-{number:02}", f"The {words}.", *ids, kind="opinion"))
    docs.append({"id": "t.founding", "path": "founding", "created": "2025-02-01T09:30:00Z",
                 "modified": "2025-02-01T09:30:00Z", "by": "ada"})  # fmt: skip
    docs.append(tagging("a.founding", "c.vote", "t.founding"))
    return docs


pytestmark = pytest.mark.opens(extra=many(), press=("go-claims",))


@pytest.fixture
def counting(driver: Driver) -> Counting:
    return Counting(driver)


def here(driver: Driver) -> str:
    item = driver.box().item
    assert item is not None
    return item


def tags(driver: Driver, record: str) -> list[str]:
    return [tag.path for tag in tags_on(driver.browser.dossier, record)]


async def test_a_known_tag_takes_four_keys(driver: Driver, counting: Counting) -> None:
    await counting.press("tag")
    await counting.type("fo")
    await counting.keys("enter")
    assert "founding" in tags(driver, here(driver))
    assert counting.count == 4


async def test_a_recent_tag_takes_two_keys_and_the_same_again_one(driver: Driver, counting: Counting) -> None:
    await driver.press("tag")
    await driver.enter("founding")
    await driver.press("down")
    await counting.press("tag")
    await counting.keys("1")
    assert "founding" in tags(driver, here(driver))
    assert counting.count == 2
    await driver.press("down")
    counting.count = 0
    await counting.press("repeat")
    assert "founding" in tags(driver, here(driver))
    assert counting.count == 1


async def test_ten_filtered_claims_take_sixteen_keys(driver: Driver, counting: Counting) -> None:
    await driver.press("tag")
    await driver.enter("founding")
    query = "number 1 -2"
    assert len(query) == 11
    await counting.press("filter")
    await counting.type(query)
    await counting.keys("enter")
    shown = driver.box().items
    await counting.press("mark-all", "tag")
    await counting.keys("1")
    assert len(shown) > 1
    assert all("founding" in tags(driver, item) for item in shown)
    assert counting.count == 16


async def test_a_note_of_twenty_characters_takes_twenty_two_keys(driver: Driver, counting: Counting) -> None:
    words = "Ask the chief again."
    assert len(words) == 20
    await counting.press("note")
    await counting.type(words)
    await counting.keys("enter")
    assert [getattr(note.body, "text", "") for note in notes_on(driver.browser.dossier, here(driver))][
        -1
    ] == words
    assert counting.count == 22


async def test_a_grade_takes_three_keys(driver: Driver, counting: Counting) -> None:
    await driver.reveal("c.long-03")
    await counting.press("grade")
    await counting.keys("b", "2")
    assert badge_of(driver.browser.dossier, "c.long-03").text == "B2"
    assert counting.count == 3


async def test_a_digit_takes_two_keys_and_keeps_the_letter_of_the_source(
    driver: Driver, counting: Counting
) -> None:
    await driver.reveal("c.vote")
    await counting.press("grade")
    await counting.keys("2")
    assert badge_of(driver.browser.dossier, "c.vote").text == "B2"
    assert counting.count == 2


@pytest.mark.parametrize(("letters", "keys"), [(9, 13), (4, 8)])
async def test_the_second_quote_of_a_claim_found_by_a_word(
    driver: Driver, counting: Counting, letters: int, keys: int
) -> None:
    await driver.reveal("c.vote")
    await counting.press("find")
    await counting.type(WORD[:letters])
    await counting.keys("enter", "2")
    await counting.press("source")
    place = driver.place
    assert (place.quotes, place.focus) == (True, "reader")
    dossier = driver.browser.dossier
    assert place.claim is not None
    assert place.claim.startswith("c.long-")
    assert place.quote == dossier.quotes_of(place.claim)[1]
    assert counting.count == keys


async def test_from_liang_wenfeng_to_his_first_quote_in_its_source(tmp_path: Path) -> None:
    async with opened(bundled(tmp_path), (80, 24)) as driver:
        assert driver.box().item == "e.liang-wenfeng"
        counting = Counting(driver)
        await counting.keys("enter", "enter", "enter")
        assert (driver.place.quotes, driver.place.focus) == (True, "reader")
        assert driver.place.entity == "e.liang-wenfeng"
        assert counting.count == 3


async def test_ten_in_a_row_take_six_keys_together(driver: Driver, counting: Counting) -> None:
    await driver.reveal("c.long-00")
    before = driver.box().items
    start = before.index("c.long-00")
    ten = before[start : start + 10]
    assert all(item.startswith("c.long-") for item in ten)
    await counting.keys("1", "0")
    await counting.press("mark", "grade")
    await counting.keys("b", "2")
    assert {badge_of(driver.browser.dossier, item).text for item in ten} == {"B2"}
    assert counting.count == 6


async def test_ten_in_a_row_take_twenty_one_keys_reading_each(driver: Driver, counting: Counting) -> None:
    await driver.reveal("c.long-00")
    items = driver.box().items
    start = items.index("c.long-00")
    await counting.press("grade")
    await counting.keys("b", "2")
    for _ in range(9):
        await counting.press("down", "repeat")
    assert {badge_of(driver.browser.dossier, item).text for item in items[start : start + 10]} == {"B2"}
    assert counting.count == 21
