"""The shortest term of the filter language that means one record: by its name if that will do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from dossier.query.language.folding import fold
from dossier.query.language.values import Name

T = TypeVar("T")
_SPECIAL = frozenset('"“”„‟＂,，')
_OPS = tuple("<>=≥≤＞＜＝")


def quoted(text: str) -> str | None:
    """A value as the filter language takes it; None where no way of writing it does."""
    if not fold(text).strip() or any(char in _SPECIAL for char in text):
        return None
    plain = not any(char.isspace() for char in text) and not text.startswith(_OPS)
    return text if plain else f'"{text}"'


def term_for(key: str, label: str, record_id: str, wanted: set[T], fitting: Callable[[Name], set[T]]) -> str:
    """`key:label`, `key:=label` or `key:=id`: the first that means `wanted` and nothing else."""
    value = quoted(label)
    if value is not None:
        folded = fold(label)
        if fitting(Name(folded)) == wanted:
            return f"{key}:{value}"
        if fitting(Name(folded, exact=True)) == wanted:
            return f"{key}:={value}"
    return f"{key}:={record_id}"
