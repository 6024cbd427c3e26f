"""The copy menu on the screen: one record, a counted quote, or all marks."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from dossier.core.dossier import Dossier
from dossier.exchange.json_import import restore_export
from dossier.features.takeaway import export as exporting
from dossier.screen.clipboard import clip_file
from tests.screen.driver import Driver

pytestmark = pytest.mark.opens(press=("go-claims",))


def clipped() -> str:
    return clip_file().read_text("utf-8")


@pytest.mark.parametrize("command", ["copy-citation", "copy-quote", "copy-claim", "copy-passage"])
async def test_no_copy_for_readers_holds_an_internal_id(driver: Driver, command: str) -> None:
    await driver.reveal("c.finished")
    await driver.press(command)
    text = clipped()
    assert "The old quay is finished" in text
    assert not [record for record in driver.browser.dossier.quotes.docs if record in text]
    assert "c.finished" not in text
    assert "s.courier" not in text


async def test_a_claim_is_copied_with_its_quotes_as_footnotes(driver: Driver) -> None:
    await driver.reveal("c.finished")
    await driver.press("copy-claim")
    assert clipped().startswith("The old quay is worn out.[^1][^2]")
    assert "claim with its quotes as footnotes" in driver.status()


async def test_the_passage_says_where_it_has_no_text(driver: Driver) -> None:
    await driver.reveal("c.vote")
    await driver.press("copy-passage")
    assert clipped() == "The council votes on 12 June 2024."
    await driver.reveal("c.cost-exact")
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
    await driver.reveal("c.vote")
    await driver.press("copy-link")
    assert clipped().startswith("dossier show ")
    assert clipped().endswith(" c.vote")


async def test_marked_records_are_exported_with_what_they_need_and_what_stays_out_is_said(
    driver: Driver, tmp_path: Path
) -> None:
    target = tmp_path / "part.json"
    await driver.reveal("c.cost")
    await driver.press("mark", "export")
    assert "marked" in driver.text()
    await driver.keys("m")
    assert "left out: 9 claims" in driver.text()
    await driver.keys("ctrl+u")
    await driver.enter(str(target))
    assert "marked" not in driver.bar("heading-claims")
    data = target.read_bytes()
    document = orjson.loads(data)
    assert [claim["id"] for claim in document["claims"]] == ["c.cost"]
    assert document["left_out"]["claims"] == 9
    assert restore_export(tmp_path / "restored", data, "part.json") > 5
    with Dossier.open(tmp_path / "restored") as restored:
        assert restored.validate() == []


async def test_the_rows_shown_are_exported(driver: Driver, tmp_path: Path) -> None:
    await driver.press("filter")
    await driver.enter("terminal")
    shown = set(driver.box().items)
    await driver.press("export")
    await driver.keys("s", "ctrl+u")
    await driver.enter(str(tmp_path / "shown.json"))
    document = orjson.loads((tmp_path / "shown.json").read_bytes())
    assert {claim["id"] for claim in document["claims"]} >= shown
    assert len(document["claims"]) < 10


async def test_a_file_in_the_way_is_never_replaced_unsaid(driver: Driver, tmp_path: Path) -> None:
    target = tmp_path / "there.json"
    target.write_text("mine")
    await driver.command(f"export {target}")
    assert "is there already: Enter replaces it" in driver.bar("prompt-heading")
    await driver.keys("escape")
    assert target.read_text() == "mine"


@pytest.mark.parametrize("name", ["x" * 300, "~nobody-of-this-name/out.json", "no/such/folder/out.json"])
async def test_a_name_that_no_file_can_have_is_said_while_it_is_typed(driver: Driver, name: str) -> None:
    await driver.press("export")
    await driver.keys("a", "ctrl+u")
    await driver.enter(name)
    assert driver.message.startswith("!")
    assert driver.browser.prompt.input.value == name  # another place can be named
    await driver.keys("escape")
    await driver.command(f"export {name}")
    assert driver.message.startswith("!") or driver.bar("prompt-heading").startswith("── !")


async def test_what_the_disk_does_not_take_is_said_in_words(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object, path: Path, part: object) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(exporting, "write_export", refuse)
    target = tmp_path / "out.json"
    await driver.press("export")
    await driver.keys("a", "ctrl+u")
    await driver.enter(str(target))
    assert driver.message == f"! permission denied ({target})"
    await driver.keys("escape")
    await driver.command(f"export {target}")
    assert driver.message == f"! export: permission denied ({target})"


async def test_copied_ids_are_counted_once(driver: Driver) -> None:
    await driver.press("mark", "mark", "copy-id")
    assert driver.message.startswith("2 x id, ")


async def test_what_goes_into_a_part_is_read_whole(driver: Driver) -> None:
    await driver.press("mark", "export")
    await driver.keys("m")
    rows = [row.text.plain for row in driver.browser.prompt.candidates.items]
    assert all(len(row) <= 76 for row in rows)
    assert any("left out" in row for row in rows)
