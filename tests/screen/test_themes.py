"""Both themes can be read: in all colours, and in the 256 that a terminal may have instead."""

from __future__ import annotations

from itertools import combinations

import pytest
from rich.color import Color, ColorSystem
from textual.theme import Theme

from dossier.screen.themes import THEMES, Palette
from dossier.show.kit import roles

READABLE, DISCERNIBLE = 4.5, 3.0
"""WCAG 2.2, success criteria 1.4.3 and 1.4.11."""
DIM = {roles.DIM, roles.GRADE_DERIVED, roles.GAP}
SIDE_BY_SIDE = (roles.BODY, roles.DIM, roles.SOURCE, roles.SPEAKER, roles.QUOTE, roles.NOTE, roles.WARN)
DEPTHS = (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT)

Rgb = tuple[int, int, int]


@pytest.fixture(params=THEMES, ids=lambda theme: theme.name)
def theme(request: pytest.FixtureRequest) -> Theme:
    found = request.param
    assert isinstance(found, Theme)
    return found


@pytest.fixture
def palette(theme: Theme) -> Palette:
    return Palette(theme.to_color_system().generate() | theme.variables, dark=theme.dark)


def shown(color: Color, depth: ColorSystem) -> Rgb:
    """The colour that a terminal of this depth shows."""
    found = color.downgrade(depth).get_truecolor()
    return found.red, found.green, found.blue


def luminance(rgb: Rgb) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in rgb)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def backgrounds(theme: Theme, palette: Palette) -> list[Color]:
    """What words stand on: lists and pages, bars, the row under the cursor."""
    assert theme.background
    assert theme.panel
    return [Color.parse(each) for each in (theme.background, theme.panel, palette.cursor_background)]


@pytest.mark.parametrize("depth", DEPTHS, ids=lambda depth: depth.name)
def test_every_role_can_be_read_on_every_background(
    theme: Theme, palette: Palette, depth: ColorSystem
) -> None:
    for role in roles.ROLES:
        style = palette.console.get_style(role)
        if style.color is None or style.color.is_default:
            continue
        least = DISCERNIBLE if role in DIM else READABLE
        behind = [style.bgcolor] if style.bgcolor else backgrounds(theme, palette)
        for each in behind:
            assert contrast(shown(style.color, depth), shown(each, depth)) >= least, (role, each.name)


def test_in_256_colours_roles_that_stand_side_by_side_are_told_apart(palette: Palette) -> None:
    for group in (SIDE_BY_SIDE, roles.TAGS):
        colors = {}
        for role in group:
            color = palette.console.get_style(role).color
            assert color is not None
            colors[role] = shown(color, ColorSystem.EIGHT_BIT)
        for one, other in combinations(group, 2):
            assert colors[one] != colors[other], (one, other)


def test_in_256_colours_bars_and_the_cursors_row_stand_out(theme: Theme, palette: Palette) -> None:
    found = {shown(each, ColorSystem.EIGHT_BIT) for each in backgrounds(theme, palette)}
    assert len(found) == 3
    assert all(max(rgb) - min(rgb) <= 40 for rgb in found)  # calm: one step of the cube off grey
