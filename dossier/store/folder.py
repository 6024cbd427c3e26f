"""The folder of a dossier and its dossier.json: what can be opened, and how a new one begins."""

from __future__ import annotations

import uuid
from pathlib import Path

import orjson
from pydantic import ValidationError

from dossier.records.dates import now
from dossier.records.info import FORMAT, VERSION, Info
from dossier.records.problems import NotADossier, NotSaved, describe_error, explain_invalid
from dossier.records.strict_json import TOO_DEEP, NotStrict, is_too_deep, refuse_ambiguous
from dossier.store.atomic import replace_file
from dossier.store.foreign import explain_utf16
from dossier.store.inside import Folder

INFO_NAME = "dossier.json"


def read_info(folder: Path) -> Info:
    """What dossier.json says; NotADossier says in one sentence why the folder cannot be opened."""
    path = folder / INFO_NAME
    try:
        if not folder.exists():
            raise NotADossier(f"{folder} does not exist")
        if not folder.is_dir():
            raise NotADossier(f"{folder} is a file; a dossier is a folder with a {INFO_NAME}")
        data = Folder(folder).read(INFO_NAME)
        if utf16 := explain_utf16(data):
            raise NotADossier(f"{path} cannot be read: {utf16}")
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        raise NotADossier(f"{folder} is not a dossier: it has no {INFO_NAME}") from None
    except UnicodeDecodeError as error:
        raise NotADossier(f"{path} is not UTF-8: byte {error.start}") from None
    except OSError as error:
        raise NotADossier(f"{path} cannot be read: {describe_error(error)}") from None
    try:
        doc = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise NotADossier(f"{path}, {place}: is not JSON: {error.msg}") from None
    _refuse_ambiguous(path, text, doc)
    if not isinstance(doc, dict) or doc.get("format") != FORMAT:
        found = doc.get("format") if isinstance(doc, dict) else doc
        raise NotADossier(f"{path}: format: is {found!r}, expected {FORMAT!r}")
    version = doc.get("version", VERSION)
    if type(version) is not int:
        raise NotADossier(f"{path}: version: {version!r} is no version; expected {VERSION}")
    if version > VERSION:
        raise NotADossier(
            f"{path}: version: is {version}, but this program reads version {VERSION}; "
            "a newer release can open it"
        )
    try:
        return Info.from_doc(doc)
    except ValidationError as error:
        raise NotADossier("; ".join(map(str, explain_invalid(error, file=str(path))))) from None


def _refuse_ambiguous(path: Path, text: str, doc: object) -> None:
    if is_too_deep(doc):
        raise NotADossier(f"{path} {TOO_DEEP}")
    try:
        refuse_ambiguous(text)
    except NotStrict as error:
        key = f"{error.key}: " if error.key else ""
        raise NotADossier(f"{path}: {key}{error}") from None


def new_info(title: str, description: str | None, language: str | None) -> Info:
    """What dossier.json of a dossier that begins now says."""
    return Info(id=str(uuid.uuid4()), title=title, description=description, language=language, created=now())


def create_folder(folder: Path, info: Info) -> None:
    """Make the folder of a new, empty dossier; NotSaved if something is there already."""
    try:
        if (folder / INFO_NAME).exists():
            raise NotSaved(f"{folder} is a dossier already")
        if folder.is_file():
            raise NotSaved(f"{folder} is a file; a dossier needs a folder of its own")
        if folder.exists() and any(folder.iterdir()):
            raise NotSaved(f"{folder} is not empty; a dossier needs a folder of its own")
        Folder(folder).make()
        write_info(folder, info)
    except OSError as error:
        raise NotSaved(f"{folder} cannot be made: {describe_error(error)}") from error


def write_info(folder: Path, info: Info) -> None:
    """Write dossier.json, durably and as one line a field, so that it reads well and compares well."""
    try:
        data = orjson.dumps(info.to_doc(), option=orjson.OPT_INDENT_2)
    except TypeError as error:
        raise NotSaved(f"{INFO_NAME} cannot be written as JSON: {error}") from None
    replace_file(Folder(folder), INFO_NAME, data + b"\n")
