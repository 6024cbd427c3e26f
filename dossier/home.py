"""The user's own folders, the bundled dossiers, and the working copy of one that a user gets.

Nothing is ever written into the installation: `dossier` without a path opens a copy under the user's
data folder. `DOSSIER_HOME` names a folder that holds everything instead (`data/`, `state/` and `config/`
in it).
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from dossier.records.problems import DossierError, reason
from dossier.text import one_line

HOME_VARIABLE = "DOSSIER_HOME"
OWN_COPY = "deepseek"
"""The bundled dossier that a command without a path works on a copy of."""
_APP = "dossier"
_WAIT_SECONDS = 20


def data_folder() -> Path:
    """Where working copies live."""
    if home := _own_home():
        return home / "data"
    from platformdirs import user_data_path  # noqa: PLC0415  (only where no DOSSIER_HOME is given)

    return user_data_path(_APP, appauthor=False)


def config_folder() -> Path:
    """Where the user's own settings are read from."""
    if home := _own_home():
        return home / "config"
    from platformdirs import user_config_path  # noqa: PLC0415

    return user_config_path(_APP, appauthor=False)


def state_folder() -> Path:
    """Where the program remembers things: places, drafts, digests of working copies."""
    if home := _own_home():
        return home / "state"
    from platformdirs import user_state_path  # noqa: PLC0415

    return user_state_path(_APP, appauthor=False)


def memory_of(dossier: Path) -> Path:
    """Where places and drafts of a dossier are kept: by its folder on disk, as copies share its id."""
    import hashlib  # noqa: PLC0415

    name = hashlib.sha256(str(dossier.resolve()).encode(errors="surrogateescape")).hexdigest()[:16]
    return state_folder() / "dossiers" / name


def _own_home() -> Path | None:
    given = os.environ.get(HOME_VARIABLE, "")
    return Path(given).expanduser().absolute() if given.strip() else None


def bundled(name: str) -> Path:
    """The folder of a bundled dossier: in the wheel beside this module, in a checkout beside the package."""
    package = Path(__file__).resolve().parent
    for folder in (package / "data" / name, package.parent / "data" / name):
        if (folder / "dossier.json").is_file():
            return folder
    raise DossierError(f"the bundled dossier {one_line(name)} is not part of this installation")


def working_copy(name: str = OWN_COPY) -> tuple[Path, str | None]:
    """The user's copy of a bundled dossier, made on first use, and what there is to say about it.

    When the bundled one has changed, the copy is replaced only while it holds nothing of the user's.
    """
    return _prepared(name, _Copy.bring_up_to_date)


def fresh_copy(name: str = "tutorial") -> tuple[Path, str | None]:
    """A new copy of a bundled dossier, as it ships. An earlier one with edits is set aside, not lost."""
    return _prepared(name, _Copy.begin_again)


def _prepared(name: str, prepare: Callable[[_Copy], str | None]) -> tuple[Path, str | None]:
    copy = _Copy(bundled(name), data_folder() / name, state_folder() / "copies" / f"{name}.json")
    try:
        with _alone(copy.memory):
            return copy.target, prepare(copy)
    except OSError as error:
        folder = one_line(str(copy.target.parent))
        raise DossierError(
            f"your working copy cannot be made in {folder}: {one_line(reason(error))}; "
            f"set {HOME_VARIABLE} to a folder that you can write to"
        ) from error


