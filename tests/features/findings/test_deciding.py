"""`gx`, `gd`, `gf`: conflicts, echoes and figures on the screen; decided with a key, with a reason."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from dossier.core.dossier import Dossier
from dossier.evidence.origins.origins import SourceOrigins
from dossier.features.findings.screen import Conflicts
from tests.builders import build, claim, entity, quote, relation
from tests.screen.driver import Driver, ended, flat, opened

BILLION = {"value": "11800000000", "unit": "crown", "qualifier": "exact", "as_written": "11.8 billion crowns"}
EXTRA = [
    quote("q.slip", "11.8 billion crowns", "s.daily"),
    claim(
        "c.slip", "The move costs 11.8 billion crowns.", "q.slip", kind="figure", subject="e.terminal",
        property="cost", figure=BILLION,
    ),
    relation("r.asked", "c.not-asked", "contradicts", "c.told", state="candidate", basis="inferred",
             reason="Told and not asked."),
]  # fmt: skip


async def all_found(driver: Driver) -> None:
    await driver.press("go-conflicts")
    await driver.until(lambda: "looking" not in driver.bar("heading-side"), "all findings")
    await driver.settle()


pytestmark = pytest.mark.opens(extra=EXTRA, size=(120, 36), then=all_found)


async def at(driver: Driver, *claims: str) -> str:
    """Put the cursor on the finding between two claims."""
    side = driver.browser.feature(Conflicts)
    pairs = {frozenset((each.from_, each.to)): item for item, each in side.findings.items()}
    item = pairs[frozenset(claims)]
    driver.browser.update(driver.place.at("conflicts", item))
    await driver.settle()
    assert isinstance(item, str)
    return item


def state(driver: Driver, record: str) -> tuple[str, str | None]:
    found = driver.browser.dossier.relations[record]
    return found.state, found.reason


async def test_computed_and_stated_conflicts_are_listed_undecided_first(driver: Driver) -> None:
    assert len(driver.box("conflicts").items) >= 3
    assert "to decide" in driver.bar("heading-side")
    await at(driver, "c.slip", "c.cost-exact")
    page = flat(driver.whole_page())
    assert "? unconfirmed" in page
    assert "11.8 million crowns" in page
    assert "11.8 billion crowns" in page


@pytest.mark.parametrize(("key", "sign"), [("c", "!"), ("x", "x")])
async def test_the_row_of_a_finding_shows_what_was_decided(folder: Path, key: str, sign: str) -> None:
    async with opened(folder, (80, 24)) as driver:
        await all_found(driver)
        item = await at(driver, "c.slip", "c.cost-exact")
        await driver.press("status")
        await driver.keys(key)
        if key == "x":
            await driver.enter("Two quays.")
        await driver.until(lambda: driver.browser.dossier.find(item), "the decision")

        def row() -> str:
            at = list(driver.box("conflicts").items).index(item)
            return driver.rows("conflicts")[at]

        await driver.until(lambda: row().strip("> ").startswith(f"{sign} "), "the sign of the decision")
        await driver.press("undo")
        await driver.until(lambda: row().strip("> ").startswith("? "), "no decision")


async def test_a_conflict_is_confirmed_with_two_keys_and_undone_with_one(driver: Driver) -> None:
    item = await at(driver, "c.slip", "c.cost-exact")
    assert item not in driver.browser.dossier
    await driver.press("status")
    assert "conflict: " in driver.bar("prompt-heading")
    await driver.keys("c")
    assert state(driver, item)[0] == "confirmed"
    assert driver.status().startswith("confirmed: ")
    await driver.press("undo")
    assert item not in driver.browser.dossier


async def test_a_dismissal_asks_why_and_is_remembered(driver: Driver, folder: Path) -> None:
    item = await at(driver, "c.slip", "c.cost-exact")
    await driver.press("status")
    await driver.keys("x", "enter")
    assert "takes a reason" in driver.status()
    await driver.press("status")
    await driver.keys("x")
    await driver.enter("A slip of the pen.")
    assert state(driver, item) == ("dismissed", "A slip of the pen.")
    await driver.press("quit")
    await ended(driver)
    async with opened(folder, (120, 36)) as again:
        await all_found(again)
        await at(again, "c.slip", "c.cost-exact")
        assert "x dismissed" in again.whole_page()
        assert "A slip of the pen." in flat(again.whole_page())


async def test_two_claims_lose_their_mark_when_their_conflict_is_dismissed(driver: Driver) -> None:
    def marked() -> list[bool]:
        rows = (
            driver.browser.panes.draw("claims", each, 100, 1)[0].plain for each in ("c.not-asked", "c.told")
        )
        return ["!" in row for row in rows]

    await at(driver, "c.not-asked", "c.told")
    assert marked() == [True, True]
    await driver.press("status")
    await driver.keys("x")
    await driver.enter("Told later.")
    assert marked() == [False, False]
    await driver.press("undo")
    assert marked() == [True, True]


async def test_a_stated_candidate_is_decided_on_its_own_relation(driver: Driver) -> None:
    assert await at(driver, "c.not-asked", "c.told") == "r.asked"
    await driver.press("status")
    await driver.keys("c")
    assert state(driver, "r.asked")[0] == "confirmed"
    await at(driver, "c.not-asked", "c.told")
    await driver.press("status")
    await driver.keys("o")
    assert state(driver, "r.asked")[0] == "candidate"


async def test_what_is_no_conflict_of_figures_is_not_asked_for_scopes(driver: Driver) -> None:
    await at(driver, "c.not-asked", "c.told")
    await driver.command("split")
    assert driver.status().startswith("only figures of one subject and one property are split")
    assert not driver.browser.prompt.display


async def test_a_conflict_is_split_by_scopes(driver: Driver) -> None:
    await at(driver, "c.slip", "c.cost-exact")
    await driver.command("split")
    await driver.enter("the quay alone")
    await driver.enter("the whole harbour")
    dossier = driver.browser.dossier
    scopes = {dossier.claims[c].figure.scope for c in ("c.slip", "c.cost-exact")}  # type: ignore[union-attr]
    assert scopes == {"the quay alone", "the whole harbour"}
    await driver.press("undo")
    assert dossier.claims["c.slip"].figure.scope is None  # type: ignore[union-attr]


async def test_what_is_decided_sinks_and_the_next_is_there(driver: Driver) -> None:
    first, second, *rest = driver.box("conflicts").items
    await driver.press("first", "status")
    await driver.keys("c")
    assert driver.box("conflicts").items == (second, *rest, first)
    assert driver.box("conflicts").item == second
    await driver.press("status")
    await driver.keys("x")
    await driver.enter("No.")
    assert driver.box("conflicts").item == rest[0]
    await driver.press("last", "status")
    await driver.keys("o")
    assert driver.box("conflicts").item == second, "what is opened again stays under the cursor"


async def test_the_hint_line_offers_what_can_be_done_to_a_finding(driver: Driver) -> None:
    item = await at(driver, "c.slip", "c.cost-exact")
    assert ":split give scopes" in driver.status()
    assert "a note" not in driver.status()
    await driver.press("note")
    assert driver.status().startswith("nobody has decided on this yet")
    assert await at(driver, "c.not-asked", "c.told") == "r.asked"
    await driver.tap("J")
    assert driver.place.pane == "conflicts"
    assert ":split" not in driver.status()
    assert "a note" in driver.status()
    assert item not in driver.browser.dossier


async def test_marks_are_decided_together(driver: Driver) -> None:
    found = len(driver.box("conflicts").items)
    await driver.press("mark-all", "status")
    assert f"{found} MARKED findings" in driver.bar("prompt-heading")
    await driver.keys("c")
    assert "all decided" in driver.bar("heading-side")
    await driver.press("undo")
    await driver.until(lambda: "to decide" in driver.bar("heading-side"), "all open again")


async def test_enter_goes_to_the_claim(driver: Driver) -> None:
    await at(driver, "c.not-asked", "c.told")
    await driver.press("in")
    assert driver.place.pane == "claims"
    assert driver.box().item == "c.not-asked"


async def test_an_edit_that_ends_a_conflict_takes_it_off_the_list(driver: Driver, folder: Path) -> None:
    await at(driver, "c.slip", "c.cost-exact")
    with Dossier.open(folder, by="ben") as other:
        doc = other.raw("c.slip")
        figure = {**doc["figure"], "value": "11800000", "as_written": "11.8 million crowns"}
        other.edit("mended", lambda draft: draft.put({**doc, "figure": figure}))
    side = driver.browser.feature(Conflicts)

    def gone() -> bool:
        pairs = [{each.from_, each.to} for each in side.findings.values()]
        return {"c.slip", "c.cost-exact"} not in pairs

    await driver.until(gone, "the conflict's end")


SHARED = "the north quay is to be built of granite from the old fortress before the winter of next year"


async def test_echoes_are_shown_beside_one_another_and_a_dependence_is_confirmed(tmp_path: Path) -> None:
    extra = [
        quote("q.e1", f"In the plan {SHARED}", "s.minutes"),
        quote("q.e2", f"As is known, {SHARED}, they say", "s.daily"),
        claim("c.e1", "The quay is of granite.", "q.e1", "q.e2"),
    ]
    async with opened(build(tmp_path / "ferry", extra=extra), (120, 36)) as driver:
        await driver.press("go-claims", "go-echoes")
        await driver.until(lambda: "looking" not in driver.bar("heading-side"), "all findings")
        await driver.settle()
        assert driver.box("echoes").items[1:] == ("r.daily-courier", "r.costs"), (
            "what was stated is listed too"
        )
        page = flat(driver.whole_page())
        assert "words in common" in page
        assert "granite from the" in page
        dossier = driver.browser.dossier
        before = SourceOrigins.build(dossier)
        assert before.of("s.minutes").isdisjoint(before.of("s.daily"))
        await driver.press("status")
        assert "shared source: " in driver.bar("prompt-heading")
        await driver.keys("c")
        after = SourceOrigins.build(dossier)
        assert not after.of("s.minutes").isdisjoint(after.of("s.daily"))
        assert driver.status().startswith("confirmed: ")
        driver.browser.update(driver.place.at("echoes", "r.daily-courier"))
        await driver.settle()
        assert "B republishes A" in driver.bar("heading-evidence")
        assert "QUOTES THAT SHOW IT (1)" in flat(driver.whole_page())


async def test_the_figures_bench_lists_groups_and_leads_to_their_claims(folder: Path) -> None:
    async with opened(folder, (120, 36)) as driver:
        await driver.press("go-figures")
        await driver.until(lambda: driver.box("figures").items, "the groups")
        await driver.settle()
        assert "cost of Ferry terminal of Orsund" in driver.cursor_row("figures")
        page = flat(driver.whole_page())
        assert "“11.8 billion crowns”" in page
        assert "unit slip" in page
        await driver.press("in")
        assert set(driver.box("claims").items) == {"c.cost", "c.cost-exact", "c.slip"}


@pytest.mark.parametrize(
    ("name", "measured", "subject"),
    [
        ('The "Old" quay', 'what it "cost"', "e.odd"),
        ("[/b] \x1b[2J", "of, in: -all\nof it", "e.odd"),
        ("Nobody", "berths", "e.gone"),
        (" ", "berths", "e.odd"),
    ],
)
async def test_the_claims_of_a_group_are_found_whatever_it_is_called(
    tmp_path: Path, name: str, measured: str, subject: str
) -> None:
    figure = {"value": "3", "unit": "berth", "qualifier": "exact", "as_written": "3"}
    fields = {"kind": "figure", "subject": subject, "property": measured, "figure": figure}
    extra = [claim(each, "It has 3.", "q.cost", **fields) for each in ("c.x1", "c.x2")]
    async with opened(build(tmp_path / "d", extra=[*extra, entity("e.odd", name=name)]), (120, 36)) as driver:
        await driver.press("go-figures")
        await driver.until(lambda: driver.box("figures").items, "the groups")
        driver.browser.update(driver.place.at("figures", f"{subject}|{measured}"))
        await driver.settle()
        await driver.press("in")
        await driver.settle()
        assert set(driver.box("claims").items) == {"c.x1", "c.x2"}


async def test_a_rounding_is_decided_like_any_finding(tmp_path: Path) -> None:
    figure = {"value": "3", "unit": "berth", "qualifier": "exact", "as_written": "3 berths"}
    berths = {"kind": "figure", "subject": "e.terminal", "property": "berths"}
    extra = [
        claim("c.b1", "It has 3 berths.", "q.crossings", figure=figure, **berths),
        claim("c.b2", "It has about 3 berths.", "q.cost", figure={**figure, "qualifier": "approx"}, **berths),
        claim("c.b3", "It has 3.2 berths.", "q.cost", figure={**figure, "value": "3.2"}, **berths),
    ]
    async with opened(build(tmp_path / "ferry", extra=extra), (120, 36)) as driver:
        await driver.press("go-conflicts", "go-figures")
        await driver.until(lambda: driver.box("figures").items, "the groups")
        driver.browser.update(driver.place.at("figures", "e.terminal|berths"))
        await driver.settle()
        await driver.press("status")
        assert driver.place.pane == "echoes"
        item = driver.box("echoes").item
        assert "TOLD TWICE  rounds" in driver.bar("heading-evidence")
        assert "? unconfirmed" in driver.whole_page()
        await driver.press("status")
        await driver.keys("c")
        assert state(driver, str(item))[0] == "confirmed"
        assert driver.box("echoes").item != item


async def test_the_bench_leads_to_the_decision_on_the_worst_pair(folder: Path) -> None:
    async with opened(folder, (120, 36)) as driver:
        await all_found(driver)
        await driver.press("go-figures")
        await driver.until(lambda: driver.box("figures").items, "the groups")
        await driver.press("status")
        assert driver.place.pane == "conflicts"
        assert "11.8 billion" in flat(driver.whole_page())


async def test_every_row_of_a_list_of_findings_is_exported(driver: Driver, tmp_path: Path) -> None:
    rows = driver.box().items
    computed = [row for row in rows if row not in driver.browser.dossier.relations]
    assert computed
    await driver.press("export")
    assert f"the {len(rows)} conflicts of this list" in driver.text()
    await driver.keys("s", "ctrl+u")
    await driver.enter(str(tmp_path / "shown.json"))
    document = orjson.loads((tmp_path / "shown.json").read_bytes())
    exported = {each["id"] for table in ("claims", "relations") for each in document[table]}
    findings = driver.browser.feature(Conflicts).findings
    assert {findings[row].from_ for row in computed} <= exported
    assert set(rows) - set(computed) <= exported
    await driver.press("go-figures", "export")
    assert "of figures of this list" in driver.text()


async def test_a_note_on_a_decision_names_the_two(driver: Driver) -> None:
    await at(driver, "c.not-asked", "c.told")
    await driver.press("note")
    await driver.enter("Ask both.")
    assert "note on relation" in driver.status()
    assert "contradicts" in driver.status()
    assert "r.asked" not in driver.status()


async def test_the_worst_pair_of_a_group_of_figures_is_decided_from_the_bench(driver: Driver) -> None:
    await driver.press("go-figures", "status")
    assert driver.place.pane == "conflicts"
    assert "conflict: " in driver.bar("prompt-heading")
    worst = driver.browser.subject or ""
    assert worst not in driver.browser.dossier
    await driver.keys("c")
    assert state(driver, worst)[0] == "confirmed"
