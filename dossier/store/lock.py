"""One writer at a time: a lock on the folder, held for one edit or one save."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import lock_descriptor, unlock_descriptor

from dossier.records.problems import NotSaved, reason

LOCK_NAME = ".lock"
WAIT_SECONDS = 10.0
_POLL_SECONDS = 0.003


class FolderLock:
    """The lock on `.lock` in a dossier's folder; the system releases it when its holder dies.

    filelock's lock on a descriptor that stays open takes a third of the time of its FileLock; they exclude
    each other.
    """

    def __init__(self, folder: Path, wait: float = WAIT_SECONDS) -> None:
        self.path = folder / LOCK_NAME
        self.wait = wait
        self._descriptor = -1

    def close(self) -> None:
        """Let go of the lock file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; NotSaved if another program keeps it or it cannot be taken."""
        try:
            self._acquire()
        except OSError as error:
            raise NotSaved(f"the dossier cannot be locked for writing: {reason(error)}") from error
        try:
            yield
        finally:
            unlock_descriptor(self._descriptor)

    def _acquire(self) -> None:
        give_up = time.monotonic() + self.wait
        while True:
            if self._descriptor < 0:
                self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
            if lock_descriptor(self._descriptor, blocking=False):
                if self._is_the_one():
                    return
                unlock_descriptor(self._descriptor)
                self.close()
            elif time.monotonic() > give_up:
                raise NotSaved(
                    f"another program has been writing to this dossier for {self.wait:g} seconds "
                    f"({self.path} is locked); try again when it is done"
                )
            else:
                time.sleep(_POLL_SECONDS)

    def _is_the_one(self) -> bool:
        """Whether the descriptor is still that of the lock file that others open."""
        try:
            return os.path.samestat(os.stat(self.path), os.fstat(self._descriptor))  # noqa: PTH116
        except FileNotFoundError:
            return False
