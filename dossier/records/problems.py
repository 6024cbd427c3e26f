"""What is wrong with a dossier: file, line, record, field, and what was expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault with the place where it can be mended: `claims.jsonl:12: c.x: kind: 'fct' is not ...`."""

    file: str
    message: str
    line: int | None = None
    id: str | None = None
    field: str | None = None

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (where, self.id, self.field, self.message) if part)


class DossierError(Exception):
    """A fault that the user can mend; the message says what and where. Never shown as a traceback."""


class NotADossier(DossierError):  # noqa: N818
    """The folder cannot be opened as a dossier at all."""


class EditRefused(DossierError):  # noqa: N818
    """The edit, undo or redo was not made; nothing changed, in memory or on disk."""


class NotSaved(EditRefused):
    """The edit could not be written to disk; nothing changed."""


class UnknownRecord(DossierError, KeyError):  # noqa: N818
    """There is no record with this id."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else "there is no such record"


class RecordProblem(DossierError):  # noqa: N818
    """A record does not follow the format; `problems` lists why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def describe_error(error: BaseException) -> str:
    """What went wrong, in plain words; an OSError without its number, with its file."""
    if isinstance(error, OSError) and error.strerror:
        words = error.strerror[0].lower() + error.strerror[1:]
        return f"{words} ({error.filename})" if error.filename else words
    return str(error) or type(error).__name__


def describe_refusal(error: Exception) -> str:
    """Why an act was refused; what the disk did not take is said first."""
    return f"NOT SAVED: {error}" if isinstance(error, NotSaved) else describe_error(error)


def explain_invalid(error: ValidationError, **place: Any) -> Iterator[Problem]:
    """Problems in plain words, one for each field that pydantic refused; `place`: their file, line and id."""
    for fault in error.errors(include_url=False):
        field = ""
        for step in fault["loc"]:
            if isinstance(step, int):
                field += f"[{step}]"
            elif not step[:1].isupper() and "-" not in step and "(" not in step:
                field += f".{step}" if field else step
        yield Problem(field=field or None, message=_words(fault), **place)


def _words(fault: Any) -> str:
    kind, given = fault["type"], fault.get("input")
    if kind == "missing":
        return "is missing"
    if kind == "literal_error":
        return f"{given!r} is none of {fault['ctx']['expected'].replace(chr(39), '')}"
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    message = fault["msg"][0].lower() + fault["msg"][1:]
    return f"{given!r}: {message}" if isinstance(given, str | int | float | None) else str(message)
