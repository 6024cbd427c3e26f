"""Sheets: pages that lie over the reader until Esc - info, messages, places, problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.show.info import info_page
from dossier.show.kit import roles
from dossier.show.kit.page import Block, Page
from dossier.show.kit.roles import styled
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.screen.browser import Browser


def show(browser: Browser, page: Page) -> None:
    """Lay a page over the reader and give it the keys."""
    if browser.sheet is None:
        browser.before_sheet = browser.place.focus
    browser.sheet = page
    browser.update(replace(browser.place, focus="reader"))


def close(browser: Browser) -> bool:
    """Take the sheet off and give the keys back to where they were; whether there was one."""
    if browser.sheet is None:
        return False
    browser.sheet = None
    if browser.place.focus == "reader":
        browser.update(replace(browser.place, focus=browser.before_sheet))
    else:
        browser.sync()
    return True


def plain(heading: str, lines: Iterable[str], empty: str = "nothing") -> Page:
    """A page of plain lines."""
    blocks = tuple(Block(styled(line), hang=2) for line in lines)
    return Page(styled(heading, roles.HEADING), blocks or (Block(styled(empty, roles.DIM)),))


def info(browser: Browser, record_id: str) -> Page:
    """What the dossier knows of a record itself."""
    return info_page(browser.dossier, record_id)


def messages(lines: Sequence[str]) -> Page:
    """What was said in this session."""
    return plain("MESSAGES", map(one_line, lines), "nothing was said yet")
