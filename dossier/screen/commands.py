"""The screen itself: zoom, theme, help, palette, reload, quit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.evidence.checks.records import find_faults
from dossier.keys.commands import COMMANDS
from dossier.keys.keymap import load_keymap
from dossier.screen import sheets
from dossier.screen.asking import AskCommand
from dossier.screen.help import Help
from dossier.screen.themes import DARK, LIGHT
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler


async def zoom(browser: Browser, count: int | None, words: str) -> None:
    """z."""
    browser.zoomed = not browser.zoomed
    browser.sync()


async def reader(browser: Browser, count: int | None, words: str) -> None:
    """p."""
    browser.reader_shown = not browser.reader_shown
    browser.sync()


async def reload(browser: Browser, count: int | None, words: str) -> None:
    """R. Where the history was replaced, all that was open is kept first: what is on disk may lack edits."""
    browser.sheet = None
    await browser.follow()
    kept = await browser.off_thread(browser.rescue) if browser.cut_off else None
    await browser.edit(browser.dossier.reload)
    browser.cut_off = False
    browser.use_keys(await browser.off_thread(lambda: load_keymap(COMMANDS)))
    conflicts = len(browser.dossier.conflicts)
    if conflicts:
        words = plural(conflicts, "edit no longer fits", "edits no longer fit")
        copy = f"; all that was open is in {kept}" if kept else ""
        browser.fail(f"reloaded; {words} what is on disk - :problems lists them{copy}")
    elif told := "; ".join(browser.dossier.edited_outside):
        browser.fail(f"reloaded; {told}")
    elif found := len(browser.dossier.problems):
        browser.fail(f"reloaded; {plural(found, 'problem')} in the files - :problems lists them")
    else:
        browser.say("reloaded from disk")
        browser.tell_of_keys()


async def save(browser: Browser, count: int | None, words: str) -> None:
    """:save."""
    written = await browser.edit(browser.dossier.save)
    browser.say("tables written" if written else "the tables are up to date")


async def theme(browser: Browser, count: int | None, words: str) -> None:
    """:theme swaps dark and light; `:theme NAME` takes any."""
    names = browser.app.available_themes
    if words and words not in names:
        browser.say(f"there is no theme {words}: {', '.join(sorted(names))}")
        return
    browser.app.theme = words or (LIGHT if browser.app.theme == DARK else DARK)
    browser.say(f"theme {browser.app.theme}")


async def hints(browser: Browser, count: int | None, words: str) -> None:
    """:hints."""
    browser.hints_shown = not browser.hints_shown
    browser.sync()


async def messages(browser: Browser, count: int | None, words: str) -> None:
    """:messages."""
    sheets.show(browser, sheets.messages(browser.messages))


async def problems(browser: Browser, count: int | None, words: str) -> None:
    """:problems checks every record and lists what is wrong, file and line first."""
    dossier = browser.dossier
    found = await browser.off_thread(lambda: [*dossier.validate(), *find_faults(dossier)])
    lines = [f"! {problem}" for problem in found]
    lines += [f"! {other}" for other in (*browser.dossier.conflicts, *browser.keymap.problems)]
    sheets.show(browser, sheets.plain("PROBLEMS", lines, "every record follows the format"))


async def palette(browser: Browser, count: int | None, words: str) -> None:
    """: and ctrl+p."""
    browser.ask(AskCommand(browser))


async def help_(browser: Browser, count: int | None, words: str) -> None:
    """?."""
    browser.app.push_screen(Help(browser.palette, browser.keymap, browser.contexts))


async def quit_(browser: Browser, count: int | None, words: str) -> None:
    """Q."""
    await browser.quit()


HANDLERS: dict[str, Handler] = {
    "zoom": zoom,
    "reader": reader,
    "reload": reload,
    "save": save,
    "theme": theme,
    "hints": hints,
    "messages": messages,
    "problems": problems,
    "palette": palette,
    "help": help_,
    "quit": quit_,
}
