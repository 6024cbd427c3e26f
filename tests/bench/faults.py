"""Faults of many kinds, for longer than a suite may take: power cuts, kills, failing calls, hostile data.

`python -m tests.bench faults` prints for each kind how many were tried and what was lost, which must be
nothing. A kind is a function that returns its Figures; a line in KINDS adds it.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from dossier.core.dossier import Dossier
from dossier.records.kinds import TABLES
from dossier.records.problems import DossierError, NotADossier
from tests.any_value import (
    CIRCLES,
    COMMANDS,
    REFERENCES,
    SLIPS,
    Slip,
    build_hostile,
    look_at_everything,
    run_command,
)
from tests.builders import TEXT, TEXT_SHA, build, note
from tests.planted import KINDS as PLANTED
from tests.planted import contents, plant
from tests.power import Disk
from tests.store.faults import ACTS, CALLS, ERRORS, Failing, at_every_place, lay

_KILLS = 60
_VALUES = 200
_SCRIPT = """
import sys
from dossier.core.dossier import Dossier
from tests.builders import note
with Dossier.open(sys.argv[1], by="ada") as dossier:
    for number in range(int(sys.argv[2]), int(sys.argv[2]) + 1000):
        name = f"a.{number:06}"
        dossier.edit(name, lambda draft: draft.put(note(name, "c.cost")))
        print(name, flush=True)
        if number % 7 == 0:
            dossier.save()
