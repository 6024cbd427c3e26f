"""Typing into the filter and into the search, key by key: `python -m tests.bench.queries [CLAIMS ...]`.

Own work alone, no screen: what a key costs until all hits are known, and the longest time that the event
loop would have been held. Beside it `rg` and `fzf --filter` with the same words on the same text, once per
query, with their start-up, as somebody would use them instead.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dossier.core.dossier import Dossier
from dossier.query.engine.filtering import Filters, fold_ahead
from dossier.query.language.grammar import QueryError, parse_query
from dossier.query.search import Search
from dossier.query.sorting import SORTS, Sorting

SIZES = (1_000, 10_000, 100_000)
SLICE = 0.008
GOAL_MEDIAN, GOAL_P95, GOAL_SLICE = 16.0, 50.0, 50.0
TYPED = {
    "words": ["ferry terminal", "Halvorsen", "founded the north quay", "渡轮航站楼", "-quay council"],
    "keys": [
        "tag:money quay",
        "src:courier sold",
        "speaker:quist",
        "about:brandt kind:figure",
        "status:open ferry",
        "date:2015..2020 dredging",
        "grade:>=B origins:>=2 toll",
        "no:tag has:note",
    ],
    "evidence": ["quote:dredging", "quote:Lindqvist", "any:insurer", "any:港务"],
}
"""Typed from the first character to the last, then rubbed out to half."""
SEARCHED = ["ferry terminal", "Halvorsen", "渡轮航站楼", "insurer had warned"]


class Running(Protocol):
    """A filter, a search, a sort."""

    def run(self, seconds: float) -> bool:
        """Go on for a while."""
        ...


@dataclass
class Times:
    """What keys cost, in milliseconds, and the longest slice."""

    keys: list[float] = field(default_factory=list)
    worst: float = 0.0

    def drive(self, work: Running) -> None:
        """Run something to its end as a screen does, in slices."""
        start = time.perf_counter()
        done = False
        while not done:
            before = time.perf_counter()
            done = work.run(SLICE)
            self.worst = max(self.worst, (time.perf_counter() - before) * 1000)
        self.keys.append((time.perf_counter() - start) * 1000)

    def row(self, name: str, *, goals: bool = False) -> str:
        """One line of the table."""
        if len(self.keys) < 2:
            return f"  {name:<22} {self.keys[0]:>9.1f} {'':>9} {self.worst:>9.1f}"
        p95 = statistics.quantiles(self.keys, n=20)[-1]
        median = statistics.median(self.keys)
        over = [
            word
            for word, value, goal in (
                ("median", median, GOAL_MEDIAN),
                ("p95", p95, GOAL_P95),
                ("slice", self.worst, GOAL_SLICE),
            )
            if goals and value > goal
        ]
        note = f"  over its goal: {', '.join(over)}" if over else ""
        return f"  {name:<22} {median:>9.1f} {p95:>9.1f} {self.worst:>9.1f} {len(self.keys):>6}{note}"


def typed(text: str) -> Iterator[str]:
    """What stands in the prompt after every key."""
    for end in range(1, len(text) + 1):
        yield text[:end]
    for end in range(len(text) - 1, len(text) // 2, -1):
        yield text[:end]


def type_filters(dossier: Dossier, queries: list[str]) -> Times:
    """Every key of some queries in the claims pane."""
    times = Times()
    ids = Sorting(dossier, "claims", dossier.claims.ids(), "evidence").finish()
    for text in queries:
        filters = Filters(dossier)
        for step in typed(text):
            try:
                query = parse_query(step)
            except QueryError:
                continue
            times.drive(filters.filter_for(query, ids))
    return times


def type_searches(dossier: Dossier) -> Times:
    """Every key of some searches in everything."""
    times = Times()
    for text in SEARCHED:
        for step in typed(text):
            times.drive(Search(dossier, step))
    return times


def sort_claims(dossier: Dossier) -> Times:
    """Every order of the claims."""
    times = Times()
    for sort in SORTS["claims"]:
        times.drive(Sorting(dossier, "claims", dossier.claims.ids(), sort.name))
    return times


def first_key(dossier: Dossier) -> Times:
    """The first character ever typed: the texts are folded."""

    class Warming:
        steps = fold_ahead(dossier, "claims")

        def run(self, seconds: float) -> bool:
            deadline = time.perf_counter() + seconds
            return not any(time.perf_counter() >= deadline for _ in self.steps)

    times = Times()
    times.drive(Warming())
    return times


def others(dossier: Dossier, folder: Path) -> list[str]:
    """`rg` and `fzf` with the words that were searched, on all texts of claims and quotes."""
    lines = [str(doc.get("text", "")) for doc in dossier.claims.docs.values()]
    lines += [str(doc.get("exact", "")) for doc in dossier.quotes.docs.values()]
    file = folder / "texts"
    file.write_text("\n".join(line.replace("\n", " ") for line in lines) + "\n", encoding="utf-8")
    programs: dict[str, Callable[[str], list[str]]] = {
        "rg -S -F": lambda words: ["rg", "-S", "-F", "-c", words, str(file)],
        "fzf --filter": lambda words: ["fzf", "--filter", words],
        "fzf --filter --exact": lambda words: ["fzf", "--exact", "--filter", words],
    }
    rows = []
    for name, command in programs.items():
        if shutil.which(name.split()[0]) is None:
            rows.append(f"  {name:<22} is not installed here")
            continue
        times = Times()
        for words in SEARCHED:
            for step in typed(words):
                start = time.perf_counter()
                with file.open("rb") as text:
                    subprocess.run(command(step), stdin=text, stdout=subprocess.DEVNULL, check=False)
                times.keys.append((time.perf_counter() - start) * 1000)
        rows.append(times.row(name))
    return rows


def bench(claims: int) -> None:
    """The table for one size."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path = folder / "dossier"
        # In a process of its own, which gives its memory back.
        making = [sys.executable, "-m", "tests.bench.synth", "--claims", str(claims), str(path)]
        subprocess.run(making, check=True, stdout=subprocess.DEVNULL)
        with Dossier.open(path) as dossier:
            texts = len(dossier.claims) + len(dossier.quotes)
            print(f"\n{claims:,} claims, {texts:,} texts with their quotes (milliseconds)")
            print(f"  {'':<22} {'median':>9} {'p95':>9} {'slice':>9} {'keys':>6}")
            print(first_key(dossier).row("folding the claims"))
            for name, queries in TYPED.items():
                if name != "words":  # the first key of a sort prepares what it looks at
                    print(type_filters(dossier, queries).row(f"filter: {name}, cold", goals=True))
                print(type_filters(dossier, queries).row(f"filter: {name}", goals=True))
            print(type_searches(dossier).row("search, cold", goals=True))
            print(type_searches(dossier).row("search everything", goals=True))
            sort_claims(dossier)
            print(sort_claims(dossier).row("sort the claims"))
            for row in others(dossier, folder):
                print(row)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"  peak memory so far {peak:,} MB", flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.queries", description=__doc__)
    parser.add_argument("claims", type=int, nargs="*", default=list(SIZES))
    print(f"goals: a key {GOAL_MEDIAN:.0f} ms median, {GOAL_P95:.0f} p95; no slice over {GOAL_SLICE:.0f}")
    for claims in parser.parse_args().claims:
        bench(claims)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
