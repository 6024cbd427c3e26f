"""Who copied whom among many sources: `python -m tests.bench.echoes [SOURCES ...]` (1000).

Invented reports of 800 words in which copies were planted: one agency report in forty papers, paragraphs
taken over with words changed; and traps: interviews quoted by two, footers and long names that many have.
Beside it `difflib.SequenceMatcher`, the standard library's way to compare two texts, on some of the pairs.
"""

from __future__ import annotations

import hashlib
import itertools
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

import orjson

from dossier.core.dossier import Dossier, Draft
from dossier.evidence.echoes.echoes import EchoFinder, echoes_of

SIZES = (1_000,)
WORDS, COPIES = 800, 40
GOAL_SECONDS, GOAL_SLICE = 3.0, 10.0
PEER_PAIRS = 20
STAMP = {"created": "2025-02-01T09:30:00Z", "modified": "2025-02-01T09:30:00Z", "by": "bench"}
SMALL = "the of and to in a that is was for on with as by at from it has his be were had not are but".split()  # noqa: SIM905
FOOTERS = (
    "This website uses cookies to improve your experience. Accept our privacy policy.",
    "Write to the desk if you know more of this, or call any day before noon.",
    "The harbour office did not immediately respond to a request for comment on Friday.",
    "The Orsund Royal Commission for Harbours and Inland Waterways of the North said so.",
)
Pair = tuple[int, int]


