"""Any JSON value in any field of any file, any reference anywhere: it is told or shown, nothing breaks."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier import Dossier
from dossier.core.lens import Lens
from dossier.records.problems import NotADossier
from dossier.registry import REGISTRY
from tests.any_value import (
    CIRCLES,
    COMMANDS,
    ODD,
    PLACES,
    REFERENCES,
    SLIPS,
    Slip,
    build_hostile,
    look_at_everything,
    run_command,
)
from tests.screen.driver import opened

ANY = st.one_of(SLIPS, SLIPS, REFERENCES, CIRCLES)
LENSES = (Lens(), Lens(frozenset(["ada"]), frozenset(["s.daily"]), "2024-05-04"))
IN_ONE_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def assert_harmless(text: str) -> None:
    """Nothing that a terminal obeys."""
    found = {character for character in text if unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs")}
    assert found <= {"\n"}


@IN_ONE_FOLDER
@given(slips=ANY, commands=st.lists(st.sampled_from(COMMANDS), min_size=3, max_size=3, unique_by=str))
def test_every_command_answers(tmp_path: Path, slips: list[Slip], commands: list[list[str]]) -> None:
    folder = build_hostile(tmp_path / "case", slips)
    for arguments in commands:
        assert_harmless(run_command(folder, arguments))


@IN_ONE_FOLDER
@given(slips=ANY, lens=st.sampled_from(LENSES))
def test_every_row_and_page_is_drawn(tmp_path: Path, slips: list[Slip], lens: Lens) -> None:
    folder = build_hostile(tmp_path / "case", slips)
    try:
        dossier = Dossier.open(folder, by="ada", lens=lens)
    except NotADossier:
        return
    with dossier:
        for line in look_at_everything(dossier):
            assert_harmless(line)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_command_answers_where_notes_are_on_themselves(tmp_path: Path, arguments: list[str]) -> None:
    circle = [Slip("a.note", ("target",), "a.reply-2"), Slip("a.digit", ("target",), "a.digit")]
    assert_harmless(run_command(build_hostile(tmp_path / "case", circle), arguments))


async def test_every_list_of_the_screen_opens(tmp_path: Path) -> None:
    chance = random.Random(1)
    slips = [Slip(*chance.choice(PLACES), chance.choice(ODD)) for _ in range(60)]
    slips += [Slip("e.nordlink", (field,), None) for field in ("name", "aliases")]
    async with opened(build_hostile(tmp_path / "case", slips), (120, 36)) as driver:
        for command in REGISTRY.commands:
            if command.opens or command.id.startswith("go-"):
                await driver.browser.run(command.id)
                await driver.keys("j", "enter", "j", "escape", "escape")
        assert driver.app.is_running
