"""Files that some other program wrote in UTF-16, called by that name."""

from __future__ import annotations

_STARTS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def explain_utf16(data: bytes) -> str | None:
    """Why a file that begins with `data` does not read, and what mends it; None if it is no UTF-16."""
    name = _STARTS.get(data[:2])
    if name is None and len(data) >= 4:  # without a mark: every other byte of its first letters is zero
        if data[1] == data[3] == 0:
            name = "UTF-16LE"
        elif data[0] == data[2] == 0:
            name = "UTF-16BE"
    if name is None:
        return None
    return f"is {name}, expected UTF-8; convert it, for example with: iconv -f {name} -t UTF-8"
