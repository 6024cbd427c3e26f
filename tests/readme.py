"""What README says of the program, made from the program: `python -m tests.readme` writes it.

The key table comes from the registry; the findings are those of the bundled dossier, as `dossier findings`
has them; the fields come from the models.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from dossier import Dossier
from dossier.evidence.finding import Finding
from dossier.evidence.findings.findings import STATES, Findings
from dossier.keys.commands import markdown_table
from dossier.show.figures import compared, figure_row
from dossier.show.findings import SIGNS
from dossier.show.kit import labels
from dossier.show.report import SECTIONS, gap_counts, how_many, parties
from dossier.text import clip, one_line, plural
from tests import readme_fields

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_WIDE = 1000
_EXCERPT = 110
_FIRST = ("Read", "Go to", "Annotate")
_ACTIVE = re.compile(r"([\\|*_<\[\]`])")
_STATES = dict(zip(STATES, ("undecided", "confirmed", "dismissed"), strict=True))


def with_made(text: str) -> str:
    """`text` with its key tables and its findings as the program has them now."""
    for name, make in (("keys", keys), ("findings", findings), ("fields", fields)):
        text = _replaced(text, name, make)
    return text


def _replaced(text: str, name: str, make: Callable[[], str]) -> str:
    between = re.compile(rf"(<!-- {name}: .*? -->\n)(.*?)(<!-- end of {name} -->)", re.DOTALL)
    return between.sub(lambda found: f"{found[1]}\n{make()}\n\n{found[3]}", text)


def keys() -> str:
    """The key table in its sections, those folded that a reader asks for last."""
    head, *lines = re.split(r"^\| \*\*(.+)\*\* \| \|\n", markdown_table() + "\n", flags=re.MULTILINE)
    sections = zip(lines[::2], lines[1::2], strict=True)
    return "\n\n".join(
        _folded(name, "", head + rows.rstrip(), shown=name in _FIRST) for name, rows in sections
    )


def fields() -> str:
    """Every field of every kind of record, those in bold that are needed, and the closed lists."""
    rows = ((place, _plain_but_bold(names), closed) for place, names, closed in readme_fields.rows())
    return _folded("Fields", "", _table(("", "fields", "one of"), rows))


def _plain_but_bold(names: str) -> str:
    return names.replace("_", r"\_").replace("[", r"\[")


def findings() -> str:
    """What the evidence of the bundled dossier proves, each sort folded behind its counts."""
    with Dossier.open(ROOT / "data" / "deepseek") as dossier:
        found = Findings(dossier)
        found.all()
        parts = [_folded("Figures of one subject and property", *_figures(dossier))]
        for title, types in SECTIONS.items():
            parts.append(_section(dossier, title.capitalize(), found.ranked(types=types)))
        return "\n\n".join([_alone(dossier), *parts, _ending(dossier), _gaps(dossier)])


def _alone(dossier: Dossier) -> str:
    alone = gap_counts(dossier)["claims"]["one origin"]
    return f"{alone} of the {len(dossier.claims)} claims rest on one origin."


def _section(dossier: Dossier, title: str, found: tuple[Finding, ...]) -> str:
    """The findings of one sort, a line each: decision, both records, what was found of them."""
    tally = Counter(finding.state for finding in found)
    counts = ", ".join(f"{tally[state]:,} {word}" for state, word in _STATES.items() if tally[state])
    ordered = sorted(found, key=lambda finding: STATES.index(finding.state))
    rows = (
        (f"`{SIGNS[each.state]}`", _name(dossier, each.from_), _name(dossier, each.to), _verdict(each))
        for each in ordered
    )
    return _folded(title, counts, _table(("", "", "", "found"), rows))


def _verdict(finding: Finding) -> str:
    return _plain(f"{'stated' if finding.sort == 'stated' else 'computed'}: {finding.verdict}")


def _figures(dossier: Dossier) -> tuple[str, str]:
    """The groups in which there is something to compare, worst first, as the figures bench lists them."""
    groups = compared(dossier)
    rows = []
    for group in groups:
        head, under = (line.plain for line in figure_row(dossier, group.id, _WIDE, 2))
        mark, measured = head.strip().split(maxsplit=1)
        verdicts, _, written = under.strip().partition(": ")
        measured = re.split(r" {2,}", measured)[0]
        rows.append((f"`{mark}`", _plain(measured), _plain(written), _plain(verdicts)))
    pairs = plural(sum(len(group.pairs) for group in groups), "pair")
    return f"{pairs} judged", _table(("", "", "as written", "verdicts"), rows)


def _ending(dossier: Dossier) -> str:
    found = sorted((labels.name(dossier, party), claim) for claim, party in parties(dossier))
    rows = (
        (_plain(party), "<br>".join(_name(dossier, claim) for _, claim in claims))
        for party, claims in groupby(found, key=lambda pair: pair[0])
    )
    counted = plural(len(found), "claim")
    return _folded("Every account ends at one party", counted, _table(("party", "claims"), rows))


def _gaps(dossier: Dossier) -> str:
    rows = [
        (how_many(dossier, table, count), _plain(f"{table}: {kind}"))
        for table, kinds in gap_counts(dossier).items()
        for kind, count in kinds.items()
    ]
    return _folded("Gaps", f"{plural(len(rows), 'kind')}", _table(("", "what is missing"), rows))


def _name(dossier: Dossier, record_id: str) -> str:
    return _plain(clip(labels.name(dossier, record_id), _EXCERPT))


def _plain(words: str) -> str:
    """Words from anywhere, with nothing in them that Markdown acts on."""
    return _ACTIVE.sub(r"\\\1", one_line(words))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(heads)
    return "\n".join(_row(cells) for cells in (heads, ["---"] * len(heads), *rows))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _folded(title: str, counts: str, table: str, *, shown: bool = False) -> str:
    """A table behind its title; on a page it opens at a click."""
    more = f": {counts}" if counts else ""
    opened = " open" if shown else ""
    return f"<details{opened}><summary><b>{title}</b>{more}</summary>\n\n{table}\n\n</details>"


if __name__ == "__main__":
    README.write_text(with_made(README.read_text("utf-8")), "utf-8")
