"""Search all text; go anywhere by name."""
