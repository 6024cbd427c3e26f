"""A program that imports Dossier is a host: nothing of its process is changed."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from dossier import Dossier
from dossier.core.lens import Lens
from dossier.query.engine.filtering import Filter
from dossier.query.language.grammar import parse_query
from tests import builders


def test_the_garbage_collector_of_the_host_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[str] = []
    for name in ("disable", "enable", "freeze", "unfreeze", "set_threshold"):
        monkeypatch.setattr(gc, name, lambda *_, name=name: touched.append(name))
    with Dossier.open(builders.build(tmp_path / "d"), by="ada") as dossier:
        Filter(dossier, parse_query("cost", "claims"), dossier.claims.ids()).finish()
        dossier.look(Lens(as_of="2024-05"))
        dossier.edit("a tag", lambda draft: draft.tags.insert({"path": "new"}))
        dossier.reload()
    assert touched == []
