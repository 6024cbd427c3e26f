"""Tests of features/findings."""
