"""Which records a pane shows: narrowed by what is chosen, filtered by what is typed."""
