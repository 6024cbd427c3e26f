"""Random dossiers for the tests of queries: any record may lack anything."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from dossier.core.dossier import Dossier
from dossier.records.vocabulary import SCALES
from tests import builders

Doc = dict[str, Any]

PEOPLE = [f"e.{n}" for n in range(5)]
SOURCES = [f"s.{n}" for n in range(4)]
QUOTES = [f"q.{n}" for n in range(9)]
CLAIMS = [f"c.{n}" for n in range(12)]
EVENTS = [f"v.{n}" for n in range(4)]
NAMES = ["Marla Quist", "梁文锋", "Zoë Étienne", "Orsund", "Ｎordlink"]
TEXTS = ["The quay moves.", "Don’t ask the Quay", "费用 12 million 船坞", "Strasse naïve", "“old”\nferry"]
PIECES = ["The old quay", "was not asked", "A naïve count", "船", "12 million crowns", "Nobody called us"]
NOTES = ["Which quay?", "船 means boat", "naïve?", "Ask the Courier"]
SOURCED = ["republishes", "derived-from", "shares-origin"]
STANCES = ["supports", "supports", "contradicts", "qualifies", "mentions"]


class Inventor:
    """Makes the records of one dossier."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def pick(self, items: Any) -> Any:
        return self.random.choice(items)

    def some(self, chance: float, **fields: Any) -> Doc:
        """The fields, or nothing."""
        return fields if self.random.random() < chance else {}

    def records(self) -> list[Doc]:
        docs = [self.entity(each, name) for each, name in zip(PEOPLE, NAMES, strict=True)]
        docs += [self.source(each) for each in SOURCES]
        docs += [self.quote(each) for each in QUOTES]
        docs += [self.claim(each) for each in CLAIMS]
        docs += [self.event(each) for each in EVENTS]
        docs += [self.annotation(f"a.{n:02}") for n in range(45)]
        for number, path in enumerate(["money", "money/cost", "unasked", "船", "moneyed"]):
            docs.append({"id": f"t.{number}", "path": path, **builders.STAMP})
        docs[-1]["aliases"] = ["Dear cost"]
        return [*docs, *self.relations()]

    def entity(self, each: str, name: str) -> Doc:
        fields = self.some(0.4, aliases=[self.pick(["Quist", "the chief", "Chef d’œuvre"])])
        fields |= self.some(0.5, description=self.pick(["of the quay", "船 dealer"]))
        return builders.entity(each, name=name, kind=self.pick(["person", "company", "place"]), **fields)

    def source(self, each: str) -> Doc:
        date = self.pick(["2024", "2024-05-03", "2023/2024", "2024-06", "../2022", None])
        fields: Doc = {"published": date} if date else {"date_note": "no date on the quay"}
        fields |= self.some(0.5, publisher=self.pick(PEOPLE))
        fields |= self.some(0.5, publisher_as_written=self.pick(["Orsund Courier", "潮声报"]))
        if each == "s.0":
            fields["texts"] = [{"sha256": builders.TEXT_SHA, "length": len(builders.TEXT)}]
        title = self.pick(["Quay plan", "A naïve “old” report", "船"])
        fields |= self.some(0.2, authors=[self.pick(PEOPLE)])
        kind = self.pick(["article", "article", "interview", "post", "filing"])
        return builders.source(each, title=title, **fields | {"kind": kind})

    def quote(self, each: str) -> Doc:
        fields: Doc = {"speech": self.pick(["direct", "indirect", "narration"])}
        fields |= self.some(0.5, speaker=self.pick(PEOPLE))
        fields |= self.some(0.3, speaker_as_written=self.pick(["a Quist spokesman", "the courier"]))
        fields |= self.some(0.3, translation=self.pick(["the boat", "Straße"]))
        fields |= self.some(0.2, note="the quay, probably")
        fields |= self.some(0.3, via=self.random.sample([*PEOPLE, *SOURCES], self.random.randint(1, 3)))
        doc = builders.quote(each, self.pick(PIECES), self.pick(SOURCES), **fields)
        return doc | ({"text": builders.TEXT_SHA} if doc["source"] == "s.0" else {})

    def claim(self, each: str) -> Doc:
        fields: Doc = {"kind": self.pick(["fact", "figure", "event"])}
        fields |= self.some(0.8, subject=self.pick(PEOPLE))
        fields |= self.some(0.6, about=self.random.sample(PEOPLE, 2))
        fields |= self.some(0.6, property=self.pick(["cost", "Date of sale"]))
        dates = ["2024", "2024-05", "2024-05-03", "2023/..", "202X", "2025~"]
        fields |= self.some(0.8, date=self.pick(dates))
        fields |= self.some(0.3, figure={"value": "12", "unit": "crown", "as_written": "12"})
        doc = builders.claim(each, self.pick(TEXTS), **fields)
        quotes = self.random.sample(QUOTES, self.random.randint(0, 4))
        return doc | {"support": [{"quote": quote, "stance": self.pick(STANCES)} for quote in quotes]}

    def event(self, each: str) -> Doc:
        date: Doc = {"date": self.pick(["2024-05-03", "2024", "2025-01"])}
        fields = self.some(0.4, date_note="in winter") or date
        fields |= self.some(0.5, participants=[{"entity": self.pick(PEOPLE), "role": "x"}])
        title = self.pick(["The vote", "Quay closed", "船"])
        doc = builders.event(each, title, "", *self.random.sample(CLAIMS, 2))
        return {key: value for key, value in doc.items() if value} | fields

    def relations(self) -> list[Doc]:
        docs = []
        for number in range(5):
            one, other = self.random.sample(SOURCES, 2)
            kind, state = self.pick(SOURCED), self.pick(["confirmed", "dismissed"])
            docs.append(builders.relation(f"r.s{number}", one, kind, other, state=state))
            one, other = self.random.sample(CLAIMS, 2)
            kind, state = self.pick(["contradicts", "rounds"]), self.pick(["candidate", "dismissed"])
            docs.append(builders.relation(f"r.c{number}", one, kind, other, state=state))
        one, other = self.random.sample(QUOTES, 2)
        return [*docs, builders.relation("r.q", one, "same-utterance", other)]

    def annotation(self, name: str) -> Doc:
        hour = self.pick(["T09:30:00Z", "T09:30:00.5Z", "T10:00:00Z"])
        created = f"2024-05-{self.random.randint(1, 28):02}{hour}"
        more: Doc = {"by": self.pick(["ada", "ben", "Zoë"]), "created": created}
        anything = self.pick([*PEOPLE, *SOURCES, *QUOTES, *CLAIMS, *EVENTS])
        roll = self.random.random()
        if roll < 0.3:
            return builders.tagging(name, anything, f"t.{self.random.randrange(5)}", **more)
        if roll < 0.35:
            return builders.note(name, self.pick(CLAIMS), self.pick(NOTES), quote=self.pick(QUOTES), **more)
        if roll < 0.5:
            more["motivation"] = self.pick(["commenting", "questioning", "replying"])
            return builders.note(name, anything, self.pick(NOTES), **more)
        if roll < 0.7:
            more |= self.some(0.5, quote=self.pick(QUOTES))
            return builders.grade(name, self.pick(CLAIMS), "admiralty-info", self.pick("123456"), **more)
        if roll < 0.85:
            return builders.grade(name, self.pick(SOURCES), "admiralty-source", self.pick("ABCDEF"), **more)
        return builders.grade(name, self.pick(CLAIMS), "status", self.pick(list(SCALES["status"])), **more)


def build(folder: Path, seed: int) -> Path:
    """A random dossier in a new folder; seed 0 is the small one of all tests."""
    if seed == 0:
        status = builders.grade("a.status", "c.vote", "status", "open")
        return builders.build(folder, extra=[status, builders.note("a.on-quote", "q.cost", "船?")])
    own = [doc["id"] for doc in builders.records()]
    return builders.build(folder, extra=Inventor(seed).records(), without=own)


def test_random_dossiers_follow_the_format(tmp_path: Path) -> None:
    for seed in range(6):
        with Dossier.open(build(tmp_path / str(seed), seed)) as dossier:
            assert [str(problem) for problem in dossier.validate()] == []
