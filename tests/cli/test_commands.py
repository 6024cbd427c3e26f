"""Every command: what it prints, what it answers, and that reading changes nothing."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from pathlib import Path

import orjson
import pytest

from dossier import __version__, home
from dossier.cli import run
from dossier.core.dossier import Dossier
from dossier.features.tags.act import tag
from tests.builders import TEXT, TEXT_SHA, build, claim, entity, note, source
from tests.cli.conftest import Command
from tests.nasty import HIDING, NASTY, WORDS
from tests.paths import ROOT


def files(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_version_and_help(command: Command) -> None:
    assert command("--version") == (0, f"dossier {__version__}\n", "")
    status, out, err = command("--help")
    assert (status, err) == (0, "")
    for word in (
        "attach",
        "check",
        "export",
        "log",
        "merge",
        "new",
        "save",
        "schema",
        "show",
        "DOSSIER_HOME",
    ):
        assert word in out
    assert "open " not in out.split("Commands:")[1]
    assert command("-h").out == out


@pytest.mark.parametrize(
    "name", ["attach", "check", "export", "log", "merge", "new", "save", "schema", "show"]
)
def test_every_command_has_help(command: Command, name: str) -> None:
    status, out, _ = command(name, "--help")
    assert status == 0
    assert f"Usage: dossier {name}" in out


@pytest.mark.parametrize("name", ["show", "export", "check", "log"])
@pytest.mark.parametrize("writable", [True, False])
def test_reading_changes_nothing(command: Command, case: Path, name: str, writable: bool) -> None:
    before = files(case)
    if not writable:
        case.chmod(0o555)
    status, _, err = command(name, case)
    case.chmod(0o755)
    assert (status, err) == (0, "")
    assert files(case) == before


def test_show_prints_the_whole_dossier(command: Command, case: Path) -> None:
    status, out, _ = command("show", case)
    assert status == 0
    for words in ("The ferry terminal of Orsund", "Marla Quist", "The old quay is worn out.", "12 June 2024"):
        assert words in out
    assert all(len(line) <= 80 and line == line.rstrip() for line in out.splitlines())


def test_show_prints_one_record(command: Command, case: Path) -> None:
    status, out, _ = command("show", case, "c.cost")
    assert status == 0
    assert "about 12 million crowns" in out
    assert "The old quay is worn out." not in out


def test_show_says_when_there_is_no_such_record(command: Command, case: Path) -> None:
    status, out, err = command("show", case, "c.nobody")
    assert (status, out) == (2, "")
    assert "c.nobody" in err


@pytest.mark.parametrize("text", WORDS, ids=list(NASTY))
def test_nothing_that_is_printed_commands_the_terminal(command: Command, tmp_path: Path, text: str) -> None:
    text = text[:6000]  # printing 100 kB in a dozen places takes its time, and shows nothing more
    extra = [
        source("s.nasty", title=text, publisher_as_written=text),
        entity("e.nasty", name=text, description=text),
        claim("c.nasty", text, "q.vote", hedge=text, property=text),
        note("a.nasty", "c.nasty", text),
        {**claim("c.broken", text, "q.vote"), "kind": text},
    ]
    case = build(tmp_path / "case", extra=extra, title=text)
    with Dossier.open(case, by=text.replace("\x00", "") or "ada") as dossier:
        dossier.edit(text, lambda draft: draft.put(entity("e.more", name=text)))
    for name in ("show", "check", "log"):
        ran = command(name, case)
        assert ran.status in (0, 1)
        assert not set(HIDING) & set(ran.out + ran.err), name
        assert not set(map(chr, (*range(9), *range(11, 32), *range(127, 160)))) & set(ran.out + ran.err), name


@pytest.mark.parametrize("text", WORDS, ids=list(NASTY))
def test_nor_does_what_a_merge_lists(command: Command, tmp_path: Path, text: str) -> None:
    case = build(tmp_path / "case", extra=[entity("e.a", name=text)], title=text)
    other = shutil.copytree(case, tmp_path / "other")
    for copy, words in ((case, "a" + text[:99]), (other, "b" + text[:99])):
        with Dossier.open(copy, by=text.replace("\x00", "")[:99] or "ada") as dossier:
            dossier.edit(text, lambda draft, words=words: draft.put(entity("e.a", name=words)))  # type: ignore[misc]
    ran = command("merge", case, other, "-o", tmp_path / "joined")
    assert (ran.status, ran.err, len(ran.out.splitlines())) == (1, "", 2)
    for out in (ran.out, command("log", tmp_path / "joined").out):
        assert not {*HIDING, *map(chr, (*range(9), *range(11, 32), *range(127, 160)))} & set(out)


def test_export_and_new_from(command: Command, case: Path, tmp_path: Path) -> None:
    status, out, err = command("export", case)
    assert (status, err) == (0, "")
    assert json.loads(out)["format"] == "dossier"
    status, told, err = command("export", case, "-o", tmp_path / "out.json")
    assert (status, told) == (0, "")
    assert f"{len(out.encode()):,} bytes" in err
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == out
    status, told, _ = command("new", tmp_path / "copy", "--from", tmp_path / "out.json")
    assert status == 0
    assert told.endswith(f"copy: 47 records restored; open it with: dossier {tmp_path / 'copy'}\n")
    assert command("export", tmp_path / "copy").out == out


def test_export_to_a_pipe_is_the_bytes_of_the_file(command: Command, tmp_path: Path) -> None:
    case = build(tmp_path / "case", extra=[entity("e.nasty", name="\x9b31m \u202e\x7f\u2028")])
    out = command("export", case).out
    command("export", case, "-o", tmp_path / "out.json")
    assert out.encode() == (tmp_path / "out.json").read_bytes()
    assert "\x9b31m \u202e\x7f\u2028" in [each["name"] for each in json.loads(out)["entities"]]


def test_new_from_a_pipe(
    command: Command, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = command("export", case).out.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert command("new", tmp_path / "copy", "--from", "-").status == 0
    assert command("export", tmp_path / "copy").out.encode() == data


def test_export_says_when_the_dossier_has_problems(command: Command, tmp_path: Path) -> None:
    case = build(tmp_path / "case", without=["q.vote"])
    status, out, err = command("export", case)
    assert status == 0
    assert json.loads(out)
    assert "problem" in err
    assert "dossier check" in err


def test_export_never_overwrites_the_dossier(command: Command, case: Path) -> None:
    before = files(case)
    status, _, err = command("export", case, "-o", case / "claims.jsonl")
    assert status == 2
    assert "belongs to a dossier itself" in err
    assert files(case) == before


def test_export_replaces_a_file_only_when_told_to(command: Command, case: Path, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("mine")
    status, _, err = command("export", case, "-o", tmp_path / "out.json")
    assert (status, (tmp_path / "out.json").read_text()) == (2, "mine")
    assert err == f"dossier: {tmp_path / 'out.json'} is there already; -f replaces it\n"
    assert command("export", case, "-f", "-o", tmp_path / "out.json").status == 0
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == command("export", case).out
    assert command("export", case, "-o", os.devnull).status == 0


@pytest.mark.parametrize(
    ("options", "claims"),
    [
        (["c.vote"], ["c.vote"]),
        (["c.vote", "c.told"], ["c.told", "c.vote"]),
        (["--query", "tag:cost"], ["c.cost"]),
        (["--query", "tag:cost", "c.vote"], ["c.cost", "c.vote"]),
        (["--pane", "timeline", "--query", "date:2024-06"], ["c.vote"]),
        (["--pane", "timeline"], ["c.move", "c.told", "c.vote"]),
    ],
)
def test_export_of_a_part(command: Command, case: Path, options: list[str], claims: list[str]) -> None:
    status, out, err = command("export", case, *options)
    assert status == 0
    doc = json.loads(out)
    assert [claim["id"] for claim in doc["claims"]] == claims
    assert doc["left_out"]["claims"] == 10 - len(claims)
    assert f"left out: {10 - len(claims)} claims, " in err
    assert "texts of sources are never part" in err


def test_export_of_a_part_of_the_working_copy(command: Command) -> None:
    status, out, err = command("export", "e.liang-wenfeng")
    assert (status, [entity["id"] for entity in json.loads(out)["entities"]]) == (0, ["e.liang-wenfeng"])
    assert "1 entity; left out: 266 claims" in err


@pytest.mark.parametrize(
    ("options", "expected", "words"),
    [
        (["c.nobody"], 2, "there is no claim c.nobody"),
        (["nobody"], 2, "there is no record nobody"),
        (["--query", "words that nobody wrote"], 1, "no record fits; nothing was written"),
        (["--query", "date:never"], 2, "the query does not read: "),
        (["--pane", "kitchen"], 2, "'kitchen' is not one of"),
    ],
)
def test_export_of_no_part(
    command: Command, case: Path, options: list[str], expected: int, words: str
) -> None:
    file = case.parent / "out.json"
    status, out, err = command("export", case, *options, "-o", file)
    assert (status, out) == (expected, "")
    assert words in err
    assert not file.exists()


def test_new(command: Command, tmp_path: Path) -> None:
    status, out, _ = command("new", tmp_path / "deep" / "case", "--title", "Acme", "--by", "ada")
    assert status == 0
    assert "a new dossier" in out
    with Dossier.open(tmp_path / "deep" / "case") as dossier:
        assert dossier.info.title == "Acme"
    assert command("check", tmp_path / "deep" / "case").status == 0
    again = command("new", tmp_path / "deep" / "case", "--title", "Acme")
    assert again.status == 2
    assert "already" in again.err


@pytest.mark.parametrize("title", [[], ["--title", " "]])
def test_new_needs_a_title(command: Command, tmp_path: Path, title: list[str]) -> None:
    status, _, err = command("new", tmp_path / "case", *title)
    assert status == 2
    assert "needs a --title" in err
    assert not (tmp_path / "case").exists()


def test_new_from_a_broken_export_leaves_nothing(command: Command, case: Path, tmp_path: Path) -> None:
    doc = json.loads(command("export", case).out)
    doc["claims"][4]["kind"] = "fct"
    (tmp_path / "broken.json").write_text(json.dumps(doc))
    status, _, err = command("new", tmp_path / "copy", "--from", tmp_path / "broken.json")
    assert status == 2
    assert "broken.json: c.heads: claims[4].kind: 'fct' is none of" in err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["broken.json", "case"]


def test_attach(command: Command, tmp_path: Path) -> None:
    case = build(tmp_path / "case", text=False)
    (tmp_path / "text.txt").write_bytes(TEXT.encode())
    status, out, _ = command("attach", case, "s.courier", tmp_path / "text.txt")
    assert status == 0
    assert out.startswith("s.courier: the text this source was captured from, ")
    assert out.endswith("12 quotes: 12 verbatim\n")
    assert (case / "texts" / f"{TEXT_SHA}.txt").exists()
    status, out, _ = command("attach", "--by", "ben", case, "s.daily", tmp_path / "text.txt")
    assert status == 0
    assert "a new version of the text" in out
    logged = command("log", case).out
    assert "  ben  new text of source Quay plan makes waves" in logged
    assert "    changed s.daily" in logged


@pytest.mark.parametrize("arguments", [(), ("s.courier",), ("a", "b", "c", "d")])
def test_attach_wants_a_source_and_a_file(command: Command, arguments: tuple[str, ...]) -> None:
    status, _, err = command("attach", *arguments)
    assert status == 2
    assert "SOURCE FILE" in err


def test_log_is_newest_first(command: Command, case: Path) -> None:
    assert command("log", case) == (0, "", "")
    with Dossier.open(case, by="ada") as dossier:
        tag(dossier, ["c.vote", "c.move"], add=["later"])
        dossier.undo()
        dossier.redo()
    status, out, _ = command("log", case)
    assert status == 0
    redone, undone, made = [line for line in out.splitlines() if not line.startswith(" ")]
    assert "  ada  redone: +later on 2 claims  [" in redone
    assert "  ada  undone: +later on 2 claims  [" in undone
    assert "  ada  +later on 2 claims  [" in made
    assert (out.count("added a."), out.count("removed a.")) == (4, 2)
    assert (out.count("added t.later"), out.count("removed t.later")) == (2, 1)


def test_merge(command: Command, case: Path, tmp_path: Path) -> None:
    copies = [shutil.copytree(case, tmp_path / name) for name in ("ada", "ben")]
    status, out, err = command("merge", *copies, "-o", tmp_path / "same")
    assert (status, err) == (0, "")
    assert out == (
        f"{tmp_path / 'same'}: 47 records, 0 from ada alone, 0 from ben alone; no conflicts; "
        f"open it with: dossier {tmp_path / 'same'}\n"
    )
    for copy in copies:
        with Dossier.open(copy, by=copy.name) as dossier:
            tag(dossier, ["c.vote"], add=[copy.name])
            dossier.edit(
                "place", lambda draft: draft.put(entity("e.orsund", kind="place", description=draft.by))
            )
    status, out, err = command("merge", "--by", "mo", *copies, "-o", tmp_path / "joined")
    assert (status, err) == (1, "")
    conflict, summary = out.splitlines()
    assert conflict.startswith("e.orsund: description: kept “ben” of ben (ben, 20")
    assert "51 records, 2 from ada alone, 2 from ben alone; 1 conflict; " in summary
    assert command("check", tmp_path / "joined").status == 0
    log = command("log", tmp_path / "joined").out
    assert "  mo  merged ada and ben: 1 conflict  [merge-" in log
    assert "    changed e.orsund\n        description: “ada” -> “ben”\n" in log
    assert "  ada  +ada on claim The council votes on 12 June 2024.  [" in log
    assert "  ben  +ben on claim The council votes on 12 June 2024.  [" in log


def test_merge_of_what_does_not_belong_together(command: Command, case: Path, tmp_path: Path) -> None:
    command("new", tmp_path / "other", "--title", "Other")
    status, out, err = command("merge", case, tmp_path / "other", "-o", tmp_path / "joined")
    assert (status, out) == (2, "")
    assert "case and other are not copies of one dossier: dossier.json: id: is " in err
    assert command("merge", case, case, "-o", case).status == 2
    assert command("merge", case, case).status == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["case", "other"]


def test_log_tells_the_fields_that_changed(command: Command, case: Path) -> None:
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("town", lambda draft: draft.put(entity("e.orsund", kind="place", aliases=["O\x1b"])))
    out = command("log", case).out
    assert out.endswith('    changed e.orsund\n        aliases: nothing -> “["O\\u001b"]”\n')


def test_save(command: Command, case: Path) -> None:
    dossier = Dossier.open(case, by="ada")
    tag(dossier, ["c.vote"], add=["later"])
    assert b"later" not in (case / "tags.jsonl").read_bytes()
    assert command("save", case) == (0, f"{case}: saved\n", "")
    assert b"later" in (case / "tags.jsonl").read_bytes()
    assert command("save", case) == (0, f"{case}: was up to date\n", "")
    dossier.close()


def test_sample_prints_the_folder_of_the_copy(command: Command) -> None:
    folder = home.data_folder() / "deepseek"
    assert command("sample") == (0, f"{folder}\n", "")
    assert (folder / "dossier.json").is_file()
    assert command("sample") == (0, f"{folder}\n", "")


def test_a_fresh_sample_says_where_the_earlier_copy_is_kept(command: Command) -> None:
    folder = home.data_folder() / "deepseek"
    command("sample")
    with Dossier.open(folder, by="ada") as dossier:
        tag(dossier, ["c.deepseek-a100-stockpile"], add=["mine"])
    done = command("sample", "--fresh")
    assert done.out == f"{folder}\n"
    assert done.err == f"dossier: a fresh deepseek; your earlier copy is kept in {folder}-2\n"
    with Dossier.open(folder) as fresh, Dossier.open(f"{folder}-2") as kept:
        assert "t.mine" not in fresh.tags
        assert "t.mine" in kept.tags


def test_schema(command: Command) -> None:
    status, out, _ = command("schema")
    assert status == 0
    assert json.loads(out)["$schema"].endswith("2020-12/schema")


def test_without_a_path_the_working_copy_is_meant(command: Command, tmp_path: Path) -> None:
    copy = Path(os.environ["DOSSIER_HOME"]) / "data" / "deepseek"
    assert command("check").status == 0
    assert command("export").out == command("export", copy).out
    assert command("show", "e.liang-wenfeng").out == command("show", copy, "e.liang-wenfeng").out
    assert command("log") == (0, "", "")
    assert command("save").out == f"{copy}: was up to date\n"
    (tmp_path / "other.txt").write_text("Another text.")
    first = orjson.loads((copy / "sources.jsonl").read_bytes().splitlines()[0])["id"]
    assert "a new version" in command("attach", "--force", first, tmp_path / "other.txt").out
    assert first in command("log").out
    bundled = ROOT / "data" / "deepseek"
    assert not (bundled / "history.jsonl").exists()


def test_a_folder_with_the_name_of_an_id_is_a_folder(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    build(tmp_path / "c.case")
    assert "The ferry terminal of Orsund" in command("show", "c.case").out


@pytest.mark.parametrize("name", ["show", "export", "check", "log", "save"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "does not exist"),
        ("", "is not JSON"),
        ("[]", "expected 'dossier'"),
        ('{"format":"dossier","version":99}', "a newer release can open it"),
    ],
)
def test_what_cannot_be_read(
    command: Command, tmp_path: Path, name: str, content: str | None, words: str
) -> None:
    if content is not None:
        (tmp_path / "case").mkdir()
        (tmp_path / "case" / "dossier.json").write_text(content)
    status, out, err = command(name, tmp_path / "case")
    assert (status, out) == (2, "")
    assert err.startswith("dossier: ")
    assert words in err
    assert err.count("\n") == 1


def test_a_command_that_is_mistyped(command: Command) -> None:
    status, _, err = command("exprot")
    assert (status, err) == (2, "dossier: there is no folder exprot; did you mean the command export?\n")
    status, _, err = command("cases/\x1b[2Jacme")
    assert (status, err) == (2, "dossier: there is no folder cases/[2Jacme\n")


@pytest.mark.parametrize("arguments", [[], ["--by", "ada"], ["--by=ada"]])
def test_the_screen_needs_a_terminal(command: Command, case: Path, arguments: list[str]) -> None:
    status, out, err = command(*arguments, case)
    assert (status, out) == (2, "")
    assert err == (f"dossier: the screen needs a terminal; without one, there is `dossier show {case}`\n")


def test_options_that_do_not_exist(command: Command, case: Path) -> None:
    for arguments in (["--nonsense"], ["check", str(case), "--nonsense"], ["schema", "too", "much"]):
        status, out, err = command(*arguments)
        assert (status, out) == (2, "")
        assert "Usage: dossier" in err


def test_the_author_may_stand_before_the_command(command: Command, tmp_path: Path) -> None:
    case = build(tmp_path / "case")
    (tmp_path / "text.txt").write_text("Another text.")
    command("--by", "zoë", "attach", "-f", case, "s.daily", tmp_path / "text.txt")
    assert "  zoë  new text" in command("log", case).out


def test_log_on_a_terminal_is_paged(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paged: list[str] = []
    monkeypatch.setattr("dossier.cli.output.print_lines", lambda lines: pytest.fail("was not paged"))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.echo_via_pager", paged.extend)
    with Dossier.open(case, by="ada") as dossier:
        dossier.edit("\x1b]0;owned\x07", lambda draft: draft.put({"id": "t.new", "path": "new"}))
    assert run(["log", str(case)]) == 0
    assert any("added t.new" in line for line in paged)
    assert not any("\x1b" in line for line in paged)
