"""What would be lost without some sources, as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dossier.evidence.whatif import Loss, Losses
from dossier.show.kit import labels, roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.roles import join, styled
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_SHOWN = 200


def losses_page(dossier: Dossier, losses: Losses) -> Page:
    """The sources withdrawn, then claims and events, the worst losses first."""
    names = [Block(styled(labels.name(dossier, source), roles.SOURCE), hang=2) for source in losses.sources]
    blocks = (
        *names,
        BLANK,
        Block(styled(losses.words, roles.TITLE)),
        Block(styled("A view, not an edit: nothing in the dossier has changed.", roles.DIM)),
        BLANK,
        *_list_losses(dossier, losses.claims, "CLAIMS"),
        *_list_losses(dossier, losses.events, "EVENTS"),
    )
    return Page(styled("WHAT IF  without this", roles.HEADING), blocks)


def _list_losses(dossier: Dossier, found: Sequence[Loss], heading: str) -> Iterator[Block]:
    if not found:
        return
    yield Block(styled(f"{heading} {len(found):,}", roles.HEADING))
    for loss in found[:_SHOWN]:
        said = join(styled(labels.name(dossier, loss.record)), styled(f"  {loss.words}", roles.DIM))
        yield Block(join(styled(f"{loss.lost}  ", roles.WARN), said), hang=2, item=loss.record)
    if len(found) > _SHOWN:
        yield Block(styled(f"and {plural(len(found) - _SHOWN, 'more')}", roles.DIM))
    yield BLANK
