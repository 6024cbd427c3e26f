"""Whoever adds a relation type or a kind of finding is told what else it needs."""

from __future__ import annotations

from itertools import chain

from dossier.evidence.finding import FindingMethod
from dossier.evidence.findings.findings import OF_CLAIMS
from dossier.evidence.findings.stated import FINDING_TYPES
from dossier.features.findings.screen import Conflicts, EchoList
from dossier.records.vocabulary import RELATION_TYPES
from dossier.show.kit.relation_words import (
    RELATION_WORDS,
    finding_noun,
    passive_words,
    report_sections,
    step_words,
)


def test_every_relation_type_has_its_words() -> None:
    assert set(RELATION_WORDS) == set(chain(*RELATION_TYPES.values()))


def test_every_type_of_finding_is_in_one_section_of_the_report() -> None:
    assert sorted(chain(*report_sections().values())) == sorted(FINDING_TYPES)


def test_every_type_of_finding_is_in_one_list_of_the_screen() -> None:
    listed = [*Conflicts.types, *EchoList.types, *EchoList.then]
    assert sorted(listed) == sorted(FINDING_TYPES)


def test_every_step_that_a_tree_of_origins_can_take_has_its_words() -> None:
    for type_ in (*RELATION_TYPES["s"], *RELATION_TYPES["q"]):
        assert RELATION_WORDS[type_].step, type_


def test_every_method_has_something_that_finds_by_it() -> None:
    of_pairs = {FindingMethod.ECHO, FindingMethod.UTTERANCE, FindingMethod.STATED}
    assert {questions.method for questions in OF_CLAIMS} | of_pairs == set(FindingMethod)


def test_a_type_without_words_of_its_own_is_called_by_its_name() -> None:
    assert finding_noun("contradicts") == "conflict"
    assert finding_noun("duplicates") == "duplicates"
    assert step_words("cites") == "which cites"
    assert passive_words("planned") == finding_noun("planned") == step_words("planned") == "planned"
