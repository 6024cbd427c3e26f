"""Filter, find, sort and break down a list; saved filters."""
