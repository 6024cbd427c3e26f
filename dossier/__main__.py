"""`python -m dossier` is the `dossier` command."""

from dossier.cli import main

main()
