"""What the evidence proves of a dossier in which one field of all records of a table is broken: the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from dossier.core.dossier import Dossier
from dossier.evidence.findings.findings import findings_of
from dossier.evidence.whatif import losses_without
from dossier.features.findings import echo_page as echoes
from dossier.records.models import MODELS
from dossier.show import figures, findings, report, timeline
from dossier.show.kit.page import layout
from dossier.show.origins import origins_blocks
from dossier.show.plain import plain_lines
from tests import builders, nasty
from tests.builders import TEXT, claim, event, quote, relation, source

Doc = dict[str, Any]
JUNK: tuple[Any, ...] = (
    "",
    [[]],
    {"x": {}},
    7,
    ["", {}, [7], None],
    "e.nobody",
    "\x1b[2J\u202e",
    "-",
    [{"quote": [], "entity": {}}],
)
FIGURE: Doc = {"value": "12", "unit": "crown", "as_written": "12 crowns", "scope": "all", "as_of": "2024"}
COST: Doc = {"kind": "figure", "subject": "e.nordlink", "property": "cost", "attributed_to": "e.nordlink"}
MORE: list[Doc] = [
    source("s.copy", kind="interview", publisher="e.nordlink", authors=["e.tomas-brandt"], published="2023"),
    quote("q.copy", TEXT[50:200], "s.copy", speaker="e.tomas-brandt", via=["e.courier"], speech="direct"),
    quote("q.copied", TEXT[50:200], "s.minutes", speaker="e.tomas-brandt", speech="direct"),
    claim("c.a", "Nordlink was founded.", "q.copy", "q.copied", figure=FIGURE, date="2024", **COST),
    claim("c.b", "It costs 13.", "q.copied", "q.cost", figure={**FIGURE, "value": "13"}, **COST),
    event("v.a", "Nordlink is founded", "1998", "c.a", participants=[{"entity": "e.nordlink", "role": "it"}]),
    event("v.b", "Nordlink is founded", "1999", "c.b", participants=[{"entity": "e.nordlink", "role": "it"}]),
    relation("r.a", "s.copy", "derived-from", "s.minutes", evidence=[["q.copy", "q.copied"]]),
    relation("r.b", "q.copy", "same-utterance", "q.copied", state="candidate", evidence=[["q.copy"]]),
    relation("r.c", "c.a", "contradicts", "c.b", state="candidate", evidence=[["q.copy", "q.copied"]]),
    relation("r.d", "v.a", "same-event", "v.b"),
]  # fmt: skip
FIELDS = [
    (table, field.alias or name)
    for table in ("sources", "entities", "quotes", "claims", "events", "relations")
    for name, field in MODELS[table].model_fields.items()
    if name not in ("id", "created", "modified")
]
PARTS = ("value", "unit", "qualifier", "as_written", "scope", "as_of")


def broken(folder: Path, table: str, field: str, part: str = "") -> Path:
    """The small dossier and some more, with something else in the field of each record that has it."""
    path = builders.build(folder / "case", extra=MORE)
    file = path / f"{table}.jsonl"
    docs = [orjson.loads(line) for line in file.read_bytes().splitlines()]
    for number, doc in enumerate(docs):
        holder, key = (doc.get(field), part) if part else (doc, field)
        if holder:
            holder[key] = JUNK[number % len(JUNK)]
    file.write_bytes(b"".join(orjson.dumps(doc) + b"\n" for doc in docs))
    return path


def said(dossier: Dossier) -> str:
    """All that is said of what its evidence proves."""
    found = findings_of(dossier)
    lines = list(report.report_lines(dossier, found, 80)) if found.all() else []
    for each in found.ranked():
        lines += findings.finding_row(dossier, each, 40, 2)
        page = echoes.echo_page if each.from_[0] in "sq" else findings.pair_page
        lines += [line.text for line in layout(page(dossier, each).blocks, 60)]
    for group in ("e.nordlink|cost", "e.nobody|cost"):
        lines += figures.figure_row(dossier, group, 40, 2)
        lines += [line.text for line in layout(figures.figures_page(dossier, group).blocks, 60)]
    for clock in ("happened", "reported"):
        for lane in timeline.timeline_lanes(dossier, dossier.events.ids(), "month", clock):
            rows = (timeline.event_row(dossier, each, 110, 1, clock=clock) for each in lane.events)
            lines += [line for row in rows for line in row]
    for table in ("sources", "entities", "quotes", "claims", "events"):
        for record in dossier.collection(table).ids():
            lines += plain_lines(dossier, record, 80)
    for record in dossier.claims.ids():
        lines += [line.text for line in layout(origins_blocks(dossier, record), 60)]
    return "".join(line.plain for line in lines)


@pytest.mark.parametrize(("table", "field", "part"), [
    *((table, field, "") for table, field in FIELDS), *(("claims", "figure", part) for part in PARTS)
])  # fmt: skip
def test_nothing_is_thrown_by_what_is_broken(tmp_path: Path, table: str, field: str, part: str) -> None:
    with Dossier.open(broken(tmp_path, table, field, part), by="ada") as dossier:
        assert not set(said(dossier)) & set(nasty.HIDING)
        for each in dossier.sources.ids():
            assert losses_without(dossier, [each]).words
