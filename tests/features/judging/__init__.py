"""Tests of features/judging."""
