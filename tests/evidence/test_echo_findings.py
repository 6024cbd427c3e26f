"""Echoes and utterances of a whole dossier: as candidates, kept up to date, shown side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest

from dossier.core.dossier import Dossier, Draft
from dossier.evidence.echoes import readings
from dossier.evidence.echoes.echoes import EchoFinder, echoes_of
from dossier.evidence.echoes.shingles import WIDE
from dossier.evidence.echoes.utterances import UtteranceFinder
from dossier.evidence.finding import Finding, FindingMethod
from dossier.evidence.findings.findings import Findings, findings_of
from dossier.evidence.origins.graph import JoinedGroups
from dossier.features.findings.echo_page import echo_page
from dossier.show.kit.page import layout
from tests import builders as b
from tests.nasty import HIDING

Doc = dict[str, Any]
COPIED = (
    "The dredger left the basin before dawn while the watchman slept, and nobody missed the two crates that "
    "stood on the quay until the customs officers asked for them in the afternoon."
)
SAID = "The pilings are rotten, and the board has known it for as long as I have been in office"
OWN = (
    "A letter without a stamp lay in the hall, addressed to nobody in particular.",
    "Herring fetched little at the auction this week, and less on Friday.",
    "The bell rang twice and then somebody laughed on the stairs of the customs shed.",
)
REPORTS = {
    "one": f"{OWN[0]}\n\n{COPIED} “{SAID},” the chief said.\n",
    "two": f"{COPIED.replace('two crates', 'three crates')} “{SAID},” said the chief.\n\n{OWN[1]}\n",
    "three": f"{OWN[2]} “{SAID},” the chief told the board.\n",
}


def build(folder: Path, texts: Mapping[str, str], extra: Iterable[Doc] = (), attached: bool = True) -> Path:
    """A dossier with these texts as sources s.NAME, and some more records."""
    docs, data = [], {}
    for name, text in texts.items():
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        data[sha256] = text.encode()
        docs.append(b.source(f"s.{name}", title=name, texts=[{"sha256": sha256, "length": len(text)}]))
    b.build(folder, extra=[*docs, *extra], without=[doc["id"] for doc in b.records()])
    for sha256, content in data.items() if attached else ():
        (folder / "texts" / f"{sha256}.txt").write_bytes(content)
    return folder


def held(quote_id: str, exact: str, source: str, texts: Mapping[str, str] = REPORTS, **fields: Any) -> Doc:
    """A quote from one of the texts."""
    sha256 = hashlib.sha256(texts[source].encode()).hexdigest()
    return {**b.quote(quote_id, exact, f"s.{source}", texts[source], **fields), "text": sha256}


QUOTES = [
    held("q.one-crates", "nobody missed the two crates that stood on the quay", "one"),
    held("q.two-crates", "nobody missed the three crates that stood on the quay", "two"),
    held("q.one-said", SAID, "one", speaker="e.chief", speech="direct"),
    held("q.two-said", SAID, "two", speaker="e.chief", speech="direct"),
]
CLAIMS = [
    b.entity("e.chief"),
    b.claim("c.crates", "Crates stood on the quay.", "q.one-crates", "q.two-crates"),
    b.claim("c.rotten", "The pilings are rotten.", "q.one-said", "q.two-said"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build(tmp_path / "case", REPORTS, [*QUOTES, *CLAIMS])


def all_of(part: EchoFinder | UtteranceFinder) -> list[Finding]:
    for _ in part.ready():
        pass
    found = part.findings.values()
    return sorted(chain(*((each,) if isinstance(each, Finding) else each for each in found)), key=ends)


def ends(finding: Finding) -> tuple[str, str]:
    return finding.from_, finding.to


def both_of(dossier: Dossier) -> list[Finding]:
    """Echoes, then utterances."""
    return sorted(Findings(dossier, "sq").all(), key=lambda finding: finding.method)


def shown(page_of: Iterable[Any], width: int) -> str:
    return "\n".join(line.text.plain.rstrip() for line in layout(page_of, width))


def test_findings_are_candidates_with_a_reason_and_the_quotes_that_show_it(folder: Path) -> None:
    with Dossier.open(folder) as dossier:
        copied, said = both_of(dossier)
        assert (copied.method, copied.type, copied.from_, copied.to) == (
            "echo",
            "shares-origin",
            "s.one",
            "s.two",
        )
        assert "1 passage with 31 words in common" in copied.reason
        assert "compared in their texts" in copied.reason
        assert copied.evidence == (("q.one-crates", "q.two-crates"),)
        assert copied.weight == 2
        assert (said.method, said.type, said.from_, said.to) == (
            "utterance", "same-utterance", "q.one-said", "q.two-said",
        )  # fmt: skip
        assert said.evidence == (("q.one-said", "q.two-said"),)
        for finding in (copied, said):
            assert (finding.state, finding.relation) == ("candidate", None)
        assert not dossier.relations.docs


def test_without_its_text_a_source_is_compared_by_its_quotes(tmp_path: Path) -> None:
    folder = build(tmp_path / "case", REPORTS, QUOTES + CLAIMS, attached=False)
    with Dossier.open(folder) as dossier:
        assert all_of(echoes_of(dossier)) == []  # nine words are too few
        whole = [held(f"q.{name}-all", COPIED[:90], name) for name in ("one", "two")]
        dossier.edit("longer quotes", lambda draft: [draft.put(doc) for doc in whole])
        (found,) = all_of(echoes_of(dossier))
        assert "the quotes that the dossier has of them" in found.reason
        assert found.evidence == (("q.one-all", "q.two-all"), ("q.one-crates", "q.two-crates"))


def test_what_an_edit_touches_is_looked_at_anew_and_nothing_else(folder: Path) -> None:
    with Dossier.open(folder) as dossier:
        echoes = echoes_of(dossier)
        all_of(echoes)
        taken: list[str] = []
        take = echoes._take_source
        echoes._take_source = lambda source: taken.append(source) or take(source)  # type: ignore[method-assign, func-returns-value]

        def speak(draft: Draft) -> None:
            draft.put({**dossier.raw("q.one-crates"), "note": "Seen."})

        dossier.edit("a note on a quote", speak)
        assert len(all_of(echoes)) == 1
        assert taken == ["s.one"]
        text = f"{OWN[0]}\n{OWN[2]}\n"
        sha256 = dossier.put_text(text.encode())
        version = {"sha256": sha256, "length": len(text)}
        dossier.edit("a new text", lambda draft: draft.put({**dossier.raw("s.two"), "texts": [version]}))
        assert all_of(echoes) == []
        dossier.undo()
        assert all_of(echoes) == all_of(EchoFinder(dossier)) != []
        assert taken == ["s.one", "s.two", "s.two"]


@pytest.mark.parametrize("by_another", [False, True])
def test_a_text_attached_without_an_edit_is_seen_at_once(tmp_path: Path, by_another: bool) -> None:
    folder = build(tmp_path / "case", REPORTS, attached=False)
    with Dossier.open(folder) as dossier, Dossier.open(folder, by="ben") as other:
        echoes, findings = echoes_of(dossier), findings_of(dossier)
        assert findings.all() == ()
        assert not dossier.refresh().texts
        for text in REPORTS.values():
            (other if by_another else dossier).put_text(text.encode())
        assert dossier.refresh().texts
        assert not dossier.refresh().texts
        assert not findings.done
        assert [each.method for each in findings.all()] == ["echo"]
        assert len(all_of(echoes)) == 1
        for file in (folder / "texts").iterdir():
            file.unlink()
        assert dossier.refresh().texts
        assert findings.all() == ()


def test_no_pair_is_lost_because_many_have_the_same_words(tmp_path: Path) -> None:
    copies = {f"n{number:03}": f"{COPIED}\n\nPaper number {number}.\n" for number in range(40)}
    with Dossier.open(build(tmp_path / "case", copies)) as dossier:
        found = all_of(echoes_of(dossier))
        assert {(each.from_, each.to) for each in found} == set(
            combinations(sorted(dossier.sources.ids()), 2)
        )


def test_where_very_many_have_the_same_words_all_are_joined(tmp_path: Path) -> None:
    copies = {f"n{number:03}": f"{COPIED}\n\nPaper number {number}.\n" for number in range(WIDE + 20)}
    with Dossier.open(build(tmp_path / "case", copies)) as dossier:
        groups = JoinedGroups()
        for each in all_of(echoes_of(dossier)):
            groups.join(each.from_, each.to)
        assert {groups.name(source) for source in dossier.sources.ids()} == {"s.n000"}


def test_a_long_text_is_read_in_slices(tmp_path: Path) -> None:
    long = "\n".join(f"{number} {OWN[number % 3]}" for number in range(4_000))
    folder = build(tmp_path / "case", {"one": f"{long}\n{COPIED}", "two": f"{COPIED}\n{long}"})
    with Dossier.open(folder) as dossier:
        echoes = echoes_of(dossier)
        assert sum(1 for _ in echoes.ready()) > len(long) * 2 // 10_000
        (found,) = echoes.findings.values()
        assert "in common" in found.reason


def test_broken_quotes_do_no_harm(tmp_path: Path) -> None:
    broken = [
        {**held("q.a", COPIED[:20], "one"), "start": "x"},
        {**held("q.b", COPIED[:20], "one"), "text": None, "speech": "direct", "speaker": "e.chief"},
        {**held("q.c", COPIED[:20], "one"), "exact": 5},
    ]
    with Dossier.open(build(tmp_path / "case", REPORTS, [*broken, *QUOTES, *CLAIMS])) as dossier:
        assert len(both_of(dossier)) == 2


def test_an_utterance_is_of_one_speaker_in_two_sources(folder: Path) -> None:
    with Dossier.open(folder) as dossier:
        utterances = UtteranceFinder(dossier)
        assert len(all_of(utterances)) == 1

        def change(**fields: Any) -> list[Finding]:
            dossier.edit("change", lambda draft: draft.put({**dossier.raw("q.two-said"), **fields}))
            found = all_of(utterances)
            dossier.undo()
            assert len(all_of(utterances)) == 1
            return found

        assert change(speaker=None) == []
        assert change(speech="narration") == []
        assert len(change(speech="indirect")) == 1
        dossier.edit(
            "the same source twice",
            lambda draft: draft.put(held("q.again", SAID, "two", speaker="e.chief", speech="direct")),
        )
        assert {(each.from_, each.to) for each in all_of(utterances)} == {
            ("q.one-said", "q.two-said"),
            ("q.again", "q.one-said"),
        }


def test_a_page_reads_the_comparison_that_found_the_echo(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Dossier.open(folder) as dossier:
        finding, _ = both_of(dossier)

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("a text is read anew")

        monkeypatch.setattr(readings, "mask_text", refuse)
        echo = echoes_of(dossier).echo_between("s.two", "s.one")
        assert echo
        assert (echo.one, echo.other, echo.reason) == ("s.one", "s.two", finding.reason)
        assert "[-two-]" in shown(echo_page(dossier, finding).blocks, 120)


@pytest.mark.parametrize("width", [120, 60, 20])
def test_an_echo_is_shown_with_what_differs_in_characters(folder: Path, width: int) -> None:
    with Dossier.open(folder) as dossier:
        finding, _ = both_of(dossier)
        words = " ".join(shown(echo_page(dossier, finding).blocks, width).split())
        assert "[-two-]" in words
        assert "{+three+}" in words
        assert "unconfirmed" in words
        assert "2 claims rest on both" in words
        assert SAID[:30] not in words


def test_side_by_side_where_there_is_room_else_one_above_the_other(folder: Path) -> None:
    with Dossier.open(folder) as dossier:
        finding, _ = both_of(dossier)
        page = echo_page(dossier, finding)
        wide, narrow = shown(page.blocks, 120), shown(page.blocks, 60)
        assert any("A  The dredger" in line and "B  The dredger" in line for line in wide.splitlines())
        starts = [line for line in narrow.splitlines() if "The dredger" in line]
        assert [line[0] for line in starts] == ["A", "B"]
        assert finding.reason.split(",")[0] in wide


def test_quotations_left_out_are_shown_as_gaps(tmp_path: Path) -> None:
    text = (
        f"{COPIED} “No comment at all,” was all that the watchman would say about the crates and the customs."
    )
    folder = build(tmp_path / "case", {"one": text, "two": f"{text} {OWN[0]}"})
    with Dossier.open(folder) as dossier:
        (finding,) = both_of(dossier)
        words = " ".join(shown(echo_page(dossier, finding).blocks, 200).split())
        assert words.count("[quoted] was all that the watchman") == 2
        assert "No comment at all" not in words


def test_an_utterance_is_shown_in_both_wordings(tmp_path: Path) -> None:
    texts = {"one": f"“{SAID}.”\n", "two": f"“{SAID.replace('rotten', 'soft')}!”\n"}
    quotes = [
        held("q.one-said", f"{SAID}.", "one", texts, speaker="e.chief", speech="direct"),
        held("q.two-said", SAID.replace("rotten", "soft"), "two", texts, speaker="e.chief", speech="direct"),
    ]
    with Dossier.open(build(tmp_path / "case", texts, [b.entity("e.chief"), *quotes])) as dossier:
        (finding,) = both_of(dossier)
        words = " ".join(shown(echo_page(dossier, finding).blocks, 60).split())
        assert "The pilings are [-rotten-], and the board" in words
        assert "The pilings are {+soft+}, and the board" in words
        assert "Chief, direct speech" in words


def test_what_was_stated_is_shown_beside_what_is_computed(folder: Path) -> None:
    with Dossier.open(folder) as dossier:
        evidence = (("q.two-crates", "q.one-crates"), ("q.one-said",))
        stated = Finding(
            "derived-from", "s.two", "s.one", FindingMethod.STATED, "stated", "It names it.", evidence
        )
        assert all_of(echoes_of(dossier))
        words = " ".join(shown(echo_page(dossier, stated).blocks, 60).split())
        assert "It names it." in words
        assert "1 passage with 31 words in common" in words
        who = "A paper's own words B paper's own words"
        assert f"QUOTES THAT SHOW IT (2) {who} A nobody missed the [-two-] crates" in words
        assert words.endswith(
            '"The pilings are rotten, and the board has known it for as long as I have been in office"'
        )


def test_a_stated_dependence_without_an_echo_is_said_to_have_none(folder: Path) -> None:
    with Dossier.open(folder) as dossier:
        stated = Finding("cites", "s.two", "s.three", FindingMethod.STATED, "stated", "It names it.")
        before = shown(echo_page(dossier, stated).blocks, 80)
        assert "Looking for passages in common .." in before
        assert all_of(echoes_of(dossier))
        words = " ".join(shown(echo_page(dossier, stated).blocks, 80).split())
        assert "It names it. A three" in words
        assert "B two No passage of the two is alike" in words


def test_hostile_text_is_shown_safely(tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\u202e\x9b31m[/red]"
    text = COPIED.replace("two crates", f"two {evil} crates")
    folder = build(tmp_path / "case", {"one": text, "two": text.replace("dawn", f"dusk{evil}")})
    with Dossier.open(folder) as dossier:
        (finding,) = both_of(dossier)
        for width in (120, 50):
            assert not set(HIDING) & set(shown(echo_page(dossier, finding).blocks, width))
