"""What a line of history.jsonl says: the one place where bytes become an edit or a save, field by field.

```
{"edit":"<id>","at":...,"by":"ada","label":"...","changes":[[table, id, before, after],...],"undoes":null,
 "prev":...,"sum":...}
{"saved":{"claims":"<sha256 of the file>",...},"at":...,"prev":...,"sum":...}
{"saved":{...the same...},"written":true,"at":...,"prev":...,"sum":...}
```
`saved` names the digest of every table as it will be; the line is repeated with `written` when all tables are
in place. An edit by `outside` tells what changed behind the program's back; its field `outside` names the
tables with the digests that they were found with. (Older releases wrote these on a line of their own.)

`prev` is the sha256 of the line before it, null on the first. `sum`, always last, is the sha256 of the line's
own bytes before `,"sum"`. Older releases write no `sum`, and pass over one that they read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import orjson

from dossier.records.base import Doc
from dossier.records.ids import is_id, table_of
from dossier.records.kinds import TABLES
from dossier.records.problems import NotSaved, Problem
from dossier.records.shape import find_misfit
from dossier.records.strict_json import MAX_DEPTH, TOO_DEEP, NotStrict, is_too_deep, refuse_ambiguous
from dossier.store.foreign import explain_git_mark

HISTORY_NAME = "history.jsonl"
_ABOVE_RECORDS = 3
"""The line, its changes, and each change: levels above a record."""
_SUM = re.compile(rb',"sum":"([0-9a-f]{64})"\}$')
_SUM_LENGTH = len(b',"sum":""}') + 64
_SOME_ID = re.compile(rb'"([a-z]\.[a-z0-9][a-z0-9._-]{0,79})"')
_KEYS = {
    "edit": {"edit", "at", "by", "label", "changes", "undoes", "outside", "prev"},
    "saved": {"saved", "written", "at", "prev"},
    "outside": {"outside", "at", "prev"},
}


class Change(NamedTuple):
    """What an edit did to one record; `before` or `after` is None where it did not exist."""

    table: str
    id: str
    before: Doc | None
    after: Doc | None


@dataclass(frozen=True, slots=True)
class Edit:
    """One undoable step, with the before and after of each record that it touched."""

    id: str
    at: str
    by: str
    label: str
    changes: tuple[Change, ...]
    undoes: str | None = None
    outside: Mapping[str, str] = field(default_factory=dict)
    """Of an edit by `outside`: the digests that its tables were found with."""
    partial: bool = False
    """Whether it also changed tables that this release does not know."""

    @property
    def records(self) -> tuple[str, ...]:
        """The ids of the records that it touched."""
        return tuple(change.id for change in self.changes)


@dataclass(slots=True)
class HistoryLine:
    """One line of the history: an edit, or digests (`saved` or `outside`), or neither and why."""

    edit: Edit | None = None
    saved: Mapping[str, str] | None = None
    written: bool = False
    found: Mapping[str, str] = field(default_factory=dict)
    """Of a line by an older release: tables changed outside, with the digests that they were found with."""
    at: str = ""
    number: int = 0
    offset: int = 0
    follows: bool = True
    """Whether its `prev` is the digest of the line before it."""
    problems: tuple[Problem, ...] = ()

    @property
    def outside(self) -> Mapping[str, str]:
        """Tables that were changed outside, with the digests that they were found with."""
        return self.found if self.edit is None else self.edit.outside

    def encode(self, prev: str | None) -> bytes:
        """The line as it is appended behind the line with the digest `prev`, without its end."""
        entry: dict[str, Any]
        if (edit := self.edit) is not None:
            entry = {"edit": edit.id, "at": edit.at, "by": edit.by, "label": edit.label}
            entry |= {"changes": [[*change] for change in edit.changes], "undoes": edit.undoes}
            if edit.outside:
                entry["outside"] = edit.outside
        else:
            entry = {"saved": self.saved}
            if self.written:
                entry["written"] = True
            entry["at"] = self.at
        try:
            body = orjson.dumps({**entry, "prev": prev})[:-1]
        except TypeError as error:
            raise NotSaved(f"the edit cannot be written as JSON: {error}") from error
        return b'%b,"sum":"%b"}' % (body, sha256(body).encode())


class _Unreadable(ValueError):  # noqa: N818
    """Why a line is neither an edit nor a save, and which field says so."""

    def __init__(self, words: str, field_name: str | None = None) -> None:
        super().__init__(words)
        self.field = field_name


def sha256(data: bytes) -> str:
    """The digest of some bytes, as the format writes it."""
    return hashlib.sha256(data).hexdigest()


def parse_line(text: bytes, number: int, offset: int, prev: str | None, *, summed: bool) -> HistoryLine:
    """The line `text`, whatever it holds. `summed`: whether the line before it had a `sum`."""
    try:
        entry = _strict_entry_of(text)
        line = _line_of(entry)
    except _Unreadable as error:
        words = f"{error}; the line was passed over"
        problem = Problem(HISTORY_NAME, words, line=number, id=_some_id(text), field=error.field)
        return HistoryLine(number=number, offset=offset, follows=_prev_of(text) == prev, problems=(problem,))
    line.number, line.offset, line.follows = number, offset, entry.get("prev") == prev
    found = [*line.problems, *_wrong_digest(text, entry, summed)]
    if not line.follows:
        words = (
            "does not follow the line before it: one was altered or is missing, or two histories were joined"
        )
        found.append(Problem(HISTORY_NAME, words, field="prev"))
    if found:
        line.problems = tuple(replace(problem, line=number) for problem in found)
    return line


def parse_edit(text: bytes) -> Edit | None:
    """The edit of a line that was read before; None if it holds none."""
    try:
        return _line_of(_strict_entry_of(text)).edit
    except _Unreadable:
        return None


def has_sum(text: bytes) -> bool:
    """Whether a line ends with its own digest."""
    return _SUM.search(text, max(len(text) - _SUM_LENGTH, 0)) is not None


def _entry_of(text: bytes) -> dict[str, Any]:
    if mark := explain_git_mark(text):
        raise _Unreadable(mark)
    try:
        entry = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _Unreadable(f"is not JSON: {error.msg} at column {error.colno}") from None
    if not isinstance(entry, dict):
        raise _Unreadable('is neither an edit nor a save; expected an object such as {"edit":...}')
    return entry


def _strict_entry_of(text: bytes) -> dict[str, Any]:
    """As `_entry_of`, without what could not be written as it was read: deep nesting, keys that are there
    twice, huge numbers.
    """
    entry = _entry_of(text)
    brackets = text.count(b"{") + text.count(b"[")
    if brackets > MAX_DEPTH and is_too_deep(entry, MAX_DEPTH + _ABOVE_RECORDS):
        raise _Unreadable(TOO_DEEP)
    if orjson.dumps(entry) != text:
        try:
            refuse_ambiguous(text)
        except NotStrict as error:
            raise _Unreadable(str(error), error.key) from None
    return entry


def _prev_of(text: bytes) -> object:
    """What a line that is neither an edit nor a save says of the line before it."""
    try:
        return _entry_of(text).get("prev")
    except _Unreadable:
        return ...


def _some_id(text: bytes) -> str | None:
    found = _SOME_ID.search(text)
    return found[1].decode() if found else None


def _wrong_digest(text: bytes, entry: Mapping[str, Any], summed: bool) -> list[Problem]:
    """A line that is not as it was written: its digest is another one, or is gone."""
    found = _SUM.search(text, max(len(text) - _SUM_LENGTH, 0))
    if found is not None:
        right = sha256(text[: found.start()]).encode() == found[1]
    else:  # an older release may have written the line, but only with the keys that it knows
        kind = next(kind for kind in _KEYS if kind in entry)
        right = not (summed and entry.keys() - _KEYS[kind])
    if right:
        return []
    words = "does not match its digest: it was altered after it was written"
    return [Problem(HISTORY_NAME, words, id=_some_id(text), field="sum")]


def _line_of(entry: dict[str, Any]) -> HistoryLine:
    if "edit" in entry:
        edit, problems = _edit_of(entry)
        return HistoryLine(edit=edit, at=edit.at, problems=problems)
    if "saved" in entry:
        at = _text(entry, "at")
        return HistoryLine(saved=_digests(entry, "saved"), written=entry.get("written") is True, at=at)
    if "outside" in entry:
        return HistoryLine(found=_digests(entry, "outside"), at=_text(entry, "at"))
    raise _Unreadable("is neither an edit nor a save; expected one of the fields edit and saved")


def _edit_of(entry: dict[str, Any]) -> tuple[Edit, tuple[Problem, ...]]:
    given = entry.get("changes")
    if not isinstance(given, list):
        raise _Unreadable("is no list; expected [[table, id, before, after],...]", "changes")
    changes, strange = [], []
    for number, item in enumerate(given):
        change = _change_of(item, f"changes[{number}]")
        if change.table in TABLES:
            changes.append(change)
        else:
            strange.append(change)
    undoes = entry.get("undoes")
    if undoes is not None and not isinstance(undoes, str):
        raise _Unreadable("is no text; expected null or the id of an earlier edit", "undoes")
    outside = _digests(entry, "outside") if "outside" in entry else {}
    edit_id, at, by, label = (_text(entry, name) for name in ("edit", "at", "by", "label"))
    edit = Edit(edit_id, at, by, label, tuple(changes), undoes, outside, partial=bool(strange))
    if not strange:
        return edit, ()
    tables = ", ".join(sorted({change.table for change in strange}))
    told = f"changes {tables}, which this release does not know; that part was passed over"
    return edit, (Problem(HISTORY_NAME, told, id=strange[0].id, field="changes"),)


def _change_of(item: object, where: str) -> Change:
    if not isinstance(item, list) or len(item) != 4:
        raise _Unreadable("is no change; expected [table, id, before, after]", where)
    table, record_id, before, after = item
    if not isinstance(table, str) or not isinstance(record_id, str):
        raise _Unreadable("is no change; expected the names of a table and of a record first", where)
    if table in TABLES and not (is_id(record_id) and table_of(record_id) == table):
        raise _Unreadable(f"{record_id!r} is not the id of a record in {table}", where)
    for doc in (before, after):
        if doc is not None and not (isinstance(doc, dict) and doc.get("id") == record_id):
            raise _Unreadable(f"{record_id}: expected null or the record with this id", where)
    if after is not None and table in TABLES and (misfit := find_misfit(table, after)):
        raise _Unreadable(f"{record_id}: {misfit.field}: {misfit.words}", where)
    return Change(table, record_id, before, after)


def _digests(entry: dict[str, Any], name: str) -> dict[str, str]:
    given = entry[name]
    if not isinstance(given, dict) or not all(isinstance(digest, str) for digest in given.values()):
        raise _Unreadable("is no list of digests; expected an object of a sha256 for each table", name)
    return given


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str):
        raise _Unreadable(f"is {'missing' if value is None else 'no text'}; expected a text", name)
    return value
