"""README's key table, made from the registry: `python -m tests.readme` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from dossier.commands import markdown_table

README = Path(__file__).resolve().parent.parent / "README.md"
_KEYS = re.compile(r"(<!-- keys: .*? -->\n)(.*?)(<!-- end of keys -->)", re.DOTALL)


def with_keys(text: str) -> str:
    """`text` with the key table as the registry has it now."""
    return _KEYS.sub(lambda found: f"{found[1]}\n{markdown_table()}\n\n{found[3]}", text)


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text("utf-8")), "utf-8")
