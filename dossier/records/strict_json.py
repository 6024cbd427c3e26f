"""JSON that means one thing to every reader: each key once, each number exact, and no endless nesting."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

_Container = dict[str, Any] | list[Any] | tuple[Any, ...]

MAX_DEPTH = 64
"""How deep lists and objects of a record may be nested: orjson writes 254, some of Python takes fewer."""
TOO_DEEP = f"is nested too deeply: lists and objects in one another more than {MAX_DEPTH} deep"
_DIGITS = 30
"""So long an integer has more than 64 bits, and Python takes its time to read it."""


class NotStrict(ValueError):  # noqa: N818
    """JSON whose meaning depends on who reads it; the words say what was expected, `key` where."""

    def __init__(self, words: str, key: str | None = None) -> None:
        super().__init__(words)
        self.key = key


def refuse_ambiguous(data: bytes | str) -> None:
    """NotStrict for what orjson passes over: a key that is there twice, an integer that became a float.

    `data` is JSON that has been read, and is not too deep.
    """
    json.loads(data, object_pairs_hook=_refuse_twice, parse_int=_refuse_large)


def _refuse_twice(pairs: list[tuple[str, Any]]) -> None:
    twice = find_twice(key for key, _ in pairs)
    if twice is not None:
        raise NotStrict("is there twice; expected every key once", twice)


def _refuse_large(digits: str) -> None:
    if is_large(digits):
        raise NotStrict("has a number beyond 64 bits; expected it as a string")


def find_twice(keys: Iterable[str]) -> str | None:
    """The first key that is there a second time."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None


def is_large(digits: str) -> bool:
    """Whether an integer is none of 64 bits."""
    number = int(digits) if len(digits) < _DIGITS else 1 << 64
    return not -(1 << 63) <= number < 1 << 64


def is_too_deep(value: object, limit: int = MAX_DEPTH) -> bool:
    """Whether lists and objects are nested deeper than `limit`."""
    level = _containers([value])
    for _ in range(limit):
        level = [inner for outer in level for inner in _containers(outer)]
    return bool(level)


def _containers(values: _Container) -> list[_Container]:
    """The lists and objects directly in one."""
    inside = values.values() if isinstance(values, dict) else values
    return [each for each in inside if isinstance(each, dict | list | tuple)]