"""


@dataclass
class Figures:
    """What came of one kind of fault: how often it was tried, and what was lost, in words."""

    tried: int = 0
    lost: int = 0
    scanned: int = 0
    """Bytes of output that were looked through for what a terminal obeys."""
    example: str = ""

    def lose(self, example: str) -> None:
        """Note a loss."""
        self.lost += 1
        self.example = self.example or example


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _put_note(dossier: Dossier, name: str) -> None:
    dossier.edit(name, lambda draft: draft.put(note(name, "c.cost")))


def cut_power() -> Figures:
    """Edits, saves, undo and texts in one dossier; a power cut after each call, with each legal state."""
    figures = Figures()
    with _folder() as folder:
        root = folder / "root"
        root.mkdir()
        build(root / "case")
        disk = Disk(root)
        with pytest.MonkeyPatch.context() as patch:
            disk.record(patch)
            with Dossier.open(root / "case", by="ada") as dossier:
                for number in range(6):
                    _put_note(dossier, f"a.{number}")
                    disk.done(f"a.{number}")
                    dossier.put_text(b"Text %d.\n" % number)
                    if number % 2:
                        dossier.save()
                _put_note(dossier, "a.undone")
                dossier.undo()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fsync", lambda descriptor: None)  # looking needs none
            for done, state in disk.cuts():
                figures.tried += 1
                disk.lay_out(state, folder / "after")
                try:
                    with Dossier.open(folder / "after" / "case", by="ada") as dossier:
                        missing = done - set(dossier.annotations.ids())
                        if missing:
                            figures.lose(f"{sorted(missing)} after {len(done)} edits")
                except DossierError as error:
                    figures.lose(str(error))
                shutil.rmtree(folder / "after")
    return figures


def kill_scripts() -> Figures:
    """Two scripts that edit and save one dossier, ended by SIGKILL at random moments."""
    figures = Figures()
    chance = random.Random(1)
    with _folder() as folder:
        case = build(folder / "case")
        told: set[str] = set()
        for turn in range(_KILLS):
            outputs = [folder / f"told {turn} {which}" for which in range(2)]
            running = [
                _start_script(case, (2 * turn + which) * 1000, output) for which, output in enumerate(outputs)
            ]
            while not all(output.stat().st_size for output in outputs):
                time.sleep(0.02)
            time.sleep(chance.random() / 2)
            for script in running:
                script.send_signal(signal.SIGKILL)
            for script, output in zip(running, outputs, strict=True):
                script.wait()
                told.update(output.read_text().split("\n")[:-1])  # the last name may be torn
                figures.tried += 1
        with Dossier.open(case, by="ada") as dossier:
            missing = told - set(dossier.annotations.ids())
            for name in sorted(missing):
                figures.lose(f"{name} of {len(told):,} edits")
    return figures


def _start_script(case: Path, first: int, output: Path) -> subprocess.Popen[bytes]:
    with output.open("wb") as file:
        return subprocess.Popen([sys.executable, "-c", _SCRIPT, str(case), str(first)], stdout=file)


def fail_calls() -> Figures:
    """Every call to the disk failing once, at every place where it is made, with two programs at work."""
    figures = Figures()
    kinds = [Failing(call, error) for call in CALLS for error in ERRORS]
    kinds.append(Failing("write", errno.ENOSPC, short=True))
    with _folder() as folder:
        laid = lay(folder / "laid")
        for act in ACTS:
            for how in kinds:
                for outcome in at_every_place(laid, folder / "d", act, how):
                    figures.tried += 1
                    for lost in outcome.lost:
                        figures.lose(f"{lost} where {how.call} failed")
    return figures


def plant_strangers() -> Figures:
    """Links, pipes, sockets, folders and devices in every place of a dossier; nothing outside may change."""
    figures = Figures()
    names = ["dossier.json", "history.jsonl", ".lock", *(f"{table}.jsonl" for table in TABLES)]
    names += ["texts", f"texts/{TEXT_SHA}.txt", "originals", "originals/x"]
    for name in names:
        for kind in PLANTED:
            if kind != "a folder" or "." in name or "/" in name:
                figures.tried += 1
                _plant_stranger(name, kind, figures)
    return figures


def _plant_stranger(name: str, kind: str, figures: Figures) -> None:
    with _folder() as folder:
        case, outside = build(folder / "case"), folder / "outside"
        outside.mkdir()
        (outside / "article.txt").write_text(TEXT)
        with Dossier.open(case, by="ada") as dossier:
            _put_note(dossier, "a.mine")
        plant(kind, case / name, outside)
        before = contents(outside)
        for words in (
            ("check", case),
            ("show", case),
            ("save", case),
            ("attach", case, "s.courier", outside / "article.txt"),
            ("export", case, "-o", folder / "out.json"),
            ("merge", case, case, "-o", folder / "joined"),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "dossier", *map(str, words)],
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
            if "Traceback" in done.stderr or Path(name).name not in done.stdout + done.stderr:
                figures.lose(f"{words[0]} with {kind} at {name}: {done.stderr[-200:]}")
        with suppress(DossierError), Dossier.open(case, by="ada") as dossier:
            _put_note(dossier, "a.more")
        if contents(outside) != before:
            figures.lose(f"{kind} at {name} changed what is outside")


def scan_output() -> Figures:
    """Any value in any field: what every command, row, page and export says of it, looked through.

    Lost is a byte that a terminal obeys, or an answer: a traceback in its place.
    """
    figures = Figures()
    with _folder() as folder:

        @settings(max_examples=_VALUES, deadline=None, database=None, phases=[Phase.generate])
        @given(slips=SLIPS | REFERENCES | CIRCLES)
        def scan(slips: list[Slip]) -> None:
            case, exported = build_hostile(folder / "case", slips), folder / "taken" / "out.json"
            for arguments in COMMANDS:
                _scan_answer(figures, " ".join(arguments), partial(run_command, case, arguments))
                if arguments[0] == "export" and exported.exists():
                    _scan_answer(figures, "an export", partial(exported.read_text, "utf-8"))
            with suppress(NotADossier), Dossier.open(case, by="ada") as dossier:
                _scan_answer(figures, "the screen", lambda: "\n".join(look_at_everything(dossier)))

        scan()
    return figures


def _scan_answer(figures: Figures, what: str, ask: Callable[[], str]) -> None:
    figures.tried += 1
    try:
        answer = ask()
    except Exception as error:
        figures.lose(f"{what}: {error!r}")
        return
    figures.scanned += len(answer.encode(errors="surrogatepass"))
    obeyed = {
        character for character in answer if unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs")
    }
    if obeyed - {"\n"}:
        figures.lose(f"{what}: {obeyed}")


KINDS: dict[str, Callable[[], Figures]] = {
    "power cuts": cut_power,
    "kills": kill_scripts,
    "failing calls": fail_calls,
    "strangers": plant_strangers,
    "values": scan_output,
}


if __name__ == "__main__":
    for name, try_kind in KINDS.items():
        began = time.monotonic()
        figures = try_kind()
        seconds = time.monotonic() - began
        counts = f"{figures.tried:7,} tried {figures.scanned:13,} bytes scanned {figures.lost:5,} lost"
        print(f"{name:16} {counts} {seconds:7.0f} s  {figures.example}")
