"""Attaching the text of a source: a version that is known, or a new one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.evidence.anchors import QuoteState, locate_quote
from dossier.records.limits import TEXT, megabytes
from dossier.records.problems import EditRefused
from dossier.records.quote import Quote
from dossier.store.files import sha256 as digest
from dossier.store.foreign import explain_utf16
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.store.draft import Draft
    from dossier.store.history import Edit

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of it: the text's digest and length, whether it was known, how its quotes stand."""

    sha256: str
    length: int
    edit: Edit | None
    quotes: Counter[QuoteState]
    """How the quotes of the source stand in the text."""
    marked: bool = False
    """Whether the text begins with a byte order mark, which an editor does not count."""

    @property
    def summary(self) -> str:
        """The outcome in one sentence."""
        version = "a new version of the text" if self.edit else "the text this source was captured from"
        counted = [
            f"{self.quotes[state]:,} {words}"
            for state, words in (
                (QuoteState.SAME, "verbatim"),
                (QuoteState.MOVED, "verbatim elsewhere"),
                (QuoteState.AMBIGUOUS, "in several places"),
                (QuoteState.DIFFERS, "with differences"),
                (QuoteState.GONE, "not found"),
            )
            if self.quotes[state]
        ]
        found = f"; {plural(self.quotes.total(), 'quote')}: {', '.join(counted)}" if counted else ""
        mark = ", the first of them a byte order mark" if self.marked else ""
        return f"{version}, {plural(self.length, 'character')}{mark}{found}"


def attach(dossier: Dossier, source_id: str, file: Path, *, force: bool = False) -> Attached:
    """Store the text in `file` as that of a source.

    Where its digest is one that the source records, the text is stored and no record changes; else the
    edit adds it as the source's newest version. The bytes are kept as they are. A text that has not one of
    the source's quotes is another's: EditRefused, unless `force`.
    """
    source = dossier.sources[source_id]
    content = _read(file)
    text = _decode(content, file)
    known = digest(content) in [version.sha256 for version in source.texts]
    quotes = _standing(dossier, source_id, text)
    if not (known or force) and quotes and quotes[QuoteState.GONE] == quotes.total():
        raise EditRefused(
            f"{one_line(str(file))} is hardly the text of {source_id}: {plural(quotes.total(), 'quote')}, "
            "none found. Nothing was stored; --force attaches it all the same"
        )
    sha256 = dossier.put_text(content)
    edit = None if known else _record(dossier, source_id, sha256, len(text))
    return Attached(sha256, len(text), edit, quotes, text.startswith(_BOM))


def _read(file: Path) -> bytes:
    """The bytes of a regular file: a pipe or a device could block, or never end."""
    if not file.exists():
        raise EditRefused(f"there is no file {one_line(str(file))}")
    if not file.is_file():
        raise EditRefused(f"{one_line(str(file))} is not a file")
    size = file.stat().st_size
    if size > TEXT:
        has = f"{one_line(str(file))} has {megabytes(size)}"
        raise EditRefused(f"{has}; the text of a source may have {megabytes(TEXT)} at most")
    return file.read_bytes()


def _decode(content: bytes, file: Path) -> str:
    if utf16 := explain_utf16(content):
        raise EditRefused(f"{one_line(str(file))} cannot be read: {utf16}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"byte 0x{content[error.start]:02x} at offset {error.start:,}"
        raise EditRefused(
            f"{one_line(str(file))} is not UTF-8: {where}; convert it first, for example with iconv -t UTF-8"
        ) from None
    if not text.strip():
        raise EditRefused(f"{one_line(str(file))} is empty")
    return text


def _record(dossier: Dossier, source_id: str, sha256: str, length: int) -> Edit | None:
    def change(draft: Draft) -> None:
        doc = draft.get(source_id)
        if doc is None:
            raise EditRefused(f"{source_id} was removed in the meantime")
        draft.put({**doc, "texts": [*(doc.get("texts") or ()), {"sha256": sha256, "length": length}]})

    return dossier.edit(f"new text of source {one_line(dossier.sources[source_id].title)}", change)


def _standing(dossier: Dossier, source_id: str, text: str) -> Counter[QuoteState]:
    states: Counter[QuoteState] = Counter()
    for record_id in dossier.referrers(source_id):  # not `quotes_in`: also those that a lens leaves out
        quote = dossier.find(record_id)  # None for a broken one, listed among the dossier's problems
        if isinstance(quote, Quote) and quote.source == source_id:
            states[locate_quote(quote, text).state] += 1
    return states
