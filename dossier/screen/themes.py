"""A calm dark and a calm light theme, and the colours of every role in any theme."""

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
        warning="#e6a15c",
        error="#e8836b",
        success="#7fb4ca",
        foreground="#c9cdd6",
        background="#14171d",
        surface="#14171d",
        panel="#1d222b",
        dark=True,
        variables={"dossier-dim": "#7d8594", "dossier-quote": "#f6eedd", "dossier-cursor": "#28323f"},
    ),
    Theme(
        name=LIGHT,
        primary="#1f5f86",
        secondary="#5b5f8c",
        accent="#955800",
        warning="#a04f00",
        error="#a3341d",
        success="#1f5f86",
        foreground="#33373f",
        background="#faf8f3",
        surface="#faf8f3",
        panel="#ece8df",
        dark=False,
        variables={"dossier-dim": "#6d7078", "dossier-quote": "#0d0f14", "dossier-cursor": "#dfe6ea"},
    ),
)

_TAGS_DARK = ("#8fb8de", "#d8a657", "#a9bd8b", "#c3a6d8", "#d9a0a0", "#a9b7c6", "#86c1b9", "#d6a184")
_TAGS_LIGHT = ("#1d5c96", "#8a5a00", "#4d6a2a", "#6f4b91", "#95413c", "#4a5668", "#1b6f68", "#8f4d26")


def no_color() -> bool:
    """Whether the environment asks for no colour (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


class Palette:
    """Rich styles of every role in the theme that is on."""

    def __init__(self, variables: dict[str, str], *, dark: bool, plain: bool = False) -> None:
        def color(name: str, fallback: str) -> str:
            value = variables.get(name) or variables.get(fallback) or ""
            return value if value.startswith("#") and len(value) in (4, 7) else "default"

        text = color("foreground", "foreground")
        dim = color("dossier-dim", "secondary")
        accent = color("accent", "accent")
        primary = color("primary", "primary")
        warning = color("warning", "warning")
        quote = color("dossier-quote", "foreground")
        self.cursor_background = color("dossier-cursor", "panel")
        tags = _TAGS_DARK if dark else _TAGS_LIGHT
        styles = {
            roles.BODY: text,
            roles.TITLE: f"bold {quote}",
            roles.DIM: dim,
            roles.HEADING: f"bold {primary}",
            roles.SOURCE: primary,
            roles.SPEAKER: color("secondary", "primary"),
            roles.QUOTE: f"bold {quote}",
            roles.QUOTE_HERE: "bold underline reverse"
            if plain
            else f"bold underline {_ink(dark)} on {accent}",
            roles.QUOTE_CITED: f"underline {quote}",
            roles.FIGURE: f"bold {accent}",
            roles.GRADE: f"bold {accent}",
            roles.GRADE_DERIVED: dim,
            roles.STATUS: f"bold {primary}",
            roles.WARN: f"bold {warning}",
            roles.NOTE: f"italic {accent}",
            roles.NOTED: f"italic underline {accent}",
            roles.CHOSEN: "bold reverse" if plain else f"bold {_ink(dark)} on {primary}",
            roles.CHOSEN_END: "bold reverse underline"
            if plain
            else f"bold underline {_ink(dark)} on {quote}",
            roles.GAP: f"italic {dim}",
            roles.KEY: f"bold {accent}",
            roles.FOUND: "reverse",
        }
        styles |= {role: tags[number] for number, role in enumerate(roles.TAGS)}
        self.console = Console(
            theme=RichTheme({name: Style.parse(style) for name, style in styles.items()}, inherit=True),
            color_system="truecolor",
            force_terminal=True,
            width=1000,
        )
        self.cursor = Style.parse("reverse bold" if plain else f"bold on {self.cursor_background}")
        self.cursor_away = Style.parse("bold" if plain else f"on {self.cursor_background}")


def _ink(dark: bool) -> str:
    return "#14171d" if dark else "#ffffff"
