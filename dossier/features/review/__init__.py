"""The review queue: what is missing from each claim."""
