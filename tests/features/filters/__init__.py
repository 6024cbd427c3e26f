"""Tests of features/filters."""
