"""Dossiers with any JSON value in any field of any file, and any reference anywhere."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from hypothesis import strategies as st

from dossier import Dossier
from dossier.cli import run
from dossier.evidence.findings.findings import findings_of
from dossier.evidence.timeline import TIME_SCALES
from dossier.evidence.whatif import losses_without
from dossier.features.lenses.losses import losses_page
from dossier.features.tags.view import tag_page
from dossier.features.takeaway.cite import link_to_record
from dossier.query.facets import Facets
from dossier.query.search import Search
from dossier.query.sorting import SORTS, Sorting
from dossier.records.kinds import KIND_BY_LETTER, RECORD_PANES, TABLES
from dossier.records.models import MODELS
from dossier.screen.place import CLOCKS
from dossier.show.cards import record_page
from dossier.show.figures import compared_groups, figures_page
from dossier.show.findings import pair_page
from dossier.show.info import info_page
from dossier.show.kit.page import Page, layout
from dossier.show.order import order_pane
from dossier.show.timeline import timeline_lanes
from tests.builders import build, claim, note, records
from tests.show.test_nasty import all_rows

Doc = dict[str, Any]

_LARGE = "!number!"
"""Stands for a number of 5,000 digits until the file is written: no JSON writer of ours would make one."""
_DEEP = "!deep!"
_STAND_INS = {_LARGE: b"1" * 5000, _DEEP: b"[" * 300 + b"]" * 300}

IDS = [doc["id"] for doc in records()]
_WORDS = [
    "",
    " ",
    "http://[",
    "2025-13-45",
    "../2022",
    "[2023,2024]",
    "\x1b]52;c;aGk=\x07",
    "\u202e",
    "=1+1",
    "c.gone",
]
_WORDS += [
    "supports",
    "fact",
    "tagging",
    "assessing",
    "replying",
    "candidate",
    "rounds",
    "range",
    "A",
    "1",
    "USD",
]
_WORDS += [
    "2025-02-01T09:30:00Z",
    "9999-12-31T23:59:59Z",
    "-1",
    "1e999",
    "NaN",
    "money/cost",
    "tag:(",
    "12 million",
]
ODD: list[Any] = [
    *_WORDS,
    None,
    True,
    0,
    -1,
    1 << 62,
    0.5,
    [],
    {},
    [None],
    [{}],
    _LARGE,
    _DEEP,
    "a.note",
    "c.cost",
]
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(1 << 63), (1 << 64) - 1),
    st.sampled_from([0, -1, 1, 1 << 62, 0.5, 1e308]),
    st.sampled_from([*_WORDS, *IDS, _LARGE, _DEEP]),
    st.text(max_size=6),
)
VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["text", "tag", "quote", "entity", "stance", "value", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=4,
)
"""Any JSON value, with a liking for what has a meaning somewhere."""


@dataclass(frozen=True)
class Slip:
    """One value in one field, of a record or of dossier.json (where: `dossier`)."""

    where: str
    path: tuple[str | int, ...]
    value: Any


def _paths(doc: Doc, model: Any) -> list[tuple[str | int, ...]]:
    """Every field that a record has or could have, and every place inside those that it has."""
    known = [field.alias or name for name, field in model.model_fields.items()]
    found: list[tuple[str | int, ...]] = [(name,) for name in known]
    for name in known:
        found += [(name, *rest) for rest in _inside(doc.get(name))]
    return found


def _inside(value: Any) -> Iterator[tuple[str | int, ...]]:
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield (key,)
        for rest in _inside(item):
            yield (key, *rest)


def _slip(place: tuple[str, tuple[str | int, ...]], value: Any) -> Slip:
    return Slip(place[0], place[1], value)


_RECORDS = {doc["id"]: doc for doc in records()}
PLACES: list[tuple[str, tuple[str | int, ...]]] = [
    (record_id, path)
    for record_id, doc in _RECORDS.items()
    for path in _paths(doc, MODELS[KIND_BY_LETTER[record_id[0]].table])
]
_INFO = [
    ("dossier", (key,)) for key in ("format", "version", "id", "title", "focus", "language", "created", "x")
]
SLIPS = st.lists(
    st.builds(_slip, st.sampled_from(PLACES + _INFO * 3), VALUES),
    min_size=1,
    max_size=4,
)
ANNOTATIONS = [record_id for record_id in IDS if record_id[0] == "a"] + ["a.reply", "a.reply-2"]
CIRCLES = st.lists(
    st.builds(
        lambda note_id, target: Slip(note_id, ("target",), target),
        st.sampled_from(ANNOTATIONS),
        st.sampled_from(ANNOTATIONS),
    ),
    min_size=1,
    max_size=4,
)
"""Notes on notes, on themselves and in a circle."""
REFERENCES = st.lists(
    st.builds(
        _slip,
        st.sampled_from(
            [
                (record_id, path)
                for record_id, path in PLACES
                if path[0]
                in {
                    "target",
                    "quote",
                    "from",
                    "to",
                    "source",
                    "speaker",
                    "publisher",
                    "subject",
                    "attributed_to",
                }
                or (
                    len(path) > 1
                    and path[0] in {"via", "about", "claims", "evidence", "support", "participants", "body"}
                )
            ]
        ),
        st.sampled_from(IDS),
    ),
    min_size=2,
    max_size=8,
)
"""Any id where an id is expected, whatever it is of: circles among them."""


def build_hostile(folder: Path, slips: list[Slip]) -> Path:
    """The invented dossier in `folder`, with some notes that answer one another, and these slips in it."""
    shutil.rmtree(folder, ignore_errors=True)
    extra = [
        note("a.reply", "a.note", motivation="replying"),
        note("a.reply-2", "a.reply", motivation="replying"),
        claim("c.http", "Nobody said so.", "q.vote"),
    ]
    build(folder, extra=extra)
    for slip in slips:
        file = folder / (
            f"{KIND_BY_LETTER[slip.where[0]].table}.jsonl" if slip.where != "dossier" else "dossier.json"
        )
        lines = file.read_bytes().splitlines() if slip.where != "dossier" else [file.read_bytes()]
        lines = [_with_slip(line, slip) for line in lines]
        file.write_bytes(b"\n".join(lines) + b"\n")
    for table in ("dossier.json", *(f"{table}.jsonl" for table in TABLES)):
        data = (folder / table).read_bytes()
        for stands, value in _STAND_INS.items():
            data = data.replace(orjson.dumps(stands), value)
        (folder / table).write_bytes(data)
    return folder


def _with_slip(line: bytes, slip: Slip) -> bytes:
    doc = orjson.loads(line)
    if not isinstance(doc, dict) or (slip.where != "dossier" and doc.get("id") != slip.where):
        return line
    holder: Any = doc
    for step in slip.path[:-1]:
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return line  # an earlier slip took it away
    try:
        holder[slip.path[-1]] = slip.value
    except (IndexError, TypeError):
        return line
    return orjson.dumps(doc)


COMMANDS: list[list[str]] = [
    ["show", "CASE"],
    ["show", "CASE", "--as-of", "2024-05-03"],
    *(
        ["show", "CASE", record_id]
        for record_id in ("c.cost", "q.cost", "e.marla-quist", "a.reply", "r.costs")
    ),
    *(["list", "CASE", pane] for pane in RECORD_PANES),
    ["list", "CASE", "quotes", "--csv"],
    ["list", "CASE", "claims", "--json"],
    ["list", "CASE", "claims", "tag:money quotes:>=1 -kind:opinion date:2024..2026 any:cost"],
    ["check", "CASE"],
    ["check", "CASE", "--json"],
    ["findings", "CASE"],
    ["findings", "CASE", "--json"],
    ["log", "CASE"],
    ["export", "CASE"],
    ["export", "CASE", "c.cost"],
    ["export", "CASE", "-o", "TAKEN/out.json", "-f"],
    ["new", "TAKEN/copy", "--from", "TAKEN/out.json"],
    ["merge", "CASE", "CASE", "-o", "TAKEN/joined"],
    ["save", "CASE"],
]
"""What the command line can do with a dossier; CASE is its folder, TAKEN one for what is made of it."""


def run_command(folder: Path, arguments: list[str]) -> str:
    """All that a command prints; a status but 0, 1 and 2 is a failure, and an exception is one too."""
    taken = folder.with_name("taken")
    shutil.rmtree(taken, ignore_errors=True)
    taken.mkdir()
    words = [argument.replace("CASE", str(folder)).replace("TAKEN", str(taken)) for argument in arguments]
    if "--from" in words:
        build_export(folder, taken / "out.json")
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = run(words)
    assert status in (0, 1, 2), arguments
    return out.getvalue()


def build_export(folder: Path, path: Path) -> None:
    """An export that holds what the dossier holds, be it right or not."""
    tables = {name: (folder / f"{name}.jsonl").read_bytes().splitlines() for name in TABLES}
    lists = [orjson.dumps(name) + b":[" + b",".join(lines) + b"]" for name, lines in tables.items()]
    info = (folder / "dossier.json").read_bytes()
    path.write_bytes(b'{"format":"dossier","version":1,"dossier":' + info + b"," + b",".join(lists) + b"}")


def look_at_everything(dossier: Dossier) -> Iterator[str]:
    """Every row and page that the screen shows of a dossier, in every order, and what is taken away."""
    yield from all_rows(dossier, 78, 1)
    for pane in RECORD_PANES:
        ids = order_pane(dossier, pane)
        Facets(dossier, pane, ids).finish()
        for sort in SORTS[pane]:
            Sorting(dossier, pane, ids, sort.name).finish()
        for record_id in ids:
            yield from page_lines(record_page(dossier, record_id))
            yield from page_lines(info_page(dossier, record_id))
            yield link_to_record(dossier, record_id)
    for scale in TIME_SCALES:
        for clock in CLOCKS:
            timeline_lanes(dossier, dossier.events.ids(), scale, clock)
    for tag in dossier.tags:
        yield from page_lines(tag_page(dossier, tag))
    for finding in findings_of(dossier).ranked():
        yield from page_lines(pair_page(dossier, finding))
    for group in compared_groups(dossier):
        yield from page_lines(figures_page(dossier, group.id))
    yield from page_lines(losses_page(dossier, losses_without(dossier, dossier.sources.ids())))
    Search(dossier, "cost").finish()


def page_lines(page: Page) -> Iterator[str]:
    """The lines of a page, on a screen of 60 cells."""
    return (line.text.plain for line in layout(page.blocks, 60))
