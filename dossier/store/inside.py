"""Regular files inside one folder: what is in it may come from a stranger, so no link in it is followed."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

_BY_DESCRIPTOR = os.open in os.supports_dir_fd
"""Whether files can be opened relative to a folder's descriptor; on Windows they cannot."""
_FILE = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe must not wait for its other end
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_ONLY_BELOW = getattr(os, "O_PATH", 0)
"""For a folder whose names need not be listed: it may be one that nobody is allowed to list."""
_NO_SYNC = (errno.EINVAL, errno.EBADF, errno.ENOTSUP)
"""What a file system answers that cannot sync a folder: some network drives."""
_JUNCTION = 0xA0000003
"""How Windows marks a folder that leads elsewhere."""
_KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISREG, "a file"),
)


class NotPlain(OSError):  # noqa: N818
    """A link, pipe, socket, device or folder stands where a file is expected, or a file where a folder is."""


class Folder:
    """A folder, and the regular files in it by name.

    `path` itself may lead through links: that is the choice of whoever named it. Every call opens it anew, so
    that a folder which was replaced meanwhile is seen as what it is now.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._above: Folder | None = None

    def below(self, name: str) -> Folder:
        """The folder `name` in this one, which must be no link."""
        inner = Folder(self.path / name)
        inner._above = self
        return inner

    def status(self, name: str) -> os.stat_result | None:
        """The status of a file; None if there is none, NotPlain if it is anything but a regular file."""
        try:
            with self._opened() as descriptor:
                found = os.stat(self._at(descriptor, name), dir_fd=descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(found.st_mode):
            raise _not_plain(self.path / name, found, "file")
        return found

    def open(self, name: str, flags: int = os.O_RDONLY, mode: int = 0o666) -> int:
        """A descriptor of a regular file, as `os.open` gives it; NotPlain for anything else."""
        self.status(name)  # even opening a device can do something
        with self._opened() as descriptor:
            try:
                opened = os.open(self._at(descriptor, name), flags | _FILE, mode, dir_fd=descriptor)
            except OSError as error:
                self.status(name)  # where a link was put there in between, say so
                raise _named(error, self.path / name) from None
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            os.close(opened)
            raise _not_plain(self.path / name, found, "file")
        return opened

    def reader(self, name: str) -> BufferedReader:
        """A regular file, open for reading."""
        return os.fdopen(self.open(name), "rb")

    def read(self, name: str) -> bytes:
        """The bytes of a regular file."""
        with self.reader(name) as file:
            return file.read()

    def names(self) -> list[str]:
        """What is in the folder, sorted; nothing if there is no folder."""
        try:
            with self._opened(to_read=True) as descriptor:
                found = os.listdir(self.path if descriptor is None else descriptor)  # noqa: PTH208
                return sorted(found)
        except FileNotFoundError:
            return []

    def not_plain(self) -> list[NotPlain]:
        """Whatever in the folder is no regular file, by name."""
        found = []
        with suppress(FileNotFoundError), self._opened(to_read=True) as descriptor:
            with os.scandir(self.path if descriptor is None else descriptor) as entries:  # looks at no file
                names = sorted(entry.name for entry in entries if not entry.is_file(follow_symlinks=False))
            for name in names:
                status = os.stat(self._at(descriptor, name), dir_fd=descriptor, follow_symlinks=False)
                found.append(_not_plain(self.path / name, status, "file"))
        return found

    def changed_at(self) -> int:
        """When something was last put into the folder or taken out, in nanoseconds."""
        with self._opened() as descriptor:
            found = os.stat(self.path) if descriptor is None else os.fstat(descriptor)  # noqa: PTH116
        return found.st_mtime_ns

    def rename(self, old: str, new: str) -> None:
        """Put the file `old` in the place of `new`, of a link there as well: what it led to stays."""
        with self._opened() as descriptor:
            source, target = self._at(descriptor, old), self._at(descriptor, new)
            os.replace(source, target, src_dir_fd=descriptor, dst_dir_fd=descriptor)

    def remove(self, name: str) -> None:
        """Remove a file, or a link and not what it leads to."""
        with self._opened() as descriptor:
            os.unlink(self._at(descriptor, name), dir_fd=descriptor)

    def make(self, mode: int = 0o777) -> None:
        """Make the folder if there is none, with those above it, and make its name outlast a power cut."""
        path = self.path if self._above else self.path.resolve()
        above = self._above or Folder(path.parent)
        try:
            with self._opened():
                pass
        except FileNotFoundError:
            above.make(mode)
            with above._opened() as descriptor, suppress(FileExistsError):
                os.mkdir(above._at(descriptor, path.name), mode, dir_fd=descriptor)
        above.sync()

    def sync(self) -> None:
        """Make new and renamed files in the folder outlast a power cut, where the system can."""
        with suppress(PermissionError), self._opened(to_read=True) as descriptor:  # not all can be listed
            if descriptor is None:
                return
            try:
                os.fsync(descriptor)
            except OSError as error:
                if error.errno not in _NO_SYNC:
                    raise

    @contextmanager
    def _opened(self, *, to_read: bool = False) -> Iterator[int | None]:
        """The folder's descriptor, for one call; None where the system has no such thing."""
        if not _BY_DESCRIPTOR:
            self._refuse_links()
            yield None
            return
        descriptor = self._descriptor(_FOLDER if to_read else _FOLDER | _ONLY_BELOW)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _descriptor(self, flags: int) -> int:
        if self._above is None:
            return os.open(self.path, flags)
        with self._above._opened() as above:
            try:
                return os.open(self.path.name, flags | os.O_NOFOLLOW, dir_fd=above)
            except OSError as error:
                found = os.stat(self.path.name, dir_fd=above, follow_symlinks=False)
                if not stat.S_ISDIR(found.st_mode):
                    raise _not_plain(self.path, found, "folder") from None
                raise _named(error, self.path) from None

    def _refuse_links(self) -> None:
        """The same by looking first, which leaves a moment in between."""
        if self._above is not None:
            self._above._refuse_links()
            found = os.lstat(self.path)
            if not stat.S_ISDIR(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION:
                raise _not_plain(self.path, found, "folder")

    def _at(self, descriptor: int | None, name: str) -> str:
        """How the file is called in a call that is given the folder's descriptor."""
        return name if descriptor is not None else str(self.path / name)


def _not_plain(path: Path, found: os.stat_result, expected: str) -> NotPlain:
    """What stands there instead, in words."""
    kind = next((words for fits, words in _KINDS if fits(found.st_mode)), "a device")
    return NotPlain(errno.EINVAL, f"it is {kind}; expected a plain {expected}", str(path))


def _named(error: OSError, path: Path) -> OSError:
    """The error with the whole path in it."""
    return type(error)(error.errno, error.strerror, str(path))
