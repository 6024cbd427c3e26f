"""What the manual says of the program, made from the program: `python -m tests.made` writes it.

The key table comes from the registry, the filter keys from the filter language, the fields from the models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from dossier.keys.commands import markdown_table
from dossier.manual import FOLDER
from dossier.query.language.keys import KEYS
from dossier.records.kinds import RECORD_PANES
from dossier.registry import REGISTRY
from tests import made_fields
from tests.paths import ROOT

README = ROOT / "README.md"


def pages_with_made() -> dict[Path, str]:
    """Each page of the manual with a generated part, and its text as the program has it now."""
    parts = {"keys": ("keys", keys), "filters": ("filter keys", filter_keys), "fields": ("fields", fields)}
    pages = {}
    for topic, (name, make) in parts.items():
        page = FOLDER / f"{topic}.md"
        pages[page] = _replaced(page.read_text("utf-8"), name, make)
    return pages


def _replaced(text: str, name: str, make: Callable[[], str]) -> str:
    between = re.compile(rf"(<!-- {name}: .*? -->\n)(.*?)(<!-- end of {name} -->)", re.DOTALL)
    return between.sub(lambda found: f"{found[1]}\n{make()}\n\n{found[3]}", text)


def keys() -> str:
    """The key table in its sections."""
    head, *lines = re.split(
        r"^\| \*\*(.+)\*\* \| \|\n", markdown_table(REGISTRY.commands) + "\n", flags=re.MULTILINE
    )
    sections = zip(lines[::2], lines[1::2], strict=True)
    return "\n\n".join(f"## {name}\n\n{head}{rows.rstrip()}" for name, rows in sections)


def fields() -> str:
    """Every field of every kind of record, those in bold that are needed, and the closed lists."""
    rows = ((place, _plain_but_bold(names), closed) for place, names, closed in made_fields.rows())
    return _table(("", "fields", "one of"), rows)


def _plain_but_bold(names: str) -> str:
    return names.replace("_", r"\_").replace("[", r"\[")


def filter_keys() -> str:
    """Every key of the filter language: what it takes and where it works."""
    rows = []
    for key in KEYS.values():
        panes = "everywhere" if len(key.panes) == len(RECORD_PANES) else ", ".join(key.panes)
        rows.append((f"`{key.name}:`", key.help, panes))
    return _table(("Key", "Finds", "In"), rows)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(heads)
    return "\n".join(_row(cells) for cells in (heads, ["---"] * len(heads), *rows))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    for page, made in pages_with_made().items():
        page.write_text(made, "utf-8")
