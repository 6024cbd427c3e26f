"""The names of the styles that views use. A theme gives them colour; no view depends on any."""

from __future__ import annotations

from zlib import crc32

from rich.text import Text

from dossier.text import clean

TITLE = "title"
BODY = "body"
DIM = "dim"
HEADING = "heading"
SOURCE = "source"
SPEAKER = "speaker"
QUOTE = "quote"
QUOTE_HERE = "quote.here"
QUOTE_CITED = "quote.cited"
FIGURE = "figure"
GRADE = "grade"
GRADE_DERIVED = "grade.derived"
STATUS = "status"
WARN = "warn"
NOTE = "note"
NOTE_STRONG = "note.strong"
NOTE_EMPHASIS = "note.emphasis"
NOTE_HEADING = "note.heading"
NOTE_CODE = "note.code"
NOTE_LINK = "note.link"
NOTED = "noted"
CHOSEN = "chosen"
CHOSEN_END = "chosen.end"
GAP = "gap"
KEY = "key"
FOUND = "found"
TAG_COLORS = 8
TAGS = tuple(f"tag.{n}" for n in range(TAG_COLORS))

ROLES = (
    *(TITLE, BODY, DIM, HEADING, SOURCE, SPEAKER, QUOTE, QUOTE_HERE, QUOTE_CITED, FIGURE, GRADE),
    *(GRADE_DERIVED, STATUS, WARN, NOTE, NOTE_STRONG, NOTE_EMPHASIS, NOTE_HEADING),
    *(NOTE_CODE, NOTE_LINK, NOTED, CHOSEN, CHOSEN_END, GAP, KEY, FOUND, *TAGS),
)
"""Every role; a theme that lacks one is an error."""


def styled(text: str, role: str = BODY) -> Text:
    """`text` from anywhere, safe to show, in one role."""
    return Text(clean(text), style=role, end="")


def join(*parts: Text | str) -> Text:
    """Texts one after another; a bare string must be ours."""
    whole = Text(end="")
    for part in parts:
        whole.append_text(part if isinstance(part, Text) else Text(part, style=BODY))
    return whole


def tag_role(path: str) -> str:
    """The role of a tag: the same colour for the same first step of the path, on every machine."""
    return TAGS[crc32(path.split("/", maxsplit=1)[0].encode()) % TAG_COLORS]
