"""Tests of features/lenses."""
