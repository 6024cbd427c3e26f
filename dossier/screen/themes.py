"""A calm dark and a calm light theme, and the colours of every role in any theme.

Each colour is chosen with the one in mind that a terminal of 256 colours shows for it (rich maps to the
cube by steps of 40, and to its greys where the saturation is under 0.15): there too words can be read.
"""

from __future__ import annotations

import os

from rich.console import Console
from rich.style import Style
from rich.theme import Theme as RichTheme
from textual.theme import Theme

from dossier.show.kit import roles

DARK, LIGHT = "dossier-dark", "dossier-light"

THEMES = (
    Theme(
        name=DARK,
        primary="#7fb4ca",
        secondary="#a3a7c9",
        accent="#e6b673",
        warning="#f09a5c",
        error="#e8836b",
        success="#7fb4ca",
        foreground="#c9cdd6",
        background="#14161a",
        surface="#14161a",
        panel="#22262c",
        dark=True,
        variables={"dossier-dim": "#8a92a0", "dossier-quote": "#f6eedd", "dossier-cursor": "#363d47"},
    ),
    Theme(
        name=LIGHT,
        primary="#1f5f86",
        secondary="#5b2f85",
        accent="#6f5200",
        warning="#a02c00",
        error="#a3341d",
        success="#1f5f86",
        foreground="#33373f",
        background="#faf8f3",
        surface="#faf8f3",
        panel="#f0ede2",
        dark=False,
        variables={"dossier-dim": "#6d7078", "dossier-quote": "#0d0f14", "dossier-cursor": "#d9dee2"},
    ),
)

_TAGS_DARK = ("#8fb8de", "#d8a657", "#a9bd8b", "#c3a6d8", "#d9a0a0", "#a9b7c6", "#86c1b9", "#d6a184")
_TAGS_LIGHT = ("#1d5ca8", "#6e5a00", "#2f5f1a", "#5f2fa0", "#8a2a22", "#4a5668", "#14635d", "#8a2a5c")


def no_color() -> bool:
    """Whether the environment asks for no colour (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


class Palette:
    """Rich styles of every role in the theme that is on."""

    def __init__(self, variables: dict[str, str], *, dark: bool, plain: bool = False) -> None:
        styles = _role_styles(variables, dark=dark, plain=plain)
        self.console = Console(
            theme=RichTheme({name: Style.parse(style) for name, style in styles.items()}, inherit=True),
            color_system="truecolor",
            force_terminal=True,
            width=1000,
        )
        self.cursor_background = _color(variables, "dossier-cursor", "panel")
        self.cursor = Style.parse("reverse bold" if plain else f"bold on {self.cursor_background}")
        self.cursor_away = Style.parse("bold" if plain else f"on {self.cursor_background}")


def _color(variables: dict[str, str], name: str, fallback: str) -> str:
    """A colour of the theme; the terminal's own where the theme names none by its digits."""
    value = variables.get(name) or variables.get(fallback) or ""
    return value if value.startswith("#") and len(value) in (4, 7) else "default"


def _role_styles(variables: dict[str, str], *, dark: bool, plain: bool) -> dict[str, str]:
    """Every role's style as Rich writes it; `plain` is without colour."""
    text = _color(variables, "foreground", "foreground")
    dim = _color(variables, "dossier-dim", "secondary")
    accent = _color(variables, "accent", "accent")
    primary = _color(variables, "primary", "primary")
    secondary = _color(variables, "secondary", "primary")
    warning = _color(variables, "warning", "warning")
    quote = _color(variables, "dossier-quote", "foreground")
    tags = _TAGS_DARK if dark else _TAGS_LIGHT
    styles = {
        roles.BODY: text,
        roles.TITLE: f"bold {quote}",
        roles.DIM: dim,
        roles.HEADING: f"bold {primary}",
        roles.SOURCE: primary,
        roles.SPEAKER: secondary,
        roles.QUOTE: f"bold {quote}",
        roles.QUOTE_HERE: "bold underline reverse" if plain else f"bold underline {_ink(dark)} on {accent}",
        roles.QUOTE_CITED: f"underline {quote}",
        roles.FIGURE: f"bold {accent}",
        roles.GRADE: f"bold {accent}",
        roles.GRADE_DERIVED: dim,
        roles.STATUS: f"bold {primary}",
        roles.WARN: f"bold {warning}",
        roles.NOTE: accent,
        roles.NOTE_STRONG: "bold",
        roles.NOTE_EMPHASIS: "italic",
        roles.NOTE_HEADING: "bold underline",
        roles.NOTE_CODE: text,
        roles.NOTE_LINK: "underline",
        roles.NOTED: f"italic underline {accent}",
        roles.CHOSEN: "bold reverse" if plain else f"bold {_ink(dark)} on {primary}",
        roles.CHOSEN_END: "bold reverse underline" if plain else f"bold underline {_ink(dark)} on {quote}",
        roles.GAP: f"italic {dim}",
        roles.KEY: f"bold {accent}",
        roles.FOUND: "reverse",
    }
    return styles | {role: tags[number] for number, role in enumerate(roles.TAGS)}


def _ink(dark: bool) -> str:
    return "#14161a" if dark else "#ffffff"
