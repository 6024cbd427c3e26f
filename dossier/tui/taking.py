"""Taking it away: copies and the export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dossier.exchange.json_export import export
from dossier.records.quote import Quote
from dossier.text import plural
from dossier.tui import sheets
from dossier.tui.asking import AskExport
from dossier.tui.clipboard import clip_file, copy
from dossier.views import labels

if TYPE_CHECKING:
    from dossier.tui.browser import Browser
    from dossier.tui.handlers import Handler


def quote_here(browser: Browser, count: int | None) -> Quote | None:
    """The quote under the cursor; of a claim (or a card), its first, or quote `count`."""
    place = browser.place
    if place.quotes and not count:
        found = browser.dossier.find(place.quote) if place.quote else None
    else:
        page = browser.page(place.claim if place.quotes else browser.subject, None)
        quotes = page.quotes if page else ()
        number = (count or 1) - 1
        if not 0 <= number < len(quotes):
            browser.say(
                f"there are {plural(len(quotes), 'quote')} here" if quotes else "there is no quote here"
            )
            return None
        found = browser.dossier.find(quotes[number])
    return found if isinstance(found, Quote) else None


def _say(browser: Browser, what: str, text: str) -> None:
    browser.say(f"{what}, {plural(len(text), 'char')}: {copy(browser.app, text)}")


async def copy_citation(browser: Browser, count: int | None, words: str) -> None:
    """yy: `"verbatim text" (Example Journal, 17 July 2024, p6)`."""
    if quote := quote_here(browser, count):
        _say(
            browser,
            "quote + citation",
            f'"{quote.exact}" ({labels.citation(browser.dossier, quote)}; {quote.id})',
        )


async def copy_quote(browser: Browser, count: int | None, words: str) -> None:
    """yq: the words as they stand in the source, and nothing else."""
    if quote := quote_here(browser, count):
        _say(browser, "quote", quote.exact)


async def copy_id(browser: Browser, count: int | None, words: str) -> None:
    """yi."""
    if browser.subject:
        _say(browser, f"id {browser.subject}", browser.subject)


async def clip(browser: Browser, count: int | None, words: str) -> None:
    """:clip shows what was copied, to be selected with shift and the mouse."""
    try:
        text = clip_file().read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        browser.say("nothing has been copied yet")
        return
    sheets.show(browser, sheets.plain("LAST COPIED", [text, f"kept in {clip_file()}"]))


async def export_json(browser: Browser, count: int | None, words: str) -> None:
    """x asks for a file; `:export FILE` names it at once."""
    if words:
        path = Path(words).expanduser().absolute()
        size = await browser.off_thread(lambda: export(browser.dossier, path))
        browser.say(f"exported the dossier to {path} ({size:,} bytes)")
        return
    browser.ask(AskExport(str(Path.cwd() / f"{browser.dossier.path.resolve().name}.json")))


HANDLERS: dict[str, Handler] = {
    "copy-citation": copy_citation,
    "copy-quote": copy_quote,
    "copy-id": copy_id,
    "clip": clip,
    "export": export_json,
}
