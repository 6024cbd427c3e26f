"""`dossier findings`: what the evidence proves."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from dossier.cli.base import OK, PROBLEMS, as_of_option, cli, make_lens, open_dossier
from dossier.cli.output import print_json, print_lines
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.evidence.figures.groups import FigureGroup
    from dossier.evidence.finding import Finding
    from dossier.evidence.findings.findings import Findings


@cli.command()
@click.argument("path", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@as_of_option
def findings(path: str | None, as_json: bool, as_of: str | None) -> int:
    """Print what the evidence proves: conflicts, figures, echoes, origins, gaps.

    Computed findings are candidates until somebody confirms or dismisses them on the screen.

    \b
      dossier findings cases/acme | less
      dossier findings cases/acme --json | jq '.findings[] | select(.state == "candidate")'

    The exit status is 0 where no conflict is undecided, 1 where some are, 2 where PATH cannot be read.
    """
    from dossier.evidence.findings.findings import findings_of  # noqa: PLC0415

    with open_dossier(path, lens=make_lens(as_of)) as dossier:
        found = findings_of(dossier)
        found.all()
        undecided = len(found.ranked("candidate", types=["contradicts"]))
        if as_json:
            seen = {"as_of": as_of} if as_of else {}
            print_json({"undecided": undecided, **seen, **_findings_as_json(dossier, found)})
        else:
            from dossier.show.plain import lens_lines  # noqa: PLC0415
            from dossier.show.report import report_lines  # noqa: PLC0415

            width = max(20, shutil.get_terminal_size((88, 24)).columns)
            print_lines(line.plain for line in lens_lines(dossier, width))
            print_lines(line.plain for line in report_lines(dossier, found, width))
            print_lines(
                [f"{plural(undecided, 'conflict')} undecided" if undecided else "no conflict undecided"]
            )
    return PROBLEMS if undecided else OK


def _findings_as_json(dossier: Dossier, found: Findings) -> dict[str, Any]:
    from dossier.evidence.timeline import all_too_early  # noqa: PLC0415
    from dossier.show.figures import compared_groups  # noqa: PLC0415
    from dossier.show.report import claims_ending_at_party, gap_counts  # noqa: PLC0415

    listed = [_finding_as_json(dossier, finding) for finding in found.ranked()]
    ends = [{"claim": claim, "party": party} for claim, party in claims_ending_at_party(dossier)]
    early = [asdict(each) for each in all_too_early(dossier)]
    figures = [_figures_as_json(dossier, group) for group in compared_groups(dossier)]
    return {
        "figures": figures,
        "findings": listed,
        "ends_at_party": ends,
        "too_early": early,
        "gaps": gap_counts(dossier),
    }


def _finding_as_json(dossier: Dossier, finding: Finding) -> dict[str, Any]:
    """A finding with the quotes that show it, as far as the dossier is seen with them."""
    evidence = []
    for quotes in finding.evidence:
        shown = [quote for quote in quotes if dossier.shows(quote)]
        if shown:
            evidence.append(shown)
    return {
        "from": finding.from_,
        "to": finding.to,
        "id": finding.id,
        "type": finding.type,
        "sort": finding.method,
        "verdict": finding.verdict,
        "reason": finding.reason,
        "computed": finding.computed,
        "state": finding.state,
        "weight": finding.weight,
        "evidence": evidence,
    }


def _figures_as_json(dossier: Dossier, group: FigureGroup) -> dict[str, Any]:
    from dossier.show.figures import sources_behind  # noqa: PLC0415

    read = [(claim, group.readings[claim]) for claim in group.claims if claim in group.readings]
    claims = [
        {
            "claim": claim,
            "figure": reading.figure.to_doc(),
            "stands_for": reading.implied,
            "date": reading.date,
            "sources": sources_behind(dossier, claim),
        }
        for claim, reading in read
    ]
    pairs = [
        {"one": pair.one, "other": pair.other, "verdict": pair.verdict.kind, "reason": pair.verdict.reason}
        for pair in group.pairs
    ]
    return {"subject": group.subject, "property": group.measured, "claims": claims, "pairs": pairs}
