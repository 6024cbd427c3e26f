"""A small invented dossier, and single records, for any test to stand on.

Whether Marla Quist moved the ferry terminal of Orsund: three sources (the third repeats the first), six
entities, fourteen quotes in one attached text and two that are not there, ten claims, three events.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from dossier.records.ids import table_of
from dossier.records.kinds import KINDS
from dossier.records.models import MODELS

STAMP = {"created": "2025-02-01T09:30:00Z", "modified": "2025-02-01T09:30:00Z", "by": "ada"}
UNREAD = "ab" * 32
"""The sha256 of a text that is not attached."""

TEXT = """Ferry terminal to move, says harbour chief

ORSUND, 3 May 2024 - The ferry terminal of Orsund will move to the north quay next year, harbour chief
Marla Quist told the Orsund Courier on Friday.

"The old quay is finished, and everyone who has stood on it in winter knows it," Quist said. She put the cost
at about 12 million crowns. The ferry line Nordlink, which runs all 14 crossings a day, was not asked.

"Nobody called us," said Tomas Brandt, who heads Nordlink. According to Brandt, the line learned of the plan
from the newspaper. A naïve count by the Courier found 3,400 passengers a day - 船 is what the dockers call
the boat.

The council votes on 12 June 2024.
"""
TEXT_SHA = hashlib.sha256(TEXT.encode()).hexdigest()

Doc = dict[str, Any]


def source(record_id: str = "s.courier", **fields: Any) -> Doc:
    """A source; any field can be given."""
    return {"id": record_id, "title": "Ferry terminal to move", "kind": "article", **STAMP, **fields}


def entity(record_id: str = "e.marla-quist", **fields: Any) -> Doc:
    """An entity."""
    return {
        "id": record_id,
        "name": record_id[2:].replace("-", " ").title(),
        "kind": "person",
        **STAMP,
        **fields,
    }


def quote(record_id: str, exact: str, source_id: str = "s.courier", text: str = TEXT, **fields: Any) -> Doc:
    """A quote of `exact` where it stands in `text`; from its first character on where it does not."""
    start = max(text.find(exact), 0)
    end = start + len(exact)
    sha256 = TEXT_SHA if source_id == "s.courier" else UNREAD
    found = {
        "id": record_id,
        "source": source_id,
        "text": sha256,
        "exact": exact,
        "prefix": text[max(start - 20, 0) : start],
        "suffix": text[end : end + 20],
        "start": start,
        "end": end,
        "speech": "narration",
    }
    return {**found, **STAMP, **fields}


def claim(record_id: str, text: str, *quotes: str, **fields: Any) -> Doc:
    """A claim that the quotes support."""
    support = [{"quote": quote_id, "stance": "supports"} for quote_id in quotes]
    return {"id": record_id, "text": text, "kind": "fact", "support": support, **STAMP, **fields}


def event(record_id: str, title: str, date: str, *claims: str, **fields: Any) -> Doc:
    """An event that the claims establish."""
    return {"id": record_id, "title": title, "date": date, "claims": list(claims), **STAMP, **fields}


def relation(record_id: str, from_: str, type_: str, to: str, **fields: Any) -> Doc:
    """A confirmed relation that a source states."""
    ends = {"id": record_id, "from": from_, "to": to, "type": type_}
    return {**ends, "basis": "stated", "state": "confirmed", **STAMP, **fields}


def note(record_id: str, target: str, text: str = "Ask the harbour office.", **fields: Any) -> Doc:
    """A note on a record."""
    body = {"text": text, "format": "text/markdown"}
    return {"id": record_id, "target": target, "motivation": "commenting", "body": body, **STAMP, **fields}


def tagging(record_id: str, target: str, tag: str, **fields: Any) -> Doc:
    """A tag on a record."""
    return {
        "id": record_id,
        "target": target,
        "motivation": "tagging",
        "body": {"tag": tag},
        **STAMP,
        **fields,
    }


def grade(record_id: str, target: str, scheme: str, value: str, **fields: Any) -> Doc:
    """A judgement on a record."""
    body = {"scheme": scheme, "value": value}
    return {"id": record_id, "target": target, "motivation": "assessing", "body": body, **STAMP, **fields}


def _sources() -> Iterable[Doc]:
    attached = [{"sha256": TEXT_SHA, "length": len(TEXT)}]
    unread = [{"sha256": UNREAD, "length": 4000}]
    yield source("s.courier", publisher="e.courier", publisher_as_written="Orsund Courier", texts=attached)
    yield source(
        "s.minutes", title="Minutes of the harbour board", kind="report", published="2024-04", texts=unread
    )
    yield source("s.daily", title="Quay plan makes waves", published="2024-05-04", texts=unread)


def _entities() -> Iterable[Doc]:
    yield entity("e.marla-quist", aliases=["Quist"], description="Harbour chief of Orsund")
    yield entity("e.tomas-brandt", aliases=["Brandt"])
    yield entity("e.nordlink", kind="company")
    yield entity("e.courier", name="Orsund Courier", kind="publication")
    yield entity("e.orsund", kind="place")
    yield entity("e.terminal", name="Ferry terminal of Orsund", kind="place")


def _quotes() -> Iterable[Doc]:
    quist: Doc = {"speaker": "e.marla-quist", "via": ["e.courier"]}
    brandt: Doc = {"speaker": "e.tomas-brandt", "via": ["e.courier"]}
    yield quote("q.headline", "Ferry terminal to move, says harbour chief", speech="headline", paragraph=1)
    yield quote(
        "q.move",
        "will move to the north quay next year",
        **quist,
        speech="indirect",
        speaker_as_written="Quist",
    )
    yield quote("q.friday", "told the Orsund Courier on Friday")
    yield quote("q.finished", "The old quay is finished", **quist, speech="direct")
    yield quote("q.winter", "everyone who has stood on it in winter knows it", **quist, speech="direct")
    yield quote("q.cost", "about 12 million crowns", **quist, speech="indirect")
    yield quote("q.not-asked", "was not asked")
    yield quote("q.crossings", "runs all 14 crossings a day")
    yield quote("q.nobody", "Nobody called us", **brandt, speech="direct")
    yield quote(
        "q.newspaper", "the line learned of the plan\nfrom the newspaper", **brandt, speech="indirect"
    )
    yield quote("q.count", "A naïve count by the Courier found 3,400 passengers a day")
    yield quote("q.vote", "The council votes on 12 June 2024.")
    yield quote("q.minutes-cost", "Cost of the move: 11.8 million crowns.", "s.minutes")
    yield quote("q.daily-cost", "some 12 million crowns", "s.daily", via=["s.courier"])


def _claims() -> Iterable[Doc]:
    quist, terminal, nordlink = "e.marla-quist", "e.terminal", "e.nordlink"
    cost = {
        "value": "12000000",
        "unit": "crown",
        "qualifier": "approx",
        "as_written": "about 12 million crowns",
    }
    exact = {"value": "11800000", "unit": "crown", "qualifier": "exact", "as_written": "11.8 million crowns"}
    yield claim(
        "c.move", "The terminal moves to the north quay in 2025.", "q.headline", "q.move", subject=terminal,
        about=["e.orsund"], date="2025", attributed_to=quist,
    )  # fmt: skip
    yield claim(
        "c.cost", "The move costs about 12 million crowns.", "q.cost", "q.daily-cost", kind="figure",
        subject=terminal, property="cost", figure=cost, attributed_to=quist,
    )  # fmt: skip
    yield claim(
        "c.cost-exact", "The move costs 11.8 million crowns.", "q.minutes-cost", kind="figure",
        subject=terminal, property="cost", figure=exact,
    )  # fmt: skip
    yield claim(
        "c.finished", "The old quay is worn out.", "q.finished", "q.winter", kind="opinion", about=[quist]
    )
    told = claim("c.not-asked", "Nordlink was not asked about the move.", "q.not-asked", "q.nobody")
    told["support"].append({"quote": "q.newspaper", "stance": "mentions"})
    yield {**told, "subject": nordlink, "about": [quist, "e.tomas-brandt"]}
    yield claim("c.crossings", "Nordlink runs 14 crossings a day.", "q.crossings", subject=nordlink)
    yield claim("c.passengers", "3,400 passengers a day use the terminal.", "q.count", subject=terminal)
    yield claim("c.vote", "The council votes on 12 June 2024.", "q.vote", kind="event", date="2024-06-12")
    yield claim(
        "c.told", "Quist told the Courier on 3 May 2024.", "q.friday", subject=quist, date="2024-05-03"
    )
    yield claim(
        "c.heads", "Tomas Brandt heads Nordlink.", "q.nobody", kind="relation", subject="e.tomas-brandt"
    )


def _rest() -> Iterable[Doc]:
    quist = [{"entity": "e.marla-quist", "role": "speaker"}]
    yield event("v.interview", "Quist tells the Courier", "2024-05-03", "c.told", participants=quist)
    yield event("v.vote", "The council votes", "2024-06-12", "c.vote")
    yield event("v.move", "The terminal moves", "2025", "c.move", inferred=True)
    yield relation("r.daily-courier", "s.daily", "republishes", "s.courier", evidence=[["q.daily-cost"]])
    yield relation("r.costs", "c.cost", "rounds", "c.cost-exact", evidence=[["q.cost", "q.minutes-cost"]])
    yield relation("r.heads", "e.tomas-brandt", "heads", "e.nordlink")
    yield {"id": "t.cost", "path": "money/cost", "definition": "What the move costs", **STAMP}
    yield {"id": "t.unasked", "path": "unasked", **STAMP}
    yield tagging("a.tag-cost", "c.cost", "t.cost")
    yield tagging("a.tag-minutes", "s.minutes", "t.cost")
    yield note("a.note", "c.cost", "Does this include the car park?")
    yield grade("a.grade", "s.courier", "admiralty-source", "B")
    yield grade("a.digit", "c.cost", "admiralty-info", "2", quote="q.cost")
    yield {"id": "f.cost", "name": "the cost", "pane": "claims", "query": "tag:money", **STAMP}


def records() -> list[Doc]:
    """All records of the invented dossier, as a file holds them."""
    docs = [*_sources(), *_entities(), *_quotes(), *_claims(), *_rest()]
    return [MODELS[table_of(doc["id"])].canonical(doc) for doc in docs]


def build(
    path: Path,
    *,
    text: bool = True,
    extra: Iterable[Mapping[str, Any]] = (),
    without: Iterable[str] = (),
    title: str = "The ferry terminal of Orsund",
) -> Path:
    """Write the dossier, as by hand and without a history; returns `path`. `without`: ids to leave out."""
    path.mkdir(parents=True)
    info = {"format": "dossier", "version": 1, "id": "3f6c5e0a-0000-4000-8000-000000000001", "title": title}
    info |= {"focus": "e.marla-quist", "language": "en", "created": STAMP["created"]}
    (path / "dossier.json").write_bytes(orjson.dumps(info, option=orjson.OPT_INDENT_2) + b"\n")
    docs = {doc["id"]: doc for doc in [*records(), *map(dict, extra)] if doc["id"] not in set(without)}
    for kind in KINDS:
        lines = [orjson.dumps(docs[key]) + b"\n" for key in sorted(docs) if key[0] == kind.letter]
        if lines:
            (path / f"{kind.table}.jsonl").write_bytes(b"".join(lines))
    if text:
        (path / "texts").mkdir()
        (path / "texts" / f"{TEXT_SHA}.txt").write_bytes(TEXT.encode())
    return path


def table_lines(path: Path, table: str) -> list[Doc]:
    """The records in a table file as it is on disk."""
    file = path / f"{table}.jsonl"
    return [orjson.loads(line) for line in file.read_bytes().splitlines()] if file.exists() else []
