"""The figures side by side: do they agree."""
