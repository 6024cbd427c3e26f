"""Single cases of looking through a lens: what is left out, marked, kept and said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier, Draft
from dossier.core.lens import Lens
from dossier.evidence.judgements import notes_on, tags_on
from dossier.features.notes.act import write_note
from dossier.features.tags.act import tag
from dossier.records.kinds import TABLES
from dossier.records.problems import DossierError
from dossier.show.plain import plain_lines
from tests import builders
from tests.core.test_lens import Doc, seen, shown, stored
from tests.query import test_query_cases as cases_


@pytest.fixture
def ferry(tmp_path: Path) -> Iterator[Dossier]:
    """The small dossier of all tests."""
    with Dossier.open(cases_.build(tmp_path / "d", 0), by="ada") as dossier:
        yield dossier


def test_as_of_leaves_out_what_was_published_later(ferry: Dossier) -> None:
    # The courier is undated, the minutes are of April 2024, the daily of 4 May.
    ferry.look(Lens(as_of="2024-05-03"))
    assert ferry.sources.ids() == ("s.courier", "s.minutes")
    assert "q.daily-cost" not in ferry.quotes
    assert ferry.quotes_of("c.cost") == ("q.cost",)
    assert ferry.claims["c.cost"].support[-1].quote == "q.cost"
    ferry.look(Lens(as_of="2024-03-31"))
    assert "c.cost-exact" not in ferry.claims
    assert ferry.relations_of("c.cost") == ()
    assert ferry.relations_of("s.courier") == ()
    assert "r.daily-courier" in ferry.relations
    ferry.look(Lens(as_of="2024"))
    assert "s.daily" in ferry.sources


def test_a_source_that_may_be_of_that_day_stays_and_is_marked(ferry: Dossier) -> None:
    ferry.look(Lens(as_of="2024-04-02"))
    marks = {source: ferry.lens.mark(doc) for source, doc in ferry.sources.docs.items()}
    assert marks == {"s.courier": "undated", "s.minutes": "may be later"}
    ferry.look(Lens(withdrawn=frozenset(["s.minutes"])))
    marks = {source: ferry.lens.mark(doc) for source, doc in ferry.sources.docs.items()}
    assert marks == {"s.courier": "", "s.minutes": "withdrawn", "s.daily": ""}


def test_a_withdrawn_source_is_listed_and_so_are_its_claims(ferry: Dossier) -> None:
    ferry.look(Lens(withdrawn=frozenset(["s.courier"])))
    assert "s.courier" in ferry.sources
    assert "c.vote" in ferry.claims
    assert (ferry.quotes_of("c.vote"), ferry.quotes_in("s.courier")) == ((), ())
    assert ferry.events_of("c.vote") == ("v.vote",)
    assert ferry.relations_of("s.courier") == ("r.daily-courier",)
    assert any("0 quotes" in line.plain for line in plain_lines(ferry, "c.vote", 80))


def test_layers_show_the_annotations_of_some(case: Dossier) -> None:
    write_note(case, ["c.cost"], "Mine.")
    case.look(Lens(authors=frozenset(["ada"])))
    assert [found.body.text for found in notes_on(case, "c.cost") if hasattr(found.body, "text")] == ["Mine."]
    assert tags_on(case, "c.cost") == []
    case.look(Lens(authors=frozenset(["dossier", "ben"])))
    assert {found.path for found in tags_on(case, "c.cost")} == {"money/training-cost", "founding"}
    assert {found.by for found in case.annotations} == {"dossier", "ben"}


def test_a_reply_stays_where_the_note_that_it_answers_is_anothers(case: Dossier) -> None:
    reply = builders.note("a.reply", "a.bens-note", "Yes.", motivation="replying", by="ada")
    case.edit("reply", lambda draft: draft.put(reply))
    case.look(Lens(authors=frozenset(["ada"])))
    assert case.annotations.ids() == ("a.reply",)


def test_notes_on_what_is_left_out_go_with_their_replies(tmp_path: Path) -> None:
    notes = [builders.note(f"a.{number}", "c.vote") for number in range(40)]  # so that few are concerned
    notes += [
        builders.note("a.on", "q.daily-cost"),
        builders.note("a.on-claim", "c.cost", quote="q.daily-cost"),
    ]
    notes += [
        builders.note("a.reply", "a.on"),
        builders.note("a.again", "a.reply"),
        builders.note("a.x", "a.0"),
    ]
    with Dossier.open(builders.build(tmp_path / "d", extra=notes)) as dossier:
        everything = set(dossier.annotations.ids())
        dossier.look(Lens(withdrawn=frozenset(["s.daily"])))
        assert everything - {*dossier.annotations.ids()} == {"a.on", "a.on-claim", "a.reply", "a.again"}
        assert shown(dossier) == seen(stored(dossier), dossier.lens)


def test_an_edit_of_a_record_that_is_shown_shorter_keeps_what_is_not_shown(ferry: Dossier) -> None:
    ferry.look(Lens(withdrawn=frozenset(["s.daily"])))

    def reword(draft: Draft) -> None:
        doc = draft.get("c.cost")
        assert doc is not None
        draft.put({**doc, "text": "It costs 12 million."})

    ferry.edit("reword", reword)
    assert [item["quote"] for item in ferry.raw("c.cost")["support"]] == ["q.cost", "q.daily-cost"]
    assert (ferry.claims["c.cost"].text, ferry.quotes_of("c.cost")) == (
        "It costs 12 million.",
        ("q.cost",),
    )
    ferry.undo()
    assert ferry.claims["c.cost"].text == "The move costs about 12 million crowns."


def test_a_record_left_out_is_found_by_its_id(ferry: Dossier) -> None:
    ferry.look(Lens(as_of="2024-03"))
    assert ferry.sources["s.daily"].title == "Quay plan makes waves"
    assert ferry.peek("c.cost-exact") == ferry.raw("c.cost-exact")
    assert ferry.quotes_of("c.cost-exact") == ()
    assert "c.cost-exact" in ferry
    assert not ferry.shows("c.cost-exact")


def test_without_a_lens_the_records_are_the_stores_own(case: Dossier) -> None:
    for name in TABLES:
        own = case._store.docs(name)
        assert case.collection(name)._docs is own
    case.look(Lens(authors=frozenset(["ada"])))
    assert case.claims._docs is case._store.docs("claims")
    assert case.annotations._docs is not case._store.docs("annotations")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            "yesterday",
            "'yesterday' is not a date: it does not read as a year, month or day; expected an EDTF date",
        ),
        ("2025-02-30", "has no day 30"),
        ("", "expected an EDTF date"),
        ("2021/..", "'2021/..' has no last day; expected a date such as 2025-01-27, 2025-01 or 2025"),
        ("\x1b[31m2025", "is not a date"),
    ],
)
def test_a_bad_date_says_what_was_expected(given: str, why: str) -> None:
    with pytest.raises(DossierError) as error:
        Lens(as_of=given)
    assert why in str(error.value)
    assert "\x1b" not in str(error.value)


def test_a_lens_says_what_it_does() -> None:
    assert Lens().words == ""
    lens = Lens(authors=frozenset(["ben", "ada"]), withdrawn=frozenset(["s.1", "s.2"]), as_of="2025-01")
    assert lens.words == "as of 2025-01, without 2 sources, only ada, ben"
    assert Lens(authors=frozenset()).words == "only nobody"
    assert lens
    assert not Lens()


def test_a_malformed_record_is_no_obstacle(tmp_path: Path) -> None:
    bad: list[Doc] = [
        {"id": "q.bad", "source": ["s.daily"], "exact": 3, **builders.STAMP},
        {
            "id": "c.bad",
            "support": [{"quote": ["q.x"]}, {"quote": "q.daily-cost"}, 7, None],
            **builders.STAMP,
        },
        {"id": "c.worse", "support": "q.daily-cost", **builders.STAMP},
        {"id": "v.bad", "claims": [["c.bad"], "c.cost-exact"], **builders.STAMP},
        {"id": "v.worse", "claims": "c.bad", **builders.STAMP},
        {"id": "r.bad", "from": ["c.cost"], "to": None, **builders.STAMP},
        {"id": "a.bad", "target": ["c.cost"], "quote": {}, "by": ["ada"]},
        {"id": "a.self", "target": "a.self", "quote": None, "by": "ada"},
        {"id": "s.bad", "published": ["2024"], **builders.STAMP},
        {"id": "s.worse", "published": "last week", **builders.STAMP},
    ]
    with Dossier.open(builders.build(tmp_path / "d", extra=bad)) as dossier:
        everything = stored(dossier)
        for lens in (Lens(as_of="2024-03"), Lens(frozenset(["ada"]), frozenset(["s.daily"]), "2024-04")):
            dossier.look(lens)
            assert {"c.bad", "c.worse", "v.worse", "r.bad", "s.bad", "s.worse", "q.bad"} <= shown(
                dossier
            ).keys()
            assert dossier.quotes_of("c.bad") == ()
            assert stored(dossier) == everything


def test_a_tag_of_yours_out_of_sight_is_not_put_again(case: Dossier) -> None:
    tag(case, ["c.founded"], add=["price"])
    case.look(Lens(authors=frozenset(["ben"])))
    assert tag(case, ["c.founded"], add=["price"]) is None
    assert tag(case, ["c.founded"], remove=["price"])
    case.look(Lens(authors=frozenset(["ada"])))
    assert tags_on(case, "c.founded") == []
    assert tag(case, ["c.cost"], add=["founding"])  # ben's is another's, and out of sight
    assert [found.path for found in tags_on(case, "c.cost")] == ["founding"]


def test_a_quote_of_a_late_source_that_becomes_one_of_a_withdrawn_source(tmp_path: Path) -> None:
    lens = Lens(withdrawn=frozenset(["s.minutes"]), as_of="2024-05-03")
    with Dossier.open(
        builders.build(
            tmp_path / "d",
            without=["q.cost"],
            extra=[
                builders.claim("c.cost", "It costs 12 million crowns.", "q.daily-cost"),
                builders.note("a.on", "c.cost"),
            ],
        ),
        lens=lens,
    ) as dossier:
        assert "c.cost" not in dossier.claims  # of later
        dossier.edit(
            "of the minutes", lambda draft: draft.put({**dossier.raw("q.daily-cost"), "source": "s.minutes"})
        )
        assert "c.cost" in dossier.claims  # of that time, although its quote does not count
        assert shown(dossier) == seen(stored(dossier), lens)
