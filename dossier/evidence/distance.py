"""How many characters tell two strings apart, and the closest passage to a string in a window.

Myers' bit-parallel algorithm (J. ACM 46(3), 1999) on Python's long integers: one pass over the window,
each step a few operations on an integer with as many bits as the pattern has characters.
"""

from __future__ import annotations

from collections.abc import Iterator

LONGEST = 4096
"""Longer patterns are not aligned: an upper bound stands for their distance."""


def find_closest(pattern: str, window: str, expected: int = 0) -> tuple[int, int, int]:
    """The passage of `window` with the fewest edits to `pattern`: edits, start, end.

    Among equals, the one that ends nearest to where a passage from `expected` on would end, then the
    one whose length is nearest to that of `pattern`.
    """
    finish = expected + len(pattern)
    best, end = len(pattern), 0
    for at, edits in enumerate(_scan_edits(pattern, window, anchored=False), 1):
        if edits < best or (edits == best and abs(at - finish) < abs(end - finish)):
            best, end = edits, at
    reversed_head = window[max(0, end - 2 * len(pattern)) : end][::-1]
    length, edits_of_length = 0, len(pattern)
    for size, edits in enumerate(_scan_edits(pattern[::-1], reversed_head, anchored=True), 1):
        nearer = abs(size - len(pattern)) < abs(length - len(pattern))
        if edits < edits_of_length or (edits == edits_of_length and nearer):
            length, edits_of_length = size, edits
    return best, end - length, end


def count_equal_start(one: str, other: str) -> int:
    """With how many equal characters two strings begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def count_edits(one: str, other: str) -> int:
    """The fewest insertions, deletions and substitutions that turn `one` into `other`.

    Where the parts that differ are longer than LONGEST, the length of the longer part: an upper bound.
    """
    head = count_equal_start(one, other)
    one, other = one[head:], other[head:]
    tail = count_equal_start(one[::-1], other[::-1])
    one, other = one[: len(one) - tail], other[: len(other) - tail]
    if len(one) > len(other):
        one, other = other, one
    if not one or len(other) > LONGEST:
        return len(other)
    edits = 0
    for edits in _scan_edits(one, other, anchored=True):  # noqa: B007  (the last one is the answer)
        pass
    return edits


def _scan_edits(pattern: str, text: str, *, anchored: bool) -> Iterator[int]:
    """After each character of `text`, the edits between `pattern` and the best passage ending there.

    Anchored, the passage begins where `text` does.
    """
    if not pattern:
        yield from (range(1, len(text) + 1) if anchored else (0 for _ in text))
        return
    mask = (1 << len(pattern)) - 1
    top = 1 << (len(pattern) - 1)
    places: dict[str, int] = {}
    for at, char in enumerate(pattern):
        places[char] = places.get(char, 0) | (1 << at)
    rises, falls, edits = mask, 0, len(pattern)
    carry = 1 if anchored else 0
    for char in text:
        equal = places.get(char, 0)
        vertical = equal | falls
        horizontal = (((equal & rises) + rises) ^ rises) | equal
        up = falls | (~(horizontal | rises) & mask)
        down = rises & horizontal
        if up & top:
            edits += 1
        elif down & top:
            edits -= 1
        up = ((up << 1) | carry) & mask
        down = (down << 1) & mask
        rises = down | (~(vertical | up) & mask)
        falls = up & vertical
        yield edits
