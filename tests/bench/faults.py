"""What is lost when the disk fails: `python -m tests.bench.faults`. Minutes; the suite runs a short form."""

from __future__ import annotations

import errno
import tempfile
from collections import Counter
from pathlib import Path

from tests.store.faults import ACTS, CALLS, ERRORS, Failing, at_every_place, lay


def count_faults(folder: Path) -> Counter[str]:
    """Every call that fails, at every place where it is made, while two programs edit one dossier."""
    found: Counter[str] = Counter()
    laid = lay(folder / "laid")
    kinds = [Failing(call, error) for call in CALLS for error in ERRORS]
    kinds.append(Failing("write", errno.ENOSPC, short=True))
    for act in ACTS:
        for how in kinds:
            for outcome in at_every_place(laid, folder / "d", act, how):
                found["faults injected"] += 1
                found["refused, and said so"] += outcome.words is not None
                found["edits acknowledged"] += len(outcome.acknowledged)
                found["edits lost"] += len(outcome.lost)
    return found


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        found = count_faults(Path(folder))
    for words in ("faults injected", "refused, and said so", "edits acknowledged", "edits lost"):
        print(f"{found[words]:>9,} {words}")


if __name__ == "__main__":
    main()