class Reports:
    """Texts, and which pairs of them were made from one another."""

    def __init__(self, sources: int, seed: int = 1) -> None:
        self.random = Random(seed)
        syllables = [
            one + two for one in "bdfgklmnprstvz" for two in ("a", "e", "i", "o", "u", "ar", "en", "ol")
        ]
        made = ("".join(self.random.choices(syllables, k=count)) for _ in range(4_000) for count in (2, 2, 3))
        self.vocabulary = SMALL + list(dict.fromkeys(made))
        self.weights = [1 / (rank + 3) for rank in range(len(self.vocabulary))]
        self.texts = [[self.paragraph() for _ in range(WORDS // 80)] for _ in range(sources)]
        self.copied: set[Pair] = set()
        self.plant()

    def paragraph(self, words: int = 80) -> str:
        """Sentences of invented words, the first ones far more often."""
        chosen = self.random.choices(self.vocabulary, self.weights, k=words)
        sentences = [" ".join(chosen[at : at + 16]).capitalize() + "." for at in range(0, words, 16)]
        return " ".join(sentences)

    def reworded(self, text: str) -> str:
        """One word in fifteen changed, one in thirty left out."""
        words = text.split()
        fate = self.random.choices(("kept", "changed", "gone"), (27, 2, 1), k=len(words))
        new = self.random.choices(self.vocabulary, k=len(words))
        each = zip(words, new, fate, strict=True)
        return " ".join(other if what == "changed" else word for word, other, what in each if what != "gone")

    def plant(self) -> None:
        """The agency report in the first papers; loans, interviews and footers in those behind them."""
        agency = [self.paragraph() for _ in range(8)]
        for text in self.texts[:COPIES]:
            text[2:8] = [self.reworded(part) for part in self.random.sample(agency, 6)]
        self.copied.update(itertools.combinations(range(COPIES), 2))
        rest = range(COPIES, len(self.texts) - 1, 2)
        for one in rest[: len(self.texts) // 10]:
            self.texts[one + 1][3:5] = [self.reworded(part) for part in self.texts[one][5:7]]
            self.copied.add((one, one + 1))
        for one in rest[len(self.texts) // 10 : len(self.texts) // 5]:
            said = f"“{self.paragraph()}”"
            for number in (one, one + 1):
                self.texts[number].insert(4, said)
        for text in self.texts:
            text.append(self.random.choice(FOOTERS))

    def write(self, folder: Path) -> None:
        """As a dossier of sources with attached texts and a quote each."""
        Dossier.new(folder, title="Bench", by="bench").close()
        (folder / "texts").mkdir()
        sources, quotes = [], []
        for number, paragraphs in enumerate(self.texts):
            text = "\n\n".join(paragraphs) + "\n"
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            (folder / "texts" / f"{sha256}.txt").write_bytes(text.encode())
            held = [{"sha256": sha256, "length": len(text)}]
            sources.append(
                {"id": f"s.{number:05}", "title": f"Report {number}", "kind": "article", "texts": held}
            )
            start = text.index(paragraphs[3])
            exact = paragraphs[3].split(". ")[0]
            place = {"text": sha256, "exact": exact, "start": start, "end": start + len(exact)}
            quotes.append({"id": f"q.{number:05}", "source": f"s.{number:05}", **place})
        for table, docs in (("sources", sources), ("quotes", quotes)):
            lines = [orjson.dumps({**doc, **STAMP}) + b"\n" for doc in docs]
            (folder / f"{table}.jsonl").write_bytes(b"".join(lines))


def drive(echoes: EchoFinder) -> Iterator[float]:
    """Milliseconds of each slice until all is found."""
    steps = echoes.ready()
    while True:
        start = time.perf_counter()
        if next(steps, steps) is steps:
            return
        yield (time.perf_counter() - start) * 1000


def peer(texts: list[str], pairs: list[Pair]) -> float:
    """Milliseconds that SequenceMatcher takes for one pair."""
    start = time.perf_counter()
    for one, other in pairs:
        SequenceMatcher(None, texts[one].split(), texts[other].split(), autojunk=False).get_matching_blocks()
    return (time.perf_counter() - start) * 1000 / len(pairs)


def bench(sources: int, folder: Path) -> None:
    """Print what one size costs."""
    reports = Reports(sources)
    reports.write(folder)
    with Dossier.open(folder, by="bench") as dossier:
        start = time.perf_counter()
        slices = list(drive(echoes_of(dossier)))
        seconds = time.perf_counter() - start
        found = {(int(one[2:]), int(other[2:])) for one, other in echoes_of(dossier).findings}
        print(f"{sources:,} sources of {WORDS} words, {sources * (sources - 1) // 2:,} pairs")
        print(f"  all pairs                {seconds:8.2f} s   (goal {GOAL_SECONDS:.0f} s)")
        p99 = statistics.quantiles(slices, n=100)[-1]
        print(f"  slices, 99 of 100, worst {p99:8.1f} ms {max(slices):6.1f} ms   (goal {GOAL_SLICE:.0f} ms)")
        missed, false = len(reports.copied - found), len(found - reports.copied)
        print(f"  echoes found             {len(found):8,}     {missed} of the planted missed, {false} false")
        times = [edit(dossier, f"q.{number:05}") for number in range(0, sources, sources // 20)]
        print(f"  after an edit, median    {statistics.median(times):8.1f} ms {max(times):6.1f} ms at most")
    tracemalloc.start()
    with Dossier.open(folder, by="bench") as dossier:
        before = tracemalloc.get_traced_memory()[0]
        list(drive(echoes_of(dossier)))
        print(f"  memory                   {(tracemalloc.get_traced_memory()[0] - before) / 2**20:8.1f} MB")
    tracemalloc.stop()
    texts = ["\n\n".join(paragraphs) for paragraphs in reports.texts]
    pairs = sorted(reports.copied)[:: max(len(reports.copied) // PEER_PAIRS, 1)]
    each = peer(texts, pairs)
    hours = each * sources * (sources - 1) / 2 / 3_600_000
    print(f"  SequenceMatcher          {each:8.1f} ms a pair: {hours:.1f} h for all pairs")


def edit(dossier: Dossier, quote: str) -> float:
    """Milliseconds until all is found again after a quote was changed."""

    def change(draft: Draft) -> None:
        draft.put({**dossier.raw(quote), "note": "Seen."})

    dossier.edit("a note", change)
    start = time.perf_counter()
    list(drive(echoes_of(dossier)))
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    for size in [int(argument) for argument in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as scratch:
            bench(size, Path(scratch) / "case")
