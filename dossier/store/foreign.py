"""What other programs make of a dossier's files, by its name: UTF-16, a mark at the start, conflicts."""

from __future__ import annotations

BOM = b"\xef\xbb\xbf"
"""What some editors put before a file in UTF-8."""
GIT_CONFLICT = (
    "git found a conflict and left both versions here; take each into a folder of its own (git worktree "
    "makes one) and join the two: dossier merge ONE OTHER -o JOINED"
)
_GIT_MARKS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")

_STARTS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def explain_utf16(data: bytes) -> str | None:
    """Why a file that begins with `data` does not read, and what mends it; None if it is no UTF-16."""
    name = _STARTS.get(data[:2])
    if name is None and len(data) >= 4:  # without a mark: every other byte of its first letters is zero
        if data[1] == data[3] == 0 != data[0]:
            name = "UTF-16LE"
        elif data[0] == data[2] == 0 != data[1]:
            name = "UTF-16BE"
    if name is None:
        return None
    return f"it is {name}; expected UTF-8, as this makes it: iconv -f {name} -t UTF-8"


def explain_git_mark(line: bytes) -> str | None:
    """What a mark is that git leaves in a file; None if the line is none."""
    if not line.startswith(_GIT_MARKS):
        return None
    return GIT_CONFLICT if line.startswith(_GIT_MARKS[0]) else "is a mark of the conflict above"
