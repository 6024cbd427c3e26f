"""The codebook: tags as rows of a hierarchy, and the card of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.evidence.judgements import annotations_on
from dossier.features.tags.codebook import above, below, uses
from dossier.records.annotation import TagBody
from dossier.records.tag import Tag
from dossier.show.claim import fact_blocks, note_blocks
from dossier.show.kit import labels, roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.roles import join, styled
from dossier.text import one_line, pad, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_USES = 100


def count_words(count: int) -> str:
    """`unused`, `used once`, `12 uses`."""
    return "unused" if not count else "used once" if count == 1 else f"{count:,} uses"


def tag_row(dossier: Dossier, tag: Tag, width: int, height: int) -> list[Text]:
    """A tag under the one that it belongs to, with its count and definition."""
    depth = len(above(dossier, tag.id))
    counted = styled(f" {count_words(uses(dossier)[tag.id]):>9}", roles.DIM)
    said = one_line(tag.definition or "")
    if tag.aliases:
        said = f"{said} (also {', '.join(tag.aliases)})".strip()
    room = width - counted.cell_len
    column = room if height == 2 else min(max(width // 3, 12), 36)
    path = pad(f"{'  ' * depth}#{one_line(tag.path)}", column)
    chip = styled(path, roles.tag_role(tag.path))
    if height == 2:
        return [join(chip, counted), _said(f"{'  ' * (depth + 1)}{said}", width)]
    return [join(chip, " ", _said(said, room - column - 1), counted)]


def _said(words: str, cells: int) -> Text:
    return styled(pad(words, max(cells, 0)), roles.DIM)


def tag_page(dossier: Dossier, tag: Tag) -> Page:
    """What a tag stands for, what it stands under, and every record that bears it."""
    bearers = dossier.records_tagged(tag.id)
    blocks = (
        Block(styled(f"#{one_line(tag.path)}", roles.tag_role(tag.path))),
        BLANK,
        Block(styled(tag.definition or "No definition yet.", roles.BODY if tag.definition else roles.DIM)),
        BLANK,
        *_with_blank(fact_blocks(_facts(dossier, tag))),
        *note_blocks(dossier, tag.id),
        *_bearers(dossier, tag, bearers),
    )
    return Page(styled(f"TAG  {count_words(len(bearers))}", roles.HEADING), blocks)


def _with_blank(blocks: Iterable[Block]) -> tuple[Block, ...]:
    found = tuple(blocks)
    return (*found, BLANK) if found else ()


def _facts(dossier: Dossier, tag: Tag) -> Iterator[tuple[str, Text]]:
    if tag.aliases:
        yield "also", styled(", ".join(tag.aliases))
    if parents := above(dossier, tag.id):
        yield "under", _chips(parents)
    if children := below(dossier, tag.id):
        yield "above", _chips(children)


def _chips(tags: list[Tag]) -> Text:
    return join(*(styled(f"#{one_line(tag.path)} ", roles.tag_role(tag.path)) for tag in tags))


def _bearers(dossier: Dossier, tag: Tag, bearers: tuple[str, ...]) -> Iterator[Block]:
    if bearers:
        yield Block(styled("ON", roles.HEADING))
    for record in bearers[:_USES]:
        by = [
            a.by
            for a in annotations_on(dossier, record)
            if isinstance(a.body, TagBody) and a.body.tag == tag.id
        ]
        who = f"  {', '.join(one_line(name) for name in dict.fromkeys(by))}"
        yield Block(
            join(
                styled(f"{labels.kind(record)} ", roles.DIM),
                styled(labels.name(dossier, record)),
                styled(who, roles.DIM),
            ),
            hang=2,
            item=record,
        )
    if len(bearers) > _USES:
        yield Block(styled(f"and {plural(len(bearers) - _USES, 'more record')}: Enter lists them", roles.DIM))
