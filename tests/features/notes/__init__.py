"""Tests of features/notes."""
