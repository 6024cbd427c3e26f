"""The table of kinds agrees with the models."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dossier.records.kinds import (
    KIND_BY_PANE,
    KINDS,
    MAIN_PANES,
    RECORD_PANES,
    Kind,
    noun_of,
    pane_of,
    row_nouns_of,
)
from dossier.records.models import MODELS

NOT_STORED = {"check"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.noun)
def test_every_field_that_is_named_is_one_of_the_model(kind: Kind) -> None:
    stored = MODELS[kind.table].model_fields
    for path in (*kind.searched, *kind.shown, *kind.unshown, *kind.columns):
        assert path.partition(".")[0] in {*stored, *NOT_STORED}, path


def test_every_pane_lists_one_kind() -> None:
    assert set(KIND_BY_PANE) == set(RECORD_PANES)
    assert set(MAIN_PANES) < set(RECORD_PANES)


def test_a_row_of_notes_is_a_note_and_a_row_of_the_timeline_an_event() -> None:
    assert row_nouns_of("notes") == ("note", "notes")
    assert row_nouns_of("timeline") == ("event", "events")


def test_an_id_says_what_its_record_is_and_where_it_is_listed() -> None:
    assert (noun_of("v.launch"), pane_of("v.launch")) == ("event", "timeline")
    assert (noun_of("r.copied"), pane_of("r.copied")) == ("relation", None)
    assert (noun_of("x.what"), pane_of("")) == ("record", None)


def test_a_noun_costs_no_model() -> None:
    code = "import sys, dossier.records.kinds as k; k.noun_of('c.x'); print('pydantic' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout == "False\n"
