"""The manual, one Markdown page a topic: `dossier help` prints it, `?` searches it, README links to it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
ORDER = (
    "keys", "own-keys", "filters", "grades", "notes", "findings", "commands",
    "format", "fields", "export", "merging", "python", "security", "troubleshooting",
)  # fmt: skip
"""Topics, the most asked for first."""

_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)


class ManualPage(NamedTuple):
    """One page: its topic, which is its file's name; its title; its Markdown without comments."""

    topic: str
    title: str
    text: str


def list_topics() -> tuple[str, ...]:
    """Every topic, in the order of reading."""
    there = {file.stem for file in FOLDER.glob("*.md")}
    known = [topic for topic in ORDER if topic in there]
    return (*known, *sorted(there.difference(known)))


def load_page(topic: str) -> ManualPage:
    """Read a page; KeyError where there is no such topic."""
    if topic not in list_topics():
        raise KeyError(topic)

    text = _COMMENT.sub("", (FOLDER / f"{topic}.md").read_text("utf-8"))
    title = text.split("\n", 1)[0].removeprefix("# ")
    return ManualPage(topic, title, text)


def find_topics(words: str) -> tuple[str, ...]:
    """The topics whose name, title or text contains all of the words; those named by them first."""
    wanted = words.casefold().split()
    named: list[str] = []
    told: list[str] = []
    for topic in list_topics():
        page = load_page(topic)
        if all(word in f"{topic} {page.title}".casefold() for word in wanted):
            named.append(topic)
        elif all(word in page.text.casefold() for word in wanted):
            told.append(topic)
    return (*named, *told)
