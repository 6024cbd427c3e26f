"""Tags, on the words chosen, the marks or the record under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.acts.codebook_words import is_command
from dossier.acts.tag_names import parse
from dossier.tui import selecting
from dossier.tui.acting import perform
from dossier.tui.asking import AskTags, tagging
from dossier.tui.codebook import edit_here
from dossier.tui.marking import targets

if TYPE_CHECKING:
    from dossier.tui.browser import Browser
    from dossier.tui.handlers import Handler


async def tags(browser: Browser, count: int | None, words: str) -> None:
    """t, or `:tag a -b`; `:tag rename a b` and the like change the codebook."""
    if is_command(words):
        await edit_here(browser, words)
        return
    on = selecting.chosen(browser)
    chosen = [on.record] if on else targets(browser)
    if not chosen:
        return
    if words:
        await perform(browser, tagging(browser, *parse(words), on), chosen)
    else:
        browser.ask(AskTags(browser, chosen, on))


HANDLERS: dict[str, Handler] = {"tag": tags}
