"""The codebook in words: `rename a b`, `merge a b into c`, as a command line takes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dossier.core.tag_names import all_tags, parse_tag_line
from dossier.features.tags import codebook
from dossier.features.tags.act import known_tag
from dossier.records.problems import EditRefused
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.history import Edit

USAGE: dict[str, str] = {
    "rename": "rename TAG PATH",
    "merge": "merge TAG.. into TAG",
    "split": "split TAG PATH, which the marked records get in its place",
    "delete": "delete TAG, or delete TAG with uses",
    "define": "define TAG WORDS..",
    "alias": "alias TAG NAME.. -NAME..",
}
"""What each command takes. `move` is another word for `rename`."""

_WORDS = {"move": "rename"}


def is_command(words: str) -> bool:
    """Whether `words` begin with a command and are more than that."""
    verb, rest = _first(words)
    return bool(rest) and _WORDS.get(verb, verb) in USAGE


def command(dossier: Dossier, words: str, records: Sequence[str] = ()) -> Edit | None:
    """Do what `words` say, `split` for the chosen `records`; EditRefused says what a command takes."""
    verb, rest = _first(words)
    verb = _WORDS.get(verb, verb)
    if verb not in USAGE:
        raise EditRefused(f"{one_line(verb) or 'nothing'} is no command; there are: {', '.join(USAGE)}")
    edit: Callable[[Dossier, str, Sequence[str]], Edit | None] = _VERBS[verb]
    return edit(dossier, rest, records)


def _first(words: str) -> tuple[str, str]:
    """The first word and the rest."""
    first, *rest = words.split(maxsplit=1) or [""]
    return first, rest[0].strip() if rest else ""


def _named(dossier: Dossier, name: str) -> str:
    return known_tag(dossier, all_tags(dossier), name).id


def _usage(verb: str) -> EditRefused:
    return EditRefused(f"the words are: {USAGE[verb]}")


def _rename(dossier: Dossier, rest: str, records: Sequence[str]) -> Edit | None:
    match rest.split():
        case [tag, *path] if path:
            return codebook.rename(dossier, _named(dossier, tag), " ".join(path))
    raise _usage("rename")


def _merge(dossier: Dossier, rest: str, records: Sequence[str]) -> Edit | None:
    match rest.split():
        case [_, *_, "into", into] as said:
            return codebook.merge(dossier, [_named(dossier, tag) for tag in said[:-2]], _named(dossier, into))
    raise _usage("merge")


def _split(dossier: Dossier, rest: str, records: Sequence[str]) -> Edit | None:
    match rest.split():
        case [tag, *path] if path:
            return codebook.split(dossier, _named(dossier, tag), {" ".join(path): records})
    raise _usage("split")


def _delete(dossier: Dossier, rest: str, records: Sequence[str]) -> Edit | None:
    match rest.split():
        case [tag]:
            return codebook.delete(dossier, _named(dossier, tag))
        case [tag, "with", "uses"]:
            return codebook.delete(dossier, _named(dossier, tag), with_uses=True)
    raise _usage("delete")


def _define(dossier: Dossier, rest: str, records: Sequence[str]) -> Edit | None:
    tag, text = _first(rest)
    if not text:
        raise _usage("define")
    return codebook.define(dossier, _named(dossier, tag), text)


def _alias(dossier: Dossier, rest: str, records: Sequence[str]) -> Edit | None:
    tag, names = _first(rest)
    add, remove = parse_tag_line(names)
    if not add and not remove:
        raise _usage("alias")
    return codebook.alias(dossier, _named(dossier, tag), add, remove)


_VERBS: dict[str, Callable[[Dossier, str, Sequence[str]], Edit | None]] = {
    "rename": _rename,
    "merge": _merge,
    "split": _split,
    "delete": _delete,
    "define": _define,
    "alias": _alias,
}
