"""One folder for each thing an analyst does."""
