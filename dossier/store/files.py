"""Table files, read line by line."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import orjson

from dossier.records.base import Doc
from dossier.records.ids import ID_PATTERN, explain_no_id, name_kinds
from dossier.records.kinds import KIND_BY_TABLE
from dossier.records.limits import TABLE_LINE, megabytes
from dossier.records.problems import Problem, describe_error
from dossier.records.shape import drop_misfits, find_misfit
from dossier.records.strict_json import MAX_DEPTH, TOO_DEEP, NotStrict, is_too_deep, refuse_ambiguous
from dossier.store.foreign import BOM, explain_git_mark, explain_utf16
from dossier.store.inside import Folder

EMPTY_DIGEST = hashlib.sha256(b"").hexdigest()
_SLICE = 1 << 20
_SOME_ID = re.compile(rb'"id"\s*:\s*"([a-z]\.[a-z0-9._-]{1,80})"')


class Mark(NamedTuple):
    """What tells cheaply that a file is still the one that was read."""

    inode: int
    size: int
    modified: int


class Frozen(NamedTuple):
    """A line that is no sound record, kept byte for byte after the record `after` ("" = at the top)."""

    after: str
    raw: bytes
    problem: Problem


@dataclass
class TableFile:
    """What one table file held when it was read, or a missing one, which is an empty table."""

    name: str
    mark: Mark | None = None
    digest: str = EMPTY_DIGEST
    docs: dict[str, Doc] = field(default_factory=dict)
    frozen: list[Frozen] = field(default_factory=list)
    spelled: dict[str, bytes] = field(default_factory=dict)
    """Lines that we would write otherwise, kept byte for byte until their record is edited."""
    misfits: dict[str, Frozen] = field(default_factory=dict)
    """Lines with a field of a wrong type, by the id of their record, which stands in `docs` without it."""
    unreadable: str | None = None


class BrokenLine(ValueError):  # noqa: N818
    """A line cannot be a record; the message says what was expected."""

    def __init__(self, words: str, field_name: str | None = None) -> None:
        super().__init__(words)
        self.field = field_name


def file_name(table: str) -> str:
    """`claims` as `claims.jsonl`."""
    return f"{table}.jsonl"


def mark_of(folder: Folder, name: str) -> Mark | None:
    """The mark of a file now; None if there is none. OSError where anything but a file stands there."""
    status = folder.status(name)
    return None if status is None else Mark(status.st_ino, status.st_size, status.st_mtime_ns)


def digest_of(folder: Folder, name: str) -> str:
    """The sha256 of a file's bytes; of no bytes if there is none."""
    try:
        with folder.reader(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return EMPTY_DIGEST


def sha256(data: bytes) -> str:
    """The digest of some bytes, as the format writes it."""
    return hashlib.sha256(data).hexdigest()


def parse_record(line: bytes, table: str) -> tuple[Doc, bool]:
    """The record on a line, and whether we would spell it so; BrokenLine if it is none."""
    letter = KIND_BY_TABLE[table].letter
    if mark := explain_git_mark(line):
        raise BrokenLine(mark)
    try:
        doc = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BrokenLine(f"is not JSON: {error.msg} at column {error.colno}; expected one object") from None
    if not isinstance(doc, dict):
        raise BrokenLine('is not a record; expected an object such as {"id":"' + letter + '.name",...}')
    if line.count(b"[") + line.count(b"{") > MAX_DEPTH and is_too_deep(doc):
        raise BrokenLine(TOO_DEEP)
    ours = orjson.dumps(doc) == line
    if not ours:
        try:
            refuse_ambiguous(line)
        except NotStrict as error:
            raise BrokenLine(str(error), error.key) from None
    record_id = doc.get("id")
    if not isinstance(record_id, str) or not ID_PATTERN.fullmatch(record_id):
        raise BrokenLine(explain_no_id(record_id, letter), "id")
    if record_id[0] != letter:
        raise BrokenLine(
            f"is the id of {name_kinds(record_id[0])}; expected {name_kinds(letter)} ({letter}.)", "id"
        )
    return doc, ours


def read_table(folder: Folder, name: str, into: TableFile) -> Iterator[int]:
    """Read a table into `into`, in slices of about a megabyte; yields how many bytes each had."""
    try:
        file = folder.reader(file_name(name))
    except FileNotFoundError:
        return
    except OSError as error:
        with suppress(OSError):
            into.mark = mark_of(folder, file_name(name))
        into.unreadable = f"cannot be read: {describe_error(error)}"
        return
    with file:
        status = os.fstat(file.fileno())
        into.mark = Mark(status.st_ino, status.st_size, status.st_mtime_ns)
        if utf16 := explain_utf16(file.peek(4)):
            into.unreadable = f"cannot be read: {utf16}"
            return
        digest = hashlib.sha256()
        number, last = 0, ""
        while piece := file.read(_SLICE):
            rest = file.readline(TABLE_LINE)
            if len(rest) == TABLE_LINE and not rest.endswith(b"\n"):
                into.unreadable = f"has a line of more than {megabytes(TABLE_LINE)}, behind line {number}"
                into.docs.clear()
                into.frozen.clear()
                return
            piece += rest
            digest.update(piece)
            lines = piece.removesuffix(b"\n").split(b"\n")
            last = _take(lines, number, last, into)
            number += len(lines)
            yield len(piece)
        into.digest = digest.hexdigest()


def _take(lines: list[bytes], before: int, last: str, into: TableFile) -> str:
    """Sort these lines into records and frozen lines; returns the id of the last record."""
    docs = into.docs
    if before == 0:
        lines[0] = lines[0].removeprefix(BOM)
    for number, raw in enumerate(lines, before + 1):
        line = raw.strip()
        if not line:
            continue
        try:
            doc, ours = parse_record(line, into.name)
            record_id: str = doc["id"]
            if record_id in docs:
                raise BrokenLine("is already the id of a line above; expected every id once", "id")
        except BrokenLine as error:
            into.frozen.append(Frozen(last, raw, _problem(into.name, number, line, error)))
            continue
        if misfit := find_misfit(into.name, doc):
            problem = Problem(file_name(into.name), misfit.words, number, record_id, misfit.field)
            into.misfits[record_id] = Frozen(last, raw, problem)
            doc, ours = drop_misfits(into.name, doc), False
        docs[record_id] = doc
        last = record_id
        if not ours:
            into.spelled[record_id] = line
    return last


def _problem(table: str, number: int, line: bytes, error: BrokenLine) -> Problem:
    found = _SOME_ID.search(line)
    record_id = found[1].decode() if found else None
    return Problem(file_name(table), str(error), line=number, id=record_id, field=error.field)


def table_bytes(docs: dict[str, Doc], frozen: Iterable[Frozen], spelled: dict[str, bytes]) -> bytes:
    """The file of a table: records by id, each frozen line behind the record that it stood behind."""
    held: dict[str, list[bytes]] = {}
    for line in frozen:
        held.setdefault(line.after, []).append(line.raw)
    out: list[bytes] = []
    for record_id in sorted(docs.keys() | held.keys()):
        doc = docs.get(record_id)
        if doc is not None:
            out.append(spelled.get(record_id) or orjson.dumps(doc))
        out.extend(held.get(record_id, ()))
    return b"".join(line + b"\n" for line in out)


def line_numbers(folder: Path, table: str) -> dict[str, int]:
    """On which line of the file each record stands."""
    numbers: dict[str, int] = {}
    with suppress(OSError), Folder(folder).reader(file_name(table)) as file:
        for number, raw in enumerate(file, 1):
            with suppress(orjson.JSONDecodeError, TypeError, AttributeError):
                numbers.setdefault(orjson.loads(raw.removeprefix(BOM)).get("id"), number)
    return numbers
