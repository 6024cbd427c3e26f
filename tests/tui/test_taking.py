"""The copy menu on the screen: one record, a counted quote, or all marks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dossier.tui.clipboard import clip_file
from tests.builders import build
from tests.tui.driver import Driver, opened

pytestmark = pytest.mark.asyncio


@pytest.fixture
async def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Driver]:
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    async with opened(build(tmp_path / "ferry")) as driver:
        await driver.press("go-claims")
        yield driver


def clipped() -> str:
    return clip_file().read_text("utf-8")


async def on(driver: Driver, claim: str) -> None:
    driver.browser.reveal(claim)
    await driver.settle()


async def test_a_claim_is_copied_with_its_quotes_as_footnotes(driver: Driver) -> None:
    await on(driver, "c.finished")
    await driver.press("copy-claim")
    assert clipped().startswith("The old quay is worn out.[^1][^2]")
    assert "claim with its quotes as footnotes" in driver.status()


async def test_the_passage_says_where_it_has_no_text(driver: Driver) -> None:
    await on(driver, "c.vote")
    await driver.press("copy-passage")
    assert clipped() == "The council votes on 12 June 2024."
    await on(driver, "c.cost-exact")
    await driver.press("copy-passage")
    assert clipped() == "Cost of the move: 11.8 million crowns."
    assert "only the quote" in driver.status()


async def test_marks_are_copied_together_and_spent(driver: Driver) -> None:
    items = driver.box().items
    await driver.press("mark", "mark", "copy-id")
    assert clipped().split("\n") == list(items[:2])
    assert "marked" not in driver.bar("heading-claims")
    await driver.press("mark-again", "copy-claim")
    assert "2 claims with quotes as footnotes" in driver.status()


async def test_a_link_leads_back_to_the_record(driver: Driver) -> None:
    await on(driver, "c.vote")
    await driver.press("copy-link")
    assert clipped().startswith("dossier show ")
    assert clipped().endswith(" c.vote")
