"""The user's own folders, the bundled dossiers, and the user's working copies of them.

Nothing is ever written into the installation: `dossier` without a path opens a copy in the user's data
folder. `DOSSIER_HOME` names one folder for everything instead (`data/`, `state/` and `config/` in it).
"""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dossier.records.problems import DossierError, describe_error
from dossier.text import one_line

HOME_VARIABLE = "DOSSIER_HOME"
OWN_COPY = "deepseek"
"""The sample: the bundled dossier whose copy a command without a path works on."""
_APP = "dossier"


class NoHome(DossierError, OSError):  # noqa: N818
    """There is no folder of the user's own. An OSError: what only remembers something does without."""


def data_folder() -> Path:
    """Where working copies live. This and the next two: NoHome says why there is no such folder."""
    if home := _own_home():
        return home / "data"
    from platformdirs import user_data_path  # noqa: PLC0415  (only where no DOSSIER_HOME is given)

    return _ask_system(user_data_path)


def config_folder() -> Path:
    """Where the user's own settings are read from."""
    if home := _own_home():
        return home / "config"
    from platformdirs import user_config_path  # noqa: PLC0415

    return _ask_system(user_config_path)


def state_folder() -> Path:
    """Where the program remembers things: places, drafts, which samples the user has."""
    if home := _own_home():
        return home / "state"
    from platformdirs import user_state_path  # noqa: PLC0415

    return _ask_system(user_state_path)


def memory_of(dossier: Path) -> Path:
    """Where places and drafts of a dossier are kept: by its folder on disk, as copies share its id."""
    import hashlib  # noqa: PLC0415

    name = hashlib.sha256(str(dossier.resolve()).encode(errors="surrogateescape")).hexdigest()[:16]
    return state_folder() / "dossiers" / name


def _own_home() -> Path | None:
    given = os.environ.get(HOME_VARIABLE, "")
    if not given.strip():
        return None
    try:
        return Path(given).expanduser().absolute()
    except RuntimeError:
        raise NoHome(f"{HOME_VARIABLE} is {one_line(given)}, and no such user has a home folder") from None


def _ask_system(find_folder: Callable[..., Path]) -> Path:
    """The folder that the system has for this, by a function of platformdirs."""
    with suppress(RuntimeError):  # of a newer platformdirs; an older one answers with a folder named ~
        folder = find_folder(_APP, appauthor=False)
        if folder.is_absolute():
            return folder
    raise NoHome(f"you have no home folder (HOME is not set); set {HOME_VARIABLE} to a folder of yours")


def bundled(name: str) -> Path:
    """The folder of a bundled dossier: in the wheel beside this module, in a checkout beside the package."""
    package = Path(__file__).resolve().parent
    for folder in (package / "data" / name, package.parent / "data" / name):
        if (folder / "dossier.json").is_file():
            return folder
    raise DossierError(f"the bundled dossier {one_line(name)} is not part of this installation")


def working_copy(name: str = OWN_COPY) -> tuple[Path, str | None]:
    """The user's copy of a bundled dossier, made on first use, and what there is to say about it.

    It is copied once and never replaced; that a release ships a newer one is said once.
    """
    source, copy = bundled(name), data_folder() / name
    with _copying_into(copy.parent):
        shipped = _digest_files(source)
        if not copy.is_dir():
            _copy_into_place(source, copy)
            _remember_sample(name, shipped)
            return copy, None

    known = _known_sample(name)
    if known == shipped:
        return copy, None
    _remember_sample(name, shipped)
    if known is None:
        return copy, None
    return copy, "this release ships a newer sample; `dossier sample --fresh` copies it, and keeps yours"


def fresh_copy(name: str) -> tuple[Path, str | None]:
    """A copy of a bundled dossier as it ships, and where an earlier copy is kept that differs from it."""
    source, copy = bundled(name), data_folder() / name
    notice = None
    with _copying_into(copy.parent):
        shipped = _digest_files(source)
        if copy.is_dir() and not _is_untouched(copy, shipped):
            kept = _set_aside(copy)
            notice = f"a fresh {name}; your earlier copy is kept in {one_line(str(kept))}"
        if not copy.is_dir():
            _copy_into_place(source, copy)
        shutil.rmtree(memory_of(copy), ignore_errors=True)
        _remember_sample(name, shipped)
    return copy, notice


