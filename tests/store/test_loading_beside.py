"""A dossier that is opened while another program edits and saves all the time has every edit."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier, Draft
from tests import builders


def put(record: builders.Doc, draft: Draft) -> None:
    draft.put(record)


@pytest.mark.parametrize("saves", [1, 2, 3])
def test_opening_beside_a_program_that_saves_all_the_time_loses_nothing(tmp_path: Path, saves: int) -> None:
    path = builders.build(tmp_path / "d")
    numbers = count()
    with Dossier.open(path, by="ben") as busy:

        def edit_and_save() -> None:
            for _ in range(saves):
                record = builders.note(f"a.{next(numbers):04}", "c.cost")
                busy.edit("note", partial(put, record))
                busy.save()

        edit_and_save()
        opened = Dossier(path, by="ada")
        for _ in opened.load():
            edit_and_save()
        opened.edit("mine", lambda draft: draft.put(builders.note("a.mine", "c.cost")))
        opened.save()
        assert (opened.conflicts, opened.edited_outside) == ([], [])
        opened.close()
    told = {f"a.{number:04}" for number in range(next(numbers))} | {"a.mine"}
    with Dossier.open(path, by="ada") as again:
        assert told <= set(again.annotations.ids())
