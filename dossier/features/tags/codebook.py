"""The codebook: tags renamed, merged, split, deleted, defined; each one edit over all their uses.

A codebook is everybody's: what is done to a tag holds for the uses of all authors, which keep their author
and date. The names of tags are distinct, aliases too, in any case of their letters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dossier.core.annotating import with_annotations
from dossier.core.naming import describe_targets, require_records, require_storable
from dossier.core.tag_names import all_tags, require_path
from dossier.features.tags.act import path_for, tag_for
from dossier.features.tags.follow_filters import follow_names
from dossier.features.tags.retag import point_to, retag, taggings
from dossier.records.base import Doc
from dossier.records.problems import EditRefused
from dossier.records.tag import Tag, fold_tag_name
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.draft import Draft
    from dossier.store.history import Edit


def uses(dossier: Dossier) -> Counter[str]:
    """On how many records each tag is, by its id; 0 for those on none."""
    return dossier.derived("annotations", "records of tags", lambda: _records(dossier))


def _records(dossier: Dossier) -> Counter[str]:
    """Counted over the raw records, as there may be very many annotations."""
    found: defaultdict[str, set[object]] = defaultdict(set)
    for doc in list(dossier.annotations.docs.values()):
        body = doc.get("body")
        if isinstance(body, dict) and isinstance(body.get("tag"), str):
            found[body["tag"]].add(doc.get("target"))
    return Counter({tag: len(records) for tag, records in found.items()})


def below(dossier: Dossier, tag_id: str) -> list[Tag]:
    """The tags under this one, at any depth: money/cost and money/cost/gpu under money."""
    head = f"{fold_tag_name(dossier.tags[tag_id].path)}/"
    return [tag for tag in all_tags(dossier) if fold_tag_name(tag.path).startswith(head)]


def _tags_by_path(dossier: Dossier) -> dict[str, Tag]:
    return {fold_tag_name(tag.path): tag for tag in all_tags(dossier)}


def above(dossier: Dossier, tag_id: str) -> list[Tag]:
    """Ancestor tags, outermost first; path steps that are no tags are skipped."""
    paths = dossier.derived("tags", "paths", lambda: _tags_by_path(dossier))
    steps = fold_tag_name(dossier.tags[tag_id].path).split("/")
    heads = ("/".join(steps[:depth]) for depth in range(1, len(steps)))
    return [paths[head] for head in heads if head in paths]


def rename(dossier: Dossier, tag_id: str, path: str) -> Edit | None:
    """Give a tag another path; what stands below it moves along."""
    wanted, label = require_path(path), dossier.tags[tag_id].path
    moving = below(dossier, tag_id)

    def change(draft: Draft) -> None:
        moved = [dossier.tags[tag_id], *below(dossier, tag_id)]
        old = moved[0].path
        if len(moved) > 1 and fold_tag_name(wanted).startswith(f"{fold_tag_name(old)}/"):
            along = plural(len(moved) - 1, "tag")
            raise EditRefused(f"{old} cannot move below itself: {along} below it would go along")
        names = _Names(all_tags(dossier), without={tag.id for tag in moved})
        for tag in moved:
            new = _moved(tag.path, old, wanted)
            names.refuse_taken(new, tag.id)
            aliases = [alias for alias in tag.aliases if fold_tag_name(alias) != fold_tag_name(new)]
            draft.put({**dossier.raw(tag.id), "path": new, "aliases": aliases})
        follow_names(dossier, draft)

    along = f" and {len(moving):,} below it" if moving else ""
    return dossier.edit(f"renamed tag {label} to {wanted}{along}", change)


def merge(dossier: Dossier, tag_ids: Sequence[str], into: str) -> Edit | None:
    """Put one tag in the place of others: their uses go over, their paths become aliases of it.

    What stands below them moves below it, and is merged where it has a namesake there. Its definition stays;
    if it has none, it gets the first one of theirs.
    """
    target = dossier.tags[into].path
    gone = [dossier.tags[tag_id] for tag_id in dict.fromkeys(tag_ids) if tag_id != into]
    if not gone:
        raise EditRefused(f"say which tags to merge into {target}; into itself changes nothing")

    def change(draft: Draft) -> None:
        still = [dossier.tags[tag.id].id for tag in gone]
        plan = _Merge(all_tags(dossier), still, dossier.tags[into].id)
        instead = {tag_id: plan.final(tag_id) for tag_id in plan.instead}
        its_uses: dict[str, Doc] = {}
        wanted: dict[str, str] = {}
        for tag_id, stays in instead.items():
            found = taggings(dossier, tag_id)
            its_uses |= found
            wanted |= dict.fromkeys(found, stays)
        retag(dossier, draft, its_uses, wanted)
        point_to(dossier, draft, instead)
        for tag_id, fields in plan.changed().items():
            draft.put({**dossier.raw(tag_id), **fields})
        for tag_id in instead:
            draft.remove(tag_id)
        follow_names(dossier, draft, instead)

    names = ", ".join(tag.path for tag in gone)
    return dossier.edit(f"merged tag{'s' if len(gone) > 1 else ''} {names} into {target}", change)


def split(dossier: Dossier, tag_id: str, parts: Mapping[str, Sequence[str]]) -> Edit | None:
    """Put other tags in the place of one, on the records listed for each path; the tag stays on the rest."""
    old = dossier.tags[tag_id].path
    tags = all_tags(dossier)
    paths = {path_for(tags, path): require_records(dossier, records) for path, records in parts.items()}
    counted = Counter(record for records in paths.values() for record in records)
    if twice := [record for record, times in counted.items() if times > 1]:
        raise EditRefused(
            f"{describe_targets(dossier, twice)} cannot go to two tags; tag it with the second one after"
        )
    if not counted:
        raise EditRefused(f"say which records of {old} get another tag")

    def change(draft: Draft) -> None:
        its_uses = taggings(dossier, tag_id)
        if missing := sorted(counted.keys() - {doc.get("target") for doc in its_uses.values()}):
            raise EditRefused(f"{old} is not on {describe_targets(dossier, missing)}")
        tags = all_tags(dossier)
        wanted: dict[str, str] = {}
        for path, records in paths.items():
            chosen, new = set(records), tag_for(draft, tags, path)
            if new == tag_id:
                raise EditRefused(f"{old} cannot be split into itself")
            wanted |= {use: new for use, doc in its_uses.items() if doc.get("target") in chosen}
        retag(dossier, draft, its_uses, wanted)

    return dossier.edit(f"split tag {old} into {', '.join(paths)}", change)


def delete(dossier: Dossier, *tag_ids: str, with_uses: bool = False) -> Edit | None:
    """Delete tags. Those in use only `with_uses`: then they come off every record, everybody's uses.

    What stands below them stays.
    """
    paths = ", ".join(dossier.tags[tag_id].path for tag_id in tag_ids)
    count = len({doc.get("target") for tag_id in tag_ids for doc in taggings(dossier, tag_id).values()})
    if count and not with_uses:
        raise EditRefused(f"{paths} is on {plural(count, 'record')}; merge it, or delete it with its uses")

    def change(draft: Draft) -> None:
        gone = with_annotations(dossier, tag_ids)
        if len(gone) > len(tag_ids) and not with_uses:
            raise EditRefused(f"there are notes on the tag {paths}; delete it with its uses")
        for record_id in gone:
            draft.remove(record_id)

    took = f" and took it off {plural(count, 'record')}" if count else ""
    return dossier.edit(f"deleted {'tag' if len(tag_ids) == 1 else 'tags'} {paths}{took}", change)


def define(dossier: Dossier, tag_id: str, text: str) -> Edit | None:
    """Say what a tag stands for; without words, take its definition away."""
    words = require_storable(text, "the definition").strip()
    path = dossier.tags[tag_id].path

    def change(draft: Draft) -> None:
        draft.put({**dossier.raw(tag_id), "definition": words or None})

    return dossier.edit(f"defined tag {path}" if words else f"took the definition off tag {path}", change)


def alias(dossier: Dossier, tag_id: str, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Edit | None:
    """Let a tag be found by other names as well, or no longer."""
    adding = list(dict.fromkeys(require_path(name) for name in add))
    dropping = {fold_tag_name(name) for name in remove}
    label = dossier.tags[tag_id].path

    def change(draft: Draft) -> None:
        path, aliases = dossier.tags[tag_id].path, dossier.tags[tag_id].aliases
        if unknown := dropping - set(map(fold_tag_name, aliases)):
            raise EditRefused(f"{path} has no alias {', '.join(sorted(unknown))}")
        names = _Names(all_tags(dossier), without={tag_id})
        stays = [name for name in aliases if fold_tag_name(name) not in dropping]
        for name in adding:
            names.refuse_taken(name, tag_id)
            if fold_tag_name(name) not in {fold_tag_name(path), *map(fold_tag_name, stays)}:
                stays.append(name)
        draft.put({**dossier.raw(tag_id), "aliases": stays})
        follow_names(dossier, draft)

    signed = [*(f"+{name}" for name in adding), *(f"-{one_line(name)}" for name in remove)]
    return dossier.edit(f"aliases of tag {label}: {' '.join(signed)}", change)


class _Names:
    """The names that are taken: the paths of all tags but some, and everybody's aliases."""

    def __init__(self, tags: list[Tag], without: Collection[str]) -> None:
        self._paths = {fold_tag_name(tag.path): tag for tag in tags if tag.id not in without}
        self._aliases = {fold_tag_name(name): tag for tag in tags for name in tag.aliases}

    def refuse_taken(self, name: str, owner: str) -> None:
        """EditRefused if another tag than `owner` is called that."""
        if tag := self._paths.get(fold_tag_name(name)):
            raise EditRefused(f"there is a tag {tag.path} already; merge puts two tags together")
        tag = self._aliases.get(fold_tag_name(name))
        if tag is not None and tag.id != owner:
            raise EditRefused(f"{name} is an alias of {tag.path}; take it off there first")