@contextmanager
def _alone(memory: Path) -> Iterator[None]:
    """One program at a time makes or replaces the copy."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  (not needed for --version)

    memory.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(memory.with_suffix(".lock"), timeout=_WAIT_SECONDS):
            yield
    except Timeout:
        raise DossierError("another program is making the working copy and does not finish") from None


@dataclass(frozen=True, slots=True)
class _Copy:
    """A bundled dossier, the user's copy of it, and the file that remembers what was copied."""

    source: Path
    target: Path
    memory: Path

    def bring_up_to_date(self) -> str | None:
        wanted = _digests(self.source)
        if not self.target.is_dir():
            self._put_in_place(wanted)
            return None
        copied = self._remembered()
        if copied == wanted:
            return None
        present = _digests(self.target)
        if _without_texts(present) == _without_texts(wanted):
            self._remember(wanted)
            return None
        kept = (
            f"this release has a newer {self.target.name}; yours is kept, because it holds changes of yours "
            f"(the new one is in {one_line(str(self.source))})"
        )
        if copied is None or _without_texts(present) != _without_texts(copied):
            return kept
        return self._replace(wanted) or kept

    def begin_again(self) -> str | None:
        """Put a fresh copy in place; one that was edited is kept under another name."""
        kept = None
        if self.target.is_dir() and _edited(self.target):
            aside = self.target.with_name(f"{self.target.name}-{secrets.token_hex(4)}")
            self.target.rename(aside)
            if memory_of(self.target).is_dir():
                memory_of(self.target).rename(memory_of(aside))
            kept = f"a fresh {self.target.name}; the one that you edited is kept in {one_line(str(aside))}"
        elif self.target.is_dir():
            self.target.rename(self.target.with_name(f".{self.target.name}.{secrets.token_hex(4)}.old"))
        shutil.rmtree(memory_of(self.target), ignore_errors=True)
        self._fresh().rename(self.target)
        self._settle(_digests(self.source))
        return kept

    def _replace(self, wanted: dict[str, str]) -> str | None:
        """Put the bundled dossier in the place of the copy; None if the copy turns out to be edited."""
        from dossier.store.inside import Folder  # noqa: PLC0415  (only where there is something to replace)
        from dossier.store.lock import FolderLock  # noqa: PLC0415

        # Windows does not rename a folder in which a file is open.
        lock = FolderLock(Folder(self.target)).held() if os.name != "nt" else nullcontext()
        with lock:
            if _edited(self.target):
                return None
            fresh = self._fresh(keep_texts_of=self.target)
            self.target.rename(self.target.with_name(f".{self.target.name}.{secrets.token_hex(4)}.old"))
            fresh.rename(self.target)
        self._settle(wanted)
        return f"{self.target.name} was brought up to date with this release"

    def _put_in_place(self, wanted: dict[str, str]) -> None:
        # A replacement that was cut short left the old copy, which may hold texts that the user attached.
        old = next(iter(self._leftovers("old")), None)
        self._fresh(keep_texts_of=old).rename(self.target)
        self._settle(wanted)

    def _settle(self, wanted: dict[str, str]) -> None:
        _sync(self.target.parent)
        self._remember(wanted)
        for folder in (*self._leftovers("old"), *self._leftovers("new")):
            shutil.rmtree(folder, ignore_errors=True)

    def _leftovers(self, kind: str) -> list[Path]:
        return sorted(self.target.parent.glob(f".{self.target.name}.????????.{kind}"))

    def _fresh(self, keep_texts_of: Path | None = None) -> Path:
        """A durable copy of the bundled dossier under a name of its own, to be renamed."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.target.with_name(f".{self.target.name}.{secrets.token_hex(4)}.new")
        try:
            fresh.mkdir()
            for relative in _digests(self.source):
                _copy_file(self.source / relative, fresh / relative)
            for text in sorted((keep_texts_of / "texts").glob("*.txt")) if keep_texts_of else ():
                if not (fresh / "texts" / text.name).exists():
                    _copy_file(text, fresh / "texts" / text.name)
            for folder in {file.parent for file in fresh.rglob("*")} | {fresh}:
                _sync(folder)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        return fresh

    def _remembered(self) -> dict[str, str] | None:
        import orjson  # noqa: PLC0415  (only where a copy was made before)

        try:
            copied = orjson.loads(self.memory.read_bytes())["copied"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return copied if isinstance(copied, dict) else None

    def _remember(self, copied: dict[str, str]) -> None:
        import orjson  # noqa: PLC0415

        from dossier.store.atomic import write_whole  # noqa: PLC0415

        write_whole(self.memory, orjson.dumps({"copied": copied}))


def _digests(folder: Path) -> dict[str, str]:
    """The sha256 of every file of a dossier but its history and lock, by relative path."""
    import hashlib  # noqa: PLC0415  (the screen's first paint does not need it)

    found = {}
    for file in sorted(folder.rglob("*")):
        relative = file.relative_to(folder).as_posix()
        if file.is_file() and not relative.startswith(".") and relative != "history.jsonl":
            found[relative] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def _without_texts(digests: dict[str, str]) -> dict[str, str]:
    """Texts are named by what is in them: attaching one changes no record, and they are carried over."""
    return {name: digest for name, digest in digests.items() if not name.startswith("texts/")}


def _edited(folder: Path) -> bool:
    """Whether the history holds anything: it begins with the first edit."""
    history = folder / "history.jsonl"
    return history.is_file() and history.stat().st_size > 0


def _copy_file(source: Path, target: Path) -> None:
    from dossier.store.atomic import write_new  # noqa: PLC0415  (only where a copy is made)
    from dossier.store.inside import Folder  # noqa: PLC0415

    target.parent.mkdir(exist_ok=True)
    write_new(Folder(target.parent), target.name, Folder(source.parent).read(source.name))


def _sync(folder: Path) -> None:
    from dossier.store.inside import Folder  # noqa: PLC0415  (only where a copy is made)

    Folder(folder).sync()
