"""Finding tags by what people type: paths, aliases, any case, beginnings, near misses."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from dossier.records.ids import ID_PATTERN
from dossier.records.problems import DossierError, EditRefused
from dossier.records.tag import Tag, fold_tag_name, require_tag_path
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.records.base import Doc

_SEPARATORS = re.compile(r"[\s,;，、；]+")
_SIGNS = {"+": "+", "＋": "+", "-": "-", "－": "-", "−": "-"}


def split_tag_line(text: str) -> list[str]:
    """Split a prompt line at blanks and commas; the last word is "" after a separator."""
    return _SEPARATORS.split(text)


def parse_tag_line(text: str) -> tuple[list[str], list[str]]:
    """The tags that a prompt line adds, and those it removes: `founding -policy +x`."""
    wishes: dict[str, bool] = {}
    for word in split_tag_line(text):
        sign = _SIGNS.get(word[:1])
        name = word[1:] if sign else word
        if name:
            wishes.pop(name, None)
            wishes[name] = sign != "-"
        elif word:
            raise EditRefused(f"a tag's name is missing after {word!r}")
    add = [name for name, wanted in wishes.items() if wanted]
    return add, [name for name, wanted in wishes.items() if not wanted]


def require_path(name: str) -> str:
    """`name` as a tag's path, composed (NFC); EditRefused says what a path can be."""
    try:
        return require_tag_path(unicodedata.normalize("NFC", name))
    except ValueError as error:
        raise EditRefused(one_line(str(error))) from None


def new_tag_id(path: str) -> str:
    """The id of a new tag: `t.<path>` with `-` for `/`, or a hash where that is no id.

    Made of the path alone, so that two copies of a dossier agree on it.
    """
    wanted = "t." + path.casefold().replace("/", "-")
    if ID_PATTERN.fullmatch(wanted):
        return wanted
    digest = sha256(fold_tag_name(path).encode()).hexdigest()
    return f"t.{digest[:16]}"


def all_tags(dossier: Dossier) -> list[Tag]:
    """Every tag that follows the format, by path."""
    return list(dossier.derived("tags", "by path", lambda: _by_path(dossier)))


def _by_path(dossier: Dossier) -> list[Tag]:
    found = []
    for tag_id_ in dossier.tags.ids():
        try:
            found.append(dossier.tags[tag_id_])
        except DossierError:
            continue  # listed among the dossier's problems
    return sorted(found, key=lambda tag: (fold_tag_name(tag.path), tag.id))


def find_tag(tags: Iterable[Tag], name: str) -> Tag | None:
    """The tag meant by `name`: its path as written, else in any case, else an alias, else its id."""
    tags = list(tags)
    wanted = fold_tag_name(name)
    for tag in tags:
        if tag.path == name:
            return tag
    for tag in tags:
        if fold_tag_name(tag.path) == wanted:
            return tag
    for tag in tags:
        if wanted in map(fold_tag_name, tag.aliases):
            return tag
    for tag in tags:
        if tag.id == name:
            return tag
    return None


def tag_word(dossier: Dossier, tag: Tag) -> str:
    """What `find_tag` finds this tag by: its path, or its id where another tag has the same path."""
    first = dossier.derived("tags", "first of a path", lambda: _first_of_each_path(dossier))
    return tag.path if first.get(tag.path) == tag.id else tag.id


def _first_of_each_path(dossier: Dossier) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in all_tags(dossier):
        found.setdefault(tag.path, tag.id)
    return found


def closest_tag(dossier: Dossier, word: str) -> Tag | None:
    """The tag spelled most like `word`, if any is close: `foundnig` gives founding."""
    by_name: dict[str, Tag] = {}
    for tag in all_tags(dossier):
        for name in _names(tag):
            by_name.setdefault(name, tag)
    near = difflib.get_close_matches(fold_tag_name(word), by_name, n=1, cutoff=0.75)
    return by_name[near[0]] if near else None


def recent_tags(dossier: Dossier) -> list[Tag]:
    """Every tag, the one used last first; then those never used, by path."""
    newest = dossier.derived("annotations", "newest use of tags", lambda: _newest_uses(dossier))
    tags = all_tags(dossier)
    used_tags = [tag for tag in tags if tag.id in newest]
    used_tags.sort(key=lambda tag: newest[tag.id], reverse=True)
    return used_tags + [tag for tag in tags if tag.id not in newest]


def _newest_uses(dossier: Dossier) -> dict[str, tuple[str, str]]:
    """By tag, the moment and the id of the newest annotation that uses it."""
    newest: dict[str, Doc] = {}
    for doc in list(dossier.annotations.docs.values()):  # no tuple for each: there may be very many
        body = doc.get("body")
        used = body.get("tag") if isinstance(body, dict) else None
        if isinstance(used, str):
            last = newest.setdefault(used, doc)
            if str(doc.get("created")) >= str(last.get("created")):
                newest[used] = doc
    return {used: (str(doc.get("created")), doc["id"]) for used, doc in newest.items()}


def tags_starting_with(dossier: Dossier, prefix: str) -> list[tuple[Tag, int]]:
    """Tags that begin with `prefix`, with how many records carry each.

    First what is called just that, then those whose path begins with it, then those where a later step or an
    alias does; within each, the most recent first. Without a prefix, all.
    """
    wanted = fold_tag_name(prefix)
    ranked = []
    for recency, tag in enumerate(recent_tags(dossier)):
        starts = [name.startswith(wanted) for name in _names(tag)]
        if any(starts):
            count = len(dossier.records_tagged(tag.id))
            whole = wanted in _names(tag)
            ranked.append((tag.path != prefix, not whole, not starts[0], recency, tag, count))
    ranked.sort(key=lambda row: row[:4])
    return [(tag, count) for *_, tag, count in ranked]


def _names(tag: Tag) -> Iterator[str]:
    """All names that `tag` can be found by, folded: its path, the ends of it, its aliases."""
    path = fold_tag_name(tag.path)
    yield path
    steps = path.split("/")
    yield from ("/".join(steps[at:]) for at in range(1, len(steps)))
    yield from map(fold_tag_name, tag.aliases)
