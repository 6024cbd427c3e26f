"""What is typed as a filter: words, keys, values."""
