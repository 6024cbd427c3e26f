"""One writer at a time: a lock on the folder, held for one edit or one save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from dossier.records.problems import NotSaved
from dossier.store.files import reason

LOCK_NAME = ".lock"
WAIT_SECONDS = 10.0
_POLL_SECONDS = 0.005


class FolderLock:
    """The lock file `.lock` of a dossier; the system releases it when its holder dies."""

    def __init__(self, folder: Path, wait: float = WAIT_SECONDS) -> None:
        self._lock = FileLock(folder / LOCK_NAME, timeout=wait, thread_local=False)
        self._wait = wait

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; NotSaved if another program keeps it or it cannot be taken."""
        try:
            self._lock.acquire(poll_interval=_POLL_SECONDS)
        except Timeout:
            raise NotSaved(
                f"another program has been writing to this dossier for {self._wait:g} seconds "
                f"({self._lock.lock_file} is locked); try again when it is done"
            ) from None
        except (OSError, NotImplementedError) as error:
            raise NotSaved(f"the dossier cannot be locked for writing: {reason(error)}") from error
        try:
            yield
        finally:
            self._lock.release()
