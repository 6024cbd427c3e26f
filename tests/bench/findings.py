"""All that the evidence proves, at size: `python -m tests.bench.findings [CLAIMS ...]` (100,000).

1,000 reports of 800 words with planted copies (those of `tests.bench.echoes`), claims with figures, dates,
stances and speakers on them, three quotes a claim. How soon the first findings are there, how long all of
them take, how long the event loop would have been held, and what an edit costs.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import orjson

from dossier.core.dossier import Dossier, Draft
from dossier.evidence.findings.findings import Findings
from dossier.evidence.gaps import find_gaps
from dossier.features.findings.act import decide_findings
from tests.bench import vocabulary as v
from tests.bench.echoes import STAMP, Reports

CLAIMS = (100_000,)
SOURCES, ENTITIES = 1_000, 2_000
SLICE = 0.008
GOAL_FIRST, GOAL_SLICE = 1.0, 50.0
Doc = dict[str, Any]


class Case:
    """A dossier in which everything that is looked for is there to be found."""

    def __init__(self, claims: int, seed: int = 1) -> None:
        self.random = Random(seed)
        self.claims = claims
        names = ("entities", "claims", "quotes", "relations")
        self.tables: dict[str, list[Doc]] = {name: [] for name in names}

    def write(self, folder: Path) -> None:
        """Into a new folder."""
        reports = Reports(SOURCES)
        reports.write(folder)
        lines = (folder / "sources.jsonl").read_bytes().splitlines()
        texts = [orjson.loads(line)["texts"][0]["sha256"] for line in lines]
        kinds = ("person", "company", "person", "place")
        for number in range(ENTITIES):
            name = f"{self.random.choice(v.GIVEN)} {self.random.choice(v.FAMILY)} {number}"
            self.tables["entities"].append({"id": f"e.{number:05}", "name": name, "kind": kinds[number % 4]})
        for number in range(self.claims):
            self._claim(number, reports, folder, texts)
        self._relations()
        for table, docs in self.tables.items():
            docs.sort(key=lambda doc: str(doc["id"]))
            written = b"".join(orjson.dumps({**doc, **STAMP}) + b"\n" for doc in docs)
            (folder / f"{table}.jsonl").write_bytes(written)

    def _somebody(self) -> str:
        """The first ones far more often: some people are in every paper."""
        return f"e.{int(ENTITIES * self.random.random() ** 2.2):05}"

    def _claim(self, number: int, reports: Reports, folder: Path, texts: list[str]) -> None:
        random, subject = self.random, self._somebody()
        support = [
            {"quote": self._quote(number * 3 + at, reports, texts), "stance": random.choices(*_STANCES)[0]}
            for at in range(3)
        ]
        doc: Doc = {"id": f"c.{number:06}", "kind": "fact", "subject": subject}
        doc["property"] = random.choice(v.PROPERTIES)
        doc["text"] = f"{subject} {random.choice(v.ACTIONS)} {random.choice(v.THINGS)}."
        if number % 4 == 0:
            value = str(random.randint(2, 9_000) * 1000)
            doc["kind"] = "figure"
            doc["figure"] = {"value": value, "unit": random.choice(v.UNITS), "as_written": value}
        if number % 3 == 0:
            doc |= {"date": f"{random.randint(2009, 2024)}-{random.randint(1, 12):02}"}
            doc |= {} if number % 4 == 0 else {"kind": "event", "text": f"{subject} founded {number % 500}."}
        if number % 5 == 0:
            doc["attributed_to"] = self._somebody()
        self.tables["claims"].append({**doc, "support": support})

    def _quote(self, number: int, reports: Reports, texts: list[str]) -> str:
        at = self.random.randrange(SOURCES)
        text = "\n\n".join(reports.texts[at]) + "\n"
        start = self.random.randrange(len(text) - 100)
        exact = text[start : start + self.random.randint(40, 100)]
        doc: Doc = {"id": f"q.{number:07}", "source": f"s.{at:05}", "text": texts[at], "exact": exact}
        doc |= {"start": start, "end": start + len(exact)}
        if number % 3 == 0:
            speech = "direct" if number % 9 == 0 else "indirect"
            doc |= {"speaker": self._somebody(), "speech": speech}
        self.tables["quotes"].append(doc)
        return str(doc["id"])

    def _relations(self) -> None:
        letters = {"c": self.claims, "s": SOURCES, "q": self.claims * 3}
        kinds = {"contradicts": "c", "rounds": "c", "shares-origin": "s", "same-utterance": "q"}
        for kind, letter in kinds.items():
            digits = {"c": 6, "s": 5, "q": 7}[letter]
            for number in range(min(letters[letter] // 50, 2_000)):
                one, other = self.random.sample(range(letters[letter]), 2)
                ends = {"from": f"{letter}.{one:0{digits}}", "to": f"{letter}.{other:0{digits}}"}
                state = self.random.choice(("confirmed", "candidate", "dismissed"))
                doc = {
                    "id": f"r.{kind}-{number:05}",
                    **ends,
                    "type": kind,
                    "basis": "inferred",
                    "state": state,
                }
                self.tables["relations"].append(doc)


_STANCES = (["supports", "contradicts", "qualifies", "mentions"], [88, 3, 5, 4])


def drive(findings: Findings) -> tuple[float, float, list[float]]:
    """Seconds until something was found and until all was, and the milliseconds of each slice."""
    start, first, slices, done = time.perf_counter(), 0.0, [], False
    while not done:
        before = time.perf_counter()
        done = findings.run(SLICE)
        slices.append((time.perf_counter() - before) * 1000)
        if not first and findings.ranked("candidate"):
            first = time.perf_counter() - start
    return first, time.perf_counter() - start, slices


def edit(dossier: Dossier, findings: Findings, claim: str) -> tuple[float, float]:
    """Milliseconds until all is found again after a claim was changed, and the longest slice."""

    def change(draft: Draft) -> None:
        doc = dossier.raw(claim)
        draft.put({**doc, "text": doc["text"] + " Again."})

    dossier.edit("again", change)
    _, seconds, slices = drive(findings)
    return seconds * 1000, max(slices)


def bench(claims: int, folder: Path) -> None:
    """Print what one size costs."""
    with Dossier.open(folder, by="bench") as dossier:
        findings = Findings(dossier)
        first, seconds, slices = drive(findings)
        print(f"{claims:,} claims, {len(dossier.quotes):,} quotes, {SOURCES:,} sources of 800 words")
        print(f"  first findings         {first:8.2f} s   (goal {GOAL_FIRST:.0f} s)")
        print(f"  all of them            {seconds:8.2f} s   {len(findings.all()):,} findings")
        p99 = statistics.quantiles(slices, n=100)[-1]
        print(f"  slices, 99 of 100      {p99:8.1f} ms  worst {max(slices):.1f}   (goal {GOAL_SLICE:.0f} ms)")
        times = [edit(dossier, findings, f"c.{number:06}") for number in range(0, claims, claims // 20)]
        median, worst = statistics.median(time for time, _ in times), max(held for _, held in times)
        print(f"  after an edit, median  {median:8.1f} ms  worst slice {worst:.1f}")
        chosen = findings.ranked("candidate")[:20]
        start = time.perf_counter()
        for finding in chosen:
            decide_findings(dossier, finding, "dismissed", "Seen.")
            findings.all()
        print(f"  deciding one           {(time.perf_counter() - start) * 1000 / len(chosen):8.1f} ms")
        start = time.perf_counter()
        for number in range(0, claims, claims // 1_000):
            find_gaps(dossier, f"c.{number:06}")
        print(f"  gaps of a claim        {(time.perf_counter() - start):8.3f} ms")
        print(f"  peak memory            {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:8,} MB")


def main() -> None:
    """Make each dossier in a process of its own, which gives its memory back; then measure."""
    if sys.argv[1:2] == ["make"]:
        Case(int(sys.argv[2])).write(Path(sys.argv[3]))
        return
    for claims in [int(argument) for argument in sys.argv[1:]] or CLAIMS:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "case"
            making = [sys.executable, "-m", "tests.bench.findings", "make", str(claims), str(folder)]
            subprocess.run(making, check=True)
            bench(claims, folder)


if __name__ == "__main__":
    main()
