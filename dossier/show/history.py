"""Edits of the history as people read them: a line each, and a page of what one changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import orjson
from rich.text import Text

from dossier.show.kit import labels, roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.roles import join, styled
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.history import Change, Edit

_CHANGES = 200
_UNDID, _REDID = "undone: ", "redone: "
_QUIET = ("id", "created", "modified", "by")
_NAMED_BY = ("name", "title", "path", "exact")


def find_signs(edits: Iterable[Edit]) -> dict[str, str]:
    """`undone: ` for each edit that takes another one back, `redone: ` for one that takes back such an edit.

    By id; `edits` oldest first. What names itself or a later edit takes back nothing that is known.
    """
    signs: dict[str, str] = {}
    for edit in edits:
        if edit.undoes is not None:
            signs[edit.id] = _REDID if signs.get(edit.undoes) == _UNDID else _UNDID
    return signs


def edit_words(edit: Edit, signs: Mapping[str, str]) -> str:
    """The edit's label, with its sign before it."""
    return signs.get(edit.id, "") + one_line(edit.label)


def edit_row(edit: Edit, signs: Mapping[str, str], width: int, height: int) -> list[Text]:
    """When, who, what, and how many records; what it did on a line of its own where there are two."""
    count = styled(f" {plural(len(edit.changes), 'record')}", roles.DIM)
    by = clip(one_line(edit.by), 12 if height == 1 else max(width - 19 - count.cell_len, 8))
    head = styled(f"{edit.at[:10]} {edit.at[11:16]} {by:<12} ", roles.DIM)
    did = edit_words(edit, signs)
    if height == 2:
        gap = " " * max(width - 1 - head.cell_len - count.cell_len, 0)
        return [styled(clip(did, width)), join(" ", head, gap, count)]
    row = join(head, styled(clip(did, max(width - head.cell_len - count.cell_len, 8))))
    row.append(" " * max(width - row.cell_len - count.cell_len, 0))
    return [row.append_text(count)]


def edit_page(dossier: Dossier, edit: Edit, signs: Mapping[str, str]) -> Page:
    """Who did what when, and every record that it changed, field by field."""
    blocks = [
        Block(styled(edit_words(edit, signs), roles.TITLE)),
        Block(styled(f"{one_line(edit.by)}, {edit.at}", roles.SOURCE)),
        BLANK,
    ]
    for change in edit.changes[:_CHANGES]:
        blocks += [*_change_blocks(dossier, change), BLANK]
    if len(edit.changes) > _CHANGES:
        left = plural(len(edit.changes) - _CHANGES, "more record")
        blocks.append(Block(styled(f"and {left}: dossier log lists them", roles.DIM)))
    return Page(styled(f"EDIT  {plural(len(edit.changes), 'record')} changed", roles.HEADING), tuple(blocks))


def _change_blocks(dossier: Dossier, change: Change) -> Iterator[Block]:
    _, record_id, before, after = change
    if before is None:
        verb = "+ added"
    elif after is None:
        verb = "- removed"
    else:
        verb = "~ changed"
    head = styled(f"{verb} {labels.kind(record_id)} ", roles.STATUS)
    name = styled(_record_name(dossier, record_id, after or before or {}))
    yield Block(join(head, name), hang=2, item=record_id)
    yield from _field_blocks(before or {}, after or {})


def _record_name(dossier: Dossier, record_id: str, doc: Mapping[str, Any]) -> str:
    """What the record is, or was, called; an annotation by what it is on."""
    if record_id[:1] == "a":
        return f"on {labels.kind(str(doc.get('target')))} {labels.name(dossier, str(doc.get('target')))}"
    if record_id in dossier:
        return labels.name(dossier, record_id)
    return one_line(next((str(doc[key]) for key in _NAMED_BY if doc.get(key)), record_id))


def _field_blocks(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Block]:
    """The fields that differ, old and new; of a new or removed record all that say something."""
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if key in _QUIET or old == new or (key == "target" and not (before and after)):
            continue
        label = styled(clip(key, 14), roles.DIM)
        if old is not None:
            yield Block(styled(f"- {_value_words(old)}", roles.DIM), indent=18, hang=20, label=label)
            label = Text("")
        if new is not None:
            yield Block(styled(f"+ {_value_words(new)}", roles.BODY), indent=18, hang=20, label=label)


def _value_words(value: object) -> str:
    """A value as JSON has it, but a string as it reads, and of a body what it says."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value_words(each)}" for key, each in value.items() if key != "format")
    return value if isinstance(value, str) else orjson.dumps(value).decode()
