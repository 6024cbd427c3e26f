"""Templates for notes: four that come with the program, and a user's own, one Markdown file each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dossier.records.problems import Problem
from dossier.text import one_line

FIELDS = ("claim", "quote", "cite", "date")
"""What `{...}` in a template may ask for; anything else in braces stays as it is."""
LARGEST = 100_000
_FIELD = re.compile(r"\{(" + "|".join(FIELDS) + r")\}")
_ASKED = re.compile(r"\{([A-Za-z_-]+)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A text with fields such as `{claim}`, by the name under which it is chosen."""

    name: str
    text: str

    def filled(self, fields: Mapping[str, str | None]) -> str:
        """The text of a note. A line that asks for what the target does not have is left out."""
        lines = (
            _FIELD.sub(lambda found: fields[found[1]] or "", line)
            for line in self.text.split("\n")
            if all(fields.get(name) for name in _FIELD.findall(line))
        )
        return "\n".join(lines)


BUILT_IN = (
    Template(
        "discrepancy",
        'Discrepancy: {claim}\n{cite} has: "{quote}"\nAgainst this: \nCould be explained by: ',
    ),
    Template("follow-up", "Follow up (noted {date}): {claim}\nTo find out: \nWhom to ask: "),
    Template(
        "source check",
        "Source check, {date}: {cite}\nWho publishes it: \nHow it knows: \nWhat it has got wrong before: ",
    ),
    Template("translation", 'Translation: "{quote}" ({cite})\nLiterally: \nCould also mean: '),
)


def read_templates(folder: Path) -> tuple[list[Template], list[Problem]]:
    """The built-in templates, then those in `folder` (`*.md`, by name), and what is wrong with any file.

    One of the user's that has the name of a built-in one takes its place.
    """
    own: dict[str, Template] = {}
    problems: list[Problem] = []
    try:
        files = sorted(folder.glob("*.md"), key=lambda file: (file.name.casefold(), file.name))
    except OSError as error:
        files, problems = [], [_make_problem(folder, f"cannot be read: {error.strerror or error}")]
    for file in files:
        found = _read_template(file)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            own[found.name.casefold()] = found
            problems += _find_unfillable(file, found)
    built_in = [own.pop(template.name.casefold(), template) for template in BUILT_IN]
    return [*built_in, *own.values()], problems


def _read_template(file: Path) -> Template | Problem:
    try:
        if not file.is_file():
            return _make_problem(file, "is not a file")
        if file.stat().st_size > LARGEST:
            return _make_problem(file, f"is larger than {LARGEST:,} bytes: not a template")
        content = file.read_bytes()
    except OSError as error:
        return _make_problem(file, f"cannot be read: {error.strerror or error}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _make_problem(file, f"is not UTF-8: byte 0x{content[error.start]:02x}", line)
    text = text.replace("\r\n", "\n").strip("\n")
    name = one_line(file.stem)
    if not text.strip() or not name:
        return _make_problem(file, "is empty" if name else "has no name that can be shown")
    return Template(name, text)


def _find_unfillable(file: Path, template: Template) -> Iterator[Problem]:
    """What looks like a field and is none: it stays in the note as it is."""
    known = ", ".join(f"{{{name}}}" for name in FIELDS)
    for asked in dict.fromkeys(_ASKED.findall(template.text)):
        if asked not in FIELDS:
            yield _make_problem(file, f"{{{asked}}} is none of {known}, and stays as it is")


def _make_problem(file: Path, message: str, line: int | None = None) -> Problem:
    return Problem(one_line(str(file)), message, line=line)
