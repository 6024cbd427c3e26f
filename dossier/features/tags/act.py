"""Putting tags on records and taking them off: one edit for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossier.core.naming import describe_targets, is_yours, require_records
from dossier.core.tag_names import all_tags, closest_tag, find_tag, new_tag_id, require_path
from dossier.evidence.spans import check_span
from dossier.records.annotation import Span
from dossier.records.base import Doc
from dossier.records.problems import EditRefused
from dossier.records.tag import Tag, fold_tag_name
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.draft import Draft
    from dossier.store.history import Edit


@dataclass
class _TagChanges:
    """What is to be done: (path, target) pairs to add, annotations to remove, and what stays."""

    add: list[tuple[str, str]] = field(default_factory=list)
    remove: list[tuple[str, Doc]] = field(default_factory=list)
    stays: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def label(self, dossier: Dossier) -> str:
        signed = [f"+{path}" for path, _ in self.add] + [f"-{path}" for path, _ in self.remove]
        touched = [target for _, target in self.add] + [gone["target"] for _, gone in self.remove]
        on = describe_targets(dossier, list(dict.fromkeys(touched)))
        words = f"{' '.join(dict.fromkeys(signed))} on {on}"
        return f"{words} ({self.excuse()})" if self.stays else words

    def excuse(self) -> str:
        """Why some tags were not taken off."""
        return "; ".join(
            f"{path} stays where {one_line(author)} put it, on {plural(len(targets), 'record')}"
            for (path, author), targets in sorted(self.stays.items())
        )


def tag(
    dossier: Dossier,
    targets: Sequence[str],
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    *,
    selector: Span | None = None,
) -> Edit | None:
    """Put the tags `add` on every target and take `remove` off; None where nothing had to change.

    Unknown tags of `add` are made. A target that carries a tag already is left alone. Only your own
    taggings and the dossier's are taken off: another analyst's stay, and the label says so. `selector`:
    the tags go on, or come off, those words of the one target.
    """
    wanted = require_records(dossier, targets)
    check_span(dossier, wanted, selector)
    tags = all_tags(dossier)
    said: dict[str, str] = {}
    for path in (path_for(tags, name) for name in add):
        said.setdefault(fold_tag_name(path), path)
    adding = list(said.values())
    removing = list(dict.fromkeys(known_tag(dossier, tags, name) for name in remove))
    plan = _plan_changes(dossier, wanted, adding, removing, selector)
    if not plan.add and not plan.remove:
        if plan.stays:
            raise EditRefused(plan.excuse())
        return None

    def change(draft: Draft) -> None:
        known = all_tags(dossier)  # another program may have made one in the meantime
        ids = {path: tag_for(draft, known, path) for path in dict.fromkeys(path for path, _ in plan.add)}
        for path, target in plan.add:
            doc = {
                "id": draft.mint("a"),
                "target": target,
                "motivation": "tagging",
                "body": {"tag": ids[path]},
                "selector": selector.to_doc() if selector else None,
            }
            draft.put(doc)
        for _, gone in plan.remove:
            if draft.get(gone["id"]) is not None:
                draft.remove(gone["id"])

    return dossier.edit(plan.label(dossier), change)


def _plan_changes(
    dossier: Dossier, targets: list[str], add: list[str], remove: list[Tag], selector: Span | None
) -> _TagChanges:
    plan = _TagChanges()
    paths = {tag_.id: tag_.path for tag_ in all_tags(dossier)}
    words = selector.to_doc() if selector else None
    for target in targets:
        taggings = list(_taggings(dossier, target))
        there = {paths.get(tag_id_) for tag_id_, doc in taggings if doc.get("selector") == words}
        plan.add += [(path, target) for path in add if path not in there]
        for unwanted in remove:
            for tag_id_, doc in taggings:
                if tag_id_ != unwanted.id or words not in (None, doc.get("selector")):
                    continue
                if is_yours(dossier, doc["by"]):
                    plan.remove.append((unwanted.path, doc))
                else:
                    plan.stays.setdefault((unwanted.path, doc["by"]), set()).add(target)
    return plan


def _taggings(dossier: Dossier, target: str) -> Iterator[tuple[str, Doc]]:
    """Those in sight, and all of yours: a tag is not put twice because a lens leaves the first one out.

    The raw records, as there may be a hundred thousand targets.
    """
    for record_id in dossier.referrers(target):
        doc = dossier.peek(record_id) if record_id[0] == "a" else {}
        body, by = doc.get("body"), str(doc.get("by"))
        if doc.get("target") != target or not isinstance(body, dict) or "tag" not in body:
            continue
        if dossier.shows(record_id) or is_yours(dossier, by):
            yield str(body["tag"]), {**doc, "by": by}


def path_for(tags: list[Tag], name: str) -> str:
    """The path of the tag that `name` means, or a new one."""
    known = find_tag(tags, name)
    return known.path if known else require_path(name)


def known_tag(dossier: Dossier, tags: list[Tag], name: str) -> Tag:
    """The tag that `name` means; EditRefused, with the nearest spelling, where there is none."""
    if (known := find_tag(tags, name)) is not None:
        return known
    near = closest_tag(dossier, name)
    hint = f"; did you mean {near.path}?" if near else ""
    raise EditRefused(f"there is no tag {one_line(name)}{hint}")


def tag_for(draft: Draft, tags: list[Tag], path: str) -> str:
    """The id of the tag that this path means, which is made where there is none."""
    known = find_tag(tags, path)
    if known is not None and draft.get(known.id) is not None:
        return known.id
    wanted = new_tag_id(path)
    taken = draft.get(wanted)
    if taken is not None and taken.get("path") != path:
        wanted, taken = draft.mint("t"), None
    if taken is None:
        draft.put({"id": wanted, "path": path})
    return wanted
