"""Benchmarks: run by hand, never by the test command. They measure in the program's process settings."""

import gc

from dossier.cli import GC_THRESHOLD

gc.set_threshold(*GC_THRESHOLD)
