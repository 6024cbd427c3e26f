"""`--as-of DATE`: a dossier as its sources stood on that day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from dossier.cli import opening
from dossier.core.lens import Lens
from dossier.registry import REGISTRY
from dossier.screen import app
from dossier.screen import start as starting
from tests.builders import build, claim, relation
from tests.cli.conftest import Command


def test_show_leaves_out_what_was_published_later(command: Command, case: Path) -> None:
    whole, then = command("show", case), command("show", case, "--as-of", "2024-05-03")
    assert (whole.status, then.status) == (0, 0)
    assert "Quay plan makes waves" in whole.out
    assert "Quay plan makes waves" not in then.out
    assert "some 12 million crowns" not in then.out
    assert "shown as of 2024-05-03" in then.out
    assert "shown as of" not in whole.out
    assert "SOURCES (2)" in then.out
    assert "kept as of 2024-05-03, although no date of publication is known" in then.out


def test_a_record_of_later_is_said_to_be_left_out(command: Command, case: Path) -> None:
    shown = command("show", case, "c.cost", "--as-of=2024-05")
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith("shown as of 2024-05\n")
    gone = command("show", case, "s.daily", "--as-of", "2024-05-03")
    assert (gone.status, gone.out) == (2, "")
    assert gone.err == "dossier: s.daily is left out (as of 2024-05-03)\n"


def test_findings_are_those_of_that_day(command: Command, case: Path) -> None:
    whole, then = command("findings", case), command("findings", case, "--as-of", "2024-05-03")
    assert "SOURCES THAT DEPEND ON ONE ANOTHER  1 confirmed" in whole.out
    assert then.out.startswith("shown as of 2024-05-03\nCONFLICTS")
    assert "SOURCES THAT DEPEND ON ONE ANOTHER  none" in then.out
    told = orjson.loads(command("findings", case, "--json", "--as-of", "2024-05-03").out)
    assert (told["as_of"], [each["id"] for each in told["findings"]]) == ("2024-05-03", ["r.costs"])
    assert "as_of" not in orjson.loads(command("findings", case, "--json").out)


def test_what_nobody_had_said_by_then_is_in_no_conflict(command: Command, tmp_path: Path) -> None:
    late = claim("c.late", "It costs less.", "q.daily-cost")
    late["support"].append({"quote": "q.cost", "stance": "contradicts"})
    shown = relation("r.told", "c.cost", "contradicts", "c.told", evidence=[["q.cost", "q.daily-cost"]])
    folder = build(tmp_path / "d", extra=[late, relation("r.late", "c.cost", "contradicts", "c.late"), shown])
    then = ("--as-of", "2024-05-03")
    assert "CONFLICTS  2 confirmed" in command("findings", folder).out
    out = command("findings", folder, *then).out
    assert "CONFLICTS  1 confirmed" in out
    assert '"about 12 million crowns"' in out
    assert "some 12 million crowns" not in out
    told = orjson.loads(command("findings", folder, "--json", *then).out)["findings"]
    assert {each["id"]: each["evidence"] for each in told}["r.told"] == [["q.cost"]]
    assert "r.late" not in {each["id"] for each in told}


def test_list_filters_and_counts_what_was_there(command: Command, case: Path) -> None:
    def ids(*more: str) -> list[str]:
        return [line.split()[0] for line in command("list", case, *more).out.splitlines()]

    assert ids("sources", "--as-of", "2024-03") == ["s.courier"]
    assert "c.cost-exact" in ids("claims")
    assert "c.cost-exact" not in ids("claims", "--as-of", "2024-03")
    assert ids("claims", "src:s.daily", "--as-of", "2024-05-03") == []
    assert command("list", case, "claims", "src:s.daily", "--as-of", "2024-05-03").status == 1
    out = command("list", case, "claims", "id:c.cost", "--json", "--as-of", "2024-05-03").out
    docs = {doc["id"]: doc for doc in map(orjson.loads, out.splitlines())}
    assert [item["quote"] for item in docs["c.cost"]["support"]] == ["q.cost"]
    assert "q.daily-cost" in command("list", case, "claims", "id:c.cost", "--csv").out
    assert (
        "q.daily-cost"
        not in command("list", case, "claims", "id:c.cost", "--csv", "--as-of", "2024-05-03").out
    )


@pytest.mark.parametrize("arguments", [("show",), ("findings",), ("list", "claims"), ("open",), ()])
@pytest.mark.parametrize(
    ("date", "why"),
    [
        (
            "soon",
            "dossier: 'soon' is not a date: it does not read as a year, month or day; expected an EDTF date",
        ),
        ("2021/..", "dossier: '2021/..' has no last day; expected a date such as 2025-01-27"),
    ],
)
def test_a_bad_date_names_what_was_expected(
    command: Command, case: Path, arguments: tuple[str, ...], date: str, why: str
) -> None:
    name, *rest = arguments or ("",)
    ran = command(*filter(None, [name]), case, *rest, "--as-of", date)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(why)
    assert "Traceback" not in ran.err


def test_what_writes_has_no_such_option(command: Command, case: Path) -> None:
    for name in ("export", "check", "save"):
        ran = command(name, case, "--as-of", "2024")
        assert ran.status == 2
        assert "--as-of" in ran.err
    ran = command("--as-of", "2024", "check", case)
    assert (ran.status, ran.out) == (2, "")
    assert "--as-of is for what only looks, and not for check" in ran.err


def test_it_may_stand_before_the_command_and_is_listed(command: Command, case: Path) -> None:
    behind = command("list", case, "claims", "--as-of", "2024-03")
    assert command("--as-of", "2024-03", "list", case, "claims") == behind
    assert "\nshown as of 2024-03\n" in command("--as-of=2024-03", "show", case).out
    assert "--as-of DATE" in command("--help").out.partition("Options:")[2]


def test_what_opens_the_screen_is_called_as_it_is_typed(command: Command) -> None:
    ran = command("t2", "--foo")
    assert ran.status == 2
    assert ran.err.startswith("Usage: dossier [OPTIONS] [PATH]\ndossier: ")


@pytest.mark.parametrize("before", [True, False])
def test_the_screen_opens_as_of_a_day(
    command: Command, case: Path, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(opening, "_need_terminal", lambda _: None)

    def start(*given: object, **_: object) -> int:
        opened.append(given)
        return 0

    monkeypatch.setattr(starting, "start", start)
    option = ("--as-of", "2024-05")
    assert command(*(option if before else ()), case, *(() if before else option)).status == 0
    assert command("--by", "ada", case).status == 0
    assert [(given[0], given[3]) for given in opened] == [(case, Lens(as_of="2024-05")), (case, None)]


async def test_the_dossier_on_the_screen_is_seen_as_of_that_day(case: Path) -> None:
    running = app.DossierApp(case, "ada", None, Lens(as_of="2024-05-03"), load_registry=lambda: REGISTRY)
    opened = running._begin()
    assert opened.lens == Lens(as_of="2024-05-03")
    running._load(opened)
    assert opened.sources.ids() == ("s.courier", "s.minutes")
    opened.close()
