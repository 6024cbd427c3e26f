"""Tests without a disk or a screen."""
