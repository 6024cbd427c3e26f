"""Markdown of notes as blocks of a page: what it says is drawn, and nothing that is written is left out.

CommonMark without HTML, entities, link definitions and underlined headings, all of which would hide or
change characters (https://spec.commonmark.org/0.31.2/). A link is words with an address behind them; it
cannot be followed. Lines end where their author ended them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.show.kit import roles
from dossier.show.kit.page import BLANK, Block
from dossier.show.kit.roles import join, styled
from dossier.text import clean, one_line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LONGEST = 20_000
"""Characters from which on a text is shown as it is: the screen does not wait for a parser."""
_DEEPEST = 16
"""Cells that lists and quotes in one another are set in at most."""
_MARKED = re.compile(
    r"[*_`\[\]<>\\#]|^[ \t]*(?:[-+]|\d+[.)])(?:[ \t]|$)|^(?: {4}|\t)|-{3}|~{3}", re.MULTILINE
)
"""What a text has that is drawn otherwise than it is written."""
_SPANS = {"em": roles.NOTE_EMPHASIS, "strong": roles.NOTE_STRONG, "link": roles.NOTE_LINK}


def draw_markdown(text: str, indent: int = 0) -> list[Block]:
    """The blocks of a text in Markdown; the text as it is, where a letter or digit of it would be lost."""
    if len(text) <= _LONGEST and _MARKED.search(text):
        blocks = _Drawing(indent).draw(text)
        drawn = "".join(f"{block.label or ''}{block.text}" for block in blocks)
        if _letters(drawn) == _letters(clean(text)):
            return blocks
    return [Block(styled(text, roles.NOTE), indent)]


def markdown_line(text: str) -> str:
    """What a text in Markdown says, safe and in one line without its marks."""
    if not _MARKED.search(text):
        return one_line(text)
    return one_line(" ".join(block.text.plain for block in draw_markdown(text)))


def _letters(text: str) -> str:
    """What is written, apart from marks and white space."""
    return "".join(filter(str.isalnum, text))


@dataclass
class _Drawing:
    """Makes blocks of the tokens of a text, one after another."""

    indent: int
    blocks: list[Block] = field(default_factory=list)
    margins: list[int] = field(default_factory=list)
    """How far each list or quote that is open is set in."""
    label: str = ""
    """The marks that stand before the next block."""
    last_line: int = 0
    """The line of the text at which the last block ended."""

    def draw(self, text: str) -> list[Block]:
        """The blocks of a text."""
        in_heading = False
        for token in _make_parser().parse(text):
            match token.type:
                case "list_item_open":
                    self._go_deeper(f"{token.info}{token.markup}")
                case "blockquote_open":
                    self._go_deeper(">")
                case "list_item_close" | "blockquote_close":
                    if self.label:  # there was nothing in it
                        self._add(token, Text(end=""))
                        self.last_line += 1
                    self.margins.pop()
                case "heading_open" | "heading_close":
                    in_heading = token.nesting == 1
                case "inline":
                    words = _draw_words(token.children or [])
                    if in_heading:
                        words.stylize(roles.NOTE_HEADING)
                    self._add(token, words)
                case "fence" | "code_block":
                    self._add_code(token)
                case "hr":
                    self._add(token, styled("---", roles.DIM))
        return self.blocks

    @property
    def margin(self) -> int:
        """How far the next block is set in."""
        return self.margins[-1] if self.margins else self.indent

    def _go_deeper(self, mark: str) -> None:
        """A list item or a quote begins; its mark stands in the margin of its first block."""
        self.label = self.label.ljust(self.margin) + mark
        deepest = self.indent + _DEEPEST
        self.margins.append(min(self.margin + len(mark) + 1, deepest))

    def _add(self, token: Token, words: Text, further: int = 0) -> None:
        """One more block, behind a blank line where the text has one."""
        first, last = token.map or (self.last_line, self.last_line)
        if self.blocks and first > self.last_line:
            self.blocks.append(BLANK)
        self.last_line = last
        label, indent = None, self.margin + further
        if self.label:
            label = styled(self.label, roles.DIM)
            indent = max(indent, label.cell_len + 1)
            self.label = ""
        self.blocks.append(Block(words, indent, label=label))

    def _add_code(self, token: Token) -> None:
        """Lines of code, under the name of their language where there is one."""
        code = styled(token.content.rstrip("\n"), roles.NOTE_CODE)
        if token.info.strip():
            code = join(styled(f"{token.info.strip()}\n", roles.DIM), code)
        self._add(token, code, further=2)


def _draw_words(tokens: Sequence[Token]) -> Text:
    """The words of a paragraph; a link's address stands behind it."""
    text = Text(end="")
    open_spans: list[tuple[int, Token]] = []
    for token in tokens:
        if token.nesting == 1:
            open_spans.append((len(text), token))
        elif token.nesting == -1:
            start, opened = open_spans.pop()
            text.stylize(_SPANS[token.type.removesuffix("_close")], start)
            if token.type == "link_close" and opened.markup != "autolink":
                text.append_text(_draw_address(opened, "href"))
        elif token.type in ("softbreak", "hardbreak"):
            text.append("\n")
        elif token.type == "code_inline":
            text.append_text(styled(token.content, roles.NOTE_CODE))
        else:
            text.append_text(styled(token.content, roles.NOTE))
            if token.type == "image":
                text.append_text(_draw_address(token, "src"))
    return text


def _draw_address(token: Token, name: str) -> Text:
    """` (https://example.org, its title)`."""
    title = token.attrGet("title")
    words = f"{token.attrGet(name)}, {title}" if title else f"{token.attrGet(name)}"
    return styled(f" ({words})", roles.DIM)


@cache
def _make_parser() -> MarkdownIt:
    """The parser, only imported where a note has something for it."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    class Parser(MarkdownIt):
        """Leaves every address as it is written: none is ever followed."""

        def validateLink(self, url: str) -> bool:  # noqa: N802  (the library's name)
            """Any will do."""
            return True

        def normalizeLink(self, url: str) -> str:  # noqa: N802  (the library's name)
            """As it is."""
            return url

    return Parser("commonmark", {"html": False}).disable(["reference", "lheading", "entity"])
