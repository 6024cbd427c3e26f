"""Formats that a dossier is taken away in, and comes back from: one module each."""
