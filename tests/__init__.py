"""Tests of dossier; `tests.builders` makes the dossier that most of them stand on."""
