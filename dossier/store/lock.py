"""One writer at a time: a lock on the folder, held for one edit or one save."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import lock_descriptor, unlock_descriptor

from dossier.records.problems import NotSaved, describe_error
from dossier.store.inside import Folder

LOCK_NAME = ".lock"
WAIT_SECONDS = 10.0
_POLL_SECONDS = 0.003


class FolderLock:
    """The lock on `.lock` in a dossier's folder; the system releases it when its holder dies.

    filelock's lock on a descriptor that stays open takes a third of the time of its FileLock; they exclude
    each other.
    """

    def __init__(self, folder: Folder, wait: float = WAIT_SECONDS) -> None:
        self._folder = folder
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
            raise NotSaved(f"the dossier cannot be locked for writing: {describe_error(error)}") from error
        try:
            yield
        finally:
            unlock_descriptor(self._descriptor)

    def _acquire(self) -> None:
        give_up = time.monotonic() + self.wait
        while True:
            if self._descriptor < 0:
                self._descriptor = self._folder.open(LOCK_NAME, os.O_RDWR | os.O_CREAT)
            if lock_descriptor(self._descriptor, blocking=False):
                if self._is_the_one():
                    return
                unlock_descriptor(self._descriptor)
                self.close()
            elif time.monotonic() > give_up:
                raise NotSaved(
                    f"another program has been writing to this dossier for {self.wait:g} seconds "
                    f"({self._folder.path / LOCK_NAME} is locked); try again when it is done"
                )
            else:
                time.sleep(_POLL_SECONDS)

    def _is_the_one(self) -> bool:
        """Whether the descriptor is still that of the lock file that others open."""
        now = self._folder.status(LOCK_NAME)
        return now is not None and os.path.samestat(now, os.fstat(self._descriptor))
