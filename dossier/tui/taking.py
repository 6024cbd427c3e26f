"""Taking it away: copies, of one record or of all that are marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dossier.records.claim import Claim
from dossier.records.quote import Quote
from dossier.text import plural
from dossier.tui import sheets
from dossier.tui.clipboard import clip_file, copy
from dossier.tui.marking import marked
from dossier.views import citing

if TYPE_CHECKING:
    from dossier.tui.browser import Browser
    from dossier.tui.handlers import Handler


def quotes_here(browser: Browser, count: int | None) -> list[Quote]:
    """The marked quotes, or the first one of each marked claim; else that under the cursor, or `count`."""
    dossier, place = browser.dossier, browser.place
    marks = marked(browser)
    if marks and not count:
        ids = [id_ for mark in marks for id_ in ([mark] if mark[0] == "q" else _quotes(browser, mark)[:1])]
    elif place.quotes and not count:
        ids = [place.quote] if place.quote else []
    else:
        found = _quotes(browser, place.claim if place.quotes else browser.subject)
        number = (count or 1) - 1
        ids = list(found[number : number + 1])
        if not ids:
            browser.say(
                f"there are {plural(len(found), 'quote')} here" if found else "there is no quote here"
            )
    return [quote for quote in map(dossier.find, ids) if isinstance(quote, Quote)]


def _quotes(browser: Browser, record: str | None) -> Sequence[str]:
    page = browser.page(record, None)
    return page.quotes if page else ()


def claims_here(browser: Browser) -> list[Claim]:
    """The marked claims, else the one under the cursor, or whose quotes are read."""
    place, dossier = browser.place, browser.dossier
    ids = [mark for mark in marked(browser) if mark[0] == "c"]
    ids = ids or [id_ for id_ in (place.claim if place.quotes else browser.subject,) if id_]
    return [claim for claim in map(dossier.find, ids) if isinstance(claim, Claim)]


def _say(browser: Browser, what: str, texts: Sequence[str], between: str = "\n\n") -> None:
    text = between.join(texts)
    number = f"{len(texts):,} x " if len(texts) > 1 else ""
    browser.say(f"{number}{what}, {plural(len(text), 'char')}: {copy(browser.app, text)}")
    browser.marks.spend(marked(browser))
    browser.sync()


async def copy_citation(browser: Browser, count: int | None, words: str) -> None:
    """yy: `"verbatim text" (Example Journal, 17 July 2024, p6)`."""
    if quotes := quotes_here(browser, count):
        _say(browser, "quote + citation", [citing.cited(browser.dossier, quote) for quote in quotes])


async def copy_quote(browser: Browser, count: int | None, words: str) -> None:
    """yq: the words as they stand in the source, and nothing else."""
    if quotes := quotes_here(browser, count):
        _say(browser, "quote", [quote.exact for quote in quotes])


async def copy_claim(browser: Browser, count: int | None, words: str) -> None:
    """yc: claims with their quotes as Markdown footnotes."""
    claims = claims_here(browser)
    if claims:
        many = f"{plural(len(claims), 'claim')} with quotes as footnotes" if len(claims) > 1 else ""
        _say(
            browser, many or "claim with its quotes as footnotes", [citing.footnoted(browser.dossier, claims)]
        )
    else:
        browser.say("there is no claim here")


async def copy_passage(browser: Browser, count: int | None, words: str) -> None:
    """yp: the paragraph around the quote; without the source's text, the quote, and that is said."""
    quotes = quotes_here(browser, count)
    found = [citing.passage(browser.dossier, quote) for quote in quotes]
    if found:
        whole = all(of_text for _, of_text in found)
        what = "passage" if whole else "only the quote (the source's text is not attached)"
        _say(browser, what, [text for text, _ in found])


async def copy_link(browser: Browser, count: int | None, words: str) -> None:
    """yl: where it can be read."""
    if ids := marked(browser) or ([browser.subject] if browser.subject else []):
        _say(browser, "link", [citing.link(browser.dossier, id_) for id_ in ids], "\n")


async def copy_id(browser: Browser, count: int | None, words: str) -> None:
    """yi."""
    if ids := marked(browser) or ([browser.subject] if browser.subject else []):
        _say(browser, f"id {ids[0]}" if len(ids) == 1 else "id", ids, "\n")


async def clip(browser: Browser, count: int | None, words: str) -> None:
    """:clip shows what was copied, to be selected with shift and the mouse."""
    try:
        text = clip_file().read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        browser.say("nothing has been copied yet")
        return
    sheets.show(browser, sheets.plain("LAST COPIED", [text, f"kept in {clip_file()}"]))


HANDLERS: dict[str, Handler] = {
    "copy-citation": copy_citation,
    "copy-quote": copy_quote,
    "copy-claim": copy_claim,
    "copy-passage": copy_passage,
    "copy-link": copy_link,
    "copy-id": copy_id,
    "clip": clip,
}
