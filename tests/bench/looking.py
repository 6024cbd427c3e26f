"""Looking at a large dossier through a lens, and what it costs to have none.

`python -m tests.bench.looking [CLAIMS]` (100000). The best of some runs, all on one machine and in turn: read
it beside the row for reading every record once.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dossier.core.dossier import Dossier
from dossier.core.lens import Lens
from dossier.evidence.timeline import all_too_early
from dossier.evidence.whatif import losses_without
from dossier.records.kinds import TABLES
from dossier.show.order import order_pane
from dossier.show.timeline import timeline_lanes
from tests.bench.synth import write

LOOK_GOAL = 300.0
RUNS = 5
LENSES = {
    "as of the middle": Lens(as_of="2019-06-30"),
    "as of an early day": Lens(as_of="2015-12"),
    "without one source": Lens(withdrawn=frozenset(["s.000003"])),
    "one author's annotations": Lens(authors=frozenset(["ada"])),
}


def best(job: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """The milliseconds of the fastest of some runs."""
    times = []
    for _ in range(RUNS):
        before()
        start = time.perf_counter()
        job()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def read_all(dossier: Dossier) -> int:
    """Every record, once."""
    return sum(len(doc) for name in TABLES for doc in dossier.collection(name).docs.values())


def told(what: str, milliseconds: float, goal: float = float("inf")) -> None:
    """One line of the table."""
    over = f"  over the goal of {goal:.0f}" if milliseconds > goal else ""
    print(f"{what:<40}{milliseconds:>8.0f} ms{over}")


def through(dossier: Dossier, words: str, lens: Lens) -> None:
    """What one lens costs."""
    told(f"look {words}", best(lambda: dossier.look(lens), lambda: dossier.look(Lens())), LOOK_GOAL)
    told("  then read every record", best(lambda: read_all(dossier), lambda: dossier.look(lens)))
    told("  put it away", best(lambda: dossier.look(Lens()), lambda: dossier.look(lens)))


def timeline(dossier: Dossier) -> None:
    """What the clocks cost."""
    events = order_pane(dossier, "timeline")
    told(f"lanes of {len(events):,} events, happened", best(lambda: timeline_lanes(dossier, events, "month")))
    told("  reported", best(lambda: timeline_lanes(dossier, events, "month", "reported")))
    start = time.perf_counter()
    early = len(all_too_early(dossier))
    told(f"{early:,} known too early", (time.perf_counter() - start) * 1000)


def main() -> None:
    """The table."""
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder, Dossier.open(write(Path(folder) / "d", claims)) as dossier:
        print(f"{claims:,} claims, {len(dossier.quotes):,} quotes\n")
        told("read every record, no lens", best(lambda: read_all(dossier)))
        for words, lens in LENSES.items():
            through(dossier, words, lens)
        told("what if without one source", best(lambda: losses_without(dossier, ["s.000003"])))
        timeline(dossier)


if __name__ == "__main__":
    main()
