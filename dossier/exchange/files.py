"""Writing a file that somebody named: whole or not at all, and never into a dossier's own files."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from dossier.records.ids import TABLES
from dossier.records.problems import DossierError
from dossier.text import one_line

_OWN = {"dossier.json", "history.jsonl", ".lock", "texts", *(f"{table}.jsonl" for table in TABLES)}


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`: afterwards it holds what it held before, or all of `data`.

    A link is followed; a device or a pipe is written to, not replaced. OSError where it cannot be done.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    fresh = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.new")
    try:
        with fresh.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, fresh)
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise


def refuse_own_files(path: Path, folder: Path) -> None:
    """DossierError where `path` is one of the files that the dossier in `folder` is made of."""
    path, folder = path.resolve(), folder.resolve()
    if path == folder or path.is_dir():
        raise DossierError(f"{one_line(str(path))} is a folder; name a file to write to")
    if not path.parent.is_dir():
        raise DossierError(
            f"there is no folder {one_line(str(path.parent))} to write {one_line(path.name)} into"
        )
    homes = {folder, *(above for above in path.parents if (above / "dossier.json").is_file())}
    inside = {path.relative_to(home).parts[0].casefold() for home in homes if path.is_relative_to(home)}
    if inside & _OWN:  # compared without case: on some systems CLAIMS.JSONL is claims.jsonl
        raise DossierError(
            f"{one_line(str(path))} belongs to a dossier itself; write the export somewhere else"
        )
