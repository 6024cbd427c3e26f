"""A page of the manual, drawn for the help screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rich.text import Text

from dossier.manual import ManualPage
from dossier.show.kit import roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.roles import join, styled

_MARKED = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|\[(?P<link>[^\]]+)\]\([^)]*\)")
_ITEM = re.compile(r"[-*] |\d+\. ")
_CELL_END = re.compile(r"(?<!\\)\|")
_LABEL_CELLS = 24


def manual_page(page: ManualPage) -> Page:
    """What stands below its title: paragraphs, lists, tables and code, each as wide as there is room."""
    _, *parts = _split_parts(page.text)
    blocks: list[Block] = []
    for part in parts:
        blocks += [*_draw_part(part), BLANK]
    return Page(styled(page.title, roles.HEADING), tuple(blocks))


def _split_parts(text: str) -> Iterator[list[str]]:
    """The runs of lines between blank ones; lines of code stay together."""
    part: list[str] = []
    in_code = False
    for line in text.splitlines():
        if line.startswith("```"):
            in_code = not in_code
        if line.strip() or in_code:
            part.append(line)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _draw_part(lines: list[str]) -> Iterator[Block]:
    """A heading, a table, code, a list or a paragraph."""
    first = lines[0]
    if first.startswith("#"):
        yield Block(styled(first.lstrip("# ").upper(), roles.HEADING))
    elif first.startswith("|"):
        heads = _draw_table_row(first)
        yield replace(heads, text=styled(heads.text.plain, roles.DIM))
        yield from map(_draw_table_row, lines[2:])
    elif first.startswith("```"):
        for line in lines[1:-1]:
            yield Block(styled(line, roles.KEY), indent=2)
    else:
        for paragraph in _join_lines(lines):
            yield _draw_paragraph(paragraph)


def _join_lines(lines: list[str]) -> Iterator[str]:
    """Paragraphs and list items, each in one line."""
    joined = ""
    for line in lines:
        if joined and _ITEM.match(line):
            yield joined
            joined = ""
        joined = f"{joined} {line.strip()}".strip()
    yield joined


def _draw_paragraph(text: str) -> Block:
    item = _ITEM.match(text)
    if item is None:
        return Block(_draw_words(text))
    mark = styled(item[0].strip(), roles.DIM)
    return Block(_draw_words(text[item.end() :]), indent=len(item[0]), label=mark)


def _draw_table_row(line: str) -> Block:
    """The first cell in the margin, the others behind one another; one that is empty is left out."""
    cells = [cell.strip().replace("<br>", "; ") for cell in _CELL_END.split(line)[1:-1]]
    label = _draw_words(cells[0])
    words = Text("  ", end="").join(_draw_words(cell) for cell in cells[1:] if cell)
    words.end = ""
    if label.cell_len >= _LABEL_CELLS:
        return Block(join(label, "  ", words), hang=_LABEL_CELLS)
    return Block(words, indent=_LABEL_CELLS, label=label)


def _draw_words(text: str) -> Text:
    """Words without their marks: code as keys are shown, what is strong in bold."""
    drawn = Text(end="")
    position = 0
    for found in _MARKED.finditer(text):
        drawn.append_text(styled(_unescape(text[position : found.start()])))
        if found["code"]:
            drawn.append_text(styled(found["code"].replace("\\|", "|"), roles.KEY))
        elif found["strong"]:
            drawn.append_text(styled(_unescape(found["strong"]), roles.TITLE))
        else:
            drawn.append_text(styled(_unescape(found["link"])))
        position = found.end()
    drawn.append_text(styled(_unescape(text[position:])))
    return drawn


def _unescape(text: str) -> str:
    return re.sub(r"\\([_\[\]|*])", r"\1", text)
