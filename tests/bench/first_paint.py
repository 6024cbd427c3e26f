"""First paint against an empty Textual app in the same pseudo-terminal.

`python -m tests.bench.first_paint [RUNS]`

`first paint` is from the start of the process to the first frame with a word in it; `usable` is to the first
row of entities (for the empty app, the same frame).
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from dossier import home
from tests.screen.pty_app import PtyApp, words

RUNS = 15
GOAL = 1.2
EMPTY = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("an empty app")

Empty().run()
"""


def milliseconds(app: PtyApp, text: str) -> float:
    """How long until a text is on the screen."""
    while text not in words(app.output):
        app.read(0.0005)
        if app.process.poll() is not None:
            raise SystemExit(f"the app ended before it showed {text!r}:\n{words(app.output)}")
    return (time.perf_counter() - app.started) * 1000


def empty() -> tuple[float, float]:
    """An app that shows one word and reads nothing."""
    with PtyApp("-c", EMPTY) as app:
        shown = milliseconds(app, "an empty app")
        return shown, shown


def dossier(folder: Path, state: Path, word: str) -> tuple[float, float]:
    """First word of the first frame, first row of entities."""
    with PtyApp("-m", "dossier", str(folder), home=state) as app:
        return milliseconds(app, "opening"), milliseconds(app, word)


def main(runs: int) -> None:
    """Runs of both in turn, so that both meet the same machine; medians and their ratio."""
    times: dict[str, list[float]] = {"empty": [], "paint": [], "usable": []}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(home.bundled("deepseek"), Path(folder) / "deepseek"))
        for run in range(runs + 1):
            blank, _ = empty()
            paint, usable = dossier(copy, Path(folder) / "home", "Liang Wenfeng")
            if run:  # the first one warms the disk's cache
                for name, value in zip(times, (blank, paint, usable), strict=True):
                    times[name].append(value)
    base = statistics.median(times["empty"])
    print(f"milliseconds from the start of the process, {runs} runs in turn, {os.cpu_count()} cores")
    print(f"{'':<24} {'median':>8} {'p90':>8} {'ratio':>8} {'goal':>8}")
    rows = {"empty Textual app": "empty", "first paint": "paint", "usable (rows shown)": "usable"}
    for title, name in rows.items():
        median = statistics.median(times[name])
        p90 = statistics.quantiles(times[name], n=10)[-1]
        goal = f"{GOAL:.1f} x" if name == "paint" else ""
        print(f"{title:<24} {median:>8.0f} {p90:>8.0f} {median / base:>6.2f} x {goal:>8}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
