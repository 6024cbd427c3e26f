"""Tests of features/sources."""
