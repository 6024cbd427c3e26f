"""The one way to write a file whole: afterwards it holds what it held before, or all that is new."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from dossier.store.inside import Folder

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def write_whole(path: Path, data: bytes, mode: int | None = None) -> None:
    """Put `data` in the place of the file at `path`, durably. OSError says why not; then nothing changed.

    It keeps the permissions that the file has; `mode` sets them instead.
    """
    replace_file(Folder(path.parent), path.name, data, mode)


def replace_file(folder: Folder, name: str, data: bytes, mode: int | None = None) -> None:
    """`write_whole` for a file in a folder of which no link is followed."""
    fresh = write_beside(folder, name, data, mode)
    try:
        folder.rename(fresh, name)
    except BaseException:
        with suppress(OSError):
            folder.remove(fresh)
        raise
    folder.sync()


def write_beside(folder: Folder, name: str, data: bytes, mode: int | None = None) -> str:
    """Write `data` durably under a new name, to be renamed to `name`; returns it. Leaves nothing if it fails.

    The new name cannot be foreseen, and nothing that stands there already is written to.
    """
    fresh = f".{name[:40]}.{secrets.token_hex(8)}.new"
    try:
        before = folder.status(name)
        if mode is None and before is not None:
            mode = stat.S_IMODE(before.st_mode) & 0o777
        write_new(folder, fresh, data, mode)
    except OSError as error:  # said of the file that was named, not of the one beside it
        raise type(error)(error.errno, error.strerror, str(folder.path / name)) from error
    return fresh


def write_new(folder: Folder, name: str, data: bytes, mode: int | None = None) -> None:
    """Write a file that is not there yet, down to the disk. Leaves nothing if it fails."""
    descriptor = folder.open(name, _NEW, 0o666 if mode is None else mode)
    try:
        try:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, mode)  # whatever the umask says
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        with suppress(OSError):
            folder.remove(name)
        raise


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte: one call may take only a part."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def left_beside(folder: Folder, name: str) -> list[str]:
    """What writing `name` left beside it where it was cut short."""
    return [other for other in folder.names() if other.startswith(f".{name}.") and other.endswith(".new")]
