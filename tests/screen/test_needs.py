"""What a command needs is said when it is missing, and keeps it off the hint line."""

from __future__ import annotations

import pytest

from dossier.features.tags.codebook_words import USAGE
from dossier.keys.commands import works_in
from dossier.registry import REGISTRY
from dossier.screen.running import fits_rows, what_is_missing
from tests.builders import note
from tests.screen.driver import Driver

NOTES = [note("a.bens", "c.not-asked", by="ben")]


@pytest.mark.parametrize(
    ("at", "command", "said"),
    [
        ("go-figures", "tag", "there is nothing here to annotate"),
        ("go-figures", "mark", "these rows are not marked"),
        ("go-entities", "next-claim", "> and < step through claims; gc goes to them"),
        ("go-entities", "repeat", "there is nothing to repeat yet"),
        ("go-entities", "find-next", "nothing to find yet - / asks for words"),
        ("go-entities", "copy-claim", "there is no claim here"),
        ("go-entities", "grade", "grades are for sources, claims and their quotes; this is an entity"),
        ("go-sources", "status", "a status is for claims; this is a source"),
        ("go-codebook", "sort", "the codebook has an order of its own; f filters it"),
        ("go-codebook", "facets", "the codebook has no facets; f filters it"),
    ],
)
async def test_what_is_missing_is_said(driver: Driver, at: str, command: str, said: str) -> None:
    await driver.press(at, command)
    assert driver.message == said


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("withdraw", "there is no source here"),
        ("revert", "there is no edit here"),
        ("split", "there is no conflict here to split"),
        ("tag-rename", "there is no tag here"),
        ("resolve", "there is no note here"),
        ("review-supported", "there is nothing to decide here"),
        ("save-filter", "there is no filter on this list to save - f filters it"),
    ],
)
async def test_by_name_too_a_command_is_for_the_rows_of_its_list(
    driver: Driver, command: str, said: str
) -> None:
    await driver.press("go-claims")
    await driver.command(command)
    assert driver.message == said


async def test_among_quotes_the_claims_are_neither_sorted_nor_filtered(driver: Driver) -> None:
    await driver.press("go-claims", "in")
    for command, said in (
        ("sort", "the quotes of one claim stand in the claim's own order"),
        ("filter", "the quotes of one claim are not filtered - h goes out to the claims"),
        ("facets", "h goes out to the claims, whose facets these are"),
    ):
        await driver.press(command)
        assert driver.message == said


@pytest.mark.opens(press=("go-figures",))
async def test_tags_are_renamed_by_name_where_nothing_can_be_tagged(driver: Driver) -> None:
    await driver.command("tag rename cost price")
    assert "no tag" in driver.message or "renamed" in driver.message
    assert "to annotate" not in driver.message


def test_the_words_that_change_the_codebook_are_declared() -> None:
    assert set(REGISTRY.by_id["tag"].verbs) == {*USAGE, "move"}


@pytest.mark.opens(extra=NOTES)
@pytest.mark.parametrize("pane", ["entities", "claims", "sources", "timeline", "notes", *REGISTRY.lists])
async def test_the_hint_line_names_no_command_that_the_rows_cannot_take(driver: Driver, pane: str) -> None:
    browser = driver.browser
    browser.go_to_list(pane)
    await driver.settle()
    if browser.subject is None:
        return
    for command in browser.keymap.commands:
        needs = {need.name for need in command.needs}
        hinted = command.rank and works_in(command, browser.contexts) and fits_rows(browser, command)
        if hinted and not needs.isdisjoint({"records", "markable"}):
            assert what_is_missing(browser, command) == "", command.id
