"""A dossier of any size, invented but real-looking: `python -m tests.bench.synth --claims 100000 PATH`.

The same arguments make the same bytes. Claims, quotes and passages hang together: a claim's quotes name
its subject, stand verbatim in the attached text of their source, and about one source in seven is Chinese.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import orjson

from dossier.records.vocabulary import SCALES
from tests.bench import vocabulary as v

STAMP = {"created": "2025-02-01T09:30:00Z", "modified": "2025-02-01T09:30:00Z", "by": "dossier"}
ANALYSTS = ("ada", "ben", "chen")
CHINESE = 0.15
CONTEXT = 20

Doc = dict[str, Any]


class Synth:
    """Makes the tables one after the other; each is a list of records, sorted by id."""

    def __init__(self, claims: int, quotes_per_claim: int = 3, seed: int = 1) -> None:
        self.random = Random(seed)
        self.size = claims
        self.quotes_per_claim = quotes_per_claim
        self.tables: dict[str, list[Doc]] = {}
        self.texts: dict[str, bytes] = {}
        self.notes = 0

    def make(self) -> None:
        """Everything."""
        self._entities()
        self._sources()
        self._claims()
        self._events()
        self._relations()
        self._tags()
        self._annotations()
        query = {"name": "what it cost", "pane": "claims", "query": "tag:money quotes:>=2", **STAMP}
        self.tables["filters"] = [{"id": "f.cost", **query}] if self.size else []

    def _pick(self, items: list[Any]) -> Any:
        """One of the items, the first ones far more often: some people are in every paper."""
        return items[int(len(items) * self.random.random() ** 2.2)]

    def _person(self, number: int) -> tuple[str, list[str]]:
        choose = self.random.choice
        if self.random.random() < CHINESE:
            family, given = choose(v.HAN_FAMILY), choose(v.HAN_GIVEN)
            return f"{family}{given}", [family + "先生"]
        family = choose(v.FAMILY)
        initial = f" {chr(65 + number % 26)}." if number > 200 else ""
        return f"{choose(v.GIVEN)}{initial} {family}", [family]

    def _entities(self) -> None:
        docs = []
        for number in range(max(40, self.size // 50 + 20)):
            choose, kind = self.random.choice, number % 5
            aliases: list[str] = []
            if kind < 3:
                (name, aliases), what = self._person(number), "person"
            elif kind == 3:
                chinese = self.random.random() < CHINESE
                latin = f"{choose(v.FIRMS)} {choose(v.PLACES)} {choose(v.FIRM_KINDS)}"
                name, what = (
                    (choose(v.HAN_FIRMS) + choose(v.HAN_PLACES), "company") if chinese else (latin, "company")
                )
            else:
                place = choose(v.PLACES)
                name, what = (
                    (place, "place") if number % 2 else (f"{place} {choose(v.BODIES)}", "public-body")
                )
            doc: Doc = {"id": f"e.{number:06}", "name": name, "kind": what}
            if aliases:
                doc["aliases"] = aliases
            if number % 3 == 0:
                doc["description"] = f"Known from the papers of {choose(v.PLACES)}."
            docs.append(doc | STAMP)
        self.tables["entities"] = docs
        self.people = [doc for doc in docs if doc["kind"] == "person"]

    def _sources(self) -> None:
        docs = []
        for number in range(max(8, self.size // 400 + 10)):
            choose = self.random.choice
            chinese = self.random.random() < CHINESE
            paper = choose(v.HAN_FIRMS) if chinese else f"{choose(v.PLACES)} {choose(v.PAPERS)}"
            title = (
                f"{choose(v.HAN_PLACES)}{choose(v.HAN_THINGS)}调查之{number}"
                if chinese
                else f"What became of {choose(v.THINGS)} in {choose(v.PLACES)}, part {number}"
            )
            doc: Doc = {
                "id": f"s.{number:06}",
                "title": title,
                "kind": choose(["article", "article", "report", "interview", "filing", "post"]),
                "publisher_as_written": paper,
            }
            if number % 5:
                doc["published"] = self._date(2015, 2024)
            else:
                doc["date_note"] = "No date in the text."
            doc["language"] = "zh" if chinese else "en"
            docs.append(doc)
        self.tables["sources"] = docs

    def _date(self, first: int, last: int) -> str:
        year, month = self.random.randint(first, last), self.random.randint(1, 12)
        day = self.random.randint(1, 28)
        form = self.random.random()
        if form < 0.6:
            return f"{year}-{month:02}-{day:02}"
        return f"{year}-{month:02}" if form < 0.8 else f"{year}" if form < 0.95 else f"{year}/{year + 1}"

    def _claims(self) -> None:
        said: list[list[tuple[str, str, str | None]]] = [[] for _ in self.tables["sources"]]
        chinese = [number for number, doc in enumerate(self.tables["sources"]) if doc["language"] == "zh"]
        claims: list[Doc] = []
        count = 0
        for number in range(self.size):
            subject = self._pick(self.tables["entities"])
            text, about_it = self._statement(subject["name"])
            support = []
            for _ in range(self.quotes_per_claim):
                where = self.random.randrange(len(said))
                speaker = self._pick(self.people)
                quote = f"q.{count:07}"
                sentence = self._said(where in chinese, subject["name"], text, speaker["name"])
                said[where].append((quote, sentence, speaker["id"]))
                stance = self.random.choices(
                    ["supports", "contradicts", "qualifies", "mentions"], [88, 3, 5, 4]
                )[0]
                support.append({"quote": quote, "stance": stance})
                count += 1
            claims.append(self._claim(number, text, subject["id"], about_it, support))
        self.tables["claims"] = claims
        self._quotes(said, count)

    def _statement(self, name: str) -> tuple[str, Doc]:
        """The sentence of a claim, and the fields that go with it."""
        choose, roll = self.random.choice, self.random.random()
        if self.random.random() < CHINESE:
            return f"{name}{choose(v.HAN_ACTIONS)}{choose(v.HAN_THINGS)}，{choose(v.HAN_REASONS)}。", {
                "kind": "fact"
            }
        if roll < 0.25:
            amount = self.random.randint(2, 9_000) * 1000
            unit, what = choose(v.UNITS), choose(v.THINGS)
            figure = {"value": str(amount), "unit": unit, "as_written": f"{amount:,}", "qualifier": "exact"}
            fields = {"kind": "figure", "property": choose(v.PROPERTIES), "figure": figure}
            return f"{name} put {what} at {amount:,} {unit}.", fields
        year = self._date(2009, 2024)
        kind = choose(["fact", "fact", "event", "opinion", "relation", "prediction", "attribution"])
        fields = {"kind": kind, "property": choose(v.PROPERTIES)}
        if roll < 0.6:
            fields["date"] = year
        return f"{name} {choose(v.ACTIONS)} {choose(v.THINGS)} {choose(v.REASONS)}.", fields

    def _claim(self, number: int, text: str, subject: str, fields: Doc, support: list[Doc]) -> Doc:
        doc: Doc = {"id": f"c.{number:07}", "text": text, "kind": fields["kind"], "subject": subject}
        others = {self._pick(self.tables["entities"])["id"] for _ in range(self.random.randint(0, 2))}
        if others - {subject}:
            doc["about"] = sorted(others - {subject})
        doc |= {key: fields[key] for key in ("property", "figure", "date") if key in fields}
        return {**doc, "support": support, **STAMP}

    def _said(self, chinese: bool, name: str, text: str, who: str) -> str:
        """A sentence of a source that bears on a claim."""
        choose = self.random.choice
        if chinese:
            return f"{who}说，{name}{choose(v.HAN_ACTIONS)}{choose(v.HAN_THINGS)}，{choose(v.HAN_REASONS)}。"
        what = f"{text.rstrip('.')}, {choose(v.REASONS)}"
        return str(choose(v.SAYINGS)).format(who=who, what=what)

    def _quotes(self, said: list[list[tuple[str, str, str | None]]], count: int) -> None:
        docs: list[Doc] = [{}] * count
        for source, sentences in zip(self.tables["sources"], said, strict=True):
            chinese = source["language"] == "zh"
            text, starts, paragraphs = self._text(source["title"], [each[1] for each in sentences], chinese)
            data = text.encode()
            sha256 = hashlib.sha256(data).hexdigest()
            self.texts[sha256] = data
            source["texts"] = [{"sha256": sha256, "length": len(text)}]
            source.update(STAMP)
            for (quote, exact, speaker), start, paragraph in zip(sentences, starts, paragraphs, strict=True):
                end = start + len(exact)
                doc: Doc = {"id": quote, "source": source["id"], "text": sha256, "exact": exact}
                if start:
                    doc["prefix"] = text[max(start - CONTEXT, 0) : start]
                doc |= {
                    "suffix": text[end : end + CONTEXT],
                    "start": start,
                    "end": end,
                    "paragraph": paragraph,
                }
                doc |= {"speaker": speaker, "speech": "direct" if "“" in exact else "indirect"}
                doc["language"] = source["language"]
                if chinese and count % 2:
                    doc["translation"] = "Somebody bought the quay, they say."
                docs[int(quote[2:])] = doc | STAMP
        self.tables["quotes"] = docs

    def _text(self, title: str, sentences: list[str], chinese: bool) -> tuple[str, list[int], list[int]]:
        """A text with these sentences in it: where each starts, and in which paragraph."""
        fillers, blank = (v.HAN_FILLERS, "") if chinese else (v.FILLERS, " ")
        pieces = [title, "\n\n"]
        at, paragraph = len(title) + 2, 2
        starts, paragraphs = [], []
        for number, sentence in enumerate(sentences):
            starts.append(at)
            paragraphs.append(paragraph)
            last = number % 4 == 3
            tail = blank + self.random.choice(fillers) + "\n\n" if last else blank
            pieces += (sentence, tail)
            at += len(sentence) + len(tail)
            paragraph += last
        return "".join(pieces) + "\n", starts, paragraphs

    def _events(self) -> None:
        docs = []
        for number in range(self.size // 100 + 3 if self.size else 0):
            claim = self.tables["claims"][self.random.randrange(self.size)]
            doc: Doc = {"id": f"v.{number:06}", "title": claim["text"].rstrip("。.")[:70]}
            doc |= {"date": self._date(2009, 2024)} if number % 7 else {"date_note": 'Undated: "last week".'}
            doc["participants"] = [{"entity": claim["subject"], "role": "agent"}]
            docs.append({**doc, "claims": [claim["id"]], **STAMP})
        self.tables["events"] = docs

    def _relations(self) -> None:
        docs: dict[str, Doc] = {}

        def add(table: str, type_: str, times: int, state: str) -> None:
            ids = [doc["id"] for doc in self.tables[table]]
            for _ in range(times if len(ids) > 1 else 0):
                one, other = self.random.sample(ids, 2)
                name = f"r.{one}-{type_}-{other}"
                doc = {"id": name, "from": one, "to": other, "type": type_, "basis": "inferred"}
                docs[name] = {**doc, "state": state, **STAMP}

        sources = len(self.tables["sources"])
        add("sources", "republishes", sources // 8, "confirmed")
        add("sources", "shares-origin", sources // 12, "confirmed")
        add("sources", "derived-from", sources // 20, "candidate")
        add("claims", "contradicts", self.size // 60, "confirmed")
        add("claims", "duplicates", self.size // 80, "candidate")
        add("quotes", "same-utterance", self.size // 50, "confirmed")
        add("entities", "controls", len(self.tables["entities"]) // 10, "confirmed")
        self.tables["relations"] = [docs[name] for name in sorted(docs)]

    def _tags(self) -> None:
        tags = [{"id": f"t.{number:02}", "path": path, **STAMP} for number, path in enumerate(v.TAGS)]
        self.tables["tags"] = tags

    def _annotation(self, target: str, motivation: str, body: Doc) -> Doc:
        self.notes += 1
        number = self.notes
        moment = f"2025-{number % 9 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:{number % 60:02}:00Z"
        stamp = {"created": moment, "modified": moment, "by": ANALYSTS[number % 3]}
        return {"id": f"a.{number:07}", "target": target, "motivation": motivation, "body": body, **stamp}

    def _annotations(self) -> None:
        docs, random = [], self.random
        for source in self.tables["sources"]:
            if random.random() < 0.8:
                body = {"scheme": "admiralty-source", "value": random.choice("AABBBBCCCDEF")}
                docs.append(self._annotation(source["id"], "assessing", body))
        for claim in self.tables["claims"]:
            target = claim["id"]
            for _ in range(random.choice((0, 0, 1, 1, 2))):
                tag = f"t.{int(len(v.TAGS) * random.random() ** 1.5):02}"
                docs.append(self._annotation(target, "tagging", {"tag": tag}))
            if random.random() < 0.3:
                body = {"scheme": "admiralty-info", "value": random.choice("112223334456")}
                docs.append(self._annotation(target, "assessing", body))
            if random.random() < 0.2:
                body = {"scheme": "status", "value": random.choice(list(SCALES["status"]))}
                docs.append(self._annotation(target, "assessing", body))
            if random.random() < 0.02:
                body = {"text": random.choice(v.NOTES), "format": "text/markdown"}
                docs.append(self._annotation(target, "commenting", body))
        self.tables["annotations"] = docs

    def write(self, folder: Path) -> None:
        """Into a new folder, as a dossier without a history."""
        folder.mkdir(parents=True)
        info = {"format": "dossier", "version": 1, "id": "3f6c5e0a-0000-4000-8000-000000000002"}
        info |= {"title": f"Synthetic, {self.size:,} claims", "focus": "e.000000", "language": "en"}
        (folder / "dossier.json").write_bytes(
            orjson.dumps({**info, "created": STAMP["created"]}, option=orjson.OPT_INDENT_2) + b"\n"
        )
        for table, docs in self.tables.items():
            if docs:
                (folder / f"{table}.jsonl").write_bytes(lines(docs))
        (folder / "texts").mkdir()
        for sha256, data in self.texts.items():
            (folder / "texts" / f"{sha256}.txt").write_bytes(data)


def lines(docs: Iterable[Doc]) -> bytes:
    """Records as a table file."""
    return b"".join(orjson.dumps(doc) + b"\n" for doc in docs)


def write(folder: Path, claims: int, quotes_per_claim: int = 3, seed: int = 1) -> Path:
    """Make a dossier in a new folder; returns it."""
    synth = Synth(claims, quotes_per_claim, seed)
    synth.make()
    synth.write(folder)
    return folder


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.synth", description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--quotes-per-claim", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("path", type=Path, metavar="PATH", help="a folder that is not there yet")
    given = parser.parse_args()
    start = time.perf_counter()
    write(given.path, given.claims, given.quotes_per_claim, given.seed)
    print(f"{given.path}: {given.claims:,} claims in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
