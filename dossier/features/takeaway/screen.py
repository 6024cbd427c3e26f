"""Taking it away: copies, of one record or of all that are marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from dossier.features.takeaway import cite as citing
from dossier.records.claim import Claim
from dossier.records.quote import Quote
from dossier.screen.clipboard import clip_file, copy
from dossier.show.cards import lines_page
from dossier.show.kit import labels
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser

T = TypeVar("T")


def quotes_here(browser: Browser, count: int | None) -> list[str]:
    """The marked quotes, or the first one of each marked claim; else that under the cursor, or `count`."""
    place, marks = browser.place, browser.marked()
    if marks and not count:
        found: list[str] = []
        for mark in marks:
            found += [mark] if mark[0] == "q" else _quotes_on(browser, mark)[:1]
        return found
    if place.quotes and not count:
        return [place.quote] if place.quote else []

    quotes = _quotes_on(browser, place.claim if place.quotes else browser.subject)
    number = (count or 1) - 1
    if number >= len(quotes):
        browser.say(f"there are {plural(len(quotes), 'quote')} here" if quotes else "there is no quote here")
    return list(quotes[number : number + 1])


def _quotes_on(browser: Browser, record: str | None) -> Sequence[str]:
    """The quotes of a claim, else those that the page of a record shows."""
    if record and record[0] == "c":
        return browser.dossier.quotes_of(record)
    page = browser.drawing.page(record, None)
    return page.quotes if page else ()


def _read_records(browser: Browser, ids: Sequence[str], model: type[T]) -> Iterator[T]:
    """Those of the records that can be read."""
    for record in map(browser.dossier.find, ids):
        if isinstance(record, model):
            yield record


def _copy_texts(browser: Browser, what: str, texts: Sequence[str], between: str = "\n\n") -> None:
    """Copy, say what and where to, and spend the marks."""
    if not texts:
        browser.say("what is here cannot be read")
        return
    text = between.join(texts)
    number = f"{len(texts):,} x " if len(texts) > 1 else ""
    browser.say(f"{number}{what}, {plural(len(text), 'char')}: {copy(browser.app, text)}", whole=True)
    browser.marks.spend(browser.marked())
    browser.redraw()


async def copy_citation(browser: Browser, count: int | None) -> None:
    """yy: `"verbatim text" (Example Journal, 17 July 2024, p6)`."""
    ids = quotes_here(browser, count)
    if not ids:
        return

    def cite() -> list[str]:
        return [citing.cite_quote(browser.dossier, quote) for quote in _read_records(browser, ids, Quote)]

    _copy_texts(browser, "quote + citation", await browser.life.off_thread(cite))


async def copy_quote(browser: Browser, count: int | None) -> None:
    """yq: the words as they stand in the source, and nothing else."""
    ids = quotes_here(browser, count)
    if not ids:
        return

    def read() -> tuple[list[str], list[str]]:
        quotes = list(_read_records(browser, ids, Quote))
        return [quote.exact for quote in quotes], [labels.doubt(browser.dossier, each) for each in quotes]

    exact, doubts = await browser.life.off_thread(read)
    doubt = next(filter(None, doubts), "")
    _copy_texts(browser, f"quote ({doubt})" if doubt else "quote", exact)


async def copy_claim(browser: Browser) -> None:
    """yc: claims with their quotes as Markdown footnotes."""
    ids = browser.claims_meant()

    def write() -> list[str]:
        claims = list(_read_records(browser, ids, Claim))
        return [citing.footnote_claims(browser.dossier, claims)] if claims else []

    what = "claim with its quotes as footnotes"
    if len(ids) > 1:
        what = f"{plural(len(ids), 'claim')} with quotes as footnotes"
    _copy_texts(browser, what, await browser.life.off_thread(write))


async def copy_passage(browser: Browser, count: int | None) -> None:
    """yp: the paragraph around the quote; without the source's text, the quote, and that is said."""
    ids = quotes_here(browser, count)
    if not ids:
        return

    def read() -> list[tuple[str, bool]]:
        return [citing.passage_around(browser.dossier, each) for each in _read_records(browser, ids, Quote)]

    found = await browser.life.off_thread(read)
    whole = all(of_text for _, of_text in found)
    what = "passage" if whole else "only the quote (its text is not attached, or does not have it there)"
    _copy_texts(browser, what, [text for text, _ in found])


async def copy_link(browser: Browser) -> None:
    """yl: where it can be read."""
    ids = browser.rows_meant()

    def link() -> list[str]:
        return [citing.link_to_record(browser.dossier, each) for each in ids]

    if ids:
        _copy_texts(browser, "link", await browser.life.off_thread(link), "\n")


async def copy_id(browser: Browser) -> None:
    """yi."""
    ids = browser.rows_meant()
    if ids:
        _copy_texts(browser, f"id {ids[0]}" if len(ids) == 1 else "id", ids, "\n")


def clip(browser: Browser) -> None:
    """:clip shows what was copied, to be selected with shift and the mouse."""
    try:
        text = clip_file().read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        browser.say("nothing has been copied yet")
        return
    browser.show_sheet(lines_page("LAST COPIED", [text, f"kept in {clip_file()}"]))
