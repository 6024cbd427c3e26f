"""Acts on one record and on thousands: `python -m tests.bench.judging [CLAIMS]` (100000).

Beside each act stands what the disk alone asks for: one append of the same annotations as JSON, and an fsync.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from dossier import Dossier
from dossier.core.tag_names import all_tags, find_tag
from dossier.features.judging.act import give_grade, give_status
from dossier.features.notes.act import write_note
from dossier.features.tags.act import tag
from dossier.features.tags.codebook import rename
from tests.bench.synth import write

SIZES = (1, 1_000, 10_000)


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def bare(folder: Path, docs: list[bytes]) -> float:
    """Milliseconds to append these lines and sync them."""

    def append() -> None:
        with (folder / "bare.jsonl").open("ab") as out:
            out.write(b"\n".join(docs) + b"\n")
            out.flush()
            os.fsync(out.fileno())

    return timed(append)


def line(what: str, records: int, milliseconds: float, floor: float | None = None) -> None:
    """One line of the table."""
    each = f"{milliseconds * 1000 / records:>8.0f} us each" if records > 1 else " " * 16
    beside = f"{milliseconds / floor:>8.1f} x bare" if floor else ""
    print(f"{records:>7,}  {what:<22}{milliseconds:>9.1f} ms{each}{beside}")


def on(dossier: Dossier, ids: list[str], folder: Path) -> None:
    """What each act costs on these claims, and its undo."""
    acts: dict[str, Callable[[], object]] = {
        "tag": lambda: tag(dossier, ids, ["bench/hot"], []),
        "grade (a digit)": lambda: give_grade(dossier, ids, None, "4"),
        "status": lambda: give_status(dossier, ids, "disputed"),
        "note": lambda: write_note(dossier, ids, "Ask again."),
    }
    for name, act in acts.items():
        before = set(dossier.annotations.docs)
        spent = timed(act)
        made = [orjson.dumps(doc) for each, doc in dossier.annotations.docs.items() if each not in before]
        line(name, len(ids), spent, bare(folder, made))
        line("  undone", len(ids), timed(dossier.undo))
    tag(dossier, ids, ["bench/hot"], [])
    hot = find_tag(all_tags(dossier), "bench/hot")
    if hot is not None:
        line("a rename of their tag", len(ids), timed(lambda: rename(dossier, hot.id, "bench/cold")))
    dossier.undo()
    dossier.undo()


def main() -> None:
    """The table."""
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dossier = Dossier.open(write(folder / "d", claims), by="ada")
        print(f"{claims:,} claims, {len(dossier.quotes):,} quotes\n")
        ids = sorted(dossier.claims.docs)
        for size in SIZES:
            on(dossier, ids[:size], folder)
        dossier.close()


if __name__ == "__main__":
    main()