@contextmanager
def _copying_into(folder: Path) -> Iterator[None]:
    """Say of any failure where the copy was to be made, and what to do."""
    try:
        yield
    except OSError as error:
        why = one_line(describe_error(error))
        raise DossierError(
            f"your working copy cannot be made in {one_line(str(folder))}: {why}; "
            f"set {HOME_VARIABLE} to a folder that you can write to"
        ) from error


def _copy_into_place(source: Path, copy: Path) -> None:
    """Copy a dossier under another name and rename it, so that a copy is whole or not there at all.

    Where another program is faster, its copy stands.
    """
    from dossier.store.inside import Folder  # noqa: PLC0415  (only where a copy is made)

    copy.parent.mkdir(parents=True, exist_ok=True)
    fresh = copy.with_name(f".{copy.name}.{secrets.token_hex(4)}.new")
    try:
        fresh.mkdir()
        for file in _files_of(source):
            _copy_file(file, fresh / file.relative_to(source))
        for folder in (fresh, *(each for each in fresh.rglob("*") if each.is_dir())):
            Folder(folder).sync()
        fresh.rename(copy)
    except OSError:
        if not copy.is_dir():
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    Folder(copy.parent).sync()
    for unfinished in copy.parent.glob(f".{copy.name}.????????.new"):  # of a program that was killed
        shutil.rmtree(unfinished, ignore_errors=True)


def _copy_file(source: Path, target: Path) -> None:
    from dossier.store.atomic import write_new  # noqa: PLC0415  (only where a copy is made)
    from dossier.store.inside import Folder  # noqa: PLC0415

    target.parent.mkdir(exist_ok=True)
    write_new(Folder(target.parent), target.name, Folder(source.parent).read(source.name))


def _set_aside(copy: Path) -> Path:
    """Give a copy, with the places and drafts that belong to it, the next free name: `deepseek-2`."""
    for number in itertools.count(2):
        aside = copy.with_name(f"{copy.name}-{number}")
        if not aside.exists() and not memory_of(aside).exists():
            break
    memory = memory_of(copy)
    copy.rename(aside)
    if memory.is_dir():
        memory.rename(memory_of(aside))
    return aside


def _is_untouched(copy: Path, shipped: str) -> bool:
    """Whether a copy holds nothing of the user's: no edit, no text, no draft of a note."""
    history = copy / "history.jsonl"
    edited = history.is_file() and history.stat().st_size > 0
    drafted = any(memory_of(copy).glob("drafts/*"))
    return not edited and not drafted and _digest_files(copy) == shipped


def _digest_files(folder: Path) -> str:
    """One sha256 over the names and contents of a dossier's files, but its history and lock."""
    import hashlib  # noqa: PLC0415  (not needed for a dossier that is named)

    digest = hashlib.sha256()
    for file in _files_of(folder):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{content} {file.relative_to(folder).as_posix()}\n".encode())
    return digest.hexdigest()


def _files_of(folder: Path) -> list[Path]:
    """The files of a dossier, sorted, but its history and lock."""
    found = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and not name.startswith(".") and name != "history.jsonl":
            found.append(file)
    return found


def _sample_memory(name: str) -> Path:
    return state_folder() / "copies" / f"{name}.sha256"


def _known_sample(name: str) -> str | None:
    """The digest of the newest sample that the user has or was told of; None where that is not known."""
    try:
        return _sample_memory(name).read_text("ascii")
    except (OSError, ValueError):
        return None


def _remember_sample(name: str, digest: str) -> None:
    """Remember which sample the user knows. Nothing is lost where that cannot be written."""
    from dossier.store.atomic import write_whole  # noqa: PLC0415  (only where there is a new sample)

    memory = _sample_memory(name)
    with suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        write_whole(memory, digest.encode())
