"""The fixtures of every test that drives the screen: `folder`, and `driver` on it.

A module or test says with `pytest.mark.opens(...)` what is opened: `extra` records beside those of the
invented dossier (or `bundled=True`: the bundled one), the `size` of the screen, the commands to `press`
first, the record to stand `at`, and what to do `then`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.builders import build
from tests.screen.driver import Driver, bundled, opened


@dataclass(frozen=True)
class Opens:
    """What `pytest.mark.opens` says."""

    extra: Iterable[dict[str, Any]] = ()
    bundled: bool = False
    size: tuple[int, int] = (80, 24)
    press: tuple[str, ...] = ()
    at: str = ""
    then: Callable[[Driver], Awaitable[None]] | None = None


def _opens(request: pytest.FixtureRequest) -> Opens:
    marker = request.node.get_closest_marker("opens")
    return Opens(**marker.kwargs) if marker else Opens()


@pytest.fixture
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The dossier that is opened."""
    opens = _opens(request)
    return bundled(tmp_path) if opens.bundled else build(tmp_path / "ferry", extra=opens.extra)


@pytest.fixture
async def driver(folder: Path, request: pytest.FixtureRequest) -> AsyncIterator[Driver]:
    """The running app, where the marker says."""
    opens = _opens(request)
    async with opened(folder, opens.size) as driver:
        if opens.press:
            await driver.press(*opens.press)
        if opens.at:
            await driver.stand_at(opens.at)
        if opens.then:
            await opens.then(driver)
        yield driver
