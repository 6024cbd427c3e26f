"""What is copied: exact words, footnotes that Markdown shows as they are, links that lead there."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.features.takeaway import cite as citing
from dossier.home import working_copy
from dossier.show.shell import command_line
from tests.builders import TEXT, build, claim, quote, source


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    extra = [
        source("s.web", title="A *starred* page", url="https://example.org/a", texts=[]),
        quote("q.web", "old quay - is [finished]", "s.web", text="old quay - is [finished]"),
        {
            **claim("c.web", "The quay is *old*.", "q.web", "q.finished"),
            "support": [
                {"quote": "q.web", "stance": "contradicts"},
                {"quote": "q.finished", "stance": "supports"},
            ],
        },
    ]
    with Dossier.open(build(tmp_path / "it's ferry", extra=extra), by="ada") as dossier:
        yield dossier


def test_a_citation_has_the_exact_words_and_where_they_stand(dossier: Dossier) -> None:
    assert citing.cite_quote(dossier, dossier.quotes["q.finished"]) == (
        '"The old quay is finished" (Orsund Courier, undated)'
    )


def test_claims_are_footnoted_with_each_quote_once(dossier: Dossier) -> None:
    text = citing.footnote_claims(dossier, [dossier.claims["c.finished"], dossier.claims["c.web"]])
    assert text.startswith("The old quay is worn out.[^1][^2]\n\nThe quay is \\*old\\*.[^3][^1]\n\n[^1]: ")
    assert text.count("The old quay is finished") == 1
    assert '[^3]: (contradicts) "old quay - is \\[finished\\]"' in text
    assert "*A \\*starred\\* page*" in text
    assert "<https://example.org/a#:~:text=old%20quay%20%2D%20is%20%5Bfinished%5D>" in text


def test_a_link_is_the_page_or_a_command_for_a_shell(dossier: Dossier) -> None:
    assert citing.link_to_record(dossier, "s.web") == "https://example.org/a"
    words = shlex.split(citing.link_to_record(dossier, "c.web"))
    assert words == ["dossier", "show", str(dossier.path.resolve()), "c.web"]


def test_ones_own_copy_of_the_bundled_dossier_needs_no_path(tmp_path: Path) -> None:
    with Dossier.open(working_copy()[0], by="ada") as dossier:
        assert command_line(dossier, "show", "e.liang-wenfeng") == "dossier show e.liang-wenfeng"
    with Dossier.open(build(tmp_path / "deepseek"), by="ada") as other:
        assert command_line(other, "attach", "s.x", "FILE") == f"dossier attach {tmp_path}/deepseek s.x FILE"


def test_a_link_is_never_one_that_runs_something(tmp_path: Path) -> None:
    extra = [source("s.bad", url="javascript:alert(1)")]
    with Dossier.open(build(tmp_path / "d", extra=extra)) as dossier:
        assert citing.link_to_record(dossier, "s.bad").startswith("dossier show ")


def test_a_passage_is_the_paragraph_of_the_text(dossier: Dossier) -> None:
    text, whole = citing.passage_around(dossier, dossier.quotes["q.vote"])
    assert (text, whole) == ("The council votes on 12 June 2024.", True)
    text, whole = citing.passage_around(dossier, dossier.quotes["q.newspaper"])
    assert whole
    assert text in TEXT
    assert dossier.quotes["q.newspaper"].exact in text
    assert citing.passage_around(dossier, dossier.quotes["q.minutes-cost"]) == (
        "Cost of the move: 11.8 million crowns.",
        False,
    )
