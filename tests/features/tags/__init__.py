"""Tests of features/tags."""
