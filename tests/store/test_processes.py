"""Real processes: two that edit at once, and one that is killed, lose no edit that was acknowledged."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dossier import Dossier
from tests import builders
from tests.paths import ROOT

EDITOR = """
import sys
from dossier import Dossier
path, name, count, save_every = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
dossier = Dossier.open(path, by=name)
sys.stdout.write("ready\\n")
sys.stdout.flush()
sys.stdin.readline()
for number in range(count):
    doc = {"id": f"a.{name}-{number:05}", "target": "c.cost", "motivation": "bookmarking"}
    tag = {"id": "t.cost", "path": "money/cost", "definition": f"{name} {number}"}
    dossier.edit(f"note {number}", lambda draft: (draft.put(doc), draft.put({**draft.get("t.cost"), **tag})))
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
    if save_every and number % save_every == save_every - 1:
        dossier.save()
dossier.close()
"""


def editor(path: Path, name: str, count: int, save_every: int = 0) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", EDITOR, str(path), name, str(count), str(save_every)]
    root = str(ROOT)
    return subprocess.Popen(
        arguments,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": root},
    )


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


@pytest.mark.parametrize("save_every", [0, 7])
def test_two_processes_editing_at_once_lose_nothing(tmp_path: Path, save_every: int) -> None:
    path = builders.build(tmp_path / "d")
    processes = [editor(path, name, 100, save_every) for name in ("ada", "bob")]
    for process in processes:
        ready(process)
    for process in processes:
        go(process)
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    with Dossier.open(path) as dossier:
        for name in ("ada", "bob"):
            assert [i for i in dossier.annotations.ids() if name in i] == [
                f"a.{name}-{n:05}" for n in range(100)
            ]
        assert len(list(dossier.history())) == 200
        assert (dossier.conflicts, dossier.problems, dossier.validate()) == ([], [], [])
        assert dossier.refresh().outside == ()
        whole = {doc["id"] for doc in builders.table_lines(path, "annotations")}
        assert whole == {*dossier.annotations.ids()}


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX signal")
def test_a_killed_process_loses_no_acknowledged_edit(tmp_path: Path) -> None:
    path = builders.build(tmp_path / "d")
    chance = random.Random(20250201)
    acknowledged: set[str] = set()
    for turn in range(20):
        process = editor(path, f"k{turn}", 100_000, save_every=chance.choice([0, 3, 10]))
        ready(process)
        go(process)
        time.sleep(chance.uniform(0.005, 0.08))
        process.send_signal(signal.SIGKILL)
        output, _ = process.communicate(timeout=60)
        said = output.rpartition("\n")[0].split("\n")
        acknowledged.update(f"a.k{turn}-{int(number):05}" for number in said if number)
        with Dossier.open(path, by="eve") as dossier:
            assert acknowledged <= {*dossier.annotations.ids()}
            assert (dossier.conflicts, dossier.problems) == ([], [])
    with Dossier.open(path, by="eve") as dossier:
        assert dossier.edit("after", lambda draft: draft.put(builders.note("a.after", "c.cost")))
        assert dossier.save()
        assert dossier.validate() == []
    assert len(acknowledged) > 20
