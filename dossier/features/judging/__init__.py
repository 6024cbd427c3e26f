"""Grades, status and weight."""
