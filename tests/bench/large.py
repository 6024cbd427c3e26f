"""Opening and driving large dossiers, beside an empty Textual app and VisiData on the claims alone.

`python -m tests.bench.large [CLAIMS ...]` (1000 10000 100000). VisiData is installed into an environment of
its own, in a temporary folder; where that cannot be done its column says so. All of it runs in turn on one
machine: read the ratios, not the milliseconds.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dossier.registry import REGISTRY
from dossier.screen.app import DossierApp
from tests.bench.first_paint import EMPTY
from tests.bench.synth import write
from tests.screen.pty_app import PtyApp, words

SIZES = (1_000, 10_000, 100_000)
PAINT_GOAL, KEY_GOAL, LAG_LIMIT = 1.3, 1.5, 50.0
PATIENCE = 120.0
KEYS = 30
APART = 0.15


def until(app: PtyApp, text: str) -> float:
    """Milliseconds from the start of the process until a text was printed."""
    end = time.perf_counter() + PATIENCE
    while text not in words(app.output[-40_000:]):
        app.read(0.002)
        if time.perf_counter() > end or app.process.poll() is not None:
            raise SystemExit(f"{text!r} was never shown:\n{words(app.output)[-800:]}")
    return (time.perf_counter() - app.started) * 1000


def peak_megabytes(app: PtyApp) -> float:
    """The most memory that the process has had."""
    status = Path(f"/proc/{app.process.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


def key_milliseconds(app: PtyApp, key: str) -> float:
    """From a key to the first output after it, the median of some."""
    times = []
    for _ in range(KEYS):
        here = app.send(key)
        start = time.perf_counter()
        while len(app.output) == here:
            app.read(0.0005)
        times.append((time.perf_counter() - start) * 1000)
        while time.perf_counter() - start < APART:  # until all of it is drawn: the next key is one by itself
            app.read(0.01)
    return statistics.median(times)


def empty_app(with_list: bool) -> tuple[float, float]:
    """First paint and a key of an empty app; with a list of one line that redraws at every key."""
    source = EMPTY
    if with_list:
        source = (
            EMPTY.replace('Static("an empty app")', 'Static("an empty app", id="s")')
            .replace(
                "Empty().run()",
                "    n = 0\n    def on_key(self):\n        self.n += 1\n"
                "        self.query_one('#s').update(f'key {self.n}')\n\nEmpty().run()",
            )
            .replace("\n\n    n = 0", "\n    n = 0")
        )
    with PtyApp("-c", source) as app:
        paint = until(app, "an empty app")
        return paint, key_milliseconds(app, "j") if with_list else 0.0


@contextmanager
def visidata() -> Iterator[Path | None]:
    """VisiData in an environment of its own; None where it cannot be installed."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(
                [sys.executable, "-m", "venv", folder], check=True, capture_output=True, timeout=120
            )
            pip = [f"{folder}/bin/pip", "install", "-q", "visidata"]
            subprocess.run(pip, check=True, capture_output=True, timeout=300)
        except (OSError, subprocess.SubprocessError):
            yield None
            return
        yield Path(folder) / "bin" / "vd"


VD_LOADS = """
import sys
from visidata import Path, vd
sheet = vd.openSource(Path(sys.argv[1]), filetype="jsonl")
sheet.reload()
vd.sync()
print(len(sheet.rows))
"""


def vd_milliseconds(vd: Path, file: Path, claims: int, home: Path) -> float:
    """Until VisiData has all rows, from the start of its process; without a screen, which favours it."""
    start = time.perf_counter()
    command = [str(vd.with_name("python")), "-c", VD_LOADS, str(file)]
    environment = {**os.environ, "HOME": str(home)}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=120, check=True)
    if done.stdout.split()[-1:] != [str(claims).encode()]:
        raise SystemExit(f"VisiData read something else: {done.stdout!r}")
    return (time.perf_counter() - start) * 1000


async def _beat(lags: list[float]) -> None:
    while True:
        start = time.perf_counter()
        await asyncio.sleep(0.002)
        lags.append((time.perf_counter() - start - 0.002) * 1000)


async def _lags(folder: Path) -> tuple[list[float], list[float]]:
    """Event-loop lag in milliseconds, while loading and while typing a filter and a search."""
    app = DossierApp(folder, "ada", load_registry=lambda: REGISTRY)
    async with app.run_test(size=(120, 36)) as pilot:
        loading: list[float] = []
        beat = asyncio.create_task(_beat(loading))
        while app.screen.id != "browser" or getattr(app.screen, "loader", None) is not None:
            await pilot.pause(0.02)
        beat.cancel()
        await pilot.pause(0.2)
        typing: list[float] = []
        beat = asyncio.create_task(_beat(typing))
        await pilot.press(
            "g", "c", "f", *"harbour -cost", "enter", "escape", "g", "slash", *"council", "escape"
        )
        beat.cancel()
    return loading, typing


def _of(lags: list[float]) -> str:
    points = statistics.quantiles(lags, n=100)
    return f"p50 {points[49]:.1f}  p95 {points[94]:.1f}  p99 {points[98]:.1f}  worst {max(lags):.0f} ms"


def main(sizes: list[int]) -> None:
    """One table a size."""
    with tempfile.TemporaryDirectory() as folder, visidata() as vd:
        os.environ["DOSSIER_HOME"] = f"{folder}/home"
        for claims in sizes:
            path = write(Path(folder) / str(claims), claims)
            blank, key = empty_app(with_list=True)
            with PtyApp("-m", "dossier", str(path), size=(120, 36), home=Path(folder) / f"h{claims}") as app:
                paint, usable = until(app, "opening"), until(app, "goes in")
                app.read(0.3)
                app.send("gc")
                app.read(0.5)
                mine, memory = key_milliseconds(app, "j"), peak_megabytes(app)
            theirs = vd_milliseconds(vd, path / "claims.jsonl", claims, Path(folder)) if vd else None
            print(f"\n{claims:,} claims, {claims * 3:,} quotes; milliseconds, {os.cpu_count()} cores")
            empty = f"{paint / blank:.2f} x an empty app ({blank:.0f}), goal {PAINT_GOAL}"
            print(f"  {'first paint':<34}{paint:>9.0f}  {empty}")
            peer = (
                f"{usable / theirs:.2f} x VisiData, claims only ({theirs:.0f})" if theirs else "no VisiData"
            )
            print(f"  {'all of it loaded and usable':<34}{usable:>9.0f}  {peer}, goal 1")
            empty = f"{mine / key:.2f} x an empty app ({key:.1f}), goal {KEY_GOAL}"
            print(f"  {'a key in the list of claims':<34}{mine:>9.1f}  {empty}")
            print(f"  {'peak memory':<34}{memory:>7.0f} MB  {memory * 1000 / claims:.1f} MB for 1,000 claims")
            loading, typing = asyncio.run(_lags(path))
            print(f"  event-loop lag while loading      {_of(loading)}, limit {LAG_LIMIT:.0f}")
            print(f"  event-loop lag while typing       {_of(typing)}, limit {LAG_LIMIT:.0f}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
