"""A source as long as a book shelf: read at once, scrolled to its quotes between keys."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.builders import build, quote, source
from tests.screen.driver import opened

PARAGRAPHS = 12_000


def long_case(folder: Path) -> Path:
    """A text of many paragraphs, with a quote near its end."""
    text = "".join(f"Paragraph {number} of a long text.\n\n" for number in range(PARAGRAPHS))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    exact = f"Paragraph {PARAGRAPHS - 100} of"
    start = text.index(exact)
    place = {"text": sha256, "start": start, "end": start + len(exact), "prefix": "", "suffix": ""}
    far = {**quote("q.far", exact, "s.long"), **place}
    case = build(
        folder / "case", extra=[source("s.long", texts=[{"sha256": sha256, "length": len(text)}]), far]
    )
    (case / "texts" / f"{sha256}.txt").write_text(text)
    return case


async def test_a_quote_far_down_is_scrolled_to_between_keys(tmp_path: Path) -> None:
    async with opened(long_case(tmp_path), (120, 36)) as driver:
        reader = driver.browser.reader
        driver.browser.reveal("s.long")
        await driver.until(lambda: "Paragraph 1 of" in driver.page(), "the text")
        reader.reveal("q.far")
        assert reader.top == 0
        await driver.until(lambda: f"Paragraph {PARAGRAPHS - 100} of" in driver.page(), "the quote")
        assert reader.top > PARAGRAPHS


async def test_who_scrolls_on_is_not_taken_to_it_later(tmp_path: Path) -> None:
    async with opened(long_case(tmp_path), (120, 36)) as driver:
        reader = driver.browser.reader
        driver.browser.reveal("s.long")
        await driver.until(lambda: "Paragraph 1 of" in driver.page(), "the text")
        reader.reveal("q.far")
        reader.scroll_to_line(5)
        await driver.settle()
        assert reader.top == 5
