"""Writing a file or a folder that the user named: whole or not at all, never over a dossier's own files."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dossier.records.kinds import TABLES
from dossier.records.problems import DossierError
from dossier.store.atomic import write_whole
from dossier.store.inside import Folder
from dossier.text import one_line

_OWN = {"dossier.json", "history.jsonl", ".lock", "texts", *(f"{table}.jsonl" for table in TABLES)}


def write_output(path: Path, data: bytes) -> None:
    """Write `data` to `path`: afterwards it holds what it held before, or all of `data`.

    A link is followed; a device or a pipe is written to, not replaced. OSError where it cannot be done.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    write_whole(path, data)


def refuse_own_files(path: Path, folder: Path) -> None:
    """DossierError where `path` is a file of the dossier in `folder`, or of any other."""
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


def refuse_taken_path(path: Path) -> None:
    """DossierError unless a new dossier may be made at `path`: nothing there, or an empty folder."""
    if path.is_dir() and not any(path.iterdir()):
        return
    if path.exists() or path.is_symlink():
        raise DossierError(f"{one_line(str(path))} exists already; name a folder that does not")


@contextmanager
def make_new_folder(path: Path) -> Iterator[Folder]:
    """A folder to fill, which is renamed to `path` when it is full; if filling fails, nothing is there.

    `refuse_taken_path` says whether `path` may be used.
    """
    above = Folder(path.parent)
    above.make()
    fresh = Folder(path.with_name(f".{path.name[:40]}.{secrets.token_hex(8)}.new"))
    try:
        fresh.make()
        yield fresh
        fresh.sync()
        if path.is_dir():
            path.rmdir()
        fresh.path.rename(path)
        above.sync()
    except BaseException:
        shutil.rmtree(fresh.path, ignore_errors=True)
        raise
