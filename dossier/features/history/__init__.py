"""The history: log, undo and redo."""
