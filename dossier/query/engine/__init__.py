"""Which records fit a filter, fast and kept current."""
