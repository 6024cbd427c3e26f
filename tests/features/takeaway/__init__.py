"""Tests of features/takeaway."""
