"""One failing call to the disk loses nothing, of whichever program."""

from __future__ import annotations

import errno
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from dossier import Dossier
from dossier.records.problems import NotSaved
from tests.store.faults import ACTS, CALLS, Failing, Fault, at_every_place, lay, note


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("laid") / "d")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_fails_at_any_place_loses_no_acknowledged_edit(
    laid: Path, tmp_path: Path, act: str, call: str
) -> None:
    for outcome in at_every_place(laid, tmp_path / "d", act, Failing(call)):
        assert outcome.lost == set()


@pytest.mark.parametrize("act", ["edit", "undo", "save"])
def test_a_write_that_is_cut_short_loses_no_acknowledged_edit(laid: Path, tmp_path: Path, act: str) -> None:
    for outcome in at_every_place(laid, tmp_path / "d", act, Failing("write", errno.ENOSPC, short=True)):
        assert outcome.lost == set()


def test_what_another_appended_is_taken_in_whole_or_not_at_all(laid: Path, tmp_path: Path) -> None:
    path = shutil.copytree(laid, tmp_path / "d")
    ada, bob = Dossier.open(path, by="ada"), Dossier.open(path, by="bob")
    note(bob, "a.bob")
    for at in range(1, 20):
        fault = Fault(Failing("read"), at)
        with fault.injected(), suppress(NotSaved):
            ada.refresh()
        if not fault.happened:
            break
        assert "a.bob" not in ada.annotations
    assert "a.bob" in ada.annotations


def test_what_cannot_be_read_is_said(laid: Path, tmp_path: Path) -> None:
    path = shutil.copytree(laid, tmp_path / "d")
    ada, bob = Dossier.open(path, by="ada"), Dossier.open(path, by="bob")
    note(bob, "a.bob")
    with Fault(Failing("read"), 1).injected(), pytest.raises(NotSaved) as caught:
        ada.save()
    assert "history.jsonl cannot be read: input/output error" in str(caught.value)
    assert "nothing is edited or saved until everything could be read again" in str(caught.value)
