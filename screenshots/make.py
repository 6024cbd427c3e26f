"""Make every screenshot from the real app and the bundled data: `python screenshots/make.py`.

Each picture is the program after real keys. The SVG comes from Textual; Chromium (or Chrome) turns it
into a PNG. Without a browser only the SVGs are made, and that is said.
"""

from __future__ import annotations

import asyncio
import html
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.cells import cell_len

HERE = Path(__file__).resolve().parent
FONT = "'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', 'Noto Sans Mono', Menlo, Consolas, monospace"
LIANG = ("enter", "j", "j")
SHOTS: dict[str, tuple[str, tuple[int, int], tuple[str, ...], str]] = {
    "claims-of-liang": ("deepseek", (120, 36), LIANG, ""),
    "quote-in-source": ("deepseek", (120, 36), (*LIANG, "2", "o"), ""),
    "quote-in-text": ("tutorial", (120, 36), ("enter", "j", "j", "j", "3", "o"), ""),
    "review": ("deepseek", (120, 36), ("enter", "g", "q", "=", "=", "c", "2", "j", "k"), ""),
    "codebook": ("deepseek", (120, 36), ("g", "T", "j", "j"), ""),
    "figures": ("deepseek", (120, 36), ("g", "f", "tab", "z"), ""),
    "conflicts": ("deepseek", (120, 36), ("g", "x", "2", "j"), ""),
    "echoes": ("deepseek", (120, 36), ("g", "d", "1", "0", "j"), ""),
    "timeline": ("deepseek", (120, 36), ("g", "t", "z"), ""),
    "wide": ("deepseek", (200, 60), (*LIANG, "enter"), ""),
    "small": ("deepseek", (80, 24), (*LIANG, "t", "c", "o"), ""),
    "light": ("deepseek", (120, 36), LIANG, "dossier-light"),
}


async def shoot(name: str, home: Path) -> Path:
    """One picture, in a home of its own so that nothing is remembered from another."""
    os.environ["DOSSIER_HOME"] = str(home / name)
    from dossier import home as folders
    from dossier.evidence.findings.findings import findings_of
    from dossier.registry import REGISTRY
    from dossier.screen.app import DossierApp
    from dossier.screen.browser import Browser

    bundled, size, keys, theme = SHOTS[name]
    path, _ = folders.working_copy(bundled)
    app = DossierApp(path, "ada", load_registry=lambda: REGISTRY)
    async with app.run_test(size=size, notifications=True) as pilot:
        while not (isinstance(screen := app.screen, Browser) and findings_of(screen.dossier).done):
            await pilot.pause(0.05)
        if theme:
            app.theme = theme
        await pilot.press(*keys)
        await pilot.pause(0.2)
        svg = app.export_screenshot(title="dossier", simplify=True)
    target = HERE / f"{name}.svg"
    target.write_text(wide_characters(local_font(svg)), encoding="utf-8")
    return target


def local_font(svg: str) -> str:
    """The SVG with fonts of the reader's machine instead of ones fetched from the network."""
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family:\s*(Fira Code|arial)[^;]*;", f"font-family: {FONT};", svg)


def wide_characters(svg: str) -> str:
    """The SVG with every wide East Asian character in its two cells: the export counts characters for cells.

    Characters of one width are a text of their own, so that none is set by the width of another.
    """

    def in_runs(found: re.Match[str]) -> str:
        before, x, between, length, after, content = found.groups()
        text = html.unescape(content)
        cell = float(length) / max(len(text), 1)
        at, runs = float(x), []
        for _, group in itertools.groupby(text, lambda each: cell_len(each) > 1):
            run = "".join(group)
            wide = cell_len(run) * cell
            place = f'x="{at:.1f}"{between}textLength="{wide:.1f}"'
            runs.append(f"<text {before}{place}{after}>{html.escape(run)}</text>")
            at += wide
        return "".join(runs)

    text = (
        r'<text ([^>]*?)x="([\d.]+)"([^>]*?)textLength="([\d.]+)"([^>]*)>([^<]*[\u1100-\uffef][^<]*)</text>'
    )
    return re.sub(text, in_runs, svg)


def to_png(svg: Path, browser: str) -> None:
    """Draw an SVG at twice its size."""
    width, height = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.read_text("utf-8"))[0]
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        style = "<style>body{margin:0}svg{display:block;width:100vw}</style>"
        page.write_text(f"<!doctype html><meta charset=utf-8>{style}{svg.read_text('utf-8')}", "utf-8")
        subprocess.run(
            [
                browser,
                *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *("--disable-background-networking", f"--user-data-dir={folder}/profile"),
                f"--window-size={int(float(width))},{int(float(height)) + 1}",
                f"--screenshot={svg.with_suffix('.png')}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


def main() -> None:
    """All of them, or those named."""
    names = sys.argv[1:] or list(SHOTS)
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as home:
        for name in names:
            svg = asyncio.run(shoot(name, Path(home)))
            if browser:
                to_png(svg, browser)
            print(svg.name, svg.with_suffix(".png").name if browser else "(no browser: no PNG)")


if __name__ == "__main__":
    main()
