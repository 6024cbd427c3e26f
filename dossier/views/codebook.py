"""The codebook: tags as rows of a hierarchy, and the card of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.acts.codebook import above, below, uses
from dossier.evidence.judgements import annotations_on
from dossier.records.annotation import TagBody
from dossier.records.tag import Tag
from dossier.text import clip, one_line, plural
from dossier.views import labels, roles
from dossier.views.evidence import facts, notes
from dossier.views.page import BLANK, Block, Page
from dossier.views.roles import join, styled

if TYPE_CHECKING:
    from dossier.dossier import Dossier

_USES = 100


def count_words(count: int) -> str:
    """`unused`, `used once`, `12 uses`."""
    return "unused" if not count else "used once" if count == 1 else f"{count:,} uses"


def tag_row(dossier: Dossier, tag: Tag, width: int, height: int) -> list[Text]:
    """A tag under the one that it belongs to, with its count and definition."""
    depth = len(above(dossier, tag.id))
    counted = styled(f" {count_words(uses(dossier).get(tag.id, 0)):>9}", roles.DIM)
    said = one_line(tag.definition or "")
    if tag.aliases:
        said = f"{said} (also {', '.join(tag.aliases)})".strip()
    chip = join("  " * depth, styled(f"#{one_line(tag.path)}", roles.tag_role(tag.path)))
    if height == 2:
        return [_spread(chip, counted, width), join("  " * (depth + 1), _cut(said, width - 2 * depth - 2))]
    column = min(max(width // 3, 12), 36)
    chip.truncate(column, overflow="ellipsis", pad=True)
    return [_spread(join(chip, " ", _cut(said, width - column - counted.cell_len - 1)), counted, width)]


def _cut(words: str, cells: int) -> Text:
    return styled(clip(words, max(cells, 1)), roles.DIM)


def _spread(left: Text, right: Text, width: int) -> Text:
    left.truncate(max(width - right.cell_len, 1))
    return join(left, " " * max(width - left.cell_len - right.cell_len, 0), right)


def tag_page(dossier: Dossier, tag: Tag) -> Page:
    """What a tag stands for, what it stands under, and every record that bears it."""
    bearers = dossier.records_tagged(tag.id)
    blocks = (
        Block(styled(f"#{one_line(tag.path)}", roles.tag_role(tag.path))),
        BLANK,
        Block(styled(tag.definition or "No definition yet.", roles.BODY if tag.definition else roles.DIM)),
        BLANK,
        *facts(_facts(dossier, tag)),
        BLANK,
        *notes(dossier, tag.id),
        *_bearers(dossier, tag, bearers),
    )
    return Page(styled(f"TAG  {count_words(len(bearers))}", roles.HEADING), blocks)


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
