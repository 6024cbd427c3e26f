"""Tags, on the words chosen, the marks or the record under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.core.tag_names import parse_tag_line
from dossier.features.tags.codebook_screen import edit_here
from dossier.features.tags.codebook_words import is_command
from dossier.screen import selecting
from dossier.screen.acting import perform
from dossier.screen.asking import AskTags, tagging
from dossier.screen.marking import targets

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler


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
        await perform(browser, tagging(browser, *parse_tag_line(words), on), chosen)
    else:
        browser.ask(AskTags(browser, chosen, on))


HANDLERS: dict[str, Handler] = {"tag": tags}
