"""Tests of what is on disk: files, history, lock, TinyDB."""
