"""`dossier help`: a page of the manual."""

from __future__ import annotations

import click

from dossier.cli.base import OK, PROBLEMS, cli
from dossier.cli.output import print_lines, print_page, say
from dossier.manual import find_topics, list_topics, load_page
from dossier.text import one_line


@cli.command("help")
@click.argument("topic", required=False)
def help_(topic: str | None) -> int:
    """Print a page of the manual, or list the pages.

    \b
      dossier help
      dossier help filters

    A word that is no topic lists the pages that have it. Exit code 1 where none has.
    """
    if topic is None:
        _print_topics(list_topics())
        return OK
    if topic in list_topics():
        print_page(load_page(topic).text)
        return OK

    found = find_topics(topic)
    if not found:
        say(f"no page of the manual has {one_line(topic)}; dossier help lists the pages")
        return PROBLEMS
    say(f"there is no page {one_line(topic)}; these have the word")
    _print_topics(found)
    return OK


def _print_topics(topics: tuple[str, ...]) -> None:
    print_lines(f"  {topic:<18}{load_page(topic).title}" for topic in topics)
