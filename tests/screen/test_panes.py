"""What a pane lists is worked out when something changes, not whenever it is counted or drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.evidence.timeline import TimeScale
from dossier.records.kinds import MAIN_PANES
from dossier.screen.panes import Panes
from dossier.screen.place import Place
from tests.builders import build, note
from tests.screen.driver import opened

NOTES = [note(f"a.mine-{number}", "e.nordlink") for number in range(4)]


async def test_a_key_works_out_no_list_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(build(tmp_path / "ferry", extra=NOTES)) as driver:
        await driver.press("go-entities")
        driver.browser.reveal("e.nordlink")
        await driver.press("in", "go-notes")
        assert driver.place.entity == "e.nordlink"
        listed: list[str] = []
        order = Panes._order

        def counted(panes: Panes, pane: str, entity: str | None, scope: str | None) -> tuple[str, ...]:
            listed.append(f"{pane} {entity}")
            return order(panes, pane, entity, scope)

        monkeypatch.setattr(Panes, "_order", counted)
        await driver.press("down", "down", "up")
        assert "notes e.nordlink" not in listed


@pytest.mark.parametrize("scale", ["year", "day"])
async def test_neither_lanes_nor_broken_lines_are_counted(tmp_path: Path, scale: TimeScale) -> None:
    folder = build(tmp_path / "ferry")
    for name in ("events", "claims"):
        with (folder / f"{name}.jsonl").open("a") as file:
            file.write("not a record\nnor this\n")
    async with opened(folder) as driver:
        panes, place = driver.browser.panes, Place(scale=scale)
        for pane in MAIN_PANES:
            assert panes.records(pane, place) == panes.total(pane) == panes.records(pane, place)
        assert len(panes.items("timeline", place)) > panes.total("timeline") + 2
        assert len(panes.items("claims", place)) == panes.total("claims") + 2
