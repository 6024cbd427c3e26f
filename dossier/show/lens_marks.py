"""What to say of a record that a lens shows: that it does not count, or may not belong there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier


def short_lens_mark(dossier: Dossier, source: str) -> str:
    """`withdrawn` or `kept`, for the row of a source; mostly nothing."""
    mark = dossier.lens.mark(dossier.peek(source))
    return "kept" if mark in ("undated", "may be later") else mark


def source_lens_words(dossier: Dossier, source: str) -> str:
    """The same in a sentence, for its page."""
    as_of = one_line(dossier.lens.as_of or "")
    match dossier.lens.mark(dossier.peek(source)):
        case "withdrawn":
            return "left out: its quotes do not count"
        case "undated":
            return f"kept as of {as_of}, although no date of publication is known"
        case "may be later":
            return f"kept as of {as_of}, although it may have been published later"
    return ""


def event_lens_words(dossier: Dossier, event: str) -> str:
    """Why an event may not have been known on the day looked at: no source of it was surely published."""
    if dossier.lens.as_of is None:
        return ""
    sources = {source for claim in dossier.claims_for(event) for source in dossier.sources_of(claim)}
    marks = {dossier.lens.mark(dossier.peek(source)) for source in sources}
    if not marks or "" in marks:
        return ""
    return "its sources are undated" if marks == {"undated"} else "its sources may be later"
