"""Every benchmark in turn, or those named: `python -m tests.bench faults`. Each also runs alone."""

from __future__ import annotations

import subprocess
import sys

ALL = {
    "first_paint": "first paint of the bundled dossier",
    "edits": "a durable edit against a bare fsync",
    "large": "opening and driving large dossiers",
    "queries": "filter, find and search against rg and fzf",
    "judging": "tags, grades, status and notes on one claim and on thousands of 100,000",
    "looking": "100,000 claims as of a day, without a source, by one author",
    "findings": "conflicts, figures, echoes and gaps of 100,000 claims",
    "faults": "power cuts, kills, failing calls, hostile folders and values: what they cost",
    "echoes": "who copied whom among a thousand sources, against difflib",
}

if __name__ == "__main__":
    for name in sys.argv[1:] or ALL:
        print(f"\n=== {name}: {ALL[name]}\n", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False)
