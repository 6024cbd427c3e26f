"""Tests of features/timeline."""
