"""Commands, their keys, and the names of keys."""
