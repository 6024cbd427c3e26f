"""`x`: the dossier as JSON, to a file that is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dossier.exchange.json_export import export
from dossier.tui.asking import AskExport

if TYPE_CHECKING:
    from dossier.tui.browser import Browser
    from dossier.tui.handlers import Handler


async def export_json(browser: Browser, count: int | None, words: str) -> None:
    """x asks for a file; `:export FILE` names it at once."""
    if words:
        path = Path(words).expanduser().absolute()
        size = await browser.off_thread(lambda: export(browser.dossier, path))
        browser.say(f"exported the dossier to {path} ({size:,} bytes)")
        return
    browser.ask(AskExport(str(Path.cwd() / f"{browser.dossier.path.resolve().name}.json")))


HANDLERS: dict[str, Handler] = {"export": export_json}
