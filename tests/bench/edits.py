"""A durable edit against a bare append and fsync: `python -m tests.bench.edits [RECORDS ...]`."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from dossier import Dossier
from dossier.core.dossier import Draft

ROUNDS = 400
SIZES = (1_000, 10_000, 100_000)
STAMP = {"created": "2025-02-01T09:30:00Z", "modified": "2025-02-01T09:30:00Z", "by": "bench"}


def lay(folder: Path, records: int) -> None:
    """A dossier with so many records: one claim to every three quotes."""
    Dossier.new(folder, title="Bench", by="bench").close()
    sha = "0" * 64
    claims = max(records // 4, 1)
    quotes = records - claims
    with (folder / "sources.jsonl").open("wb") as out:
        for number in range(100):
            out.write(
                orjson.dumps(
                    {"id": f"s.{number:06}", "title": f"Source {number}", "kind": "article", **STAMP}
                )
                + b"\n"
            )
    with (folder / "entities.jsonl").open("wb") as out:
        for number in range(1000):
            out.write(
                orjson.dumps({"id": f"e.{number:06}", "name": f"Entity {number}", "kind": "person", **STAMP})
                + b"\n"
            )
    with (folder / "quotes.jsonl").open("wb") as out:
        for number in range(quotes):
            exact = f"The {number}th remark was made on the record, and printed the same week."
            doc = {
                "id": f"q.{number:07}",
                "source": f"s.{number % 100:06}",
                "text": sha,
                "exact": exact,
                "start": number,
                "end": number + len(exact),
                "speaker": f"e.{number % 1000:06}",
                "speech": "direct",
                **STAMP,
            }
            out.write(orjson.dumps(doc) + b"\n")
    with (folder / "claims.jsonl").open("wb") as out:
        for number in range(claims):
            support = [
                {"quote": f"q.{(number * 3 + k) % quotes:07}", "stance": "supports"}
                for k in range(3 if quotes else 0)
            ]
            doc = {
                "id": f"c.{number:07}",
                "text": f"Claim {number} says that the budget rose by {number} percent in that year.",
                "kind": "fact",
                "subject": f"e.{number % 1000:06}",
                "about": [f"e.{(number + 7) % 1000:06}"],
                "support": support,
                **STAMP,
            }
            out.write(orjson.dumps(doc) + b"\n")


def milliseconds(call: Callable[[int], object], number: int) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    call(number)
    return (time.perf_counter() - start) * 1000


def measure(folder: Path) -> tuple[list[float], list[float]]:
    """Edits and bare appends of the same length, in turn, so that both meet the same disk."""
    edits, bare = [], []
    with Dossier.open(folder, by="bench") as dossier:
        descriptor = os.open(folder / "bare.log", os.O_CREAT | os.O_APPEND | os.O_WRONLY)

        def edit(number: int) -> object:
            def note(draft: Draft) -> None:
                body = {"text": f"remark {number}"}
                draft.put(
                    {"id": draft.mint("a"), "target": "c.0000000", "motivation": "commenting", "body": body}
                )

            return dossier.edit("note", note)

        def append(_: int) -> None:
            os.write(descriptor, b"x" * 420)
            os.fsync(descriptor)

        for number in range(ROUNDS):
            edits.append(milliseconds(edit, number))
            bare.append(milliseconds(append, number))
        os.close(descriptor)
    return edits, bare


def row(records: int, edits: list[float], bare: list[float]) -> str:
    """One line of the table."""
    p95 = [statistics.quantiles(times, n=20)[-1] for times in (edits, bare)]
    medians = [statistics.median(times) for times in (edits, bare)]
    return (
        f"{records:>9,} {medians[0]:>9.3f} {p95[0]:>9.3f} {medians[1]:>9.3f} {p95[1]:>9.3f} "
        f"{medians[0] / medians[1]:>7.2f} x {p95[0] / p95[1]:>7.2f} x"
    )


def main(sizes: list[int]) -> None:
    """Print the table."""
    print("milliseconds: durable edit against a bare append and fsync in the same folder")
    print(f"{'records':>9} {'edit':>9} {'p95':>9} {'fsync':>9} {'p95':>9} {'ratio':>9} {'p95':>9}")
    for records in sizes:
        with tempfile.TemporaryDirectory() as folder:
            lay(Path(folder) / "bench", records)
            print(row(records, *measure(Path(folder) / "bench")))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