def _moved(path: str, old: str, new: str) -> str:
    """`path`, which is `old` or below it, with `new` in the place of `old`."""
    return "/".join([new, *path.split("/")[old.count("/") + 1 :]])


class _Merge:
    """Which tags go, which take their place, and what becomes of names and definitions."""

    def __init__(self, tags: list[Tag], gone: list[str], into: str) -> None:
        self.tags = {tag.id: tag for tag in tags}
        self.paths = {fold_tag_name(tag.path): tag.id for tag in tags}
        self.names = _Names([tag for tag in tags if tag.id not in gone], without=self.tags)
        self.instead: dict[str, str] = {}
        self.moved: dict[str, str] = {}
        target = self.tags[into].path
        for tag_id in gone:
            self._replace(tag_id, into)
        for tag_id in sorted(gone, key=lambda tag_id: -self.tags[tag_id].path.count("/")):
            old = self.tags[tag_id].path
            if not fold_tag_name(target).startswith(f"{fold_tag_name(old)}/"):
                self._move_below(old, target)

    def _move_below(self, old: str, target: str) -> None:
        head = f"{fold_tag_name(old)}/"
        for tag in sorted(self.tags.values(), key=lambda tag: tag.path.count("/")):
            if not fold_tag_name(tag.path).startswith(head) or tag.id in self.instead or tag.id in self.moved:
                continue
            path = _moved(tag.path, old, target)
            namesake = self.final(self.paths.get(fold_tag_name(path), tag.id))
            if namesake != tag.id:
                self._replace(tag.id, namesake)
            else:
                self.names.refuse_taken(path, tag.id)
                self.paths.pop(fold_tag_name(tag.path))
                self.paths[fold_tag_name(path)] = tag.id
                self.moved[tag.id] = path

    def _replace(self, gone: str, stays: str) -> None:
        self.instead[gone] = stays
        self.paths[fold_tag_name(self.tags[gone].path)] = stays

    def final(self, tag_id: str) -> str:
        """The tag that stands for this one in the end."""
        while tag_id in self.instead:
            tag_id = self.instead[tag_id]
        return tag_id

    def changed(self) -> dict[str, dict[str, Any]]:
        """The fields of the tags that stay and change."""
        fields: dict[str, dict[str, Any]] = {tag_id: {"path": path} for tag_id, path in self.moved.items()}
        stay = [tag for tag_id, tag in self.tags.items() if tag_id not in self.instead]
        paths = {fold_tag_name(self.moved.get(tag.id, tag.path)) for tag in stay}
        for gone in self.instead:
            tag, stays = self.tags[gone], self.final(gone)
            own = fields.setdefault(stays, {})
            names = own.setdefault("aliases", list(self.tags[stays].aliases))
            for name in (tag.path, *tag.aliases):
                if fold_tag_name(name) not in paths and fold_tag_name(name) not in map(fold_tag_name, names):
                    names.append(name)
            if not self.tags[stays].definition and not own.get("definition") and tag.definition:
                own["definition"] = tag.definition
        return fields
